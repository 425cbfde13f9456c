"""A figure against its own history and its neighbours in the table.

A jump beyond anything the public record has seen, a year that repeats another, two columns
changed about, a value ten times its neighbours, an area that is gone for one year.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Bools, Floats, Ints, Keyed, rows_at
from monitor.ingest.partners import power_of_ten
from monitor.ingest.repeats import (
    ENOUGH,
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


def check_series(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """Make every check over time and across a table."""
    yearly = _yearly(figures)
    if not yearly.at.size:
        return
    steps = _steps(yearly)
    swapped = _swapped(yearly, steps, work, harvest)
    rest = ~np.isin(yearly.at, np.array(sorted(swapped), dtype=np.int64))
    _say_jumps(yearly.where(rest), steps.where(rest), work, harvest)
    people = {c for c, known in indicators().items() if known.kind not in {"dwellings", "area"}}
    moving = yearly.where(_among(yearly, people))
    check_copied(moving, work, harvest)
    check_gaps(yearly, work, harvest)
    check_across(yearly, work, harvest)
    check_same_rows(moving, work, harvest)


def _among(figures: Keyed, codes: Container[str]) -> Bools:
    """Whether each figure is of one of some indicators."""
    return np.array([code in codes for code in figures.codes], dtype=np.bool_)[figures.code]


def _yearly(figures: Keyed) -> Keyed:
    """Figures of known indicators with a value and a year."""
    known = _among(figures, indicators()) & (figures.year > 0) & ~np.isnan(figures.number)
    return figures if known.all() else figures.where(known)


@dataclass(frozen=True)
class Limit:
    """How far an indicator may move in a year: how it is measured, the limit, the years it means.

    ``how`` is points, share, ratio, or none where nothing is looked at.
    """

    how: str
    limit: float
    window: int = 1


def _limits() -> dict[str, Limit]:
    """The limit of each indicator, from the record; relative for people."""
    seen = largest_changes()
    windows = {c.indicator: c.window_years for c in laws()[-1].criteria.values()}
    found: dict[str, Limit] = {}
    for code, known in indicators().items():
        if known.kind in {"share", "ratio"}:
            # a mean of two years moves half as far as a single year does
            found[code] = Limit("points", seen.get(code, 0.0), windows.get(code, 1))
        elif known.kind == "base":
            slack = 1.0 if code == "residents" else BASE_SLACK
            found[code] = Limit("share", seen["residents"] * slack)
        elif known.kind == "money":
            found[code] = Limit("share", MONEY_RATIO)
        elif known.kind == "count":
            found[code] = Limit("ratio", COUNT_RATIO)
        else:
            found[code] = Limit("none", 0.0)
    return found


@dataclass(frozen=True)
class Steps:
    """Each figure's step from the figure before it in its series, and to the one after.

    Attributes:
        before: the number before, not a number where the series begins.
        before_year: its year.
        after: the number after, not a number where the series ends.
        after_year: its year.
        jump_before: whether the step from the number before is too large.
        jump_after: whether the step to the number after is.
        calm_after: whether there is a step to the number after and it is not too large.
    """

    before: Floats
    before_year: Ints
    after: Floats
    after_year: Ints
    jump_before: Bools
    jump_after: Bools
    calm_after: Bools

    def where(self, wanted: Bools) -> Steps:
        """The steps of some of the figures."""
        return self if wanted.all() else Steps(*(value[wanted] for value in vars(self).values()))


def _steps(yearly: Keyed) -> Steps:
    """Each figure with the years around it and whether the steps to them are too large."""
    limits = _limits()
    told = [limits[code] if code in limits else Limit("none", 0.0) for code in yearly.codes]
    how = np.array([_HOW.index(limit.how) for limit in told])[yearly.code]
    limit = np.array([limit.limit for limit in told])[yearly.code]
    window = np.array([limit.window for limit in told], dtype=np.float64)[yearly.code]
    follows, number = yearly.follows, yearly.number
    before, before_year = _earlier(number, follows), _earlier(yearly.year, follows)
    gap = np.clip(np.abs(yearly.year - before_year), 1, 10).astype(np.float64)
    widened = np.where(yearly.span, 1.0, window)
    low, high = np.fmin(before, number), np.fmax(before, number)
    too_large = np.select(
        [how == _HOW.index("points"), how == _HOW.index("share"), how == _HOW.index("ratio")],
        [
            np.abs(number - before) > limit * widened * gap + TINY,
            (high - low) > limit * gap * high + TINY,
            (high > COUNT_FROM) & (high > limit * gap * np.fmax(low, 1.0)),
        ],
        default=False,
    )
    jump = follows & too_large
    # a step is one and the same from both its ends
    goes_on = _later(follows, follows)
    measured = how != _HOW.index("none")
    return Steps(
        before=np.where(follows, before, np.nan),
        before_year=before_year,
        after=np.where(goes_on, _later(number, follows), np.nan),
        after_year=_later(yearly.year, follows),
        jump_before=jump,
        jump_after=_later(jump, follows),
        calm_after=goes_on & measured & ~_later(jump, follows),
    )


_HOW = ("none", "points", "share", "ratio")


def _earlier(values: NDArray[Any], follows: Bools) -> NDArray[Any]:
    """What the figure before in the series has; zero where there is none."""
    moved = np.zeros_like(values)
    moved[1:] = values[:-1]
    moved[~follows] = 0
    return moved


def _later(values: NDArray[Any], follows: Bools) -> NDArray[Any]:
    """What the figure after in the series has; zero where there is none."""
    moved = np.zeros_like(values)
    moved[:-1] = np.where(follows[1:], values[1:], np.zeros_like(values[1:]))
    return moved


def _culprits(yearly: Keyed, steps: Steps) -> Bools:
    """The figures that jump both ways, or at an end where the rest is calm."""
    follows = yearly.follows
    begins, ends = np.isnan(steps.before), np.isnan(steps.after)
    both = steps.jump_before & steps.jump_after
    last = steps.jump_before & ends
    first = steps.jump_after & begins & ~_later(steps.jump_after, follows)
    # the figure before is the first of its series: it is named, not its neighbour
    lone_first = ~follows | _earlier(begins, follows)
    calm_before = ~_earlier(steps.jump_before, follows)
    step = steps.jump_before & steps.calm_after & calm_before & ~begins & ~lone_first
    culprits: Bools = both | last | first | step
    return culprits


def _say_jumps(yearly: Keyed, steps: Steps, work: pl.DataFrame, harvest: Harvest) -> None:
    changed, limits = boundary_changes(), _limits()
    named = np.flatnonzero(_culprits(yearly, steps))
    rows = rows_at(work, yearly.at[named])
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


def _swapped(yearly: Keyed, steps: Steps, work: pl.DataFrame, harvest: Harvest) -> list[int]:
    """Two shares of one area and year that stand in each other's place."""
    shares = {c for c, known in indicators().items() if known.kind in {"share", "ratio"}}
    limits = _limits()
    places = np.flatnonzero(_among(yearly, shares) & (steps.jump_before | steps.jump_after))
    if places.size < 2:  # noqa: PLR2004
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
        .join(work.filter(pl.col("at").is_in(yearly.at[places].tolist())), on="at", how="left")
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
