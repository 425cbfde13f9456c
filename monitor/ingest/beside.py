"""What stands beside the figures: departments, lists, notes, plan rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.ingest.columns import read_figures
from monitor.ingest.context import CATEGORIES, Context, clean, shown_at, time_fault, yes_or_no
from monitor.ingest.figures import understand
from monitor.ingest.harvest import (
    Belonging,
    FreeText,
    Member,
    PlanRow,
)
from monitor.ingest.headings import (
    Heading,
    category_of,
    plan_status,
    says,
)
from monitor.ingest.owners import Owner, owners_of
from monitor.ingest.periods import (
    Moment,
    read_moment,
)
from monitor.ingest.plain import plain
from monitor.ingest.times import Row
from monitor.ingest.tokens import show, unit_words
from monitor.ingest.views import View


def take_belongings(view: View, owners: Sequence[Owner | None], context: Context) -> None:
    """Departments with their areas and the years they belong to them."""
    department, name = view.find("department"), view.find("department_name")
    first, last = view.find("from"), view.find("to")
    if department is None:
        return
    for record, owner in enumerate(owners):
        if owner is None or not owner.area_id or not owner.department:
            continue
        years: list[int | None] = []
        for column in (first, last):
            moment = read_moment(view.cells[column][record]) if column is not None else None
            if isinstance(moment, str) and column is not None:
                time_fault(view, record, column, moment, context)
                moment = None
            years.append(moment.first if isinstance(moment, Moment) else None)
        place = view.place(record, department)
        if isinstance(view.cells[department][record], float):
            context.harvest.fault(place, "department_is_number", value=owner.department)
        context.harvest.belongings.append(
            Belonging(
                owner.department,
                show(view.cells[name][record]) if name is not None else "",
                owner.area_id,
                years[0],
                years[1],
                place,
            )
        )


def take_memberships(
    view: View, owners: Sequence[Owner | None], rows: Sequence[Row | None], context: Context
) -> bool:
    """Areas on a list and areas gone from it, from the table's captions or its own sign."""
    said = view.table.says | says(context.file.rsplit("/", 1)[-1]) | says(view.table.grid.sheet)
    told = context.settings.file(context.file).category
    category = told or next((name for name in CATEGORIES if name in said), "")
    column = view.find("category")
    sign = view.find("on_list")
    if "departments" in view.table.says or "combined_letting" in said:
        return False
    if not category and column is None and sign is None:
        return False
    before = len(context.harvest.members)
    mark = view.find("new_mark")
    for record, (owner, row) in enumerate(zip(owners, rows, strict=True)):
        if owner is None or row is None or row.list_date is None:
            continue
        own = shown_at(view, record, column)
        kind = category_of(own) or category
        if own and not category_of(own) and column is not None:
            context.harvest.fault(view.place(record, column), "category_unknown", value=own)
            continue
        if not kind:
            kind = "parallel" if sign is not None and not category else ""
        if not kind:
            continue
        left = row.left if row.left is not None else "left" in view.table.says
        new = owner.new or (mark is not None and yes_or_no(view.cells[mark][record]) is True)
        place = view.place(record, view.find("area", "area_id") or 0)
        context.harvest.members.append(
            Member(
                row.list_date,
                owner.area_id,
                kind,
                "left" if left else "on",
                new,
                place,
                context.opened.sha256,
            )
        )
    return len(context.harvest.members) > before


PLAN_AMOUNT = ("amount", "value", "dwellings_total")
"""What a plan row's amount may stand under; "Antal boliger" beside a lever is an amount."""
TEXTS = ("note", "effort", "time", "responsible", "description")


def take_texts(
    view: View, owners: Sequence[Owner | None], rows: Sequence[Row | None], context: Context
) -> bool:
    """Free text beside an area; whether there was any."""
    found = False
    for at, heading in enumerate(view.headings):
        if heading.field not in TEXTS:
            continue
        for record, (owner, row) in enumerate(zip(owners, rows, strict=True)):
            cell = view.cells[at][record]
            if owner is None or not owner.area_id or cell in ("", None):
                continue
            period = row.moment.code if row is not None and row.moment is not None else ""
            text = str(cell) if isinstance(cell, str) else show(cell)
            context.harvest.texts.append(
                FreeText(owner.area_id, period, heading.field, text, view.place(record, at))
            )
            found = True
    return found


def read_plans(view: View, context: Context) -> bool:
    """Rows of a development plan: area, lever, amount, dates. The levers are checked elsewhere."""
    owners = owners_of(view, context)
    lever, amount = view.find("lever"), view.find(*PLAN_AMOUNT)
    if owners is None or lever is None or amount is None:
        return False
    read = read_figures(Heading("", field="dwellings_total"), view.cells[amount], None, None).column
    unit, status = view.find("unit"), view.find("status", "standing")
    planned, done = view.find("planned_date", "year"), view.find("date_done")
    note, source = view.find("note"), view.find("source")
    less = view.find("amount_done")
    differing = (
        None
        if less is None
        else read_figures(Heading("", field="dwellings_total"), view.cells[less], None, None).column
    )
    for record, owner in enumerate(owners):
        if owner is None:
            continue
        value = read.values[record]
        if value is None or "." in value:
            context.harvest.fault(
                view.place(record, amount), "amount_missing", value=show(view.cells[amount][record])
            )
            continue
        told = shown_at(view, record, status)
        state = plan_status(told)
        if not state and status is not None:
            context.harvest.fault(view.place(record, status), "plan_status_unknown", value=told)
            state = "planned"
        told_less = None if differing is None else _whole(differing.values[record])
        if less is not None and told_less is None and shown_at(view, record, less):
            context.harvest.fault(
                view.place(record, less), "amount_missing", value=shown_at(view, record, less)
            )
        day = _plan_day(view, record, done, context)
        if state == "done" and day is None and done is not None:
            context.harvest.fault(view.place(record, done), "plan_done_without_date")
        context.harvest.plans.append(
            PlanRow(
                owner.area_id,
                shown_at(view, record, lever),
                int(value),
                "m2"
                if unit_words().get(plain(shown_at(view, record, unit))) == "m2"
                else "dwellings",
                _plan_day(view, record, planned, context),
                state or "planned",
                day,
                told_less,
                shown_at(view, record, note),
                shown_at(view, record, source),
                view.place(record, amount),
            )
        )
    understand(view, amount, Heading("", field="amount"), "plan", "", set(), context)
    for heading in view.headings:
        if heading.field:
            context.harvest.target_headings[context.file, heading.field] = heading.text
    return True


def _whole(value: str | None) -> int | None:
    return None if value is None or "." in value else int(value)


def _plan_day(view: View, record: int, column: int | None, context: Context) -> date | None:
    """A date; a bare year is its last day (the change is done within it)."""
    if column is None:
        return None
    moment = read_moment(clean(view.cells[column][record]))
    if isinstance(moment, str):
        time_fault(view, record, column, moment, context)
        return None
    if moment is None:
        return None
    return moment.day or date(moment.last, 12, 31)
