"""Targets followed year by year: what was reached against what was planned."""

from __future__ import annotations

import operator
from fractions import Fraction

import polars as pl

from monitor.errors import FigureError
from monitor.local.panel import Panel
from monitor.local.targets import Target, Targets
from monitor.words import Language, say

COMPARE = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}
COLUMNS = {
    "target": pl.String,
    "area_id": pl.String,
    "indicator": pl.String,
    "year": pl.Int64,
    "value": pl.Float64,
    "planned": pl.Float64,
    "on_track": pl.String,
    "note": pl.String,
}


def local_targets(found: Targets, panel: Panel, language: Language = "da") -> pl.DataFrame:
    """One row per target, area and year from the target's start on.

    ``on_track`` is yes, no, unknown (the figure is missing) or n/a (the path asks for nothing that
    year, or there was no gap to close).

    Raises:
        FigureError: a target without a start: neither a value in the file nor a figure.
    """
    rows: list[dict[str, object]] = []
    for target in found.targets:
        for area_id in _tracked(target, panel):
            rows.extend(_track(target, area_id, panel, found.note[language], language))
    return pl.DataFrame(rows, schema=COLUMNS).sort("target", "area_id", "year")


def _tracked(target: Target, panel: Panel) -> list[str]:
    if target.measure == "areas_above":
        return ["municipality"]
    if target.area is not None:
        return [target.area]
    if target.measure == "value":
        return ["municipality"]
    return [area for area in panel.areas if area not in (target.against, "municipality", "dk")]


def _track(
    target: Target, area_id: str, panel: Panel, note: str, language: Language
) -> list[dict[str, object]]:
    years = [year for year in panel.years if year >= target.start_year]
    values = {year: _value(target, area_id, panel, year) for year in years}
    start = target.start_value
    if start is None:
        start = values.get(target.start_year)
    if start is None:
        if target.measure == "gap":
            return []
        raise FigureError(
            "local.target.start", name=target.id, year=target.start_year, indicator=target.indicator
        )
    nothing_to_close = target.measure == "gap" and start <= 0
    said = " ".join(part for part in (target.note[language], note) if part)
    rows: list[dict[str, object]] = []
    for year in years:
        planned = None if nothing_to_close else target.planned(year, start)
        value = values[year]
        if planned is None:
            on_track = "n/a"
        elif value is None:
            on_track = "unknown"
        else:
            on_track = "yes" if COMPARE[target.operator](value, planned) else "no"
        own = say("local.target.no_gap", language) if nothing_to_close else ""
        rows.append(
            {
                "target": target.id,
                "area_id": area_id,
                "indicator": target.indicator,
                "year": year,
                "value": None if value is None else round(float(value), 9),
                "planned": None if planned is None else round(float(planned), 9),
                "on_track": on_track,
                "note": " ".join(part for part in (own, said) if part),
            }
        )
    return rows


def _value(target: Target, area_id: str, panel: Panel, year: int) -> Fraction | None:
    if target.measure == "areas_above":
        rows = ("municipality", "dk")
        found = [
            value
            for area in panel.areas
            if area not in rows
            and (value := _figure(panel, area, target.indicator, year)) is not None
        ]
        above = sum(1 for value in found if value > (target.limit or 0))
        return Fraction(above) if found else None
    own = _figure(panel, area_id, target.indicator, year)
    if target.measure == "value" or own is None:
        return own
    rest = _figure(panel, target.against or "", target.indicator, year)
    if rest is None:
        return None
    return own - rest if target.direction == "high_is_bad" else rest - own


def _figure(panel: Panel, area_id: str, indicator: str, year: int) -> Fraction | None:
    place = panel.place(area_id)
    column = panel.columns((indicator,))[0]
    if place is None or column is None:
        return None
    cell = (panel.years.index(year), place, column)
    den = int(panel.den[cell])
    return Fraction(int(panel.num[cell]), den) if den else None
