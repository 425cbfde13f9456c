"""What numbers, dates and comparisons a Danish quotation names, in figures or in words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from monitor.law.model import OPERATORS, Operator

_FIGURES = re.compile(r"\d+(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_WORDS = re.compile(r"[^\W\d_]+")
# a paragraph's own number is none of the rule's: stk. 3, nr. 2, § 61
_REFERENCE = re.compile(r"(?:\bstk\.|\bnr\.|§)\s*\d+")
# "over de seneste 2 år" is a span of years, not a comparison
_SPAN = re.compile(r"\bover de seneste\b")


@dataclass(frozen=True)
class _Lexicon:
    numbers: dict[str, int]
    months: dict[str, int]
    operators: dict[Operator, list[str]]
    measures: dict[str, list[str]]


@cache
def _lexicon() -> _Lexicon:
    tree = tomllib.loads(files("monitor.law").joinpath("numerals.toml").read_text(encoding="utf-8"))
    return _Lexicon(tree["numbers"], tree["months"], tree["operators"], tree["measures"])


def numbers_in(quote: str) -> set[Fraction]:
    """Every number the quotation names: 1.000, 2,7, tre, halvdelen."""
    words = _lexicon().numbers
    figures = {
        Fraction(Decimal(figure.replace(".", "").replace(",", ".")))
        for figure in _FIGURES.findall(_REFERENCE.sub("", quote))
    }
    spoken = {Fraction(words[word]) for word in _tokens(quote) if word in words}
    return figures | spoken


def names_date(quote: str, day: date) -> bool:
    """Whether the quotation names the day, the month by its word, and the year."""
    return names_day(quote, day.month, day.day) and Fraction(day.year) in numbers_in(quote)


def names_day(quote: str, month: int, day: int) -> bool:
    """Whether the quotation names the day of the year, the month by its word."""
    months = _lexicon().months
    named = {months[word] for word in _tokens(quote) if word in months}
    return month in named and Fraction(day) in numbers_in(quote)


def operators_in(quote: str) -> set[Operator]:
    """The comparisons whose words stand in the quotation (overstiger: >, mindst: >=)."""
    phrases = _lexicon().operators
    text = _SPAN.sub("", quote.lower())
    return {
        operator
        for operator in OPERATORS
        if any(re.search(rf"\b{re.escape(phrase)}\b", text) for phrase in phrases[operator])
    }


def says_times_national(quote: str) -> bool:
    """Whether the quotation measures against the national mean."""
    return any(word in quote for word in _lexicon().measures["times_national"])


def _tokens(quote: str) -> list[str]:
    return _WORDS.findall(quote.lower())
