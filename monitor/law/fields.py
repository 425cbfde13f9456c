"""One table of a law file, read key by key; whatever is missing, unknown or odd is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import cast

from monitor.errors import LawFileError
from monitor.law import numerals
from monitor.law.model import EVIDENCE, OPERATORS, Citation, DateEvidence, Evidence, Operator
from monitor.words import LANGUAGES, Language

CITATION = ("cite", "quote", "summary", "evidence", "source", "note")
MAGNITUDE = 12
"""Powers of ten a number of the law may have: more is a slip, and exact arithmetic would choke."""


@dataclass(frozen=True)
class Table:
    """A table of the file ``file`` at the dotted ``path``.

    ``waived`` are the dotted paths a scenario has set: the words quoted from the act cannot name
    them, so numbers and operators there are not held against the quotation. ``scenario`` is its id.
    """

    file: str
    path: str
    data: dict[str, object]
    waived: frozenset[str] = field(default_factory=frozenset)
    scenario: str = ""

    def at(self, key: str) -> str:
        """The dotted path of ``key``."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, sentence: str, key: str, **fields: object) -> LawFileError:
        """The fault ``sentence`` at ``key`` of this table."""
        return LawFileError(f"law.{sentence}", file=self.file, path=self.at(key), **fields)

    def allow(self, *allowed: str) -> Table:
        """This table, refused if it has a key that is not among ``allowed``."""
        for key in self.data:
            if key not in allowed:
                raise self.refuse("unknown_key", key, allowed=", ".join(allowed))
        return self

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        return key in self.data

    def raw(self, key: str) -> object:
        """The value of a key that must be there."""
        if key not in self.data:
            raise self.refuse("missing_key", key)
        return self.data[key]

    def table(self, key: str) -> Table:
        """A table inside this one."""
        value = self.raw(key)
        if not isinstance(value, dict):
            raise self.refuse("not_a_table", key, found=value)
        return self._inside(self.at(key), value)

    def tables(self, key: str, allowed: Iterable[str] | None = None) -> list[Table]:
        """The named tables inside the table ``key``, in their order; none if it is not there.

        Args:
            key: the table's key.
            allowed: the names they may have; None for any.
        """
        if not self.has(key):
            return []
        outer = self.table(key)
        if allowed is not None:
            outer.allow(*allowed)
        return [outer.table(name) for name in outer.data]

    def rows(self, key: str) -> list[Table]:
        """The tables of an array of tables; none if it is not there."""
        if not self.has(key):
            return []
        return [
            self._inside(f"{self.at(key)}.{place}", row)
            for place, row in enumerate(self._list(key))
            if self._is_table(key, row)
        ]

    def name(self) -> str:
        """The last part of the path: the table's own name."""
        return self.path.rpartition(".")[2]

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse("not_text", key, found=value)
        return value

    def optional_text(self, key: str) -> str:
        """A text, or nothing if the key is not there."""
        return self.text(key) if self.has(key) else ""

    def words(self, key: str) -> dict[Language, str]:
        """A sentence in Danish and English."""
        return self.table(key).allow(*LANGUAGES).languages()

    def optional_words(self, key: str) -> dict[Language, str]:
        """A sentence in both languages, or nothing if the key is not there."""
        return self.words(key) if self.has(key) else {}

    def languages(self) -> dict[Language, str]:
        """The table's own ``da`` and ``en``."""
        return {language: self.text(language) for language in LANGUAGES}

    def integer(self, key: str, least: int) -> int:
        """A whole number of at least ``least``."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.refuse("not_integer", key, found=value, least=least)
        return value

    def number(self, key: str) -> Fraction:
        """A number above nought, exact."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.refuse("not_number", key, found=value)
        exact = Decimal(value)
        if not exact.is_finite() or exact <= 0 or abs(exact.adjusted()) > MAGNITUDE:
            raise self.refuse("not_number", key, found=value)
        return Fraction(value)

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self.raw(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.refuse("not_date", key, found=value)
        return value

    def optional_day(self, key: str) -> date | None:
        """A date, or None if the key is not there."""
        return self.day(key) if self.has(key) else None

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """One of ``choices``."""
        value = self.raw(key)
        known = tuple(choices)
        if value not in known:
            raise self.refuse("not_a_choice", key, found=value, choices=", ".join(known))
        return value

    def choices(self, key: str, choices: Iterable[str]) -> tuple[str, ...]:
        """A list of some of ``choices``, none twice."""
        known = tuple(choices)
        values = self._list(key)
        for value in values:
            if value not in known or values.count(value) > 1:
                raise self.refuse("not_a_choice", key, found=value, choices=", ".join(known))
        return tuple(cast("list[str]", values))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self._list(key)
        for value in values:
            if not isinstance(value, str):
                raise self.refuse("not_text", key, found=value)
        return tuple(cast("list[str]", values))

    def years(self, key: str, window: int) -> tuple[int, ...]:
        """Offsets from the list year: ``window`` years one after the other, oldest first."""
        values = self._list(key)
        for value in values:
            if isinstance(value, bool) or not isinstance(value, int) or value > 0:
                raise self.refuse("not_offsets", key, found=values, window=window)
        offsets = cast("list[int]", values)
        if not offsets or offsets != list(range(offsets[-1] - window + 1, offsets[-1] + 1)):
            raise self.refuse("not_offsets", key, found=values, window=window)
        return tuple(offsets)

    def ages(self, key: str) -> tuple[int, int | None]:
        """Ages [from, to], or [from] for that age and over."""
        match self._list(key):
            case [int() as first, int() as last] if 0 < first < last:
                return first, last
            case [int() as first] if first > 0:
                return first, None
            case found:
                raise self.refuse("not_ages", key, found=found)

    def by_date(self, key: str) -> dict[date, str]:
        """List date -> its key, of a table whose keys are dates; empty if it is not there."""
        if not self.has(key):
            return {}
        found = {}
        inner = self.table(key)
        for name in inner.data:
            try:
                found[date.fromisoformat(name)] = name
            except ValueError:
                raise inner.refuse("not_date", name, found=name) from None
        return found

    def operator(self, key: str) -> Operator:
        """One of > >= < <=."""
        return cast("Operator", self.choice(key, OPERATORS))

    def evidence(self, key: str) -> Evidence:
        """One of the evidence marks."""
        return cast("Evidence", self.choice(key, EVIDENCE))

    def citation(self, fallback: str = "") -> Citation:
        """The table's own citation: paragraph, words (quoted or summarised), evidence, source.

        Args:
            fallback: what stands for the words where the table's own text already is a summary.
        """
        if self.has("quote") and self.has("summary"):
            raise self.refuse("quote_and_summary", "summary")
        quoted = self.has("quote") or (not self.has("summary") and not fallback)
        words = (
            self.text("quote")
            if quoted
            else self.text("summary")
            if self.has("summary")
            else fallback
        )
        return Citation(
            cite=self.text("cite"),
            quote=words,
            evidence=self.evidence("evidence"),
            source=self.text("source"),
            note=self.optional_text("note"),
            summarised=not quoted,
            changed_by=self.scenario if self._changed() else "",
        )

    def dating(self) -> DateEvidence:
        """The table's own evidence for a date."""
        self.allow("evidence", "source", "note")
        return DateEvidence(
            self.evidence("evidence"), self.text("source"), self.optional_text("note")
        )

    def holds_number(self, key: str, number: Fraction | int, *citations: Citation) -> None:
        """Refuse ``number`` at ``key`` if none of the quotations names it."""
        if self._waived(key) or any(
            Fraction(number) in numerals.numbers_in(citation.quote) for citation in citations
        ):
            return
        raise self.refuse(
            "quote_without_number", key, number=plain(number), quote=citations[0].quote
        )

    def holds_operator(self, key: str, operator: Operator, citation: Citation) -> None:
        """Refuse ``operator`` at ``key`` if the quotation does not use its verb."""
        if self._waived(key) or operator in numerals.operators_in(citation.quote):
            return
        raise self.refuse("quote_without_operator", key, operator=operator, quote=citation.quote)

    def holds_measure(self, key: str, measure: str, citation: Citation) -> None:
        """Refuse ``measure`` at ``key`` if the quotation measures against something else."""
        national = measure == "times_national"
        if self._waived(key) or national == numerals.says_times_national(citation.quote):
            return
        raise self.refuse("quote_without_measure", key, measure=measure, quote=citation.quote)

    def holds_date(self, key: str, day: date, citation: Citation) -> None:
        """Refuse ``day`` at ``key`` if the quotation does not name it."""
        if self._waived(key) or numerals.names_date(citation.quote, day):
            return
        raise self.refuse("quote_without_number", key, number=day, quote=citation.quote)

    def holds_day(self, key: str, month: int, day: int, citation: Citation) -> None:
        """Refuse the day of the year at ``key`` if the quotation does not name it."""
        if self._waived(key) or numerals.names_day(citation.quote, month, day):
            return
        raise self.refuse(
            "quote_without_number", key, number=f"{day}/{month}", quote=citation.quote
        )

    def _waived(self, key: str) -> bool:
        path = self.at(key)
        return any(
            path == set_ or path.startswith(f"{set_}.") or set_.startswith(f"{path}.")
            for set_ in self.waived
        )

    def _changed(self) -> bool:
        return any(path.rpartition(".")[0] == self.path for path in self.waived)

    def _inside(self, path: str, data: object) -> Table:
        return Table(self.file, path, cast("dict[str, object]", data), self.waived, self.scenario)

    def _list(self, key: str) -> list[object]:
        value = self.raw(key)
        if not isinstance(value, list):
            raise self.refuse("not_a_list", key, found=value)
        return cast("list[object]", value)

    def _is_table(self, key: str, row: object) -> bool:
        if not isinstance(row, dict):
            raise self.refuse("not_a_table", key, found=row)
        return True


def plain(number: Fraction | int) -> str:
    """The number in figures, as a Danish quotation writes it: 2,7 or 1000."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return str(exact.numerator)
    return str(Decimal(exact.numerator) / Decimal(exact.denominator)).replace(".", ",")
