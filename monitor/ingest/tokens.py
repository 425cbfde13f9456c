"""A cell's text taken apart: sign, digits, unit, marks; and what a body of digits can mean."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast

from monitor.ingest.plain import plain

Style = Literal["comma", "point"]

"""Which sign is the decimal sign."""


LONGEST = 16

"""Digits a figure can have: Excel itself keeps fifteen."""


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


@dataclass(frozen=True)
class Token:
    """A cell's text taken apart, before anyone decides which sign is the decimal sign."""

    sign: str
    body: str
    unit: str = ""
    bracket: str = ""
    marks: str = ""
    about: bool = False


def show(cell: object) -> str:
    """A cell as a sentence quotes it: what the planner sees, at most 60 characters."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return EXACT_DIGITS % cell
    return _printable(str("" if cell is None else cell))


@lru_cache(maxsize=65536)
def _printable(text: str) -> str:
    spaced = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "?" for sign in spaced)[:60]


EXACT_DIGITS = "%.15g"


@lru_cache(maxsize=65536)
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
