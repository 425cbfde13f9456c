"""A table as columns of cells, upright or laid on its side, each cell with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.ingest.grid import Place
from monitor.ingest.headings import Heading, read_heading
from monitor.ingest.tables import Table

Cells = list[object]


@dataclass
class View:
    """Columns with headings over rows of records, wherever they stand on the sheet.

    ``cells[c][i]`` is the cell of column c in record i; ``place(i, c)`` is where it stands.
    """

    table: Table
    headings: list[Heading]
    cells: list[Cells]
    sideways: bool = False

    @property
    def height(self) -> int:
        """How many records there are."""
        return len(self.cells[0]) if self.cells else 0

    def place(self, record: int, column: int) -> Place:
        """Where the cell of a record in a column stands."""
        table = self.table
        if self.sideways:
            return table.grid.place(table.body[column - 1], record + 1)
        return table.grid.place(table.body[record], column)

    @property
    def plain(self) -> bool:
        """Whether record i stands in the sheet's row of body row i, column for column."""
        upright = not self.sideways and self.table.grid.rows_stand is None
        return upright and type(self) is View

    def heading_place(self, column: int) -> Place:
        """Where a column's heading stands."""
        table = self.table
        if self.sideways:
            return table.grid.place(table.body[max(column - 1, 0)], 0)
        return table.grid.place(table.heading_rows[-1], column)

    def find(self, *fields: str) -> int | None:
        """The first column that means one of the fields, in the order asked for."""
        for wanted in fields:
            for at, heading in enumerate(self.headings):
                if heading.field == wanted:
                    return at
        return None


def upright(table: Table, headings: Sequence[Heading]) -> View:
    """The table as it stands."""
    return View(table, list(headings), table.columns(len(headings)))


def sideways(table: Table) -> View:
    """A table whose rows are criteria and whose columns are areas, laid on its side.

    Column 0 holds the areas' names (from the heading row), column k the figures of body row k.
    """
    rows = table.grid.rows
    width = len(table.headings)
    headings = [Heading("", field="area", mark="contents")]
    cells: list[Cells] = [list(table.headings[1:width])]
    for row in table.body:
        line = rows[row]
        headings.append(read_heading(str(line[0]) if line else ""))
        cells.append([line[at] if at < len(line) else "" for at in range(1, width)])
    return View(table, headings, cells, sideways=True)
