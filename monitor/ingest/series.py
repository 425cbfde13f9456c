"""A figure against its own history and its neighbours in the table.

A jump beyond anything the public record has seen, a year that repeats another, two columns
changed about, a value ten times its neighbours, an area that is gone for one year.
"""

from __future__ import annotations

from collections.abc import Container

import numpy as np
import polars as pl

from monitor.indicators import indicators
from monitor.ingest.alike import check_same_rows
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Bools, Keyed, Texts
from monitor.ingest.partners import power_of_ten
from monitor.ingest.repeats import (
    ENOUGH,
    check_across,
    check_copied,
    check_gaps,
    place_of,
)
from monitor.ingest.seen import boundary_changes
from monitor.ingest.steps import Limit, Steps, culprits, limits_of_change, steps_of
from monitor.words import Phrase

HUNDRED = 100


ABOUT = 0.2


def check_series(figures: Keyed, texts: Texts, harvest: Harvest) -> None:
    """Make every check over time and across a table."""
    yearly = _yearly(figures)
    if not yearly.at.size:
        return
    steps = steps_of(yearly)
    swapped = _swapped(yearly, steps, texts, harvest)
    rest = ~np.isin(yearly.at, np.array(sorted(swapped), dtype=np.int64))
    _say_jumps(yearly.where(rest), steps.where(rest), texts, harvest)
    people = {c for c, known in indicators().items() if known.kind not in {"dwellings", "area"}}
    moving = yearly.where(_among(yearly, people))
    check_copied(moving, texts, harvest)
    check_gaps(yearly, figures, texts, harvest)
    check_across(yearly, texts, harvest)
    check_same_rows(moving, texts, harvest)


def _among(figures: Keyed, codes: Container[str]) -> Bools:
    """Whether each figure is of one of some indicators."""
    return np.array([code in codes for code in figures.codes], dtype=np.bool_)[figures.code]


def _yearly(figures: Keyed) -> Keyed:
    """Figures of known indicators with a value and a year."""
    known = _among(figures, indicators()) & (figures.year > 0) & ~np.isnan(figures.number)
    return figures if known.all() else figures.where(known)


def _say_jumps(yearly: Keyed, steps: Steps, texts: Texts, harvest: Harvest) -> None:
    changed, limits = boundary_changes(), limits_of_change()
    named = np.flatnonzero(culprits(yearly, steps))
    rows = texts.rows(yearly.at[named])
    for place in named.tolist():
        row, span = rows[int(yearly.at[place])], bool(yearly.span[place])
        at_first = bool(np.isnan(steps.before[place]))
        other = float(steps.after[place] if at_first else steps.before[place])
        other_year = int(steps.after_year[place] if at_first else steps.before_year[place])
        year = int(yearly.year[place])
        boundary = changed.get(row["area_id"])
        if boundary and min(other_year, year) < boundary[0] <= max(other_year, year) + 1:
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
            limit = _said_limit(limits[row["indicator"]], span=span)
            harvest.fault(place_of(row), "change_too_large", limit=limit, **fields)


def _said_limit(known: Limit, *, span: bool) -> Phrase:
    """How far a year may go, with its unit."""
    wide = 1 if span else known.window
    factor = {"points": wide, "share": HUNDRED, "ratio": 1}[known.how]
    return Phrase(f"fault.change.{known.how}", {"limit": Figure(f"{known.limit * factor:.3g}")})


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


def _swapped(yearly: Keyed, steps: Steps, texts: Texts, harvest: Harvest) -> list[int]:
    """Two shares of one area and year that stand in each other's place."""
    shares = {c for c, known in indicators().items() if known.kind in {"share", "ratio"}}
    limits = limits_of_change()
    places = np.flatnonzero(_among(yearly, shares) & (steps.jump_before | steps.jump_after))
    if not places.size:
        return []
    around = np.where(np.isnan(steps.before), steps.after, steps.before)
    odd = (
        pl.DataFrame(
            {
                "at": yearly.at[places],
                "year": yearly.year[places],
                "printed": yearly.printed[places],
                "span": yearly.span[places],
                "around": around[places],
                "limit": [limits[yearly.codes[c]].limit for c in yearly.code[places].tolist()],
            }
        )
        .join(texts.of(yearly.at[places]), on="at", how="left")
        .sort("area_id", "indicator", "printed", "span", "year", "at")
    )
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
