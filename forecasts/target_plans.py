"""The table ``family_plans``: the planner's own plan by date, and least-change plans beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from forecasts.frontier import frontier
from forecasts.plans import events
from forecasts.programme import Bounds, Infeasible, Plan
from monitor.account import ends
from monitor.levers import levers
from monitor.target import DECIMALS
from monitor.target_study import TargetStudy

OWN = "plan"
"""The planner's own plan, by its own dates."""


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
                best = None if plan.best_share is None else round(float(plan.best_share), DECIMALS)
                because = "|".join(plan.because)
                rows.append(
                    {**shared, "lever": "", "share": best, "reached": "no", "because": because}
                )
                continue
            whole = {
                "lever": "",
                "share": None if plan.share is None else round(float(plan.share), DECIMALS),
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
