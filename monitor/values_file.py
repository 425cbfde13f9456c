"""A tidy csv of list values: ``area_id,list_date,indicator,value`` as in the record.

Every cell is checked before anything is computed; the first fault in the file's order is one
sentence with its place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl

from monitor.areas import find_area
from monitor.errors import FigureError, UnknownNameError, UnreadableFileError
from monitor.indicators import Indicator, indicators
from monitor.panel import FIGURE_COLUMNS, NATION

NEEDED = ("area_id", "list_date", "indicator", "value")
FURTHER = ("decimals", "known_from", "source", "period")


def read_values(path: Path, *, new_areas: bool = False) -> pl.DataFrame:
    """The file as figures, columns of ``panel.FIGURE_COLUMNS``.

    Areas may stand by id, name or alias; ``dk`` is the nation.

    Args:
        path: a csv with a comma between, UTF-8; ``decimals``, ``known_from``, ``source`` and
            ``period`` may stand beside the four columns.
        new_areas: take ids the record does not know as they are.

    Raises:
        UnreadableFileError: missing, not text, or without the columns.
        UnknownNameError: an area or indicator nobody knows.
        FigureError: a cell that cannot be what its column says, or a repeated row.
    """
    rows = list(_rows(path))
    seen: dict[tuple[str, date, str], int] = {}
    found = []
    for number, cells in rows:
        row = _checked(path, number, cells, new_areas)
        key = (str(row["area_id"]), date.fromisoformat(cells["list_date"]), cells["indicator"])
        if key in seen:
            raise FigureError(
                "error.duplicate_row",
                file=path.name,
                row=number,
                first=seen[key],
                found=", ".join(map(str, key)),
            )
        seen[key] = number
        found.append(row)
    return pl.DataFrame(found, schema=FIGURE_COLUMNS, orient="row")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise UnreadableFileError("error.file_missing", file=str(path)) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableFileError("error.file_not_text", file=str(path)) from fault
    reader = csv.DictReader(io.StringIO(text, newline=""))
    heads = tuple(reader.fieldnames or ())
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        raise UnreadableFileError(
            "error.columns_missing",
            file=path.name,
            found=", ".join(heads) or "-",
            missing=", ".join(missing),
        )
    twice = [name for name in dict.fromkeys(heads) if heads.count(name) > 1]
    if twice:
        raise UnreadableFileError("error.columns_twice", file=path.name, found=", ".join(twice))
    for cells in reader:
        found = sum(cell is not None for name, cell in cells.items() if name is not None)
        found += len(cells.get(None) or [])
        if found != len(heads):
            raise FigureError(
                "error.cells_in_row",
                file=path.name,
                row=reader.line_num,
                found=found,
                expected=len(heads),
            )
        yield reader.line_num, {name: (cells.get(name) or "").strip() for name in heads if name}


def _checked(path: Path, number: int, cells: dict[str, str], new_areas: bool) -> dict[str, object]:
    code = cells["indicator"]
    if code not in indicators():
        raise UnknownNameError(
            "error.unknown_indicator_at",
            file=path.name,
            row=number,
            name=code,
            known=", ".join(indicators()),
        )
    listed = _date(path, number, "list_date", cells["list_date"])
    value = _number(path, number, cells["value"], indicators()[code])
    known = cells.get("known_from", "")
    return {
        "area_id": _area(path, number, cells["area_id"], new_areas),
        "list_date": listed,
        "indicator": code,
        "period": cells.get("period", ""),
        "value": value,
        "decimals": _decimals(path, number, cells, indicators()[code]),
        "standing": "known",
        "known_from": _date(path, number, "known_from", known) if known else listed,
        "source": cells.get("source") or f"{path.name}, {number}",
    }


def _area(path: Path, number: int, name: str, new_areas: bool) -> str:
    if name == NATION or name.startswith("region-"):
        return name
    try:
        return find_area(name)
    except UnknownNameError as fault:
        if new_areas and name:
            return name
        raise UnknownNameError(
            "error.at_place", file=path.name, row=number, column="area_id", fault=fault.phrase()
        ) from fault


def _date(path: Path, number: int, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise FigureError(
            "error.not_a_date", file=path.name, row=number, column=column, found=text
        ) from fault


def _number(path: Path, number: int, text: str, code: Indicator) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation as fault:
        raise FigureError(
            "error.not_a_number", file=path.name, row=number, column="value", found=text
        ) from fault
    if not value.is_finite():
        raise FigureError(
            "error.not_a_number", file=path.name, row=number, column="value", found=text
        )
    if value < 0:
        raise FigureError(
            "error.negative",
            file=path.name,
            row=number,
            column="value",
            found=text,
            indicator=code.code,
        )
    if code.highest is not None and value > code.highest:
        raise FigureError(
            "error.share_above",
            file=path.name,
            row=number,
            column="value",
            found=text,
            indicator=code.code,
            highest=code.highest,
        )
    return str(value)


def _decimals(path: Path, number: int, cells: dict[str, str], code: Indicator) -> int:
    """Printed precision: as given, else the usual one, or more where the figure shows more."""
    given = cells.get("decimals", "")
    if given:
        if not given.isdigit():
            raise FigureError(
                "error.not_a_number", file=path.name, row=number, column="decimals", found=given
            )
        return int(given)
    exponent = Decimal(cells["value"]).as_tuple().exponent
    shown = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return max(shown, code.decimals)
