"""A sheet cut into tables: titles, headings over one to four rows, body, totals, footnotes.

One sheet may hold the list, the areas gone from it and the departments one under another: each
becomes a table of its own, cut at captions ("Tabel 2") and repeated headings, so that a leaver is
never read as listed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from monitor.ingest.grid import Grid
from monitor.ingest.headings import Heading, is_stop, is_total, read_heading, says
from monitor.ingest.periods import FIRST_YEAR, LAST_YEAR, find_moment
from monitor.ingest.plain import plain

HEADING_ROWS = 4
LONGEST_HEADING = 200
LONGEST_DATE = 24
_FEW = 2
_HALF = 0.5


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

    def column(self, index: int) -> list[object]:
        """The body's cells of a column (from 0), in order."""
        rows = self.grid.rows
        return [rows[row][index] if index < len(rows[row]) else "" for row in self.body]

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
        filled = _filled(row)
        if not filled:
            index += 1
            continue
        if _is_heading_row(row, filled, open_table) or _of_areas(row, filled, is_area):
            first, last = _heading_span(grid, index)
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
            if isinstance(first_text, str) and is_total(first_text):
                open_table.totals.append(index)
            else:
                open_table.body.append(index)
        index += 1
    return [table for table in found if table.body]


_SECTIONS = frozenset({"left", "departments", "listed"})


def _general(said: frozenset[str]) -> frozenset[str]:
    return said - _SECTIONS


def _filled(row: Sequence[object]) -> list[int]:
    return [at for at, cell in enumerate(row) if cell not in ("", None) and cell != " "]


def _lone_text(row: Sequence[object], filled: list[int]) -> str | None:
    if len(filled) == 1 and isinstance(row[filled[0]], str):
        return str(row[filled[0]])
    first = row[filled[0]]
    if isinstance(first, str) and is_stop(first) and len(filled) <= _FEW:
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


def _is_heading_row(row: Sequence[object], filled: list[int], table: Table | None) -> bool:
    """Whether a row names columns: known headings, or years, in most of its cells."""
    known = years = others = numbers = 0
    for at in filled:
        cell = row[at]
        if isinstance(cell, bool):
            return False
        if isinstance(cell, str):
            if len(cell) > LONGEST_HEADING:
                return False
            heading = read_heading(cell)
            if heading.field:
                known += 1
            elif heading.moment is not None and heading.bare_moment and len(cell) <= LONGEST_DATE:
                years += 1
            elif heading.measure or heading.unit:
                others += 1
            elif _looks_like_number(cell):
                numbers += 1
        elif isinstance(cell, float | int):
            if cell == cell // 1 and FIRST_YEAR <= cell <= LAST_YEAR:
                years += 1
            else:
                numbers += 1
        else:
            years += 1
    if numbers:
        return False
    if known >= _FEW:
        return known + years + others >= _HALF * len(filled)
    if known and _names_rows(row, filled):
        return all(isinstance(row[at], str) for at in filled)
    return known == 1 and (years >= _FEW or (years == 1 and table is None))


def _names_rows(row: Sequence[object], filled: list[int]) -> bool:
    """Whether the first cell says that criteria stand in the rows (a transposed table)."""
    return len(filled) > 1 and read_heading(str(row[filled[0]])).field in {"criterion", "indicator"}


def _of_areas(row: Sequence[object], filled: list[int], is_area: Callable[[str], bool]) -> bool:
    """Whether areas head the columns: two known names at least, and only text."""
    if len(filled) <= _FEW or not all(isinstance(row[at], str) for at in filled):
        return False
    known = sum(is_area(str(row[at])) for at in filled[1:])
    return known >= _FEW and known >= _HALF * (len(filled) - 1) and not is_area(str(row[filled[0]]))


def _looks_like_number(text: str) -> bool:
    folded = plain(text)
    return bool(folded) and folded.replace(".", "").replace(",", "").replace(" ", "").isdecimal()


def _heading_span(grid: Grid, index: int) -> tuple[int, int]:
    """First and last row of the heading whose best-known row is ``index``."""
    rows = grid.rows
    first = index
    while first > 0 and index - first < HEADING_ROWS - 1:
        above = rows[first - 1]
        filled = _filled(above)
        if not _is_group_row(grid, first - 1, filled):
            break
        first -= 1
    last = index
    while last + 1 < len(rows) and last + 1 - first < HEADING_ROWS:
        below = rows[last + 1]
        filled = _filled(below)
        if not filled or not _continues(below, filled):
            break
        last += 1
    return first, last


def _is_group_row(grid: Grid, index: int, filled: list[int]) -> bool:
    """Whether a row above holds group headings: merged, or texts beside the first column."""
    row = grid.rows[index]
    if not filled or any(not isinstance(row[at], str) for at in filled):
        return False
    texts = [str(row[at]) for at in filled]
    if any(is_stop(text) or len(text) > LONGEST_HEADING for text in texts):
        return False
    if len(filled) >= _FEW:
        return all(_names_something(text) for text in texts)
    spans = [m for m in grid.merged if m[0] == index + 1 and m[1] == filled[0] + 1]
    wide = any(last - first + 1 < len(row) and first > 1 for _, first, _, last in spans)
    return (filled[0] > 0 or wide) and _names_something(texts[0])


def _names_something(text: str) -> bool:
    heading = read_heading(text)
    return bool(heading.field or heading.measure or heading.unit or heading.moment)


def _continues(row: Sequence[object], filled: list[int]) -> bool:
    """Whether a row below goes on naming: only periods, units, measures, known headings in text."""
    for at in filled:
        cell = row[at]
        if not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
            return False
        if is_total(cell) and at != filled[0]:
            continue
        heading = read_heading(cell)
        bare = heading.field or heading.measure or heading.unit
        if not bare and not heading.bare_moment:
            return False
        if not bare and find_moment(cell)[1]:
            return False
        if _looks_like_number(cell) and not heading.bare_moment:
            return False
    return True


def _start(grid: Grid, first: int, last: int, titles: list[str], before: list[Table]) -> Table:
    rows = grid.rows
    width = max(len(rows[at]) for at in range(first, last + 1))
    headings: list[str] = []
    uppers: list[str] = []
    own = _best_row(grid, first, last)
    for column in range(width):
        texts = [_cell_text(grid, at, column) for at in range(first, last + 1)]
        upper = " ".join(_group_text(grid, at, column) for at in range(first, own)).strip()
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
    )


def _best_row(grid: Grid, first: int, last: int) -> int:
    """The heading row that names most columns."""
    return max(range(first, last + 1), key=lambda at: (len(_filled(grid.rows[at])), -at))


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
