"""What the statistics bank writes beside and above its numbers: times, places, titles, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.ingest.grid import Grid
from monitor.ingest.heading_rows import filled_cells
from monitor.ingest.headings import book, country_or_region
from monitor.ingest.places import municipality_code
from monitor.ingest.plain import plain
from monitor.ingest.statbank import spellings
from monitor.ingest.tokens import show

_TIME = re.compile(r"^(?:19|20)\d\d(?:[kqmu]\d{1,2})?$")
_LEAST_ROWS = 3


def text_of(cell: object) -> str:
    """A cell's whole text (``show`` cuts it for a sentence)."""
    return " ".join(cell.split()) if isinstance(cell, str) else show(cell)


def is_number(cell: object) -> bool:
    """Whether a cell holds a number as the bank writes it: digits, points between thousands."""
    if isinstance(cell, bool):
        return False
    return isinstance(cell, float | int) or bool(re.fullmatch(r"-?[\d.]+", text_of(cell)))


def is_time(cell: object) -> bool:
    """Whether a cell is a time of the bank: 2023, 2023K1, 2024M12."""
    return bool(_TIME.match(plain(text_of(cell)))) and not isinstance(cell, bool)


def code_in_name(grid: Grid) -> bool:
    """Whether sheet or file is called by the code of a table that counts people."""
    texts = [plain(text) for text in (grid.sheet, grid.file.rsplit("/", 1)[-1])]
    return any(code in text for code in book()["statbank"]["tables"] for text in texts)


def variables(title: str) -> list[str]:
    """The variables a title names: "... efter område, køn og tid"."""
    words = plain(title)
    for by in book()["statbank"]["by"]:
        _, found, rest = words.partition(f" {by} ")
        if found:
            return [part.strip() for part in re.split(r",| og | and ", rest) if part.strip()]
    return []


def is_geography(cells: Sequence[object]) -> bool:
    """Whether only places of the bank stand here, the country or a region among them."""
    texts = {text_of(cell) for cell in cells}
    return any(country_or_region(text) for text in texts) and all(_is_place(t) for t in texts)


def _is_place(text: str) -> bool:
    folded = [part for part in spellings(text) if part]
    return (
        country_or_region(text) is not None
        or any(municipality_code(part) for part in folded)
        or any(part.startswith(stem) for part in folded for stem in book()["statbank"]["places"])
    )


def headless(grid: Grid) -> bool:
    """Whether a sheet holds the bank's labels and numbers without a row that says of when.

    As ``muni_income.csv`` of heholo/IDE (commit d1b3f7f) was saved (labels, then a number a year),
    and as the bank's HTML is with no variable in its head (a title, labels, one number).
    """
    rows = [row for row in grid.rows if filled_cells(row)]
    titled = bool(rows) and bool(variables(text_of(rows[0][0])))
    rows = rows[1:] if titled else rows
    least = 1 if titled else _LEAST_ROWS
    if len(rows) < least or len({len(row) for row in rows}) > 1:
        return False
    start = next((at for at, cell in enumerate(rows[0]) if is_number(cell)), 0)
    if not start or not all(
        is_number(cell) == (at >= start) for row in rows for at, cell in enumerate(row)
    ):
        return False
    columns = [[row[at] for row in rows] for at in range(start)]
    return any(is_geography(cells) for cells in columns)
