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
from forecasts.histories import AtRisk, at_risk
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
def history_origins() -> tuple[date, ...]:
    """1 December lists that another follows in the record."""
    return record_published().first_december[:-1]


@dataclass(frozen=True)
class Told:
    """What every model said of one list's areas, and what came."""

    rows: AtRisk
    year: int
    said: dict[str, Array]


def _tell(origin: date, after: date) -> Told:
    known = history(origin)
    now = standing(known, origin)
    came = standing(history(after), origin)
    leaving = fit_leaving(known).probability(now)
    back = return_rate(known)
    previous = known.where(known.next_on >= 0)
    last = standing(previous, max(previous.list_date))
    return Told(
        rows=came,
        year=after.year,
        said={
            "hazard": np.where(now.on, 1.0 - leaving, back),
            "stays": now.on.astype(float),
            "last_rate": _rates(last, now),
            "pooled_rate": _rates(previous, now),
        },
    )


def _rates(past: AtRisk, now: AtRisk) -> Array:
    found = np.zeros(len(now.on))
    for status in (True, False):
        same = past.on == status
        came = past.next_on[same]
        found[now.on == status] = float(came.mean()) if len(came) else 0.5
    return found


def history_rows(draws: int) -> list[Row]:
    """Scores of the next list for every area ever listed, and of the size of the list."""
    chain = record_published().first_december
    told = [_tell(day, chain[n + 1]) for n, day in enumerate(history_origins())]
    on = np.concatenate([one.rows.on for one in told])
    rows: list[Row] = []
    rows += _scores(told, NEXT, np.ones(len(on), dtype=bool))
    rows += _scores(told, LEAVING, on)
    rows += _scores(told, RETURN, ~on)
    return rows + _size_rows(draws)


def _scores(told: list[Told], target: str, used: NDArray[np.bool_]) -> list[Row]:
    areas = np.concatenate([one.rows.area_id for one in told])[used]
    years = np.concatenate([np.full(len(one.rows.on), one.year) for one in told])[used]
    came = np.concatenate([one.rows.next_on for one in told])[used].astype(float)
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
        rows += probability_rows(name, target, CATEGORY, 1, cases, came, said, entrant)
    pair = (each["hazard"], each["stays"])
    rows.append(skill_row("hazard", target, CATEGORY, 1, "skill_brier", cases, pair))
    return rows


def _size_rows(draws: int) -> list[Row]:
    chain = record_published().first_december
    yearly = sorted(set(history(chain[-1]).list_date))
    counts = [len(record_published().members(day, CATEGORY)) for day in yearly]
    rows: list[Row] = []
    ensembles: dict[str, list[Array]] = {"hazard": [], "random_walk": [], "stays": []}
    came, years = [], []
    for day in history_origins():
        known = history(day)
        at = yearly.index(day)
        rng = stream(f"backtest/list_size/{day}")
        coming = draw_lists(known, standing(known, day), 1, draws, rng)
        ensembles["hazard"].append(coming.sizes()[:, 0].astype(float))
        walk = random_walk_on_counts(counts[: at + 1], 1, draws, rng)
        ensembles["random_walk"].append(walk.astype(float))
        ensembles["stays"].append(np.full(draws, float(counts[at])))
        came.append(float(counts[at + 1]))
        years.append(yearly[at + 1].year)
    cases = Cases(np.array(years, dtype=object), np.array(years, dtype=np.int64))
    for name, drawn in ensembles.items():
        sizes = np.stack(drawn)
        where = (name, SIZE, CATEGORY, 1)
        rows += mean_rows(*where, "crps", cases, scores.crps(np.array(came), sizes))
        held = scores.inside(np.array(came), sizes, 80.0).astype(float)
        rows += mean_rows(*where, "coverage_80", cases, held)
    return rows
