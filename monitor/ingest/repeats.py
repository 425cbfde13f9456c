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
from monitor.ingest.keyed import Bools, Floats, Ints, Keyed, rows_at
from monitor.ingest.periods import criterion_of

ENOUGH = 3


MANY = 6


MOST = 0.8


TEN = 10.0


TEN_SLACK = 2.0


LONG = 100
"""A figure's digits as a number: from here on it has three of them."""


def check_copied(yearly: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
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
            place_of(rows_at(work, [at])[at]),
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
            place_of(rows_at(work, [at])[at]),
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
    size = int(group.max()) + 1
    if size > _COUNTABLE:
        _, group = np.unique(group, return_inverse=True)
        size = int(group.max()) + 1
    hits = np.bincount(group[same[places]], minlength=size)
    whole = np.bincount(group, minlength=size)
    for sign in np.flatnonzero((hits >= ENOUGH) & (hits >= MOST * whole)).tolist():
        found = places[group == sign]
        # by area, then indicator: the first is the one a reader meets first
        order = np.lexsort(
            (yearly.at[found], yearly.span[found], yearly.code[found], yearly.area[found])
        )
        yield found, int(found[order[0]])


_COUNTABLE = 4_000_000
"""Numbers of groups up to here are counted in an array as they are."""


def check_gaps(yearly: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """An area without a figure in a year in which others have one, with years on both sides.

    A cell that says why it is empty (suppressed) is no gap, nor is one refused beside it.
    """
    before_year = np.zeros_like(yearly.year)
    before_year[1:] = yearly.year[:-1]
    wide = yearly.follows & (yearly.year - before_year > 1) & ~yearly.printed
    if not wide.any():
        return
    empty = work.filter(pl.col("number").is_null())
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
    rows = rows_at(work, yearly.at[wide])
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


def check_across(yearly: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
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
        rows = rows_at(work, one.at)
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


def check_same_rows(yearly: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """Two areas with the same figures in one year; one figure filled down a column."""
    _twins(yearly.where(yearly.digits >= LONG), work, harvest)
    _filled_down(yearly, work, harvest)


def _twins(measured: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """Two areas of one table with the same figures in one year."""
    within = measured.year * (measured.source.max(initial=0) + 1) + measured.source
    groups = (within * 2 + measured.printed) * (measured.area.max(initial=0) + 1) + measured.area
    # figures alike in number have one sign, and those of two rows in any order the same sum
    signs = pl.DataFrame({"code": measured.code, "number": measured.number}).hash_rows(seed=0)
    rows = (
        pl.DataFrame({"group": groups, "within": within, "sign": signs})
        .group_by("group", "within")
        .agg(pl.len(), pl.col("sign").sum())
        .filter(pl.col("len") >= ENOUGH)
    )
    alike = rows.filter(pl.struct("within", "sign").is_duplicated())
    if not alike.height:
        return
    some = np.isin(groups, alike["group"].to_numpy())
    _say_twins(measured.where(some), work, harvest)


def _say_twins(measured: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    years = pl.DataFrame({"at": measured.at, "year": measured.year, "printed": measured.printed})
    texts = work.filter(pl.col("at").is_in(measured.at.tolist()))
    rows = (
        years.join(texts, on="at", how="inner")
        .sort("at")
        .with_columns(sign=pl.struct("indicator", "value").hash())
        .group_by("area_id", "year", "printed", "file", "sheet", maintain_order=True)
        .agg(pl.len(), sign=pl.col("sign").sum(), at=pl.col("at").min())
        .filter(pl.col("len") >= ENOUGH)
    )
    twins = rows.filter(pl.len().over("sign", "year", "file", "sheet") > 1).sort("at")
    by_at = rows_at(work, twins["at"])
    first: dict[int, str] = {}
    for row in twins.iter_rows(named=True):
        if row["sign"] in first:
            harvest.fault(
                place_of(by_at[row["at"]]),
                "rows_the_same",
                area=row["area_id"],
                other=first[row["sign"]],
                count=row["len"],
            )
        first.setdefault(row["sign"], row["area_id"])


def _filled_down(yearly: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """One figure in all rows of a column."""
    regional = np.array([code == "income_region_kr" for code in yearly.codes], dtype=np.bool_)
    some = (yearly.digits >= TEN) & ~regional[yearly.code]
    read = yearly.as_read(some)
    column = np.zeros(read.size, dtype=np.int64)
    for part in (yearly.code, yearly.period, yearly.source, yearly.column):
        column = column * (int(part.max(initial=0)) + 1) + part[read]
    begins = np.flatnonzero(np.diff(column, prepend=-1))
    if not begins.size:
        return
    number = yearly.number[read]
    # figures of one column mostly stand together: runs first, then the runs of a column
    runs = (
        pl.DataFrame(
            {
                "column": column[begins],
                "len": np.diff(begins, append=column.size),
                "low": np.minimum.reduceat(number, begins),
                "high": np.maximum.reduceat(number, begins),
                "long": yearly.digits[read[begins]] >= LONG,
            }
        )
        .group_by("column", maintain_order=True)
        .agg(pl.col("len").sum(), pl.col("low").min(), pl.col("high").max(), pl.col("long").first())
        .filter(
            (pl.col("low") == pl.col("high"))
            & (pl.col("len") > pl.when("long").then(ENOUGH).otherwise(MANY))
        )
    )
    for row in runs.iter_rows(named=True):
        found = work.filter(pl.col("at").is_in(yearly.at[read[column == row["column"]]].tolist()))
        if found["value"].n_unique() == 1:
            first = found.sort("at").row(0, named=True)
            harvest.fault(
                place_of(first),
                "filled_down",
                value=Figure(first["value"]),
                count=row["len"],
                indicator=first["indicator"],
            )


def place_of(row: dict[str, Any]) -> Place:
    """Where a figure stands."""
    return Place(row["file"], row["sheet"], row["row"] or 0, row["column"] or 0)
