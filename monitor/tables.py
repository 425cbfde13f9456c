"""The law's tables as frames: criteria, margins, categories, clock, findings (``docs/outputs.md``).

Numbers are rounded here, once; verdicts were reached on exact ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isinf
from typing import Any

import polars as pl

from monitor.categories import published_name
from monitor.classification import Classification, ListedArea
from monitor.findings import Finding
from monitor.law.model import Law
from monitor.margins import Margin
from monitor.verdicts import WhyRow

DECIMALS = 6

CRITERIA = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "criterion": pl.String,
    "basis": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "operator": pl.String,
    "limit": pl.Float64,
    "met": pl.String,
    "version": pl.String,
    "scenario": pl.String,
    "citation": pl.String,
    "evidence": pl.String,
    "standing": pl.String,
    "source": pl.String,
    "met_strict": pl.String,
    "limit_low": pl.Float64,
    "limit_high": pl.Float64,
    "period": pl.String,
    "unit": pl.String,
    "decides": pl.Boolean,
}
MARGINS = {
    "list_date": pl.Date,
    "for_list": pl.String,
    "area_id": pl.String,
    "category": pl.String,
    "criterion": pl.String,
    "points": pl.Float64,
    "persons": pl.Int64,
    "persons_low": pl.Int64,
    "persons_high": pl.Int64,
    "kroner": pl.Float64,
    "method": pl.String,
    "locked": pl.String,
    "preliminary": pl.String,
    "kroner_low": pl.Float64,
    "kroner_high": pl.Float64,
}
CATEGORIES = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "exposed": pl.String,
    "parallel": pl.String,
    "transformation": pl.String,
    "prevention": pl.String,
    "prevention_published": pl.String,
    "published_exposed": pl.String,
    "published_parallel": pl.String,
    "published_transformation": pl.String,
    "published_prevention": pl.String,
    "basis": pl.String,
    "finding": pl.String,
    "exposed_strict": pl.String,
    "parallel_strict": pl.String,
    "transformation_strict": pl.String,
    "prevention_strict": pl.String,
    "version": pl.String,
    "scenario": pl.String,
    "assumed_unchanged": pl.Boolean,
}
CLOCK = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "streak": pl.Int64,
    "streak_low": pl.Int64,
    "streak_high": pl.Int64,
    "lists_needed": pl.Int64,
    "earliest_transformation": pl.Date,
    "rules_end": pl.Date,
    "streak_as_of": pl.Date,
    "clean_lists": pl.Int64,
}
FINDINGS = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "kind": pl.String,
    "text": pl.String,
    "source": pl.String,
}


def criteria_table(classification: Classification) -> pl.DataFrame:
    """One row per area, list date, category's limit and basis, for areas with figures or a place.

    ``decides`` marks the basis the verdict stands on; the other basis stands beside it, and so does
    a mean printed for several years whose counts are all known.
    """
    rows: list[dict[str, Any]] = []
    for listed in classification.rows:
        if not listed.verdict.basis and "yes" not in listed.published.values():
            continue
        rows += [_why(why, listed.law, decides=True) for why in listed.verdict.why]
        if listed.other_basis is not None:
            rows += [
                _why(why, listed.law, decides=False)
                for why in listed.other_basis.why
                if not _same(why, listed.verdict.why)
            ]
        beside = (listed.other_basis or listed.verdict).beside
        rows += [_why(why, listed.law, decides=False) for why in beside]
    return _frame(rows, CRITERIA)


def _same(why: WhyRow, deciding: Sequence[WhyRow]) -> bool:
    """Whether the deciding reading is the same figure from the same source."""
    reading = why.reading
    return reading is None or any(
        (other.reading.value, other.reading.source) == (reading.value, reading.source)
        for other in deciding
        if other.reading is not None
        and (other.category, other.criterion) == (why.category, why.criterion)
    )


def _why(why: WhyRow, law: Law, *, decides: bool) -> dict[str, Any]:
    reading, limit = why.reading, why.limit
    criterion = law.criteria[why.criterion]
    citation = law.citation(why.category, why.criterion)
    return {
        "list_date": why.list_date,
        "area_id": why.area_id,
        "category": why.category,
        "criterion": why.criterion,
        "basis": reading.basis if reading else "",
        "value": _number(reading.value) if reading else None,
        "low": _number(reading.low) if reading else None,
        "high": _number(reading.high) if reading else None,
        "operator": why.operator,
        "limit": _number(limit.value),
        "met": why.met,
        "version": law.id,
        "scenario": law.scenario,
        "citation": citation.cite,
        "evidence": citation.evidence,
        "standing": reading.standing if reading else "missing",
        "source": reading.source if reading else "",
        "met_strict": why.met_strict,
        "limit_low": _number(limit.low),
        "limit_high": _number(limit.high),
        "period": reading.period if reading else criterion.period(why.list_date),
        "unit": criterion.unit,
        "decides": decides,
    }


def categories_table(classification: Classification, findings: Iterable[Finding]) -> pl.DataFrame:
    """One row per area and list date; ``finding`` holds the kinds found there, `+` between."""
    kinds: dict[tuple[object, str], list[str]] = {}
    for finding in findings:
        kinds.setdefault((finding.list_date, finding.area_id), []).append(finding.kind)
    rows = [
        _category_row(row, "+".join(dict.fromkeys(kinds.get((row.list_date, row.area_id), []))))
        for row in classification.rows
    ]
    return _frame(rows, CATEGORIES)


def _category_row(row: ListedArea, finding: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "list_date": row.list_date,
        "area_id": row.area_id,
        "basis": row.verdict.basis,
        "finding": finding,
        "version": row.law.id,
        "scenario": row.law.scenario,
        "assumed_unchanged": row.law.assumed_unchanged(row.list_date),
    }
    for category in ("exposed", "parallel", "transformation", "prevention"):
        found[category] = row.computed.get(category, "n/a")
        found[f"{category}_strict"] = row.strict.get(category, "n/a")
        found[f"published_{category}"] = row.published[category]
    found["prevention_published"] = row.computed.get(published_name("prevention"), "n/a")
    return found


def clock_table(classification: Classification) -> pl.DataFrame:
    """One row per area and 1 December list."""
    rows: list[dict[str, Any]] = [
        {
            "list_date": row.list_date,
            "area_id": row.area_id,
            "streak": row.clock.streak.last_known,
            "streak_low": row.clock.streak.low,
            "streak_high": row.clock.streak.high,
            "lists_needed": row.clock.lists_needed,
            "earliest_transformation": row.clock.earliest_transformation,
            "rules_end": row.clock.rules_end,
            "streak_as_of": row.clock.streak.last_known_date,
            "clean_lists": row.clock.clean_lists,
        }
        for row in classification.rows
        if row.clock is not None
    ]
    return _frame(rows, CLOCK)


def margins_table(margins: Iterable[Margin]) -> pl.DataFrame:
    """One row per distance, in the order of date, area and the act."""
    rows: list[dict[str, Any]] = [
        {
            "list_date": margin.list_date,
            "for_list": margin.for_list,
            "area_id": margin.area_id,
            "category": margin.category,
            "criterion": margin.criterion,
            "points": _number(margin.points),
            "persons": margin.persons,
            "persons_low": margin.persons_low,
            "persons_high": margin.persons_high,
            "kroner": _number(margin.kroner),
            "method": margin.method,
            "locked": margin.locked,
            "preliminary": margin.preliminary,
            "kroner_low": _number(margin.kroner_low),
            "kroner_high": _number(margin.kroner_high),
        }
        for margin in margins
    ]
    return _frame(rows, MARGINS)


def findings_table(findings: Iterable[Finding]) -> pl.DataFrame:
    """One row per finding."""
    rows: list[dict[str, Any]] = [
        {
            "list_date": finding.list_date,
            "area_id": finding.area_id,
            "kind": finding.kind,
            "text": finding.text,
            "source": finding.source,
        }
        for finding in findings
    ]
    return _frame(rows, FINDINGS)


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _number(value: Fraction | float | None) -> float | None:
    if value is None or isinf(value):
        return None
    return round(float(value), DECIMALS)
