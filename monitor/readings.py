"""What the law looks at on a list date: one criterion of one area, as an interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

PERCENT = 100
MOST_DECIMALS = 6
"""Decimals tables are written with: more cannot be read back from them."""

Basis = Literal["published", "computed"]
Standing = Literal["known", "preliminary", "projected", "missing"]
STANDINGS: tuple[Standing, ...] = ("known", "preliminary", "projected", "missing")
"""From the surest to none at all; a reading stands as its weakest figure."""


@dataclass(frozen=True)
class Figure:
    """One figure as given: its exact value, the interval it stands for, of when, from where.

    ``bounded`` says that the source gives bounds and no figure: the value is then their middle.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    standing: Standing
    source: str
    period: str = ""
    bounded: bool = False


@dataclass(frozen=True)
class Reading:
    """One criterion of one area for one list date.

    ``value`` is the strict reading (None when a figure is missing), in the criterion's unit; the
    figure lies in [low, high), or is the point ``low == high``. ``years`` are the yearly readings
    behind it, oldest first; ``base`` is the mean denominator in persons where known; ``pooled``
    the share of several years' counts taken together, where all are known: the mean of the yearly
    shares and this are the two readings of "opgjort som gennemsnittet" (switch ``two_year_mean``).
    ``printed_mean`` is the mean as printed, beside the one reckoned from every year's counts.
    """

    criterion: str
    basis: Basis
    value: Fraction | None
    low: Fraction | float
    high: Fraction | float
    standing: Standing
    period: str
    source: str
    years: tuple[YearReading, ...] = ()
    base: Fraction | None = None
    pooled: Fraction | None = None
    printed_mean: Reading | None = None


@dataclass(frozen=True)
class YearReading:
    """One reference year of a criterion: share in its unit, denominator, standing."""

    period: str
    value: Fraction | None
    low: Fraction | float
    high: Fraction | float
    base: Fraction | None
    count: Fraction | None
    standing: Standing
    source: str


def weakest(standings: Iterable[Standing]) -> Standing:
    """The least sure of several standings."""
    return max(standings, key=STANDINGS.index, default="missing")


def joined(sources: Iterable[str]) -> str:
    """Sources as one text, each once."""
    return "; ".join(dict.fromkeys(source for source in sources if source))


def printed_decimals(low: Fraction | float | None, high: Fraction | float | None) -> int:
    """The decimals of the printed figure an interval stands for; none for anything else."""
    if low is None or high is None or not low < high:
        return 0
    width = round(float(high - low), MOST_DECIMALS)
    return next((n for n in range(1, MOST_DECIMALS) if width == round(10.0**-n, MOST_DECIMALS)), 0)
