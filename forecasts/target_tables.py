"""Every table of the 40 percent rule made of a planner's figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from forecasts.kinds import kinds_table
from forecasts.plan_paths import in_use
from forecasts.target_outlook import paths
from forecasts.target_plans import family_plans
from forecasts.target_standing import standing
from monitor.account import ends, worth
from monitor.dispensation import routes
from monitor.levers import levers
from monitor.target import DECIMALS
from monitor.target_faults import faults_frame
from monitor.target_study import TargetStudy
from monitor.words import Language


def tables(study: TargetStudy, language: Language) -> dict[str, pl.DataFrame]:
    """Every table of the 40 percent rule, by name, as ``docs/outputs.md`` lists them."""
    every = paths(study)
    return {
        "family_share": study.share,
        "family_paths": in_use(every),
        "family_paths_readings": every.filter(~pl.col("used")),
        "family_plans": family_plans(study),
        "family_kinds": kinds_table(study),
        "family_standing": standing_table(study, every),
        "family_levers": levers_table(study),
        "family_routes": routes_table(study, language),
        "family_faults": faults_frame(study.faults, language),
    }


FAMILY_STANDING: dict[str, Any] = {
    "area_id": pl.String,
    "path": pl.String,
    "counted_on": pl.Date,
    "target": pl.Float64,
    "share": pl.Float64,
    "over": pl.Int64,
    "needed_a_year": pl.Int64,
    "needed_points_a_year": pl.Float64,
    "own_points_a_year": pl.Float64,
    "overdue": pl.Int64,
    "reached_on": pl.Date,
    "share_at_deadline": pl.Float64,
    "met_at_deadline": pl.String,
    "changes_seen": pl.Int64,
}
"""Columns of ``family_standing``: one row an area and path, the area's own numbers in each."""
FAMILY_LEVERS: dict[str, Any] = {
    "area_id": pl.String,
    "lever": pl.String,
    "unit": pl.String,
    "points": pl.Float64,
    "needed": pl.Int64,
    "stock": pl.Int64,
}
FAMILY_ROUTES: dict[str, Any] = {
    "area_id": pl.String,
    "route": pl.String,
    "open": pl.String,
    "number": pl.Int64,
    "condition": pl.String,
    "found": pl.String,
    "holds": pl.String,
    "citation": pl.String,
}
POINTS = 6
"""Decimals of what one unit of a lever is worth, in percentage points."""


def standing_table(study: TargetStudy, every: pl.DataFrame) -> pl.DataFrame:
    """When each path reaches the target, how it stands at the deadline, and the pace needed."""
    rows = []
    for area_id in study.latest()["area_id"]:
        one = standing(study, area_id, every)
        shared = {
            "area_id": area_id,
            "counted_on": one.counted_on,
            "target": float(one.target),
            "share": _rounded(one.share_now),
            "over": one.over_now,
            "needed_a_year": one.needed_a_year,
            "needed_points_a_year": _rounded(one.needed_pace),
            "own_points_a_year": _rounded(one.own_pace),
            "overdue": one.overdue,
            "changes_seen": one.changes_seen,
        }
        rows += [
            {
                **shared,
                "path": path,
                "reached_on": one.reached.get(path),
                "share_at_deadline": one.share_at_deadline[path],
                "met_at_deadline": met,
            }
            for path, met in sorted(one.at_deadline.items())
        ]
    return pl.DataFrame(rows, schema=FAMILY_STANDING)


def levers_table(study: TargetStudy) -> pl.DataFrame:
    """What one unit of each lever is worth now, and how many by it alone; nothing for a range."""
    rows = []
    for row in study.latest().iter_rows(named=True):
        low, high = ends(row, study.rule.used)
        if low is None or low != high:
            continue
        area_id = row["area_id"]
        for lever in levers().values():
            one = worth(low, lever, study.rule.used, study.rule, study.percent(area_id))
            if one is not None:
                points = round(float(one.points), POINTS)
                rows.append((area_id, lever.code, one.unit, points, one.needed, one.stock))
    return pl.DataFrame(rows, schema=FAMILY_LEVERS, orient="row")


def routes_table(study: TargetStudy, language: Language) -> pl.DataFrame:
    """Both routes to dispensation, one row a condition, as far as the planner has answered."""
    rows = [
        (
            area_id,
            route.key,
            route.open,
            row.number,
            row.condition[language],
            row.found,
            row.holds,
            route.cite,
        )
        for area_id in study.latest()["area_id"]
        for route in routes(study.law, study.rule, study.facts(area_id))
        for row in route.why
    ]
    return pl.DataFrame(rows, schema=FAMILY_ROUTES, orient="row")


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), DECIMALS)
