"""Learning the frozen prior: penalised maximum likelihood of the scales of each indicator.

The weak penalties pull toward what was thought before any Danish figure was seen (``[learning]`` in
``prior.toml``, the same for all indicators), never toward the prior in use: a prior learned without
a list holds nothing of that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from forecasts.observations import Observations
from forecasts.panel import gather
from forecasts.prior import Centre, Prior, PriorFile, Redefinition
from forecasts.scales import Array
from forecasts.threads import on_one_thread
from forecasts.trajectory import condition
from monitor.law.load import law_on

LEAST_PAIRS = 5
"""Areas with a figure under both definitions below which a redefinition is not learned."""


@dataclass(frozen=True)
class Learned:
    """A prior and how it was found."""

    prior: Prior
    log_likelihood: float
    figures: int
    converged: bool


@on_one_thread
def learn(observations: Observations, start: Prior, centres: Mapping[str, Centre]) -> Learned:
    """The scales of one indicator that its figures support best.

    Args:
        observations: the figures learned from.
        start: what is not learned: persistences, shares, tails.
        centres: scale -> (centre, sd of its logarithm; of itself for ``own_size``).
    """
    free = tuple(centres)
    middle = np.array([_inward(key, centres[key].value) for key in free])
    width = np.array([centres[key].sd for key in free])
    first, last = int(observations.first.min()), int(observations.last.max())

    def prior_of(point: Array) -> Prior:
        return start.with_scales({k: _outward(k, x) for k, x in zip(free, point, strict=True)})

    def loss(point: Array) -> float:
        model = condition(observations, prior_of(point), first, last)
        return float(0.5 * (((point - middle) / width) ** 2).sum() - model.log_likelihood)

    bounds = [(m - 4.0 * w, m + 4.0 * w) for m, w in zip(middle, width, strict=True)]
    options = {"maxiter": 60, "ftol": 1e-7, "eps": 1e-4}
    # half a second, and only who learns the prior anew needs it
    from scipy.optimize import minimize

    found = minimize(loss, middle, method="L-BFGS-B", bounds=bounds, options=options)
    prior = prior_of(found.x)
    model = condition(observations, prior, first, last)
    return Learned(prior, model.log_likelihood, len(observations.value), bool(found.success))


def _inward(key: str, value: float) -> float:
    return value if key == "own_size" else float(np.log(value))


def _outward(key: str, value: float) -> float:
    return float(value) if key == "own_size" else float(np.exp(value))


def learn_prior(
    figures: pl.DataFrame,
    regions: Mapping[str, str],
    as_of: date,
    start: PriorFile,
    without: date | None = None,
) -> PriorFile:
    """A new frozen prior from everything known on ``as_of``.

    Args:
        figures: columns of ``monitor.panel.FIGURE_COLUMNS``.
        regions: area id -> region id.
        as_of: figures known later are not looked at.
        start: what is assumed, and the centres of the penalties.
        without: a list that must leave no trace: its figures, and any reprint of the same periods.
    """
    used = figures if without is None else leave_out(figures, without)
    known = gather(used, regions, as_of, start)
    found, count = {}, 0
    for code, assumed in start.indicators.items():
        seen = known.observations[code]
        if not len(seen.value):
            found[code] = assumed
            continue
        middle = replace(assumed, mean=float(seen.value[seen.definition == 0].mean()))
        middle = replace(middle, redefinitions=_redefinitions(seen, assumed))
        found[code] = learn(seen, middle, start.learning).prior
        count += len(seen.value)
    provenance: dict[str, object] = {
        "learned_from": "monitor/record",
        "as_of": as_of,
        "areas": len(known.areas),
        "figures": count,
        "method": "penalised maximum likelihood, forecasts/learn.py",
    }
    if without is not None:
        provenance["without"] = without
    return PriorFile(found, start.national, start.learning, provenance)


def leave_out(figures: pl.DataFrame, tested: date) -> pl.DataFrame:
    """The figures without a list and without reprints of its figures."""
    criteria = law_on(tested).criteria.values()
    same = pl.lit(value=False)
    for criterion in criteria:
        same = same | (
            (pl.col("indicator") == criterion.indicator)
            & (pl.col("period") == criterion.period(tested))
        )
    return figures.filter(~(same | (pl.col("list_date") == tested)).fill_null(value=False))


def _redefinitions(seen: Observations, assumed: Prior) -> tuple[Redefinition, ...]:
    """Each redefinition with its shift learned from areas that have a figure of both kinds."""
    values = {
        key: value
        for *key_, value in zip(
            seen.area.tolist(), seen.first.tolist(), seen.last.tolist(),
            seen.definition.tolist(), seen.value.tolist(), strict=True,
        )
        for key in [tuple(key_)]
    }  # fmt: skip
    learned = []
    for number, change in enumerate(assumed.redefinitions):
        pairs = [
            values[area, first, last, number + 1] - value
            for (area, first, last, definition), value in values.items()
            if definition == number and (area, first, last, number + 1) in values
        ]
        if len(pairs) < LEAST_PAIRS:
            learned.append(change)
            continue
        spread = float(np.std(pairs, ddof=1))
        learned.append(
            replace(
                change,
                shift=float(np.mean(pairs)),
                shift_sd=spread,
                own_sd=spread,
            )
        )
    return tuple(learned)
