"""A figure against its own history and its neighbours in the table.

A jump beyond anything the public record has seen, a year that repeats another, two columns
changed about, a value ten times its neighbours, an area that is gone for one year.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.grid import Place
from monitor.ingest.harvest import Harvest
from monitor.ingest.partners import power_of_ten
from monitor.ingest.periods import criterion_of
from monitor.ingest.seen import boundary_changes, largest_changes
from monitor.law.load import laws
from monitor.words import Phrase

TINY = 1e-9
HUNDRED = 100
ENOUGH = 3
MOST = 0.8
COUNT_RATIO = 2.5
COUNT_FROM = 20
MONEY_RATIO = 0.25
BASE_SLACK = 2.0
"""A denominator is a part of the residents and swings more than they do."""
TEN = 10.0
TEN_SLACK = 2.0
ABOUT = 0.2
_KEY = ["area_id", "indicator"]


def _place(row: dict[str, Any]) -> Place:
    return Place(row["file"], row["sheet"], row["row"] or 0, row["column"] or 0)


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
    _copied(moving, harvest)
    _gaps(yearly, work, harvest)
    _across(yearly, harvest)
    _same_rows(moving, harvest)


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
    over = [*_KEY, "printed", "span"]
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
        & ~pl.col("jump_after").shift(-1).over([*_KEY, "printed", "span"]).fill_null(value=False)
    )
    step = pl.col("jump_before").fill_null(value=False) & (
        pl.col("jump_after").eq_missing(other=False)
        & ~pl.col("jump_before").shift(1).over([*_KEY, "printed", "span"]).fill_null(value=False)
        & pl.col("before").is_not_null()
    )
    step = step & pl.col("before_year").is_not_null() & ~_lone_first()
    return jumps.filter(both | last | first | step)


def _lone_first() -> pl.Expr:
    """The figure before is the first of its series: it is named, not its neighbour."""
    over = [*_KEY, "printed", "span"]
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
            harvest.fault(_place(row), "boundary_changed", area=row["area_id"], year=boundary[0])
            continue
        fields = {
            "value": Figure(row["value"]),
            "other": Figure(f"{other:.15g}"),
            "year": other_year,
            "indicator": row["indicator"],
        }
        factor = _near_ten(row["number"], other)
        if factor:
            harvest.fault(_place(row), f"factor_{factor}_in_time", **fields)
        else:
            harvest.fault(_place(row), "change_too_large", limit=_said_limit(row), **fields)


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
            _place(row),
            kind,
            value=Figure(row["value"]),
            other=Figure(row["other_value"]),
            indicator=row["indicator"],
            other_indicator=row["other_code"],
            count=several,
        )
    return pairs["at"].to_list() + pairs["other_at"].to_list()


def _copied(yearly: pl.DataFrame, harvest: Harvest) -> None:
    """A year whose figures are another's: in one indicator for all areas, or one area in all."""
    over = [*_KEY, "printed", "span"]
    frame = yearly.with_columns(
        same=(pl.col("number") == pl.col("number").shift(1).over(over))
        & (pl.col("year") != pl.col("year").shift(1).over(over)),
        before_year=pl.col("year").shift(1).over(over),
        digits=pl.col("value").str.replace_all(r"[^0-9]", "").str.len_chars(),
    ).filter(pl.col("same").is_not_null())
    by_year = (
        frame.group_by("indicator", "year", "printed", maintain_order=True)
        .agg(pl.len(), pl.col("same").sum(), pl.col("at").min(), pl.col("before_year").first())
        .filter((pl.col("same") >= ENOUGH) & (pl.col("same") >= MOST * pl.col("len")))
        .sort("indicator", "year")
    )
    rows = {row["at"]: row for row in yearly.iter_rows(named=True)} if by_year.height else {}
    whole: set[tuple[str, int]] = set()
    for found in by_year.iter_rows(named=True):
        whole.add((found["indicator"], found["year"]))
        row = rows[found["at"]]
        harvest.fault(
            _place(row),
            "year_copied",
            indicator=found["indicator"],
            year=found["year"],
            other=found["before_year"],
            count=found["same"],
        )
    by_area = (
        frame.filter(pl.col("digits") >= ENOUGH)
        .group_by("area_id", "year", "printed", maintain_order=True)
        .agg(
            pl.len(),
            pl.col("same").sum(),
            pl.col("at").min(),
            pl.col("before_year").first(),
            codes=pl.col("indicator"),
        )
        .filter((pl.col("same") >= ENOUGH) & (pl.col("same") >= MOST * pl.col("len")))
        .sort("area_id", "year")
    )
    rows = {row["at"]: row for row in yearly.iter_rows(named=True)} if by_area.height else {}
    for found in by_area.iter_rows(named=True):
        if all((code, found["year"]) in whole for code in found["codes"]):
            continue
        row = rows[found["at"]]
        harvest.fault(
            _place(row),
            "area_year_copied",
            area=found["area_id"],
            year=found["year"],
            other=found["before_year"],
            count=found["same"],
        )


def _gaps(yearly: pl.DataFrame, work: pl.DataFrame, harvest: Harvest) -> None:
    """An area without a figure in a year in which others have one, with years on both sides.

    A cell that says why it is empty (suppressed) is no gap, nor is one refused beside it.
    """
    empty = work.filter(pl.col("number").is_null())
    told = {
        (area, code, period[:4])
        for area, code, period in empty.select("area_id", "indicator", "period").iter_rows()
    }
    over = [*_KEY, "printed", "span"]
    frame = yearly.with_columns(
        before_year=pl.col("year").shift(1).over(over), areas=pl.len().over("indicator", "year")
    )
    years = (
        yearly.group_by("indicator", "printed", "span", "year", maintain_order=True)
        .agg(pl.col("area_id").n_unique().alias("n"))
        .sort("indicator", "year")
    )
    full = {
        (row["indicator"], row["printed"], row["span"], row["year"])
        for row in years.iter_rows(named=True)
        if row["n"] >= ENOUGH
    }
    refused = {
        (fault.place.file, fault.place.sheet, fault.place.row, fault.place.column)
        for fault in harvest.faults
        if fault.gravity == "error"
    }
    for row in frame.filter(pl.col("year") - pl.col("before_year") > 1).iter_rows(named=True):
        near = [(row["row"] - up, row["column"]) for up in (1, 2)]
        near.append((row["row"], row["column"] - 1))
        if any((row["file"], row["sheet"], *at) in refused for at in near):
            continue
        for year in range(row["before_year"] + 1, row["year"]):
            if (row["area_id"], row["indicator"], str(year)) in told or row["printed"]:
                continue
            if (row["indicator"], row["printed"], row["span"], year) in full:
                harvest.fault(
                    _place(row),
                    "year_gap",
                    area=row["area_id"],
                    indicator=row["indicator"],
                    year=year,
                )


def _across(yearly: pl.DataFrame, harvest: Harvest) -> None:
    """A value ten or a hundred times off among the areas of one year, without a history."""
    over = ["indicator", "period", "printed"]
    alone = yearly.filter(pl.len().over([*_KEY, "printed", "span"]) == 1)
    alone = alone.filter(
        (pl.len().over(over) > ENOUGH + 1)
        & pl.col("indicator").map_elements(
            lambda code: criterion_of(code) is not None or code == "residents",
            return_dtype=pl.Boolean,
        )
    )
    for _, group in alone.group_by(over, maintain_order=True):
        numbers = group["number"].sort().to_list()
        rows = list(group.iter_rows(named=True))
        for row in rows:
            value = row["number"]
            others = [number for number in numbers if number != value]
            if len(others) < ENOUGH + 1 or indicators()[row["indicator"]].kind == "count":
                continue
            low, high = others[0], others[-1]
            for factor in (TEN, TEN * TEN, TEN**3):
                for moved in (value * factor, value / factor):
                    apart = value < low / TEN_SLACK or value > high * TEN_SLACK
                    if apart and low <= moved <= high:
                        harvest.fault(
                            _place(row),
                            "factor_among_areas",
                            value=Figure(row["value"]),
                            low=Figure(f"{low:.15g}"),
                            high=Figure(f"{high:.15g}"),
                            indicator=row["indicator"],
                        )
                        break
                else:
                    continue
                break


def _same_rows(yearly: pl.DataFrame, harvest: Harvest) -> None:
    """Two areas with the same figures in one year; one figure filled down a column."""
    measured = yearly.filter(
        pl.col("value").str.replace_all(r"[^0-9]", "").str.len_chars() >= ENOUGH
    )
    rows = (
        measured.sort("indicator", "at")
        .group_by("area_id", "year", "printed", "file", "sheet", maintain_order=True)
        .agg(
            pl.len(),
            sign=pl.concat_str("indicator", "value", separator="=").str.join("|"),
            at=pl.col("at").min(),
        )
        .filter(pl.col("len") >= ENOUGH)
    )
    twins = rows.filter(pl.len().over("sign", "year", "file", "sheet") > 1).sort("at")
    if twins.height:
        by_at = {row["at"]: row for row in yearly.iter_rows(named=True)}
        first: dict[str, str] = {}
        for row in twins.iter_rows(named=True):
            if row["sign"] in first:
                harvest.fault(
                    _place(by_at[row["at"]]),
                    "rows_the_same",
                    area=row["area_id"],
                    other=first[row["sign"]],
                    count=row["len"],
                )
            first.setdefault(row["sign"], row["area_id"])
    filled = (
        measured.filter(~pl.col("indicator").is_in(["income_region_kr"]))
        .group_by("indicator", "period", "file", "sheet", "column", maintain_order=True)
        .agg(pl.len(), pl.col("value").n_unique().alias("kinds"), pl.col("at").min())
        .filter((pl.col("len") > ENOUGH) & (pl.col("kinds") == 1))
        .sort("at")
    )
    if filled.height:
        by_at = {row["at"]: row for row in yearly.iter_rows(named=True)}
        for row in filled.iter_rows(named=True):
            found = by_at[row["at"]]
            harvest.fault(
                _place(found),
                "filled_down",
                value=Figure(found["value"]),
                count=row["len"],
                indicator=row["indicator"],
            )
