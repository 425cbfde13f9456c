"""The records of a table: whose each is and of when, worked out once for all its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from monitor.ingest.owners import Owner
from monitor.ingest.times import Row
from monitor.ingest.views import View


@dataclass(frozen=True)
class Records:
    """Some of a table's records, each with an owner and a time.

    ``at`` are their indices in the view, in order; ``owners`` and ``rows`` run parallel to it.
    """

    view: View
    at: list[int]
    owners: list[Owner]
    rows: list[Row]
    unowned: bool = False
    """Whether a record of the table has no owner."""

    def only(self, wanted: Sequence[int]) -> Records:
        """Those at some places of ``at``."""
        if len(wanted) == len(self.at):
            return self
        return Records(
            self.view,
            [self.at[place] for place in wanted],
            [self.owners[place] for place in wanted],
            [self.rows[place] for place in wanted],
        )

    @cached_property
    def times(self) -> list[Row]:
        """The different times there are, in the order in which they come."""
        return [row for _, row in self._numbered.values()]

    @cached_property
    def _numbered(self) -> dict[object, tuple[int, Row]]:
        found: dict[object, tuple[int, Row]] = {}
        for row in {id(row): row for row in self.rows}.values():
            found.setdefault(_sign(row), (len(found), row))
        return found

    @cached_property
    def time_of(self) -> list[int]:
        """Which of ``times`` each record is of."""
        number = {id(row): self._numbered[_sign(row)][0] for row in self.rows}
        return [number[id(row)] for row in self.rows]

    def spread(self, told: Sequence[object]) -> object:
        """What is told of each time, for each record: one value where there is one time."""
        if len(self.times) == 1:
            return told[0]
        return [told[index] for index in self.time_of]

    @cached_property
    def area_id(self) -> pl.Series:
        """The area of each record."""
        return pl.Series([owner.area_id for owner in self.owners], dtype=pl.String)

    @cached_property
    def department(self) -> object:
        """The department of each record, "" where none has one."""
        told = [owner.department for owner in self.owners]
        return told if any(told) else ""

    def places(self, column: int) -> dict[str, object]:
        """Sheet, row and column of the records' cells in a column of the view."""
        if self.view.plain:
            return {"sheet": self.view.table.grid.sheet, "row": self._rows, "column": column + 1}
        stand = [self.view.place(record, column) for record in self.at]
        return {
            "sheet": [place.sheet for place in stand],
            "row": [place.row for place in stand],
            "column": [place.column for place in stand],
        }

    @cached_property
    def _rows(self) -> pl.Series:
        body = self.view.table.body
        return pl.Series([body[record] + 1 for record in self.at], dtype=pl.Int64)


def _sign(row: Row) -> object:
    # moments of one cell text are one object (``times.rows_of``), so their identity will do
    return id(row.moment), row.list_date, row.standing, row.known_from


def records_of(view: View, owners: Sequence[Owner | None], rows: Sequence[Row | None]) -> Records:
    """The records of a view that have both an owner and a time."""
    known = [
        at
        for at, (owner, row) in enumerate(zip(owners, rows, strict=True))
        if owner is not None and row is not None
    ]
    return Records(
        view,
        known,
        [owner for at in known if (owner := owners[at]) is not None],
        [row for at in known if (row := rows[at]) is not None],
        unowned=None in owners,
    )
