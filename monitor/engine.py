"""Figures in, the law's tables out: one call for `run`, `classify` and all that looks back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files

import polars as pl

from monitor.classification import Classification, LawOf, classify, next_list
from monitor.findings import Finding, findings_of
from monitor.inputs import Inputs
from monitor.law.load import Scenario, law_on
from monitor.law.model import Law
from monitor.margins import BaseShare, Distances, IncomeStep, Margin
from monitor.panel import Panel
from monitor.published import Published
from monitor.tables import (
    categories_table,
    clock_table,
    criteria_table,
    findings_table,
    margins_table,
)
from monitor.words import Language


@dataclass(frozen=True)
class LawRun:
    """A classification with its distances, findings and tables."""

    classification: Classification
    margins: tuple[Margin, ...]
    findings: tuple[Finding, ...]
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)


def run_inputs(
    inputs: Inputs,
    as_of: date,
    *,
    scenario: Scenario | None = None,
    language: Language = "da",
    income_step: IncomeStep | None = None,
) -> LawRun:
    """The law's tables of a body of input, as known on a day: every list up to the coming one."""

    def law_of(day: date) -> Law:
        return law_on(day, scenario, known=as_of)

    inputs = inputs.as_known(as_of)
    published = inputs.published(as_of)
    return run_law(
        inputs.panel(as_of),
        published,
        list_dates_until(published, as_of, law_of),
        inputs.area_ids,
        law_of=law_of,
        language=language,
        income_step=income_step,
        further=inputs.findings,
    )


@cache
def base_shares() -> dict[str, BaseShare]:
    """Denominators as shares of residents, from ``denominators.toml``."""
    text = files("monitor").joinpath("denominators.toml").read_text(encoding="utf-8")
    tree = tomllib.loads(text, parse_float=Fraction)
    return {code: BaseShare(row["usual"], row["low"], row["high"]) for code, row in tree.items()}


def list_dates_until(published: Published, as_of: date, law_of: LawOf) -> tuple[date, ...]:
    """The published lists, those that must have come since, and the one to come after ``as_of``."""
    dates = list(published.dates)
    day = dates[-1] if dates else as_of
    while day <= as_of:
        day = next_list(law_of(day))(day)
        dates.append(day)
    return tuple(dates)


def run_law(
    panel: Panel,
    published: Published,
    list_dates: Sequence[date],
    area_ids: Sequence[str],
    *,
    law_of: LawOf = law_on,
    judged_by: LawOf | None = None,
    language: Language = "da",
    income_step: IncomeStep | None = None,
    further: Sequence[Finding] = (),
    shares: Mapping[str, BaseShare] | None = None,
) -> LawRun:
    """Classify, measure, compare and tabulate.

    Args:
        panel: the figures.
        published: the lists as published.
        list_dates: which lists.
        area_ids: which areas.
        law_of: the version in force on a date.
        judged_by: the version whose limits are applied, if another.
        language: of findings.
        income_step: kroner one more person in work adds, where the user gives it.
        further: findings that come with the input.
        shares: denominators as shares of residents; ours where not given.
    """
    classification = classify(panel, published, law_of, list_dates, area_ids, judged_by=judged_by)
    margins = tuple(
        _margins(classification, panel, judged_by or law_of, shares or base_shares(), income_step)
    )
    found = tuple(_ordered([*findings_of(classification, language), *further]))
    return LawRun(
        classification,
        margins,
        found,
        {
            "criteria": criteria_table(classification),
            "margins": margins_table(margins),
            "categories": categories_table(classification, found),
            "clock": clock_table(classification),
            "findings": findings_table(found),
        },
    )


def _ordered(findings: list[Finding]) -> list[Finding]:
    return sorted(
        findings, key=lambda f: (f.list_date or date.min, f.area_id, f.kind, f.text, f.source)
    )


def _margins(
    classification: Classification,
    panel: Panel,
    law_of: LawOf,
    shares: Mapping[str, BaseShare],
    income_step: IncomeStep | None,
) -> list[Margin]:
    found: list[Margin] = []
    dates = classification.list_dates
    for index, day in enumerate(dates):
        law = classification.laws[day]
        coming = dates[index + 1] if index + 1 < len(dates) else next_list(law)(day)
        distances = Distances(panel, law, law_of(coming), day, coming, shares, income_step)
        for listed in classification.on(day):
            found += distances.of_area(listed.verdict.why)
    return found
