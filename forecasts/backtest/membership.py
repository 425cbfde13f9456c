"""The membership part of the backtest, from values: every area printed with the origin's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts import scores
from forecasts.backtest.origins import (
    CATEGORY,
    Origin,
    origins,
    printed,
    prior_without,
    simulation,
    status,
    value_lists,
    working,
)
from forecasts.backtest.rows import Cases, Row, mean_rows, probability_rows, skill_row
from forecasts.baselines import (
    Status,
    logistic_on_distances,
    persistence,
    rate_by_status,
    spread_of_changes,
)
from forecasts.scales import Array, scale_of
from forecasts.simulate import Simulation, each_area
from forecasts.streams import stream
from monitor.categories import categorise
from monitor.criteria import high_is_bad, meets
from monitor.law.load import law_on
from monitor.law.model import Law

TARGET = "membership_values"
SIZE = "list_size_values"


@dataclass(frozen=True)
class Said:
    """One origin: areas, whether they came, and every model's probabilities and list sizes."""

    areas: list[str]
    on: NDArray[np.bool_]
    came: NDArray[np.bool_]
    probability: dict[str, Array]
    stayers: NDArray[np.int64]
    """(draws) how many of the areas are on the tested list, by the model."""


def membership_rows(ahead: int, draws: int) -> list[Row]:
    """Scores of every model, ``ahead`` lists ahead, and of the number of areas on the list."""
    tested = origins(ahead)
    said = [_say(one, draws) for one in tested]
    cases = Cases(
        np.array([area for one in said for area in one.areas], dtype=object),
        np.array(
            [o.tested.year for o, one in zip(tested, said, strict=True) for _ in one.areas],
            dtype=np.int64,
        ),
    )
    came = np.concatenate([one.came for one in said]).astype(float)
    entrant = ~np.concatenate([one.on for one in said])
    rows: list[Row] = []
    each = {}
    for name in said[0].probability:
        probability = np.concatenate([one.probability[name] for one in said])
        each[name] = scores.brier(came, probability)
        rows += probability_rows(name, TARGET, CATEGORY, ahead, cases, came, probability, entrant)
    for name in each:
        if name != "stays":
            pair = (each[name], each["stays"])
            rows.append(skill_row(name, TARGET, CATEGORY, ahead, "skill_brier", cases, pair))
    return rows + _size_rows(tested, said, ahead)


def _size_rows(tested: list[Origin], said: list[Said], ahead: int) -> list[Row]:
    name = ("model", SIZE, CATEGORY, ahead)
    years = np.array([one.tested.year for one in tested], dtype=np.int64)
    cases = Cases(years.astype(object), years)
    came = np.array([float(one.came.sum()) for one in said])
    sizes = np.stack([one.stayers for one in said]).astype(float)
    rows = mean_rows(*name, "crps", cases, scores.crps(came, sizes))
    rows += mean_rows(*name, "coverage_80", cases, scores.inside(came, sizes, 80.0).astype(float))
    for one, number, draw in zip(tested, came, sizes, strict=True):
        rows.append(Row(*name, one.tested.year, 1, "expected", float(draw.mean())))
        rows.append(Row(*name, one.tested.year, 1, "came", float(number)))
    return rows


def _say(one: Origin, draws: int) -> Said:
    areas = sorted(area for area in printed(one.origin)["residents"])
    law = law_on(one.tested)
    made = simulation(one, draws)
    model, stayers = _through_law(made, areas)
    now = _status(one.origin, areas, one.tested, law)
    past = [
        _status(day, sorted(printed(day)["residents"]), later, law)
        for day, later in _past_pairs(one)
    ]
    logistic = logistic_on_distances(past, now)
    return Said(
        areas=areas,
        on=now.on,
        came=now.came,
        probability={
            "model": model,
            "stays": now.on.astype(float),
            "last_rate": rate_by_status(past, now),
            "logistic": logistic,
            "persistence": _persistence(one, areas, law, draws),
            "average": 0.5 * (model + logistic),
        },
        stayers=stayers,
    )


def _past_pairs(one: Origin) -> list[tuple[date, date]]:
    """Pairs of lists printed with values, as far apart as asked, the later by the origin.

    Of these the pairs whose later list was made under the tested list's law, where there are any:
    what came under other limits misleads a baseline, and a weak baseline flatters.
    """
    days = [day for day in value_lists() if day <= one.origin]
    pairs = [(days[n], days[n + one.ahead]) for n in range(len(days) - one.ahead)]
    same = [pair for pair in pairs if law_on(pair[1]).id == law_on(one.tested).id]
    return same or pairs


def _status(day: date, areas: list[str], later: date, law: Law) -> Status:
    """Distances to the limits of ``law`` of the areas printed on ``day``, and what came."""
    prior = prior_without(later) if later in value_lists() else prior_without(day)
    columns = []
    for criterion in law.criteria.values():
        limit = criterion.limits[CATEGORY]
        figures = working(day, criterion.indicator, prior)
        reference = prior.indicators[criterion.indicator].reference
        at = float(scale_of(criterion.indicator, reference).forward(np.array(float(limit.value))))
        sign = 1.0 if high_is_bad(limit.operator) else -1.0
        columns.append([sign * (figures.get(area, np.nan) - at) for area in areas])
    on = np.array([status(day, area) == "yes" for area in areas])
    came = np.array([status(later, area) == "yes" for area in areas])
    return Status(np.array(columns).T, on, came)


def _through_law(made: Simulation, areas: list[str]) -> tuple[Array, NDArray[np.int64]]:
    limits = made.limits()
    index = {area: number for number, area in enumerate(made.areas)}

    def member(area: int) -> NDArray[np.bool_]:
        met = made.verdicts(area, made.block(area), limits)[-1]
        return categorise(made.laws[-1], met)[CATEGORY]

    wanted = [index[area] for area in areas]
    members = [one for n, one in enumerate(each_area(made, member)) if n in set(wanted)]
    stacked = np.stack(members)
    return stacked.mean(axis=1), stacked.sum(axis=0)


def _persistence(one: Origin, areas: list[str], law: Law, draws: int) -> Array:
    """Probabilities from the last figures and the spread of other years, through the law."""
    prior = prior_without(one.tested)
    rng = stream(f"backtest/persistence/{one.tested}/{one.ahead}")
    days = [d for d in value_lists() if law_on(d).id == law.id]
    met = {}
    for criterion in law.criteria.values():
        code = criterion.indicator
        figures = {number: working(day, code, prior) for number, day in enumerate(days)}
        spread = spread_of_changes(figures, one.ahead, days.index(one.tested))
        last = np.array([figures[days.index(one.origin)].get(area, np.nan) for area in areas])
        drawn = persistence(last, spread, draws, rng)
        limit = criterion.limits[CATEGORY]
        reference = prior.indicators[code].reference
        at = float(scale_of(code, reference).forward(np.array(float(limit.value))))
        met[CATEGORY, criterion.code] = meets(limit.operator, drawn, at)
    return np.asarray(categorise(law, met)[CATEGORY].mean(axis=1))
