"""A column of cells as numbers, and what can be said of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitor.ingest.tokens import Style

Numbers = NDArray[np.float64]


@dataclass
class Column:
    """A column of cells as numbers.

    ``values``, ``decimals`` run parallel to the cells; None where there is no number; ``texts`` are
    the values as a series, and ``typed`` the cells, where each is a typed number of the same
    decimals. ``missing``
    says why (index -> empty, suppressed, not_available, unknown), ``problems`` what is wrong with
    a refused cell (index -> kind of fault), ``remarks`` what was accepted but must be said.
    """

    values: list[str | None]
    decimals: list[int | None]
    style: Style | None = None
    texts: pl.Series | None = None
    typed: Numbers | None = None
    missing: dict[int, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    brackets: dict[int, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cells hold a number."""
        return sum(value is not None for value in self.values)

    def texts_of(self, indices: Sequence[int]) -> Sequence[str | None] | pl.Series:
        """The values of some cells."""
        if self.texts is not None and len(indices) == len(self.values):
            return self.texts
        return [self.values[index] for index in indices]

    def decimals_of(self, indices: Sequence[int]) -> int | list[int | None] | None:
        """The decimals of some cells; one number where all are the same."""
        if self.texts is not None and self.decimals:
            return self.decimals[0]
        return [self.decimals[index] for index in indices]

    def remark(self, index: int, kind: str) -> None:
        """Say something about an accepted cell."""
        self.remarks.setdefault(index, []).append(kind)

    def refuse(self, index: int, kind: str) -> None:
        """Take back a cell's number and say why."""
        self.texts = None
        self.values[index] = None
        self.decimals[index] = None
        self.problems[index] = kind


@dataclass(frozen=True)
class Extent:
    """The smallest and the largest number of a column."""

    low: Decimal
    high: Decimal


def extent(column: Column) -> Extent | None:
    """Smallest and largest number of a column; None where it holds none."""
    if column.texts is not None and column.typed is not None:
        low, high = int(column.typed.argmin()), int(column.typed.argmax())
        return Extent(Decimal(column.texts[low]), Decimal(column.texts[high]))
    found = [Decimal(value) for value in column.values if value is not None]
    return Extent(min(found), max(found)) if found else None


def all_whole(column: Column) -> bool:
    """Whether no number of a column has decimals other than zeros."""
    return all(
        Decimal(value) == Decimal(value).to_integral_value()
        for value in column.values
        if value is not None
    )


def decimals_of(value: str) -> int:
    """How many digits stand after the point."""
    _, point, tail = value.partition(".")
    return len(tail) if point else 0


def shifted(value: str, places: int) -> str:
    """The value times ten to the ``places``, digit for digit."""
    moved = Decimal(value).scaleb(places)
    return format(moved, "f")
