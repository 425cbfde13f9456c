"""Changes of an area's boundary: figures before and after are not of the same place.

A figure that surprises where the boundary moved says nothing of the residents, so it is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from monitor.areas import change_in_words, name_on
from monitor.record.load import area_changes
from monitor.words import Language, say

MOVED = ("reduced", "extended", "split", "split_from")
"""Kinds of the record's changes that move a boundary; a new name moves none."""
BEFORE, AFTER = 2, 1
"""A list's figures reach two years back, and the year after a change may still be its own."""


@dataclass(frozen=True)
class Boundary:
    """An area's boundary is another one from ``year`` on; ``text`` says how."""

    area_id: str
    year: int
    text: str

    def near(self, year: int) -> bool:
        """Whether a figure of that year may be of either place."""
        return self.year - BEFORE <= year <= self.year + AFTER


def boundaries(
    areas: Mapping[str, str], as_of: date, departments: pl.DataFrame | None, language: Language
) -> tuple[Boundary, ...]:
    """Changes of boundary known on a day, by area and year.

    Args:
        areas: id -> name, of the areas to look at.
        as_of: changes known later are not looked at.
        departments: a folder's ``department, name, area_id, first_year, last_year``, or None.
        language: of the sentences.
    """
    ids = sorted(areas)
    changes = area_changes().filter(
        pl.col("area_id").is_in(ids) & pl.col("kind").is_in(MOVED) & (pl.col("known_from") <= as_of)
    )
    found = [
        Boundary(
            row["area_id"],
            row["first_list"].year,
            change_in_words(row, name_on(row["area_id"], as_of), language),
        )
        for row in changes.iter_rows(named=True)
    ]
    if departments is not None:
        for area in ids:
            mine = departments.filter(pl.col("area_id") == area)
            rows = list(mine.iter_rows(named=True))
            found += _by_departments(area, areas[area], rows, as_of, language)
    return tuple(sorted(found, key=lambda one: (one.area_id, one.year, one.text)))


def _by_departments(
    area: str, name: str, rows: Sequence[Mapping[str, object]], as_of: date, language: Language
) -> list[Boundary]:
    """Years in which an area has other departments than the year before."""
    names = {str(row["department"]): str(row["name"]) for row in rows}
    spans = [
        (str(row["department"]), _year(row["first_year"], 0), _year(row["last_year"], as_of.year))
        for row in rows
    ]
    began = min((first for _, first, _ in spans), default=0)
    ended = max((last for _, _, last in spans), default=0)
    turns = {first for _, first, _ in spans} | {last + 1 for _, _, last in spans}
    found = []
    for year in sorted(turn for turn in turns if began < turn <= min(ended, as_of.year)):
        before = {one for one, first, last in spans if first < year <= last + 1}
        after = {one for one, first, last in spans if first <= year <= last}
        if before != after:
            moved = ", ".join(names[one] for one in sorted(before ^ after))
            text = say("forecast.boundary", language, area=name, year=year, departments=moved)
            found.append(Boundary(area, year, text))
    return found


def _year(value: object, missing: int) -> int:
    return value if isinstance(value, int) else missing
