"""How late a municipality's changes come: a discrete-time model of delay, right-censored.

Every change that is completed or overdue tells something. Its delay is counted in begun years after
its planned date: 0 is on time, 1 is up to a year late. A change still open has not come so far and
is censored at its last whole year; a dropped one never came. The chance h_k that a change comes in
year k, if it has not come before, is events over changes at risk (the Kaplan-Meier estimate of
``statsmodels``). Its uncertainty is that of Fay and Brittain's mid-p interval for a survival curve
(beta product, 2016): half the draws from the upper bound's Beta, half from the lower bound's. Years
with hardly anything at risk share one chance. Pooled over levers.

Changes are taken to come independently of each other; ``probability_together`` shows the other
extreme, all of one plan's changes late or on time together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from forecasts.plans import EFFECTS, januaries, open_effects
from monitor.account import Account
from monitor.plan_rows import with_standing
from monitor.target import denominator, met
from monitor.target_rule import TargetRule

FEWEST_CHANGES = 20
"""Completed or overdue changes of a municipality below which no probability is given."""
FEWEST_AT_RISK = 3
"""Changes at risk below which a year of delay shares its chance with the later ones."""
COVERAGE = 0.9
SEED = 168
_PARAMETER_DRAWS = 400
_OUTCOME_DRAWS = 250
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Delays:
    """Changes at risk and completed per begun year of delay, pooled over levers.

    ``at_risk[k]`` changes were followed through the whole of year k and had not come before it;
    ``completed[k]`` of them came in it.
    """

    changes: int
    at_risk: tuple[int, ...]
    completed: tuple[int, ...]

    @property
    def enough(self) -> bool:
        """Whether there are changes enough to give a probability."""
        return self.changes >= FEWEST_CHANGES


def delays(plan: pl.DataFrame, as_of: date) -> Delays:
    """Count the completed and the overdue changes of a plan by delay.

    Args:
        plan: checked rows (``plan_rows.checked_plan``), all areas of one municipality.
        as_of: the date the plan is read at; rows planned later tell nothing yet.
    """
    due = with_standing(plan, as_of).filter(pl.col("planned_date") <= as_of)
    times, came = [], []
    for row in due.iter_rows(named=True):
        followed = _whole_years(row["planned_date"], as_of)
        late = None
        if row["standing"] == "done":
            late = begun_years(row["planned_date"], row["date_done"])
        if late is not None and late <= followed:
            times.append(late)
            came.append(True)
        else:
            times.append(followed)
            came.append(False)
    return count_delays(np.array(times, dtype=np.int64), np.array(came, dtype=np.bool_))


def count_delays(times: NDArray[np.int64], came: NDArray[np.bool_]) -> Delays:
    """Changes at risk and completed by year of delay.

    Args:
        times: the year in which each change came, or the last whole year it was followed through.
        came: whether it came.
    """
    if not len(times):
        return Delays(0, (), ())
    from statsmodels.duration.survfunc import SurvfuncRight

    # the package wants times above nought: year k of delay is its time k + 1
    curve = SurvfuncRight(times + 1, came.astype(np.int64))
    completed = dict(zip(curve.surv_times.astype(int) - 1, curve.n_events.astype(int), strict=True))
    risk = dict(zip(curve.surv_times.astype(int) - 1, curve.n_risk.astype(int), strict=True))
    years = range(int(times.max()) + 1)
    return Delays(
        changes=len(times),
        at_risk=tuple(int(risk.get(k, np.sum(times >= k))) for k in years),
        completed=tuple(int(completed.get(k, 0)) for k in years),
    )


def begun_years(planned: date, done: date) -> int:
    """Years of delay, begun years counted whole; 0 on time or early."""
    if done <= planned:
        return 0
    whole = _whole_years(planned, done)
    return whole if _anniversary(planned, whole) == done else whole + 1


def _whole_years(start: date, end: date) -> int:
    passed = (end.month, end.day) >= (start.month, start.day)
    return end.year - start.year - (0 if passed else 1)


def _anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        # 29 February comes back on 1 March
        return date(start.year + years, 3, 1)


def chances(
    delay: Delays, years: int, rng: np.random.Generator, draws: int = _PARAMETER_DRAWS
) -> NDArray[np.float64]:
    """Draws of h_0 ... h_(years - 1), shape (draws, years).

    Years with at least ``FEWEST_AT_RISK`` at risk have a chance of their own; all years from the
    first with fewer on share one, made of those years, or where nothing was at risk in them of
    every year after the first.
    """
    risk = np.array(delay.at_risk, dtype=np.float64)
    came = np.array(delay.completed, dtype=np.float64)
    few = np.flatnonzero(risk < FEWEST_AT_RISK)
    own = int(few[0]) if len(few) else len(risk)
    tail_risk, tail_came = risk[own:].sum(), came[own:].sum()
    if tail_risk < FEWEST_AT_RISK:
        tail_risk, tail_came = risk[1:].sum(), came[1:].sum()
    found = np.empty((draws, years))
    for year in range(min(own, years)):
        found[:, year] = _chance(risk[year], came[year], rng, draws)
    if years > own:
        found[:, own:] = _chance(tail_risk, tail_came, rng, draws)[:, np.newaxis]
    return found


def _chance(
    at_risk: float, came: float, rng: np.random.Generator, draws: int
) -> NDArray[np.float64]:
    upper = np.arange(draws) % 2 == 0
    still_open = np.empty(draws)
    most = np.ones(draws) if came == 0 else rng.beta(at_risk - came + 1, came, draws)
    least = np.zeros(draws) if came == at_risk else rng.beta(at_risk - came, came + 1, draws)
    still_open[upper], still_open[~upper] = most[upper], least[~upper]
    return 1.0 - still_open


def share_done_within(
    delay: Delays, years: int, rng: np.random.Generator, draws: int = 4000
) -> tuple[float, float, float]:
    """How many of the changes come at most ``years`` late: middle, and the interval's two ends."""
    within = 1.0 - np.prod(1.0 - chances(delay, years + 1, rng, draws), axis=1)
    tail = (1.0 - COVERAGE) / 2.0
    low, middle, high = np.quantile(within, [tail, 0.5, 1.0 - tail])
    return float(middle), float(low), float(high)


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
    rows = with_standing(open_effects(plan, rule.m2_per_dwelling), as_of)
    since = rows.filter((pl.col("standing") == "done") & (pl.col("date_done") > base))
    rows = rows.filter(pl.col("standing").is_in(["overdue", "pending"]))
    rows = rows.sort("planned_date", "lever", "amount", "note")
    sure = since.select(pl.col(EFFECTS).sum()).row(0) if since.height else (0,) * len(EFFECTS)
    effects = rows.select(EFFECTS).to_numpy().astype(np.int64)
    planned = rows["planned_date"].to_list()
    rng = np.random.default_rng([SEED, crc32(area_id.encode())])
    days = januaries(as_of, rule.deadline)
    longest = max([1, *(_whole_years(day, rule.deadline) + 2 for day in planned)])
    h = chances(delay, longest, rng)
    own = rng.random((_PARAMETER_DRAWS, _OUTCOME_DRAWS, len(planned)))
    shared = rng.random((_PARAMETER_DRAWS, _OUTCOME_DRAWS, 1))
    found = []
    for day in days:
        log_open = np.log1p(-np.minimum(h, 1.0 - 1e-12)) @ _exposure(planned, as_of, day, longest).T
        done_by = (1.0 - np.exp(log_open))[:, np.newaxis, :]
        inside, share = _outcome(own < done_by, effects, sure, account, rule, percent)
        jointly, _ = _outcome(shared < done_by, effects, sure, account, rule, percent)
        found.append(_summed_up(day, inside, share, jointly))
    return found


def _summed_up(
    day: date,
    inside: NDArray[np.bool_],
    share: NDArray[np.float64],
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
        share=round(float(middle), 2),
        share_low=round(float(share_low), 2),
        share_high=round(float(share_high), 2),
    )


def _exposure(planned: list[date], as_of: date, before: date, years: int) -> NDArray[np.float64]:
    """How much of each year of delay lies between ``as_of`` and ``before``, shape (rows, years)."""
    found = np.zeros((len(planned), years))
    for row, day in enumerate(planned):
        if day >= as_of:
            # a change not yet due comes on its date or not: it can count from the day after
            found[row, 0] = 1.0 if day < before else 0.0
        for year in range(1, years):
            start = max(_anniversary(day, year - 1), as_of)
            end = min(_anniversary(day, year), before)
            found[row, year] = max((end - start).days, 0) / _DAYS_PER_YEAR
    return np.minimum(found, 1.0)


def _outcome(
    done: NDArray[np.bool_],
    effects: NDArray[np.int64],
    sure: tuple[Any, ...],
    account: Account,
    rule: TargetRule,
    percent: tuple[int, int],
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    moved = np.einsum(
        "abr,re->abe", np.broadcast_to(done, (*done.shape[:2], len(effects))), effects
    ) + np.array(sure, dtype=np.int64)
    change = dict(zip(EFFECTS, np.moveaxis(moved, -1, 0), strict=True))
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
    share = 100.0 * rule.m2_per_dwelling * family / np.maximum(parts, 1)
    return inside, share
