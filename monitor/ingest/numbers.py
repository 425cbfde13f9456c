"""The one place that turns cells into numbers: Danish and English, decided per column.

A number leaves here as an exact decimal string ("40.1": point, no exponent, trailing zeros as
printed) with its decimals, never as a float. Which of comma and point is the decimal sign is
decided once for a column from all its cells; a cell that two readings fit is refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, cast

from monitor.ingest.number_columns import Column, decimals_of
from monitor.ingest.plain import plain
from monitor.ingest.tokens import (
    Style,
    Token,
    missing_signs,
    shape,
    token,
)
from monitor.ingest.typed_cells import typed_among, typed_column

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
        return typed_column(cast("Sequence[float]", cells), decimals)
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
    typed_among(column, numbers, decimals)
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
