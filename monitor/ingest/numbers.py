"""The one place that turns cells into numbers: Danish and English, decided per column.

A number leaves here as an exact decimal string ("40.1": point, no exponent, trailing zeros as
printed) with its decimals, never as a float. Which of comma and point is the decimal sign is
decided once for a column from all its cells; a cell that two readings fit is refused, not guessed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from monitor.ingest.plain import plain

Style = Literal["comma", "point"]
"""Which sign is the decimal sign."""
Kind = Literal["share", "ratio", "count", "base", "money", "dwellings", "area", "any"]
WHOLE: frozenset[Kind] = frozenset({"base", "dwellings"})
"""Kinds that cannot have decimals."""
LARGE: frozenset[Kind] = frozenset({"base", "count", "money", "dwellings", "area"})
"""Kinds in which 1.467 is a thousand and more."""

LONGEST = 16
"""Digits a figure can have: Excel itself keeps fifteen."""
_EXACT_DIGITS = "%.15g"

_BODY = r"\d[\d.,' ]*\d|\d"
_NUMBER = re.compile(
    rf"^(?P<sign>[-+])?\s*(?P<body>{_BODY})(?:,-)?\s*(?P<unit>[a-z%‰.][a-z0-9%‰²., ]*)?"
    rf"(?:\((?P<bracket>[-+]?\s*(?:{_BODY}))\s*(?P<bracket_unit>[a-z.]*)\))?$",
    re.ASCII,
)
_MARKS = re.compile(r"(?<=[\d%.)])\s*(\*{1,3}|[¹²³⁴⁵]+\)?|(?<=\s)\d\)|\[\d\])$", re.ASCII)
_UNIT_FIRST = re.compile(r"^(kr\.?|dkk)\s*(?=[-+]?\d)")
_RELATION = re.compile(r"^(<=|>=|<|>|under|over|mindst|hoejst|less than|fewer than)\s*\d+$")
_RANGE = re.compile(rf"^({_BODY})\s*(?:-|–|til)\s*({_BODY})\s*(?:pct\.?|%)?$")
_SLASH = re.compile(rf"^({_BODY})\s*[/;]\s*({_BODY})$")
_LETTERS = re.compile(r"^[\doOlISB.,]+$")


@cache
def words() -> dict[str, dict[str, object]]:
    """``reading.toml``: signs for missing values, units, months, yes and no."""
    text = files("monitor.ingest").joinpath("reading.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words_of(part: str) -> dict[str, list[str]]:
    """A part of ``reading.toml`` that holds lists of words."""
    return cast("dict[str, list[str]]", words()[part])


@cache
def missing_signs() -> dict[str, str]:
    """Folded text -> why the figure is missing."""
    return cast("dict[str, str]", words()["missing"])


@cache
def unit_words() -> dict[str, str]:
    """Folded unit word -> unit."""
    return cast("dict[str, str]", words()["units"])


SHIFT = {
    "percent": 0,
    "permille": -1,
    "per10000": -2,
    "per100000": -3,
    "fraction": 2,
    "thousand_kroner": 3,
}
"""Powers of ten from a unit to percent or kroner."""


@dataclass(frozen=True)
class Token:
    """A cell's text taken apart, before anyone decides which sign is the decimal sign."""

    sign: str
    body: str
    unit: str = ""
    bracket: str = ""
    marks: str = ""
    about: bool = False


@dataclass
class Column:
    """A column of cells as numbers.

    ``values``, ``decimals`` run parallel to the cells; None where there is no number. ``missing``
    says why (index -> empty, suppressed, not_available, unknown), ``problems`` what is wrong with
    a refused cell (index -> kind of fault), ``remarks`` what was accepted but must be said.
    """

    values: list[str | None]
    decimals: list[int | None]
    style: Style | None = None
    typed: bool = False
    missing: dict[int, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    brackets: dict[int, str] = field(default_factory=dict)

    def remark(self, index: int, kind: str) -> None:
        """Say something about an accepted cell."""
        self.remarks.setdefault(index, []).append(kind)

    def refuse(self, index: int, kind: str) -> None:
        """Take back a cell's number and say why."""
        self.values[index] = None
        self.decimals[index] = None
        self.problems[index] = kind


def show(cell: object) -> str:
    """A cell as a sentence quotes it: what the planner sees, at most 60 characters."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return _EXACT_DIGITS % cell
    text = " ".join(str("" if cell is None else cell).split())
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:60]


def exact(number: float) -> str | None:
    """A typed cell's number as Excel keeps it (15 digits), written out; None if it is no number.

    0.1 + 0.2 typed by a formula is 0.30000000000000004 in the file and 0.3 on the screen.
    """
    text = _EXACT_DIGITS % number
    if "e" in text or "n" in text:
        if "n" in text:
            return None
        decimal = Decimal(text)
        if decimal.adjusted() >= LONGEST or decimal.adjusted() < -LONGEST:
            return None
        return format(decimal, "f")
    return text


def decimals_of(value: str) -> int:
    """How many digits stand after the point."""
    _, point, tail = value.partition(".")
    return len(tail) if point else 0


def shifted(value: str, places: int) -> str:
    """The value times ten to the ``places``, digit for digit."""
    moved = Decimal(value).scaleb(places)
    return format(moved, "f")


def token(text: str) -> Token | str:
    """A text taken apart, or the kind of fault that says why it is no number."""
    shown = plain(text)
    about = False
    for word in cast("list[str]", words()["about"]["words"]):
        if shown.startswith(word) and shown[len(word) :].strip()[:1].isdecimal():
            about, shown = True, shown[len(word) :].strip()
            break
    marks = ""
    glued = _MARKS.search(shown)
    if glued:
        marks, shown = glued.group(1), shown[: glued.start()].strip()
    unit = ""
    first = _UNIT_FIRST.match(shown)
    if first:
        unit, shown = "kroner", shown[first.end() :]
    found = _NUMBER.match(shown)
    if not found:
        return _what_else(text, shown)
    word = (found["unit"] or "").strip()
    if word.startswith(".") and word.strip(".") == "":
        word = ""
    if word:
        known = unit_words().get(word)
        if known is None:
            return _what_else(text, shown)
        unit = unit or known
    body = found["body"].replace("\u2019", "'")
    if len(re.sub(r"\D", "", body)) > LONGEST:
        return "number_too_long"
    return Token(found["sign"] or "", body, unit, found["bracket"] or "", marks, about)


def _what_else(text: str, shown: str) -> str:
    if shown.startswith("#"):
        return "excel_error"
    if _RELATION.match(shown):
        return "relation"
    if _RANGE.match(shown):
        return "range_for_number"
    if _SLASH.match(shown):
        return "two_numbers"
    if any(sign.isdecimal() for sign in shown) and _LETTERS.match(text.strip()):
        return "letter_for_digit"
    if re.match(r"^=", shown):
        return "formula_as_text"
    return "not_a_number"


def shape(body: str) -> tuple[Style | None, str, str]:
    """(style the body proves, value if the comma is decimal, value if the point is).

    The style is None when the body proves nothing; a value is "" where that reading is impossible.
    """
    comma = _read(body, ",", ".")
    point = _read(body, ".", ",")
    if comma and not point:
        return "comma", comma, ""
    if point and not comma:
        return "point", "", point
    return None, comma, point


_GROUPS = re.compile(r"^\d{1,3}(?P<sep>[.,' ])\d{3}(?:(?P=sep)\d{3})*$")


def _read(body: str, decimal: str, thousand: str) -> str:
    whole, sign, tail = body.partition(decimal)
    if sign and (not tail.isdecimal() or not whole):
        return ""
    if not whole.isdecimal():
        grouped = _GROUPS.match(whole)
        if not grouped or grouped["sep"] not in {thousand, " ", "'"}:
            return ""
        if whole.startswith("0"):
            return ""
        whole = "".join(sign for sign in whole if sign.isdecimal())
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{tail}" if sign else whole


def evidence(cells: Sequence[object]) -> dict[Style, int]:
    """How many of the texts prove a decimal comma and how many a decimal point."""
    count: dict[Style, int] = {"comma": 0, "point": 0}
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
    if all(type(cell) is float for cell in cells):
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
    values: list[str | None] = [_EXACT_DIGITS % cell for cell in cells]
    column = Column(values, [0] * len(values), typed=True)
    for index, value in enumerate(values):
        if value is not None and ("e" in value or "n" in value):
            values[index] = exact(cells[index])
            if values[index] is None:
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
