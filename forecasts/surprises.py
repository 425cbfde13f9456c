"""Figures left out in turn and predicted from all others: which of them surprise.

A figure's surprise is its distance from what all other figures say of it, in units of the spread
that leaves: large ones are marked and widened, never removed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecasts.observations import Observations
from forecasts.prior import Prior
from forecasts.scales import scale_of
from forecasts.seen import Remark, Span
from forecasts.trajectory import Conditioned, condition
from monitor.indicators import indicator

SURPRISE = 3.0
CLOSE = 0.7
"""Figures so near the worst surprise are marked in the same round."""
JUMP = 8.0
"""A figure so many standard deviations off is a slip or a break until somebody says otherwise."""


@dataclass(frozen=True)
class Surprise:
    """One figure, left out and predicted from all others.

    ``number`` is its place among the observations; ``residual`` on the working scale.
    """

    number: int
    area_id: str
    first: int
    last: int
    residual: float
    standardised: float


def surprises(model: Conditioned) -> list[Surprise]:
    """Every figure left out in turn, the paths at their mean."""
    seen = model.observations
    shared, _ = model.shared()
    paths = model.grid.paths @ shared
    found = []
    order = np.argsort(seen.area, kind="stable")
    place: dict[int, int] = {}
    for number in order.tolist():
        area = int(seen.area[number])
        column = place.get(area, 0)
        place[area] = column + 1
        open_ = model.residual[area] - model.design[area] @ paths[seen.region[area]]
        precision = float(model.inverse[area, column, column])
        residual = float(model.inverse[area, column] @ open_) / precision
        found.append(
            Surprise(
                number,
                seen.areas[area],
                int(seen.first[number]),
                int(seen.last[number]),
                residual,
                residual * float(np.sqrt(precision)),
            )
        )
    return sorted(found, key=lambda one: one.number)


def widen_jumps(
    observations: Observations, prior: Prior, first: int, last: int
) -> tuple[Conditioned, tuple[Remark, ...]]:
    """Condition; a figure no other figure can explain is marked, and left as open as it is off."""
    marked: set[int] = set()
    seen = observations
    while True:
        model = condition(seen, prior, first, last)
        worst: dict[str, Surprise] = {}
        every = surprises(model)
        for one in every:
            if abs(one.standardised) > JUMP:
                known = worst.get(one.area_id)
                if known is None or abs(one.standardised) > abs(known.standardised):
                    worst[one.area_id] = one
        if not worst:
            told = [one for one in every if one.number in marked]
            return model, tuple(_remark("forecast.jump", one, seen, prior) for one in told)
        # the worst figures first: its neighbours, and other areas in its year through the common
        # path, look odd only beside it
        largest = max(abs(one.standardised) for one in worst.values())
        noise = seen.noise.copy()
        for _, one in sorted(worst.items()):
            if abs(one.standardised) < CLOSE * largest:
                continue
            noise[one.number] = max(2.0 * noise[one.number], abs(one.residual))
            marked.add(one.number)
        seen = replace(seen, noise=noise)


def newest_surprises(model: Conditioned) -> tuple[Remark, ...]:
    """Areas whose newest figure lies more than three spreads from what their others say."""
    found = sorted(surprises(model), key=lambda one: one.last)
    newest = {one.area_id: one for one in found}
    return tuple(
        _remark("forecast.surprise", one, model.observations, model.prior)
        for _, one in sorted(newest.items())
        if abs(one.standardised) > SURPRISE
    )


def _remark(key: str, one: Surprise, seen: Observations, prior: Prior) -> Remark:
    value, decimals = seen.value[one.number], indicator(prior.code).decimals
    scale = scale_of(prior.code, prior.reference)
    found, other = scale.back(np.array([value, value - one.residual]))
    years = str(Span(one.first, one.last))
    said = [f"{number:.{decimals}f}" for number in (found, other)]
    return Remark(key, one.area_id, prior.code, years, *said)
