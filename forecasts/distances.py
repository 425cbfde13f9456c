"""The logistic on distances beside the model: learned from the past of the as-of date only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from forecasts.baselines import Status, logistic_on_distances
from forecasts.horizon import Horizon
from forecasts.prior import PriorFile
from forecasts.rows import chance
from forecasts.scales import Array, inside, scale_of
from forecasts.support import lists_supported
from forecasts.threads import on_one_thread
from monitor.clock import same_conditions
from monitor.criteria import effective_limit, high_is_bad
from monitor.law.model import Criterion, Law
from monitor.panel import NATION, Panel

LEAST_ROWS = 40
"""Area-lists a logistic is learned from at least; below, nothing stands in the column."""


@on_one_thread
def logistic(
    lists: Horizon, panel: Panel, areas: Sequence[str], prior: PriorFile
) -> dict[tuple[date, str, str], float]:
    """(list date, area, category) -> chance of being on the list, by today's distances alone.

    Only for lists of conditions of one year, and only where enough area-lists of the past show
    figures and what came.
    """
    found: dict[tuple[date, str, str], float] = {}
    chain = lists.published.dates
    if not chain:
        return found
    for day in lists.open:
        law, ahead = lists.law_of(day), lists.unread(day)
        if lists.ahead(day) > lists_supported("values"):
            continue
        for category in law.categories.values():
            if category.lists_in_a_row is not None:
                continue
            names = (*category.counted, *category.required)
            criteria = [law.criteria[c] for c in names if category.code in law.criteria[c].limits]
            past = [
                (lists.law_of(later), one)
                for earlier, later in zip(chain, chain[ahead:], strict=False)
                if (one := _status(
                    lists, panel, areas, prior, law, criteria, category.code, earlier, later
                )[1]) is not None
            ]  # fmt: skip
            learned = _learned_from(past, law, category.code)
            if learned is None:
                continue
            names_now, now = _status(
                lists, panel, areas, prior, law, criteria, category.code, chain[-1], None
            )
            if now is not None:
                said = logistic_on_distances(learned, now)
                for area, share in zip(names_now, said.tolist(), strict=True):
                    found[day, area, category.code] = chance(share)
    return found


def _learned_from(
    past: Sequence[tuple[Law, Status]], law: Law, category: str
) -> list[Status] | None:
    """Lists made under the same conditions, where they hold enough rows, else all; None if few."""
    same = [one for then, one in past if same_conditions(then, law, category)]
    for found in (same, [one for _, one in past]):
        if sum(len(one.on) for one in found) >= LEAST_ROWS:
            return found
    return None


def _status(
    lists: Horizon,
    panel: Panel,
    areas: Sequence[str],
    prior: PriorFile,
    law: Law,
    criteria: list[Criterion],
    category: str,
    day: date,
    later: date | None,
) -> tuple[list[str], Status | None]:
    """Areas with figures on a day, their distances, and whether they came on the later list."""
    mean = law.switch("two_year_mean") if "two_year_mean" in law.switches else "shares"
    names, rows, on, came = [], [], [], []
    for area in areas:
        stood = lists.published.status(day, area, category)
        comes = "no" if later is None else lists.published.status(later, area, category)
        if "unknown" in (stood, comes):
            continue
        row = [_distance(panel, area, day, one, category, mean, prior) for one in criteria]
        if np.isnan(row).all():
            continue
        names.append(area)
        rows.append(row)
        on.append(stood == "yes")
        came.append(comes == "yes")
    if not names:
        return names, None
    return names, Status(np.array(rows), np.array(on), np.array(came))


def _distance(
    panel: Panel,
    area: str,
    day: date,
    criterion: Criterion,
    category: str,
    mean: str,
    prior: PriorFile,
) -> float:
    readings = [r for r in panel.readings(area, day, criterion, mean) if r.value is not None]
    limit = criterion.limits[category]
    at = limit.value
    if limit.measure == "times_national":
        nation = [r for r in panel.readings(NATION, day, criterion, mean) if r.value is not None]
        if not nation or nation[0].value is None:
            return float("nan")
        effective = effective_limit(limit, nation[0].value)
        at = effective if isinstance(effective, type(at)) else at
    if not readings or readings[0].value is None:
        return float("nan")
    scale = scale_of(criterion.indicator, prior.indicators[criterion.indicator].reference)
    ends: Array = scale.forward(
        inside(criterion.indicator, np.array([float(readings[0].value), float(at)]))
    )
    sign = 1.0 if high_is_bad(limit.operator) else -1.0
    return sign * float(ends[0] - ends[1])
