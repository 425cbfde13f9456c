"""How far every value lies from its reference, by the rule of the axis, and its points.

A greater distance is worse, except under ``index`` (100 is the reference, more is better) and
``rank_share`` (rank over number, 1 is best).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from monitor.local.arrays import Flags, Floats
from monitor.local.center import Center
from monitor.local.model import Axis
from monitor.local.parts import LocalIndicator
from monitor.local.values import Cell, Values

HAIR = 1e-9
"""Floats closer to a limit than this (relatively) are settled by exact numbers."""

Settle = Callable[[Cell, Fraction], int]


@dataclass(frozen=True)
class Distances:
    """Distances of shape (scenes, areas, indicators), NaN where there is no value.

    ``settle`` compares a cell exactly with a limit (-1, 0, 1). ``exact`` is the exact distance, or
    None under rules whose distance is no fraction (z-scores, exponentials).
    """

    value: Floats
    settle: Settle
    exact: Callable[[Cell], Fraction] | None


def distances(
    axis: Axis,
    indicators: tuple[LocalIndicator, ...],
    values: Values,
    center: Center | None,
    group: Floats,
) -> Distances:
    """The distance of every value.

    Args:
        axis: whose rule is used.
        indicators: the axis's indicators, whose directions count.
        values: shape (scenes, areas, indicators).
        center: reference and spread, None for rules that need none.
        group: the values ranks are taken among: as ``values``, NaN for areas that are not scored.
    """
    high = np.array([entry.direction == "high_is_bad" for entry in indicators])
    if axis.rule in ("percentile", "rank_share", "rank_exponential"):
        return _ranked(axis, high, values, group)
    if axis.rule == "value":
        sign = np.where(high, 1.0, -1.0)
        return _exactly(
            values.value * sign,
            lambda cell: values.exact(cell) if high[cell[2]] else -values.exact(cell),
        )
    if center is None:
        raise ValueError(axis.rule)
    if axis.rule in ("zscore", "robust_z"):
        return _standardised(high, values, center)
    return _compared(axis, high, values, center)


def _exactly(value: Floats, exact: Callable[[Cell], Fraction]) -> Distances:
    def settle(cell: Cell, limit: Fraction) -> int:
        if np.isinf(value[cell]):
            return 1
        found = exact(cell)
        return (found > limit) - (found < limit)

    return Distances(value, settle, exact)


def _compared(axis: Axis, high: Flags, values: Values, center: Center) -> Distances:
    mean = center.value[:, None, :]

    def middle(cell: Cell) -> Fraction:
        return center.exact((cell[0], cell[2]))

    if axis.rule == "difference":
        sign = np.where(high, 1, -1)
        return _exactly(
            sign * (values.value - mean),
            lambda cell: int(sign[cell[2]]) * (values.exact(cell) - middle(cell)),
        )
    if axis.rule == "share":
        return _exactly(values.value / mean, lambda cell: values.exact(cell) / middle(cell))
    over = high if axis.rule == "ratio" else ~high
    scale = 1 if axis.rule == "ratio" else 100
    wide = np.broadcast_to(mean, values.value.shape)
    with np.errstate(divide="ignore"):
        found = scale * np.where(over, values.value / wide, wide / values.value)

    def exact(cell: Cell) -> Fraction:
        top, bottom = values.exact(cell), middle(cell)
        return scale * (top / bottom if over[cell[2]] else bottom / top)

    return _exactly(found, exact)


def _standardised(high: Flags, values: Values, center: Center) -> Distances:
    sign = np.where(high, 1, -1)
    spread, variance = center.spread, center.variance
    if spread is None or variance is None:
        raise ValueError
    found = sign * (values.value - center.value[:, None, :]) / spread[:, None, :]

    def settle(cell: Cell, limit: Fraction) -> int:
        """Compare (x - m) / s with c without a root: by the signs, then by the squares."""
        pair = (cell[0], cell[2])
        apart = int(sign[cell[2]]) * (values.exact(cell) - center.exact(pair))
        signed = _square(apart) - _square(limit) * variance(pair)
        return (signed > 0) - (signed < 0)

    return Distances(found, settle, None)


def _square(number: Fraction) -> Fraction:
    return number * abs(number)


def _ranked(axis: Axis, high: Flags, values: Values, group: Floats) -> Distances:
    """Percentiles and ranks: how many of the group are better, and how many are the same."""
    if axis.rule != "percentile" and axis.ranks == "given":
        number = np.full(values.value.shape, float(axis.population or 1))
        rank = values.value
    else:
        better, same, members = _standing(high, values.value, group)
        rank = members - better - same + 1.0
        if axis.rule == "percentile":
            twice = 2 * better + same
            found = np.where(members > 0, 50.0 * twice / np.maximum(members, 1), np.nan)
            return _exactly(
                found,
                lambda cell: 50 * Fraction(int(twice[cell]), int(members[cell])),
            )
        number = members
    if axis.rule == "rank_share":
        return _exactly(
            rank / number,
            lambda cell: Fraction(float(rank[cell])) / Fraction(float(number[cell])),
        )
    # the English Indices: R is the share of areas no worse, X runs from 0 to 100
    # (Indices of Deprivation, technical report, exponential transformation of the ranks)
    worse_share = (number - rank + 1) / number
    found = -23 * np.log1p(-worse_share * -np.expm1(-100 / 23))
    return Distances(found, _by_float(found), None)


def _by_float(value: Floats) -> Settle:
    def settle(cell: Cell, limit: Fraction) -> int:
        return int(value[cell] > float(limit)) - int(value[cell] < float(limit))

    return settle


def _standing(high: Flags, value: Floats, group: Floats) -> tuple[Floats, Floats, Floats]:
    """(better, same, members): the value itself counts once among the same."""
    better = np.full(value.shape, np.nan)
    same = np.full(value.shape, np.nan)
    members = np.zeros(value.shape)
    for scene in range(value.shape[0]):
        for column in range(value.shape[2]):
            sign = 1 if high[column] else -1
            own = sign * group[scene, :, column]
            asked = sign * value[scene, :, column]
            there = ~np.isnan(own)
            ranked = np.sort(own[there])
            low = np.searchsorted(ranked, asked, side="left").astype(float)
            equal = np.searchsorted(ranked, asked, side="right") - low
            # a shifted value is judged among the others: its own old place does not count
            low -= there & (own < asked)
            equal += 1 - (there & (own == asked))
            blank = np.isnan(asked)
            better[scene, :, column] = np.where(blank, np.nan, low)
            same[scene, :, column] = np.where(blank, np.nan, equal)
            members[scene, :, column] = np.where(there, ranked.size, ranked.size + 1)
    return better, same, members


def reaches(
    value: Floats, limit: Fraction, *, at: bool, settle: Settle, sure: Flags | None = None
) -> Flags:
    """Where ``value`` is above ``limit`` (or exactly at it, if ``at``), exactly.

    Cells within a hair of the limit are settled one by one, but for those ``sure`` to be exact.
    """
    bound = float(limit)
    found: Flags = value >= bound if at else value > bound
    close = np.abs(value - bound) <= HAIR * max(1.0, abs(bound))
    if sure is not None:
        close &= ~sure
    if close.any():
        for scene, area, column in np.argwhere(close):
            cell = (int(scene), int(area), int(column))
            sign = settle(cell, limit)
            found[cell] = sign > 0 or (at and sign == 0)
    return found


def limits(axis: Axis, entry: LocalIndicator) -> tuple[Fraction, ...]:
    """The breaks of one indicator on the scale of distances, ascending."""
    breaks = entry.breaks or axis.breaks
    if axis.rule == "value" and entry.direction == "low_is_bad":
        return tuple(-limit for limit in reversed(breaks))
    return breaks


def points(
    axis: Axis, indicators: tuple[LocalIndicator, ...], found: Distances
) -> tuple[Floats, tuple[int, ...] | None]:
    """(points, the most each indicator can give), or the distances and None without breaks."""
    own = [limits(axis, entry) for entry in indicators]
    if not any(own):
        return found.value, None
    most = tuple(len(entry) for entry in own)
    total = np.zeros(found.value.shape)
    at = axis.edge == "at_or_above"
    if len(set(own)) == 1:
        for limit in own[0]:
            total += reaches(found.value, limit, at=at, settle=found.settle)
    else:
        for column, entry in enumerate(own):
            settle = _in_column(found.settle, column)
            only = found.value[:, :, column : column + 1]
            for limit in entry:
                total[:, :, column] += reaches(only, limit, at=at, settle=settle)[:, :, 0]
    return np.where(np.isnan(found.value), np.nan, total), most


def _in_column(settle: Settle, column: int) -> Settle:
    """``settle`` for a block that holds one column of the whole."""
    return lambda cell, limit: settle((cell[0], cell[1], column), limit)
