"""From points per indicator to one total, a category and a rank per area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from monitor.errors import FigureError
from monitor.local.arrays import Flags, Floats
from monitor.local.center import Setting
from monitor.local.distance import Distances, reaches
from monitor.local.model import Axis, Category, Model

Classes = npt.NDArray[np.int8]
UNKNOWN = -1
"""The class of an area that cannot be placed."""


@dataclass(frozen=True)
class Totals:
    """One axis added up, shape (scenes, areas).

    ``points`` is what the available indicators gave, ``most`` what they could give (NaN without
    breaks), ``score`` the points scaled to all indicators (and standardised, if the axis says so),
    ``have`` and ``of`` how many indicators there were and should be,
    ``raw`` the scaled points before standardising, ``whole`` where the score is a sum
    of whole numbers, which floats hold exactly.
    """

    points: Floats
    most: Floats
    score: Floats
    have: npt.NDArray[np.int64]
    of: npt.NDArray[np.int64]
    exact: Callable[[tuple[int, int]], Fraction] | None
    raw: Floats
    whole: Flags


def totals(
    setting: Setting,
    found: Distances,
    given: Floats,
    most: tuple[int, ...] | None,
    masks: tuple[Flags, Flags],
    fixed: tuple[Floats, Floats] | None = None,
) -> Totals:
    """Points added up over the available indicators and scaled to all of them.

    Args:
        setting: model and axis.
        found: distances, for exact totals without breaks.
        given: points of shape (scenes, areas, indicators).
        most: the most each indicator can give, None without breaks.
        masks: included areas (scenes, areas), expected indicators (scenes, indicators).
        fixed: mean and spread of the totals to standardise with, instead of their own.

    Raises:
        FigureError: totals to be standardised are all the same.
    """
    model, axis = setting.model, setting.axis
    included, expected = masks
    indicators = model.of_axis(axis)
    weights = np.array([float(entry.weight) for entry in indicators])
    there = ~np.isnan(given) & included[:, :, None] & expected[:, None, :]
    have = there.sum(axis=2)
    of = np.broadcast_to(expected.sum(axis=1)[:, None], have.shape)
    enough = included & (have >= np.minimum(model.at_least, of)) & (have > 0)
    clean = np.where(there, given, 0.0)
    by_theme = bool(model.themes) and axis.aggregate == "mean"
    if by_theme:
        summed = _themed(model, axis, clean, there, weights)
        score = summed
    else:
        summed = clean @ weights
        full = (expected @ weights)[:, None]
        available = there @ weights
        if axis.aggregate == "mean":
            summed = summed / np.where(available > 0, available, 1)
            score = summed
        else:
            complete = have == of
            factor = np.where(complete, 1.0, full / np.where(available > 0, available, 1))
            if most is not None:
                reach = weights * np.array(most)
                factor = (expected @ reach)[:, None] / np.maximum(there @ reach, 1e-300)
                factor = np.where(complete, 1.0, factor)
            score = summed * factor
    score = np.where(enough, score, np.nan)
    raw = score
    exact = _exact_total(axis, model, found, given, most, there, expected)
    if axis.standardise:
        score = _standardised(setting, score, fixed)
        exact = None
    can = np.full(score.shape, np.nan)
    if most is not None and axis.aggregate == "sum":
        can = there @ (weights * np.array(most))
    return Totals(
        np.where(have > 0, summed, np.nan),
        np.where(have > 0, can, np.nan),
        score,
        have,
        of,
        None if by_theme else exact,
        raw,
        _whole(axis, model, most, have == of),
    )


def _whole(axis: Axis, model: Model, most: tuple[int, ...] | None, complete: Flags) -> Flags:
    weights = [entry.weight for entry in model.of_axis(axis)]
    counted = most is not None and all(weight.denominator == 1 for weight in weights)
    plain = axis.aggregate == "sum" and not axis.standardise
    return complete if counted and plain else np.zeros_like(complete)


def _themed(model: Model, axis: Axis, clean: Floats, there: Flags, weights: Floats) -> Floats:
    """The weighted mean of the themes' weighted means; a theme without a figure is left out."""
    indicators = model.of_axis(axis)
    total = np.zeros(clean.shape[:2])
    weight = np.zeros(clean.shape[:2])
    for theme in model.themes:
        columns = [place for place, entry in enumerate(indicators) if entry.theme == theme.code]
        if not columns:
            continue
        share = there[:, :, columns] @ weights[columns]
        mean = (clean[:, :, columns] @ weights[columns]) / np.where(share > 0, share, 1)
        own = float(theme.weight) * (share > 0)
        total += own * mean
        weight += own
    return total / np.where(weight > 0, weight, 1)


def _exact_total(
    axis: Axis,
    model: Model,
    found: Distances,
    given: Floats,
    most: tuple[int, ...] | None,
    there: Flags,
    expected: Flags,
) -> Callable[[tuple[int, int]], Fraction] | None:
    if most is None and found.exact is None:
        return None
    weights = [entry.weight for entry in model.of_axis(axis)]
    reach = [weight * (most[place] if most else 1) for place, weight in enumerate(weights)]

    def exact(cell: tuple[int, int]) -> Fraction:
        columns = [int(column) for column in np.flatnonzero(there[cell])]
        total = Fraction(0)
        for column in columns:
            where = (*cell, column)
            one = Fraction(int(given[where])) if most or found.exact is None else found.exact(where)
            total += weights[column] * one
        if axis.aggregate == "mean":
            return total / sum(weights[column] for column in columns)
        whole = sum(
            (reach[int(column)] for column in np.flatnonzero(expected[cell[0]])), Fraction(0)
        )
        return total * whole / sum(reach[column] for column in columns)

    return exact


def _standardised(setting: Setting, score: Floats, fixed: tuple[Floats, Floats] | None) -> Floats:
    mean, spread = fixed if fixed is not None else mean_and_spread(setting.axis, score)
    known = ~np.isnan(score)
    flat = np.flatnonzero(known.any(axis=1) & (spread == 0))
    if flat.size:
        raise FigureError(
            "local.figures.flat_total",
            file=setting.model.file,
            line=setting.model.line("axis", setting.axis.code, "standardise"),
            axis=setting.axis.code,
            year=setting.years[int(flat[0])],
        )
    return (score - mean[:, None]) / np.where(spread > 0, spread, 1)[:, None]


def mean_and_spread(axis: Axis, score: Floats) -> tuple[Floats, Floats]:
    """Mean and spread of the totals, one of each a scene."""
    known = ~np.isnan(score)
    number = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, score, 0.0).sum(axis=1) / number
    apart = np.where(known, score - mean[:, None], 0.0)
    fewer = 1 if axis.spread == "sample" else 0
    return mean, np.sqrt((apart * apart).sum(axis=1) / np.maximum(number - fewer, 1))


def classes(axis: Axis, found: Totals) -> Classes:
    """The place of each area's category in ``axis.categories``, ``UNKNOWN`` where none."""
    return cut(axis.categories, found.score, found.exact, found.whole)


def cut(
    categories: tuple[Category, ...],
    score: Floats,
    exact: Callable[[tuple[int, int]], Fraction] | None = None,
    whole: Flags | None = None,
) -> Classes:
    """Scores cut into categories given from the lowest to the highest.

    A score within a hair of a cut-off is settled by ``exact``, where there is one, unless it is
    ``whole`` and so is the cut-off.
    """
    number = np.zeros(score.shape, dtype=np.int8)

    def settle(cell: tuple[int, int, int], limit: Fraction) -> int:
        if exact is None:
            return int(score[cell[:2]] > float(limit)) - int(score[cell[:2]] < float(limit))
        total = exact(cell[:2])
        return (total > limit) - (total < limit)

    for entry in categories[1:]:
        if entry.low is None:
            continue
        sure = whole if whole is not None and entry.low.denominator == 1 else None
        number += reaches(
            score[:, :, None],
            entry.low,
            at=entry.low_included,
            settle=settle,
            sure=None if sure is None else sure[:, :, None],
        )[:, :, 0]
    unknown = np.isnan(score) | (not categories)
    return np.where(unknown, UNKNOWN, number).astype(np.int8)


def ranks(axis: Axis, score: Floats) -> npt.NDArray[np.int64]:
    """1 for the worst; equal scores share the better number; 0 for areas without a score."""
    order = np.round(score if axis.worst == "high" else -score, 9)
    found = np.zeros(score.shape, dtype=np.int64)
    for scene in range(score.shape[0]):
        known = ~np.isnan(order[scene])
        ranked = np.sort(order[scene][known])
        worse = ranked.size - np.searchsorted(ranked, order[scene][known], side="right")
        found[scene, known] = worse + 1
    return found
