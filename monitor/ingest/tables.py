"""A sheet cut into tables: titles, headings over one to four rows, body, totals, footnotes.

One sheet may hold the list, the areas gone from it and the departments one under another: each
becomes a table of its own, cut at captions ("Tabel 2") and repeated headings, so that a leaver is
never read as listed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from monitor.ingest.grid import Grid
from monitor.ingest.heading_rows import (
    FEW,
    filled_cells,
    heading_span,
    heads_with_areas,
    hold_figures,
    holds_figures,
    is_heading_row,
    of_the_bank,
)
from monitor.ingest.headings import Heading, is_stop, is_total, read_heading, says


@dataclass
class Table:
    """A table inside a sheet.

    Attributes:
        grid: the sheet.
        headings: one per column of the sheet; "" where none stands.
        heading_rows: indices (from 0) of the heading's rows.
        body: indices of the rows that hold data.
        titles: what stands above: title lines and captions, nearest last.
        totals: indices of rows set aside as totals or means.
        says: what titles and captions say: listed, left, departments, a category.
        notes: footnotes and source lines below.
        bank: an export of the statistics bank, in which "I alt" is a value as any other.
    """

    grid: Grid
    headings: list[str]
    heading_rows: list[int]
    body: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    says: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    uppers: list[str] = field(default_factory=list)
    bank: bool = False

    def column(self, index: int) -> list[object]:
        """The body's cells of a column (from 0), in order."""
        rows = self.grid.rows
        return [rows[row][index] if index < len(rows[row]) else "" for row in self.body]

    def columns(self, count: int) -> list[list[object]]:
        """The body's cells of the first ``count`` columns."""
        lines = [self.grid.rows[row] for row in self.body]
        if lines and min(map(len, lines)) >= count:
            return [list(column) for column in islice(zip(*lines, strict=False), count)]
        return [self.column(at) for at in range(count)]

    def label(self, index: int) -> Heading:
        """The heading of a column: its last row's words first, then with the rows above."""
        text = self.headings[index]
        upper = self.uppers[index] if index < len(self.uppers) else ""
        return joined_heading(text, upper)


def joined_heading(text: str, upper: str) -> Heading:
    """A heading under a group heading: alone where it says enough, else together."""
    own = read_heading(text)
    if not upper:
        return own
    if own.field and own.field not in _VAGUE:
        above = read_heading(upper)
        # a year over several columns belongs to each of them
        return own if own.moment or not above.moment else replace(own, moment=above.moment)
    together = read_heading(f"{upper} {text}")
    return together if together.field or not own.field else own


_VAGUE = frozenset({"ignored", "value"})


def _nobody(_: str) -> bool:
    return False


def tables_of(grid: Grid, is_area: Callable[[str], bool] = _nobody) -> list[Table]:
    """The tables of a sheet, top to bottom.

    Args:
        grid: the sheet.
        is_area: whether a text is a known area's name (such names may head the columns).
    """
    rows = grid.rows
    found: list[Table] = []
    titles: list[str] = []
    open_table: Table | None = None
    closed = False
    index = 0
    while index < len(rows):
        row = rows[index]
        if open_table is not None and not closed and holds_figures(row):
            if not open_table.body and hold_figures(rows[index:]):
                open_table.body += range(index, len(rows))
                break
            rest = open_table.totals if is_total(str(row[0])) else open_table.body
            rest.append(index)
            index += 1
            continue
        filled = filled_cells(row)
        if not filled:
            index += 1
            continue
        if is_heading_row(row, filled, inside=open_table is not None) or heads_with_areas(
            row, filled, is_area
        ):
            first, last = heading_span(grid, index)
            if found and not found[-1].body and found[-1].heading_rows[-1] >= first - 1:
                # what stood alone as a heading is the group heading of this one
                titles = [*found.pop().titles, *titles]
            open_table = _start(grid, first, last, titles, found)
            found.append(open_table)
            titles, closed = [], False
            index = last + 1
            continue
        lone = _lone_text(row, filled)
        if lone is not None and _is_line(lone, filled, open_table, is_area):
            if is_stop(lone):
                closed = True
                if open_table is not None:
                    open_table.notes.append(lone)
            elif open_table is not None and says(lone) & _SECTIONS:
                # a caption inside a table: the same columns go on below it under another sign
                open_table = Table(
                    grid,
                    open_table.headings,
                    open_table.heading_rows,
                    titles=[*open_table.titles[:1], lone],
                    says=(_general(open_table.says) | says(lone)),
                    uppers=open_table.uppers,
                )
                found.append(open_table)
                closed = False
            else:
                titles.append(lone)
            index += 1
            continue
        if open_table is not None and not closed:
            first_text = next((rows[index][at] for at in filled), "")
            if isinstance(first_text, str) and is_total(first_text) and not open_table.bank:
                open_table.totals.append(index)
            else:
                open_table.body.append(index)
        index += 1
    return [table for table in found if table.body]


_SECTIONS = frozenset({"left", "departments", "listed"})


def _general(said: frozenset[str]) -> frozenset[str]:
    return said - _SECTIONS


def _lone_text(row: Sequence[object], filled: list[int]) -> str | None:
    if len(filled) == 1 and isinstance(row[filled[0]], str):
        return str(row[filled[0]])
    first = row[filled[0]]
    if isinstance(first, str) and is_stop(first) and len(filled) <= FEW:
        return first
    return None


def _is_line(
    text: str, filled: list[int], table: Table | None, is_area: Callable[[str], bool]
) -> bool:
    """Whether a lone text is a line of its own and not an area whose figures are all empty."""
    if table is None or is_stop(text) or says(text) or filled[0] != _first_column(table):
        return True
    return not is_area(text)


def _first_column(table: Table) -> int:
    return next((at for at, text in enumerate(table.headings) if text), 0)


def _text_of(cell: object) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def _start(grid: Grid, first: int, last: int, titles: list[str], before: list[Table]) -> Table:
    rows = grid.rows
    width = max(len(rows[at]) for at in range(first, last + 1))
    headings: list[str] = []
    uppers: list[str] = []
    own = _best_row(grid, first, last)
    for column in range(width):
        texts = [_cell_text(grid, at, column) for at in range(first, last + 1)]
        upper = " ".join(_group_text(grid, at, column) for at in range(first, own)).strip()
        if not texts[own - first] and any(texts):
            texts[own - first] = _spread(grid, own, column, texts)
        text = " ".join(text for text in texts[own - first :] if text)
        headings.append(text or upper)
        uppers.append(upper if text else "")
    said: frozenset[str] = frozenset()
    for title in titles:
        said |= says(title)
    above: list[str] = []
    if before:
        # a document says once what its tables are; a table repeated over a page says nothing new
        above = before[0].titles
        if not said - _SECTIONS:
            said |= _general(before[0].says)
        pending = not before[-1].body
        if (pending and not said & _SECTIONS) or not titles:
            # a caption just above the heading, or a heading repeated over a page
            said |= before[-1].says & _SECTIONS
    return Table(
        grid,
        headings,
        list(range(first, last + 1)),
        titles=[*above, *titles],
        says=said,
        uppers=uppers,
        bank=of_the_bank(headings),
    )


def _spread(grid: Grid, own: int, column: int, texts: list[str]) -> str:
    """A figure's heading over more than one period, in a row that is itself the best known."""
    below = read_heading(" ".join(text for text in texts if text))
    group = _group_text(grid, own, column)
    return group if below.bare_moment and read_heading(group).is_indicator else ""


def _best_row(grid: Grid, first: int, last: int) -> int:
    """The heading row that names most columns."""
    return max(range(first, last + 1), key=lambda at: (len(filled_cells(grid.rows[at])), -at))


def _cell_text(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return _text_of(cells[column]) if column < len(cells) else ""


def _group_text(grid: Grid, row: int, column: int) -> str:
    """The group heading over a column: its own, or the nearest to the left of an empty cell."""
    for top, left, _, right in grid.merged:
        if top == row + 1 and left <= column + 1 <= right:
            return _cell_text(grid, row, left - 1)
    for at in range(column, -1, -1):
        text = _cell_text(grid, row, at)
        if text:
            return text
    return ""
