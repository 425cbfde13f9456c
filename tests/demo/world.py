"""Invented housing areas over the years: exact counts with the dynamics of the real lists.

Units (departments or areas) move on a working scale: logit of shares, log of residents and of
income, square root of the conviction rate. Each has a level, a drift of its own, a slow wander, and
counting noise; all share a common path. Sizes of the movements follow the frozen prior in shape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FIRST, LAST = 2012, 2026
YEARS = np.arange(FIRST, LAST + 1)
REDEFINED = 2018
"""From this year basic schooling counts only schooling taken or approved in Denmark (invented
here as a jump, as the real change of 2018 was one)."""

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

SHARES = ("nonwestern", "outside_labour", "basic_education")


@dataclass(frozen=True)
class Levels:
    """Where each unit starts in FIRST and ends in LAST; arrays of shape (units, 2).

    ``residents`` in persons, shares in percent, ``convicted`` in multiples of the national rate,
    ``income`` in percent of the region's mean.
    """

    residents: Floats
    nonwestern: Floats
    outside_labour: Floats
    convicted: Floats
    basic_education: Floats
    income: Floats


@dataclass(frozen=True)
class World:
    """Yearly figures of every unit: code -> integers of shape (units, years).

    ``national_convicted_bp`` is the national share in hundredths of a percent, ``region_income``
    the regional mean in kroner, both of shape (years,).
    """

    years: npt.NDArray[np.int_]
    counts: dict[str, Whole]
    national_convicted_bp: Whole
    region_income: Whole


BASES = {
    "outside_labour_base": 0.60,
    "convicted_base": 0.70,
    "basic_education_base": 0.37,
    "income_base": 0.51,
}
"""Denominators as shares of the residents (forecasting note, part B)."""

_COMMON = {"nonwestern": 0.012, "outside_labour": 0.05, "basic_education": 0.015}
_OWN = {"nonwestern": 0.03, "outside_labour": 0.05, "basic_education": 0.03}
_COUNTING = {"nonwestern": 0.3, "outside_labour": 0.6, "basic_education": 0.45}


def simulate(levels: Levels, rng: np.random.Generator) -> World:
    """Every unit's yearly figures."""
    units, years = levels.residents.shape[0], YEARS.size
    residents = np.exp(
        _line(np.log(levels.residents)) + 0.4 * _wander(rng, units, years, 0.02, 0.97)
    )
    counts: dict[str, Whole] = {"residents": np.rint(residents).astype(np.int64)}
    for code, share in BASES.items():
        own = share * (1 + 0.04 * rng.standard_normal((units, 1)))
        drift = 1 + 0.004 * _wander(rng, units, years, 1.0, 0.9)
        counts[code] = np.rint(counts["residents"] * own * drift).astype(np.int64)
    for code in SHARES:
        base = counts["residents" if code == "nonwestern" else f"{code}_base"]
        latent = _line(_logit(getattr(levels, code) / 100))
        latent += np.cumsum(rng.standard_normal(years) * _COMMON[code])
        latent += _wander(rng, units, years, _OWN[code], 0.97)
        if code == "basic_education":
            latent -= 0.75 * (YEARS < REDEFINED)
        share = 1 / (1 + np.exp(-latent))
        spread = np.sqrt(_COUNTING[code] * base * share * (1 - share))
        noise = spread * _wander(rng, units, years, np.sqrt(1 - 0.7**2), 0.7)
        counted = np.rint(base * share + noise).astype(np.int64)
        counts[f"{code}_count"] = np.clip(counted, 0, base)
    national = 0.80 - 0.010 * (YEARS - FIRST) + 0.02 * rng.standard_normal(years)
    national_bp = np.rint(100 * national).astype(np.int64)
    rate = _line(levels.convicted) * national_bp / 10_000
    counts["convicted_count"] = rng.poisson(rate * counts["convicted_base"]).astype(np.int64)
    region = (
        np.rint(
            330_000 * np.exp(np.cumsum(0.025 + 0.004 * rng.standard_normal(years))) / 100
        ).astype(np.int64)
        * 100
    )
    ratio = _line(np.log(levels.income / 100)) + _wander(rng, units, years, 0.012, 0.97)
    counts["income_kr"] = np.rint(region * np.exp(ratio)).astype(np.int64)
    return World(YEARS, counts, national_bp, region)


def national_levels(units: int, rng: np.random.Generator) -> Levels:
    """Start and end of ``units`` areas as different as a country's are."""

    def path(start: Floats, drift: Floats) -> Floats:
        return np.stack([start, start + drift], axis=1)

    normal = rng.standard_normal
    strain = normal(units)
    size = np.exp(np.log(1700) + 0.55 * normal(units))
    return Levels(
        residents=np.exp(path(np.log(size), 0.06 * normal(units))),
        nonwestern=100
        * _unlogit(path(-0.1 + 0.6 * strain + 0.4 * normal(units), 0.25 * normal(units))),
        outside_labour=100
        * _unlogit(path(-0.65 + 0.2 * strain + 0.15 * normal(units), -0.2 + 0.2 * normal(units))),
        convicted=np.clip(
            path(2.2 + 0.6 * strain + 0.3 * normal(units), 0.4 * normal(units)), 0.2, None
        ),
        basic_education=100
        * _unlogit(path(0.5 + 0.3 * strain + 0.2 * normal(units), -0.2 + 0.2 * normal(units))),
        income=np.exp(
            path(np.log(61) - 0.05 * strain + 0.06 * normal(units), 0.05 * normal(units))
        ),
    )


def _line(ends: Floats) -> Floats:
    share = (YEARS - FIRST) / (LAST - FIRST)
    line: Floats = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * share
    return line


def _wander(rng: np.random.Generator, units: int, years: int, step: float, keep: float) -> Floats:
    shocks = step * rng.standard_normal((units, years))
    path = np.zeros((units, years))
    path[:, 0] = shocks[:, 0]
    for year in range(1, years):
        path[:, year] = keep * path[:, year - 1] + shocks[:, year]
    return path


def _logit(share: Floats) -> Floats:
    odds: Floats = np.log(share / (1 - share))
    return odds


def _unlogit(latent: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-latent))
    return share
