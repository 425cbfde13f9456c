"""A local level with noise for indicators nobody forecasts better.

A random walk seen through noise (Harvey 1989, chapter 2): the figure of a year is a level plus
noise, the level moves by a random step a year. For counts the noise is that of counting; for other
figures it is taken from how changes in successive years lean against each other. Step and noise
are estimated over all areas of an indicator together, since one area's few years cannot carry an
estimate of their own. There is no drift: the middle of what may come is where the level is now.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.errors import NothingToSayError
from monitor.local.noise import stream
from monitor.local.panel import Floats, Panel

FEWEST_STEPS = 10
"""Changes from one year to the next, over all areas, without which no step can be estimated."""

TWO_CHANGES = 3
"""Years that two successive changes take."""

PERCENT = 100


@dataclass(frozen=True)
class LocalLevel:
    """What was estimated for every indicator of a panel.

    ``step`` is the variance of the level's yearly step, of shape (indicators,); ``noise`` the
    variance of a figure around its level, of shape (years, areas, indicators).
    """

    step: Floats
    noise: Floats


def local_level(panel: Panel) -> LocalLevel:
    """Step and noise of every indicator from successive years of all areas.

    Raises:
        NothingToSayError: an indicator has fewer than ten changes from one year to the next.
    """
    value = panel.value
    consecutive = np.diff(np.array(panel.years)) == 1
    steps = np.diff(value, axis=0)[consecutive]
    seen = (~np.isnan(steps)).sum(axis=(0, 1))
    delivered = ~np.isnan(value).all(axis=(0, 1))
    few = np.flatnonzero(delivered & (seen < FEWEST_STEPS))
    if few.size:
        raise NothingToSayError(
            "local.outlook.short",
            indicator=panel.indicators[int(few[0])],
            found=int(seen[few[0]]),
            needed=FEWEST_STEPS,
        )
    noise = np.where(panel.counted, _counting_noise(panel), _leaning(panel)[None, None, :])
    both = (noise[1:] + noise[:-1])[consecutive]
    there = ~np.isnan(steps)
    excess = np.where(there, steps * steps - both, 0.0).sum(axis=(0, 1))
    return LocalLevel(np.maximum(excess / np.maximum(seen, 1), 0.0), noise)


def _counting_noise(panel: Panel) -> Floats:
    """Binomial variance at the indicator's pooled share (Poisson where a rate can exceed it).

    The pooled share, not the area's own, so that a count of nought is not taken for certain.
    """
    per = np.array(panel.per, dtype=np.float64)
    counted = panel.counted
    whole = np.where(counted, panel.den, 0)
    count = np.where(counted, panel.num, 0) / per
    total = whole.sum(axis=(0, 1))
    share = count.sum(axis=(0, 1)) / np.maximum(total, 1)
    spread = np.where(share < 1, share * (1 - share), share)
    noise: Floats = spread * per**2 / np.maximum(whole, 1)
    return noise


def _leaning(panel: Panel) -> Floats:
    """Noise from successive changes: their mean product is minus the noise (never below nought)."""
    years = np.array(panel.years)
    value = panel.value
    if years.size < TWO_CHANGES:
        return np.zeros(value.shape[2])
    straight = (np.diff(years)[1:] == 1) & (np.diff(years)[:-1] == 1)
    steps = np.diff(value, axis=0)
    product = (steps[1:] * steps[:-1])[straight]
    there = ~np.isnan(product)
    mean = np.where(there, product, 0.0).sum(axis=(0, 1)) / np.maximum(there.sum(axis=(0, 1)), 1)
    noise: Floats = np.maximum(-mean, 0.0)
    return noise


def projected(panel: Panel, ahead: int = 2, draws: int = 2000, seed: int = 1) -> dict[int, Floats]:
    """Draws of every figure for the years after the panel's last.

    Shares (factor 100 with no figure above 100) stay within 0 and 100, figures that were never
    negative stay so. One random stream per area, keyed by its id: another area more or less, or
    another order, changes nothing.

    Raises:
        NothingToSayError: an indicator has too few changes to learn from.
    """
    fitted = local_level(panel)
    level, variance = _filtered(panel, fitted)
    last = _last_noise(panel, fitted)
    low, high = _bounds(panel)
    shape = (ahead, draws, len(panel.areas), len(panel.indicators))
    found = np.empty(shape)
    for place, area_id in enumerate(panel.areas):
        normal = stream(seed, area_id).standard_normal((2 * ahead + 1, draws, shape[3]))
        at = level[place] + np.sqrt(variance[place]) * normal[0]
        for step in range(ahead):
            at = at + np.sqrt(fitted.step) * normal[1 + step]
            figure = at + np.sqrt(last[place]) * normal[1 + ahead + step]
            found[step, :, place] = np.clip(figure, low, high)
    return {panel.years[-1] + 1 + step: found[step] for step in range(ahead)}


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
    share = np.array(panel.per) == PERCENT
    least = np.nanmin(value, axis=(0, 1), initial=np.inf)
    most = np.nanmax(value, axis=(0, 1), initial=-np.inf)
    return np.where(least >= 0, 0.0, -np.inf), np.where(
        share & (most <= PERCENT), float(PERCENT), np.inf
    )
