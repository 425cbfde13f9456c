"""The mean of several years, by either reading of the act, and the printed mean beside it.

``shares`` is the mean of the yearly shares, ``counts`` the share of all the years' counts (switch
``two_year_mean``): the yearly shares weighted by their denominators. Where a denominator is missing
its weight can be anything, so the share of the counts lies anywhere between the yearly shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import inf

from monitor.indicators import indicator
from monitor.law.model import Criterion
from monitor.readings import PERCENT, Figure, Reading, YearReading, joined, weakest

Interval = tuple[Fraction | None, Fraction | float, Fraction | float]
"""Value (None where it is not known), low, high."""


def computed(
    criterion: Criterion,
    period: str,
    years: tuple[YearReading, ...],
    mean: Figure | None,
    two_year_mean: str,
) -> Reading:
    """The computed reading: from the years' own counts where all are there, else a printed mean.

    Counts are exact and a printed mean is rounded: with every count at hand the printed one only
    stands beside (``Reading.printed_mean``).

    Args:
        criterion: of the law in force.
        period: of its mean, as ``outputs.md`` writes it.
        years: the reference years, oldest first.
        mean: the figure printed for the whole period, where there is one.
        two_year_mean: ``shares`` or ``counts``.
    """
    if mean is None:
        return _of_years(criterion, period, years, two_year_mean)
    printed = Reading(
        criterion=criterion.code,
        basis="computed",
        value=mean.value,
        low=mean.low,
        high=mean.high,
        standing=mean.standing,
        period=period,
        source=mean.source,
        years=years,
        base=_mean_base(years),
    )
    if _pooled(years) is None:
        return printed
    return replace(_of_years(criterion, period, years, two_year_mean), printed_mean=printed)


def _of_years(
    criterion: Criterion, period: str, years: tuple[YearReading, ...], two_year_mean: str
) -> Reading:
    by_counts = two_year_mean == "counts" and indicator(criterion.indicator).count is not None
    value, low, high = _by_counts(years) if by_counts else _by_shares(years)
    return Reading(
        criterion=criterion.code,
        basis="computed",
        value=value,
        low=low,
        high=high,
        standing=weakest(year.standing for year in years),
        period=period,
        source=joined(year.source for year in years),
        years=years,
        base=_mean_base(years),
        pooled=_pooled(years),
    )


def _by_shares(years: tuple[YearReading, ...]) -> Interval:
    low, high = _mean(year.low for year in years), _mean(year.high for year in years)
    values = [year.value for year in years if year.value is not None]
    value = Fraction(_mean(values)) if len(values) == len(years) else None
    return value, low, high


def _by_counts(years: tuple[YearReading, ...]) -> Interval:
    bases = [year.base for year in years if year.base is not None]
    values = [year.value for year in years if year.value is not None]
    if len(bases) == len(years) and any(bases):
        low = _weighted((year.low for year in years), bases)
        high = _weighted((year.high for year in years), bases)
        exact = _weighted(values, bases) if len(values) == len(years) else None
        return None if exact is None else Fraction(exact), low, high
    low, high = min(year.low for year in years), max(year.high for year in years)
    same = len(values) == len(years) and len(set(values)) == 1
    return values[0] if same else None, low, high


def _weighted(shares: Iterable[Fraction | float], bases: Iterable[Fraction]) -> Fraction | float:
    weights = list(bases)
    return sum(s * base for s, base in zip(shares, weights, strict=True)) / Fraction(sum(weights))


def _pooled(years: tuple[YearReading, ...]) -> Fraction | None:
    """The share of the years' counts, where there are several years and all their counts."""
    if len(years) == 1:
        return None
    counts = [year.count for year in years if year.count is not None]
    bases = [year.base for year in years if year.base is not None]
    if len(counts) < len(years) or len(bases) < len(years) or not sum(bases):
        return None
    return Fraction(sum(counts) * PERCENT, sum(bases))


def _mean(values: Iterable[Fraction | float]) -> Fraction | float:
    each = list(values)
    total = sum(each)
    return total / len(each) if total != inf else inf


def _mean_base(years: tuple[YearReading, ...]) -> Fraction | None:
    bases = [year.base for year in years if year.base is not None]
    return Fraction(sum(bases), len(bases)) if bases else None
