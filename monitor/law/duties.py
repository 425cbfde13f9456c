"""What a law file says beyond the lists: the 40 percent target, the release, combined letting."""

from __future__ import annotations

from monitor.indicators import indicators
from monitor.law.category import read_consequences
from monitor.law.criterion import read_ages
from monitor.law.fields import CITATION, Table
from monitor.law.model import (
    Bound,
    Category,
    CombinedLetting,
    CombinedLettingRule,
    Criterion,
    Dispensation,
    LegalStatus,
    Release,
    Target,
)
from monitor.law.vocabulary import UNITS
from monitor.words import LANGUAGES


def read_target(
    row: Table, categories: dict[str, Category], criteria: dict[str, Criterion]
) -> Target:
    """The family-dwelling target (§ 168 a, § 168 b).

    Raises:
        LawFileError: something is missing, unknown or not borne out by its quotation.
    """
    row.allow(
        "applies_to",
        "share",
        "deadline",
        "demolished",
        "commercial",
        "plan",
        "tools",
        "dispensations",
    )
    deadline = row.table("deadline").allow("date", *CITATION)
    deadline.holds_date("date", deadline.day("date"), deadline.citation())
    demolished = row.table("demolished").allow("after_year", "indicator", *CITATION)
    commercial = row.table("commercial").allow("square_metres", "indicator", *CITATION)
    plan = row.table("plan").allow("months", *CITATION)
    for inner, key in ((demolished, "after_year"), (commercial, "square_metres"), (plan, "months")):
        inner.holds_number(key, inner.integer(key, 1), inner.citation())
    tools = row.table("tools").allow("until", *CITATION)
    tools.holds_date("until", tools.day("until"), tools.citation())
    return Target(
        applies_to=row.choice("applies_to", categories),
        share=_bound(row.table("share")),
        deadline=deadline.day("date"),
        deadline_citation=deadline.citation(),
        demolished_after=demolished.integer("after_year", 1),
        demolished_indicator=demolished.choice("indicator", indicators()),
        demolished_citation=demolished.citation(),
        square_metres=commercial.integer("square_metres", 1),
        commercial_indicator=commercial.choice("indicator", indicators()),
        commercial_citation=commercial.citation(),
        plan_months=plan.integer("months", 1),
        plan_citation=plan.citation(),
        tools_until=tools.day("until"),
        tools_citation=tools.citation(),
        dispensations={
            inner.name(): _dispensation(inner, criteria) for inner in row.tables("dispensations")
        },
    )


def read_release(row: Table, categories: dict[str, Category]) -> Release:
    """When the letting rules end (§ 168 a, stk. 6).

    Raises:
        LawFileError: something is missing, unknown or not borne out by its quotation.
    """
    row.allow("clean_lists", "failing", "in_force_from", "rules", *CITATION)
    citation = row.citation()
    clean = row.integer("clean_lists", 1)
    row.holds_number("clean_lists", clean, citation)
    return Release(
        clean_lists=clean,
        failing=row.choices("failing", categories),
        in_force_from=row.day("in_force_from"),
        citation=citation,
        rules=row.texts("rules"),
    )


def read_combined_letting(row: Table) -> CombinedLetting:
    """The combined-letting list (§ 51 b).

    Raises:
        LawFileError: something is missing, unknown or not borne out by its quotation.
    """
    row.allow(
        "terms",
        "measure",
        "indicator",
        "ages",
        "residents_years",
        "outside_years",
        "reference_evidence",
        "reference_note",
        "rules",
        "consequences",
        *CITATION,
    )
    rules = tuple(_rule(inner) for inner in row.tables("rules"))
    ages = read_ages(row, *(rule.citation for rule in rules))
    if ages is None:
        raise row.refuse("missing_key", "ages")
    return CombinedLetting(
        terms=row.words("terms"),
        measure=row.words("measure"),
        indicator=row.text("indicator"),
        ages=ages,
        residents_years=row.years("residents_years", 1),
        outside_years=row.years("outside_years", 1),
        reference_evidence=row.evidence("reference_evidence"),
        reference_note=row.optional_text("reference_note"),
        rules=rules,
        consequences=read_consequences(row),
        citation=row.citation(),
    )


def read_legal_status(
    row: Table, categories: dict[str, Category], criteria: dict[str, Criterion]
) -> LegalStatus:
    """A dated note on the legal standing of criteria and categories."""
    row.allow("date", "criteria", "categories", *LANGUAGES, *CITATION)
    text = row.languages()
    return LegalStatus(
        on=row.day("date"),
        criteria=row.choices("criteria", criteria),
        categories=row.choices("categories", categories),
        text=text,
        citation=row.citation(fallback=text["da"]),
    )


def _rule(row: Table) -> CombinedLettingRule:
    row.allow("residents", "residents_operator", "percent", "percent_operator", *CITATION)
    citation = row.citation()
    residents, percent = row.integer("residents", 1), row.number("percent")
    row.holds_number("residents", residents, citation)
    row.holds_number("percent", percent, citation)
    operators = [row.operator(key) for key in ("residents_operator", "percent_operator")]
    row.holds_operator("residents_operator", operators[0], citation)
    row.holds_operator("percent_operator", operators[1], citation)
    return CombinedLettingRule(
        residents, operators[0], percent, operators[1], citation, key=row.name()
    )


def _bound(row: Table) -> Bound:
    row.allow("indicator", "operator", "value", "unit", *CITATION)
    citation = row.citation()
    value, operator = row.number("value"), row.operator("operator")
    row.holds_number("value", value, citation)
    row.holds_operator("operator", operator, citation)
    return Bound(
        row.choice("indicator", indicators()),
        operator,
        value,
        row.choice("unit", UNITS),
        citation,
    )


def _dispensation(row: Table, criteria: dict[str, Criterion]) -> Dispensation:
    row.allow("name", "conditions", "not_met", "limit", *CITATION)
    return Dispensation(
        key=row.name(),
        name=row.words("name"),
        conditions=tuple(inner.allow(*LANGUAGES).languages() for inner in row.rows("conditions")),
        bound=_bound(row.table("limit")),
        not_met=row.choices("not_met", criteria) if row.has("not_met") else (),
        citation=row.citation(),
    )
