"""Dates, years and spans in cells and headings, and the periods of figures.

A moment in text is a day ("1. jan. 2024"), a year ("2017") or a span of years ("2015-2016",
"2016/17"). What a year means for an indicator (its 1 January, or the calendar year) stands in the
law file; what a list date means for a criterion as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Literal, cast

from monitor.errors import DateOutsideLawError
from monitor.indicators import indicators
from monitor.ingest.plain import plain
from monitor.ingest.tokens import words
from monitor.law.load import law_on, laws

FIRST_YEAR = 1900
LAST_YEAR = 2099
_CENTURY = 100


@dataclass(frozen=True)
class Moment:
    """A day, a year or a span of years found in text."""

    kind: Literal["day", "year", "span"]
    first: int
    last: int
    day: date | None = None

    @property
    def code(self) -> str:
        """The moment as ``outputs.md`` writes periods."""
        if self.kind == "day" and self.day is not None:
            return self.day.isoformat()
        return str(self.first) if self.kind == "year" else f"{self.first}-{self.last}"


@cache
def _months() -> dict[str, int]:
    return cast("dict[str, int]", words()["months"])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    year = r"(?P<y>(?:19|20)\d\d)"
    texts = (
        ("day", r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:t00:00:00)?(?!\d)"),
        ("day", rf"(?<!\d)(?P<d>\d{{1,2}})\.?\s*(?P<mn>{month})\.?,?\s*{year}(?!\d)"),
        ("day", rf"(?<![a-z])(?P<mn>{month})\.?\s*(?P<d>\d{{1,2}}),?\s*{year}(?!\d)"),
        ("day", rf"(?<!\d)(?P<d>\d{{1,2}})[./-](?P<m>\d{{1,2}})[./ -]\s*{year}(?!\d)"),
        (
            "span",
            r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:-|/|og|til|and|to|:)\s*(?P<z>(?:19|20)\d\d)(?!\d)",
        ),
        ("span", r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/]\s*(?P<z2>\d\d)(?!\d)"),
        ("quarter", r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:k|q|\. kvartal )\s*(?P<q>[1-4])(?!\d)"),
        ("quarter", r"(?<!\d)(?P<q>[1-4])\.?\s*(?:kvt|kvartal|quarter)\.?\s*(?P<y>(?:19|20)\d\d)"),
        ("year", rf"(?<![\d.,]){year}(?![\d]|[.,]\d)"),
    )
    return tuple((kind, re.compile(text)) for kind, text in texts)


@lru_cache(maxsize=16384)
def find_moment(text: str) -> tuple[Moment | None, str]:
    """The first moment in a text and the text without it.

    A day that does not exist (31.2.2020) is no moment.
    """
    shown = plain(text)
    for kind, pattern in _patterns():
        found = pattern.search(shown)
        if not found:
            continue
        moment = _moment(kind, found.groupdict())
        if moment is not None:
            return moment, (shown[: found.start()] + " " + shown[found.end() :]).strip()
    return None, shown


def _moment(kind: str, part: dict[str, str | None]) -> Moment | None:
    year = int(part["y"] or 0)
    if kind == "year":
        return Moment("year", year, year)
    if kind == "quarter":
        day = date(year, 3 * int(part["q"] or 1) - 2, 1)
        return Moment("day", year, year, day)
    if kind == "span":
        last = part.get("z")
        end = int(last) if last else year // _CENTURY * _CENTURY + int(part["z2"] or 0)
        return Moment("span", year, end) if year < end <= year + 4 else None
    name = part.get("mn")
    month = _months()[name] if name else int(part["m"] or 0)
    try:
        day = date(year, month, int(part["d"] or 0))
    except ValueError:
        return None
    return Moment("day", year, year, day)


def read_moment(cell: object) -> Moment | str | None:
    """A cell that should hold a date, year or span; the kind of fault where it does not.

    None for an empty cell.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "period_unreadable"
    if isinstance(cell, datetime):
        return Moment("day", cell.year, cell.year, cell.date())
    if isinstance(cell, date):
        return Moment("day", cell.year, cell.year, cell)
    if isinstance(cell, int | float):
        if cell != int(cell) or not FIRST_YEAR <= cell <= LAST_YEAR:
            return "year_not_a_year"
        return Moment("year", int(cell), int(cell))
    text = str(cell)
    moment, rest = find_moment(text)
    if (moment is None or moment.kind != "day") and _DATE_SHAPE.fullmatch(plain(text)):
        return "date_impossible"
    if moment is None:
        return "year_not_a_year" if plain(text).isdecimal() else "period_unreadable"
    left = [word for word in re.split(r"[^a-z0-9]+", rest) if word]
    if any(word not in _AROUND for word in left):
        return "period_unreadable"
    return moment


_DATE_SHAPE = re.compile(r"\d{1,2}[./-]\d{1,2}[./ -]\d{4}|\d{4}-\d\d-\d\d")
_AROUND = frozenset(
    [
        "pr",
        "per",
        "i",
        "den",
        "aar",
        "aaret",
        "year",
        "gennemsnit",
        "gns",
        "mean",
        "average",
        "listen",
        "list",
        "af",
        "of",
        "kl",
        "00",
        "januar",
    ]
)


@cache
def moments_of_year() -> dict[str, str]:
    """Indicator -> ``1 January`` or ``calendar year``: what a bare year means for it."""
    return {
        code: laws()[-1].criteria[criterion].moment
        for code in indicators()
        if code != "residents" and (criterion := criterion_of(code)) is not None
    }


def period_of_year(code: str, year: int) -> str:
    """What a bare year means for an indicator, as ``outputs.md`` writes periods."""
    if moments_of_year().get(code, "1 January") == "1 January":
        return f"{year:04d}-01-01"
    return str(year)


@cache
def criterion_of(code: str) -> str | None:
    """The criterion an indicator (share, numerator, denominator, income) belongs to."""
    for criterion in laws()[-1].criteria.values():
        main = indicators()[criterion.indicator]
        family = {main.code, main.count, main.base, f"{criterion.code}_base"}
        if main.kind == "ratio":
            family |= {other for other in indicators() if other.startswith(f"{criterion.code}_")}
        if code in family:
            return criterion.code
    return None


@lru_cache(maxsize=4096)
def period_on_list(code: str, list_date: date) -> str | None:
    """The reference period of an indicator printed with the list of ``list_date``.

    None where the law of that date does not know the criterion, or no law covers the date.
    """
    try:
        law = law_on(list_date)
    except DateOutsideLawError:
        return None
    wanted = "nonwestern" if code == "residents" else criterion_of(code)
    if wanted is None or wanted not in law.criteria:
        return None
    return law.criteria[wanted].period(list_date)
