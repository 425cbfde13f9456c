"""What repeats or is missing: a year or row copied, a gap, a value filled down, one far off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.grid import Place
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Bools, Floats, Ints, Keyed, Texts, compact
from monitor.ingest.periods import criterion_of

ENOUGH = 3


MANY = 6


MOST = 0.8


TEN = 10.0


TEN_SLACK = 2.0


LONG = 100
"""A figure's digits as a number: from here on it has three of them."""


def check_copied(yearly: Keyed, texts: Texts, harvest: Harvest) -> None:
    """A year whose figures are another's: in one indicator for all areas, or one area in all."""
    later = np.flatnonzero(yearly.follows)
    if not later.size:
        return
    before_year = np.zeros_like(yearly.year)
    before_year[later] = yearly.year[later - 1]
    same = np.zeros(yearly.at.size, dtype=np.bool_)
    same[later] = yearly.number[later] == yearly.number[later - 1]
    same &= yearly.year != before_year
    whole: set[tuple[int, int]] = set()
    for of_year, first in _mostly_same(yearly, yearly.code, same, later):
        code, year = int(yearly.code[first]), int(yearly.year[first])
        whole.add((code, year))
        at = int(yearly.at[of_year].min())
        harvest.fault(
            place_of(texts.rows([at])[at]),
            "year_copied",
            indicator=yearly.codes[code],
            year=year,
            other=int(before_year[first]),
            count=int(same[of_year].sum()),
        )
    long = later[yearly.digits[later] >= LONG]
    for of_area, first in _mostly_same(yearly, yearly.area, same, long):
        year = int(yearly.year[first])
        if all((code, year) in whole for code in yearly.code[of_area].tolist()):
            continue
        at = int(yearly.at[of_area].min())
        harvest.fault(
            place_of(texts.rows([at])[at]),
            "area_year_copied",
            area=yearly.areas[int(yearly.area[first])],
            year=year,
            other=int(before_year[first]),
            count=int(same[of_area].sum()),
        )


def _mostly_same(yearly: Keyed, by: Ints, same: Bools, places: Ints) -> Iterator[tuple[Ints, int]]:
    """Groups of a year in which most figures, and enough of them, are those of the year before.

    Yields:
        The places of a group's figures, and the first of them.
    """
    if not places.size:
        return
    year = yearly.year[places]
    time = (year - year.min()) * 2 + yearly.printed[places]
    group = by[places] * (int(time.max()) + 1) + time
    group, known = compact(group)
    size = known.size
    hits = np.bincount(group[same[places]], minlength=size)
    whole = np.bincount(group, minlength=size)
    for sign in np.flatnonzero((hits >= ENOUGH) & (hits >= MOST * whole)).tolist():
        found = places[group == sign]
        # by area, then indicator: the first is the one a reader meets first
        order = np.lexsort(
            (yearly.at[found], yearly.span[found], yearly.code[found], yearly.area[found])
        )
        yield found, int(found[order[0]])


def check_gaps(yearly: Keyed, figures: Keyed, texts: Texts, harvest: Harvest) -> None:
    """An area without a figure in a year in which others have one, with years on both sides.

    A cell that says why it is empty (suppressed) is no gap, nor is one refused beside it.
    """
    before_year = np.zeros_like(yearly.year)
    before_year[1:] = yearly.year[:-1]
    wide = yearly.follows & (yearly.year - before_year > 1) & ~yearly.printed
    if not wide.any():
        return
    empty = texts.of(figures.at[np.isnan(figures.number)])
    told = {
        (area, code, period[:4])
        for area, code, period in empty.select("area_id", "indicator", "period").iter_rows()
    }
    seen = pl.DataFrame(
        {"code": yearly.code, "span": yearly.span, "year": yearly.year, "area": yearly.area}
    ).filter(~yearly.printed)
    full = set(
        seen.group_by("code", "span", "year")
        .agg(pl.col("area").n_unique())
        .filter(pl.col("area") >= ENOUGH)
        .select("code", "span", "year")
        .iter_rows()
    )
    refused = {
        (fault.place.file, fault.place.sheet, fault.place.row, fault.place.column)
        for fault in harvest.faults
        if fault.gravity == "error"
    }
    rows = texts.rows(yearly.at[wide])
    for place in np.flatnonzero(wide).tolist():
        row = rows[int(yearly.at[place])]
        near = [(row["row"] - up, row["column"]) for up in (1, 2)]
        near.append((row["row"], row["column"] - 1))
        if any((row["file"], row["sheet"], *at) in refused for at in near):
            continue
        for year in range(int(before_year[place]) + 1, int(yearly.year[place])):
            if (row["area_id"], row["indicator"], str(year)) in told:
                continue
            if (int(yearly.code[place]), bool(yearly.span[place]), year) in full:
                harvest.fault(
                    place_of(row),
                    "year_gap",
                    area=row["area_id"],
                    indicator=row["indicator"],
                    year=year,
                )


def check_across(yearly: Keyed, texts: Texts, harvest: Harvest) -> None:
    """A value ten or a hundred times off among the areas of one year, without a history."""
    alone = ~yearly.follows
    alone[:-1] &= ~yearly.follows[1:]
    measured = np.array(
        [
            (criterion_of(code) is not None or code == "residents") and _kind(code) != "count"
            for code in yearly.codes
        ],
        dtype=np.bool_,
    )
    figures = yearly.where(alone & measured[yearly.code])
    group = (figures.code * (figures.period.max(initial=0) + 1) + figures.period) * 2
    group += figures.printed
    for sign in np.unique(group).tolist():
        one = figures.where(group == sign)
        numbers = np.sort(one.number)
        if numbers.size <= ENOUGH + 1 or not _far_apart(numbers):
            continue
        rows = texts.rows(one.at)
        for at, value in zip(one.at.tolist(), one.number.tolist(), strict=True):
            others = numbers[numbers != value]
            if others.size > ENOUGH and _off_by_ten(value, float(others[0]), float(others[-1])):
                harvest.fault(
                    place_of(rows[at]),
                    "factor_among_areas",
                    value=Figure(rows[at]["value"]),
                    low=Figure(f"{others[0]:.15g}"),
                    high=Figure(f"{others[-1]:.15g}"),
                    indicator=rows[at]["indicator"],
                )


def _kind(code: str) -> str:
    return indicators()[code].kind if code in indicators() else ""


def _far_apart(numbers: Floats) -> bool:
    """Whether the first or the last of sorted numbers lies far from the next different one."""
    different = np.unique(numbers)
    return different.size > 1 and bool(
        different[0] < different[1] / TEN_SLACK or different[-1] > different[-2] * TEN_SLACK
    )


def _off_by_ten(value: float, low: float, high: float) -> bool:
    """Whether a value far from all others would lie among them ten, 100 or 1,000 times moved."""
    if not (value < low / TEN_SLACK or value > high * TEN_SLACK):
        return False
    return any(
        low <= moved <= high
        for factor in (TEN, TEN * TEN, TEN**3)
        for moved in (value * factor, value / factor)
    )


def place_of(row: dict[str, Any]) -> Place:
    """Where a figure stands."""
    return Place(row["file"], row["sheet"], row["row"] or 0, row["column"] or 0)
