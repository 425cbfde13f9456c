"""Of when a table and each of its rows is: a list, a day, a year, a span; and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.context import CATEGORIES, Context, clean, time_fault, yes_or_no
from monitor.ingest.headings import (
    LOCAL,
    OTHER_FIGURES,
    says,
)
from monitor.ingest.periods import (
    Moment,
    find_moment,
    moments_of_year,
    period_of_year,
    period_on_list,
    read_moment,
)
from monitor.ingest.plain import plain
from monitor.ingest.tables import Table
from monitor.ingest.tokens import show, words_of
from monitor.ingest.views import View
from monitor.law.load import laws
from monitor.record.load import lists


@dataclass
class When:
    """What a table says of its time: a list, a moment, or nothing."""

    list_date: date | None = None
    moment: Moment | None = None
    preliminary: bool = False


def when_of(table: Table, context: Context) -> When:
    """The time in titles (nearest first), sheet name, file name, or ``forvarsel.toml``."""
    told = context.settings.file(context.file)
    if told.list_date is not None:
        return When(list_date=told.list_date)
    texts = [*reversed(table.titles), table.grid.sheet, context.file.rsplit("/", 1)[-1]]
    preliminary = any(
        word in plain(text)
        for text in texts
        for word in ("foreloebig", "preliminary")
        if len(word) > 1
    )
    for text in texts:
        moment, _ = find_moment(text)
        if moment is None:
            continue
        about_list = bool(says(text) & {*CATEGORIES, "list", "combined_letting"}) or bool(
            table.says & {"list", "listed", "left"}
        )
        if moment.day is not None and about_list and (moment.day.month, moment.day.day) != (1, 1):
            return When(list_date=moment.day, preliminary=preliminary)
        return When(moment=moment, preliminary=preliminary)
    if told.year is not None:
        return When(moment=Moment("year", told.year, told.year), preliminary=preliminary)
    return When(preliminary=preliminary)


@dataclass
class Row:
    """What a record says beside its figures: its time, standing, known from, list sign.

    Records that say the same may share one.
    """

    list_date: date | None
    moment: Moment | None
    standing: str
    known_from: date | None
    left: bool | None


def rows_of(view: View, when: When, context: Context) -> list[Row | None]:
    """Each record's time and standing; None where its own time cannot be read."""
    year, listed = view.find("year"), view.find("list_date")
    standing, known = view.find("standing", "status"), view.find("known_from")
    on_list = view.find("on_list")
    if standing is None and known is None and on_list is None and (year is None or listed is None):
        shared = _rows_of_few_times(view, when, listed if year is None else year, context)
        if shared is not None:
            return shared
    told = context.settings.file(context.file)
    rows: list[Row | None] = []
    read: dict[object, Moment | str | None] = {}
    before: Moment | None = None
    for record in range(view.height):
        row = Row(when.list_date, when.moment, _standing(when), told.known_from, None)
        ok = True
        for column, kind in ((listed, "list"), (year, "year")):
            if column is None:
                continue
            cell = clean(view.cells[column][record])
            if cell not in read:
                read[cell] = read_moment(cell)
            moment = read[cell]
            if isinstance(moment, str):
                time_fault(view, record, column, moment, context)
                ok = False
            elif moment is not None:
                before = moment
                _set_time(row, moment, kind)
            elif kind == "year" and before is not None and row.moment is None:
                row.moment = before
        if standing is not None:
            row.standing = _told_standing(view, record, standing, context) or row.standing
        if known is not None:
            moment = read_moment(view.cells[known][record])
            if isinstance(moment, Moment) and moment.day is not None:
                row.known_from = moment.day
            elif moment is not None:
                context.harvest.fault(
                    view.place(record, known),
                    "known_from_unreadable",
                    value=show(view.cells[known][record]),
                )
        if on_list is not None:
            sign = yes_or_no(view.cells[on_list][record])
            row.left = None if sign is None else not sign
        rows.append(row if ok else None)
    return rows


def _rows_of_few_times(
    view: View, when: When, column: int | None, context: Context
) -> list[Row | None] | None:
    """The records' times where each has one that can be read: records of one time share a row."""
    told = context.settings.file(context.file)

    def row() -> Row:
        return Row(when.list_date, when.moment, _standing(when), told.known_from, None)

    if column is None:
        return [row()] * view.height
    cells = view.cells[column]
    kind = "list" if view.headings[column].field == "list_date" else "year"
    found: dict[object, Row] = {}
    for cell in set(cells):
        moment = read_moment(clean(cell))
        if not isinstance(moment, Moment):
            return None
        found[cell] = row()
        _set_time(found[cell], moment, kind)
    return [found[cell] for cell in cells]


def _standing(when: When) -> str:
    return "preliminary" if when.preliminary else "known"


def _set_time(row: Row, moment: Moment, kind: str) -> None:
    if kind == "list":
        row.list_date = moment.day or list_date_of(moment.first)
        row.moment = None
    else:
        row.moment = moment


def list_date_of(year: int) -> date:
    """The date of a year's list, as the act of that year names it."""
    law = next((law for law in reversed(laws()) if law.in_force_from.year <= year), laws()[0])
    told = law.tree.get("publication")
    month, day = (told["month"], told["day"]) if isinstance(told, dict) else (12, 1)
    return date(year, int(month), int(day))


def lists_of_year(year: int) -> list[date]:
    """The dates a year's list can be of: the record's, those of 1 December first and alone."""
    days = lists().filter(pl.col("list_date").dt.year() == year)
    december = days.filter(pl.col("first_december"))
    known = (days if december.is_empty() else december)["list_date"].unique().sort().to_list()
    return known or [list_date_of(year)]


def _told_standing(view: View, record: int, column: int, context: Context) -> str:
    text = show(view.cells[column][record])
    if not text:
        return ""
    for standing, signs in words_of("standing").items():
        if plain(text) in signs:
            return standing
    context.harvest.fault(view.place(record, column), "standing_unknown", value=text)
    return ""


def period_of(code: str, heading: Moment | None, row: Row) -> str:
    """A figure's period, or "!" and the kind of fault."""
    moment = heading or row.moment
    if moment is None:
        if row.list_date is None:
            return "!heading_missing_period"
        return period_on_list(code, row.list_date) or _list_default(code, row.list_date)
    if code not in indicators():
        one_year = code in OTHER_FIGURES and code.endswith("_pct")
        bare = moment.kind == "year" and (one_year or code.startswith(LOCAL))
        return moment.code if bare or moment.kind != "year" else f"{moment.first:04d}-01-01"
    yearly = moments_of_year().get(code, "1 January") != "1 January"
    if moment.kind == "year":
        return period_of_year(code, moment.first)
    if moment.kind == "span":
        return moment.code if yearly else "!period_unfit"
    day = moment.day or date(moment.first, 1, 1)
    if not yearly:
        return day.isoformat()
    return str(day.year) if (day.month, day.day) == (12, 31) else "!period_unfit"


def _list_default(code: str, list_date: date) -> str:
    if code == "outside_labour_1yr_pct":
        return str(list_date.year - 1)
    return f"{list_date.year:04d}-01-01"
