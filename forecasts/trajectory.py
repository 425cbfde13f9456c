"""The joint model of one indicator on yearly latent values, conditioned exactly.

    z_i(t) = m + C(t) + R_region(t) + a_i + W_i(t) + u_i(t)
    y_i    = mean of z_i over the years behind the printed figure

``m`` where watched areas lie, ``C`` and ``R`` common and regional random walks whose yearly shocks
are Student t, ``a_i`` the area's level, ``W_i`` a slow AR(1) of its own, ``u_i`` counting noise.
Given the paths ``p_r(t) = m + C(t) + R_r(t)`` areas are independent: each is one small solve, and
the paths follow from the summed information of all areas (Durbin & Koopman 2012; forecasting.md B).

The shared vector ``g`` holds m, the shift of each redefinition, and the yearly shocks of C and of
each R; its prior is therefore diagonal. A path with the shifts appended is ``B_r g``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from forecasts.observations import Observations, Windows
from forecasts.prior import Prior
from forecasts.scales import Array, scale_of
from forecasts.threads import on_one_thread

REGION_IDS = tuple(f"region-0{number}" for number in range(81, 86))
"""The five regions in the order of the paths: fixed, so that a new area moves none of them."""
REGIONS = len(REGION_IDS)
NUGGET = 1e-10
STANDARD_RESIDENTS = 2000.0


@dataclass(frozen=True)
class Grid:
    """The years of the latent path and how the shared vector makes each region's path."""

    first: int
    years: int
    definitions: int
    paths: Array
    """(regions, years + definitions, shared) B_r."""
    prior_mean: Array
    prior_variance: Array
    shocks: tuple[tuple[int, int], ...]
    """Spans of the shared vector that are yearly shocks: common first, then each region's."""

    def design(self, windows: Windows | Observations) -> Array:
        """(rows, years + definitions) averaging weights and redefinition marks."""
        year = self.first + np.arange(self.years)
        within = (year >= windows.first[:, None]) & (year <= windows.last[:, None])
        weight = within / (windows.last - windows.first + 1)[:, None]
        marks = windows.definition[:, None] > np.arange(self.definitions)
        return np.concatenate([weight, marks.astype(float)], axis=1)


def make_grid(prior: Prior, first: int, last: int) -> Grid:
    """The grid of the years ``first`` to ``last`` for one indicator."""
    years = last - first + 1
    count = len(prior.redefinitions)
    steps = max(years - 1, 0)
    walk = np.tril(np.ones((years, years)))[:, 1:]
    lags = np.arange(steps)[:, None] - np.arange(steps)[None, :]
    drift = np.where(lags >= 0, prior.common_drift ** np.maximum(lags, 0), 0.0)
    size = 1 + count + steps * (1 + REGIONS)
    paths = np.zeros((REGIONS, years + count, size))
    paths[:, :years, 0] = 1.0
    paths[:, years:, 1 : 1 + count] = np.eye(count)
    start = 1 + count
    paths[:, :years, start : start + steps] = walk @ drift
    spans = [(start, start + steps)]
    for region in range(REGIONS):
        begin = start + steps * (1 + region)
        paths[region, :years, begin : begin + steps] = walk
        spans.append((begin, begin + steps))
    mean = np.zeros(size)
    mean[0] = prior.mean
    mean[1 : 1 + count] = [change.shift for change in prior.redefinitions]
    variance = np.full(size, prior.region**2)
    variance[0] = prior.mean_sd**2
    variance[1 : 1 + count] = [change.shift_sd**2 for change in prior.redefinitions]
    variance[start : start + steps] = prior.common**2
    return Grid(first, years, count, paths, mean, variance, tuple(spans))


def own_kernels(prior: Prior, years: int) -> tuple[Array, Array, Array]:
    """(years + definitions)-square kernels of level and redefinition, of W, and of u.

    W is per unit variance of its yearly shock; u per unit variance.
    """
    count = len(prior.redefinitions)
    size = years + count
    lag = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    level = np.zeros((size, size))
    level[:years, :years] = prior.level**2
    level[years:, years:] = np.diag([change.own_sd**2 for change in prior.redefinitions])
    slow = np.zeros((size, size))
    slow[:years, :years] = prior.own_persistence**lag / (1.0 - prior.own_persistence**2)
    noise = np.zeros((size, size))
    noise[:years, :years] = prior.count_persistence**lag if prior.count_persistence else lag == 0
    return level, slow, noise


@dataclass(frozen=True)
class Conditioned:
    """One indicator given everything known.

    Attributes:
        prior, grid, observations: what it was made from.
        slow, noise: (n) variances of each area's yearly shock and counting noise.
        design: (n, p, years + definitions) rows behind the area's figures, zero where it has fewer.
        residual: (n, p) figures, working scale (zero where padded).
        inverse: (n, p, p) inverse covariance of an area's figures given the paths.
        information, score: (regions, k, k) and (regions, k) summed over areas, for the paths.
        log_likelihood: of the figures, with the shared vector integrated out as Gaussian.
    """

    prior: Prior
    grid: Grid
    observations: Observations
    slow: Array
    noise: Array
    design: Array
    residual: Array
    inverse: Array
    information: Array
    score: Array
    log_likelihood: float

    def shared(self, variance: Array | None = None) -> tuple[Array, Array]:
        """Mean and precision of the shared vector given its prior ``variance``."""
        prior_variance = self.grid.prior_variance if variance is None else variance
        paths = self.grid.paths
        precision = np.einsum("rkg,rkl,rlh->gh", paths, self.information, paths, optimize=True)
        precision[np.diag_indices_from(precision)] += 1.0 / prior_variance
        target = np.einsum("rkg,rk->g", paths, self.score) + self.grid.prior_mean / prior_variance
        return cho_solve(cho_factor(precision, lower=True), target), precision

    def gains(self, windows: Windows) -> tuple[Array, Array, Array]:
        """What turns paths into forecasts: ``y = asked p + gain (figures - design p) + e``.

        Returns:
            asked: (lists, k) rows asked for; gain: (n, lists, p); spread: (n, lists, lists)
            covariance of ``e``, the same whatever the paths.
        """
        asked = self.grid.design(windows)
        level, slow, noise = own_kernels(self.prior, self.grid.years)
        cross = _sandwich(asked[None], level, self.design)
        cross = cross + self.slow[:, None, None] * _sandwich(asked[None], slow, self.design)
        cross = cross + self.noise[:, None, None] * _sandwich(asked[None], noise, self.design)
        own = (
            (asked @ level @ asked.T)[None]
            + self.slow[:, None, None] * (asked @ slow @ asked.T)[None]
            + self.noise[:, None, None] * (asked @ noise @ asked.T)[None]
        )
        gain = cross @ self.inverse
        spread = own - gain @ cross.transpose(0, 2, 1)
        return asked, gain, 0.5 * (spread + spread.transpose(0, 2, 1))

    def moments(self, windows: Windows, area: int) -> tuple[Array, Array]:
        """Mean and covariance of one area's figures asked for, shocks taken as Gaussian.

        Returns:
            (lists) and (lists, lists), working scale.
        """
        mean, precision = self.shared()
        asked, gain, spread = self.gains(windows)
        region = self.observations.region[area]
        weight = (asked - gain[area] @ self.design[area]) @ self.grid.paths[region]
        centre = weight @ mean + gain[area] @ self.residual[area]
        shared = weight @ cho_solve(cho_factor(precision, lower=True), weight.T)
        return centre, shared + spread[area]


def _sandwich(left: Array, kernel: Array, right: Array) -> Array:
    return (left @ kernel) @ right.transpose(0, 2, 1)


def own_variances(observations: Observations, prior: Prior) -> tuple[Array, Array]:
    """(n) variance of an area's own yearly shock, and of its counting noise."""
    size = observations.residents / STANDARD_RESIDENTS
    slow = (prior.own * size**prior.own_size) ** 2
    scale = scale_of(prior.code, prior.reference)
    return slow, prior.count * scale.variance(observations.base, observations.level)


@on_one_thread
def condition(observations: Observations, prior: Prior, first: int, last: int) -> Conditioned:
    """The model of one indicator given its figures, on the years ``first`` to ``last``."""
    grid = make_grid(prior, first, last)
    count = len(observations.areas)
    slow, noise = own_variances(observations, prior)
    rows = grid.design(observations)
    order = np.argsort(observations.area, kind="stable")
    place = _places(observations.area[order])
    padded = int(place.max()) + 1 if len(place) else 1
    design = np.zeros((count, padded, rows.shape[1]))
    residual = np.zeros((count, padded))
    extra = np.ones((count, padded))
    design[observations.area[order], place] = rows[order]
    residual[observations.area[order], place] = observations.value[order]
    extra[observations.area[order], place] = observations.noise[order] ** 2 + NUGGET
    kernels = own_kernels(prior, grid.years)
    covariance = (
        _sandwich(design, kernels[0], design)
        + slow[:, None, None] * _sandwich(design, kernels[1], design)
        + noise[:, None, None] * _sandwich(design, kernels[2], design)
    )
    diagonal = np.arange(padded)
    covariance[:, diagonal, diagonal] += extra
    inverse = np.linalg.inv(covariance)
    inverse = 0.5 * (inverse + inverse.transpose(0, 2, 1))
    weighted = inverse @ design
    information = np.zeros((REGIONS, rows.shape[1], rows.shape[1]))
    score = np.zeros((REGIONS, rows.shape[1]))
    for region in range(REGIONS):
        inside = observations.region == region
        information[region] = np.einsum("npk,npl->kl", design[inside], weighted[inside])
        score[region] = np.einsum("npk,np->k", weighted[inside], residual[inside])
    half = np.linalg.slogdet(covariance)[1].sum()
    square = np.einsum("np,npq,nq->", residual, inverse, residual)
    likelihood = _likelihood(grid, information, score, float(half), float(square), len(place))
    return Conditioned(
        prior, grid, observations, slow, noise, design, residual, inverse, information, score,
        likelihood,
    )  # fmt: skip


def _places(area: np.ndarray) -> np.ndarray:
    """The running number of each figure within its area (areas sorted)."""
    starts = np.flatnonzero(np.r_[True, area[1:] != area[:-1]]) if len(area) else np.array([], int)
    lengths = np.diff(np.r_[starts, len(area)])
    return np.arange(len(area)) - np.repeat(starts, lengths)


def _likelihood(
    grid: Grid, information: Array, score: Array, log_det: float, square: float, figures: int
) -> float:
    """Log density of the figures: Woodbury over the shared vector."""
    paths, mean, variance = grid.paths, grid.prior_mean, grid.prior_variance
    inner = np.einsum("rkg,rkl,rlh->gh", paths, information, paths, optimize=True)
    target = np.einsum("rkg,rk->g", paths, score)
    square = square - 2.0 * target @ mean + mean @ inner @ mean
    target = target - inner @ mean
    precision = inner + np.diag(1.0 / variance)
    factor = cho_factor(precision, lower=True)
    log_det += 2.0 * np.log(np.diag(factor[0])).sum() + np.log(variance).sum()
    square -= target @ cho_solve(factor, target)
    return float(-0.5 * (log_det + square + figures * np.log(2.0 * np.pi)))
