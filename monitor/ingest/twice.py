"""Figures given twice, years nobody else has, areas nobody knows, lists that contradict."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Keyed, rows_at
from monitor.ingest.places import Places
from monitor.ingest.repeats import place_of

TINY = 1e-9


SIGN = ["area_id", "indicator", "period", "list_date", "known_from"]


def check_twice(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> list[int]:
    """The same figure given twice: the same value is kept once and said, two values are refused.

    Two prints of one figure agree where the shorter is the longer rounded; the longer is kept.

    Returns:
        The figures that are not kept.
    """
    again = figures.follows.copy()
    again[1:] &= figures.year[1:] == figures.year[:-1]
    places = np.flatnonzero(again)
    if not places.size:
        return []
    alike = np.union1d(figures.at[places], figures.at[places - 1])
    several = work.filter(pl.col("at").is_in(alike.tolist())).filter(pl.len().over(SIGN) > 1)
    drop: list[int] = []
    repeated: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for _, group in several.sort("at").group_by(SIGN, maintain_order=True):
        rows = list(group.iter_rows(named=True))
        filled = [row for row in rows if row["value"] is not None]
        if not filled:
            drop += [row["at"] for row in rows[1:]]
            continue
        drop += [row["at"] for row in rows if row["value"] is None]
        best = max(filled, key=lambda row: (row["decimals"] or 0, -row["at"]))
        against = [row for row in filled if not _agrees(best, row)]
        if against:
            drop += [row["at"] for row in filled]
            _conflict(best, against, harvest)
            continue
        drop += [row["at"] for row in filled if row is not best]
        for row in filled:
            if row is not best:
                sign = (row["file"], row["sheet"], best["file"])
                repeated.setdefault(sign, []).append(row)
    for (_, _, other), rows in repeated.items():
        harvest.fault(place_of(rows[0]), "figure_repeated", count=len(rows), where=other)
    return drop


def _conflict(best: dict[str, Any], against: list[dict[str, Any]], harvest: Harvest) -> None:
    for row in against:
        harvest.fault(
            place_of(row),
            "figure_conflict",
            value=Figure(row["value"]),
            other=Figure(best["value"]),
            where=_where(best),
            indicator=row["indicator"],
            area=row["area_id"],
            period=row["period"],
        )


def _agrees(one: dict[str, Any], other: dict[str, Any]) -> bool:
    half = 0.5 * 10.0 ** -min(one["decimals"] or 0, other["decimals"] or 0)
    same = (one["decimals"] or 0) == (other["decimals"] or 0)
    gap = abs(one["number"] - other["number"])
    return bool(gap <= (0.0 if same else half) + TINY)


def _where(row: dict[str, Any]) -> str:
    place = place_of(row)
    return " ".join(part for part in (place.file, place.sheet, place.cell) if part)


def check_known(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """Figures said to be known before their period had ended, and years nobody else has."""
    stated = work.filter(pl.col("known_basis") == "stated")
    ended = pl.col("period").str.slice(-4).cast(pl.Int32, strict=False)
    early = stated.filter(
        pl.when(pl.col("period").str.len_chars() == len("2026-01-01"))
        .then(pl.col("known_from").cast(pl.String) < pl.col("period"))
        .otherwise(pl.col("known_from").dt.year() <= ended)
    )
    for row in early.iter_rows(named=True):
        harvest.fault(
            place_of(row), "known_before_period", value=str(row["known_from"]), period=row["period"]
        )
    _lonely_years(figures, work, harvest)


LONELY = 5


def _lonely_years(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """A year far from all others with few figures: 2108 for 2018."""
    begins = np.array([_first_year(text) for text, _ in figures.periods], dtype=np.int64)
    first = begins[figures.time]
    found, counts = np.unique(first, return_counts=True)
    years = found.tolist()
    for year, count in zip(years, counts.tolist(), strict=True):
        others = [other for other in years if other != year]
        if not others or min(abs(other - year) for other in others) <= LONELY:
            continue
        if count * 2 < figures.at.size:
            at = int(figures.at[first == year].min())
            row = rows_at(work, [at])[at]
            harvest.fault(
                place_of(row), "year_far_away", year=year, first=others[0], last=others[-1]
            )


def _first_year(period: str) -> int:
    return int(period[:4]) if period[:4].isdecimal() else 0


def check_own_areas(harvest: Harvest, places: Places) -> None:
    """Areas the record does not know: said once each; one that stands alone may be a slip."""
    rows = harvest.area_rows
    alike = places.new_and_alike(rows)
    lone = {area for area in places.new if rows[area] == 1}
    for area, (name, place) in places.new.items():
        fields = {"name": name, "area_id": area}
        if area in alike:
            harvest.fault(place, "area_near_own", candidates=alike[area], **fields)
        elif area in lone and len(lone) * 2 <= len(places.new):
            harvest.fault(place, "area_own_once", **fields)
        else:
            harvest.fault(place, "area_own", **fields)


def check_lists(harvest: Harvest) -> None:
    """An area both on a list and gone from it; a list read twice with other members."""
    seen: dict[tuple[Any, ...], str] = {}
    for member in harvest.members:
        sign = (member.list_date, member.category, member.area_id)
        if sign in seen and seen[sign] != member.standing:
            harvest.fault(
                member.place,
                "on_list_and_left",
                area=member.area_id,
                list_date=member.list_date.isoformat(),
            )
        seen.setdefault(sign, member.standing)
