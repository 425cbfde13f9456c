"""The tables of a PDF as one grid: ruled tables by their lines, others by where the words stand.

The text layer of the ministry's lists runs column by column, so the order of the text says
nothing: only positions do. A row's place is its page and its line on it.
"""

from __future__ import annotations

import logging
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.errors import UnreadableFileError
from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid

if TYPE_CHECKING:
    from pdfplumber.page import Page

PAGES = 60
WORDS = 200_000
_GAP = 7.0
"""Points between two words that belong to two columns."""
_LINE = 3.0
"""Points by which the words of one line may differ in height."""
_CHUNKS = 3
_APART = 30.0
"""Points between two lines that cannot be of one table."""
_WRAPPED = 12.0
"""Points up to which a line of few words may be the rest of a wrapped cell."""
_CLOSER = 0.8


class _Complaints(logging.Handler):
    """What the reader would write on the screen; content it could not unpack is kept apart."""

    def __init__(self) -> None:
        super().__init__()
        self.lost = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note a complaint that means lost content."""
        self.lost = self.lost or any(sign in record.getMessage() for sign in _LOST)


_LOST = ("Data-loss", "xref")


def read_pdf(path: Path, shown: str) -> tuple[list[Grid], list[str]]:
    """A PDF's lines and tables as one grid over all pages, and what must be said of it.

    Raises:
        UnreadableFileError: damaged, password-protected, too long, or a picture without text.
    """
    log, complaints = logging.getLogger("pdfminer"), _Complaints()
    before = log.propagate
    log.addHandler(complaints)
    log.propagate = False
    try:
        grid = _read(path, shown)
    finally:
        log.removeHandler(complaints)
        log.propagate = before
    return [grid], ["pdf_data_lost"] if complaints.lost else []


def _read(path: Path, shown: str) -> Grid:
    """All pages as one grid.

    Raises:
        UnreadableFileError: damaged, password-protected, too long, or a picture without text.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    rows: list[list[object]] = []
    stand: list[tuple[str, int]] = []
    words = 0
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > PAGES:
                raise refused_file("file_pdf_long", shown, pages=len(document.pages))
            for number, page in enumerate(document.pages, start=1):
                lines = _page(page)
                words += sum(len(row) for row in lines)
                if words > WORDS:
                    raise refused_file("file_pdf_long", shown, pages=number)
                rows += lines
                stand += [(f"side {number}", line) for line in range(1, len(lines) + 1)]
                page.close()
    except UnreadableFileError:
        raise
    except PDFPasswordIncorrect as fault:
        raise refused_file("file_password", shown) from fault
    except PdfminerException as fault:
        kind = "password" if "Password" in repr(fault) else "damaged"
        raise refused_file(f"file_{kind}", shown) from fault
    except Exception as fault:
        # pdfminer raises whatever a broken file makes it trip over: IndexError, struct.error, ...
        raise refused_file("file_damaged", shown) from fault
    if not words:
        raise refused_file("file_pdf_picture", shown)
    return Grid(shown, "", rows, rows_stand=stand, suffix=".pdf")


def _page(page: Page) -> list[list[object]]:
    """A page's lines from top to bottom; a table's rows as rows of cells."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    placed: list[tuple[float, list[object]]] = []
    for table in tables:
        texts = table.extract()
        for row, cells in zip(table.rows, texts, strict=True):
            placed.append((row.bbox[1], [cell or "" for cell in cells]))
    boxes = [table.bbox for table in tables]
    words = [
        word
        for word in page.extract_words(x_tolerance=2, keep_blank_chars=False)
        if not any(
            x0 <= (word["x0"] + word["x1"]) / 2 <= x1 and top <= word["top"] <= bottom
            for x0, top, x1, bottom in boxes
        )
    ]
    placed += _free_lines(words)
    placed.sort(key=lambda pair: pair[0])
    return [row for _, row in placed]


def _free_lines(words: list[dict[str, Any]]) -> list[tuple[float, list[object]]]:
    """Lines without rules; a run of lines in columns is a table, wrapped cells joined."""
    lines = _lines(words)
    chunks = [_chunks(line) for line in lines]
    tops = [line[0]["top"] for line in lines]
    found: list[tuple[float, list[object]]] = []
    index = 0
    while index < len(lines):
        end = _run(index, chunks, tops)
        if end - index > 1:
            wide = [chunks[at] for at in range(index, end) if len(chunks[at]) >= _CHUNKS]
            bands = _bands([chunk for line in wide for chunk in line])
            rows = [_in_bands(chunks[at], bands) for at in range(index, end)]
            found += _joined(rows, tops[index:end])
            index = end
        else:
            found.append((tops[index], [" ".join(w["text"] for w in lines[index])]))
            index += 1
    return found


def _run(start: int, chunks: list[list[tuple[float, float, str]]], tops: list[float]) -> int:
    """Where the run of lines in columns that starts here ends."""
    if len(chunks[start]) < _CHUNKS:
        return start
    end = start + 1
    while end < len(chunks) and tops[end] - tops[end - 1] <= _APART:
        if len(chunks[end]) < _CHUNKS:
            close = tops[end] - tops[end - 1] <= _WRAPPED
            if not close or (end + 1 < len(chunks) and chunks[end][0][2].startswith("Kilde")):
                break
        end += 1
    return end


def _joined(rows: list[list[object]], tops: list[float]) -> list[tuple[float, list[object]]]:
    """Lines closer than the table's usual step go on in the cells of the line above."""
    steps = sorted(later - earlier for earlier, later in pairwise(tops))
    usual = steps[len(steps) // 2]
    found: list[tuple[float, list[object]]] = []
    for at, row in enumerate(rows):
        if at and tops[at] - tops[at - 1] < _CLOSER * usual:
            above = found[-1][1]
            for column, text in enumerate(row):
                if text:
                    above[column] = f"{above[column]}\n{text}".strip()
        else:
            found.append((tops[at], row))
    return found


def _lines(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) <= _LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


def _chunks(line: list[dict[str, Any]]) -> list[tuple[float, float, str]]:
    chunks: list[tuple[float, float, str]] = []
    for word in line:
        if chunks and word["x0"] - chunks[-1][1] < _GAP:
            start, _, text = chunks[-1]
            chunks[-1] = (start, word["x1"], f"{text} {word['text']}")
        else:
            chunks.append((word["x0"], word["x1"], word["text"]))
    return chunks


def _bands(chunks: list[tuple[float, float, str]]) -> list[tuple[float, float]]:
    bands: list[tuple[float, float]] = []
    for start, end, _ in sorted(chunks):
        if bands and start <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], end))
        else:
            bands.append((start, end))
    return bands


def _in_bands(
    chunks: list[tuple[float, float, str]], bands: list[tuple[float, float]]
) -> list[object]:
    cells: list[object] = [""] * len(bands)
    for start, _, text in chunks:
        at = max((i for i, (low, _) in enumerate(bands) if low <= start + 1), default=0)
        cells[at] = f"{cells[at]} {text}".strip()
    return cells
