"""What may come of a planner's areas: paths with chances, least-change plans, the pace needed."""

from __future__ import annotations

from typing import Any

import polars as pl

from forecasts.delay import Delays, delays
from forecasts.delay_chances import chances_by_january
from forecasts.plan_paths import family_paths
from monitor.account import ends
from monitor.record.load import areas
from monitor.target_study import TargetStudy

DELAYS = "delays"
"""The path on which changes come as late as the municipality's own so far."""


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
