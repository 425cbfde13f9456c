"""What public sources say of areas under a plan, as tables: as published, gaps as gaps.

Nothing is computed into a share here, and nothing is added up over sources. A row is one statement;
``family_share`` and ``family_plans`` repeat, under the reading and plan ``published``, what those
tables can hold of it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from monitor.law.model import Law
from monitor.plan_record import QUANTITIES, areas_under_plan, check, conflicts, statements
from monitor.record.load import family_housing, memberships
from monitor.target import DECIMALS
from monitor.target_record import record_bound
from monitor.target_rule import TargetRule, target_rule
from monitor.target_share import FAMILY_SHARE

PUBLISHED = "published"
"""The reading and the plan under which a source's own words stand."""
LEVER_OF: dict[str, tuple[str, str]] = {
    "planned_demolition": ("demolish", "dwellings"),
    "planned_sale": ("sell", "dwellings"),
    "planned_conversion_youth": ("relabel_youth", "dwellings"),
    "planned_conversion_elderly": ("relabel_elderly", "dwellings"),
    "planned_merge_closed": ("merge", "dwellings"),
    "planned_new_private": ("build_private", "dwellings"),
    # the source tells the two kinds together
    "planned_new_almene_elderly_youth": ("build_elderly|build_youth", "dwellings"),
    # units, of no stated floor area
    "planned_business_units": ("build_commercial", "units"),
}
"""A planned measure of a statement -> the lever it is, and what it is counted in."""
_TEXT = ("family_share_pct", "target_family_share_pct")
FAMILY_RECORD: dict[str, Any] = {
    "area_id": pl.String,
    "year": pl.Int64,
    "known_from": pl.Date,
    **{name: pl.String if name in _TEXT else pl.Int64 for name in QUANTITIES},
    "target_year": pl.Int64,
    "dispensation": pl.String,
    "check": pl.String,
    "share_recomputed": pl.Float64,
    "missing": pl.String,
    "source": pl.String,
    "confidence": pl.String,
    "note": pl.String,
}
"""Columns of ``family_record``: one row a statement; shares are text, exact as printed;
``dispensation`` is a target of its own, above the act's."""
FAMILY_CONFLICTS: dict[str, Any] = {
    "area_id": pl.String,
    "quantity": pl.String,
    "value": pl.String,
    "year": pl.Int64,
    "same_year": pl.Boolean,
    "source": pl.String,
    "note": pl.String,
}
"""Columns of ``family_conflicts``: every value of a quantity sources differ on; the note may say
that a source speaks of a part of the area, or of a stage of its plan."""
_KINDS: dict[str, Any] = {
    **dict.fromkeys(("date", "deadline"), pl.Date),
    **dict.fromkeys(("area_id", "reading", "bound", "met", "missing", "version"), pl.String),
    "used": pl.Boolean,
    "commercial_units": pl.Float64,
    **dict.fromkeys(("all", "share", "target", "share_low", "share_high"), pl.Float64),
}
SHARE: dict[str, Any] = {
    **{name: _KINDS.get(name, pl.Int64) for name in FAMILY_SHARE},
    "source": pl.String,
}
"""Columns of ``family_share`` with the source of a published row."""
PLANS: dict[str, Any] = {
    "area_id": pl.String,
    "plan": pl.String,
    "date": pl.Date,
    "lever": pl.String,
    "amount": pl.Int64,
    "unit": pl.String,
    "source": pl.String,
}


def published_tables(area_ids: Collection[str], as_of: date, law: Law) -> dict[str, pl.DataFrame]:
    """The public record of those of ``area_ids`` ever under a plan, as known on a date.

    Args:
        area_ids: the areas of a run.
        as_of: nothing known later is used.
        law: the version whose target holds; without one there is nothing to say.

    Returns:
        ``family_record``, ``family_conflicts``, and the rows to add to ``family_share`` and
        ``family_plans``; nothing where no area has a statement.
    """
    if law.target is None:
        return {}
    ids = [one for one in areas_under_plan(memberships(), law) if one in set(area_ids)]
    told = {one: statements(family_housing(), one, as_of) for one in ids}
    rows = [row for one in ids for row in told[one].iter_rows(named=True)]
    if not rows:
        return {}
    bound = dict(record_bound(as_of, law).select("area_id", "bound").iter_rows())
    rule = target_rule(law)
    shares = [_share(row, rule, bound) for row in rows if _tells_a_share(row)]
    return {
        "family_record": _frame([_recorded(row, rule) for row in rows], FAMILY_RECORD),
        "family_conflicts": _frame(
            [entry for one in ids for entry in _conflicts(told[one], one)], FAMILY_CONFLICTS
        ),
        "family_share": _frame(shares, SHARE),
        "family_plans": _frame([entry for row in rows for entry in _plan(row)], PLANS),
    }


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _recorded(row: dict[str, Any], rule: TargetRule) -> dict[str, Any]:
    found, target = check(row), row[_TEXT[1]]
    return {
        **row,
        "dispensation": target if target and Fraction(target) > rule.percent else None,
        "check": found.verdict,
        "share_recomputed": None if found.share is None else round(float(found.share), DECIMALS),
        "missing": "|".join(found.missing),
    }


def _tells_a_share(row: dict[str, Any]) -> bool:
    return any(
        row[name] not in (None, "")
        for name in ("family_share_pct", "family_dwellings", "total_dwellings", _TEXT[1])
    )


def _share(row: dict[str, Any], rule: TargetRule, bound: dict[str, str]) -> dict[str, Any]:
    share, target = (row[name] or None for name in _TEXT)
    return {
        "date": row["known_from"],
        "area_id": row["area_id"],
        "reading": PUBLISHED,
        "family": row["family_dwellings"],
        "all": row["total_dwellings"],
        "share": None if share is None else float(share),
        "target": None if target is None else float(target),
        "deadline": rule.deadline,
        "bound": bound.get(row["area_id"], "unknown"),
        # what a source printed of a year says nothing certain of the standing on another day
        "met": "unknown",
        "used": False,
        "missing": "|".join(check(row).missing),
        "version": rule.version,
        "source": row["source"],
    }


def _plan(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "area_id": row["area_id"],
            "plan": PUBLISHED,
            "lever": lever,
            "amount": row[quantity],
            "unit": unit,
            "source": row["source"],
        }
        for quantity, (lever, unit) in LEVER_OF.items()
        if row[quantity] is not None
    ]


def _conflicts(told: pl.DataFrame, area_id: str) -> list[dict[str, Any]]:
    return [
        {
            "area_id": area_id,
            "quantity": one.quantity,
            "value": str(row[one.quantity]),
            "year": row["year"],
            "same_year": one.same_year,
            "source": row["source"],
            "note": row["note"],
        }
        for one in conflicts(told, area_id)
        for row in told.iter_rows(named=True)
        if row[one.quantity] not in (None, "")
    ]


def beside(own: pl.DataFrame | None, published: pl.DataFrame) -> pl.DataFrame:
    """A table of the planner's own rows with the published ones after them."""
    if own is None:
        return published
    return pl.concat([own, published], how="diagonal_relaxed")
