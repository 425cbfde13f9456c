"""Long tables: one row per area, indicator and time; the value in a column of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from monitor.indicators import indicators
from monitor.ingest.beside import take_texts
from monitor.ingest.context import Context
from monitor.ingest.figure_columns import proof_of
from monitor.ingest.figures import take_figures
from monitor.ingest.grid import Place
from monitor.ingest.headings import (
    LOCAL,
    THEMES,
    Heading,
    answered,
    read_heading,
)
from monitor.ingest.owners import Owner
from monitor.ingest.records import records_of
from monitor.ingest.times import When, rows_of
from monitor.ingest.tokens import show
from monitor.ingest.views import View
from monitor.local.load import load_model, shipped


def read_long(view: View, owners: list[Owner | None], when: When, context: Context) -> bool:
    """A long table: one row per area, indicator and time."""
    rows = rows_of(view, when, context)
    named = view.find("indicator", "criterion")
    value = view.find("value")
    unit = view.find("unit")
    if named is None or value is None:
        return False
    groups: dict[tuple[str, str], list[int]] = {}
    for record in range(view.height):
        text = show(view.cells[named][record])
        unit_text = show(view.cells[unit][record]) if unit is not None else ""
        if not text:
            if view.cells[value][record] not in ("", None):
                context.harvest.fault(view.place(record, named), "indicator_missing")
            continue
        groups.setdefault((text, unit_text), []).append(record)
    hint, _ = proof_of(view, [value])
    style = context.settings.file(context.file).decimal
    for (text, unit_text), records in groups.items():
        heading = _tidy_heading(text, unit_text, context)
        if not heading.is_indicator:
            kind = "heading_not_a_criterion" if heading.field else "indicator_unknown"
            context.harvest.fault(
                view.place(records[0], named),
                kind,
                heading=text,
                candidates=", ".join(heading.candidates),
            )
            continue
        part = _part(view, records, value, heading)
        take_figures(
            records_of(
                part, [owners[record] for record in records], [rows[record] for record in records]
            ),
            value,
            hint,
            style,
            context,
        )
    take_texts(view, owners, rows, context)
    return bool(groups)


def _tidy_heading(text: str, unit: str, context: Context) -> Heading:
    answer = context.settings.heading(text)
    if text in indicators() or text.startswith(LOCAL):
        heading = Heading(text, field=text, mark="attested")
    else:
        heading = read_heading(text)
    if answer:
        heading = answered(heading, answer)
    elif not heading.is_indicator and text in local_codes():
        heading = Heading(text, field=f"{LOCAL}{text}", mark="attested")
    if unit and not heading.unit:
        told = read_heading(f"{text} {unit}")
        if told.unit:
            heading = replace(heading, unit=told.unit)
            if heading.field in THEMES and told.is_indicator:
                heading = replace(heading, field=told.field)
    return heading


@cache
def local_codes() -> frozenset[str]:
    """The codes of the shipped local models' indicators: in a long table they name themselves."""
    return frozenset(entry.code for name in shipped() for entry in load_model(name).indicators)


@dataclass
class _Part(View):
    """Some of a view's records: those of one indicator in a long table."""

    records: Sequence[int] = ()
    whole: View | None = None

    def place(self, record: int, column: int) -> Place:
        """Where the cell stands in the whole table."""
        return (self.whole or self).place(self.records[record], column)


def _part(view: View, records: Sequence[int], value: int, heading: Heading) -> _Part:
    cells: list[list[object]] = [[] for _ in view.cells]
    for at in range(len(view.cells)):
        cells[at] = [view.cells[at][record] for record in records]
    headings = list(view.headings)
    headings[value] = heading
    return _Part(view.table, headings, cells, view.sideways, records, view)
