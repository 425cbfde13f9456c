"""What a reader can check: how large the shocks are, which figures surprise, how much is behind.

A figure's surprise is its distance from what all other figures say of it, in units of the spread
that leaves: large ones are marked and widened, never removed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecasts.observations import Observations
from forecasts.prior import Prior
from forecasts.scales import PERCENT, scale_of
from forecasts.seen import Remark
from forecasts.trajectory import STANDARD_RESIDENTS, Conditioned, condition

SURPRISE = 3.0
JUMP = 8.0
"""A figure so many standard deviations off is a slip or a break until somebody says otherwise."""
SIZES = (1000.0, 2000.0, 5000.0)


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
    scale = scale_of(prior.code, prior.reference)
    remarks: list[Remark] = []
    seen = observations
    while True:
        model = condition(seen, prior, first, last)
        worst: dict[str, Surprise] = {}
        for one in surprises(model):
            if abs(one.standardised) > JUMP:
                known = worst.get(one.area_id)
                if known is None or abs(one.standardised) > abs(known.standardised):
                    worst[one.area_id] = one
        if not worst:
            return model, tuple(remarks)
        # the worst figure of each area first: its neighbours look odd only beside it
        noise = seen.noise.copy()
        for area, one in sorted(worst.items()):
            noise[one.number] = max(2.0 * noise[one.number], abs(one.residual))
            value = seen.value[one.number]
            found, other = scale.back(np.array([value, value - one.residual]))
            years = str(one.first) if one.first == one.last else f"{one.first}-{one.last}"
            remark = Remark(
                "forecast.jump", area, prior.code, years, f"{found:.4g}", f"{other:.4g}"
            )
            remarks.append(remark)
        seen = replace(seen, noise=noise)


@dataclass(frozen=True)
class Typical:
    """One indicator's scales in units a planner reads, at a typical level.

    Attributes:
        level: the typical printed value.
        common, region: sd of a year's shock to the nation's and a region's areas, printed unit.
        own: (residents, sd of an area's own yearly shock, printed unit).
        persons: (residents, sd of the counting noise in persons of the criterion's denominator).
        innovations: mean, variance, lag-1 correlation of the standardised surprises.
        areas, figures: how many are behind.
        surprised: areas whose newest figure lies more than three spreads off.
    """

    code: str
    level: float
    common: float
    region: float
    own: tuple[tuple[float, float], ...]
    persons: tuple[tuple[float, float], ...]
    innovations: tuple[float, float, float]
    areas: int
    figures: int
    surprised: tuple[str, ...]


def typical(model: Conditioned) -> Typical:
    """The diagnostics of one indicator."""
    prior, seen = model.prior, model.observations
    scale = scale_of(prior.code, prior.reference)
    level = float(scale.back(np.array(np.mean(seen.value) if len(seen.value) else prior.mean)))
    unit = 1.0 / float(scale.slope(np.array(level)))
    own, persons = [], []
    for size in SIZES:
        own.append((size, unit * prior.own * (size / STANDARD_RESIDENTS) ** prior.own_size))
        base = np.array(size * prior.base_share)
        spread = np.sqrt(prior.count * float(scale.variance(base, np.array(level)))) * unit
        persons.append((size, float(spread * (1.0 if _people(prior) else base / PERCENT))))
    every = surprises(model)
    newest = {one.area_id: one for one in sorted(every, key=lambda one: one.last)}
    return Typical(
        code=prior.code,
        level=level,
        common=unit * prior.common,
        region=unit * prior.region,
        own=tuple(own),
        persons=tuple(persons),
        innovations=_moments(model),
        areas=len(set(seen.area.tolist())),
        figures=len(seen.value),
        surprised=tuple(sorted(a for a, one in newest.items() if abs(one.standardised) > SURPRISE)),
    )


def _people(prior: Prior) -> bool:
    return prior.code == "residents"


def _moments(model: Conditioned) -> tuple[float, float, float]:
    """Mean, variance and lag-1 correlation of each figure's distance from the earlier ones' word.

    The earlier figures of the same area, the paths at their mean.
    """
    seen = model.observations
    if not len(seen.value):
        return (0.0, 1.0, 0.0)
    shared, _ = model.shared()
    paths = (model.grid.paths @ shared)[seen.region]
    open_ = model.residual - (model.design @ paths[:, :, None])[:, :, 0]
    root = np.linalg.cholesky(np.linalg.inv(model.inverse))
    white = np.linalg.solve(root, open_[:, :, None])[:, :, 0]
    count = np.bincount(seen.area, minlength=len(seen.areas))
    used = np.arange(white.shape[1]) < count[:, None]
    values = white[used]
    both = used[:, 1:] & used[:, :-1]
    square = float(np.mean(values**2))
    lag = float(np.mean((white[:, 1:] * white[:, :-1])[both])) / square if both.any() else 0.0
    return float(values.mean()), float(values.var()), lag
