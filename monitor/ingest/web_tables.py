"""The tables of a web page as grids: exports in HTML, also those saved under a workbook's name.

A row is the page's ``tr``, counted within its table; a cell over several columns or rows stands in
its first one and is kept as merged. Nothing is fetched and no entity of the page's own is followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from monitor.ingest.encodings import decode
from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid
from monitor.ingest.guard import DENSE_CELLS

PAGE_SIGNS = 5_000_000
SPAN = 1_000
TABLES = 200
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style"})
_WIDTH = 2
"""Cells beside each other that make a table; less is layout."""


@dataclass
class _Table:
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)

    def close_cell(self) -> None:
        """Put the open cell at the first free column of the last row."""
        if self.cell is None:
            return
        text, self.cell = " ".join("".join(self.cell).split()), None
        if not self.rows:
            self.rows.append([])
        cells = self.rows[-1]
        row, column = len(self.rows) - 1, len(cells)
        while (row, column) in self.taken:
            column += 1
        down, across = self.spans
        for y in range(1, down):
            # only the rows below: this row's cells follow one another
            self.taken.update((row + y, column + x) for x in range(across))
        cells += [""] * (column + across - len(cells))
        cells[column] = text
        if down * across > 1:
            self.merged.append((row + 1, column + 1, row + down, column + across))


class _Reader(HTMLParser):
    def __init__(self, shown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = shown
        self.open: list[_Table] = []
        self.found: list[_Table] = []
        self.unseen = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag in _UNSEEN:
            self.unseen += 1
        if tag == "table":
            if len(self.found) >= TABLES:
                raise refused_file("file_not_a_table", self.shown)
            self.open.append(_Table())
            self.found.append(self.open[-1])
        if not self.open:
            return
        table = self.open[-1]
        if tag == "tr":
            table.close_cell()
            table.rows.append([])
        elif tag in _CELLS:
            table.close_cell()
            told = dict(attrs)
            table.spans = (_span(told.get("rowspan")), _span(told.get("colspan")))
            table.cell = []
            self.cells += table.spans[0] * table.spans[1]
            if self.cells > DENSE_CELLS:
                raise refused_file("file_too_wide", self.shown, rows=self.cells, columns=1)
        elif tag == "caption":
            table.rows.append([])
            table.spans, table.cell = (1, 1), []
        elif tag == "br" and table.cell is not None:
            table.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell or a table."""
        if tag in _UNSEEN and self.unseen:
            self.unseen -= 1
        if not self.open:
            return
        if tag in _CELLS or tag in {"tr", "caption", "table"}:
            self.open[-1].close_cell()
        if tag == "table":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text of the open cell."""
        if self.open and self.open[-1].cell is not None and not self.unseen:
            self.open[-1].cell.append(data)


def _span(told: str | None) -> int:
    text = (told or "1").strip()
    return min(max(int(text), 1), SPAN) if text.isascii() and text.isdecimal() else 1


def looks_like_page(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return bare.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head"))


def read_page(path: Path, shown: str) -> tuple[list[Grid], list[str]]:
    """A web page's tables, and what must be said of its encoding.

    Raises:
        UnreadableFileError: no text, too large, or no table on it.
    """
    text, remarks = decode(path.read_bytes(), shown)
    return page_tables(text, shown), remarks


def page_tables(text: str, shown: str) -> list[Grid]:
    """A web page's tables, each a grid of texts.

    Raises:
        UnreadableFileError: too large, or no table on it.
    """
    if len(text) > PAGE_SIGNS:
        raise refused_file("page_too_large", shown, size=len(text) // 1_000_000)
    reader = _Reader(shown)
    reader.feed(text)
    reader.close()
    for table in reader.open:
        table.close_cell()
    tables = [table for table in reader.found if any(_beside(row) for row in table.rows)]
    if not tables:
        raise refused_file("file_is_web_page", shown)
    grids = []
    for number, table in enumerate(tables, start=1):
        sheet = f"tabel {number}" if len(tables) > 1 else ""
        grids.append(Grid(shown, sheet, table.rows, merged=table.merged, suffix=".html"))
    return grids


def _beside(row: list[object]) -> bool:
    return sum(cell != "" for cell in row) >= _WIDTH
