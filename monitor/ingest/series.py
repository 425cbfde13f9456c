"""A figure against its own history and its neighbours in the table.

A jump beyond anything the public record has seen, a year that repeats another, two columns
changed about, a value ten times its neighbours, an area that is gone for one year.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.partners import power_of_ten
from monitor.ingest.repeats import (
    ENOUGH,
    SERIES,
    check_across,
    check_copied,
    check_gaps,
    check_same_rows,
    place_of,
)
from monitor.ingest.seen import boundary_changes, largest_changes
from monitor.law.load import laws
from monitor.words import Phrase

TINY = 1e-9


HUNDRED = 100


COUNT_RATIO = 2.5


COUNT_FROM = 20


MONEY_RATIO = 0.25


BASE_SLACK = 2.0

"""A denominator is a part of the residents and swings more than they do."""


ABOUT = 0.2


def check_series(work: pl.DataFrame, harvest: Harvest) -> None:
    """Make every check over time and across a table."""
    yearly = _yearly(work)
    if not yearly.height:
        return
    jumps = _jumps(yearly)
    swapped = _swapped(jumps, harvest)
    _say_jumps(jumps.filter(~pl.col("at").is_in(swapped)), harvest)
    people = [c for c, known in indicators().items() if known.kind not in {"dwellings", "area"}]
    moving = yearly.filter(pl.col("indicator").is_in(people))
    check_copied(moving, harvest)
    check_gaps(yearly, work, harvest)
    check_across(yearly, harvest)
    check_same_rows(moving, harvest)


def _yearly(work: pl.DataFrame) -> pl.DataFrame:
    """Figures with the year they end in; those with a list apart from the others."""
    year = (
        pl.when(pl.col("period").str.len_chars() == len("2024-2025"))
        .then(pl.col("period").str.slice(5))
        .otherwise(pl.col("period").str.slice(0, 4))
        .cast(pl.Int32, strict=False)
    )
    return (
        work.filter(pl.col("number").is_not_null() & pl.col("indicator").is_in(list(indicators())))
        .with_columns(
            year=year,
            span=pl.col("period").str.len_chars() == len("2024-2025"),
            printed=pl.col("list_date").is_not_null(),
        )
        .filter(pl.col("year").is_not_null())
        .sort("area_id", "indicator", "printed", "span", "year", "at")
    )


def _limits() -> pl.DataFrame:
    """How far each indicator may move in a year, from the record; relative for people."""
    seen = largest_changes()
    windows = {c.indicator: c.window_years for c in laws()[-1].criteria.values()}
    rows = []
    for code, known in indicators().items():
        if known.kind in {"share", "ratio"}:
            # a mean of two years moves half as far as a single year does
            rows.append((code, "points", seen.get(code, 0.0), windows.get(code, 1)))
        elif known.kind == "base":
            slack = 1.0 if code == "residents" else BASE_SLACK
            rows.append((code, "share", seen["residents"] * slack, 1))
        elif known.kind == "money":
            rows.append((code, "share", MONEY_RATIO, 1))
        elif known.kind == "count":
            rows.append((code, "ratio", COUNT_RATIO, 1))
        else:
            rows.append((code, "none", 0.0, 1))
    schema = {"indicator": pl.String, "how": pl.String, "limit": pl.Float64, "window": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _jumps(yearly: pl.DataFrame) -> pl.DataFrame:
    """Each figure with the years around it and whether the steps to them are too large."""
    over = [*SERIES, "printed", "span"]
    frame = yearly.join(_limits(), on="indicator", how="left", maintain_order="left").with_columns(
        before=pl.col("number").shift(1).over(over),
        before_year=pl.col("year").shift(1).over(over),
        after=pl.col("number").shift(-1).over(over),
        after_year=pl.col("year").shift(-1).over(over),
    )
    steps = []
    for side in ("before", "after"):
        gap = (pl.col("year") - pl.col(f"{side}_year")).abs().clip(1, 10).cast(pl.Float64)
        other, number = pl.col(side), pl.col("number")
        widened = pl.when(~pl.col("span")).then(pl.col("window")).otherwise(1)
        points = (number - other).abs() > pl.col("limit") * widened * gap + TINY
        low, high = pl.min_horizontal(other, number), pl.max_horizontal(other, number)
        share = (high - low) > pl.col("limit") * gap * high + TINY
        ratio = (high > COUNT_FROM) & (high > pl.col("limit") * gap * low.clip(1, None))
        steps.append(
            pl.when(other.is_null())
            .then(None)
            .when(pl.col("how") == "points")
            .then(points)
            .when(pl.col("how") == "share")
            .then(share)
            .when(pl.col("how") == "ratio")
            .then(ratio)
            .otherwise(None)
            .alias(f"jump_{side}")
        )
    return frame.with_columns(steps)


def _culprits(jumps: pl.DataFrame) -> pl.DataFrame:
    """The figures that jump both ways, or at an end where the rest is calm."""
    both = pl.col("jump_before").fill_null(value=False) & pl.col("jump_after").fill_null(
        value=False
    )
    last = pl.col("jump_before").fill_null(value=False) & pl.col("after").is_null()
    first = (
        pl.col("jump_after").fill_null(value=False)
        & pl.col("before").is_null()
        & ~pl.col("jump_after").shift(-1).over([*SERIES, "printed", "span"]).fill_null(value=False)
    )
    step = pl.col("jump_before").fill_null(value=False) & (
        pl.col("jump_after").eq_missing(other=False)
        & ~pl.col("jump_before").shift(1).over([*SERIES, "printed", "span"]).fill_null(value=False)
        & pl.col("before").is_not_null()
    )
    step = step & pl.col("before_year").is_not_null() & ~_lone_first()
    return jumps.filter(both | last | first | step)


def _lone_first() -> pl.Expr:
    """The figure before is the first of its series: it is named, not its neighbour."""
    over = [*SERIES, "printed", "span"]
    return pl.col("before").shift(1).over(over).is_null()


def _say_jumps(jumps: pl.DataFrame, harvest: Harvest) -> None:
    changed = boundary_changes()
    for row in _culprits(jumps).iter_rows(named=True):
        other = row["before"] if row["before"] is not None else row["after"]
        other_year = row["before_year"] if row["before"] is not None else row["after_year"]
        boundary = changed.get(row["area_id"])
        if (
            boundary
            and min(other_year, row["year"]) < boundary[0] <= max(other_year, row["year"]) + 1
        ):
            harvest.fault(place_of(row), "boundary_changed", area=row["area_id"], year=boundary[0])
            continue
        fields = {
            "value": Figure(row["value"]),
            "other": Figure(f"{other:.15g}"),
            "year": other_year,
            "indicator": row["indicator"],
        }
        factor = _near_ten(row["number"], other)
        if factor:
            harvest.fault(place_of(row), f"factor_{factor}_in_time", **fields)
        else:
            harvest.fault(place_of(row), "change_too_large", limit=_said_limit(row), **fields)


def _said_limit(row: dict[str, Any]) -> Phrase:
    """How far a year may go, with its unit."""
    wide = 1 if row["span"] else row["window"]
    factor = {"points": wide, "share": HUNDRED, "ratio": 1}[row["how"]]
    limit = Figure(f"{row['limit'] * factor:.3g}")
    return Phrase(f"fault.change.{row['how']}", {"limit": limit})


def _near_ten(value: float, other: float) -> int:
    """10, 100, 1000 where two figures are about that many times apart."""
    exact = power_of_ten(value, other)
    if exact:
        return exact
    for factor in (10, 100, 1000):
        for one, two in ((value, other), (other, value)):
            if two > 0 and abs(one / factor / two - 1) < ABOUT:
                return factor
    return 0


def _swapped(jumps: pl.DataFrame, harvest: Harvest) -> list[int]:
    """Two shares of one area and year that stand in each other's place."""
    shares = [c for c, known in indicators().items() if known.kind in {"share", "ratio"}]
    odd = jumps.filter(
        pl.col("indicator").is_in(shares)
        & (
            pl.col("jump_before").fill_null(value=False)
            | pl.col("jump_after").fill_null(value=False)
        )
    ).with_columns(around=pl.coalesce("before", "after"))
    pairs = odd.join(
        odd.select(
            "area_id",
            "year",
            "printed",
            other_code="indicator",
            other_number="number",
            other_around="around",
            other_value="value",
            other_at="at",
            other_limit="limit",
        ),
        on=["area_id", "year", "printed"],
        how="inner",
        maintain_order="left",
    ).filter(
        (pl.col("indicator") < pl.col("other_code"))
        & ((pl.col("number") - pl.col("other_around")).abs() <= pl.col("other_limit"))
        & ((pl.col("other_number") - pl.col("around")).abs() <= pl.col("limit"))
    )
    told: set[tuple[str, str, str]] = set()
    for row in pairs.iter_rows(named=True):
        sheet = (row["file"], row["sheet"], f"{row['indicator']} {row['other_code']} {row['year']}")
        several = pairs.filter(
            (pl.col("file") == row["file"])
            & (pl.col("sheet") == row["sheet"])
            & (pl.col("indicator") == row["indicator"])
            & (pl.col("other_code") == row["other_code"])
            & (pl.col("year") == row["year"])
        ).height
        if several >= ENOUGH and sheet in told:
            continue
        told.add(sheet)
        kind = "columns_swapped" if several >= ENOUGH else "cells_swapped"
        harvest.fault(
            place_of(row),
            kind,
            value=Figure(row["value"]),
            other=Figure(row["other_value"]),
            indicator=row["indicator"],
            other_indicator=row["other_code"],
            count=several,
        )
    return pairs["at"].to_list() + pairs["other_at"].to_list()
