"""What the forecast must beat, made from the past of the origin only.

Values: persistence (the last figure, with the spread of other years' changes), damped exponential
smoothing. Memberships: everyone stays, last year's rate, a logistic on distances, persistence
draws through the law. List size: a random walk on counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.scales import Array

Figures = Mapping[int, Mapping[str, float]]
"""List number -> area -> figure, on the working scale."""

ALPHA, BETA, PHI = 0.8, 0.2, 0.8
"""Damped smoothing, held: five points are too few to fit three weights."""
LEAST_POINTS = 3
FALLBACK = 0.05
"""Spread of a change, working scale, where no other year shows one."""


def spread_of_changes(figures: Figures, ahead: int, without: int | None) -> float:
    """Root mean square change over ``ahead`` lists, all areas, without those into one list.

    Args:
        figures: known figures by running number of the list.
        ahead: lists between the two figures.
        without: the tested list: changes into or out of it are not looked at.
    """
    squares = [
        (figures[later][area] - value) ** 2
        for number, values in figures.items()
        for later in [number + ahead]
        if later in figures and without not in (number, later)
        for area, value in values.items()
        if area in figures[later]
    ]
    if squares:
        return float(np.sqrt(np.mean(squares)))
    return (
        FALLBACK if ahead <= 1 else float(np.sqrt(ahead) * spread_of_changes(figures, 1, without))
    )


def persistence(last: Array, spread: float, draws: int, rng: np.random.Generator) -> Array:
    """(m, draws) the last figure and a normal spread around it."""
    return np.asarray(last[:, None] + spread * rng.standard_normal((len(last), draws)))


def damped_smoothing(series: Sequence[Sequence[float]], ahead: int) -> Array:
    """(m) point forecasts of damped exponential smoothing; the last figure of a short series.

    Args:
        series: figures of each area, oldest first.
        ahead: lists ahead.
    """
    from statsmodels.tsa.holtwinters import Holt

    found = []
    for values in series:
        if len(values) < LEAST_POINTS:
            found.append(values[-1])
            continue
        model = Holt(
            np.asarray(values),
            damped_trend=True,
            initialization_method="known",
            initial_level=values[0],
            initial_trend=values[1] - values[0],
        )
        fitted = model.fit(
            smoothing_level=ALPHA, smoothing_trend=BETA, damping_trend=PHI, optimized=False
        )
        found.append(float(np.asarray(fitted.forecast(ahead))[-1]))
    return np.array(found)


@dataclass(frozen=True)
class Status:
    """Areas standing on a list date: distances to the limits, on the list or not, what came.

    Attributes:
        distance: (m, criteria) signed distance on the working scale, NaN where not known.
        on: (m) on the list.
        came: (m) on the list ``ahead`` lists later.
    """

    distance: Array
    on: NDArray[np.bool_]
    came: NDArray[np.bool_]


def logistic_on_distances(past: Sequence[Status], now: Status) -> Array:
    """(m) probability of being on the list, learned from earlier lists only.

    Distances are in units of each criterion's spread among the areas learned from; an unknown one
    counts as no distance at all, so a criterion new to the law starts without a weight.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    distance = np.concatenate([one.distance for one in past])
    on = np.concatenate([one.on for one in past])
    came = np.concatenate([one.came for one in past])
    if came.all() or not came.any():
        return np.full(len(now.on), (came.sum() + 0.5) / (len(came) + 1.0))
    known = ~np.all(np.isnan(distance), axis=0)
    scaler = StandardScaler(with_mean=False).fit(np.nan_to_num(distance[:, known]))

    def features(values: Array, listed: NDArray[np.bool_]) -> Array:
        scaled = scaler.transform(np.nan_to_num(values[:, known]))
        return np.column_stack([scaled, listed.astype(float)])

    model = LogisticRegression(C=1.0, max_iter=1000).fit(features(distance, on), came)
    return np.asarray(model.predict_proba(features(now.distance, now.on))[:, 1])


def rate_by_status(past: Sequence[Status], now: Status) -> Array:
    """(m) share of the last list's areas of the same status that were on the next one."""
    last = past[-1]
    found = np.zeros(len(now.on))
    for status in (True, False):
        same = last.on == status
        rate = (last.came[same].sum() + 0.5) / (same.sum() + 1.0)
        found[now.on == status] = rate
    return found


def random_walk_on_counts(
    counts: Sequence[int], ahead: int, draws: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """(draws) sizes of the list ``ahead`` lists on: the last one and past changes, signs free."""
    changes = np.diff(np.asarray(counts, dtype=np.float64))
    spread = float(np.sqrt(np.mean(changes**2))) if len(changes) else np.sqrt(counts[-1])
    walk = counts[-1] + spread * np.sqrt(ahead) * rng.standard_normal(draws)
    sizes: NDArray[np.int64] = np.maximum(np.rint(walk), 0.0).astype(np.int64)
    return sizes
