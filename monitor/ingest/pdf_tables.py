"""The tables of a PDF as one grid: ruled tables by their lines, others by where the words stand.

The text layer of the ministry's lists runs column by column, so the order of the text says
nothing: only positions do. A row's place is its page and its line on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from monitor.errors import UnreadableFileError
from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid

PAGES = 60
WORDS = 200_000
_GAP = 7.0
"""Points between two words that belong to two columns."""
_LINE = 3.0
"""Points by which the words of one line may differ in height."""
_CHUNKS = 3


def read_pdf(path: Path, shown: str) -> list[Grid]:
    """A PDF's lines and tables as one grid over all pages.

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
    return [Grid(shown, "", rows, rows_stand=stand, suffix=".pdf")]


def _page(page: Any) -> list[list[object]]:
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
    lines = _lines(words)
    chunks = [_chunks(line) for line in lines]
    found: list[tuple[float, list[object]]] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and len(chunks[end]) >= _CHUNKS:
            end += 1
        if end - index > 1:
            bands = _bands([chunk for line in chunks[index:end] for chunk in line])
            for line, pieces in zip(lines[index:end], chunks[index:end], strict=True):
                found.append((line[0]["top"], _in_bands(pieces, bands)))
            index = end
        else:
            found.append((lines[index][0]["top"], [" ".join(w["text"] for w in lines[index])]))
            index += 1
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
        at = next(i for i, (low, high) in enumerate(bands) if low <= start <= high)
        cells[at] = f"{cells[at]} {text}".strip()
    return cells
