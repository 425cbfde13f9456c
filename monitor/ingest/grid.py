"""A sheet as cells with their place: what every reader hands on."""

from __future__ import annotations

from dataclasses import dataclass, field

_LETTERS = 26


def letters(column: int) -> str:
    """A column's number (1, 2, ...) as the spreadsheet shows it (A, B, ...)."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


@dataclass(frozen=True)
class Place:
    """Where something stands: file, sheet, row and column (from 1; 0 where there is none)."""

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The cell as the spreadsheet names it (C5), empty without row or column."""
        return f"{letters(self.column)}{self.row}" if self.row and self.column else ""


@dataclass
class Grid:
    """One sheet's cells, from A1: ``rows[r - 1][c - 1]`` stands in row r, column c.

    A cell is "" or None where nothing stands, else text, number, date or truth value. ``merged``
    holds first row, first column, last row, last column of merged ranges (from 1). ``errors`` are
    the cells that hold an error value, ``uncalculated`` the formulas nobody has calculated.
    ``rows_stand`` gives page and line of each row of a document of several pages.
    """

    file: str
    sheet: str
    rows: list[list[object]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    rows_stand: list[tuple[str, int]] | None = None
    suffix: str = ""

    def place(self, row: int, column: int) -> Place:
        """The place of a cell by its indices (from 0)."""
        if self.rows_stand is not None:
            page, line = self.rows_stand[row]
            return Place(self.file, page, line, column + 1)
        return Place(self.file, self.sheet, row + 1, column + 1)
