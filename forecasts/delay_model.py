"""What a municipality's delays say of its open changes: areas and years differ, some are dropped.

A change comes in year k of its delay, if it is not dropped and has not come before, with chance

    logit h = level (on time, or later) + area + year

``area`` and ``year`` normal around nought with standard deviations of their own, ``year`` shared by
all changes of that calendar year. A share of the changes never comes, though nobody has said so
yet: the longer overdue, the likelier dropped. The two standard deviations and the dropped share
have a grid posterior, the rest is normal around its mode at every point of the grid (Laplace);
right-censored, pooled over levers. What is done is what was planned times a log-normal size, where
the plan tells both of changes enough; else as planned.

The priors are ours, weak, and stand below; ``tests/target/test_delay_model.py`` measures how often
the intervals hold over simulated municipalities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from forecasts.delay import PARAMETER_DRAWS, Change, Delays
from forecasts.delay_evidence import LEVELS, Array, Evidence, Grid, evidence, full_grid

LEVEL_SD = 1.5
FEWEST_RATIOS = 10
"""Changes with both what was planned and what was done, below which sizes are as planned."""
_STEPS = 60
_LONGEST_STEP = 1.5
_CLOSE = 1e-5
_LEAST_CURVATURE = 1e-3


@dataclass(frozen=True)
class Modes:
    """At every point of the grid: the mode, the curvature there, the posterior weight (sum 1)."""

    at: Array
    curvature: Array
    weight: Array


def modes(seen: Evidence, grid: Grid) -> Modes:
    """The likeliest levels, areas and years at every point of the grid.

    Newton's steps with the expected curvature, in which an open change counts as one still to come
    by as much as it is not yet dropped.
    """
    size = seen.design.shape[1]
    precision = _precision(seen, grid)
    diagonal = np.arange(size)
    at = np.zeros((len(grid.area), size))
    open_rows = seen.still_open[seen.change]
    for _ in range(_STEPS):
        chance, coming = _chances(seen, grid, at)
        weight = seen.many[seen.change] * np.where(open_rows, coming[:, seen.change], 1.0)
        slope = ((seen.came - chance) * weight) @ seen.design - precision * at
        curvature = _curvature(weight * chance * (1 - chance), seen.design)
        curvature[:, diagonal, diagonal] += precision
        step = np.linalg.solve(curvature, slope[..., np.newaxis])[..., 0]
        longest = np.abs(step).max(axis=1, keepdims=True)
        at = at + step * np.minimum(1.0, _LONGEST_STEP / np.maximum(longest, _CLOSE))
        if longest.max() < _CLOSE:
            break
    return _weighed(seen, grid, at, precision)


def _precision(seen: Evidence, grid: Grid) -> Array:
    points = len(grid.area)
    return np.concatenate(
        [
            np.full((points, LEVELS), LEVEL_SD**-2.0),
            np.repeat(grid.area[:, np.newaxis] ** -2.0, len(seen.areas), axis=1),
            np.repeat(grid.year[:, np.newaxis] ** -2.0, len(seen.years), axis=1),
        ],
        axis=1,
    )


def _curvature(weight: Array, design: Array) -> Array:
    found: Array = design.T @ (weight[:, :, np.newaxis] * design)
    return found


def _chances(seen: Evidence, grid: Grid, at: Array) -> tuple[Array, Array]:
    """The chance of each row, and of each change that it is still to come if it has not."""
    linear = at @ seen.design.T
    survived = np.exp(_by_change(seen, -np.logaddexp(0.0, linear)))
    kept = (1 - grid.dropped)[:, np.newaxis] * survived
    return expit(linear), kept / (grid.dropped[:, np.newaxis] + kept)


def _by_change(seen: Evidence, rows: Array) -> Array:
    sums: Array = rows @ (seen.change[:, np.newaxis] == np.arange(len(seen.many)))
    return sums


def _weighed(seen: Evidence, grid: Grid, at: Array, precision: Array) -> Modes:
    chance, coming = _chances(seen, grid, at)
    open_rows = seen.still_open[seen.change]
    weight = seen.many[seen.change] * np.where(open_rows, coming[:, seen.change], 1.0)
    expected = _curvature(weight * chance * (1 - chance), seen.design)
    diagonal = np.arange(at.shape[1])
    expected[:, diagonal, diagonal] += precision
    # not knowing whether an open change is dropped takes curvature away
    slopes = np.stack([_by_change(seen, -chance * column) for column in seen.design.T], axis=-1)
    unsure = seen.many * coming * (1 - coming) * seen.still_open
    curvature = expected - np.einsum("gc,gci,gcj->gij", unsure, slopes, slopes, optimize=True)
    flat = np.linalg.eigvalsh(curvature)[:, 0] < _LEAST_CURVATURE
    curvature[flat] = expected[flat]
    log = grid.log_weight + _log_likelihood(seen, grid, at)
    log = log + 0.5 * (np.log(precision) - precision * at**2).sum(axis=1)
    log = log - 0.5 * np.linalg.slogdet(curvature)[1]
    odds = np.exp(log - log.max())
    return Modes(at, curvature, odds / odds.sum())


def _log_likelihood(seen: Evidence, grid: Grid, at: Array) -> Array:
    linear = at @ seen.design.T
    rows = np.where(seen.came > 0, -np.logaddexp(0.0, -linear), -np.logaddexp(0.0, linear))
    by_change = _by_change(seen, rows)
    dropped = grid.dropped[:, np.newaxis]
    came = np.log1p(-dropped) + by_change
    still = np.log(dropped + (1 - dropped) * np.exp(by_change))
    each = np.where(seen.dropped, np.log(dropped), np.where(seen.still_open, still, came))
    total: Array = (each * seen.many).sum(axis=1)
    return total


@dataclass(frozen=True)
class Fitted:
    """Draws of the posterior, first axis the draws.

    ``levels`` (draws, 2), ``area`` (draws, areas), ``year`` (draws, years), ``area_sd``,
    ``year_sd`` and ``dropped`` (draws,). ``sizes`` are mean and standard deviation of the logarithm
    of what is done over what was planned, (draws, 2); None where too few changes tell.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    levels: Array
    area: Array
    year: Array
    area_sd: Array
    year_sd: Array
    dropped: Array
    sizes: Array | None


def fit(delay: Delays, rng: np.random.Generator, draws: int = PARAMETER_DRAWS) -> Fitted:
    """The posterior of a municipality's delays, as draws.

    Args:
        delay: its completed, overdue and dropped changes, one by one.
        rng: the stream of the draws.
        draws: how many.
    """
    seen, grid = evidence(delay.history), full_grid()
    found = modes(seen, grid)
    point = rng.choice(len(grid.area), size=draws, p=found.weight)
    spread = np.linalg.cholesky(np.linalg.inv(found.curvature))
    normal = rng.standard_normal((draws, found.at.shape[1]))
    drawn = found.at[point] + np.einsum("dij,dj->di", spread[point], normal)
    areas = LEVELS + len(seen.areas)
    return Fitted(
        areas=seen.areas,
        years=seen.years,
        levels=drawn[:, :LEVELS],
        area=drawn[:, LEVELS:areas],
        year=drawn[:, areas:],
        area_sd=grid.area[point],
        year_sd=grid.year[point],
        dropped=grid.dropped[point],
        sizes=_sizes(delay.history, rng, draws),
    )


def _sizes(changes: tuple[Change, ...], rng: np.random.Generator, draws: int) -> Array | None:
    """Mean and spread of the log of done over planned: normal, with the usual flat prior."""
    logs = np.log([one.ratio for one in changes if one.ratio is not None])
    if len(logs) < FEWEST_RATIOS:
        return None
    spread = np.sqrt(logs.var(ddof=1) * (len(logs) - 1) / rng.chisquare(len(logs) - 1, draws))
    mean = logs.mean() + spread / np.sqrt(len(logs)) * rng.standard_normal(draws)
    return np.stack([mean, spread], axis=1)
