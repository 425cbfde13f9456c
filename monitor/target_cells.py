"""The cells of a planner's tables for the 40 percent rule, and what her words in them mean.

From a folder of simple csv files, or from tables a folder of workbooks was found to hold; headings
are the codes or any heading ingest knows for them, Danish or English.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Protocol, cast

import polars as pl

from monitor.areas import find_area
from monitor.errors import UnknownNameError, UnreadableFileError
from monitor.ingest.headings import plan_status, read_heading
from monitor.ingest.periods import Moment, read_moment
from monitor.ingest.plain import plain
from monitor.ingest.tokens import unit_words

REQUIRED: dict[str, tuple[str, ...]] = {
    "dwellings.csv": ("area_id", "date", "indicator", "value"),
    "plan.csv": ("area_id", "lever", "amount", "unit", "planned_date", "status"),
    "costs.csv": ("lever", "cost"),
    "bounds.csv": ("area_id", "lever", "most", "unit"),
    "dispensation.csv": ("area_id", "target", "route", "date"),
    "conditions.csv": ("area_id", "condition"),
    "addresses.csv": ("address", "area_id"),
}
"""The columns each table needs, by their codes."""
OPTIONAL: dict[str, tuple[str, ...]] = {
    "dwellings.csv": ("building", "unit", "at_least", "at_most", "source"),
    "plan.csv": ("date_done", "amount_done", "note", "source"),
    "costs.csv": ("source",),
    "bounds.csv": ("reason",),
    "dispensation.csv": ("source",),
    "conditions.csv": ("answer", "value", "source"),
}
CODE_OF: dict[str, str] = {
    "area": "area_id",
    "year": "date",
    "known_from": "date",
    "decided_on": "date",
    "own_target": "target",
    "because": "reason",
    "ignored": "address",
    "department": "address",
}
"""What ingest calls a heading -> the code of the column here, where they differ."""


_GROUP = 3
"""Digits between two marks of thousands."""


class Cells(Protocol):
    """Tables of text by the names of ``REQUIRED``."""

    def text(self, name: str) -> pl.DataFrame | None:
        """The table as text with ``file``, ``sheet`` and ``row`` of each row; None: there is none.

        Columns are named by their codes.
        """

    def heading(self, file: str, column: str) -> str:
        """The heading of a column as it stands in the file."""


class FolderCells:
    """The csv files of a folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._headings: dict[tuple[str, str], str] = {}

    def text(self, name: str) -> pl.DataFrame | None:
        """The file's cells.

        Raises:
            UnreadableFileError: it is no text, or lacks a column it needs.
        """
        path = self._folder / name
        if not path.is_file():
            return None
        rows = _rows(path, name)
        columns = [self._code(name, heading) for heading in rows[0]]
        for wanted in REQUIRED.get(name, ()):
            if wanted not in columns:
                raise UnreadableFileError(
                    "target.column_missing", file=name, wanted=wanted, found=", ".join(rows[0])
                )
        body = [
            [name, "", line, *(row + [""] * len(columns))[: len(columns)]]
            for line, row in enumerate(rows[1:], start=2)
            if any(row)
        ]
        schema = {"file": pl.String, "sheet": pl.String, "row": pl.Int64}
        return pl.DataFrame(
            body, schema={**schema, **dict.fromkeys(columns, pl.String)}, orient="row"
        )

    def heading(self, file: str, column: str) -> str:
        """The heading as it stands."""
        return self._headings.get((file, column), column)

    def _code(self, name: str, heading: str) -> str:
        known = (*REQUIRED.get(name, ()), *OPTIONAL.get(name, ()))
        if heading in known:
            return heading
        field = read_heading(heading).field
        code = CODE_OF.get(field, field)
        if code not in known or (name, code) in self._headings:
            return heading
        self._headings[name, code] = heading
        return code


def _rows(path: Path, name: str) -> list[list[str]]:
    raw = path.read_bytes()
    if not raw.strip() or b"\x00" in raw:
        raise UnreadableFileError("target.not_text", file=name)
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("cp1252", errors="replace")
    separator = max(";,\t", key=words.splitlines()[0].count)
    return [
        [cell.strip() for cell in row] for row in csv.reader(StringIO(words), delimiter=separator)
    ]


class GivenCells:
    """Tables that stand already, in any number of files.

    Args:
        tables: name -> rows of text with ``file``, ``sheet`` and ``row``, columns by their codes.
        headings: (file, column) -> the heading as it stands.
    """

    def __init__(
        self, tables: Mapping[str, pl.DataFrame], headings: Mapping[tuple[str, str], str]
    ) -> None:
        self._tables, self._headings = tables, headings

    def text(self, name: str) -> pl.DataFrame | None:
        """The table of this name."""
        return self._tables.get(name)

    def heading(self, file: str, column: str) -> str:
        """The heading as it stands."""
        return self._headings.get((file, column), column)


def area_id(text: str) -> str:
    """The record's id of an area, else the text itself."""
    try:
        return find_area(text)
    except UnknownNameError:
        return text.strip()


def whole(cell: str) -> int | None:
    """A whole number, its thousands with or without points; None where it is none."""
    digits = _ungrouped(cell).removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(_ungrouped(cell))


def decimal(cell: str | None) -> Decimal | None:
    """A number with comma or point; None where it is none."""
    try:
        return Decimal(_ungrouped(cell or "").replace(",", "."))
    except InvalidOperation:
        return None


def exact(cell: str | None) -> str | None:
    """A number as exact text with a point."""
    found = decimal(cell)
    return cell if found is None else f"{found:f}"


def _ungrouped(cell: str) -> str:
    head, comma, tail = cell.strip().partition(",")
    first, *groups = head.removeprefix("-").split(".")
    grouped = groups and len(first) <= _GROUP and {len(group) for group in groups} == {_GROUP}
    if grouped and all(part.isdigit() for part in (first, *groups)):
        head = head.replace(".", "")
    return f"{head}{comma}{tail}"


def day(cell: str) -> date | None:
    """A date in any way ingest reads one; None where it is none."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        found = read_moment(cell)
        return found.day if isinstance(found, Moment) else None


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("monitor").joinpath("target_words.toml").read_text(encoding="utf-8")
    tree = cast("dict[str, dict[str, list[str]]]", tomllib.loads(text))
    return {
        kind: {word: code for code, words in entries.items() for word in words}
        for kind, entries in tree.items()
    }


def meaning(column: str, cell: str) -> str:
    """The code a cell of a column means; the cell itself where nobody knows."""
    if not cell:
        return cell
    known = _words().get(column, {})
    if cell.casefold() in known:
        return known[cell.casefold()]
    if column == "status":
        return plan_status(cell) or cell
    if column == "unit":
        return unit_words().get(plain(cell), cell)
    if column == "indicator":
        return read_heading(cell).field or cell
    return cell
