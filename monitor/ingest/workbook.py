"""The workbook of faults: her sheets again with the cells marked, and the list of faults first.

Every cell is written as text or number, never as a formula or link, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from math import isfinite
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.disclosure import marking
from monitor.errors import OutputError, UnreadableFileError
from monitor.ingest.cells import open_file
from monitor.ingest.faults import Fault, fault_of, fault_table
from monitor.ingest.grid import Grid
from monitor.outputs import MARK
from monitor.print_layout import one_page_wide, row_height
from monitor.words import Language, say

ROWS = 20_000
COLUMNS = 200
NOTE = 1_500
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_COLOURS = {"error": "#F4C7C3", "warning": "#FCE8B2", "info": "#DCE9F7"}
_WIDTHS = (30, 20, 8, 10, 24, 12, 56, 40, 50)


def write_beside(
    path: Path,
    folder: Path,
    faults: Sequence[Fault],
    needed: pl.DataFrame | None = None,
    language: Language = "da",
) -> None:
    """Write the workbook where the planner asks, over nothing but an older one of its kind.

    Raises:
        OutputError: a file of another kind stands there, or the place cannot be written to.
    """
    if path.exists() and not _is_ours(path):
        raise OutputError("fault.workbook_exists", target=path)
    try:
        write_workbook(path, folder, faults, needed, language)
    except OSError as fault:
        raise OutputError(
            "fault.workbook_not_written", target=path, reason=fault.strerror or fault
        ) from fault


def _is_ours(path: Path) -> bool:
    try:
        open_file(path, path.name)
    except UnreadableFileError as error:
        return fault_of(error).kind == "own_output"
    return False


def write_workbook(
    path: Path,
    folder: Path,
    faults: Sequence[Fault],
    needed: pl.DataFrame | None = None,
    language: Language = "da",
) -> None:
    """Write the faults and each sheet that has any, marked.

    Args:
        path: the workbook to write.
        folder: where the planner's files are.
        faults: what was found.
        needed: the table of needed figures, as a sheet of its own.
        language: of sentences and headings.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    made = BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        # a fixed moment: the same faults give the same bytes
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "category": MARK})
        names: set[str] = set()
        _list(
            book,
            names,
            say("fault.sheet.faults", language),
            fault_table(faults, language),
            language,
        )
        if needed is not None:
            _list(book, names, say("fault.sheet.needed", language), needed, language)
        formats = {kind: book.add_format({"bg_color": _COLOURS[kind]}) for kind in _COLOURS}
        for file in dict.fromkeys(fault.place.file for fault in faults):
            own = [fault for fault in faults if fault.place.file == file]
            for grid in _grids(folder, file):
                marked = [f for f in own if _same_sheet(f.place.sheet, grid) and f.place.row]
                if marked:
                    _repeat(book, names, grid, marked, formats, language)
    path.write_bytes(made.getvalue())


def _same_sheet(sheet: str, grid: Grid) -> bool:
    return sheet == grid.sheet or grid.rows_stand is not None


def _grids(folder: Path, file: str) -> list[Grid]:
    path = folder / file
    if not path.is_file() or path.suffix == ".toml":
        return []
    try:
        return open_file(path, file).grids
    except UnreadableFileError:
        return []


def _list(
    book: xlsxwriter.Workbook, names: set[str], title: str, frame: pl.DataFrame, language: Language
) -> None:
    sheet = _sheet(book, sheet_name(title, names), language)
    # a format of its own, so that it does not wrap as the column below it
    sheet.write_string(0, 0, marking(language, public=False), book.add_format())
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    widths = [*_WIDTHS, *[20] * len(frame.columns)][: len(frame.columns)]
    for column, name in enumerate(frame.columns):
        sheet.write_string(1, column, say(f"fault.head.{name}", language), bold)
        sheet.set_column(column, column, widths[column], wrap)
    if "gravity" in frame.columns:
        said = {code: say(f"fault.gravity.{code}", language) for code in _COLOURS}
        frame = frame.with_columns(pl.col("gravity").replace(said))
    for row, cells in enumerate(frame.iter_rows(), start=2):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell)
        sheet.set_row(row, row_height(zip(cells, widths, strict=True)))
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    if frame.height:
        sheet.autofilter(1, 0, frame.height + 1, len(frame.columns) - 1)


def _sheet(book: xlsxwriter.Workbook, name: str, language: Language) -> Worksheet:
    """A sheet that says in print that it is internal."""
    sheet = book.add_worksheet(name)
    one_page_wide(sheet)
    sheet.set_footer(f"&L{marking(language, public=False)}&R&P / &N")
    return sheet


def _write(sheet: Worksheet, row: int, column: int, cell: object, form: object = None) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, form)
    elif isinstance(cell, int | float) and isfinite(cell):
        sheet.write_number(row, column, cell, form)
    elif isinstance(cell, date | datetime):
        sheet.write_string(row, column, cell.isoformat(), form)
    else:
        sheet.write_string(row, column, printable(str(cell))[:32_000], form)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text without the signs a workbook cannot hold."""
    return _CONTROL.sub("?", text)


def sheet_name(wanted: str, names: set[str]) -> str:
    """A name a workbook accepts: 31 characters, none of its forbidden signs, no doubles."""
    base = printable(_FORBIDDEN.sub(" ", wanted)).strip()[:31] or "Ark"
    if base.casefold() == "history":
        base = "History "
    name, number = base, 2
    while name.casefold() in names:
        tail = f" {number}"
        name, number = base[: 31 - len(tail)] + tail, number + 1
    names.add(name.casefold())
    return name


def _repeat(
    book: xlsxwriter.Workbook,
    names: set[str],
    grid: Grid,
    faults: Sequence[Fault],
    formats: dict[str, Format],
    language: Language,
) -> None:
    """Her sheet again: the cells as they stand, those with faults coloured and with a note.

    That it is internal stands to the right of her last column, so that every cell keeps its place.
    """
    sheet = _sheet(book, sheet_name(f"{grid.sheet or grid.file}", names), language)
    width = min(max((len(cells) for cells in grid.rows[:ROWS]), default=0), COLUMNS)
    sheet.write_string(0, width + 1, marking(language, public=False))
    marks: dict[tuple[int, int], list[Fault]] = {}
    lines: dict[tuple[str, int], int] = {}
    if grid.rows_stand is not None:
        lines = {stand: row for row, stand in enumerate(grid.rows_stand)}
    for fault in faults:
        row = lines.get((fault.place.sheet, fault.place.row), fault.place.row - 1)
        if 0 <= row < ROWS:
            marks.setdefault((row, max(fault.place.column, 1) - 1), []).append(fault)
    for row, cells in enumerate(grid.rows[:ROWS]):
        for column, cell in enumerate(cells[:COLUMNS]):
            if (row, column) not in marks:
                _write(sheet, row, column, cell)
    for (row, column), own in sorted(marks.items()):
        worst = min(own, key=lambda fault: list(_COLOURS).index(fault.gravity))
        cell = (
            grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else ""
        )
        _write(sheet, row, column, cell, formats[worst.gravity])
        note = "\n".join(f"{f.text('found', language)}. {f.text('advice', language)}" for f in own)
        sheet.write_comment(row, column, printable(note)[:NOTE], {"x_scale": 3, "y_scale": 2})
