"""The part of the backtest that needs no values: who leaves, who comes back, how long the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from forecasts import scores
from forecasts.backtest.origins import CATEGORY
from forecasts.backtest.rows import Cases, Row, mean_rows, probability_rows, skill_row
from forecasts.baselines import random_walk_on_counts
from forecasts.hazard import draw_lists, fit_leaving, return_rate
from forecasts.histories import AtRisk, at_risk, later
from forecasts.scales import Array
from forecasts.streams import stream
from monitor.public_record import record_published
from monitor.record.load import lists, memberships, values

NEXT, LEAVING, RETURN, SIZE = "membership_history", "leaving", "return", "list_size"
MODELS = ("hazard", "stays", "last_rate", "pooled_rate")


def history(as_of: date) -> AtRisk:
    """Area-years of the public record as known on a date."""
    residents = values().filter(pl.col("indicator") == "residents")
    return at_risk(memberships(), lists(), residents, as_of, CATEGORY)


def standing(history_: AtRisk, day: date) -> AtRisk:
    """The rows of one list."""
    return history_.where(np.array([one == day for one in history_.list_date], dtype=bool))


@cache
def history_origins(ahead: int = 1) -> tuple[date, ...]:
    """1 December lists that ``ahead`` others follow in the record."""
    return record_published().first_december[:-ahead]


@dataclass(frozen=True)
class Told:
    """What every model said of one list's areas, and what came."""

    rows: AtRisk
    year: int
    came: Array
    said: dict[str, Array]


def _tell(origin: date, tested: date, ahead: int, draws: int) -> Told:
    known = history(origin)
    now = standing(known, origin)
    future = history(tested)
    came = later(future, ahead)[np.array([day == origin for day in future.list_date], dtype=bool)]
    return Told(
        rows=now,
        year=tested.year,
        came=came.astype(float),
        said={
            "hazard": _hazard(known, now, ahead, draws),
            "stays": now.on.astype(float),
            "last_rate": _rates(known, now, ahead, newest=True),
            "pooled_rate": _rates(known, now, ahead, newest=False),
        },
    )


def _hazard(known: AtRisk, now: AtRisk, ahead: int, draws: int) -> Array:
    """Chances of the list ``ahead`` lists on: exact for the next one, by draws for later ones."""
    if ahead == 1:
        return np.where(now.on, 1.0 - fit_leaving(known).probability(now), return_rate(known))
    rng = stream(f"backtest/hazard/{now.list_date[0]}/{ahead}")
    return np.asarray(draw_lists(known, now, ahead, draws, rng).on[:, :, -1].mean(axis=0))


def _rates(known: AtRisk, now: AtRisk, ahead: int, *, newest: bool) -> Array:
    """The share of past areas of the same status on the list ``ahead`` lists later."""
    came = later(known, ahead)
    used = came >= 0
    if newest:
        day = max(known.list_date[used])
        used &= np.array([one == day for one in known.list_date], dtype=bool)
    found = np.zeros(len(now.on))
    for status in (True, False):
        same = came[used & (known.on == status)]
        found[now.on == status] = float(same.mean()) if len(same) else 0.5
    return found


def history_rows(draws: int, ahead: int = 1) -> list[Row]:
    """Scores of a coming list for every area ever listed, and of the size of the list.

    Args:
        draws: of everything drawn.
        ahead: lists ahead.
    """
    chain = record_published().first_december
    told = [
        _tell(day, chain[n + ahead], ahead, draws) for n, day in enumerate(history_origins(ahead))
    ]
    on = np.concatenate([one.rows.on for one in told])
    rows: list[Row] = []
    rows += _scores(told, NEXT, ahead, np.ones(len(on), dtype=bool))
    rows += _scores(told, LEAVING, ahead, on)
    rows += _scores(told, RETURN, ahead, ~on)
    return rows + _size_rows(draws, ahead)


def _scores(told: list[Told], target: str, ahead: int, used: NDArray[np.bool_]) -> list[Row]:
    areas = np.concatenate([one.rows.area_id for one in told])[used]
    years = np.concatenate([np.full(len(one.rows.on), one.year) for one in told])[used]
    came = np.concatenate([one.came for one in told])[used]
    entrant = ~np.concatenate([one.rows.on for one in told])[used]
    if target == LEAVING:
        came = 1.0 - came
    cases = Cases(areas, years)
    rows: list[Row] = []
    each = {}
    for name in MODELS:
        said = np.concatenate([one.said[name] for one in told])[used]
        said = 1.0 - said if target == LEAVING else said
        each[name] = scores.brier(came, said)
        rows += probability_rows(name, target, CATEGORY, ahead, cases, came, said, entrant)
    pair = (each["hazard"], each["stays"])
    rows.append(skill_row("hazard", target, CATEGORY, ahead, "skill_brier", cases, pair))
    return rows


def _size_rows(draws: int, ahead: int) -> list[Row]:
    chain = record_published().first_december
    yearly = sorted(set(history(chain[-1]).list_date))
    counts = [len(record_published().members(day, CATEGORY)) for day in yearly]
    rows: list[Row] = []
    ensembles: dict[str, list[Array]] = {"hazard": [], "random_walk": [], "stays": []}
    came, years = [], []
    for day in history_origins(ahead):
        known = history(day)
        at = yearly.index(day)
        further = "" if ahead == 1 else f"/{ahead}"
        rng = stream(f"backtest/list_size/{day}{further}")
        coming = draw_lists(known, standing(known, day), ahead, draws, rng)
        ensembles["hazard"].append(coming.sizes()[:, -1].astype(float))
        walk = random_walk_on_counts(counts[: at + 1], ahead, draws, rng)
        ensembles["random_walk"].append(walk.astype(float))
        ensembles["stays"].append(np.full(draws, float(counts[at])))
        came.append(float(counts[at + ahead]))
        years.append(yearly[at + ahead].year)
    cases = Cases(np.array(years, dtype=object), np.array(years, dtype=np.int64))
    for name, drawn in ensembles.items():
        sizes = np.stack(drawn)
        where = (name, SIZE, CATEGORY, ahead)
        rows += mean_rows(*where, "crps", cases, scores.crps(np.array(came), sizes))
        held = scores.inside(np.array(came), sizes, 80.0).astype(float)
        rows += mean_rows(*where, "coverage_80", cases, held)
    return rows
