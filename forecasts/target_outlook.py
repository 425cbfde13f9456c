"""What may come of a planner's areas: paths with chances, least-change plans, the pace needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from forecasts.delay import Delays, delays
from forecasts.delay_chances import chances_by_january
from forecasts.kinds import kinds_table
from forecasts.least_change import Bounds, Infeasible, Plan, frontier
from forecasts.plans import events, family_paths, in_use, reached_on
from monitor.account import Account, ends
from monitor.levers import levers
from monitor.record.load import areas
from monitor.target import allowed_family
from monitor.target_faults import faults_frame
from monitor.target_study import TargetStudy
from monitor.words import Language

OWN = "plan"
"""The planner's own plan, by its own dates."""
DELAYS = "delays"
"""The path on which changes come as late as the municipality's own so far."""
_DAYS_PER_YEAR = Fraction(1461, 4)


def municipalities() -> dict[str, str]:
    """Area id -> municipality, for the areas of the public record."""
    return dict(areas().select("area_id", "municipality").iter_rows())


def area_names() -> dict[str, str]:
    """Area id -> name, for the areas of the public record."""
    return dict(areas().select("area_id", "name").iter_rows())


def delays_by_municipality(study: TargetStudy) -> dict[str, Delays]:
    """Area id -> what the completed and overdue changes of its municipality show.

    An area the record does not know belongs with the other unknown ones: one input, one
    municipality.
    """
    home = municipalities()
    groups: dict[str, list[str]] = {}
    for area_id in study.area_ids:
        groups.setdefault(home.get(area_id, ""), []).append(area_id)
    found: dict[str, Delays] = {}
    for members in groups.values():
        rows = study.plan.filter(pl.col("area_id").is_in(members))
        counted = delays(rows, study.as_of)
        found |= dict.fromkeys(members, counted)
    return found


def paths(study: TargetStudy) -> pl.DataFrame:
    """``family_paths`` in every reading, with the path ``delays`` where a chance can be given."""
    table = family_paths(study.accounts, study.plan, study.rule, study.as_of, study.targets)
    shown = delays_by_municipality(study)
    rows = [
        row
        for area_id in study.area_ids
        if shown[area_id].enough
        for row in _delayed(study, area_id, shown[area_id])
    ]
    if not rows:
        return table
    schema = table.schema
    extra = pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)
    return pl.concat([table, extra]).sort("area_id", "path", "date", "lever", "reading")


def _delayed(study: TargetStudy, area_id: str, delay: Delays) -> list[dict[str, Any]]:
    rows = study.latest().filter(pl.col("area_id") == area_id)
    low, high = ends(rows.row(0, named=True), study.rule.used) if rows.height else (None, None)
    if low is None or low != high:
        # a chance for a share that is itself a range would claim more than is known
        return []
    percent = study.percent(area_id)
    found = chances_by_january(
        area_id,
        low,
        study.plan.filter(pl.col("area_id") == area_id),
        delay,
        study.rule,
        (percent.numerator, percent.denominator),
        study.as_of,
        rows["date"][0],
    )
    return [
        {
            "area_id": area_id,
            "path": DELAYS,
            "date": one.on,
            "lever": "",
            "share": one.share,
            "reached": "unknown",
            "probability": one.probability,
            "reading": study.rule.used.code,
            "used": True,
            "target": float(percent),
            "share_low": one.share_low,
            "share_high": one.share_high,
            "probability_low": one.low,
            "probability_high": one.high,
            "probability_together": one.together,
        }
        for one in found
    ]


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


FAMILY_PLANS: dict[str, Any] = {
    "area_id": pl.String,
    "plan": pl.String,
    "date": pl.Date,
    "lever": pl.String,
    "amount": pl.Int64,
    "share": pl.Float64,
    "reached": pl.String,
    "probability": pl.Float64,
    "reading": pl.String,
    "unit": pl.String,
    "demolished": pl.Int64,
    "touched": pl.Int64,
    "built": pl.Int64,
    "cost": pl.Float64,
    "family": pl.Int64,
    "because": pl.String,
}
"""Columns of ``family_plans``: those of ``outputs.md``, then ours."""


def bounds_of(study: TargetStudy, area_id: str) -> Bounds:
    """The planner's bounds of an area and the unit costs."""
    rows = study.given.bounds.filter(pl.col("area_id") == area_id)
    return Bounds(
        most=dict(rows.select("lever", "most").iter_rows()),
        reasons={lever: why or "" for lever, why in rows.select("lever", "reason").iter_rows()},
        costs={
            lever: Fraction(cost)
            for lever, cost in study.given.costs.select("lever", "cost").iter_rows()
        },
    )


def plans(study: TargetStudy, area_id: str) -> list[Plan | Infeasible]:
    """The frontier of least-change plans of one area, in the reading in use.

    Nothing where the share is a range: a plan for an unknown account would be invented.

    Raises:
        NothingToSayError: the area has no account that can be used.
    """
    low, high = ends(study.account(area_id), study.rule.used)
    if low is None or low != high:
        return []
    return frontier(
        low, bounds_of(study, area_id), study.rule.used, study.rule, study.percent(area_id)
    )


def family_plans(study: TargetStudy) -> pl.DataFrame:
    """The table ``family_plans``: the area's own plan by date, then every area's frontier.

    The own plan (``plan``) has a row a lever and day, on the day it takes effect by its own dates.
    A frontier plan has a row for the whole (empty ``lever``) and one a lever.
    """
    known = levers()
    latest = set(study.latest()["area_id"])
    rows = [*_own_plan(study)]
    for area_id in study.area_ids:
        for plan in plans(study, area_id) if area_id in latest else []:
            shared = {
                "area_id": area_id,
                "plan": plan.name,
                "date": study.rule.deadline,
                "reading": study.rule.used.code,
            }
            if isinstance(plan, Infeasible):
                best = None if plan.best_share is None else round(float(plan.best_share), 2)
                because = "|".join(plan.because)
                rows.append(
                    {**shared, "lever": "", "share": best, "reached": "no", "because": because}
                )
                continue
            whole = {
                "lever": "",
                "share": None if plan.share is None else round(float(plan.share), 2),
                "reached": "yes",
                "demolished": plan.demolished,
                "touched": plan.touched,
                "built": plan.built,
                "cost": None if plan.cost is None else float(plan.cost),
                "family": plan.account.family,
            }
            rows.append({**shared, **whole})
            rows += [
                {**shared, "lever": code, "amount": amount, "unit": known[code].unit}
                for code, amount in plan.amounts.items()
            ]
    rows.sort(key=lambda row: (row["area_id"], row["plan"] != OWN))
    full = [{**dict.fromkeys(FAMILY_PLANS), **row} for row in rows]
    return pl.DataFrame(full, schema=FAMILY_PLANS)


def _own_plan(study: TargetStudy) -> list[dict[str, Any]]:
    known = levers()
    rows = events(study.plan, study.latest(), study.as_of, study.rule.m2_per_dwelling)
    summed = (
        rows.filter(pl.col("path") == OWN)
        .group_by("area_id", pl.col("effective").alias("date"), "lever")
        .agg(pl.col("amount").sum())
        .sort("area_id", "date", "lever")
    )
    return [
        {**row, "plan": OWN, "unit": known[row["lever"]].unit}
        for row in summed.iter_rows(named=True)
    ]


def tables(study: TargetStudy, language: Language) -> dict[str, pl.DataFrame]:
    """Every table of the 40 percent rule, by name, as ``docs/outputs.md`` lists them."""
    every = paths(study)
    return {
        "family_share": study.share,
        "family_paths": in_use(every),
        "family_paths_readings": every.filter(~pl.col("used")),
        "family_plans": family_plans(study),
        "family_kinds": kinds_table(study),
        "family_faults": faults_frame(study.faults, language),
    }
