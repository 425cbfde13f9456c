"""A version of the act as a lawyer reads it: every rule with its words, source and certainty."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

from monitor.law.diff import Difference
from monitor.law.inventory import Inventory
from monitor.law.model import (
    Bound,
    Category,
    Citation,
    Consequence,
    Criterion,
    Law,
    Limit,
    Operator,
)
from monitor.law.scenario import Scenario
from monitor.words import LANGUAGES, Language, say

_LOCALE: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}


def as_json(tree: object) -> str:
    """A raw tree as JSON: dates as ISO text, decimals as numbers, Danish letters as they are."""
    return json.dumps(tree, ensure_ascii=False, indent=2, default=_plain)


def law_text(
    law: Law,
    language: Language,
    list_date: date | None = None,
    scenario: Scenario | None = None,
) -> str:
    """The whole version as text; with a list date, its reference years are named."""
    reader = _Reader(law, language, list_date, scenario)
    return "\n".join(reader.lines()) + "\n"


def diff_text(
    before: Law, after: Law, differences: tuple[Difference, ...], language: Language
) -> str:
    """The amendment as text, one line per path; words in ``language`` only."""
    lines = [say("law.diff.title", language, before=before.id, after=after.id), ""]
    other = {f".{code}" for code in LANGUAGES if code != language}
    for difference in differences:
        if any(difference.path.endswith(ending) for ending in other):
            continue
        lines.append(
            say(
                f"law.diff.{difference.kind}",
                language,
                path=difference.path,
                before=_value(difference.before),
                after=_value(difference.after),
            )
        )
    if not differences:
        lines.append(say("law.diff.none", language))
    return "\n".join(lines) + "\n"


def check_text(inventories: list[Inventory], scenarios: tuple[str, ...], language: Language) -> str:
    """What `law check` found, one line per version."""
    lines = [
        say(
            "law.check.version",
            language,
            law=row.law.id,
            first=row.law.first_day,
            last=row.law.in_force_until or say("law.check.open", language),
            limits=row.limits,
            citations=row.citations,
            **row.evidence,
        )
        for row in inventories
    ]
    lines.append(
        say("law.check.scenarios", language, count=len(scenarios), names=", ".join(scenarios))
    )
    lines.append(say("law.check.good", language, checked=inventories[-1].law.checked_until))
    return "\n".join(lines) + "\n"


def number_text(number: Fraction, language: Language) -> str:
    """The number with the language's own separators: 1.000 and 2,7 in Danish."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return str(format_decimal(exact, locale=_LOCALE[language], decimal_quantization=False))


def date_text(day: date, language: Language) -> str:
    """The day in words: 1. december 2021."""
    return str(format_date(day, format="long", locale=_LOCALE[language]))


def limit_text(
    operator: Operator, value: Fraction, measure: str, unit: str, language: Language
) -> str:
    """The comparison in words: over 40 pct., mindst 3 gange landsgennemsnittet."""
    kind = unit.replace(" ", "_") if measure == "fixed" else measure
    return say(
        f"law.limit.{kind}",
        language,
        operator=say(f"law.operator.{_OPERATOR_NAMES[operator]}", language),
        value=number_text(value, language),
    )


_OPERATOR_NAMES: dict[Operator, str] = {
    ">": "over",
    ">=": "at_least",
    "<": "under",
    "<=": "at_most",
}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value))


def _value(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=_plain)


class _Reader:
    """One version, told in one language, for one list date or for any."""

    def __init__(
        self, law: Law, language: Language, list_date: date | None, scenario: Scenario | None
    ) -> None:
        self.law, self.language, self.list_date = law, language, list_date
        self.scenario = scenario

    def say(self, key: str, **fields: object) -> str:
        return say(f"law.show.{key}", self.language, **fields)

    def day(self, day: date) -> str:
        return date_text(day, self.language)

    def lines(self) -> list[str]:
        out = [*self._head(), ""]
        for category in self.law.categories.values():
            out += [*self._category(category), ""]
        for part in (self._target(), self._release(), self._combined(), self._status()):
            if part:
                out += [*part, ""]
        out.append(self.say("switches"))
        for switch in self.law.switches.values():
            out.append(
                self.say(
                    "switch",
                    name=switch.name,
                    value=switch.value,
                    options=", ".join(switch.options),
                )
            )
            out += self._citation(switch.citation, "    ")
        return out

    def _head(self) -> list[str]:
        law = self.law
        out = [law.title[self.language], "=" * len(law.title[self.language])]
        out += self._citation(law.act, "")
        last = law.in_force_until
        out.append(
            self.say("span", first=self.day(law.first_day), last=self.day(last))
            if last
            else self.say("span_open", first=self.day(law.first_day))
        )
        out.append(self.say("checked", day=self.day(law.checked_until)))
        out += self._scenario()
        if law.applied_from is not None:
            out.append(law.applied_from.reason[self.language])
        if self.list_date is not None and law.assumed_unchanged(self.list_date):
            out.append(self.say("assumed", day=self.day(self.list_date)))
        out.append(self.say("unit"))
        out += self._citation(law.unit, "    ")
        if law.publication is not None:
            out.append(self.say("publication"))
            out += self._citation(law.publication.citation, "    ")
        return out

    def _scenario(self) -> list[str]:
        scenario = self.scenario
        if scenario is None:
            return []
        out = [
            self.say("scenario", scenario=scenario.id),
            f"    {scenario.title[self.language]}. {scenario.description[self.language]}",
        ]
        if scenario.first_list is not None:
            out.append(self.say("scenario_from", day=self.day(scenario.first_list)))
        return out

    def _category(self, category: Category) -> list[str]:
        law, language = self.law, self.language
        term = category.terms[language]
        title = f"{term[0].upper()}{term[1:]}"
        out = [title, "-" * len(title)]
        if category.within is not None:
            out.append(self.say("within", term=law.categories[category.within].terms[language]))
        if category.counted:
            out.append(self.say("needed", needed=category.needed, of=len(category.counted)))
        for code in category.counted:
            out += self._criterion(law.criteria[code], category.code)
        if category.required:
            out.append(self.say("required"))
        for code in category.required:
            out += self._criterion(law.criteria[code], category.code)
        if category.lists_in_a_row is not None and category.within is not None:
            within = law.categories[category.within].terms[language]
            out.append(self.say("in_a_row", lists=category.lists_in_a_row, term=within))
            for day, lists in category.transitional.items():
                out.append(self.say("transitional", lists=lists, day=self.day(day)))
        out += self._citation(category.citation, "  ")
        if category.published_without is not None and category.publication is not None:
            term = law.categories[category.published_without].terms[language]
            out.append(self.say("published_without", term=term))
            out += self._citation(category.publication, "    ")
        return out + self._consequences(category.consequences)

    def _criterion(self, criterion: Criterion, category: str) -> list[str]:
        limit: Limit = criterion.limits[category]
        comparison = limit_text(
            limit.operator, limit.value, limit.measure, criterion.unit, self.language
        )
        label = f"{criterion.number} " if criterion.number else ""
        out = [f"  {label}{criterion.name[self.language]}: {comparison}"]
        if criterion.numerator:
            out.append(self.say("numerator", words=criterion.numerator[self.language]))
        if criterion.denominator:
            out.append(self.say("denominator", words=criterion.denominator[self.language]))
        if criterion.comparison:
            out.append(self.say("comparison", words=criterion.comparison[self.language]))
        out += self._citation(limit.citation, "    ")
        practice = self.law.citation(category, criterion.code)
        if practice != limit.citation:
            out.append(self.say("practice"))
            out += self._citation(practice, "      ")
        return out + self._window(criterion)

    def _window(self, criterion: Criterion) -> list[str]:
        if criterion.absolute_year is not None:
            return [self.say("absolute_year", year=criterion.absolute_year)]
        kind = "years"
        if criterion.moment == "1 January":
            kind = "january"
        elif criterion.window_years == 1:
            kind = "year"
        line = self.say(
            f"window_{kind}",
            years=criterion.window_years,
            offsets=", ".join(self._offset(offset) for offset in criterion.reference_years),
            evidence=self._mark(criterion.reference_evidence),
        )
        if self.list_date is not None:
            day = self.day(self.list_date)
            line += self.say("window_on", day=day, period=criterion.period(self.list_date))
        out = [line]
        for exception, offsets in criterion.exceptions.items():
            named = ", ".join(self._offset(offset) for offset in offsets)
            out.append(self.say("window_exception", day=self.day(exception), offsets=named))
        if criterion.reference_note:
            out.append("      " + self.say("note", note=criterion.reference_note))
        return out

    def _offset(self, offset: int) -> str:
        return self.say("offset", years=-offset) if offset else self.say("offset_none")

    def _consequences(self, consequences: tuple[Consequence, ...]) -> list[str]:
        if not consequences:
            return []
        out = [self.say("consequences")]
        for consequence in consequences:
            citation = consequence.citation
            out.append(
                self.say(
                    "consequence",
                    text=consequence.text[self.language],
                    cite=citation.cite,
                    evidence=self._mark(citation.evidence),
                )
            )
        return out

    def _target(self) -> list[str]:
        target = self.law.target
        if target is None:
            return []
        out = [
            self.say(
                "target",
                term=self.law.categories[target.applies_to].terms[self.language],
                share=self._bound(target.share),
                deadline=self.day(target.deadline),
            )
        ]
        for citation in (
            target.share.citation,
            target.deadline_citation,
            target.demolished_citation,
            target.commercial_citation,
            target.plan_citation,
            target.tools_citation,
        ):
            out += self._citation(citation, "    ")
        for dispensation in target.dispensations.values():
            out.append(f"  {dispensation.name[self.language]}:")
            out += [f"    - {words[self.language]}" for words in dispensation.conditions]
            out += self._citation(dispensation.citation, "    ")
        return out

    def _release(self) -> list[str]:
        release = self.law.release
        if release is None:
            return []
        failing = ", ".join(
            self.law.categories[code].terms[self.language] for code in release.failing
        )
        return [
            self.say(
                "release",
                lists=release.clean_lists,
                failing=failing,
                rules=", ".join(release.rules),
                day=self.day(release.in_force_from),
            ),
            *self._citation(release.citation, "    "),
        ]

    def _combined(self) -> list[str]:
        combined = self.law.combined
        if combined is None:
            return []
        term = combined.terms[self.language]
        out = [f"{term[0].upper()}{term[1:]}: {combined.measure[self.language]}"]
        out += self._citation(combined.citation, "    ")
        for rule in combined.rules:
            residents = limit_text(
                rule.residents_operator, Fraction(rule.residents), "fixed", "persons", self.language
            )
            percent = limit_text(
                rule.percent_operator, rule.percent, "fixed", "percent", self.language
            )
            out.append(self.say("combined_rule", residents=residents, percent=percent))
            out += self._citation(rule.citation, "    ")
        return out + self._consequences(combined.consequences)

    def _status(self) -> list[str]:
        if not self.law.legal_status:
            return []
        out = [self.say("status")]
        for note in self.law.legal_status:
            out.append(f"  {self.day(note.on)}: {note.text[self.language]}")
            out.append(
                self.say(
                    "status_source",
                    source=note.citation.source,
                    evidence=self._mark(note.citation.evidence),
                )
            )
        return out

    def _bound(self, bound: Bound) -> str:
        return limit_text(bound.operator, bound.value, "fixed", bound.unit, self.language)

    def _mark(self, evidence: str) -> str:
        return say(f"law.evidence.{evidence}", self.language)

    def _citation(self, citation: Citation, indent: str) -> list[str]:
        words = citation.quote if citation.summarised else f"»{citation.quote}«"
        out = [
            indent
            + self.say(
                "citation",
                cite=citation.cite,
                words=words,
                evidence=self._mark(citation.evidence),
                source=citation.source,
            )
        ]
        if citation.note:
            out.append(indent + self.say("note", note=citation.note))
        if citation.changed_by:
            out.append(indent + self.say("changed", scenario=citation.changed_by))
        return out
