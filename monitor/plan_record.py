"""What public sources say of the areas ever under a plan: as published, gaps as gaps.

Nothing is added up over sources: a row is one statement, and two that differ are a conflict to be
shown, not settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from monitor.law.model import Law

QUANTITIES: tuple[str, ...] = (
    "total_dwellings",
    "family_dwellings",
    "family_share_pct",
    "planned_demolition",
    "planned_sale",
    "planned_conversion_youth",
    "planned_conversion_elderly",
    "planned_merge_closed",
    "planned_new_private",
    "planned_new_almene_elderly_youth",
    "planned_business_units",
    "target_family_dwellings",
    "target_family_share_pct",
)
"""What a statement may give, in the order of the record's file."""
_BOTH = ("family_dwellings", "total_dwellings")
_SHARE = "family_share_pct"
_TARGET = "target_family_share_pct"


def areas_under_plan(memberships: pl.DataFrame, law: Law) -> list[str]:
    """The areas ever on a list of the category the target applies to, sorted by id."""
    code = law.target.applies_to if law.target is not None else ""
    found = memberships.filter(pl.col("category") == code)["area_id"].unique()
    return sorted(found.to_list())


def statements(family_housing: pl.DataFrame, area_id: str, as_of: date) -> pl.DataFrame:
    """What was known of an area up to a date, in the order of the years and sources."""
    return family_housing.filter(
        (pl.col("area_id") == area_id) & (pl.col("known_from") <= as_of)
    ).sort("year", "known_from", "source", nulls_last=True, maintain_order=True)


@dataclass(frozen=True)
class Check:
    """Whether a statement's printed share follows from its own numbers.

    ``verdict``: ``reproduced``, ``contradicted``, or ``not_possible`` with what is ``missing``.
    ``share`` is family dwellings over all dwellings in percent, where both stand.
    """

    verdict: str
    missing: tuple[str, ...]
    share: Fraction | None


def check(statement: dict[str, object]) -> Check:
    """Recompute the share of one statement from its own numbers.

    Demolished dwellings and commercial floor area stand in no statement: what is recomputed is the
    plain share the source prints, not the account of the act.
    """
    missing = tuple(name for name in (*_BOTH, _SHARE) if statement[name] in (None, ""))
    family, total = (statement[name] for name in _BOTH)
    share = None
    if isinstance(family, int) and isinstance(total, int) and total:
        share = Fraction(100 * family, total)
    if missing or share is None:
        return Check("not_possible", missing, share)
    text = str(statement[_SHARE])
    printed = Fraction(text)
    places = len(text.partition(".")[2])
    half = Fraction(1, 2 * 10**places)
    inside = printed - half <= share < printed + half
    return Check("reproduced" if inside else "contradicted", (), share)


@dataclass(frozen=True)
class Conflict:
    """Sources that say different things of one quantity of one area.

    ``values`` pairs each value with its year and source. ``same_year``: two of them are given for
    the same year; otherwise the area or its plan may have changed in between.
    """

    area_id: str
    quantity: str
    values: tuple[tuple[str, int | None, str], ...]
    same_year: bool


def conflicts(told: pl.DataFrame, area_id: str) -> list[Conflict]:
    """Every quantity on which an area's statements differ, in the order of ``QUANTITIES``."""
    found = []
    for quantity in QUANTITIES:
        rows = [
            (str(row[quantity]), row["year"], row["source"])
            for row in told.iter_rows(named=True)
            if row[quantity] not in (None, "")
        ]
        values = {value for value, _, _ in rows}
        if len(values) <= 1:
            continue
        by_year: dict[int, set[str]] = {}
        for value, year, _ in rows:
            if year is not None:
                by_year.setdefault(year, set()).add(value)
        same = any(len(told_that_year) > 1 for told_that_year in by_year.values())
        found.append(Conflict(area_id, quantity, tuple(rows), same))
    return found


def own_targets(told: pl.DataFrame, law: Law) -> list[tuple[str, int | None, str]]:
    """Targets above the act's that sources name, with year and source: dispensations."""
    if law.target is None:
        return []
    act = law.target.share.value
    return [
        (row[_TARGET], row["year"], row["source"])
        for row in told.iter_rows(named=True)
        if row[_TARGET] not in (None, "") and Fraction(row[_TARGET]) > act
    ]
