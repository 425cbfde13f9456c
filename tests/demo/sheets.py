"""Sheets as lists of rows, written to xlsx or csv with the same bytes on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import xlsxwriter

Cell = str | int | float | date | None
Row = Sequence[Cell]
CREATED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC).replace(tzinfo=None)


@dataclass
class Sheet:
    """One sheet: name, rows from row 1 on, merged ranges (first row and column, last ones)."""

    name: str
    rows: list[Row]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: Sequence[int] = ()


def xlsx(sheets: Sequence[Sheet], title: str) -> bytes:
    """A workbook; stored uncompressed, so that no version of zlib changes its bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "author": "Syntetisk", "created": CREATED})
    formats = {
        "whole": book.add_format({"num_format": "#,##0"}),
        "date": book.add_format({"num_format": "d. mmmm yyyy"}),
        "bold": book.add_format({"bold": True}),
    }
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for number, width in enumerate(sheet.widths):
            page.set_column(number, number, width)
        for first_row, first, last_row, last in sheet.merged:
            page.merge_range(first_row, first, last_row, last, "", formats["bold"])
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, formats["date"])
                elif isinstance(value, str):
                    bold = formats["bold"] if number == 0 else None
                    page.write_string(number, column, value, bold)
                elif isinstance(value, int):
                    # years are no thousands
                    shape = formats["whole"] if abs(value) >= 10_000 else None
                    page.write_number(number, column, value, shape)
                elif value is not None:
                    page.write_number(number, column, value)
    book.close()
    return _stored(stream.getvalue())


def _stored(deflated: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deflated)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            new.writestr(entry, old.read(name), compress_type=zipfile.ZIP_STORED)
    return out.getvalue()


def csv(rows: Sequence[Row], *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A csv file as Excel in Danish saves it: semicolons, CRLF, quotes only where needed."""
    lines = []
    for row in rows:
        cells = ["" if value is None else str(value) for value in row]
        quoted = [f'"{text}"' if separator in text or '"' in text else text for text in cells]
        lines.append(separator.join(quoted) + "\r\n")
    return "".join(lines).encode(encoding)


def cell_name(row: int, column: int) -> str:
    """A1 for (0, 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
