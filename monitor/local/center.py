"""What values are compared with: the reference figure, and the spread around it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from monitor.errors import FigureError
from monitor.local.arrays import Flags, Floats
from monitor.local.model import WITH_REFERENCE, Axis, Model
from monitor.local.panel import Panel
from monitor.local.values import Values

Pair = tuple[int, int]

NORMAL_MAD = Fraction(14826, 10000)
"""The median absolute deviation times this estimates a normal standard deviation (Hampel 1974)."""


@dataclass(frozen=True)
class Center:
    """Reference and spread of shape (scenes, indicators), with exact numbers behind them.

    ``variance`` is the exact square of the spread; both are None where the rule needs no spread.
    """

    value: Floats
    exact: Callable[[Pair], Fraction]
    spread: Floats | None = None
    variance: Callable[[Pair], Fraction] | None = None


@dataclass(frozen=True)
class Setting:
    """What a fault of the figures needs to name its place: model, axis and labels of the arrays."""

    model: Model
    axis: Axis
    panel: Panel
    years: tuple[int, ...]

    def fault(self, key: str, pair: Pair, *path: str | int, **fields: object) -> FigureError:
        """A fault at a scene and an indicator, with the line of the model."""
        return FigureError(
            key,
            file=self.model.file,
            line=self.model.line(*path),
            year=self.years[pair[0]],
            indicator=self.axis.indicators[pair[1]],
            **fields,
        )


def center_of(setting: Setting, values: Values, included: Flags) -> Center | None:
    """The reference of an axis for every scene and indicator, None for rules that need none.

    Raises:
        FigureError: a reference with no members, a spread of nought, too few areas, a pooled mean
            of figures without counts.
    """
    axis = setting.axis
    there = ~np.isnan(values.value) & included[:, :, None]
    _enough(setting, there)
    if axis.rule in WITH_REFERENCE:
        return _reference(setting, values, there)
    if axis.rule == "zscore":
        return _mean_and_spread(setting, values, there)
    if axis.rule == "robust_z":
        return _median_and_mad(setting, values, there)
    if axis.rule == "share":
        return _sum(setting, values, there)
    return None


def _enough(setting: Setting, there: Flags) -> None:
    if setting.axis.ranks == "given" and setting.axis.population is not None:
        return
    members = there.sum(axis=1)
    short = np.argwhere((members > 0) & (members < setting.axis.needed_areas))
    if short.size:
        pair = (int(short[0][0]), int(short[0][1]))
        raise setting.fault(
            "local.figures.few_areas",
            pair,
            "axis",
            setting.axis.code,
            "needed_areas",
            found=int(members[pair]),
            needed=setting.axis.needed_areas,
        )


def _reference(setting: Setting, values: Values, there: Flags) -> Center:
    rule = setting.model.reference
    found = _plain(setting, values, there)
    lacking = np.argwhere(there.any(axis=1) & np.isnan(found.value))
    if lacking.size:
        pair = (int(lacking[0][0]), int(lacking[0][1]))
        key = "local.figures.no_reference_row" if rule.row else "local.figures.no_members"
        raise setting.fault(key, pair, "reference", row=rule.row)
    nought = np.argwhere(there.any(axis=1) & (found.value == 0))
    if setting.axis.rule in ("ratio", "index") and nought.size:
        pair = (int(nought[0][0]), int(nought[0][1]))
        raise setting.fault("local.figures.nought", pair, "reference", rule=setting.axis.rule)
    return found


def _plain(setting: Setting, values: Values, there: Flags) -> Center:
    """The reference figure; that of a change is the change of the reference."""
    if values.parts is not None:
        now, before = (_plain(setting, part, there) for part in values.parts)
        return Center(now.value - before.value, lambda pair: now.exact(pair) - before.exact(pair))
    rule = setting.model.reference
    if rule.of != "areas":
        return _row(setting, values)
    return _pooled(setting, values, there) if rule.mean == "pooled" else _equal(values, there)


def _row(setting: Setting, values: Values) -> Center:
    place = setting.panel.place(setting.model.reference.row)
    if place is None:
        return Center(np.full(values.value[:, 0].shape, np.nan), lambda _: Fraction(0))
    return Center(values.value[:, place], lambda pair: values.exact((pair[0], place, pair[1])))


def _members(there: Flags, pair: Pair) -> list[int]:
    return [int(area) for area in np.flatnonzero(there[pair[0], :, pair[1]])]


def _equal(values: Values, there: Flags) -> Center:
    @cache
    def exact(pair: Pair) -> Fraction:
        found = [values.exact((pair[0], area, pair[1])) for area in _members(there, pair)]
        return sum(found, Fraction(0)) / len(found)

    return Center(_mean(values.value, there), exact)


def _mean(value: Floats, there: Flags) -> Floats:
    members = there.sum(axis=1)
    total = np.where(there, value, 0.0).sum(axis=1)
    return np.where(members > 0, total / np.maximum(members, 1), np.nan)


def _pooled(setting: Setting, values: Values, there: Flags) -> Center:
    counts = values.counts
    bare = np.argwhere(there & ~counts.counted if counts is not None else there)
    if bare.size or counts is None:
        scene, area, column = (int(part) for part in (bare[0] if bare.size else (0, 0, 0)))
        raise setting.fault(
            "local.figures.no_base",
            (scene, column),
            "reference",
            "mean",
            area=setting.panel.areas[area],
        )
    num = np.where(there, counts.num, 0).sum(axis=1)
    den = np.where(there, counts.den, 0).sum(axis=1)
    return Center(
        np.where(den > 0, num / np.maximum(den, 1), np.nan),
        lambda pair: Fraction(int(num[pair]), int(den[pair])),
    )


def _mean_and_spread(setting: Setting, values: Values, there: Flags) -> Center:
    middle = _equal(values, there)
    fewer = 1 if setting.axis.spread == "sample" else 0
    members = there.sum(axis=1)
    apart = np.where(there, values.value - middle.value[:, None, :], 0.0)
    square = (apart * apart).sum(axis=1) / np.maximum(members - fewer, 1)

    @cache
    def variance(pair: Pair) -> Fraction:
        mean = middle.exact(pair)
        found = [values.exact((pair[0], area, pair[1])) for area in _members(there, pair)]
        return sum(((one - mean) ** 2 for one in found), Fraction(0)) / (len(found) - fewer)

    spread = np.where(members > 0, np.sqrt(square), np.nan)
    _spread_or_fault(setting, values, there, spread)
    return Center(middle.value, middle.exact, spread, variance)


def _median_and_mad(setting: Setting, values: Values, there: Flags) -> Center:
    seen = np.where(there, values.value, np.nan)
    with warnings.catch_warnings():
        # a scene in which nobody has the figure: NaN is the right answer
        warnings.simplefilter("ignore", RuntimeWarning)
        middle = np.nanmedian(seen, axis=1)
        mad = np.nanmedian(np.abs(seen - middle[:, None, :]), axis=1)

    @cache
    def exact(pair: Pair) -> Fraction:
        return _median([values.exact((pair[0], area, pair[1])) for area in _members(there, pair)])

    @cache
    def variance(pair: Pair) -> Fraction:
        center = exact(pair)
        found = [values.exact((pair[0], area, pair[1])) for area in _members(there, pair)]
        return (NORMAL_MAD * _median([abs(one - center) for one in found])) ** 2

    _spread_or_fault(setting, values, there, mad)
    return Center(middle, exact, mad * float(NORMAL_MAD), variance)


def _median(found: list[Fraction]) -> Fraction:
    ordered = sorted(found)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _sum(setting: Setting, values: Values, there: Flags) -> Center:
    total = np.where(there, values.value, 0.0).sum(axis=1)
    nought = np.argwhere(there.any(axis=1) & (total <= 0))
    if nought.size:
        pair = (int(nought[0][0]), int(nought[0][1]))
        raise setting.fault("local.figures.nothing_to_share", pair, "axis", setting.axis.code)

    @cache
    def exact(pair: Pair) -> Fraction:
        found = [values.exact((pair[0], area, pair[1])) for area in _members(there, pair)]
        return sum(found, Fraction(0))

    return Center(np.where(there.any(axis=1), total, np.nan), exact)


def _spread_or_fault(setting: Setting, values: Values, there: Flags, spread: Floats) -> None:
    seen = np.where(there, values.value, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        width = np.nanmax(seen, axis=1, initial=-np.inf) - np.nanmin(seen, axis=1, initial=np.inf)
    # all alike is asked of the values: the spread of equal decimals need not come out as nought
    flat = there.any(axis=1) & ((width == 0) | (spread == 0))
    if flat.any():
        pair = (int(np.argwhere(flat)[0][0]), int(np.argwhere(flat)[0][1]))
        line = ("axis", setting.axis.code, "rule")
        raise setting.fault("local.figures.no_spread", pair, *line, rule=setting.axis.rule)
