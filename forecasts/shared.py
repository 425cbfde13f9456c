"""Draws of the common and regional paths, with Student shocks, from the summed information.

A Student shock is a Gaussian one with a random scale (Gelman et al. 2013, 12): a short Gibbs chain
over the scales gives the past its outlying years; shocks nobody has seen yet are drawn afresh.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from forecasts.scales import Array
from forecasts.threads import on_one_thread
from forecasts.trajectory import Conditioned

SETS = 200
BURN = 50


@dataclass(frozen=True)
class SharedDraws:
    """(draws, regions, years + definitions) paths of one indicator."""

    paths: Array


@on_one_thread
def draw_shared(
    model: Conditioned, draws: int, rng: np.random.Generator, *, sets: int = SETS
) -> SharedDraws:
    """Joint draws of all regions' paths.

    Args:
        model: one indicator, conditioned.
        draws: how many.
        rng: the shared stream of this indicator.
        sets: how many sets of shock scales the draws are spread over.
    """
    grid, tail = model.grid, model.prior.tail
    shock = np.zeros(len(grid.prior_mean), dtype=bool)
    for begin, end in grid.shocks:
        shock[begin:end] = True
    paths = grid.paths
    inner = np.einsum("rkg,rkl,rlh->gh", paths, model.information, paths, optimize=True)
    target = np.einsum("rkg,rk->g", paths, model.score)
    seen = (np.diag(inner) > 0.0) | ~shock
    inner, target = inner[np.ix_(seen, seen)], target[seen]
    mean, unit = grid.prior_mean[seen], grid.prior_variance[seen]
    moving = shock[seen]
    sets = min(sets, draws)
    scale = unit * (tail - 2.0) / tail  # of the Student density whose variance is ``unit``
    mixed = unit.copy()
    drawn = np.zeros((draws, len(grid.prior_mean)))
    share = np.diff(np.linspace(0, draws, sets + 1).round().astype(int))
    at = 0
    for step in range(-BURN, sets):
        precision = inner + np.diag(1.0 / mixed)
        factor = cho_factor(precision, lower=True)
        centre = cho_solve(factor, target + mean / mixed)
        count = share[step] if step >= 0 else 1
        noise = rng.standard_normal((len(mean), count + 1))
        some = centre[:, None] + solve_triangular(factor[0], noise, lower=True, trans="T")
        if step >= 0:
            drawn[at : at + count, seen] = some[:, :count].T
            at += count
        state = some[moving, -1]
        squares = tail * scale[moving] + state**2
        mixed[moving] = 0.5 * squares / rng.standard_gamma(0.5 * (tail + 1.0), size=moving.sum())
    unseen = ~seen
    fresh = rng.standard_t(tail, size=(draws, int(unseen.sum())))
    drawn[:, unseen] = fresh * np.sqrt(grid.prior_variance[unseen] * (tail - 2.0) / tail)
    # draws of one set of scales stand together: shuffle, so that any slice is a fair sample
    drawn = drawn[rng.permutation(draws)]
    return SharedDraws(np.einsum("rkg,dg->drk", paths, drawn, optimize=True))
