"""Which rows of a sheet name its columns, over one row or four."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from monitor.ingest.grid import Grid
from monitor.ingest.headings import book, is_stop, is_total, read_heading
from monitor.ingest.periods import FIRST_YEAR, LAST_YEAR, find_moment
from monitor.ingest.plain import plain

HEADING_ROWS = 4


LONGEST_HEADING = 200


LONGEST_DATE = 24


_HALF = 0.5


FEW = 2


def filled_cells(row: Sequence[object]) -> list[int]:
    """The indices of the cells in which something stands."""
    return [at for at, cell in enumerate(row) if cell not in ("", None) and cell != " "]


def holds_figures(row: Sequence[object]) -> bool:
    """Whether a row is plainly one of the body: a name, then numbers of which one is no year.

    Most rows are; what this does not settle is looked at cell by cell.
    """
    return (
        len(row) > FEW
        and type(row[0]) is str
        and row[0] not in {"", " "}
        and type(row[1]) is float
        and type(row[-1]) is float
        and not FIRST_YEAR <= row[-1] <= LAST_YEAR
    )


def hold_figures(rows: Sequence[Sequence[object]]) -> bool:
    """Whether all of many rows hold figures and none is a total: most sheets end in such rows."""
    if len(set(map(len, rows))) != 1:
        return False
    columns = list(zip(*rows, strict=True))
    names, first, last = columns[0], columns[1], columns[-1]
    return (
        set(map(type, names)) == {str}
        and set(map(type, first)) == set(map(type, last)) == {float}
        and not {"", " "} & {*names}
        and (max(last) < FIRST_YEAR or min(last) > LAST_YEAR or not any(map(_is_year, last)))
        and not any(map(is_total, names))
    )


def _is_year(number: float) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR


def is_heading_row(row: Sequence[object], filled: list[int], *, inside: bool) -> bool:
    """Whether a row names columns: known headings, or years, in most of its cells."""
    known = years = others = numbers = 0
    if any(type(row[at]) is float and not _may_be_year(row[at]) for at in filled):
        return False
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
    if of_the_bank(str(row[at]) for at in filled):
        return True
    if known >= FEW:
        return known + years + others >= _HALF * len(filled)
    if known and _names_rows(row, filled):
        return all(isinstance(row[at], str) for at in filled)
    return known == 1 and (years >= FEW or (years == 1 and not inside))


def of_the_bank(names: Iterable[str]) -> bool:
    """Whether a row holds the names of time and content the statistics bank gives its exports."""
    texts = {plain(name) for name in names}
    told = book()["statbank"]
    return bool(texts & set(told["content"])) and bool(texts & set(told["time"]))


def _names_rows(row: Sequence[object], filled: list[int]) -> bool:
    """Whether the first cell says that criteria stand in the rows (a transposed table)."""
    return len(filled) > 1 and read_heading(str(row[filled[0]])).field in {"criterion", "indicator"}


def heads_with_areas(
    row: Sequence[object], filled: list[int], is_area: Callable[[str], bool]
) -> bool:
    """Whether areas head the columns: two known names at least, and only text."""
    if len(filled) <= FEW or not all(isinstance(row[at], str) for at in filled):
        return False
    known = sum(is_area(str(row[at])) for at in filled[1:])
    return known >= FEW and known >= _HALF * (len(filled) - 1) and not is_area(str(row[filled[0]]))


def _may_be_year(cell: object) -> bool:
    return isinstance(cell, float) and FIRST_YEAR <= cell <= LAST_YEAR and cell % 1 == 0


def _looks_like_number(text: str) -> bool:
    folded = plain(text)
    return bool(folded) and folded.replace(".", "").replace(",", "").replace(" ", "").isdecimal()


def heading_span(grid: Grid, index: int) -> tuple[int, int]:
    """First and last row of the heading whose best-known row is ``index``."""
    rows = grid.rows
    first = index
    while first > 0 and index - first < HEADING_ROWS - 1:
        above = rows[first - 1]
        filled = filled_cells(above)
        if not _is_group_row(grid, first - 1, filled):
            break
        first -= 1
    last = index
    while last + 1 < len(rows) and last + 1 - first < HEADING_ROWS:
        below = rows[last + 1]
        filled = filled_cells(below)
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
    if len(filled) >= FEW:
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
