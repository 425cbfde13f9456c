"""Cells that are numbers already: written out as the workbook keeps them, with their decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from monitor.ingest.number_columns import Column, Numbers, decimals_of
from monitor.ingest.tokens import EXACT_DIGITS, LONGEST


def exact(number: float) -> str | None:
    """A typed cell's number as Excel keeps it (15 digits), written out; None if it is no number.

    0.1 + 0.2 typed by a formula is 0.30000000000000004 in the file and 0.3 on the screen.
    """
    text = EXACT_DIGITS % number
    if "e" in text or "n" in text:
        if "n" in text:
            return None
        decimal = Decimal(text)
        if decimal.adjusted() >= LONGEST or decimal.adjusted() < -LONGEST:
            return None
        return format(decimal, "f")
    return text


def typed_column(cells: Sequence[float], decimals: int) -> Column:
    """A column of nothing but typed cells; ``decimals`` is the precision that is usual for it."""
    typed = np.array(cells, dtype=np.float64)
    longest = common_decimals(typed)
    if longest is None:
        return _typed_long(cells, decimals)
    if longest == 0:
        texts = pl.Series(typed.astype(np.int64)).cast(pl.String)
        values = texts.to_list()
    else:
        values = pl.Series(typed).cast(pl.String).to_list()
        for index in np.flatnonzero(typed % 1 == 0).tolist():
            values[index] = values[index].removesuffix(".0")
        texts = pl.Series(values, dtype=pl.String)
    if longest == 0 and len(cells) < _FEW:
        longest = decimals
    return Column(values, [longest] * len(cells), texts=texts, typed=typed)


def common_decimals(numbers: Numbers) -> int | None:
    """How many decimals the longest of many numbers has; None above four, or for what is odd.

    A number that equals a whole number over a power of ten is what that decimal fraction reads
    as, and its shortest text is what fifteen digits give: so it need not be written to be known.
    """
    if not numbers.size or not (np.abs(numbers) < _WIDE).all():
        return None
    if (np.signbit(numbers) & (numbers == 0)).any():
        return None
    for places in range(_MEASURED + 1):
        if (np.rint(numbers * 10.0**places) / 10.0**places == numbers).all():
            return places
    return None


_WIDE = 1e10
"""Numbers below have ten digits before the point and, with four behind it, fourteen in all."""


def _typed_long(cells: Sequence[float], decimals: int) -> Column:
    """Typed cells of any length, one by one."""
    values = [exact(cell) for cell in cells]
    column = Column(values, [0] * len(values))
    for index, value in enumerate(values):
        if value is None:
            column.refuse(index, "number_too_long")
    _precision(column, range(len(values)), decimals)
    return column


def typed_among(column: Column, numbers: dict[int, float], decimals: int) -> None:
    """Take the typed cells among others into a column, by their index."""
    for index, cell in numbers.items():
        value = str(cell) if isinstance(cell, int) else exact(cell)
        if value is None or len(value) > 2 * LONGEST:
            column.refuse(index, "number_too_long")
            continue
        column.values[index] = value
    _precision(column, numbers, decimals)


_MEASURED = 4


_FEW = 3


def _precision(
    column: Column, indices: Sequence[int] | dict[int, float] | range, places: int
) -> None:
    """Decimals of typed cells, which do not show their trailing zeros.

    A column printed with one decimal holds at most one: the longest cell tells. Whole numbers in
    three or more cells are whole. More than four decimals are a calculation, and each cell is as
    long as it is.
    """
    own = {
        index: decimals_of(value)
        for index in indices
        if (value := column.values[index]) is not None
    }
    if not own:
        return
    longest = max(own.values())
    if longest == 0 and len(own) < _FEW:
        longest = places
    for index, length in own.items():
        column.decimals[index] = longest if longest <= _MEASURED else max(length, places)
