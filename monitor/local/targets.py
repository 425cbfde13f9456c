"""Target trackers as data: a start, an end, a path between, and whether a year is on it."""

from __future__ import annotations

import operator
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Literal, cast

import polars as pl

from monitor.errors import FigureError, UnknownNameError, UnreadableFileError
from monitor.local.build import exact, mark, words
from monitor.local.lines import Path, key_lines, line_of
from monitor.local.load import ModelFileError, Reading, grammar_fault
from monitor.local.model import Direction, Mark, Text
from monitor.local.panel import Panel
from monitor.local.shape import Fault, Tree, shape_faults
from monitor.words import Language, say

Measure = Literal["value", "gap", "areas_above"]
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


@dataclass(frozen=True)
class Target:
    """One target.

    ``measure``: ``value`` of ``area``; ``gap`` between an area (every area, if none is named) and
    the row ``against``, on the bad side; ``areas_above``: how many areas lie above ``limit``.
    The start is ``start_value`` or the figure of ``start_year``; the end ``end_value`` or
    ``end_factor`` times the start; the year is on track if its value stands in ``operator`` to
    the planned one. ``path`` straight: planned for every year; end_only: for the end year alone.
    """

    id: str
    name: Text
    indicator: str
    measure: Measure
    direction: Direction
    area: str | None
    against: str | None
    limit: Fraction | None
    start_year: int
    start_value: Fraction | None
    end_year: int
    end_value: Fraction | None
    end_factor: Fraction | None
    operator: str
    path: str
    note: Text
    per: int
    mark: Mark

    def planned(self, year: int, start: Fraction) -> Fraction | None:
        """The value the path asks for in ``year``, None where it asks for none."""
        end = self.end_value if self.end_value is not None else start * (self.end_factor or 1)
        if year >= self.end_year:
            return end
        if self.path == "end_only" or year < self.start_year:
            return None
        done = Fraction(year - self.start_year, self.end_year - self.start_year)
        return start + (end - start) * done


@dataclass(frozen=True)
class Targets:
    """A file of targets."""

    id: str
    name: Text
    note: Text
    source: str
    targets: tuple[Target, ...]


def shipped_targets() -> tuple[str, ...]:
    """The ids of the target files that come with the tool."""
    folder = files("monitor.local").joinpath("targets")
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_targets(name: str) -> Targets:
    """A shipped target file by id, or one's own by path.

    Raises:
        ModelFileError: the file has faults.
        UnknownNameError: no shipped file is called so.
        UnreadableFileError: there is no such file, or it is not text in UTF-8.
    """
    if name.lower().endswith(".toml"):
        try:
            return read_targets(FilePath(name).read_text(encoding="utf-8-sig"), name)
        except (OSError, UnicodeDecodeError) as fault:
            raise UnreadableFileError("local.unreadable", file=name) from fault
    if name not in shipped_targets():
        known = ", ".join(shipped_targets())
        raise UnknownNameError("local.unknown_targets", name=name, known=known)
    entry = files("monitor.local").joinpath("targets", f"{name}.toml")
    return read_targets(entry.read_text(encoding="utf-8"), f"{name}.toml")


def read_targets(text: str, file: str) -> Targets:
    """The targets in the text of a TOML file.

    Raises:
        ModelFileError: the file has faults.
    """
    try:
        tree: Tree = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise ModelFileError(Reading(file, None, (grammar_fault(fault, text),))) from fault
    lines = key_lines(text)
    rows = cast("list[Tree]", tree.get("target", []))
    faults = shape_faults(tree, lines, "targets")
    faults = faults or [f for at, row in enumerate(rows) for f in _sense(row, at, lines)]
    if faults:
        raise ModelFileError(Reading(file, None, tuple(faults)))
    return Targets(
        id=cast("str", tree["id"]),
        name=words(tree["name"]),
        note=words(tree.get("note", "")),
        source=cast("str", tree["source"]),
        targets=tuple(_target(row) for row in rows),
    )


def _sense(row: Tree, at: int, lines: dict[Path, int]) -> list[Fault]:
    path: Path = ("target", at)
    found = []
    if ("end_value" in row) == ("end_factor" in row):
        found.append(Fault(line_of(lines, path), "local.target.end", {"name": row["id"]}))
    if cast("int", row["end_year"]) <= cast("int", row["start_year"]):
        fields = {"name": row["id"], "start": row["start_year"], "end": row["end_year"]}
        found.append(Fault(line_of(lines, (*path, "end_year")), "local.target.years", fields))
    needs = {"gap": "against", "areas_above": "limit"}.get(cast("str", row["measure"]))
    if needs and needs not in row:
        fields = {"name": row["id"], "measure": row["measure"], "needs": needs}
        found.append(Fault(line_of(lines, (*path, "measure")), "local.target.needs", fields))
    return found


def _target(row: Tree) -> Target:
    def number(name: str) -> Fraction | None:
        return exact(row[name]) if name in row else None

    return Target(
        id=cast("str", row["id"]),
        name=words(row["name"]),
        indicator=cast("str", row["indicator"]),
        measure=cast("Measure", row["measure"]),
        direction=cast("Direction", row.get("direction", "high_is_bad")),
        area=cast("str | None", row.get("area")),
        against=cast("str | None", row.get("against")),
        limit=number("limit"),
        start_year=cast("int", row["start_year"]),
        start_value=number("start_value"),
        end_year=cast("int", row["end_year"]),
        end_value=number("end_value"),
        end_factor=number("end_factor"),
        operator=cast("str", row.get("operator", "<=")),
        path=cast("str", row["path"]),
        note=words(row.get("note", "")),
        per=cast("int", row.get("per", 100)),
        mark=mark(row),
    )


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
