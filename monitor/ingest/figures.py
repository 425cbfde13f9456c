"""A column's numbers into the harvest: their owners, periods, cells; what is missing; totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from monitor.indicators import indicators
from monitor.ingest.blocks import MANY
from monitor.ingest.columns import Read, kind_of, read_figures
from monitor.ingest.context import Context
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import (
    Understood,
)
from monitor.ingest.headings import (
    Heading,
)
from monitor.ingest.known import known_when
from monitor.ingest.plain import plain
from monitor.ingest.records import Records
from monitor.ingest.times import period_of
from monitor.ingest.tokens import Style, missing_signs, show
from monitor.ingest.views import View


def take_figures(
    records: Records,
    at: int,
    hint: Style | None,
    style: Style | None,
    context: Context,
) -> None:
    """A column's figures into the harvest."""
    harvest, view = context.harvest, records.view
    heading = view.headings[at]
    read = read_figures(heading, view.cells[at], hint, style)
    if read.refused:
        harvest.fault(
            view.heading_place(at),
            read.refused,
            heading=show(heading.text),
            first=next((show(c) for c in view.cells[at] if c not in ("", None)), ""),
        )
        return
    for said in read.said:
        harvest.fault(view.heading_place(at), f"read_as_{said}", heading=show(heading.text))
    column = read.column
    for record in sorted({*column.problems, *column.remarks}):
        _cell_faults(view, at, record, column.problems, column.remarks, context)
    empty = {record for record, reason in column.missing.items() if reason == "empty"}
    gone = empty | column.problems.keys()
    taken = records
    if gone:
        taken = records.only([n for n, record in enumerate(records.at) if record not in gone])
    periods = [period_of(read.code, heading.moment, row) for row in taken.times]
    unfit = next((period for period in periods if period.startswith("!")), "")
    if unfit:
        harvest.fault(view.heading_place(at), unfit[1:], heading=show(heading.text))
        fit = [not period.startswith("!") for period in periods]
        taken = taken.only([n for n, time in enumerate(taken.time_of) if fit[time]])
        periods = [period for period in periods if not period.startswith("!")]
    if taken.at:
        _put(taken, at, periods, read, context)
    _total(view, at, read, records, context)
    _missing(view, at, taken.at, column.missing, context)
    understand(view, at, heading, read.code, read.unit or heading.unit, set(periods), context)


def _missing(
    view: View, at: int, keep: Sequence[int], missing: dict[int, str], context: Context
) -> None:
    """How many cells say that their figure is missing, by reason."""
    for reason in sorted({missing[record] for record in keep if record in missing}):
        records = [record for record in keep if missing.get(record) == reason]
        signs = {plain(show(view.cells[at][record])) for record in records}
        context.harvest.fault(
            view.heading_place(at),
            f"missing_{reason}",
            count=len(records),
            heading=show(view.headings[at].text),
            sign=" ".join(sorted(s for s in signs if s in missing_signs() or s[:1] == "<")[:5]),
        )


ADDED = frozenset({"base", "count", "dwellings", "area"})


def _total(view: View, at: int, read: Read, records: Records, context: Context) -> None:
    """A total row that is not the sum of the rows it stands under."""
    table = view.table
    single = view.find("year", "list_date", "indicator") is None and not view.sideways
    if not table.totals or not single or kind_of(read.code)[0] not in ADDED:
        return
    if read.column.problems or None in read.column.values or records.unowned:
        return
    row = table.totals[0]
    line = table.grid.rows[row]
    name = next((str(cell) for cell in line if isinstance(cell, str) and cell), "")
    if "gennemsnit" in plain(name) or row < table.body[-1] or at >= len(line):
        return
    decided: Style | None = read.column.style or "comma"
    stated = read_figures(view.headings[at], [line[at]], decided, None).column.values[0]
    total = sum((Decimal(str(value)) for value in read.column.values), Decimal(0))
    if stated is not None and Decimal(stated) != total:
        context.harvest.fault(
            table.grid.place(row, at),
            "total_differs",
            name=show(name),
            value=Figure(stated),
            heading=show(view.headings[at].text),
            right=Figure(format(total, "f")),
        )


def _cell_faults(
    view: View,
    at: int,
    record: int,
    problems: dict[int, str],
    remarks: dict[int, list[str]],
    context: Context,
) -> None:
    heading = show(view.headings[at].text)
    if record in problems:
        context.harvest.fault(
            view.place(record, at),
            problems[record],
            value=show(view.cells[at][record]),
            heading=heading,
        )
    for remark in remarks.get(record, ()):
        context.harvest.fault(
            view.place(record, at), remark, value=show(view.cells[at][record]), heading=heading
        )


def _put(taken: Records, at: int, periods: Sequence[str], read: Read, context: Context) -> None:
    """A column's figures, and the ones in brackets behind them, into the harvest."""
    column, code = read.column, read.code
    known = [
        known_when(code, period, row.known_from, row.list_date)
        for period, row in zip(periods, taken.times, strict=True)
    ]
    standing = taken.spread([row.standing for row in taken.times])
    shared: dict[str, object] = {
        "area_id": taken.area_id,
        "department": taken.department,
        "period": taken.spread(periods),
        "known_from": taken.spread([day for day, _ in known]),
        "known_basis": taken.spread([basis for _, basis in known]),
        "file": context.file,
        **taken.places(at),
        "batch": context.opened.sha256,
        "list_date": taken.spread([row.list_date for row in taken.times]),
    }
    missing = [column.missing.get(record, "") for record in taken.at] if column.missing else []
    context.harvest.extend(
        len(taken.at),
        indicator=code,
        value=column.texts_of(taken.at),
        decimals=column.decimals_of(taken.at),
        unit=indicators()[code].unit if code in indicators() else "",
        standing=[
            "missing" if reason else row.standing
            for reason, row in zip(missing, taken.rows, strict=True)
        ]
        if missing
        else standing,
        reason=missing or "",
        **shared,
    )
    over = OVER.get(code)
    if over and column.brackets:
        _put_brackets(over, taken, column.brackets, shared, context)


def _put_brackets(
    over: str,
    taken: Records,
    brackets: dict[int, str],
    shared: dict[str, object],
    context: Context,
) -> None:
    for number, record in enumerate(taken.at):
        text = brackets.get(record, "").replace(" ", "")
        if not text:
            continue
        digits = "".join(sign for sign in text if sign.isdecimal())
        one = {name: v[number] if isinstance(v, MANY) else v for name, v in shared.items()}
        context.harvest.put(
            indicator=over,
            value=("-" if text.startswith("-") else "") + digits,
            decimals=0,
            unit="kroner" if over == "excess_kr_income" else "persons",
            standing=taken.rows[number].standing,
            **one,
        )


OVER = {
    "nonwestern_pct": "excess_persons_nonwestern",
    "outside_labour_pct": "excess_persons_outside_labour",
    "convicted_pct": "excess_persons_convicted",
    "basic_education_pct": "excess_persons_basic_education",
    "income_pct_of_region": "excess_kr_income",
}

"""What a figure in brackets behind a share means: persons or kroner over the limit."""


def understand(
    view: View, at: int, heading: Heading, code: str, unit: str, periods: set[str], context: Context
) -> None:
    """Put on the list what a column was read as."""
    rows = [view.place(record, at).row for record in (0, view.height - 1)] if view.height else [0]
    span = f"{min(rows)}-{max(rows)}"
    shown = sorted(periods)
    text = shown[0] if len(shown) == 1 else f"{shown[0]} .. {shown[-1]}" if shown else ""
    context.harvest.understood.append(
        Understood(
            view.heading_place(at),
            span,
            show(heading.text),
            code,
            unit,
            text,
            heading.mark or "contents",
            len(view.table.totals),
        )
    )
