"""How late a municipality's changes come, so far: counted, right-censored, with intervals.

Every change that is completed or overdue tells something. Its delay is counted in begun years after
its planned date: 0 is on time, 1 is up to a year late. A change still open has not come so far and
is censored at its last whole year; a dropped one never came. The chance h_k that a change comes in
year k, if it has not come before, is events over changes at risk (the Kaplan-Meier estimate of
``statsmodels``). Its uncertainty is that of Fay and Brittain's mid-p interval for a survival curve
(beta product, 2016): half the draws from the upper bound's Beta, half from the lower bound's. Years
with hardly anything at risk share one chance. Pooled over levers.

What may come of open changes is ``delay_model``'s: areas and years that differ, changes dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitor.plan_rows import with_standing

FEWEST_CHANGES = 20
"""Completed or overdue changes of a municipality below which no probability is given."""
FEWEST_AT_RISK = 3
"""Changes at risk below which a year of delay shares its chance with the later ones."""
COVERAGE = 0.9
PARAMETER_DRAWS = 400


@dataclass(frozen=True, order=True)
class Change:
    """One completed, overdue or dropped change.

    ``late``: the year of delay it came in, None where it has not; ``followed``: the last whole year
    of delay it was followed through; ``ratio``: what was done over what was planned, where told.
    """

    area_id: str
    planned_year: int
    followed: int
    late: int | None
    dropped: bool
    ratio: float | None = None


@dataclass(frozen=True)
class Delays:
    """Changes at risk and completed per begun year of delay, pooled over levers.

    ``at_risk[k]`` changes were followed through the whole of year k and had not come before it;
    ``completed[k]`` of them came in it. ``history`` holds the changes one by one.
    """

    changes: int
    at_risk: tuple[int, ...]
    completed: tuple[int, ...]
    history: tuple[Change, ...] = ()

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
    changes = []
    for row in due.iter_rows(named=True):
        followed = whole_years(row["planned_date"], as_of)
        late = None
        if row["standing"] == "done":
            late = begun_years(row["planned_date"], row["date_done"])
        done = row["amount_done"]
        changes.append(
            Change(
                area_id=row["area_id"],
                planned_year=row["planned_date"].year,
                followed=followed,
                # done in a year not yet over: the open ones of that year do not count either
                late=late if late is not None and late <= followed else None,
                dropped=row["standing"] == "dropped",
                ratio=None if done is None else done / row["amount_planned"],
            )
        )
    return count_changes(changes)


def count_changes(changes: list[Change]) -> Delays:
    """Changes at risk and completed by year of delay, with the changes themselves."""
    times = [one.followed if one.late is None else one.late for one in changes]
    came = [one.late is not None for one in changes]
    counted = count_delays(np.array(times, dtype=np.int64), np.array(came, dtype=np.bool_))
    # None sorts with nothing: told apart by whether it came at all
    ordered = sorted(
        changes, key=lambda one: (one.area_id, one.planned_year, one.followed, str(one))
    )
    return Delays(counted.changes, counted.at_risk, counted.completed, tuple(ordered))


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
    whole = whole_years(planned, done)
    return whole if anniversary(planned, whole) == done else whole + 1


def whole_years(start: date, end: date) -> int:
    """Whole years between two days."""
    passed = (end.month, end.day) >= (start.month, start.day)
    return end.year - start.year - (0 if passed else 1)


def anniversary(start: date, years: int) -> date:
    """The same day so many years later."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        # 29 February comes back on 1 March
        return date(start.year + years, 3, 1)


def chances(
    delay: Delays, years: int, rng: np.random.Generator, draws: int = PARAMETER_DRAWS
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
