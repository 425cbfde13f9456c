"""What a local model file says, as types. Numbers are exact; lines remember where they stood.

A *model* scores units (areas) on indicators. An *axis* is one score: what is measured (level or
change), against which reference, by which rule, added up how, cut into which categories. A model
has one axis or several; two of them can be crossed into a grid.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from monitor.local.lines import Path, line_of
from monitor.words import Language

Evidence = Literal["verbatim", "secondary", "inferred", "memory", "assumed", "own"]
EVIDENCE: tuple[Evidence, ...] = (
    "verbatim",
    "secondary",
    "inferred",
    "memory",
    "assumed",
    "own",
)
Direction = Literal["high_is_bad", "low_is_bad"]
DIRECTIONS: tuple[Direction, ...] = ("high_is_bad", "low_is_bad")
Rule = Literal[
    "ratio",
    "difference",
    "zscore",
    "robust_z",
    "percentile",
    "value",
    "index",
    "share",
    "rank_share",
    "rank_exponential",
]
RULES: tuple[Rule, ...] = (
    "ratio",
    "difference",
    "zscore",
    "robust_z",
    "percentile",
    "value",
    "index",
    "share",
    "rank_share",
    "rank_exponential",
)
WITH_REFERENCE: tuple[Rule, ...] = ("ratio", "difference", "index")
"""Rules that compare with a reference figure; the others look only at the units themselves."""

Measure = Literal["level", "change"]
Edge = Literal["at_or_above", "above"]
Spread = Literal["population", "sample"]
Ranks = Literal["given", "computed"]
Aggregate = Literal["sum", "mean"]
ReferenceOf = Literal["municipality", "nation", "areas"]
Mean = Literal["pooled", "equal"]

Text = dict[Language, str]


@dataclass(frozen=True)
class Mark:
    """How sure a number is: evidence, where it stands, a remark."""

    evidence: Evidence
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Exclusion:
    """A unit left out by name, in all years or in some, and why."""

    area_id: str
    reason: Text
    years: tuple[int, ...] = ()

    def holds(self, year: int) -> bool:
        """Whether the unit is left out in ``year``."""
        return not self.years or year in self.years


@dataclass(frozen=True)
class Units:
    """Which areas are scored: residents ``above`` (strictly) or ``from_`` a number, exclusions.

    ``residents`` is the indicator that holds the number of residents; None asks for none.
    """

    residents: str | None
    above: int | None
    from_: int | None
    exclude: tuple[Exclusion, ...]
    mark: Mark


@dataclass(frozen=True)
class LocalIndicator:
    """One indicator of a model.

    ``per`` turns a count and its base into the value (100: percent, 1000: per 1,000).
    ``available`` False: the municipality does not have it (it counts as missing, never as zero).
    ``short`` is the name on the axis of a chart, where there is no room for the whole one.
    ``published_change`` names the figure that holds its change where the owner publishes it.
    ``law`` names the figure of the law that it is, whose outlook then is its outlook.
    """

    code: str
    name: Text
    short: Text
    direction: Direction
    denominator: Text
    source: str
    available: bool
    weight: Fraction
    theme: str | None
    per: int
    breaks: tuple[Fraction, ...]
    published_change: str | None
    law: str | None
    first_year: int | None
    last_year: int | None
    mark: Mark

    def expected(self, year: int) -> bool:
        """Whether the model counts this indicator in ``year``."""
        after = self.first_year is None or year >= self.first_year
        return after and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True)
class Theme:
    """Indicators that are averaged among themselves first."""

    code: str
    name: Text
    weight: Fraction


@dataclass(frozen=True)
class ReferenceRule:
    """What a value is compared with.

    ``of`` municipality or nation: the figures of the row ``row``; areas: the mean of the scored
    units, ``pooled`` (counts over bases) or ``equal`` (every unit alike). ``year`` fixes the year.
    """

    of: ReferenceOf
    row: str
    mean: Mean
    year: int | None
    mark: Mark


@dataclass(frozen=True)
class Category:
    """A class of an axis: from ``low`` to ``high``, each end with or without its edge."""

    code: str
    word: Text
    colour: str
    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool
    flag: bool
    number: int | None
    mark: Mark


@dataclass(frozen=True)
class Axis:
    """One score of a model; see the module. ``worst`` says which end of the scale is bad."""

    code: str
    name: Text
    measure: Measure
    over_years: int
    indicators: tuple[str, ...]
    rule: Rule
    breaks: tuple[Fraction, ...]
    user_breaks: bool
    edge: Edge
    spread: Spread
    population: int | None
    ranks: Ranks
    aggregate: Aggregate
    standardise: bool
    worst: Literal["high", "low"]
    needed_areas: int
    categories: tuple[Category, ...]
    mark: Mark

    def category(self, code: str) -> Category:
        """The category called ``code``."""
        return next(entry for entry in self.categories if entry.code == code)


@dataclass(frozen=True)
class Grid:
    """Two axes crossed: cells are row number followed by column number; some need attention."""

    rows: str
    columns: str
    attention: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True)
class Gate:
    """A way onto or off a list: one of these categories on this axis, so many years in a row."""

    axis: str
    categories: tuple[str, ...]
    years: int


@dataclass(frozen=True)
class Watch:
    """A list with separate rules for entering and leaving."""

    name: Text
    enter: Gate
    leave: Gate
    mark: Mark


@dataclass(frozen=True)
class Allocation:
    """An amount shared by an axis, the key fixed for ``reset_every`` years from ``first_year``."""

    axis: str
    amount: int | None
    unit: str
    reset_every: int
    first_year: int
    mark: Mark


@dataclass(frozen=True)
class Smoothing:
    """Small areas: ``years`` pooled, and drawn toward the reference as by so many more persons."""

    years: int
    toward_reference: int
    mark: Mark


@dataclass(frozen=True)
class Model:
    """A whole model. ``final`` is the axis (or ``grid``) whose category is the model's answer."""

    id: str
    name: Text
    about: Text
    note: Text
    source: str
    final: str
    units: Units
    indicators: tuple[LocalIndicator, ...]
    themes: tuple[Theme, ...]
    reference: ReferenceRule
    at_least: int
    missing: Mark
    smoothing: Smoothing | None
    axes: dict[str, Axis]
    grid: Grid | None
    watch: Watch | None
    allocation: Allocation | None
    file: str
    lines: dict[Path, int] = field(repr=False, hash=False, compare=False)

    def line(self, *path: str | int) -> int:
        """The line of the model file where ``path`` stands."""
        return line_of(self.lines, path)

    def indicator_line(self, code: str) -> int:
        """The line where the indicator ``code`` begins."""
        codes = [entry.code for entry in self.indicators]
        return self.line("indicator", codes.index(code))

    def indicator(self, code: str) -> LocalIndicator:
        """The indicator called ``code``."""
        return next(entry for entry in self.indicators if entry.code == code)

    def of_axis(self, axis: Axis) -> tuple[LocalIndicator, ...]:
        """The indicators of an axis, in its order."""
        return tuple(self.indicator(code) for code in axis.indicators)

    @property
    def reference_rows(self) -> frozenset[str]:
        """Area ids that are compared with and never scored."""
        return frozenset({"dk", "municipality", self.reference.row})
