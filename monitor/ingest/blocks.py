"""Figures as they are harvested: blocks of columns, turned into one frame at the end.

A table's column gives one block; what is the same in all of its figures (file, sheet, indicator) is
kept once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

SCHEMA: dict[str, type[pl.DataType]] = {
    "area_id": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "value": pl.String,
    "decimals": pl.Int64,
    "unit": pl.String,
    "standing": pl.String,
    "known_from": pl.Date,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.Int64,
    "batch": pl.String,
    "reason": pl.String,
    "known_basis": pl.String,
    "made_from": pl.String,
    "list_date": pl.Date,
    "department": pl.String,
}
"""A harvested figure; the first thirteen columns are those of ``outputs.md``."""

EMPTY_IS_NULL = frozenset({"value", "decimals", "known_from", "list_date", "row", "column"})
"""Columns that are null where nothing is said; the others are empty text."""

MANY = (list, pl.Series)
"""What a column of several values may be."""

Numbers = NDArray[np.int64]


@dataclass
class Blocks:
    """Blocks of figures; a column of a block is a series, a list, or one value for each row."""

    parts: list[tuple[int, dict[str, object]]] = field(default_factory=list)

    def add(self, count: int, columns: Mapping[str, object]) -> None:
        """Take in ``count`` figures."""
        if count:
            self.parts.append((count, dict(columns)))

    def has_departments(self) -> bool:
        """Whether any figure is a department's."""
        return any(
            any(told) if isinstance(told := columns.get("department", ""), MANY) else bool(told)
            for _, columns in self.parts
        )

    def column(self, name: str) -> list[object]:
        """One column of all blocks, as a list."""
        found: list[object] = []
        for count, value in self._told(name):
            found.extend(value if isinstance(value, MANY) else [value] * count)
        return found

    def frame(self) -> pl.DataFrame:
        """All figures, columns ``SCHEMA``, in the order they were taken in."""
        counts = [count for count, _ in self.parts]
        of_block = pl.Series(np.repeat(np.arange(len(counts)), counts))
        return pl.DataFrame(
            {name: self._series(name, kind, of_block) for name, kind in SCHEMA.items()}
        )

    def numbered(self, name: str) -> tuple[Numbers, list[object]]:
        """A column as numbers: each figure's place among the column's different values.

        The values are in order, nothing (None) before all others.
        """
        places: dict[object, int] = {}
        seen: dict[int, Numbers] = {}
        pieces: list[Numbers] = []
        for count, value in self._told(name):
            if not isinstance(value, MANY):
                pieces.append(np.full(count, places.setdefault(value, len(places))))
                continue
            # the blocks of one table share their series
            known = seen.get(id(value))
            if known is None:
                cells = value if isinstance(value, list) else value.to_list()
                known = np.array([places.setdefault(cell, len(places)) for cell in cells])
                seen[id(value)] = known
            pieces.append(known)
        ordered = sorted(places, key=lambda value: (value is not None, value))
        rank = np.zeros(len(places), dtype=np.int64)
        rank[[places[value] for value in ordered]] = np.arange(len(places))
        return (rank[np.concatenate(pieces)] if pieces else rank), ordered

    def _told(self, name: str) -> list[tuple[int, object]]:
        blank = None if name in EMPTY_IS_NULL else ""
        return [(count, columns.get(name, blank)) for count, columns in self.parts]

    def _series(self, name: str, kind: type[pl.DataType], of_block: pl.Series) -> pl.Series:
        told = self._told(name)
        if not any(isinstance(value, MANY) for _, value in told):
            return pl.Series(name, [value for _, value in told], dtype=kind).gather(of_block)
        pieces = []
        for count, value in told:
            if isinstance(value, pl.Series) and value.dtype == kind:
                pieces.append(value)
            elif isinstance(value, MANY):
                pieces.append(pl.Series(value, dtype=kind))
            else:
                pieces.append(pl.Series([value], dtype=kind).new_from_index(0, count))
        return pl.concat(pieces).alias(name)
