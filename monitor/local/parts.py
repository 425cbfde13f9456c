"""The parts of a local model: who is scored, on which figures, compared with what."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

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
class Smoothing:
    """Small areas: ``years`` pooled, and drawn toward the reference as by so many more persons."""

    years: int
    toward_reference: int
    mark: Mark
