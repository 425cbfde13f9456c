"""The one place that turns cells into numbers: Danish and English, decided per column.

A number leaves here as an exact decimal string ("40.1": point, no exponent, trailing zeros as
printed) with its decimals, never as a float. Which of comma and point is the decimal sign is
decided once for a column from all its cells; a cell that two readings fit is refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitor.ingest.plain import plain
from monitor.ingest.tokens import (
    EXACT_DIGITS,
    LONGEST,
    Style,
    Token,
    missing_signs,
    shape,
    token,
)

Numbers = NDArray[np.float64]


Kind = Literal["share", "ratio", "count", "base", "money", "dwellings", "area", "any"]


WHOLE: frozenset[Kind] = frozenset({"base", "dwellings"})

"""Kinds that cannot have decimals."""


LARGE: frozenset[Kind] = frozenset({"base", "count", "money", "dwellings", "area"})

"""Kinds in which 1.467 is a thousand and more."""


SHIFT = {
    "percent": 0,
    "permille": -1,
    "per10000": -2,
    "per100000": -3,
    "fraction": 2,
    "thousand_kroner": 3,
}

"""Powers of ten from a unit to percent or kroner."""


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


def evidence(cells: Sequence[object]) -> dict[Style, int]:
    """How many of the texts prove a decimal comma and how many a decimal point."""
    count: dict[Style, int] = {"comma": 0, "point": 0}
    if set(map(type, cells)) == {float}:
        return count
    for cell in cells:
        if isinstance(cell, str) and ("," in cell or "." in cell):
            read = token(cell)
            if isinstance(read, Token):
                style = shape(read.body)[0]
                if style:
                    count[style] += 1
    return count


def read_column(
    cells: Sequence[object],
    kind: Kind = "any",
    decimals: int = 1,
    hint: Style | None = None,
    answered: Style | None = None,
) -> Column:
    """A column's cells as numbers, the decimal sign decided once for all of them.

    Args:
        cells: what stands in the column, in order.
        kind: what the column holds; decides what 1.467 can mean when nothing else does.
        decimals: printed precision assumed where a typed cell does not show it.
        hint: the decimal sign the rest of the table proves.
        answered: the decimal sign ``forvarsel.toml`` states.
    """
    if set(map(type, cells)) <= {float}:
        return _typed(cast("Sequence[float]", cells), decimals)
    column = Column([None] * len(cells), [None] * len(cells))
    tokens: dict[int, Token] = {}
    numbers: dict[int, float] = {}
    for index, cell in enumerate(cells):
        if cell is None or cell == "":
            column.missing[index] = "empty"
        elif isinstance(cell, bool):
            column.problems[index] = "boolean_for_number"
        elif isinstance(cell, int | float):
            numbers[index] = cell
        elif isinstance(cell, Decimal):
            column.values[index] = format(cell, "f")
            column.decimals[index] = decimals_of(cast("str", column.values[index]))
        elif isinstance(cell, date | datetime | time | timedelta):
            column.problems[index] = "date_for_number"
        else:
            _text(column, tokens, index, str(cell))
    _decide(column, tokens, kind, hint, answered)
    _typed_some(column, numbers, decimals)
    return column


def _text(column: Column, tokens: dict[int, Token], index: int, text: str) -> None:
    folded = plain(text)
    if folded in missing_signs():
        column.missing[index] = missing_signs()[folded]
        return
    read = token(text)
    if isinstance(read, Token):
        tokens[index] = read
    elif read == "relation":
        column.missing[index] = "suppressed"
        column.remark(index, "below_a_limit")
    else:
        column.problems[index] = read


def _decide(
    column: Column,
    tokens: dict[int, Token],
    kind: Kind,
    hint: Style | None,
    answered: Style | None,
) -> None:
    shapes = {index: shape(read.body) for index, read in tokens.items()}
    proof: dict[Style, int] = {"comma": 0, "point": 0}
    for style, comma, point in shapes.values():
        if style:
            # a thousands sign in a column of whole numbers says nothing against the other
            proof[style] += 1 if comma or point else 0
    own: Style | None = None
    if proof["comma"] != proof["point"]:
        own = "comma" if proof["comma"] > proof["point"] else "point"
    mixed = proof["comma"] > 0 and proof["point"] > 0
    column.style = answered or own or hint
    for index, (style, comma, point) in shapes.items():
        read = tokens[index]
        if not comma and not point:
            column.refuse(index, "number_malformed")
            continue
        if comma == point:
            value = comma
        elif style:
            value = comma or point
            if column.style and style != column.style:
                if answered:
                    column.refuse(index, "separators_against_answer")
                    continue
                column.remark(index, "separators_mixed")
        else:
            chosen = _ambiguous(comma, point, kind, own, hint, answered, mixed)
            if chosen is None:
                column.refuse(index, "number_ambiguous")
                continue
            value = chosen
        column.values[index] = ("-" if read.sign == "-" else "") + value
        column.decimals[index] = decimals_of(value)
        if read.unit:
            column.units[index] = read.unit
        if read.bracket:
            column.brackets[index] = read.bracket
        if read.marks:
            column.remark(index, "footnote_mark")
        if read.about:
            column.remark(index, "about")


def _ambiguous(
    comma: str,
    point: str,
    kind: Kind,
    own: Style | None,
    hint: Style | None,
    answered: Style | None,
    mixed: bool,
) -> str | None:
    """What 1.467 or 1,467 means where the body itself proves nothing; None if it stays open."""
    if answered:
        return comma if answered == "comma" else point
    if mixed:
        return None
    grouped = comma if "." not in comma else point
    fine = point if grouped == comma else comma
    if own is not None:
        read = comma if own == "comma" else point
        # decimals in a column of whole persons: a thousands sign may have been lost elsewhere
        return None if kind in LARGE and read == fine else read
    if kind in {"share", "ratio"}:
        # a share of 40,123 percent cannot be meant
        return fine
    if kind in LARGE:
        told = None if hint is None else (comma if hint == "comma" else point)
        return None if told == fine else grouped
    if hint is not None:
        return comma if hint == "comma" else point
    return None


def _typed(cells: Sequence[float], decimals: int) -> Column:
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


def _typed_some(column: Column, numbers: dict[int, float], decimals: int) -> None:
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
