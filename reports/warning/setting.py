"""What every part of the warning looks at: the tables, the language, the dates, the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.errors import NothingToSayError
from monitor.indicators import indicators
from monitor.law.load import law_on, laws
from reports.language import Text
from reports.numbers import Numbers

if TYPE_CHECKING:
    from monitor.law.model import Law
    from monitor.words import Language
    from reports.source import Tables

PUBLISHED = ("published_exposed", "published_parallel", "published_prevention")
SHORTEST = 5
"""Squares of the mark for years in a row."""


@dataclass(frozen=True)
class Setting:
    """One report's surroundings; ``this`` is the coming list, ``next`` the one after."""

    tables: Tables
    language: Language
    text: Text
    numbers: Numbers
    as_of: date
    this: date
    next: date
    public: bool

    @cached_property
    def law(self) -> Law:
        """The version the coming list is made under."""
        return law_on(self.this, known=self.as_of)

    @cached_property
    def lists(self) -> tuple[date, ...]:
        """Earlier lists on the same day of the year, oldest first."""
        dates = self.tables.frame("categories")["list_date"].drop_nulls().unique().sort().to_list()
        return tuple(
            day
            for day in dates
            if day < self.this and (day.month, day.day) == (self.this.month, self.this.day)
        )

    @cached_property
    def known_lists(self) -> tuple[date, ...]:
        """Earlier lists of which something is known, by any area, oldest first."""
        known = {
            row["list_date"]
            for row in self.tables.rows("categories")
            if row["list_date"] is not None
            and row["list_date"] < self.this
            and any(row[name] in ("yes", "no") for name in PUBLISHED)
        }
        return tuple(sorted(known & set(self.lists)))

    @cached_property
    def checked(self) -> date:
        """The newest list the law file was compared with, of those made by then."""
        until = self.law.checked_until
        return max((day for day in self.lists if day <= until), default=until)

    @cached_property
    def chain(self) -> tuple[str, ...]:
        """The nested categories of the coming list, widest first."""
        return chain(self.law)

    @cached_property
    def row_term(self) -> str:
        """The name of the list whose years in a row are counted."""
        category = self.law.categories.get("parallel")
        return category.terms[self.language] if category else ""

    def law_of(self, day: date) -> Law:
        """The version a list was made under."""
        return law_on(day, known=self.as_of)

    @cached_property
    def first_law(self) -> date:
        """The first date any version of the act covers."""
        return laws()[0].in_force_from

    def criterion_name(self, code: str) -> str:
        """The criterion's short name, the same everywhere in the report."""
        criterion = self.law.criteria.get(code)
        known = indicators()
        indicator = criterion.indicator if criterion else f"{code}_pct"
        if indicator not in known:
            return code
        return known[indicator].name[self.language]

    def criterion_in_text(self, code: str) -> str:
        """The criterion's name inside a sentence."""
        return self.text.optional(f"criterion.in_text.{code}", self.criterion_name(code).lower())

    def places(self, code: str) -> int:
        """Decimals the criterion is printed with."""
        criterion = self.law.criteria.get(code)
        known = indicators()
        indicator = criterion.indicator if criterion else f"{code}_pct"
        return known[indicator].decimals if indicator in known else 1

    def indicator_of(self, code: str) -> str:
        """The indicator code a criterion looks at."""
        criterion = self.law.criteria.get(code)
        return criterion.indicator if criterion else f"{code}_pct"


def chain(law: Law) -> tuple[str, ...]:
    """The nested categories of a law, widest first; lists of their own are left out."""
    inside = {category.within: code for code, category in law.categories.items() if category.within}
    roots = [
        code
        for code, category in law.categories.items()
        if category.within is None and category.published_without is None
    ]
    found = roots[:1]
    while found and found[-1] in inside:
        found.append(inside[found[-1]])
    return tuple(found)


def separate(law: Law) -> tuple[str, ...]:
    """Categories that are lists of their own beside the nested ones."""
    nested = chain(law)
    return tuple(code for code in law.categories if code not in nested)


def settle(
    tables: Tables, language: Language, *, as_of: date | None = None, public: bool = False
) -> Setting:
    """Find the dates of the report in the tables and the run's manifest.

    Args:
        tables: of one run.
        language: of the texts.
        as_of: the date nothing later is known of; the manifest's, or the tables', when not given.
        public: whether the report leaves the municipality.

    Raises:
        NothingToSayError: no table holds a date.
    """
    text = Text(language)
    as_of = (
        as_of
        or _manifest_date(tables, "as_of")
        or _last(tables, ("outlook", "trajectory"), "as_of")
    )
    lists = tables.frame("categories")["list_date"].drop_nulls()
    coming = _manifest_date(tables, "list_date") or _first_coming(tables, as_of)
    if coming is None:
        if lists.is_empty():
            raise NothingToSayError("report.nothing", path=tables.folder)
        newest = max(lists.to_list())
        coming = newest.replace(year=newest.year + 1)
    following = coming.replace(year=coming.year + 1)
    return Setting(
        tables=tables,
        language=language,
        text=text,
        numbers=Numbers(text),
        as_of=as_of or coming,
        this=coming,
        next=following,
        public=public,
    )


def _manifest_date(tables: Tables, key: str) -> date | None:
    """A date of the manifest, at its top or among the run's settings."""
    settings = tables.manifest.get("settings")
    value = tables.manifest.get(key) or (settings.get(key) if isinstance(settings, dict) else None)
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None


def _last(tables: Tables, names: tuple[str, ...], column: str) -> date | None:
    for name in names:
        series = tables.frame(name)[column].drop_nulls()
        if not series.is_empty():
            newest: date = max(series.to_list())
            return newest
    return None


def _first_coming(tables: Tables, as_of: date | None) -> date | None:
    """The first list after ``as_of`` that any table speaks of."""
    for name in ("outlook", "needed_figures", "categories"):
        dates = tables.frame(name)["list_date"].drop_nulls().unique().to_list()
        coming = [day for day in dates if as_of is not None and day > as_of]
        if as_of is None and name != "categories":
            coming = dates
        if coming:
            first: date = min(coming)
            return first
    return None
