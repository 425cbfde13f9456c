"""A criterion and its limits as a law file gives them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

from monitor.indicators import indicators
from monitor.law.fields import CITATION, Table, plain
from monitor.law.model import Citation, Criterion, Limit, Measure, Moment, Switch
from monitor.law.vocabulary import (
    CATEGORIES,
    MEASURES_OF_UNIT,
    MOMENTS,
    PERCENT,
    UNIT_OF_KIND,
)
from monitor.words import LANGUAGES, Language

_KEYS = (
    "number",
    "name",
    "numerator",
    "indicator",
    "base",
    "ages",
    "unit",
    "window_years",
    "reference_years",
    "moment",
    "reference_evidence",
    "reference_note",
    *CITATION,
    "exceptions",
    "by_text",
    "denominator",
    "comparison",
    "limits",
)
_INDICATORS = tuple(
    code for code, indicator in indicators().items() if indicator.kind in UNIT_OF_KIND
)


def read_criterion(row: Table, switches: dict[str, Switch]) -> Criterion:
    """The criterion in the table ``row``; the switch ``population`` chooses between its readings.

    Raises:
        LawFileError: something is missing, unknown or not borne out by its quotation.
    """
    row.allow(*_KEYS)
    citation = row.citation()
    denominator, denominator_citation = _said(row, "denominator")
    comparison, comparison_citation = _said(row, "comparison")
    indicator = row.choice("indicator", _INDICATORS)
    unit = row.choice("unit", [UNIT_OF_KIND[indicators()[indicator].kind]])
    window = row.integer("window_years", 1)
    if window > 1:
        row.holds_number("window_years", window, citation)
    ages = read_ages(row, citation, *filter(None, [denominator_citation]))
    limits = {
        inner.name(): _limit(inner, unit) for inner in row.tables("limits", allowed=CATEGORIES)
    }
    return Criterion(
        code=row.name(),
        number=row.optional_text("number"),
        name=row.words("name"),
        indicator=indicator,
        base=row.choice("base", indicators()) if row.has("base") else "",
        ages=ages,
        denominator=denominator,
        unit=unit,
        window_years=window,
        reference_years=row.years("reference_years", window),
        moment=cast("Moment", row.choice("moment", MOMENTS)),
        reference_evidence=row.evidence("reference_evidence"),
        limits=limits,
        citation=citation,
        exceptions=_exceptions(row, window),
        absolute_year=_absolute_year(row, switches),
        numerator=row.optional_words("numerator"),
        comparison=comparison,
        denominator_citation=denominator_citation,
        comparison_citation=comparison_citation,
        reference_note=row.optional_text("reference_note"),
    )


def read_ages(row: Table, *citations: Citation) -> tuple[int, int | None] | None:
    """The ages counted, [from, to] or [from] for that age and over; None if all are."""
    if not row.has("ages"):
        return None
    ages = row.ages("ages")
    for age in ages:
        if age is not None:
            row.holds_number("ages", age, *citations)
    return ages


def _said(row: Table, key: str) -> tuple[dict[Language, str], Citation | None]:
    if not row.has(key):
        return {}, None
    inner = row.table(key).allow(*LANGUAGES, *CITATION)
    return inner.languages(), inner.citation()


def _limit(row: Table, unit: str) -> Limit:
    row.allow("operator", "value", "per", "measure", *CITATION)
    citation = row.citation()
    value = row.number("value")
    row.holds_number("value", value, citation)
    operator = row.operator("operator")
    row.holds_operator("operator", operator, citation)
    if row.has("per"):
        per = row.integer("per", 1)
        row.holds_number("per", per, citation)
        value = value * PERCENT / Fraction(per)
    measure = _measure(row, unit, citation)
    if unit == "percent" and measure == "fixed" and value > PERCENT:
        raise row.refuse("above_all", "value", found=plain(value))
    return Limit(
        category=row.name(),
        operator=operator,
        value=value,
        measure=measure,
        citation=citation,
    )


def _measure(row: Table, unit: str, citation: Citation) -> Measure:
    measure = row.choice("measure", MEASURES_OF_UNIT[unit])
    row.holds_measure("measure", measure, citation)
    return cast("Measure", measure)


def _exceptions(row: Table, window: int) -> dict[date, tuple[int, ...]]:
    dates = row.by_date("exceptions")
    return {day: row.table("exceptions").years(name, window) for day, name in dates.items()}


def _absolute_year(row: Table, switches: dict[str, Switch]) -> int | None:
    if not row.has("by_text"):
        return None
    by_text = row.table("by_text").allow("absolute_year", *CITATION)
    year = by_text.integer("absolute_year", 1)
    by_text.holds_number("absolute_year", year, by_text.citation())
    return year if switches["population"].value == "text" else None
