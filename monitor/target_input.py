"""The planner's files for the 40 percent rule: a folder of simple csv tables, read row by row.

``dwellings.csv`` (area_id, date, indicator, value; building, unit, at_least, at_most, source),
``plan.csv`` (area_id, lever, amount, unit, planned_date, status, date_done, note, source),
``costs.csv`` (lever, cost), ``bounds.csv`` (area_id, lever, most, unit, reason),
``dispensation.csv`` (area_id, target, route, date, source), ``conditions.csv`` (area_id, condition,
answer, value, source), and an export of the building register in ``register.csv`` with
``addresses.csv`` (address, area_id). Comma, semicolon or tab; UTF-8 or Windows-1252.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from monitor.areas import find_area
from monitor.dispensation import ANSWERED, COUNTED
from monitor.dwellings import DWELLINGS_SCHEMA
from monitor.errors import UnknownNameError, UnreadableFileError
from monitor.levers import lever_names, levers
from monitor.plan_rows import PLAN_SCHEMA
from monitor.register import count_register
from monitor.target_faults import Fault

TARGETS_SCHEMA: dict[str, Any] = {
    "area_id": pl.String,
    "target": pl.String,
    "route": pl.String,
    "date": pl.Date,
    "source": pl.String,
}
"""Dispensations: ``target`` is the area's own target in percent as exact text."""
BOUNDS_SCHEMA: dict[str, Any] = {
    "area_id": pl.String,
    "lever": pl.String,
    "most": pl.Int64,
    "unit": pl.String,
    "reason": pl.String,
}
COSTS_SCHEMA: dict[str, Any] = {"lever": pl.String, "cost": pl.String, "source": pl.String}
"""``cost`` in kroner a dwelling or square metre, exact text, not negative."""
CONDITIONS_SCHEMA: dict[str, Any] = {
    "area_id": pl.String,
    "condition": pl.String,
    "answer": pl.String,
    "value": pl.Int64,
    "source": pl.String,
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "dwellings.csv": ("area_id", "date", "indicator", "value"),
    "plan.csv": ("area_id", "lever", "amount", "unit", "planned_date", "status"),
    "costs.csv": ("lever", "cost"),
    "bounds.csv": ("area_id", "lever", "most", "unit"),
    "dispensation.csv": ("area_id", "target", "route", "date"),
    "conditions.csv": ("area_id", "condition"),
    "addresses.csv": ("address", "area_id"),
}


@dataclass(frozen=True)
class TargetInput:
    """What a planner gave, typed; each frame has the schema of its name."""

    dwellings: pl.DataFrame
    plan: pl.DataFrame
    costs: pl.DataFrame
    bounds: pl.DataFrame
    targets: pl.DataFrame
    conditions: pl.DataFrame
    faults: list[Fault] = field(default_factory=list)

    def latest_date(self) -> date | None:
        """The latest date anything in the input was known."""
        found = [
            frame[column].max()
            for frame, column in (
                (self.dwellings, "date"),
                (self.plan, "date_done"),
                (self.targets, "date"),
            )
        ]
        dates = [day for day in found if isinstance(day, date)]
        return max(dates) if dates else None


def read_target_input(folder: Path, drawn: date | None = None) -> TargetInput:
    """Read the folder; a row that cannot be read is a fault and is left out.

    Args:
        folder: where the files are; only the files that are there are read.
        drawn: the date the register export was drawn; without it 1 January of the newest account.

    Raises:
        UnreadableFileError: the folder or a needed column is missing, or a file is no text.
    """
    if not folder.is_dir():
        raise UnreadableFileError("target.no_folder", folder=str(folder))
    reader = _Reader(folder)
    dwellings = reader.frame("dwellings.csv", DWELLINGS_SCHEMA)
    plan = reader.frame("plan.csv", PLAN_SCHEMA)
    register = reader.text("register.csv")
    if register is not None:
        addresses = reader.text("addresses.csv")
        if addresses is None:
            raise UnreadableFileError("target.no_addresses", folder=str(folder))
        places = addresses.with_columns(
            pl.col("area_id").map_elements(_area_id, return_dtype=pl.String)
        )
        on = drawn or dwellings["date"].max()
        if not isinstance(on, date):
            raise UnreadableFileError("target.register_undated", folder=str(folder))
        counted, faults = count_register(register, places, on, "register.csv")
        reader.faults += faults
        given = set(dwellings.select("area_id", "date", "indicator").iter_rows())
        fresh = [row for row in counted.rows() if (row[0], row[1], row[2]) not in given]
        dwellings = pl.concat(
            [dwellings, pl.DataFrame(fresh, schema=DWELLINGS_SCHEMA, orient="row")]
        )
    return TargetInput(
        dwellings=dwellings,
        plan=plan,
        costs=_costs(reader),
        bounds=_bounds(reader),
        targets=_targets(reader),
        conditions=_conditions(reader),
        faults=reader.faults,
    )


def _area_id(text: str) -> str:
    try:
        return find_area(text)
    except UnknownNameError:
        return text.strip()


@dataclass(frozen=True)
class _Test:
    """What a cell must be: the kind of fault, the test of its row, words for the sentence."""

    kind: str
    fine: Callable[[dict[str, Any]], bool]
    words: Callable[[dict[str, Any]], dict[str, str]] = lambda _: {}


class _Reader:
    """Typed frames from the folder's files, and a fault for every cell that is not its type."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def text(self, name: str) -> pl.DataFrame | None:
        """The file's cells as text, or None where there is no such file."""
        path = self.folder / name
        if not path.is_file():
            return None
        raw = path.read_bytes()
        if not raw.strip() or b"\x00" in raw:
            raise UnreadableFileError("target.not_text", file=name)
        try:
            words = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            words = raw.decode("cp1252", errors="replace")
        heading = words.splitlines()[0]
        separator = max(";,\t", key=heading.count)
        rows = [
            [cell.strip() for cell in row]
            for row in csv.reader(StringIO(words), delimiter=separator)
        ]
        columns = rows[0]
        for wanted in REQUIRED.get(name, ()):
            if wanted not in columns:
                raise UnreadableFileError(
                    "target.column_missing", file=name, wanted=wanted, found=", ".join(columns)
                )
        body = [
            [line, *(row + [""] * len(columns))[: len(columns)]]
            for line, row in enumerate(rows[1:], start=2)
            if any(row)
        ]
        schema: dict[str, Any] = {"row": pl.Int64, **dict.fromkeys(columns, pl.String)}
        return pl.DataFrame(body, schema=schema, orient="row")

    def frame(self, name: str, schema: dict[str, Any]) -> pl.DataFrame:
        """The file as a frame of ``schema``; rows with a cell of another type are left out."""
        cells = self.text(name)
        if cells is None:
            return pl.DataFrame(schema=schema)
        rows = []
        for row in cells.iter_rows(named=True):
            typed = self._typed(name, row, schema)
            if typed is not None:
                rows.append(typed)
        return pl.DataFrame(rows, schema=schema)

    def _typed(
        self, name: str, row: dict[str, Any], schema: dict[str, Any]
    ) -> dict[str, Any] | None:
        found: dict[str, Any] = {"file": name, "row": row["row"]}
        good = True
        for column, kind in schema.items():
            cell = row.get(column) or ""
            if column in ("file", "row"):
                continue
            if kind == pl.Int64:
                found[column] = int(cell) if _whole(cell) else None
                good &= self._say_unless(
                    cell == "" or _whole(cell), name, row, column, "not_a_number"
                )
            elif kind == pl.Date:
                found[column] = _date(cell)
                fine = cell == "" or found[column] is not None
                good &= self._say_unless(fine, name, row, column, "not_a_date")
            elif column == "area_id":
                found[column] = _area_id(cell)
            else:
                found[column] = cell or None
        return {column: found[column] for column in schema} if good else None

    def _say_unless(
        self, fine: bool, name: str, row: dict[str, Any], column: str, kind: str, **fields: str
    ) -> bool:
        if not fine:
            words = tuple(sorted(fields.items()))
            fault = Fault(name, row["row"], column, kind, row.get(column) or "", "error", words)
            self.faults.append(fault)
        return fine

    def checked(self, name: str, schema: dict[str, Any], tests: dict[str, _Test]) -> pl.DataFrame:
        """``frame`` less the rows that fail a test of one of their columns, each with its fault."""
        frame = self.frame(name, {**schema, "row": pl.Int64})
        keep = []
        for row in frame.iter_rows(named=True):
            shown = {column: "" if cell is None else str(cell) for column, cell in row.items()}
            fine = [
                self._say_unless(
                    test.fine(row),
                    name,
                    {**shown, "row": row["row"]},
                    column,
                    test.kind,
                    **test.words(row),
                )
                for column, test in tests.items()
            ]
            keep.append(all(fine))
        return frame.filter(pl.Series(keep, dtype=pl.Boolean)).select(list(schema))


def _whole(cell: str) -> bool:
    digits = cell.removeprefix("-")
    return digits.isascii() and digits.isdigit()


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        return None


def _decimal(cell: str | None) -> Decimal | None:
    try:
        return Decimal((cell or "").replace(",", "."))
    except InvalidOperation:
        return None


def _lever(row: dict[str, Any]) -> str | None:
    return lever_names().get((row["lever"] or "").casefold())


_KNOWN_LEVER = _Test(
    "unknown_lever",
    lambda row: _lever(row) is not None,
    lambda _: {"levers": ", ".join(levers())},
)


def _own_unit(row: dict[str, Any]) -> dict[str, str]:
    code = _lever(row)
    return {"lever": code or "", "unit": levers()[code].unit if code else ""}


def _within(cell: str | None, highest: int | None) -> bool:
    value = _decimal(cell)
    if value is None or not value.is_finite() or value < 0:
        return False
    return highest is None or value <= highest


def _with_codes(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col("lever").str.to_lowercase().replace_strict(lever_names(), default=None)
    )


def _costs(reader: _Reader) -> pl.DataFrame:
    price = _Test("not_a_price", lambda row: _within(row["cost"], None))
    tests = {"lever": _KNOWN_LEVER, "cost": price}
    frame = _with_codes(reader.checked("costs.csv", COSTS_SCHEMA, tests))
    return frame.with_columns(pl.col("cost").str.replace(",", "."))


def _bounds(reader: _Reader) -> pl.DataFrame:
    tests = {
        "lever": _KNOWN_LEVER,
        "most": _Test("negative", lambda row: row["most"] is not None and row["most"] >= 0),
        "unit": _Test(
            "wrong_plan_unit",
            lambda row: _lever(row) is None or row["unit"] == _own_unit(row)["unit"],
            _own_unit,
        ),
    }
    return _with_codes(reader.checked("bounds.csv", BOUNDS_SCHEMA, tests))


def _targets(reader: _Reader) -> pl.DataFrame:
    tests = {
        "target": _Test("not_a_percent", lambda row: _within(row["target"], 100)),
        "date": _Test("not_a_date", lambda row: row["date"] is not None),
    }
    frame = reader.checked("dispensation.csv", TARGETS_SCHEMA, tests)
    return frame.with_columns(pl.col("target").str.replace(",", "."))


def _conditions(reader: _Reader) -> pl.DataFrame:
    known = (*ANSWERED, *COUNTED)
    tests = {
        "condition": _Test(
            "unknown_condition",
            lambda row: row["condition"] in known,
            lambda _: {"conditions": ", ".join(known)},
        ),
        "answer": _Test(
            "unknown_answer", lambda row: row["answer"] in (None, "yes", "no", "unknown")
        ),
    }
    return reader.checked("conditions.csv", CONDITIONS_SCHEMA, tests)
