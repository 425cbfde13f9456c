"""What a law file says, as types: limits, criteria, categories, one version of the act.

Numbers are exact: TOML numbers are read as decimals and kept as fractions. Shares are in percent,
rates in percent (270 per 10,000 is 2.7 percent), residents in persons, income in percent of the
region's. Nothing here knows a number or a date of the law.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from monitor.words import Language

Operator = Literal[">", ">=", "<", "<="]
OPERATORS: tuple[Operator, ...] = (">", ">=", "<", "<=")
Evidence = Literal["verbatim", "secondary", "inferred", "memory"]
EVIDENCE: tuple[Evidence, ...] = ("verbatim", "secondary", "inferred", "memory")
Measure = Literal["fixed", "times_national", "percent_of_region"]
Moment = Literal["1 January", "calendar year"]


@dataclass(frozen=True)
class Citation:
    """Where a rule stands: paragraph, its words, how sure we are of them, and the source.

    ``summarised`` says that ``quote`` is our summary, not the words of act or source;
    ``changed_by`` names the scenario that changed the rule, which the words then do not bear out.
    """

    cite: str
    quote: str
    evidence: Evidence
    source: str
    note: str = ""
    summarised: bool = False
    changed_by: str = ""


@dataclass(frozen=True)
class Limit:
    """One limit of one criterion in one category.

    ``value`` is in the criterion's unit; for ``times_national`` it is the multiple of the national
    mean, for ``percent_of_region`` the percentage of the region's mean.
    """

    category: str
    operator: Operator
    value: Fraction
    measure: Measure
    citation: Citation


@dataclass(frozen=True)
class Criterion:
    """What is measured, over which years, among whom.

    ``reference_years`` are offsets from the list year; ``moment`` says whether a reference year
    means its 1 January or the whole calendar year. ``exceptions`` replaces the offsets for a list
    date of its own (the interim list of January 2011). ``absolute_year`` replaces the offsets
    altogether where the act names a year (residents "in 2010") and that reading is switched on.
    ``ages`` without an upper end are that age and over. ``numerator`` says what is counted where
    the name does not, ``comparison`` what the limit is a multiple or percentage of.
    """

    code: str
    number: str
    name: dict[Language, str]
    indicator: str
    base: str
    ages: tuple[int, int | None] | None
    denominator: dict[Language, str]
    unit: str
    window_years: int
    reference_years: tuple[int, ...]
    moment: Moment
    reference_evidence: Evidence
    limits: dict[str, Limit]
    citation: Citation
    exceptions: dict[date, tuple[int, ...]] = field(default_factory=dict)
    absolute_year: int | None = None
    numerator: dict[Language, str] = field(default_factory=dict)
    comparison: dict[Language, str] = field(default_factory=dict)
    denominator_citation: Citation | None = None
    comparison_citation: Citation | None = None
    reference_note: str = ""

    def years(self, list_date: date) -> tuple[int, ...]:
        """The reference years of the list of ``list_date``, oldest first."""
        if self.absolute_year is not None:
            return (self.absolute_year,)
        offsets = self.exceptions.get(list_date, self.reference_years)
        return tuple(list_date.year + offset for offset in offsets)

    def period(self, list_date: date) -> str:
        """The reference period as ``outputs.md`` writes it: 2026-01-01, 2025 or 2024-2025."""
        years = self.years(list_date)
        if self.moment == "1 January":
            return f"{years[-1]:04d}-01-01"
        return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


@dataclass(frozen=True)
class Consequence:
    """What follows by law from being named in a category."""

    key: str
    text: dict[Language, str]
    citation: Citation


@dataclass(frozen=True)
class Category:
    """A list: how many of which criteria, which besides, within which wider list.

    ``within`` names the category an area must belong to first (None: a list of its own).
    ``counted`` are the criteria of which ``needed`` must be met; ``required`` must be met besides.
    ``lists_in_a_row`` counts consecutive 1 December lists of ``within``, this one included;
    ``transitional`` replaces it for single list dates. ``published_without`` names the category
    whose members are left out of the published list (practice, see ``publication``).
    """

    code: str
    terms: dict[Language, str]
    within: str | None
    needed: int
    counted: tuple[str, ...]
    required: tuple[str, ...]
    citation: Citation
    lists_in_a_row: int | None = None
    transitional: dict[date, int] = field(default_factory=dict)
    published_without: str | None = None
    publication: Citation | None = None
    consequences: tuple[Consequence, ...] = ()

    def lists_needed(self, list_date: date) -> int | None:
        """How many lists in a row this category asks for on ``list_date``."""
        return self.transitional.get(list_date, self.lists_in_a_row)


@dataclass(frozen=True)
class Switch:
    """A choice the text leaves open: which reading is used, which there are, and why."""

    name: str
    value: str
    options: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True)
class CombinedLettingRule:
    """One line of the combined-letting list (§ 51 b): residents and share outside, one year."""

    residents: int
    residents_operator: Operator
    percent: Fraction
    percent_operator: Operator
    citation: Citation
    key: str = ""


@dataclass(frozen=True)
class CombinedLetting:
    """The combined-letting list (§ 51 b): a measure, reference years and operators of its own.

    An area is on it when any one of ``rules`` holds. ``residents_years`` and ``outside_years`` are
    offsets from the list year: 1 January for residents, the calendar year for the share.
    """

    terms: dict[Language, str]
    measure: dict[Language, str]
    indicator: str
    ages: tuple[int, int | None]
    residents_years: tuple[int, ...]
    outside_years: tuple[int, ...]
    reference_evidence: Evidence
    reference_note: str
    rules: tuple[CombinedLettingRule, ...]
    consequences: tuple[Consequence, ...]
    citation: Citation


@dataclass(frozen=True)
class Release:
    """When the letting rules end for an area that has been a transformation area.

    After ``clean_lists`` lists in a row on which it meets the conditions of none of ``failing``.
    ``rules`` are the paragraphs that end.
    """

    clean_lists: int
    failing: tuple[str, ...]
    in_force_from: date
    citation: Citation
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bound:
    """A number in the target rules: what is measured, operator, value, unit."""

    indicator: str
    operator: Operator
    value: Fraction
    unit: str
    citation: Citation


@dataclass(frozen=True)
class Dispensation:
    """A way out of the 40 percent: all ``conditions`` must hold, one of them is ``bound``.

    ``not_met`` are the criteria (of § 61 a) the area must not meet.
    """

    key: str
    name: dict[Language, str]
    conditions: tuple[dict[Language, str], ...]
    bound: Bound
    not_met: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True)
class Target:
    """The family-dwelling target of § 168 a and § 168 b.

    share = social family dwellings / (dwellings + demolished after ``demolished_after`` and not
    replaced + commercial square metres / ``square_metres``), to be ``share.operator``
    ``share.value`` percent before ``deadline``. Whether demolished dwellings count and how square
    metres are rounded are the switches ``demolished_counted`` and ``commercial_rounding``.
    """

    applies_to: str
    share: Bound
    deadline: date
    deadline_citation: Citation
    demolished_after: int
    demolished_indicator: str
    demolished_citation: Citation
    square_metres: int
    commercial_indicator: str
    commercial_citation: Citation
    plan_months: int
    plan_citation: Citation
    tools_until: date
    tools_citation: Citation
    dispensations: dict[str, Dispensation]


@dataclass(frozen=True)
class LegalStatus:
    """A dated note on the legal standing of criteria and of the categories that rest on them."""

    on: date
    criteria: tuple[str, ...]
    categories: tuple[str, ...]
    text: dict[Language, str]
    citation: Citation


@dataclass(frozen=True)
class Publication:
    """The day of the year on which the act has the lists published."""

    month: int
    day: int
    citation: Citation

    def list_date(self, year: int) -> date:
        """The ordinary list date of ``year``; other list dates are extra lists."""
        return date(year, self.month, self.day)


@dataclass(frozen=True)
class AppliedFrom:
    """A list made under a version before it was law, and why it is counted with it."""

    on: date
    reason: dict[Language, str]
    citation: Citation


@dataclass(frozen=True)
class DateEvidence:
    """How sure we are of one of a version's dates."""

    evidence: Evidence
    source: str
    note: str = ""


@dataclass(frozen=True)
class Law:
    """One version of the act, complete.

    It holds for lists from ``first_day`` (``in_force_from``, or ``applied_from`` where a list was
    made before the act) to ``in_force_until`` (None: the latest version). ``enacted`` is None where
    the date was not seen. ``checked_until`` is the last list date somebody compared it with the
    act in force. ``combined_letting`` repeats the rules of ``combined``.
    ``tree`` is the file's own structure, as ``law show --json`` prints it.
    """

    id: str
    title: dict[Language, str]
    act: Citation
    enacted: date | None
    in_force_from: date
    in_force_until: date | None
    checked_until: date
    unit: Citation
    criteria: dict[str, Criterion]
    categories: dict[str, Category]
    switches: dict[str, Switch]
    tree: dict[str, object]
    combined_letting: tuple[CombinedLettingRule, ...] = ()
    release: Release | None = None
    scenario: str = ""
    publication: Publication | None = None
    applied_from: AppliedFrom | None = None
    date_evidence: dict[str, DateEvidence] = field(default_factory=dict)
    combined: CombinedLetting | None = None
    target: Target | None = None
    legal_status: tuple[LegalStatus, ...] = ()

    @property
    def first_day(self) -> date:
        """The first list date this version is used for."""
        return self.in_force_from if self.applied_from is None else self.applied_from.on

    def switch(self, name: str) -> str:
        """The reading in use, e.g. ``population`` -> ``practice``."""
        return self.switches[name].value

    def with_mean(self, reading: str) -> Law:
        """This version with a mean of several years read as ``reading`` (``shares``, ``counts``).

        Only for setting the two readings side by side: what the law files say is unchanged.
        """
        name = "two_year_mean"
        return replace(
            self, switches={**self.switches, name: replace(self.switches[name], value=reading)}
        )

    def citation(self, category: str, criterion: str) -> Citation:
        """What a verdict on the criterion rests on: its limit's words, or the practice followed.

        Where the act's words and practice part (residents in 2010 or today) and practice is
        followed, that is the practice's citation, not the act's.
        """
        population = self.switches["population"]
        if (
            criterion == "population"
            and population.value == "practice"
            and "text" in population.options
        ):
            return population.citation
        return self.criteria[criterion].limits[category].citation

    def assumed_unchanged(self, list_date: date) -> bool:
        """Whether ``list_date`` lies after the last date this version was checked for."""
        return self.in_force_until is None and list_date > self.checked_until

    def tests(self) -> tuple[tuple[str, str], ...]:
        """(category, criterion) of every limit that decides something, in the order of the act."""
        found = []
        for category in self.categories.values():
            for criterion in (*category.counted, *category.required):
                found.append((category.code, criterion))
        return tuple(found)
