"""Where an area stands, when each path reaches the target, and the pace needed from now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from forecasts.plans import reached_on
from forecasts.target_outlook import DELAYS, delays_by_municipality
from monitor.account import Account, ends
from monitor.target import allowed_family
from monitor.target_study import TargetStudy

_DAYS_PER_YEAR = Fraction(1461, 4)


@dataclass(frozen=True)
class Standing:
    """Where an area stands and what it would take, in the reading in use.

    ``share_now`` and ``over_now`` are None where the share is a range. ``needed_a_year`` are family
    dwellings to be sold or relabelled every year from now, with the number of dwellings unchanged;
    ``own_pace`` and ``needed_pace`` are percentage points a year (negative: falling).
    ``at_deadline`` and ``reached`` hold a verdict and a day for each path.
    """

    area_id: str
    counted_on: date
    target: Fraction
    share_now: Fraction | None
    met_now: str
    over_now: int | None
    needed_a_year: int | None
    needed_pace: Fraction | None
    own_pace: Fraction | None
    overdue: int
    at_deadline: Mapping[str, str]
    share_at_deadline: Mapping[str, float | None]
    reached: Mapping[str, date | None]
    chance: float | None
    chance_low: float | None
    chance_high: float | None
    chance_together: float | None
    changes_seen: int


def standing(study: TargetStudy, area_id: str, table: pl.DataFrame) -> Standing:
    """One area's standing.

    Args:
        study: the accounting.
        area_id: which area.
        table: ``paths(study)``.

    Raises:
        NothingToSayError: the area has no account that can be used.
    """
    row = study.account(area_id)
    target = study.percent(area_id)
    reading, rule = study.rule.used, study.rule
    share, over = None, None
    low, high = ends(row, reading)
    if low is not None and low == high:
        share = low.share(reading, rule.m2_per_dwelling)
        over = _over(low, study, target)
    years = Fraction((rule.deadline - study.as_of).days) / _DAYS_PER_YEAR
    mine = table.filter((pl.col("area_id") == area_id) & (pl.col("lever") == "") & pl.col("used"))
    last = mine.filter(pl.col("date") == rule.deadline)
    chance = last.filter(pl.col("path") == DELAYS).to_dicts()
    fixed = last.filter(pl.col("path") != DELAYS)
    days = reached_on(
        study.accounts.filter(pl.col("area_id") == area_id),
        study.plan.filter(pl.col("area_id") == area_id),
        rule,
        study.as_of,
        study.targets,
    )
    overdue = study.plan.filter(
        (pl.col("area_id") == area_id)
        & ~pl.col("status").is_in(["done", "dropped"])
        & (pl.col("planned_date") < study.as_of)
    )
    still = share is not None and over is not None and over > 0 and years > 0
    return Standing(
        area_id=area_id,
        counted_on=row["date"],
        target=target,
        share_now=share,
        met_now=_met_now(study, area_id, row["date"]),
        over_now=over,
        needed_a_year=-(-Fraction(over or 0) // years) if still else None,
        needed_pace=(target - share) / years if still and share is not None else None,
        own_pace=_own_pace(study, area_id),
        overdue=overdue.height,
        at_deadline=dict(fixed.select("path", "reached").iter_rows()),
        share_at_deadline=dict(fixed.select("path", "share").iter_rows()),
        reached=dict(days.select("path", "reached_on").iter_rows()),
        chance=chance[0]["probability"] if chance else None,
        chance_low=chance[0]["probability_low"] if chance else None,
        chance_high=chance[0]["probability_high"] if chance else None,
        chance_together=chance[0]["probability_together"] if chance else None,
        changes_seen=delays_by_municipality(study)[area_id].changes,
    )


def _met_now(study: TargetStudy, area_id: str, on: date) -> str:
    used = study.share.filter(
        (pl.col("area_id") == area_id) & (pl.col("date") == on) & pl.col("used")
    )
    return str(used["met"][0])


def _over(account: Account, study: TargetStudy, target: Fraction) -> int:
    rule = study.rule
    return account.family - allowed_family(
        target.numerator,
        target.denominator,
        account.parts(rule.used, rule.m2_per_dwelling),
        rule.m2_per_dwelling,
        strict=rule.operator == "<",
    )


def _own_pace(study: TargetStudy, area_id: str) -> Fraction | None:
    """Percentage points a year between the first and the latest account, both fully known."""
    rows = study.accounts.filter(
        (pl.col("area_id") == area_id) & (pl.col("date") <= study.as_of)
    ).sort("date")
    first, last = rows.row(0, named=True), rows.row(-1, named=True)
    days = (last["date"] - first["date"]).days
    shares = []
    for row in (first, last):
        low, high = ends(row, study.rule.used)
        if low is None or low != high:
            return None
        shares.append(low.share(study.rule.used, study.rule.m2_per_dwelling))
    if not days or shares[0] is None or shares[1] is None:
        return None
    pace: Fraction = (shares[1] - shares[0]) * _DAYS_PER_YEAR / days
    return pace
