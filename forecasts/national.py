"""The national quantities the limits rest on: conviction rate and regional incomes, as draws.

A random walk of the logarithm with a (damped) drift, conditioned on what is known; wide where
nothing is. Means of two years are means of the yearly values' logarithms: over one per cent of
growth a year the difference is below the printed digit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecasts.prior import NationalPrior
from forecasts.scales import Array

EXACT = 1e-5
SINGULAR = 1e-8
"""Directions of the drawn means with less than this share of the variance are known."""


def draw_series(
    prior: NationalPrior,
    known: Sequence[tuple[int, int, float]],
    asked: Sequence[tuple[int, int]],
    draws: int,
    rng: np.random.Generator,
) -> Array:
    """Draws of a series' means over the spans asked for.

    Args:
        prior: level, growth and shocks.
        known: (first year, last year, value); value in the printed unit.
        asked: (first year, last year) of each mean wanted.
        draws: how many.
        rng: the stream of this series.

    Returns:
        (draws, asked), printed unit; exactly the known value where that very span, or each of its
        years, is known.
    """
    centre, spread = _moments(prior, known, asked)
    values, vectors = np.linalg.eigh(0.5 * (spread + spread.T))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    drawn: Array = np.exp(centre + rng.standard_normal((draws, len(asked))) @ root.T)
    exact = {(a, b): value for a, b, value in known}
    for column, (a, b) in enumerate(asked):
        yearly = [exact.get((year, year)) for year in range(a, b + 1)]
        every = [value for value in yearly if value is not None]
        if (a, b) in exact:
            drawn[:, column] = exact[a, b]
        elif len(every) == len(yearly):
            drawn[:, column] = sum(every) / len(every)
    return drawn


def yearly_series(
    prior: NationalPrior,
    known: Sequence[tuple[int, int, float]],
    asked: Sequence[tuple[int, int]],
    drawn: Array,
    years: Sequence[int],
    rng: np.random.Generator,
) -> Array:
    """Single years of a series whose means over ``asked`` were drawn before, as (draws, asked).

    Returns:
        (draws, years), printed unit: what those draws leave open, draw by draw; exactly the known
        value of a year that is known.
    """
    count = len(asked)
    centre, spread = _moments(prior, known, [*asked, *((year, year) for year in years)])
    cross, inner = spread[count:, :count], spread[:count, :count]
    gain = cross @ np.linalg.pinv(inner, rcond=SINGULAR, hermitian=True)
    left = spread[count:, count:] - gain @ cross.T
    values, vectors = np.linalg.eigh(0.5 * (left + left.T))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    normal = rng.standard_normal((len(drawn), len(years)))
    found: Array = np.exp(
        centre[count:] + (np.log(drawn) - centre[:count]) @ gain.T + normal @ root.T
    )
    exact = {a: value for a, b, value in known if a == b}
    for column, year in enumerate(years):
        if year in exact:
            found[:, column] = exact[year]
    return found


def _moments(
    prior: NationalPrior,
    known: Sequence[tuple[int, int, float]],
    asked: Sequence[tuple[int, int]],
) -> tuple[Array, Array]:
    """Mean and covariance of the logarithm's means over the spans asked for, given the known."""
    first = min(span[0] for span in (*known, *asked))
    years = np.arange(first, max(span[1] for span in (*known, *asked)) + 1)
    steps = len(years) - 1
    lags = np.arange(steps)[:, None] - np.arange(steps)[None, :]
    drift = np.where(lags >= 0, prior.drift ** np.maximum(lags, 0), 0.0)
    walk = np.tril(np.ones((len(years), len(years))))[:, 1:] @ drift
    covariance = prior.level_sd**2 + prior.shock**2 * walk @ walk.T
    last_known = max((span[1] for span in known), default=years[-1])
    mean = prior.level + prior.growth * (years - last_known)

    def weights(spans: Sequence[tuple[int, int]]) -> Array:
        rows = [(years >= a) & (years <= b) for a, b in spans]
        return np.array([row / row.sum() for row in rows]).reshape(len(spans), len(years))

    want = weights([(a, b) for a, b in asked])
    centre, spread = want @ mean, want @ covariance @ want.T
    if known:
        have = weights([(a, b) for a, b, _ in known])
        inner = have @ covariance @ have.T + EXACT**2 * np.eye(len(known))
        gain = np.linalg.solve(inner, have @ covariance @ want.T).T
        centre = centre + gain @ (np.log([value for _, _, value in known]) - have @ mean)
        spread = spread - gain @ have @ covariance @ want.T
    return centre, spread
