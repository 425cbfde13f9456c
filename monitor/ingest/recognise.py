"""From tables to figures: which column is what, whose row it is, of when, in which unit.

Everything understood is put on a list before anything is computed (``Understood``); whatever stays
open is a fault with its place.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.ingest.bank_matrix import Matrix, counts_people, headless, long_view, matrix_of
from monitor.ingest.beside import (
    PLAN_AMOUNT,
    read_plans,
    take_belongings,
    take_memberships,
    take_texts,
)
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
from monitor.ingest.records import records_of
from monitor.ingest.settings import Settings
from monitor.ingest.statbank import is_statbank, read_statbank
from monitor.ingest.tables import Table, tables_of
from monitor.ingest.target_tables import take_bounded, take_target_table
from monitor.ingest.times import When, lists_of_year, rows_of, when_of
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
    matrix = matrix_of(grid)
    if matrix is not None:
        return _read_matrix(grid, matrix, context)
    if headless(grid):
        harvest.fault(Place(grid.file, grid.sheet), "statbank_no_time")
        return 0
    tables = tables_of(grid, context.places.knows)
    read = [_read_table(table, context) for table in tables]
    if not any(read) and not _already_told(harvest, grid) and not is_unfilled(grid):
        harvest.fault(Place(grid.file, grid.sheet), "sheet_not_recognised")
    return sum(read)


def _read_matrix(grid: Grid, matrix: Matrix, context: Context) -> int:
    """Take a matrix of the bank; what it counts must be said somewhere."""
    people = counts_people(matrix, grid)
    view = long_view(grid, matrix)
    if people is None:
        context.harvest.fault(view.heading_place(0), "statbank_no_title")
        return 0
    if not people:
        context.harvest.fault(view.heading_place(0), "statbank_not_needed", table=matrix.title[:60])
        return 1
    known = context.settings.file(context.file).known_from
    return int(read_statbank(view, context.opened, context.harvest, known))


def _already_told(harvest: Harvest, grid: Grid) -> bool:
    return any(
        fault.place.file == grid.file
        and fault.place.sheet == grid.sheet
        and fault.kind.startswith("heading_")
        for fault in harvest.faults
    )


def _read_table(table: Table, context: Context) -> bool:
    labels = [_answer(table.label(at), context.settings) for at in range(len(table.headings))]
    if is_statbank(labels):
        known = context.settings.file(context.file).known_from
        return read_statbank(upright(table, labels), context.opened, context.harvest, known)
    view = _view(table, labels, context)
    if view is None:
        return False
    if take_in_areas(view, context.places):
        return True
    when = _as_list(view, when_of(table, context), context)
    _beyond(table, context)
    _answers_twice(view, context)
    if take_target_table(view, when, context):
        return True
    take_bounded(view, context)
    if view.find("lever") is not None and view.find(*PLAN_AMOUNT) is not None:
        return read_plans(view, context)
    owners = owners_of(view, context)
    if owners is None:
        return False
    if view.find("indicator", "criterion") is not None and view.find("value") is not None:
        return read_long(view, owners, when, context)
    return _wide(view, owners, when, context)


def _as_list(view: View, when: When, context: Context) -> When:
    """A table that says who is on a list is a list's: its bare year is that year's list.

    So are the other years of one JSON file (heholo/IDE: a key a year, the sign from 2012 on).
    """
    moment = when.moment
    if moment is None or moment.kind != "year" or view.find("year", "list_date") is not None:
        return when
    if view.find("on_list") is None and not _lists_beside(context):
        return when
    place, days = view.heading_place(0), lists_of_year(moment.first)
    if len(days) > 1:
        told = ", ".join(day.isoformat() for day in days)
        context.harvest.fault(place, "list_year_unclear", year=moment.first, days=told)
        return When(preliminary=when.preliminary)
    context.harvest.fault(place, "list_from_year", day=days[0].isoformat())
    return When(list_date=days[0], preliminary=when.preliminary)


def _lists_beside(context: Context) -> bool:
    return context.file.endswith(".json") and any(
        read_heading(str(cell)).field == "on_list"
        for grid in context.opened.grids
        for cell in grid.rows[0]
    )


def _answer(heading: Heading, settings: Settings) -> Heading:
    field = settings.heading(heading.text) if heading.text else None
    return answered(heading, field) if field else heading


def _view(table: Table, labels: list[Heading], context: Context) -> View | None:
    """The table upright, or on its side where areas head the columns."""
    heads = sum(context.places.knows(label.text) for label in labels[1:] if label.text)
    if heads and heads >= _MOST * max(1, len(labels) - 1) and _rows_are_figures(table):
        view = sideways(table)
        return replace(
            view, headings=[_answer(heading, context.settings) for heading in view.headings]
        )
    return upright(table, labels)


def _rows_are_figures(table: Table) -> bool:
    names = (cell for cell in table.column(0) if isinstance(cell, str) and cell)
    return any(read_heading(name).is_indicator for name in names)


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
    records = records_of(view, owners, rows)
    style = context.settings.file(context.file).decimal
    for at in columns:
        take_figures(records, at, hint, style, context)
    mapped = view.find("department") is not None or bool(_lists(view))
    return bool(view.height) and (bool(columns) or mapped or listed or told_something)


def _lists(view: View) -> frozenset[str]:
    return view.table.says & {*CATEGORIES, "listed", "left", "departments"}
