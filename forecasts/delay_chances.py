"""The chance of being within the target on every 1 January, if changes come as late as so far.

Open changes of one plan hang together through their area and through the years they share
(``delay_model``); ``together`` is the other extreme beside it, all of them late or on time as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import expit

from forecasts.delay import COVERAGE, PARAMETER_DRAWS, Delays, anniversary
from forecasts.delay_evidence import LEVELS, Array
from forecasts.delay_model import Fitted, fit
from forecasts.plans import EFFECTS, januaries, open_effects
from monitor.account import Account
from monitor.plan_rows import with_standing
from monitor.target import DECIMALS, denominator, met
from monitor.target_rule import TargetRule

SEED = 168
OUTCOME_DRAWS = 250
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Chance:
    """The chance of being within the target on a 1 January, with the model's own uncertainty.

    ``low`` and ``high`` enclose the chance with probability ``COVERAGE``; ``together`` is the
    chance if all open changes were late or on time together. Shares in percent.
    """

    on: date
    probability: float
    low: float
    high: float
    together: float
    share: float
    share_low: float
    share_high: float


def chances_by_january(
    area_id: str,
    account: Account,
    plan: pl.DataFrame,
    delay: Delays,
    rule: TargetRule,
    percent: tuple[int, int],
    as_of: date,
    base: date,
) -> list[Chance]:
    """The chance of an area's being within the target on every 1 January to the deadline.

    Args:
        area_id: which area; its random numbers are its own.
        account: its latest account, all terms known.
        plan: the area's checked rows.
        delay: what the municipality's changes have shown so far; must be ``enough``.
        rule: the target as the law file has it; the reading in use is counted.
        percent: the target as numerator and denominator.
        as_of: the date the plan is read at.
        base: the date of ``account``.
    """
    rng = np.random.default_rng([SEED, crc32(area_id.encode())])
    waiting = open_changes(area_id, plan, rule, as_of, base)
    fitted = fit(delay, rng)
    days = januaries(as_of, rule.deadline)
    chances = arrivals(fitted, area_id, waiting.planned, as_of, days, rng)
    many = len(waiting.planned)
    own = rng.random((PARAMETER_DRAWS, OUTCOME_DRAWS, many))
    shared = rng.random((PARAMETER_DRAWS, OUTCOME_DRAWS, 1))
    size = sizes(fitted, many, OUTCOME_DRAWS, rng)
    found = []
    for day, done_by in zip(days, chances, strict=True):
        within = done_by[:, np.newaxis, :]
        inside, share = outcome(own < within, size, waiting, account, rule, percent)
        jointly, _ = outcome(shared < within, size, waiting, account, rule, percent)
        found.append(_summed_up(day, inside, share, jointly))
    return found


@dataclass(frozen=True)
class Waiting:
    """An area's open changes: planned dates, effects (changes, effects), and what is done since.

    ``sure`` is the sum of effects of what was done after the latest account.
    """

    area_id: str
    planned: list[date]
    effects: NDArray[np.int64]
    sure: NDArray[np.int64]


def open_changes(
    area_id: str, plan: pl.DataFrame, rule: TargetRule, as_of: date, base: date
) -> Waiting:
    """What is still to come of an area's plan, whatever the order of its rows."""
    rows = with_standing(open_effects(plan, rule.m2_per_dwelling), as_of)
    since = rows.filter((pl.col("standing") == "done") & (pl.col("date_done") > base))
    rows = rows.filter(pl.col("standing").is_in(["overdue", "pending"]))
    rows = rows.sort("planned_date", "lever", "amount", "note")
    return Waiting(
        area_id=area_id,
        planned=rows["planned_date"].to_list(),
        effects=rows.select(EFFECTS).to_numpy().astype(np.int64),
        sure=since.select(EFFECTS).to_numpy().astype(np.int64).sum(axis=0),
    )


def arrivals(
    fitted: Fitted,
    area_id: str,
    planned: list[date],
    as_of: date,
    days: list[date],
    rng: np.random.Generator,
) -> list[Array]:
    """For each of ``days`` the chance that each open change has come before it, (draws, changes).

    Args:
        fitted: draws of the posterior.
        area_id: the changes' area; one without a history is an area like any other.
        planned: planned dates of the open changes.
        as_of: none of them has come before it.
        days: later days, in order.
        rng: the stream of years to come, and of an area without a history.
    """
    draws = len(fitted.dropped)
    if area_id in fitted.areas:
        area = fitted.area[:, fitted.areas.index(area_id)]
    else:
        area = fitted.area_sd * rng.standard_normal(draws)
    last = max([as_of, *days]).year + 1
    first = min([as_of, *planned]).year
    years = {
        year: fitted.year[:, fitted.years.index(year)]
        if year in fitted.years
        else fitted.year_sd * rng.standard_normal(draws)
        for year in range(first, last + 1)
    }
    longest = max([1, *(last - day.year + 1 for day in planned)])
    log_open = np.zeros((draws, len(planned), longest))
    for row, day in enumerate(planned):
        for k in range(longest):
            if day.year + k in years:
                level = fitted.levels[:, min(k, LEVELS - 1)]
                chance = expit(level + area + years[day.year + k])
                log_open[:, row, k] = np.log1p(-np.minimum(chance, 1.0 - 1e-12))
    so_far = exposure(planned, date.min, as_of, longest)
    open_now = np.exp(np.einsum("drk,rk->dr", log_open, so_far))
    kept = (1 - fitted.dropped)[:, np.newaxis] * open_now
    coming = kept / (fitted.dropped[:, np.newaxis] + kept)
    return [
        coming
        * -np.expm1(np.einsum("drk,rk->dr", log_open, exposure(planned, as_of, day, longest)))
        for day in days
    ]


def exposure(planned: list[date], since: date, before: date, years: int) -> Array:
    """How much of each year of delay lies between two days, shape (changes, years).

    A change comes on its planned date or not: year 0 is that one day, and counts from the day
    after.
    """
    found = np.zeros((len(planned), years))
    for row, day in enumerate(planned):
        found[row, 0] = 1.0 if since <= day < before else 0.0
        for year in range(1, years):
            start = max(anniversary(day, year - 1), since)
            end = min(anniversary(day, year), before)
            found[row, year] = max((end - start).days, 0) / _DAYS_PER_YEAR
    return np.minimum(found, 1.0)


def sizes(fitted: Fitted, many: int, outcomes: int, rng: np.random.Generator) -> Array | None:
    """What is done over what was planned, (draws, outcomes, changes); None: as planned."""
    if fitted.sizes is None:
        return None
    mean, spread = (fitted.sizes[:, at, np.newaxis, np.newaxis] for at in (0, 1))
    normal = rng.standard_normal((len(fitted.sizes), outcomes, many))
    drawn: Array = np.exp(mean + spread * normal)
    return drawn


def _summed_up(
    day: date,
    inside: NDArray[np.bool_],
    share: Array,
    jointly: NDArray[np.bool_],
) -> Chance:
    tail = (1.0 - COVERAGE) / 2.0
    low, high = np.quantile(inside.mean(axis=1), [tail, 1.0 - tail])
    share_low, middle, share_high = np.quantile(share, [tail, 0.5, 1.0 - tail])
    return Chance(
        on=day,
        probability=round(float(inside.mean()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        together=round(float(jointly.mean()), 4),
        share=round(float(middle), DECIMALS),
        share_low=round(float(share_low), DECIMALS),
        share_high=round(float(share_high), DECIMALS),
    )


def outcome(
    done: NDArray[np.bool_],
    size: Array | None,
    waiting: Waiting,
    account: Account,
    rule: TargetRule,
    percent: tuple[int, int],
) -> tuple[NDArray[np.bool_], Array]:
    """Whether the target is met, and the share in percent, in every draw and outcome.

    Args:
        done: (draws, outcomes, changes or 1): which changes have come.
        size: as ``sizes`` gives them.
        waiting: the open changes.
        account: the latest account.
        rule: the target; the reading in use is counted.
        percent: the target as numerator and denominator.
    """
    came = np.broadcast_to(done, (*done.shape[:2], len(waiting.planned))).astype(np.float64)
    change = {}
    for at, name in enumerate(EFFECTS):
        planned = waiting.effects[:, at].astype(np.float64)
        if size is None or not planned.any():
            moved = came @ planned
        else:
            moved = (came * np.rint(planned * size)).sum(axis=-1)
        change[name] = np.rint(moved).astype(np.int64) + waiting.sure[at]
    family = np.maximum(account.family + change["d_family"], 0)
    parts = denominator(
        rule.used,
        rule.m2_per_dwelling,
        family,
        account.rest + change["d_rest"],
        np.maximum(account.demolished + change["d_demolished"] - change["d_built"], 0),
        account.m2 + change["d_m2"],
        account.units + change["d_units"],
    )
    inside = met(rule, family, parts, *percent)
    share: Array = 100.0 * rule.m2_per_dwelling * family / np.maximum(parts, 1)
    return inside, share
