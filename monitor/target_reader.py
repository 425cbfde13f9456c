"""Typed frames from a planner's tables of text; a fault for every cell that is not its type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from monitor.target_cells import Cells, area_id, day, meaning, whole
from monitor.target_faults import Fault


@dataclass(frozen=True)
class Test:
    """What a cell must be: the kind of fault, the test of its row, words for the sentence."""

    kind: str
    fine: Callable[[dict[str, Any]], bool]
    words: Callable[[dict[str, Any]], dict[str, str]] = lambda _: {}


class Reader:
    """Typed frames from tables of text, and a fault for every cell that is not its type."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.faults: list[Fault] = []

    def frame(self, name: str, schema: dict[str, Any]) -> pl.DataFrame:
        """The table as a frame of ``schema``; rows with a cell of another type are left out."""
        cells = self._cells.text(name)
        if cells is None:
            return pl.DataFrame(schema=schema)
        rows = []
        for row in cells.iter_rows(named=True):
            typed = self._typed(row, schema)
            if typed is not None:
                rows.append(typed)
        return pl.DataFrame(rows, schema=schema)

    def _typed(self, row: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any] | None:
        found: dict[str, Any] = {place: row[place] for place in ("file", "sheet", "row")}
        good = True
        for column, kind in schema.items():
            cell = row.get(column) or ""
            if column in found:
                continue
            if kind == pl.Int64:
                found[column] = whole(cell)
                fine = cell == "" or found[column] is not None
                good &= self._say_unless(fine, row, column, "not_a_number")
            elif kind == pl.Date:
                found[column] = day(cell) if cell else None
                fine = cell == "" or found[column] is not None
                good &= self._say_unless(fine, row, column, "not_a_date")
            elif column == "area_id":
                found[column] = area_id(cell)
            else:
                found[column] = meaning(column, cell) or None
        return {column: found[column] for column in schema} if good else None

    def _say_unless(
        self, fine: bool, row: dict[str, Any], column: str, kind: str, **fields: str
    ) -> bool:
        if not fine:
            words = tuple(sorted(fields.items()))
            place = (row["file"], row["sheet"], row["row"])
            self.faults.append(Fault(*place, column, kind, row.get(column) or "", "error", words))
        return fine

    def checked(self, name: str, schema: dict[str, Any], tests: dict[str, Test]) -> pl.DataFrame:
        """``frame`` less the rows that fail a test of one of their columns, each with its fault."""
        places = {"file": pl.String, "sheet": pl.String, "row": pl.Int64}
        frame = self.frame(name, {**schema, **places})
        keep = []
        for row in frame.iter_rows(named=True):
            shown = {column: "" if cell is None else str(cell) for column, cell in row.items()}
            fine = [
                self._say_unless(
                    test.fine(row),
                    {**shown, "row": row["row"]},
                    column,
                    test.kind,
                    **test.words(row),
                )
                for column, test in tests.items()
            ]
            keep.append(all(fine))
        return frame.filter(pl.Series(keep, dtype=pl.Boolean)).select(list(schema))
