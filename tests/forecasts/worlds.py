"""Worlds with known truth, drawn from the model and from others that it is not.

All figures here are synthetic. A world gives the observations of one indicator up to an origin, and
the figure that came one list later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecasts.observations import Observations, Windows
from forecasts.prior import Prior, read_prior
from forecasts.scales import Array, scale_of
from forecasts.shared import draw_shared
from forecasts.trajectory import condition, own_kernels

FIRST = 2010


@dataclass(frozen=True)
class World:
    """Observations, what was asked next, and what came (working scale)."""

    observations: Observations
    asked: Windows
    came: Array
    prior: Prior


def world(
    seed: int,
    code: str = "outside_labour_pct",
    areas: int = 8,
    lists: int = 6,
    window: int = 2,
    *,
    true: Prior | None = None,
    tail: float | None = None,
    shift: float = 0.0,
    reversion: float | None = None,
    own_break: float = 0.0,
    regions: int = 1,
    ahead: int = 1,
) -> World:
    """A world of ``areas`` areas and ``lists`` published lists, and the list ``ahead`` after.

    Args:
        seed: of the world.
        code: whose scales it has.
        areas: how many areas.
        lists: how many lists are known.
        window: years behind a printed figure.
        true: the prior it is drawn from; without it the frozen one.
        tail: degrees of freedom of the areas' own shocks; normal without.
        shift: a step of all areas in the year after the last known list (a regime shift).
        reversion: yearly persistence of the areas' own path instead of the prior's.
        own_break: sd of a step of each area's own in that year (a definition break nobody named).
        regions: over how many regions the areas spread.
        ahead: lists ahead.
    """
    rng = np.random.default_rng(seed)
    prior = read_prior().indicators[code] if true is None else true
    years = lists + window + ahead
    residents = np.exp(rng.normal(7.5, 0.45, areas))
    base = residents * prior.base_share
    common = _walk(rng, years, prior.common, prior.tail, prior.common_drift)
    region = np.stack([_walk(rng, years, prior.region, prior.tail, 0.0) for _ in range(regions)])
    slow_sd = prior.own * (residents / 2000.0) ** prior.own_size
    keep = prior.own_persistence if reversion is None else reversion
    shock = _shocks(rng, (areas, years), tail) * slow_sd[:, None]
    own = np.zeros((areas, years))
    own[:, 0] = shock[:, 0] / np.sqrt(1.0 - keep**2)
    for year in range(1, years):
        own[:, year] = keep * own[:, year - 1] + shock[:, year]
    place = np.arange(areas) % regions
    level = prior.mean + prior.level * rng.standard_normal(areas)
    smooth = level[:, None] + common + region[place] + own
    smooth[:, lists + window - 1 :] += shift
    smooth[:, lists + window - 1 :] += own_break * rng.standard_normal((areas, 1))
    scale = scale_of(code, prior.reference)
    variance = prior.count * scale.variance(base, scale.back(smooth[:, 0]))
    kernel = own_kernels(prior, years)[2][:years, :years]
    noise = rng.standard_normal((areas, years)) @ np.linalg.cholesky(kernel).T
    latent = smooth + np.sqrt(variance)[:, None] * noise
    ends = np.arange(window, window + lists + ahead)
    printed = np.stack([latent[:, end - window : end].mean(axis=1) for end in ends], axis=1)
    area = np.repeat(np.arange(areas), lists)
    last = np.tile(FIRST + ends[:lists] - 1, areas)
    observations = Observations(
        code=code,
        areas=tuple(f"synthetic-{number:03d}" for number in range(areas)),
        region=place,
        residents=residents,
        base=base,
        level=scale.back(printed[:, lists - 1]),
        area=area,
        first=last - window + 1,
        last=last,
        definition=np.zeros(areas * lists, dtype=np.int64),
        value=printed[:, :lists].ravel(),
        noise=np.full(areas * lists, 1e-4),
    )
    end = FIRST + int(ends[-1]) - 1
    asked = Windows(np.array([end - window + 1]), np.array([end]), np.zeros(1, dtype=np.int64))
    return World(observations, asked, printed[:, -1], prior)


def _shocks(rng: np.random.Generator, shape: tuple[int, ...], tail: float | None) -> Array:
    if tail is None:
        return rng.standard_normal(shape)
    return rng.standard_t(tail, shape) * np.sqrt((tail - 2.0) / tail)


def _walk(rng: np.random.Generator, years: int, sd: float, tail: float, drift: float) -> Array:
    step = sd * _shocks(rng, (years,), tail)
    moved = np.zeros(years)
    for year in range(1, years):
        moved[year] = drift * moved[year - 1] + step[year]
    return moved.cumsum()


def forecast(made: World, prior: Prior, draws: int = 400, seed: int = 1) -> Array:
    """(areas, draws) of the asked figure, working scale."""
    seen = made.observations
    model = condition(seen, prior, FIRST, int(made.asked.last[-1]))
    shared = draw_shared(model, draws, np.random.default_rng(seed), sets=40)
    asked, gain, spread = model.gains(made.asked)
    rng = np.random.default_rng(seed + 1)
    found = np.zeros((len(seen.areas), draws))
    for area in range(len(seen.areas)):
        path = shared.paths[:, seen.region[area]]
        left = model.residual[area] - path @ model.design[area].T
        mean = path @ asked[0] + left @ gain[area, 0]
        found[area] = mean + np.sqrt(spread[area, 0, 0]) * rng.standard_normal(draws)
    return found


def miscalibrated(prior: Prior, factor: float) -> Prior:
    """The prior with every scale of change multiplied: what the tests must refuse."""
    return replace(
        prior,
        common=prior.common * factor,
        region=prior.region * factor,
        own=prior.own * factor,
        count=prior.count * factor**2,
    )
