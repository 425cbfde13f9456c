"""Numbers, dates and probabilities as a reader sees them; the one place where they are rounded."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from importlib.resources import files
from math import isclose
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from reports.language import NO_BREAK, Text

LOCALES = {"da": Locale("da", "DK"), "en": Locale("en", "GB")}
MINUS = "\u2212"
DUST = 12
"""Decimals of a share that mean something: tables hold six, a double nearly sixteen."""
PATTERNS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00", 3: "#,##0.000"}


@dataclass(frozen=True)
class Probability:
    """One probability as it is said: number and word, or the word alone beyond the horizon.

    ``share`` is 0 to 1 and unrounded, None where only a class is supported.
    """

    share: float | None
    text: str
    word: str
    code: str

    @property
    def said(self) -> str:
        """Number and word on one line: ``12 pct. – lav``."""
        return f"{self.text} – {self.word}" if self.share is not None else self.word


@cache
def _cuts() -> dict[str, Any]:
    return tomllib.loads(files("reports").joinpath("numbers.toml").read_text(encoding="utf-8"))


def edges() -> tuple[int, int]:
    """Percent below and above which a probability is said as "under" and "over"."""
    return _cuts()["edges"]["under"], _cuts()["edges"]["over"]


def is_whole(number: float) -> bool:
    """Whether nothing stands behind the decimal point, rounding of a double aside."""
    return isclose(number, round(number), abs_tol=1e-9)


def word_code(percent: float) -> str:
    """The class of an unrounded probability in percent: ``very_low`` to ``very_high``."""
    for row in _cuts()["words"]:
        if "below" not in row or percent < row["below"]:
            return str(row["code"])
    raise AssertionError  # the last word of the file has no upper cut


def rounded(value: float, places: int) -> Decimal:
    """Half up on the shortest decimal of a double, as every printed number is rounded."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def in_percent(share: float) -> float:
    """A share times a hundred without a double's dust: 0.285 is 28.5, and 1 - 0.925 is 7.5."""
    return float(100 * rounded(share, DUST))


@lru_cache(maxsize=100_000)
def _decimal(language: str, value: float, places: int) -> str:
    exact = rounded(value, places)
    if exact == 0:
        exact = abs(exact)
    text = str(format_decimal(exact, format=PATTERNS[places], locale=LOCALES[language]))
    return text.replace("-", MINUS)


class Numbers:
    """Formats of one language: no-break spaces inside, a true minus, rounded once (half up)."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self.language = text.language

    def decimal(self, value: float, places: int = 0) -> str:
        """``1.752`` or ``40,6``."""
        return _decimal(self.language, float(value), places)

    def signed(self, value: float, places: int = 0) -> str:
        """``+0,6`` or a true minus; zero has no sign."""
        text = self.decimal(value, places)
        rounded_away = all(character not in "123456789" for character in text)
        return text if value < 0 or rounded_away else f"+{text}"

    def percent(self, value: float, places: int = 1) -> str:
        """``40,0 pct.`` of a value already in percent."""
        return self._text("unit.percent", number=self.decimal(value, places))

    def kroner(self, value: float) -> str:
        """``9.570 kr.``."""
        return self._text("unit.kroner", number=self.decimal(value))

    def date(self, day: datetime.date) -> str:
        """``1. december 2026``, unbroken between day and month."""
        pattern = "d.'\u00a0'MMMM y" if self.language == "da" else "d'\u00a0'MMMM y"
        return str(format_date(day, format=pattern, locale=LOCALES[self.language]))

    def day_month(self, day: datetime.date) -> str:
        """``1. december``."""
        pattern = "d.'\u00a0'MMMM" if self.language == "da" else "d'\u00a0'MMMM"
        return str(format_date(day, format=pattern, locale=LOCALES[self.language]))

    def short_date(self, day: datetime.date) -> str:
        """``1.12.2026``."""
        pattern = "d.M.y" if self.language == "da" else "d/M/y"
        return str(format_date(day, format=pattern, locale=LOCALES[self.language]))

    def month_year(self, day: datetime.date) -> str:
        """``november 2025``."""
        return str(format_date(day, format="MMMM y", locale=LOCALES[self.language]))

    def period(self, period: str) -> str:
        """A reference period of ``outputs.md`` in words: ``1. januar 2026``, ``2024 og 2025``."""
        parts = period.split("-")
        if len(parts) == len(("year", "month", "day")) and all(part.isdigit() for part in parts):
            return self.date(datetime.date(*map(int, parts)))
        if len(parts) == len(("first", "last")):
            first, last = parts
            if first.isdigit() and last.isdigit() and int(last) - int(first) > 1:
                return self._text("period.span", first=first, last=last)
            return self._text("period.pair", first=first, last=last)
        return period

    def probability(self, share: float) -> Probability:
        """Number and word of a probability between 0 and 1."""
        percent = in_percent(share)
        edges = _cuts()["edges"]
        code = word_code(percent)
        if percent < edges["under"]:
            text = self._text("probability.under", number=edges["under"])
        elif percent > edges["over"]:
            text = self._text("probability.over", number=edges["over"])
        else:
            text = self._text("probability.percent", number=self.decimal(percent))
        return Probability(share, text, self._text(f"probability.word.{code}"), code)

    def tight_percent(self, share: float) -> str:
        """A probability in percent where only a few signs have room: ``76``, ``<1``, ``>99``."""
        percent = in_percent(share)
        lowest, highest = edges()
        if percent < lowest:
            return f"<{lowest}"
        return f">{highest}" if percent > highest else self.decimal(percent)

    def probability_class(self, code: str) -> Probability:
        """A class in words where no number is supported."""
        word = self._text.optional(f"probability.word.{code}", code)
        return Probability(None, word, word, code)

    def persons(self, number: float, criterion: str) -> str:
        """``3 personer``; the labour criterion counts full-time persons of a year."""
        unit = "full_time" if criterion == "outside_labour" else "persons"
        if criterion == "population":
            unit = "residents"
        form = "one" if round(abs(number)) == 1 else "many"
        return self._text(f"unit.{unit}.{form}", number=self.decimal(abs(number)))


def joined(*parts: str) -> str:
    """Parts that may not be parted at a line end."""
    return NO_BREAK.join(parts)
