"""Proper scores, coverage, calibration and their uncertainty (Gneiting & Raftery 2007)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasts.scales import Array

FLOOR = 1e-3
"""How far from 0 and 1 a probability is held before a logarithm: draws are no certainty."""
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
BAND = (5.0, 95.0)
REPEATS = 1000


def crps(observed: Array, draws: Array) -> Array:
    """Continuous ranked probability score, in the unit of the figure.

    Args:
        observed: (m).
        draws: (m, draws).
    """
    import scoringrules

    return np.asarray(scoringrules.crps_ensemble(observed, draws))


def inside(observed: Array, draws: Array, percent: float) -> NDArray[np.bool_]:
    """(m) whether the central interval of ``percent`` per cent holds the figure."""
    tail = 0.5 * (100.0 - percent)
    low, high = np.percentile(draws, [tail, 100.0 - tail], axis=1)
    return np.asarray((low <= observed) & (observed <= high))


def below(observed: Array, draws: Array) -> Array:
    """(m) the share of draws below the figure (probability integral transform), ties halved.

    Even over 0 to 1 where the draws are right; heaped in the middle where they are too wide.
    """
    under = (draws < observed[:, None]).mean(axis=1)
    equal = (draws == observed[:, None]).mean(axis=1)
    return np.asarray(under + 0.5 * equal)


def brier(happened: Array, probability: Array) -> Array:
    """(m) squared error of the probabilities."""
    import scoringrules

    return np.asarray(scoringrules.brier_score(happened, probability))


def log_score(happened: Array, probability: Array) -> Array:
    """(m) minus the logarithm of the probability of what came."""
    held = np.clip(probability, FLOOR, 1.0 - FLOOR)
    return np.asarray(-np.log(np.where(happened > 0, held, 1.0 - held)))


def average_precision(happened: Array, probability: Array) -> float:
    """Average precision of the ranking; NaN where nothing happened."""
    from sklearn.metrics import average_precision_score

    if not happened.any():
        return float("nan")
    return float(average_precision_score(happened, probability))


@dataclass(frozen=True)
class CalibrationBin:
    """Probabilities said between ``low`` and ``high``: how many, mean said, share that came.

    ``band_low`` and ``band_high`` hold 90 per cent of the shares that would have come had every
    probability been right (consistency band, Bröcker & Smith 2007).
    """

    low: float
    high: float
    count: int
    said: float
    came: float
    band_low: float
    band_high: float


def calibration(
    happened: Array, probability: Array, rng: np.random.Generator
) -> list[CalibrationBin]:
    """Bins of said probabilities, empty bins left out."""
    place = np.clip(np.digitize(probability, BINS) - 1, 0, len(BINS) - 2)
    found = []
    for number in range(len(BINS) - 1):
        rows = place == number
        if not rows.any():
            continue
        said = probability[rows]
        simulated = (rng.random((REPEATS, len(said))) < said).mean(axis=1)
        low, high = np.percentile(simulated, BAND)
        found.append(
            CalibrationBin(
                BINS[number],
                BINS[number + 1],
                int(rows.sum()),
                float(said.mean()),
                float(happened[rows].mean()),
                float(low),
                float(high),
            )
        )
    return found


def two_way_bootstrap(
    columns: tuple[Array, ...],
    areas: ArrayLike,
    years: ArrayLike,
    statistic: Callable[[tuple[Array, ...]], Array],
    rng: np.random.Generator,
    percent: float = 80.0,
) -> tuple[float, float]:
    """Interval of a statistic of mean scores, areas and years drawn anew, both with replacement.

    Scores of one area over years, and of one year over areas, hang together: drawing rows alone
    would make the interval too narrow.

    Args:
        columns: scores, each (m).
        areas: (m) area of each row.
        years: (m) year of each row.
        statistic: from the columns' means, (repeats) each, to the figures wanted.
        rng: the stream of the bootstrap.
        percent: of the interval.
    """
    area = np.unique(np.asarray(areas), return_inverse=True)[1]
    year = np.unique(np.asarray(years), return_inverse=True)[1]
    many, few = int(area.max()) + 1, int(year.max()) + 1
    area_weight = rng.multinomial(many, np.full(many, 1.0 / many), size=REPEATS).astype(float)
    year_weight = rng.multinomial(few, np.full(few, 1.0 / few), size=REPEATS).astype(float)

    def total(each: Array) -> Array:
        cells = np.zeros((many, few))
        np.add.at(cells, (area, year), each)
        return np.asarray(((area_weight @ cells) * year_weight).sum(axis=1))

    count = total(np.ones(len(area)))
    used = count > 0.0
    found = statistic(tuple(total(column)[used] / count[used] for column in columns))
    tail = 0.5 * (100.0 - percent)
    low, high = np.percentile(found[np.isfinite(found)], [tail, 100.0 - tail])
    return float(low), float(high)


def first_of(means: tuple[Array, ...]) -> Array:
    """The means of the only column."""
    return means[0]


def skill(means: tuple[Array, ...]) -> Array:
    """One minus the first mean score over the second (the baseline's); infinite where that is 0."""
    over = np.full(np.shape(means[1]), np.inf)
    return np.asarray(1.0 - np.divide(means[0], means[1], out=over, where=means[1] > 0.0))
