"""Writes the files of a broken case: text as it stands, workbooks from a small notation.

A workbook is lines of cells between bars under ``sheet: NAME`` (``sheet: NAME hidden``): ``#12`` is
a number, ``!TRUE`` a truth value, ``@2020-03-01`` a date, ``~=1+1`` a formula nobody calculated,
anything else text. ``bytes:`` writes the rest as it is, ``cp1252:`` in the old code page, ``ole:``
the head of an encrypted workbook.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write every file of a case."""
    for name, content in files.items():
        path = folder / name
        if content.startswith("bytes:"):
            path.write_bytes(content.removeprefix("bytes:").encode("utf-8"))
        elif content.startswith("cp1252:"):
            path.write_bytes(content.removeprefix("cp1252:").encode("cp1252"))
        elif content.startswith("ole:"):
            path.write_bytes(OLE)
        elif content.startswith("sheet:"):
            workbook(path, content)
        else:
            path.write_text(content, encoding="utf-8", newline="")


def workbook(path: Path, content: str) -> None:
    """Write a workbook from its notation."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet, row = book.add_worksheet(), 0
        first = True
        for line in content.splitlines():
            if line.startswith("sheet:"):
                name, _, hidden = line.removeprefix("sheet:").strip().partition(" ")
                if first:
                    sheet.name = name
                else:
                    sheet = book.add_worksheet(name)
                if hidden == "hidden":
                    book.add_worksheet("Synligt").activate()
                    sheet.hide()
                row, first = 0, False
                continue
            for column, cell in enumerate(part.strip() for part in line.split("|")):
                if cell.startswith("#") and cell[1:2].isdigit():
                    sheet.write_number(row, column, float(cell[1:]))
                elif cell.startswith("!"):
                    sheet.write_boolean(row, column, cell == "!TRUE")
                elif cell.startswith("@"):
                    sheet.write_datetime(row, column, date.fromisoformat(cell[1:]), day)
                elif cell.startswith("~"):
                    sheet.write_formula(row, column, cell[1:], None, "")
                elif cell:
                    sheet.write_string(row, column, cell)
            row += 1
