"""The table ``forecast_remarks``: what a reader must know of the figures behind a forecast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import polars as pl

from forecasts.boundaries import Boundary
from forecasts.observations import Observations
from forecasts.pooling import Pooled
from forecasts.rows import REMARKS, Row, table
from forecasts.seen import Remark, read_span
from monitor.indicators import indicator
from monitor.words import Language, amount, say

SPOKEN_DECIMALS = 2
OUT_OF_LINE = ("forecast.jump", "forecast.surprise", "forecast.contradiction")
"""Remarks a change of boundary may explain."""


def remark_rows(
    found: Iterable[Remark],
    boundaries: Sequence[Boundary],
    observations: Mapping[str, Observations],
    names: Mapping[str, str],
    as_of: date,
    language: Language,
) -> list[Row]:
    """Remarks on figures, a change of boundary named beside those it may explain.

    A change of boundary after the first of an area's figures is a remark of its own.

    Args:
        found: what was remarked.
        boundaries: the areas' changes of boundary.
        observations: by indicator; say which areas have figures of before.
        names: of the areas, by id.
        as_of: of the outlook.
        language: of the sentences.
    """
    rows: list[Row] = []
    for one in found:
        text = _say(one, names, language)
        span = read_span(one.period)
        if one.key in OUT_OF_LINE and span is not None:
            near = [b.text for b in boundaries if b.area_id == one.area_id and b.near(span.last)]
            text = " ".join([text, *near])
        kind = one.key.removeprefix("forecast.")
        rows.append((as_of, one.area_id, one.indicator, one.period, kind, text))
    for one_change in boundaries:
        if _figures_before(one_change, observations.values()):
            area, year = one_change.area_id, str(one_change.year)
            rows.append((as_of, area, "", year, "boundary", one_change.text))
    return rows


def _figures_before(change: Boundary, observations: Iterable[Observations]) -> bool:
    """Whether the forecast rests on figures of the area as it was before."""
    for seen in observations:
        if change.area_id in seen.areas:
            years = seen.last[seen.area == seen.areas.index(change.area_id)]
            if (years < change.year).any():
                return True
    return False


def pooled_rows(pooled: Mapping[str, Pooled], as_of: date, language: Language) -> list[Row]:
    """That the user's own figures moved the prior, and for which indicators."""
    moved = [one for one in pooled.values() if one.fitted]
    if not moved:
        return []
    names = ", ".join(indicator(one.used.code).name[language].lower() for one in moved)
    most = max(one.area_years for one in moved)
    text = say("forecast.pooled", language, indicators=names, area_years=most)
    return [(as_of, "", "", "", "pooled", text)]


def silent_rows(
    areas: Mapping[str, str], placed: Sequence[str], as_of: date, language: Language
) -> list[Row]:
    """Areas (id -> name) nothing is said of, and why."""
    keys = [(area, "no_history" if area in placed else "unplaced") for area in sorted(areas)]
    return [
        (as_of, area, "", "", key, say(f"forecast.{key}", language, area=areas[area]))
        for area, key in keys
    ]


def remark_table(rows: Iterable[Row]) -> pl.DataFrame:
    """The table, each remark once."""
    by = ("area_id", "kind", "indicator", "period", "text")
    return table(dict.fromkeys(rows), REMARKS, by)


def _say(one: Remark, names: Mapping[str, str], language: Language) -> str:
    fields: Mapping[str, object] = {
        "area": names.get(one.area_id, one.area_id),
        "indicator": indicator(one.indicator).name[language],
        "period": one.period,
        "found": _number(one.found, language),
        "expected": _number(one.expected, language),
    }
    return say(one.key, language, **fields)


def _number(text: str, language: Language) -> str:
    return amount(Fraction(text), language, SPOKEN_DECIMALS) if text else text
