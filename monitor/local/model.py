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
from monitor.local.parts import (
    LocalIndicator,
    Mark,
    ReferenceRule,
    Smoothing,
    Text,
    Theme,
    Units,
)

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
