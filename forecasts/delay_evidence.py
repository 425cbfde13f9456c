"""What was seen of a municipality's changes, laid out for the model of delay, and its grid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from forecasts.delay import Change

SPREADS = (0.05, 0.35, 0.7, 1.2)
"""Grid of the standard deviations of areas and of years, on the logit scale."""


DROPPED = (0.002, 0.015, 0.05, 0.11, 0.2, 0.32, 0.47)
"""Grid of the share that never comes."""


SPREAD_SD = 0.6
"""Scale of the half-normal prior of both standard deviations."""


DROPPED_PRIOR = (0.5, 3.0)
"""Beta prior of the share that never comes: near nought likeliest, a third seldom."""


LEVELS = 2


Array = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Points of the grid: standard deviations of areas and years, share dropped, prior weight."""

    area: Array
    year: Array
    dropped: Array
    log_weight: Array


def full_grid() -> Grid:
    """Every combination of two ``SPREADS`` and ``DROPPED``, weighted by prior and width."""
    area, year, dropped = (
        np.array(column) for column in zip(*product(SPREADS, SPREADS, DROPPED), strict=True)
    )
    wide = dict(zip(SPREADS, np.gradient(np.array(SPREADS)), strict=True))
    share = dict(zip(DROPPED, np.gradient(np.array(DROPPED)), strict=True))
    width = [
        np.log(wide[a] * wide[y] * share[d]) for a, y, d in zip(area, year, dropped, strict=True)
    ]
    ones, others = DROPPED_PRIOR
    prior = -0.5 * (area**2 + year**2) / SPREAD_SD**2
    prior = prior + (ones - 1) * np.log(dropped) + (others - 1) * np.log1p(-dropped)
    return Grid(area, year, dropped, prior + np.array(width))


@dataclass(frozen=True)
class Evidence:
    """What was seen, as rows of one year of delay each.

    ``design`` (rows, parameters): level, area, year; ``came`` (rows,); ``change`` (rows,): which
    change a row belongs to; ``many`` (changes,): how many changes look the same; ``still_open`` and
    ``dropped`` (changes,): what became of it.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    design: Array
    came: Array
    change: NDArray[np.int64]
    many: Array
    still_open: NDArray[np.bool_]
    dropped: NDArray[np.bool_]


def evidence(changes: tuple[Change, ...]) -> Evidence:
    """Lay out a municipality's changes; those that look the same are laid out once."""
    alike: dict[tuple[str, int, int, int | None, bool], int] = {}
    for one in changes:
        key = (one.area_id, one.planned_year, one.followed, one.late, one.dropped)
        alike[key] = alike.get(key, 0) + 1
    rows = [
        (number, area, planned + k, k, late == k)
        for number, (area, planned, followed, late, dropped) in enumerate(alike)
        if not dropped
        for k in range((followed if late is None else late) + 1)
    ]
    areas = tuple(sorted({key[0] for key in alike}))
    years = tuple(sorted({row[2] for row in rows}))
    design = np.zeros((len(rows), LEVELS + len(areas) + len(years)))
    for at, (_, area, year, k, _) in enumerate(rows):
        design[at, min(k, LEVELS - 1)] = 1
        design[at, LEVELS + areas.index(area)] = 1
        design[at, LEVELS + len(areas) + years.index(year)] = 1
    return Evidence(
        areas=areas,
        years=years,
        design=design,
        came=np.array([row[4] for row in rows], dtype=np.float64),
        change=np.array([row[0] for row in rows], dtype=np.int64),
        many=np.array(list(alike.values()), dtype=np.float64),
        still_open=np.array([key[3] is None and not key[4] for key in alike], dtype=np.bool_),
        dropped=np.array([key[4] for key in alike], dtype=np.bool_),
    )
