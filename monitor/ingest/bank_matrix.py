"""The statistics bank's matrix (web export as csv, xlsx or HTML): labels beside, times above.

A title ("Befolkningen den 1. i kvartalet efter område, herkomst og tid"), one to three rows of
values above the numbers, one column a variable beside them without a name, labels that repeat left
blank. What a column holds is told by its name where one stands, else by the title's order of
variables, else by its values; what is counted, by the title or the table's code alone. A table is
taken for a matrix only if countries, regions or municipalities stand beside the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.ingest.grid import Grid, Place
from monitor.ingest.heading_rows import filled_cells
from monitor.ingest.headings import Heading, book, country_or_region
from monitor.ingest.places import municipality_code
from monitor.ingest.plain import plain
from monitor.ingest.statbank import is_all, is_kind, is_origin, spellings
from monitor.ingest.tables import Table
from monitor.ingest.tokens import show
from monitor.ingest.views import View

_TIME = re.compile(r"^(?:19|20)\d\d(?:[kqmu]\d{1,2})?$")
_TITLE_ROWS = 6
_ABOVE = 3
"""Rows of values above the numbers: time, and perhaps another variable or two."""
_LEAST_ROWS = 3


@dataclass(frozen=True)
class Matrix:
    """Where a sheet's matrix stands: rows and columns from 0.

    ``names`` are the variables beside the numbers and above them, in that order.
    """

    title: str
    heads: tuple[int, ...]
    body: tuple[int, ...]
    stubs: int
    names: tuple[str, ...]


def matrix_of(grid: Grid) -> Matrix | None:
    """The sheet's matrix, None where none stands."""
    for row in range(min(len(grid.rows), _TITLE_ROWS + _ABOVE)):
        start = _times_from(grid.rows[row])
        if start:
            return _matrix(grid, row, start)
    return None


def headless(grid: Grid) -> bool:
    """Whether a sheet holds the bank's labels and numbers without a row that says of when.

    As ``muni_income.csv`` of heholo/IDE (commit d1b3f7f) was saved (labels, then a number a year),
    and as the bank's HTML is with no variable in its head (a title, labels, one number).
    """
    rows = [row for row in grid.rows if filled_cells(row)]
    titled = bool(rows) and bool(_variables(_text(rows[0][0])))
    rows = rows[1:] if titled else rows
    least = 1 if titled else _LEAST_ROWS
    if len(rows) < least or len({len(row) for row in rows}) > 1:
        return False
    start = next((at for at, cell in enumerate(rows[0]) if _is_number(cell)), 0)
    if not start or not all(
        _is_number(cell) == (at >= start) for row in rows for at, cell in enumerate(row)
    ):
        return False
    columns = [[row[at] for row in rows] for at in range(start)]
    return any(_is_geography(cells) for cells in columns)


def _text(cell: object) -> str:
    """A cell's whole text (``show`` cuts it for a sentence)."""
    return " ".join(cell.split()) if isinstance(cell, str) else show(cell)


def _is_number(cell: object) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, float | int) or bool(re.fullmatch(r"-?[\d.]+", _text(cell)))


def _times_from(row: Sequence[object]) -> int:
    """The first column of times, if a row holds nothing else but names of variables before them."""
    filled = filled_cells(row)
    times = [at for at in filled if _is_time(row[at])]
    if not times or not times[0]:
        return 0
    before = [at for at in filled if at < times[0]]
    named = all(_is_variable(_text(row[at])) for at in before)
    return times[0] if named and times == filled[len(before) :] else 0


def _is_time(cell: object) -> bool:
    return bool(_TIME.match(plain(_text(cell)))) and not isinstance(cell, bool)


def _is_variable(text: str) -> bool:
    return any(is_kind(text, what) for what in ("geography", "origin", "people"))


def _matrix(grid: Grid, times: int, stubs: int) -> Matrix | None:
    rows = grid.rows
    heads = [times]
    while heads[0] > 0 and len(heads) < _ABOVE and _is_above(rows[heads[0] - 1], stubs):
        heads.insert(0, heads[0] - 1)
    after = times + 1
    while after < len(rows) and len(heads) < _ABOVE and _is_above(rows[after], stubs):
        heads.append(after)
        after += 1
    body = []
    for row in range(after, len(rows)):
        cells = rows[row]
        filled = filled_cells(cells)
        if any(at >= stubs for at in filled):
            body.append(row)
        elif filled and body:
            # a lone text below the numbers is a footnote
            break
    lines = [rows[row] for row in range(heads[0]) if len(filled_cells(rows[row])) == 1]
    title = " ".join(_text(line[filled_cells(line)[0]]) for line in lines)
    if not body or not _of_the_bank(grid, title, times, stubs):
        return None
    names = _names(grid, title, tuple(heads), body, stubs)
    places = _filled_down(grid, body, stubs)
    beside = [at for at in range(stubs) if is_kind(names[at], "geography")]
    if not beside or not _is_geography(places[beside[0]]):
        return None
    return Matrix(title, tuple(heads), tuple(body), stubs, names)


def _of_the_bank(grid: Grid, title: str, times: int, stubs: int) -> bool:
    """Whether title or name is the bank's, or nothing is said at all (planners say more)."""
    unnamed = not any(_text(cell).strip() for cell in grid.rows[times][:stubs])
    return bool(_variables(title)) or _code_in_name(grid) or (unnamed and not title)


def _code_in_name(grid: Grid) -> bool:
    texts = [plain(text) for text in (grid.sheet, grid.file.rsplit("/", 1)[-1])]
    return any(code in text for code in book()["statbank"]["tables"] for text in texts)


def _is_above(row: Sequence[object], stubs: int) -> bool:
    """Whether a row holds values of another variable above the numbers, and nothing beside."""
    filled = filled_cells(row)
    return bool(filled) and filled[0] >= stubs and all(not _is_number(row[at]) for at in filled)


def _filled_down(grid: Grid, body: Sequence[int], stubs: int) -> list[list[object]]:
    """The columns beside the numbers, labels that were left blank filled in from above."""
    columns: list[list[object]] = []
    for at in range(stubs):
        above: object = ""
        cells: list[object] = []
        for row in body:
            line = grid.rows[row]
            cell = line[at] if at < len(line) else ""
            above = cell if _text(cell) else above
            cells.append(above)
        columns.append(cells)
    return columns


def _filled_right(grid: Grid, row: int, stubs: int, width: int) -> list[object]:
    line, left = grid.rows[row], ""
    cells: list[object] = []
    for at in range(stubs, width):
        text = _text(line[at]) if at < len(line) else ""
        left = text or left
        cells.append(left)
    return cells


def _names(
    grid: Grid, title: str, heads: tuple[int, ...], body: Sequence[int], stubs: int
) -> tuple[str, ...]:
    """The variables beside and above: by name, by the title's order, by their values."""
    width = max(len(grid.rows[row]) for row in body)
    values = _filled_down(grid, body, stubs)
    values += [_filled_right(grid, row, stubs, width) for row in heads]
    told = _variables(title)
    line = grid.rows[heads[-1]]
    names = []
    for at, cells in enumerate(values):
        own = _text(line[at]) if at < stubs and at < len(line) else ""
        seen = _seen(cells)
        inorder = told[at] if len(told) == len(values) else ""
        names.append(own or seen or inorder)
    return tuple(names)


def _variables(title: str) -> list[str]:
    """The variables a title names: "... efter område, køn og tid"."""
    words = plain(title)
    for by in book()["statbank"]["by"]:
        _, found, rest = words.partition(f" {by} ")
        if found:
            return [part.strip() for part in re.split(r",| og | and ", rest) if part.strip()]
    return []


def _seen(cells: Sequence[object]) -> str:
    """The variable whose values these are, "" if they could be of several."""
    told = book()["statbank"]
    if all(_is_time(cell) for cell in cells):
        return str(told["time"][0])
    if _is_geography(cells):
        return str(told["geography"][0])
    if any(is_origin(cell) for cell in cells):
        return str(told["origin"][0])
    return str(told["people"][0]) if all(is_all(cell) for cell in cells) else ""


def _is_geography(cells: Sequence[object]) -> bool:
    """Whether only places of the bank stand here, the country or a region among them."""
    texts = {_text(cell) for cell in cells}
    return any(country_or_region(text) for text in texts) and all(_is_place(t) for t in texts)


def _is_place(text: str) -> bool:
    folded = [part for part in spellings(text) if part]
    return (
        country_or_region(text) is not None
        or any(municipality_code(part) for part in folded)
        or any(part.startswith(stem) for part in folded for stem in book()["statbank"]["places"])
    )


def counts_people(matrix: Matrix, grid: Grid) -> bool | None:
    """Whether a matrix counts people, by its title or table's code; None if neither says."""
    if _code_in_name(grid):
        return True
    if not matrix.title:
        return None
    told, title = book()["statbank"], plain(matrix.title)
    for by in told["by"]:
        title = title.partition(f" {by} ")[0]
    return title in told["titles"]


class MatrixView(View):
    """A matrix as one row a number; each number keeps the place it has on the sheet."""

    spots: list[tuple[int, int]]

    def place(self, record: int, column: int) -> Place:
        """Where a number stands; the labels beside and above it have its place too."""
        row, at = self.spots[record]
        return self.table.grid.place(row, at)

    def heading_place(self, column: int) -> Place:
        """The first cell of the times above."""
        return self.table.grid.place(self.table.heading_rows[-1], 0)


def long_view(grid: Grid, matrix: Matrix) -> MatrixView:
    """The matrix as the bank's long export has it: a column a variable, and the content."""
    beside = _filled_down(grid, matrix.body, matrix.stubs)
    width = max(len(grid.rows[row]) for row in matrix.body)
    above = [_filled_right(grid, row, matrix.stubs, width) for row in matrix.heads]
    spots: list[tuple[int, int]] = []
    cells: list[list[object]] = [[] for _ in range(len(matrix.names) + 1)]
    for number, row in enumerate(matrix.body):
        line = grid.rows[row]
        for at in range(matrix.stubs, min(width, len(line))):
            head = [values[at - matrix.stubs] for values in above]
            if line[at] in ("", None) and not all(_text(value) for value in head):
                continue
            spots.append((row, at))
            values = [*(column[number] for column in beside), *head, line[at]]
            for column, value in zip(cells, values, strict=True):
                column.append(value)
    content = book()["statbank"]["content"][0].upper()
    headings = [*(Heading(name) for name in matrix.names), Heading(content)]
    table = Table(
        grid, [h.text for h in headings], list(matrix.heads), list(matrix.body), [matrix.title]
    )
    view = MatrixView(table, headings, cells)
    view.spots = spots
    return view
