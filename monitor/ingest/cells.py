"""Files as grids of typed cells: workbooks, text, web pages, PX, JSON, parquet, pdf."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from monitor.ingest.cubes import read_px
from monitor.ingest.error_cells import Errors, ods_errors, xls_errors
from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid
from monitor.ingest.guard import DENSE_CELLS, FILE_BYTES, Seen, look_into
from monitor.ingest.panics import panics_refused
from monitor.ingest.text_tables import read_text
from monitor.ingest.web_tables import looks_like_page, read_page

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"})
TEXTS = frozenset({".csv", ".txt", ".tsv", ".json"})
PAGES = frozenset({".html", ".htm"})
READABLE = WORKBOOKS | TEXTS | PAGES | {".parquet", ".pdf", ".px"}

_HEAD = 64
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Opened:
    """A file's grids with its hash; ``remarks`` are (kind of fault, fields) that stop nothing."""

    file: str
    sha256: str
    grids: list[Grid]
    remarks: list[tuple[str, dict[str, object]]] = field(default_factory=list)


def sha256(path: Path) -> str:
    """The file's SHA-256, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_file(path: Path, shown: str) -> Opened:
    """A file's sheets as grids.

    Args:
        path: the file.
        shown: how sentences name it (its path inside the folder).

    Raises:
        UnreadableFileError: missing, locked, empty, damaged, password-protected, hostile, of
            another kind than its name says.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise refused_file("file_empty", shown)
        if size > FILE_BYTES:
            raise refused_file("file_too_large", shown, size=size // 1_000_000)
        opened = Opened(shown, sha256(path), [])
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except PermissionError as fault:
        raise refused_file("file_locked", shown) from fault
    except OSError as fault:
        raise refused_file("file_missing", shown) from fault
    suffix = path.suffix.lower()
    if suffix == ".xls" and looks_like_page(head):
        # many systems call a web page a workbook so that Excel opens it
        opened.grids, remarks = read_page(path, shown)
        opened.remarks += [(kind, {}) for kind in ["page_as_workbook", *remarks]]
    elif suffix in WORKBOOKS:
        _workbook(path, shown, suffix, head, opened)
    elif suffix == ".parquet":
        opened.grids = [_parquet(path, shown)]
    elif suffix == ".pdf":
        if not head.startswith(b"%PDF"):
            raise refused_file("file_another_kind", shown, suffix="pdf")
        from monitor.ingest.pdf_tables import read_pdf

        opened.grids, remarks = read_pdf(path, shown)
        opened.remarks += [(kind, {}) for kind in remarks]
    else:
        if head.startswith((_ZIP, _OLE, b"%PDF", b"PAR1")):
            raise refused_file("file_another_kind", shown, suffix=suffix.lstrip("."))
        reader = read_px if suffix == ".px" else read_page if suffix in PAGES else read_text
        opened.grids, remarks = reader(path, shown)
        opened.remarks += [(kind, {}) for kind in remarks]
    return opened


def _workbook(path: Path, shown: str, suffix: str, head: bytes, opened: Opened) -> None:
    seen = None
    if head.startswith(_ZIP):
        seen = look_into(path, shown)
        if seen.own:
            raise refused_file("own_output", shown)
        if seen.external_links:
            opened.remarks.append(("external_links", {}))
        if seen.macros:
            opened.remarks.append(("macros", {}))
    elif not head.startswith(_OLE):
        raise refused_file("file_another_kind", shown, suffix=suffix.lstrip("."))
    errors = _error_cells(path, suffix, seen)
    try:
        with panics_refused(shown), CalamineWorkbook.from_path(path) as workbook:
            for position, sheet in enumerate(workbook.sheets_metadata):
                if sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                if sheet.visible != SheetVisibleEnum.Visible:
                    opened.remarks.append(("sheet_hidden", {"sheet": _name(sheet.name)}))
                opened.grids.append(_sheet(workbook, position, shown, sheet.name, suffix))
                if position < len(errors):
                    opened.grids[-1].errors = errors[position]
                if seen is not None and suffix != ".ods":
                    member = seen.sheets.get(str(position), "")
                    opened.grids[-1].errors = seen.errors.get(member, {})
                    opened.grids[-1].uncalculated = seen.uncalculated.get(member, [])
    except PasswordError as fault:
        raise refused_file("file_password", shown) from fault
    except CalamineError as fault:
        if head.startswith(_OLE) and suffix != ".xls":
            # an encrypted xlsx is an OLE file
            raise refused_file("file_password", shown) from fault
        raise refused_file("file_damaged", shown) from fault
    except (OSError, ValueError, OverflowError) as fault:
        raise refused_file("file_damaged", shown) from fault


def _error_cells(path: Path, suffix: str, seen: Seen | None) -> list[Errors]:
    """Cells that show an error, per sheet, where the file has to be asked apart from its reader."""
    if suffix == ".ods" and seen is not None and seen.ods_errors:
        return ods_errors(path)
    return xls_errors(path) if suffix == ".xls" and seen is None else []


def _name(name: str) -> str:
    """A sheet's name with nothing in it that a screen or a page could obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:60]


def _sheet(workbook: CalamineWorkbook, position: int, shown: str, name: str, suffix: str) -> Grid:
    sheet = workbook.get_sheet_by_index(position)
    if sheet.total_height * sheet.total_width > DENSE_CELLS:
        raise refused_file(
            "file_too_wide", shown, rows=sheet.total_height, columns=sheet.total_width
        )
    merged = [
        (first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
        for first, last in sheet.merged_cell_ranges or []
    ]
    rows = cast("list[list[object]]", sheet.to_python(skip_empty_area=False))
    return Grid(shown, _name(name), rows, merged=merged, suffix=suffix)


def _parquet(path: Path, shown: str) -> Grid:
    try:
        with panics_refused(shown):
            schema = pl.read_parquet_schema(path)
            height = int(pl.scan_parquet(path).select(pl.len()).collect(engine="in-memory").item())
            if height * max(1, len(schema)) > DENSE_CELLS:
                raise refused_file("file_too_wide", shown, rows=height, columns=len(schema))
            if any(kind.is_nested() for kind in schema.values()):
                raise refused_file("file_nested", shown)
            frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise refused_file("file_damaged", shown) from fault
    rows: list[list[object]] = [list(frame.columns)]
    rows += [[_typed(cell) for cell in row] for row in frame.iter_rows()]
    return Grid(shown, "", rows, suffix=".parquet")


def _typed(cell: object) -> object:
    if cell is None:
        return ""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
