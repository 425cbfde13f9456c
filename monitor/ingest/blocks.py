"""Figures as they are harvested: blocks of columns, turned into one frame at the end.

A table's column gives one block; what is the same in all of its figures (file, sheet, indicator) is
kept once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

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
        blank = None if name in EMPTY_IS_NULL else ""
        found: list[object] = []
        for count, columns in self.parts:
            value = columns.get(name, blank)
            found.extend(value if isinstance(value, MANY) else [value] * count)
        return found

    def frame(self) -> pl.DataFrame:
        """All figures, columns ``SCHEMA``, in the order they were taken in."""
        return pl.DataFrame({name: self._series(name, kind) for name, kind in SCHEMA.items()})

    def _series(self, name: str, kind: type[pl.DataType]) -> pl.Series:
        blank = None if name in EMPTY_IS_NULL else ""
        pieces = []
        for count, columns in self.parts:
            value = columns.get(name, blank)
            if isinstance(value, pl.Series):
                pieces.append(value.alias(name).cast(kind))
            elif isinstance(value, list):
                pieces.append(pl.Series(name, value, dtype=kind))
            else:
                pieces.append(pl.Series(name, [value], dtype=kind).new_from_index(0, count))
        return pl.concat(pieces) if pieces else pl.Series(name, [], dtype=kind)
