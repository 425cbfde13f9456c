"""The public record classified once, and who stands on which list with what confidence."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from monitor.classification import Classification, ListedArea, classify
from monitor.inputs import from_record
from monitor.law.load import law_by_id, law_on, load_scenario
from monitor.law.model import Law
from monitor.public_record import record_published
from monitor.record.load import memberships

AFTER_ALL = date(2026, 1, 1)


@cache
def as_made(scenario: str = "") -> Classification:
    """Every published list from values and memberships, under the law of its day or a scenario."""
    inputs = from_record()
    lists = record_published()
    under = load_scenario(scenario) if scenario else None
    return classify(
        inputs.panel(AFTER_ALL),
        lists,
        lambda day: law_on(day, under),
        lists.dates,
        inputs.area_ids,
    )


def judged_by(law: Law, list_dates: tuple[date, ...], panel_of: pl.DataFrame) -> Classification:
    """The lists of ``list_dates`` under another version of the act."""
    from monitor.panel import Panel

    inputs = from_record()
    return classify(
        Panel(panel_of, inputs.regions),
        record_published(),
        law_on,
        list_dates,
        inputs.area_ids,
        judged_by=lambda _: law,
    )


def with_values(classification: Classification, list_date: date) -> list[ListedArea]:
    """The areas of a list whose criteria have figures."""
    return [
        row
        for row in classification.on(list_date)
        if any(w.reading is not None and w.criterion != "population" for w in row.verdict.why)
    ]


def names(list_date: date, category: str) -> set[str]:
    """Who was on a published list."""
    return set(record_published().members(list_date, category))


def confidence(list_date: date, category: str) -> str:
    """How a list's names are known: the marks of its rows, joined with ``+``."""
    rows = memberships().filter(
        (pl.col("list_date") == list_date) & (pl.col("category") == category)
    )
    return "+".join(sorted(set(rows["confidence"])))


def version(law_id: str) -> Law:
    """A version of the act by its id."""
    return law_by_id(law_id)
