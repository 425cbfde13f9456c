"""The planner's tables for the 40 percent rule, typed row by row.

As a folder of simple csv tables, headings in Danish, English or by code:

``dwellings.csv`` (area_id, date, indicator, value; building, unit, at_least, at_most, source),
``plan.csv`` (area_id, lever, amount, unit, planned_date, status, date_done, note, source),
``costs.csv`` (lever, cost), ``bounds.csv`` (area_id, lever, most, unit, reason),
``dispensation.csv`` (area_id, target, route, date, source), ``conditions.csv`` (area_id, condition,
answer, value, source), and an export of the building register in ``register.csv`` with
``addresses.csv`` (address, area_id). Comma, semicolon or tab; UTF-8 or Windows-1252.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from monitor.dispensation import ANSWERED, COUNTED
from monitor.dwellings import DWELLINGS_SCHEMA
from monitor.errors import UnreadableFileError
from monitor.levers import lever_names, levers
from monitor.plan_rows import PLAN_SCHEMA
from monitor.register import count_register
from monitor.target_cells import Cells, FolderCells, area_id, decimal, exact
from monitor.target_faults import Fault
from monitor.target_reader import Reader, Test

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


@dataclass(frozen=True)
class TargetInput:
    """What a planner gave, typed; each frame has the schema of its name.

    ``cells`` know the headings as they stand in the files; ``names`` are those of areas the public
    record does not know.
    """

    dwellings: pl.DataFrame
    plan: pl.DataFrame
    costs: pl.DataFrame
    bounds: pl.DataFrame
    targets: pl.DataFrame
    conditions: pl.DataFrame
    faults: list[Fault] = field(default_factory=list)
    cells: Cells | None = None
    names: Mapping[str, str] = field(default_factory=dict)

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
    cells = FolderCells(folder)
    given = typed_input(cells)
    register = cells.text("register.csv")
    if register is None:
        return given
    addresses = cells.text("addresses.csv")
    if addresses is None:
        raise UnreadableFileError("target.no_addresses", folder=str(folder))
    on = drawn or given.dwellings["date"].max()
    if not isinstance(on, date):
        raise UnreadableFileError("target.register_undated", folder=str(folder))
    places = {row["address"]: area_id(row["area_id"]) for row in addresses.iter_rows(named=True)}
    counted, faults = count_register(register, places, on)
    return with_register(given, counted, faults)


def with_register(
    given: TargetInput, counted: pl.DataFrame, faults: Sequence[Fault]
) -> TargetInput:
    """``given`` with what a register counts; a figure given by hand stands."""
    by_hand = set(given.dwellings.select("area_id", "date", "indicator").iter_rows())
    fresh = [row for row in counted.rows() if (row[0], row[1], row[2]) not in by_hand]
    added = pl.DataFrame(fresh, schema=DWELLINGS_SCHEMA, orient="row")
    return replace(
        given,
        dwellings=pl.concat([given.dwellings, added]),
        faults=[*given.faults, *faults],
    )


def typed_input(cells: Cells) -> TargetInput:
    """Every table typed; a row with a cell that cannot be is a fault and is left out."""
    reader = Reader(cells)
    return TargetInput(
        dwellings=reader.frame("dwellings.csv", DWELLINGS_SCHEMA),
        plan=reader.frame("plan.csv", PLAN_SCHEMA),
        costs=_costs(reader),
        bounds=_bounds(reader),
        targets=_targets(reader),
        conditions=_conditions(reader),
        faults=reader.faults,
        cells=cells,
    )


def _lever(row: dict[str, Any]) -> str | None:
    return lever_names().get((row["lever"] or "").casefold())


_KNOWN_LEVER = Test(
    "unknown_lever",
    lambda row: _lever(row) is not None,
    lambda _: {"levers": ", ".join(levers())},
)


def _own_unit(row: dict[str, Any]) -> dict[str, str]:
    code = _lever(row)
    return {"lever": code or "", "unit": levers()[code].unit if code else ""}


def _within(cell: str | None, highest: int | None) -> bool:
    value = decimal(cell)
    if value is None or not value.is_finite() or value < 0:
        return False
    return highest is None or value <= highest


def _with_codes(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col("lever").str.to_lowercase().replace_strict(lever_names(), default=None)
    )


def _exact(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    texts = [exact(cell) for cell in frame[column]]
    return frame.with_columns(pl.Series(column, texts, dtype=pl.String))


def _costs(reader: Reader) -> pl.DataFrame:
    price = Test("not_a_price", lambda row: _within(row["cost"], None))
    tests = {"lever": _KNOWN_LEVER, "cost": price}
    frame = _with_codes(reader.checked("costs.csv", COSTS_SCHEMA, tests))
    return _exact(frame, "cost")


def _bounds(reader: Reader) -> pl.DataFrame:
    tests = {
        "lever": _KNOWN_LEVER,
        "most": Test("negative", lambda row: row["most"] is not None and row["most"] >= 0),
        "unit": Test(
            "wrong_plan_unit",
            lambda row: _lever(row) is None or row["unit"] == _own_unit(row)["unit"],
            _own_unit,
        ),
    }
    return _with_codes(reader.checked("bounds.csv", BOUNDS_SCHEMA, tests))


def _targets(reader: Reader) -> pl.DataFrame:
    tests = {
        "target": Test("not_a_percent", lambda row: _within(row["target"], 100)),
        "date": Test("not_a_date", lambda row: row["date"] is not None),
    }
    frame = reader.checked("dispensation.csv", TARGETS_SCHEMA, tests)
    return _exact(frame, "target")


def _conditions(reader: Reader) -> pl.DataFrame:
    known = (*ANSWERED, *COUNTED)
    tests = {
        "condition": Test(
            "unknown_condition",
            lambda row: row["condition"] in known,
            lambda _: {"conditions": ", ".join(known)},
        ),
        "answer": Test(
            "unknown_answer", lambda row: row["answer"] in (None, "yes", "no", "unknown")
        ),
    }
    return reader.checked("conditions.csv", CONDITIONS_SCHEMA, tests)
