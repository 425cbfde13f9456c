"""The statistics bank's matrix (web export as csv, xlsx or HTML): labels beside, times above.

A title ("Befolkningen den 1. i kvartalet efter område, herkomst og tid"), one to three rows of
values above the numbers, one column a variable beside them without a name, labels that repeat left
blank. What a column holds is told by its name where one stands, else by the title's order of
variables, else by its values; what is counted, by the title or the table's code alone. A table is
taken for a matrix only if countries, regions or municipalities stand beside the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.ingest.bank_labels import (
    code_in_name,
    is_geography,
    is_number,
    is_time,
    text_of,
    variables,
)
from monitor.ingest.grid import Grid, Place
from monitor.ingest.heading_rows import filled_cells
from monitor.ingest.headings import Heading, book
from monitor.ingest.plain import plain
from monitor.ingest.statbank import is_all, is_kind, is_origin
from monitor.ingest.tables import Table
from monitor.ingest.views import View

_TITLE_ROWS = 6
_ABOVE = 3
"""Rows of values above the numbers: time, and perhaps another variable or two."""


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


def _times_from(row: Sequence[object]) -> int:
    """The first column of times, if a row holds nothing else but names of variables before them."""
    filled = filled_cells(row)
    times = [at for at in filled if is_time(row[at])]
    if not times or not times[0]:
        return 0
    before = [at for at in filled if at < times[0]]
    named = all(_is_variable(text_of(row[at])) for at in before)
    return times[0] if named and times == filled[len(before) :] else 0


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
    title = " ".join(text_of(line[filled_cells(line)[0]]) for line in lines)
    if not body or not _of_the_bank(grid, title, times, stubs):
        return None
    names = _names(grid, title, tuple(heads), body, stubs)
    places = _filled_down(grid, body, stubs)
    beside = [at for at in range(stubs) if is_kind(names[at], "geography")]
    if not beside or not is_geography(places[beside[0]]):
        return None
    return Matrix(title, tuple(heads), tuple(body), stubs, names)


def _of_the_bank(grid: Grid, title: str, times: int, stubs: int) -> bool:
    """Whether title or name is the bank's, or nothing is said at all (planners say more)."""
    unnamed = not any(text_of(cell).strip() for cell in grid.rows[times][:stubs])
    return bool(variables(title)) or code_in_name(grid) or (unnamed and not title)


def _is_above(row: Sequence[object], stubs: int) -> bool:
    """Whether a row holds values of another variable above the numbers, and nothing beside."""
    filled = filled_cells(row)
    return bool(filled) and filled[0] >= stubs and all(not is_number(row[at]) for at in filled)


def _filled_down(grid: Grid, body: Sequence[int], stubs: int) -> list[list[object]]:
    """The columns beside the numbers, labels that were left blank filled in from above."""
    columns: list[list[object]] = []
    for at in range(stubs):
        above: object = ""
        cells: list[object] = []
        for row in body:
            line = grid.rows[row]
            cell = line[at] if at < len(line) else ""
            above = cell if text_of(cell) else above
            cells.append(above)
        columns.append(cells)
    return columns


def _filled_right(grid: Grid, row: int, stubs: int, width: int) -> list[object]:
    line, left = grid.rows[row], ""
    cells: list[object] = []
    for at in range(stubs, width):
        text = text_of(line[at]) if at < len(line) else ""
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
    told = variables(title)
    line = grid.rows[heads[-1]]
    names = []
    for at, cells in enumerate(values):
        own = text_of(line[at]) if at < stubs and at < len(line) else ""
        seen = _seen(cells)
        inorder = told[at] if len(told) == len(values) else ""
        names.append(own or seen or inorder)
    return tuple(names)


def _seen(cells: Sequence[object]) -> str:
    """The variable whose values these are, "" if they could be of several."""
    told = book()["statbank"]
    if all(is_time(cell) for cell in cells):
        return str(told["time"][0])
    if is_geography(cells):
        return str(told["geography"][0])
    if any(is_origin(cell) for cell in cells):
        return str(told["origin"][0])
    return str(told["people"][0]) if all(is_all(cell) for cell in cells) else ""


def counts_people(matrix: Matrix, grid: Grid) -> bool | None:
    """Whether a matrix counts people, by its title or table's code; None if neither says."""
    if code_in_name(grid):
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
            if line[at] in ("", None) and not all(text_of(value) for value in head):
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
