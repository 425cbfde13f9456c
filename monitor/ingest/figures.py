"""A column's numbers into the harvest: their owners, periods, cells; what is missing; totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from monitor.indicators import indicators
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
from monitor.ingest.owners import Owner
from monitor.ingest.plain import plain
from monitor.ingest.times import Row, period_of
from monitor.ingest.tokens import Style, missing_signs, show
from monitor.ingest.views import View


def take_figures(
    view: View,
    at: int,
    owners: Sequence[Owner | None],
    rows: Sequence[Row | None],
    hint: Style | None,
    style: Style | None,
    context: Context,
) -> None:
    """A column's figures into the harvest."""
    harvest = context.harvest
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
    keep = [
        record
        for record, owner in enumerate(owners)
        if owner is not None
        and rows[record] is not None
        and record not in column.problems
        and column.missing.get(record) != "empty"
    ]
    periods = _periods(read.code, heading, [rows[record] for record in keep])
    unfit = next((period for period in periods if period.startswith("!")), "")
    if unfit:
        harvest.fault(view.heading_place(at), unfit[1:], heading=show(heading.text))
        pairs = [pair for pair in zip(keep, periods, strict=True) if not pair[1].startswith("!")]
        keep, periods = [record for record, _ in pairs], [period for _, period in pairs]
    _put(view, at, keep, periods, owners, rows, read, context)
    _total(view, at, read, owners, context)
    _missing(view, at, keep, column.missing, context)
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


def _periods(code: str, heading: Heading, rows: Sequence[Row | None]) -> list[str]:
    """The period of each row's figure; rows of one time share the answer."""
    # moments of one cell text are one object (``rows_of``), so their identity will do
    known: dict[tuple[int, date | None], str] = {}
    periods = []
    for row in rows:
        if row is None:
            continue
        sign = (id(row.moment), row.list_date)
        if sign not in known:
            known[sign] = period_of(code, heading.moment, row)
        periods.append(known[sign])
    return periods


ADDED = frozenset({"base", "count", "dwellings", "area"})


def _total(
    view: View, at: int, read: Read, owners: Sequence[Owner | None], context: Context
) -> None:
    """A total row that is not the sum of the rows it stands under."""
    table = view.table
    single = view.find("year", "list_date", "indicator") is None and not view.sideways
    if not table.totals or not single or kind_of(read.code)[0] not in ADDED:
        return
    if read.column.problems or None in read.column.values or None in owners:
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


def _put(
    view: View,
    at: int,
    keep: Sequence[int],
    periods: list[str],
    owners: Sequence[Owner | None],
    rows: Sequence[Row | None],
    read: Read,
    context: Context,
) -> None:
    """A column's figures, and the ones in brackets behind them, into the harvest."""
    column, code = read.column, read.code
    own = [owner for record in keep if (owner := owners[record]) is not None]
    times = [row for record in keep if (row := rows[record]) is not None]
    known = [
        known_when(code, period, row.known_from, row.list_date)
        for period, row in zip(periods, times, strict=True)
    ]
    missing = [column.missing.get(record, "") for record in keep]
    places = view.rows_of(keep, at)
    sheets = sorted({sheet for sheet, _, _ in places})
    shared: dict[str, object] = {
        "area_id": [owner.area_id for owner in own],
        "department": [owner.department for owner in own],
        "period": list(periods),
        "known_from": [day for day, _ in known],
        "known_basis": [basis for _, basis in known],
        "file": context.file,
        "sheet": sheets[0] if len(sheets) == 1 else [sheet for sheet, _, _ in places],
        "row": [row for _, row, _ in places],
        "column": [number for _, _, number in places],
        "batch": context.opened.sha256,
        "list_date": [row.list_date for row in times],
    }
    context.harvest.extend(
        len(keep),
        indicator=code,
        value=[column.values[record] for record in keep],
        decimals=[column.decimals[record] for record in keep],
        unit=indicators()[code].unit if code in indicators() else "",
        standing=[
            "missing" if reason else row.standing
            for reason, row in zip(missing, times, strict=True)
        ],
        reason=missing,
        **shared,
    )
    over = OVER.get(code)
    if over and column.brackets:
        _put_brackets(over, keep, column.brackets, times, shared, context)


def _put_brackets(
    over: str,
    keep: Sequence[int],
    brackets: dict[int, str],
    times: Sequence[Row],
    shared: dict[str, object],
    context: Context,
) -> None:
    for number, record in enumerate(keep):
        text = brackets.get(record, "").replace(" ", "")
        if not text:
            continue
        digits = "".join(sign for sign in text if sign.isdecimal())
        one = {name: v[number] if isinstance(v, list) else v for name, v in shared.items()}
        context.harvest.put(
            indicator=over,
            value=("-" if text.startswith("-") else "") + digits,
            decimals=0,
            unit="kroner" if over == "excess_kr_income" else "persons",
            standing=times[number].standing,
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
