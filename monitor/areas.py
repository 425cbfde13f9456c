"""Areas by id, name or alias; their names and boundaries at a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import cast

import polars as pl

from monitor.errors import UnknownNameError
from monitor.folding import fold
from monitor.record.load import area_changes, areas
from monitor.words import Language, Phrase, day_in_words, say

SUGGESTIONS = 3


class AreaNames:
    """All names of the areas of a frame, folded, ready for many questions.

    Args:
        frame: columns area_id and name; aliases, doubtful_aliases (lists of text) and municipality
            if it has them.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._shown: dict[str, str] = {}
        # in the order of trust: an id, then an official name, then another name
        self._tiers: tuple[dict[str, set[str]], ...] = ({}, {}, {})
        self._hints: dict[str, set[str]] = {}
        for entry in frame.sort("area_id").iter_rows(named=True):
            self._take_in(entry)

    def _take_in(self, entry: dict[str, object]) -> None:
        area_id, name = str(entry["area_id"]), str(entry["name"])
        municipality = str(entry.get("municipality") or "")
        place = f", {municipality}" if municipality and municipality not in name else ""
        self._shown[area_id] = f"{name}{place} ({area_id})"
        self._put(0, area_id, area_id)
        self._put(1, name, area_id)
        self._put(2, f"{name} {municipality}", area_id)
        for alias in _names(entry.get("aliases")):
            bare, _, qualifier = alias.partition(" (")
            self._put(2, alias, area_id)
            self._put(2, f"{alias} {municipality}", area_id)
            if fold(qualifier) == fold(municipality):
                self._put(2, bare, area_id)
        for hint in _names(entry.get("doubtful_aliases")):
            self._hints.setdefault(fold(hint), set()).add(area_id)
        for part in name.split("/"):
            self._hints.setdefault(fold(part), set()).add(area_id)

    def _put(self, tier: int, name: str, area_id: str) -> None:
        self._tiers[tier].setdefault(fold(name), set()).add(area_id)

    def find(self, name: str) -> str:
        """The area's id.

        Raises:
            UnknownNameError: nobody is called so (near misses suggested), or several are.
        """
        key = fold(name)
        for tier in self._tiers:
            found = tier.get(key, set()) if key else set()
            if len(found) == 1:
                return next(iter(found))
            if found:
                raise UnknownNameError("area.ambiguous", name=name, candidates=self._show(found))
        near = self._near(key)
        advice = Phrase("area.meant", {"candidates": self._show(near)}) if near else None
        raise UnknownNameError(
            "error.unknown",
            what=Phrase("area.what"),
            name=name,
            where="",
            advice=advice or Phrase("area.none_near"),
        )

    def _near(self, key: str) -> list[str]:
        pool: dict[str, set[str]] = {}
        for names in (*self._tiers, self._hints):
            for known, ids in names.items():
                pool.setdefault(known, set()).update(ids)
        near: dict[str, None] = {}
        for known in get_close_matches(key, sorted(pool), n=SUGGESTIONS):
            near |= dict.fromkeys(sorted(pool[known]))
        return list(near)[:SUGGESTIONS]

    def _show(self, ids: set[str] | list[str]) -> str:
        ordered = sorted(ids) if isinstance(ids, set) else ids
        return "; ".join(self._shown[area_id] for area_id in ordered)


def _names(cell: object) -> list[str]:
    return [str(name) for name in cell] if isinstance(cell, list | pl.Series) else []


@cache
def _record_names() -> AreaNames:
    return AreaNames(areas())


def find_area(name: str, frame: pl.DataFrame | None = None) -> str:
    """The id of the area called ``name``: by id, name or alias, letters and case aside.

    Args:
        name: as a planner types it; with the municipality where two share a name.
        frame: areas to look in, columns as ``AreaNames``; the public record's without it.

    Raises:
        UnknownNameError: nobody is called so (near misses suggested), or several are.
    """
    return (_record_names() if frame is None else AreaNames(frame)).find(name)


def name_on(area_id: str, on: date) -> str:
    """What the area was called on the lists up to and including ``on``.

    Raises:
        UnknownNameError: the record has no such area.
    """
    known = dict(areas().select("area_id", "name").iter_rows())
    if area_id not in known:
        find_area(area_id)
    names = area_changes().filter((pl.col("area_id") == area_id) & (pl.col("kind") == "renamed"))
    before = names.filter(pl.col("first_list") <= on)
    if len(before):
        return str(before["new_name"][-1])
    return str(names["old_name"][0]) if len(names) else known[area_id]


def changes(area_id: str, first: date, last: date, language: Language = "da") -> list[str]:
    """Sentences on splits, renamings and boundaries that set in after ``first``, up to ``last``."""
    rows = area_changes().filter(
        (pl.col("area_id") == area_id)
        & (pl.col("first_list") > first)
        & (pl.col("first_list") <= last)
    )
    name = name_on(area_id, last)
    return [change_in_words(row, name, language) for row in rows.iter_rows(named=True)]


def change_in_words(row: Mapping[str, object], name: str, language: Language = "da") -> str:
    """One row of ``area_changes`` as a sentence about the area called ``name``."""
    first_list = day_in_words(cast("date", row["first_list"]), language)
    fields = {**row, "area": name, "first_list": first_list}
    return say(f"area.change.{row['kind']}", language, **fields)
