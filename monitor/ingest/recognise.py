"""From tables to figures: which column is what, whose row it is, of when, in which unit.

Everything understood is put on a list before anything is computed (``Understood``); whatever stays
open is a fault with its place.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.ingest.beside import read_plans, take_belongings, take_memberships, take_texts
from monitor.ingest.context import CATEGORIES, Context
from monitor.ingest.figure_columns import figure_columns, proof_of
from monitor.ingest.figures import take_figures
from monitor.ingest.grid import Grid, Place
from monitor.ingest.harvest import (
    Harvest,
)
from monitor.ingest.headings import (
    Heading,
    answered,
    read_heading,
)
from monitor.ingest.long_tables import read_long
from monitor.ingest.own_template import is_unfilled, take_in_areas
from monitor.ingest.owners import Owner, owners_of
from monitor.ingest.settings import Settings
from monitor.ingest.statbank import is_statbank, read_statbank
from monitor.ingest.tables import Table, tables_of
from monitor.ingest.target_tables import take_bounded, take_target_table
from monitor.ingest.times import When, rows_of, when_of
from monitor.ingest.tokens import show
from monitor.ingest.views import View, sideways, upright

_MOST = 0.5


def read_sheet(grid: Grid, context: Context) -> int:
    """Read every table of a sheet; how many were understood."""
    harvest = context.harvest
    for (row, column), text in sorted(grid.errors.items()):
        harvest.fault(Place(grid.file, grid.sheet, row, column), "excel_error", value=text)
    if grid.uncalculated:
        row, column = grid.uncalculated[0]
        harvest.fault(
            Place(grid.file, grid.sheet, row, column),
            "formula_not_calculated",
            count=len(grid.uncalculated),
        )
    if not any(cell not in ("", None) for row in grid.rows for cell in row):
        harvest.fault(Place(grid.file, grid.sheet), "sheet_empty")
        return 0
    tables = tables_of(grid, context.places.knows)
    read = [_read_table(table, context) for table in tables]
    if not any(read) and not _already_told(harvest, grid) and not is_unfilled(grid):
        harvest.fault(Place(grid.file, grid.sheet), "sheet_not_recognised")
    return sum(read)


def _already_told(harvest: Harvest, grid: Grid) -> bool:
    return any(
        fault.place.file == grid.file
        and fault.place.sheet == grid.sheet
        and fault.kind.startswith("heading_")
        for fault in harvest.faults
    )


def _read_table(table: Table, context: Context) -> bool:
    labels = [_answer(table.label(at), context.settings) for at in range(len(table.headings))]
    if is_statbank(labels, table):
        return read_statbank(upright(table, labels), context.opened, context.harvest)
    view = _view(table, labels, context)
    if view is None:
        return False
    if take_in_areas(view, context.places):
        return True
    when = when_of(table, context)
    _beyond(table, context)
    _answers_twice(view, context)
    if take_target_table(view, when, context):
        return True
    take_bounded(view, context)
    if view.find("lever") is not None and view.find("amount", "value") is not None:
        return read_plans(view, context)
    owners = owners_of(view, context)
    if owners is None:
        return False
    if view.find("indicator", "criterion") is not None and view.find("value") is not None:
        return read_long(view, owners, when, context)
    return _wide(view, owners, when, context)


def _answer(heading: Heading, settings: Settings) -> Heading:
    field = settings.heading(heading.text) if heading.text else None
    return answered(heading, field) if field else heading


def _view(table: Table, labels: list[Heading], context: Context) -> View | None:
    """The table upright, or on its side where areas head the columns."""
    heads = sum(context.places.knows(label.text) for label in labels[1:] if label.text)
    first = [read_heading(str(cell)) for cell in table.column(0) if isinstance(cell, str) and cell]
    rows_are_figures = sum(heading.is_indicator for heading in first)
    if heads and rows_are_figures and heads >= _MOST * max(1, len(labels) - 1):
        view = sideways(table)
        return replace(
            view, headings=[_answer(heading, context.settings) for heading in view.headings]
        )
    return upright(table, labels)


def _beyond(table: Table, context: Context) -> None:
    """Cells to the right of the last heading: a row one cell too long may be shifted."""
    width = len(table.headings)
    rows = table.grid.rows
    long = [
        (row, at)
        for row in table.body
        for at in range(width, len(rows[row]))
        if rows[row][at] not in ("", None)
    ]
    if long:
        row, at = long[0]
        context.harvest.fault(
            table.grid.place(row, at),
            "cells_beyond_headings",
            value=show(rows[row][at]),
            count=len(long),
        )


def _answers_twice(view: View, context: Context) -> None:
    """Two columns that mean the same figure of the same time."""
    seen: dict[tuple[str, str, str], int] = {}
    for at, heading in enumerate(view.headings):
        if not heading.is_indicator:
            continue
        sign = (heading.field, heading.moment.code if heading.moment else "", heading.unit)
        if sign in seen:
            context.harvest.fault(
                view.heading_place(at),
                "heading_twice",
                heading=show(heading.text),
                other=show(view.headings[seen[sign]].text),
            )
            view.headings[at] = replace(heading, field="ignored")
        seen[sign] = at


def _wide(view: View, owners: list[Owner | None], when: When, context: Context) -> bool:
    """A table with a column per figure (or per figure and year)."""
    rows = rows_of(view, when, context)
    columns = figure_columns(view, when, context)
    take_belongings(view, owners, context)
    listed = take_memberships(view, owners, rows, context)
    told_something = take_texts(view, owners, rows, context)
    hint, _ = proof_of(view, columns)
    style = context.settings.file(context.file).decimal
    for at in columns:
        take_figures(view, at, owners, rows, hint, style, context)
    mapped = view.find("department") is not None or bool(_lists(view))
    return bool(view.height) and (bool(columns) or mapped or listed or told_something)


def _lists(view: View) -> frozenset[str]:
    return view.table.says & {*CATEGORIES, "listed", "left", "departments"}
