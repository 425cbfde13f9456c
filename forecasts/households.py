"""Persons per dwelling of an area: what turns dwellings gone or built into residents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from monitor.dwellings import TOTAL, kinds

RESIDENTS = "residents"


def persons_per_dwelling(
    figures: pl.DataFrame, areas: Iterable[str], as_of: date
) -> dict[str, float]:
    """Area -> residents over dwellings of the newest day both are known of; others left out.

    The dwellings of a day are its total, else the sum of its kinds, where every kind the area was
    ever given is given: half the kinds would make the households twice as large.

    Args:
        figures: columns of ``monitor.panel.FIGURE_COLUMNS``.
        areas: which areas.
        as_of: figures known later are not looked at.
    """
    ids = set(areas)
    counts: dict[str, dict[str, dict[str, float]]] = {}
    known = figures.filter(
        pl.col("list_date").is_null()
        & (pl.col("known_from") <= as_of)
        & (pl.col("standing") != "missing")
        & pl.col("indicator").is_in([RESIDENTS, TOTAL, *kinds()])
    ).sort("known_from", "period", "indicator", "value")
    for area, period, code, value in known.select(
        "area_id", "period", "indicator", "value"
    ).iter_rows():
        if area in ids and period:
            counts.setdefault(area, {}).setdefault(period, {})[code] = float(value)
    found = {}
    for area, periods in sorted(counts.items()):
        given = {code for day in periods.values() for code in day} - {RESIDENTS, TOTAL}
        for period in sorted(periods, reverse=True):
            day = periods[period]
            every = [day[code] for code in given] if given <= set(day) else []
            dwellings = day.get(TOTAL, sum(every))
            if dwellings > 0.0 and day.get(RESIDENTS, 0.0) > 0.0:
                found[area] = day[RESIDENTS] / dwellings
                break
    return found
