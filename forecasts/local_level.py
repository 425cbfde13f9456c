"""A local level with noise for indicators nobody forecasts better.

A random walk seen through noise (Harvey 1989, chapter 2): the figure of a year is a level plus
noise, the level moves by a random step a year. Successive changes of such a figure lean against
each other by exactly the noise, which parts the two; for counts the noise is at least that of
counting. Step and noise are estimated over all areas of an indicator together, since one area's few
years cannot carry an estimate of their own. There is no drift: the middle of what may come is where
the level is now.

Rows that are only compared with (the municipality, the nation) are large and alone: they walk by
their own yearly changes, in proportion, without noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.errors import NothingToSayError
from monitor.local.arrays import Flags, Floats
from monitor.local.noise import stream
from monitor.local.panel import Panel

FEWEST_STEPS = 10
"""Changes from one year to the next, over all areas, without which no step can be estimated."""

PERCENT = 100


@dataclass(frozen=True)
class LocalLevel:
    """What was estimated for every indicator of a panel.

    ``step`` is the variance of the level's yearly step, of shape (indicators,); ``noise`` the
    variance of a figure around its level, of shape (years, areas, indicators); ``rows`` the
    places of areas that are only compared with, of shape (areas,).
    """

    step: Floats
    noise: Floats
    rows: Flags


def local_level(panel: Panel, compared_with: frozenset[str] = frozenset()) -> LocalLevel:
    """Step and noise of every indicator from successive years of all areas.

    Raises:
        NothingToSayError: an indicator of the areas has fewer than ten changes from one year to
            the next.
    """
    rows = np.array([area in compared_with for area in panel.areas])
    value = panel.value[:, ~rows]
    consecutive = np.diff(np.array(panel.years)) == 1
    steps = np.diff(value, axis=0)[consecutive]
    there = ~np.isnan(steps)
    seen = there.sum(axis=(0, 1))
    few = np.flatnonzero(~np.isnan(value).all(axis=(0, 1)) & (seen < FEWEST_STEPS))
    if few.size:
        raise NothingToSayError(
            "local.outlook.short",
            indicator=panel.indicators[int(few[0])],
            found=int(seen[few[0]]),
            needed=FEWEST_STEPS,
        )
    counting = _counting_noise(panel, ~rows)
    more = _leaning(panel, value) - _mean(counting[:, ~rows], ~np.isnan(value))
    noise = counting + np.maximum(more, 0.0)
    both = (noise[1:] + noise[:-1])[consecutive][:, ~rows]
    excess = _mean(steps * steps - both, there)
    return LocalLevel(np.maximum(excess, 0.0), noise, rows)


def _mean(block: Floats, there: Flags) -> Floats:
    """The mean over scenes and areas, nought where there is nothing."""
    total = np.where(there, block, 0.0).sum(axis=(0, 1))
    found: Floats = total / np.maximum(there.sum(axis=(0, 1)), 1)
    return found


def _counting_noise(panel: Panel, own: Flags) -> Floats:
    """Binomial variance at the indicator's pooled share (Poisson where a rate can exceed it).

    The pooled share, not the area's own, so that a count of nought is not taken for certain.
    Figures without counts have none.
    """
    per = np.array(panel.per, dtype=np.float64)
    whole = np.where(panel.counted, panel.den, 0)
    count = np.where(panel.counted, panel.num, 0) / per
    total = whole[:, own].sum(axis=(0, 1))
    share = count[:, own].sum(axis=(0, 1)) / np.maximum(total, 1)
    spread = np.where(share < 1, share * (1 - share), share)
    found: Floats = np.where(panel.counted, spread * per**2 / np.maximum(whole, 1), 0.0)
    return found


def _leaning(panel: Panel, value: Floats) -> Floats:
    """Noise from successive changes: their mean product is minus the noise (never below nought)."""
    straight = np.diff(np.array(panel.years)) == 1
    steps = np.diff(value, axis=0)
    product = steps[1:] * steps[:-1]
    there = ~np.isnan(product) & (straight[1:] & straight[:-1])[:, None, None]
    found: Floats = np.maximum(-_mean(product, there), 0.0)
    return found


def projected(
    panel: Panel,
    ahead: int = 2,
    draws: int = 2000,
    seed: int = 1,
    compared_with: frozenset[str] = frozenset(),
) -> dict[int, Floats]:
    """Draws of every figure for the years after the panel's last.

    Shares (factor 100 with no figure above 100) stay within 0 and 100, figures that were never
    negative stay so. One random stream per area, keyed by its id: another order of areas or of
    rows changes nothing.

    Args:
        panel: the history.
        ahead: years after the last.
        draws: number of draws.
        seed: of the random streams.
        compared_with: area ids that are references, not areas.

    Returns:
        Year -> figures of shape (draws, areas, indicators).

    Raises:
        NothingToSayError: an indicator has too few changes to learn from.
    """
    fitted = local_level(panel, compared_with)
    level, variance = _filtered(panel, fitted)
    last = _last_noise(panel, fitted)
    low, high = _bounds(panel)
    shape = (ahead, draws, len(panel.areas), len(panel.indicators))
    found = np.empty(shape)
    for place, area_id in enumerate(panel.areas):
        normal = stream(seed, area_id).standard_normal((2 * ahead + 1, draws, shape[3]))
        if fitted.rows[place]:
            found[:, :, place] = _walked(panel.value[:, place], normal[:ahead])
            continue
        at = level[place] + np.sqrt(variance[place]) * normal[0]
        for step in range(ahead):
            at = at + np.sqrt(fitted.step) * normal[1 + step]
            figure = at + np.sqrt(last[place]) * normal[1 + ahead + step]
            found[step, :, place] = np.clip(figure, low, high)
    return {panel.years[-1] + 1 + step: found[step] for step in range(ahead)}


def _walked(value: Floats, normal: Floats) -> Floats:
    """A reference row carried on by its own changes: in proportion while all are above nought.

    Args:
        value: its history, (years, indicators).
        normal: standard normal numbers, (years ahead, draws, indicators).
    """
    found = np.full(normal.shape, np.nan)
    for column in range(value.shape[1]):
        own = value[:, column]
        own = own[~np.isnan(own)]
        if not own.size:
            continue
        positive = bool((own > 0).all())
        scale = np.log(own) if positive else own
        step = float(np.sqrt(np.mean(np.diff(scale) ** 2))) if own.size > 1 else 0.0
        path = scale[-1] + step * normal[:, :, column].cumsum(axis=0)
        found[:, :, column] = np.exp(path) if positive else path
    return found


def _filtered(panel: Panel, fitted: LocalLevel) -> tuple[Floats, Floats]:
    """Mean and variance of every level in the panel's last year (NaN where never seen)."""
    value = panel.value
    level = np.full(value.shape[1:], np.nan)
    variance = np.full(value.shape[1:], np.nan)
    before = panel.years[0]
    for place, year in enumerate(panel.years):
        variance = variance + (year - before) * fitted.step
        before = year
        seen = ~np.isnan(value[place])
        first = seen & np.isnan(level)
        total = variance + fitted.noise[place]
        gain = np.where(total > 0, variance / np.where(total > 0, total, 1), 1.0)
        again = seen & ~first
        level = np.where(again, level + gain * (value[place] - level), level)
        variance = np.where(again, (1 - gain) * variance, variance)
        level = np.where(first, value[place], level)
        variance = np.where(first, fitted.noise[place], variance)
    return level, variance


def _last_noise(panel: Panel, fitted: LocalLevel) -> Floats:
    """The noise of each area's newest figure: next year's base is taken to be this one's."""
    found = np.zeros(fitted.noise.shape[1:])
    for place in range(len(panel.years)):
        seen = ~np.isnan(panel.value[place])
        found = np.where(seen, fitted.noise[place], found)
    return found


def _bounds(panel: Panel) -> tuple[Floats, Floats]:
    value = panel.value
    least = np.nanmin(value, axis=(0, 1), initial=np.inf)
    most = np.nanmax(value, axis=(0, 1), initial=-np.inf)
    share = (np.array(panel.per) == PERCENT) & (most <= PERCENT)
    return np.where(least >= 0, 0.0, -np.inf), np.where(share, float(PERCENT), np.inf)
