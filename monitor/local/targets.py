"""Target trackers as data: a start, an end, a path between, and whether a year is on it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Literal, cast

from monitor.errors import UnknownNameError, UnreadableFileError
from monitor.local.build import exact, mark, words
from monitor.local.lines import Path, key_lines, line_of
from monitor.local.load import ModelFileError, Reading, grammar_fault
from monitor.local.parts import Direction, Mark, Text
from monitor.local.shape import Fault, Tree, shape_faults

Measure = Literal["value", "gap", "areas_above"]


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
