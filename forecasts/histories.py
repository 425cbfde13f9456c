"""Membership histories: one list a year, who was on it, how long, and how large they are.

The list of a year is its last one: the interim lists of January 2011 and February 2014 followed
their predecessors by weeks. An area is at risk from its first list on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

CATEGORY = "parallel"


@dataclass(frozen=True)
class AtRisk:
    """Area-years: ``m`` rows, by list and area id.

    Attributes:
        list_date: (m) of the list standing at.
        area_id: (m).
        on: (m) on that list.
        streak: (m) lists in a row, one a year.
        residents: (m) latest known by then, NaN where never published.
        next_on: (m) on the next list: 1, 0, or -1 where not known (yet).
    """

    list_date: NDArray[np.object_]
    area_id: NDArray[np.object_]
    on: NDArray[np.bool_]
    streak: NDArray[np.int64]
    residents: NDArray[np.float64]
    next_on: NDArray[np.int64]

    def where(self, rows: NDArray[np.bool_]) -> AtRisk:
        """Some of the rows."""
        return AtRisk(
            self.list_date[rows],
            self.area_id[rows],
            self.on[rows],
            self.streak[rows],
            self.residents[rows],
            self.next_on[rows],
        )


def yearly_lists(lists: pl.DataFrame, as_of: date, category: str = CATEGORY) -> list[date]:
    """The last whole list of each year up to ``as_of``.

    Args:
        lists: ``list_date, category, whole``.
        as_of: lists published later are not looked at.
        category: whose lists.
    """
    known = lists.filter(
        (pl.col("category") == category) & pl.col("whole") & (pl.col("list_date") <= as_of)
    )
    newest: dict[int, date] = {}
    for day in sorted(known["list_date"].to_list()):
        newest[day.year] = day
    return [newest[year] for year in sorted(newest)]


def at_risk(
    memberships: pl.DataFrame,
    lists: pl.DataFrame,
    residents: pl.DataFrame,
    as_of: date,
    category: str = CATEGORY,
) -> AtRisk:
    """Every area-year at risk by ``as_of``.

    Args:
        memberships: ``list_date, area_id, category``.
        lists: ``list_date, category, whole``.
        residents: ``area_id, known_from, value`` of residents, value as text.
        as_of: nothing published later is looked at.
        category: whose lists.
    """
    chain = yearly_lists(lists, as_of, category)
    listed = memberships.filter(pl.col("category") == category)
    on = {day: set(listed.filter(pl.col("list_date") == day)["area_id"].to_list()) for day in chain}
    sizes = _sizes(residents, as_of)
    streak: dict[str, int] = {}
    rows: list[tuple[date, str, bool, int, float, int]] = []
    for number, day in enumerate(chain):
        for area in {*streak, *on[day]}:
            streak[area] = streak.get(area, 0) + 1 if area in on[day] else 0
        after = on[chain[number + 1]] if number + 1 < len(chain) else None
        for area in sorted(streak):
            known = [value for since, value in sizes.get(area, []) if since <= day]
            rows.append(
                (
                    day,
                    area,
                    area in on[day],
                    streak[area],
                    known[-1] if known else float("nan"),
                    -1 if after is None else int(area in after),
                )
            )
    columns = list(zip(*rows, strict=True)) or [()] * 6
    return AtRisk(
        np.array(columns[0], dtype=object),
        np.array(columns[1], dtype=object),
        np.array(columns[2], dtype=bool),
        np.array(columns[3], dtype=np.int64),
        np.array(columns[4], dtype=np.float64),
        np.array(columns[5], dtype=np.int64),
    )


def later(rows: AtRisk, ahead: int) -> NDArray[np.int64]:
    """(m) on the list ``ahead`` lists after each row's: 1, 0, or -1 where not known (yet)."""
    days = sorted(set(rows.list_date))
    place = {day: number for number, day in enumerate(days)}
    listed = set(zip(rows.list_date[rows.on], rows.area_id[rows.on], strict=True))
    return np.array(
        [
            int((days[place[day] + ahead], area) in listed)
            if place[day] + ahead < len(days)
            else -1
            for day, area in zip(rows.list_date, rows.area_id, strict=True)
        ],
        dtype=np.int64,
    )


def _sizes(residents: pl.DataFrame, as_of: date) -> dict[str, list[tuple[date, float]]]:
    found: dict[str, list[tuple[date, float]]] = {}
    known = residents.filter(pl.col("known_from") <= as_of).sort("area_id", "known_from", "value")
    for area, since, value in known.select("area_id", "known_from", "value").iter_rows():
        found.setdefault(area, []).append((since, float(value)))
    return found
