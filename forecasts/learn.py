"""Learning the frozen prior: penalised maximum likelihood of the scales of one indicator.

The weak log-normal penalties pull toward what was thought before any Danish figure was seen
(``[learning]`` in ``prior.toml``), never toward the prior in use, so that a prior learned without a
year holds nothing of that year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from forecasts.observations import Observations
from forecasts.prior import Prior
from forecasts.scales import Array
from forecasts.trajectory import condition

LEARNED = ("level", "common", "region", "own", "count", "own_size")
"""Logarithms of the first five are searched, the last as it is."""


@dataclass(frozen=True)
class Learned:
    """A prior and how it was found."""

    prior: Prior
    log_likelihood: float
    figures: int
    converged: bool


def learn(
    observations: Observations,
    start: Prior,
    centres: dict[str, tuple[float, float]],
    first: int,
    last: int,
    *,
    free: tuple[str, ...] = LEARNED,
) -> Learned:
    """The scales of one indicator that its figures support best.

    Args:
        observations: the figures learned from.
        start: what is not learned (means, persistences, shares, redefinitions).
        centres: learned key -> (centre, sd): of the logarithm's, but for ``own_size``.
        first: first year of the latent path.
        last: last year of the latent path.
        free: which scales are learned; the others stay at ``start``.
    """
    middle = np.array([_inward(key, centres[key][0]) for key in free])
    width = np.array([centres[key][1] for key in free])

    def prior_of(point: Array) -> Prior:
        return replace(
            start, **{key: _outward(key, x) for key, x in zip(free, point, strict=True)}
        )

    def loss(point: Array) -> float:
        model = condition(observations, prior_of(point), first, last)
        return float(0.5 * (((point - middle) / width) ** 2).sum() - model.log_likelihood)

    bounds = [(m - 4.0 * w, m + 4.0 * w) for m, w in zip(middle, width, strict=True)]
    found = minimize(
        loss, middle, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 60, "ftol": 1e-7, "eps": 1e-4},
    )  # fmt: skip
    prior = prior_of(found.x)
    model = condition(observations, prior, first, last)
    return Learned(prior, model.log_likelihood, len(observations.value), bool(found.success))


def _inward(key: str, value: float) -> float:
    return value if key == "own_size" else float(np.log(value))


def _outward(key: str, value: float) -> float:
    return float(value) if key == "own_size" else float(np.exp(value))
