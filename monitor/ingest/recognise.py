"""From tables to figures: which column is what, whose row it is, of when, in which unit.

Everything understood is put on a list before anything is computed (``Understood``); whatever stays
open is a fault with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from monitor.indicators import indicators
from monitor.ingest.cells import Opened
from monitor.ingest.columns import Read, kind_of, read_figures
from monitor.ingest.faults import Figure
from monitor.ingest.grid import Grid, Place
from monitor.ingest.harvest import (
    Belonging,
    FreeText,
    Harvest,
    Member,
    PlanRow,
    Understood,
)
from monitor.ingest.headings import (
    LOCAL,
    OTHER_FIGURES,
    THEMES,
    Heading,
    answered,
    category_of,
    plan_status,
    read_heading,
    says,
)
from monitor.ingest.known import known_when
from monitor.ingest.numbers import (
    Style,
    Token,
    evidence,
    missing_signs,
    show,
    token,
    unit_words,
    words_of,
)
from monitor.ingest.own_template import is_unfilled, take_in_areas
from monitor.ingest.periods import (
    Moment,
    find_moment,
    moments_of_year,
    period_of_year,
    period_on_list,
    read_moment,
)
from monitor.ingest.places import (
    Found,
    Places,
    municipality_code,
    municipality_names,
    without_new,
)
from monitor.ingest.plain import plain
from monitor.ingest.settings import Settings
from monitor.ingest.statbank import is_statbank, read_statbank
from monitor.ingest.tables import Table, tables_of
from monitor.ingest.views import View, sideways, upright
from monitor.law.load import laws

CATEGORIES = ("transformation", "prevention", "parallel", "exposed")
_MOST = 0.5
_FEW = 2


@dataclass
class Context:
    """What a table's reading needs to know about its file and folder."""

    opened: Opened
    settings: Settings
    places: Places
    harvest: Harvest

    @property
    def file(self) -> str:
        """The file as sentences name it."""
        return self.opened.file


@dataclass
class When:
    """What a table says of its time: a list, a moment, or nothing."""

    list_date: date | None = None
    moment: Moment | None = None
    preliminary: bool = False


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
    when = _when(table, context)
    _answers_twice(view, context)
    if view.find("lever") is not None and view.find("amount", "value") is not None:
        return _plans(view, context)
    owners = _owners(view, context)
    if owners is None:
        return False
    if view.find("indicator", "criterion") is not None and view.find("value") is not None:
        return _tidy(view, owners, when, context)
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


def _when(table: Table, context: Context) -> When:
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


@dataclass
class Owner:
    """Whose row it is: an area (or dk, region-08x), or a department of one."""

    area_id: str = ""
    department: str = ""
    new: bool = False


def _owners(view: View, context: Context) -> list[Owner | None] | None:
    """The owner of each record; None where the table has no column of areas or departments."""
    area = view.find("area_id", "area")
    if area is None:
        area = _column_of_areas(view, context)
    department = view.find("department", "department_name")
    municipality = view.find("municipality")
    if area is None and department is None:
        region = view.find("region", "municipality")
        if region is None:
            if any(heading.is_indicator for heading in view.headings):
                context.harvest.fault(view.heading_place(0), "heading_missing_area")
            return None
        area = region
    if area is not None and municipality == area:
        municipality = None
    return _each_owner(view, area, department, municipality, context)


def _each_owner(
    view: View,
    area: int | None,
    department: int | None,
    municipality: int | None,
    context: Context,
) -> list[Owner | None]:
    owners: list[Owner | None] = []
    carry = view.find("year", "list_date", "indicator") is not None
    before = ""
    for record in range(view.height):
        code, new_here = _municipality(view, record, municipality, context)
        unit = show(view.cells[department][record]) if department is not None else ""
        if area is None:
            owners.append(Owner("", unit) if unit else None)
            continue
        cell = view.cells[area][record]
        text = show(cell)
        if not text and before and (carry or unit):
            text = before
        if not text:
            if unit:
                owners.append(Owner("", unit))
                continue
            if _has_figures(view, record):
                context.harvest.fault(view.place(record, area), "area_missing")
            owners.append(None)
            continue
        before = text
        if isinstance(cell, float):
            context.harvest.fault(view.place(record, area), "area_is_number", name=text)
            owners.append(None)
            continue
        owner = _owner(view, record, area, text, code, context)
        if owner is not None:
            owner.department, owner.new = unit, owner.new or new_here
        owners.append(owner)
    return owners


def _municipality(
    view: View, record: int, column: int | None, context: Context
) -> tuple[str, bool]:
    if column is None:
        return "", False
    cell = view.cells[column][record]
    if cell in ("", None):
        return "", False
    code = municipality_code(cell)
    if code is None and isinstance(cell, str):
        text, new = without_new(cell.strip())
        code = municipality_code(text)
        if code is not None:
            return code, new
    if code is None:
        bare, new = without_new(show(cell))
        if context.settings.own_municipality(bare):
            return "", new
        context.harvest.fault(view.place(record, column), "municipality_unknown", name=show(cell))
        return "", False
    return code, False


def _owner(
    view: View, record: int, area: int, text: str, code: str, context: Context
) -> Owner | None:
    harvest, place = context.harvest, view.place(record, area)
    found: Found = context.places.find(text, code)
    if found.kind == "area_unknown":
        if view.headings[area].field == "municipality" or view.headings[area].field == "region":
            harvest.fault(place, "municipality_figures", name=text)
            return None
        area_id = context.places.add(text, code, place)
        found = Found(area_id, marks=found.marks)
    if found.kind:
        named = {"name": text, "candidates": ", ".join(found.candidates)}
        if found.kind == "municipality_wrong":
            named["municipality"] = municipality_names().get(code, "")
        harvest.fault(place, found.kind, **named)
        return None
    harvest.area_rows.setdefault(found.area_id, []).append(place)
    return Owner(found.area_id, new=found.new)


def _column_of_areas(view: View, context: Context) -> int | None:
    """A column most of whose texts are names of known areas."""
    for at, cells in enumerate(view.cells):
        if view.headings[at].field not in {"", "ignored", "region", "department_name"}:
            continue
        texts = [str(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
        known = sum(bool(context.places.find(text).area_id) for text in texts)
        if texts and known > _MOST * len(texts):
            view.headings[at] = replace(view.headings[at], field="area", mark="contents")
            return at
    return None


def _has_figures(view: View, record: int) -> bool:
    return any(
        view.headings[at].is_indicator and view.cells[at][record] not in ("", None)
        for at in range(len(view.headings))
    )


@dataclass
class Row:
    """What a record says beside its figures: its time, standing, known from, list sign."""

    list_date: date | None
    moment: Moment | None
    standing: str
    known_from: date | None
    left: bool | None


def _rows(view: View, when: When, context: Context) -> list[Row | None]:
    """Each record's time and standing; None where its own time cannot be read."""
    year, listed = view.find("year"), view.find("list_date")
    standing, known = view.find("standing", "status"), view.find("known_from")
    on_list = view.find("on_list")
    told = context.settings.file(context.file)
    rows: list[Row | None] = []
    before: Moment | None = None
    for record in range(view.height):
        row = Row(when.list_date, when.moment, _standing(when), told.known_from, None)
        ok = True
        for column, kind in ((listed, "list"), (year, "year")):
            if column is None:
                continue
            moment = read_moment(_clean(view.cells[column][record]))
            if isinstance(moment, str):
                _time_fault(view, record, column, moment, context)
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


def _clean(cell: object) -> object:
    return cell.strip() if isinstance(cell, str) else cell


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


def _time_fault(view: View, record: int, column: int, kind: str, context: Context) -> None:
    cell = view.cells[column][record]
    context.harvest.fault(view.place(record, column), kind, value=show(cell))


def _told_standing(view: View, record: int, column: int, context: Context) -> str:
    text = show(view.cells[column][record])
    if not text:
        return ""
    for standing, signs in words_of("standing").items():
        if plain(text) in signs:
            return standing
    context.harvest.fault(view.place(record, column), "standing_unknown", value=text)
    return ""


def yes_or_no(cell: object) -> bool | None:
    """A cell as yes or no; None where it says neither."""
    if isinstance(cell, bool):
        return cell
    text = plain(show(cell))
    if text in words_of("yes")["words"]:
        return True
    return False if text in words_of("no")["words"] else None


def _wide(view: View, owners: list[Owner | None], when: When, context: Context) -> bool:
    """A table with a column per figure (or per figure and year)."""
    rows = _rows(view, when, context)
    columns = _figure_columns(view, when, context)
    _belongings(view, owners, context)
    listed = _memberships(view, owners, rows, context)
    told_something = _texts(view, owners, rows, context)
    hint, _ = _proof(view, columns)
    style = context.settings.file(context.file).decimal
    for at in columns:
        _figures(view, at, owners, rows, hint, style, context)
    mapped = view.find("department") is not None or bool(_lists(view))
    return bool(view.height) and (bool(columns) or mapped or listed or told_something)


def _lists(view: View) -> frozenset[str]:
    return view.table.says & {*CATEGORIES, "listed", "left", "departments"}


def _figure_columns(view: View, when: When, context: Context) -> list[int]:
    """Columns that hold figures; an unclear heading over numbers becomes a question."""
    found: list[int] = []
    title = _titled(view.table)
    for at, heading in enumerate(view.headings):
        if heading.field == "ignored" and heading.moment is None:
            continue
        if heading.bare_moment and title is not None:
            view.headings[at] = replace(title, moment=heading.moment, text=heading.text)
            heading = view.headings[at]
        if heading.is_indicator:
            found.append(at)
        elif heading.field == "not_a_criterion":
            context.harvest.fault(
                view.heading_place(at), "heading_not_a_criterion", heading=show(heading.text)
            )
        elif not heading.field and _holds_numbers(view.cells[at]):
            _unclear(view, at, heading, context)
    return found


def _unclear(view: View, at: int, heading: Heading, context: Context) -> None:
    place = view.heading_place(at)
    if not heading.text:
        context.harvest.fault(place, "heading_missing")
    elif heading.bare_moment:
        context.harvest.fault(place, "heading_only_year", heading=show(heading.text))
    elif heading.candidates:
        context.harvest.fault(
            place,
            "heading_unclear",
            heading=show(heading.text),
            candidates=", ".join(heading.candidates),
        )
    else:
        context.harvest.fault(place, "heading_unknown", heading=show(heading.text))


def _holds_numbers(cells: Sequence[object]) -> bool:
    filled = [cell for cell in cells if cell not in ("", None)]
    numbers = sum(
        (isinstance(cell, int | float) and not isinstance(cell, bool))
        or (isinstance(cell, str) and isinstance(token(cell), Token))
        for cell in filled
    )
    return bool(filled) and numbers > _MOST * len(filled)


def _titled(table: Table) -> Heading | None:
    """The figure a table's title or sheet name stands for, where the columns are only years."""
    for text in [*reversed(table.titles), table.grid.sheet, table.grid.file.rsplit("/", 1)[-1]]:
        heading = read_heading(text.rsplit(".", 1)[0] if text.endswith(table.grid.suffix) else text)
        if heading.is_indicator:
            return heading
    return None


def _proof(view: View, columns: Sequence[int]) -> tuple[Style | None, int]:
    """The decimal sign the table's figures prove, if they agree."""
    comma = point = 0
    for at in columns:
        told = evidence(view.cells[at])
        comma, point = comma + told["comma"], point + told["point"]
    if comma == point:
        return None, 0
    return ("comma", comma) if comma > point else ("point", point)


def _figures(
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
    place = view.heading_place(at)
    periods: set[str] = set()
    missing: dict[str, int] = {}
    told_no_period = False
    bare = [plain(show(cell)) for cell in view.cells[at]]
    for record in range(view.height):
        owner, row = owners[record], rows[record]
        reason = read.column.missing.get(record, "")
        _cell_faults(view, at, record, read.column.problems, read.column.remarks, context)
        if owner is None or row is None or reason == "empty":
            continue
        period = period_of(read.code, heading.moment, row)
        if period.startswith("!"):
            if not told_no_period:
                harvest.fault(place, period[1:], heading=show(heading.text))
            told_no_period = True
            continue
        if record in read.column.problems:
            continue
        periods.add(period)
        if reason:
            missing[reason] = missing.get(reason, 0) + 1
        _put(view, at, record, owner, row, read.code, period, read, reason, context)
    _total(view, at, read, owners, context)
    for reason, count in sorted(missing.items()):
        signs = sorted({text for text in bare if missing_signs().get(text) == reason})
        harvest.fault(
            place,
            f"missing_{reason}",
            count=count,
            heading=show(heading.text),
            sign=" ".join(signs),
        )
    _understood(view, at, heading, read.code, read.unit or heading.unit, periods, context)


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
    record: int,
    owner: Owner,
    row: Row,
    code: str,
    period: str,
    read: Read,
    reason: str,
    context: Context,
) -> None:
    place = view.place(record, at)
    known, basis = known_when(code, period, row.known_from, row.list_date)
    unit = indicators()[code].unit if code in indicators() else ""
    shared = {
        "area_id": owner.area_id,
        "department": owner.department,
        "period": period,
        "known_from": known,
        "known_basis": basis,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "batch": context.opened.sha256,
        "list_date": row.list_date,
    }
    context.harvest.put(
        indicator=code,
        value=read.column.values[record],
        decimals=read.column.decimals[record],
        unit=unit,
        standing="missing" if reason else row.standing,
        reason=reason,
        **shared,
    )
    bracket = read.column.brackets.get(record)
    over = OVER.get(code)
    if bracket and over:
        number = bracket.replace(" ", "")
        digits = "".join(sign for sign in number if sign.isdecimal())
        context.harvest.put(
            indicator=over,
            value=("-" if number.startswith("-") else "") + digits,
            decimals=0,
            unit="kroner" if over == "excess_kr_income" else "persons",
            standing=row.standing,
            **shared,
        )


OVER = {
    "nonwestern_pct": "excess_persons_nonwestern",
    "outside_labour_pct": "excess_persons_outside_labour",
    "convicted_pct": "excess_persons_convicted",
    "basic_education_pct": "excess_persons_basic_education",
    "income_pct_of_region": "excess_kr_income",
}
"""What a figure in brackets behind a share means: persons or kroner over the limit."""


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


def _understood(
    view: View, at: int, heading: Heading, code: str, unit: str, periods: set[str], context: Context
) -> None:
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


def _tidy(view: View, owners: list[Owner | None], when: When, context: Context) -> bool:
    """A long table: one row per area, indicator and time."""
    rows = _rows(view, when, context)
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
    hint, _ = _proof(view, [value])
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
        _figures(
            part,
            value,
            [owners[record] for record in records],
            [rows[record] for record in records],
            hint,
            style,
            context,
        )
    _texts(view, owners, rows, context)
    return bool(groups)


def _tidy_heading(text: str, unit: str, context: Context) -> Heading:
    answer = context.settings.heading(text)
    if text in indicators() or text.startswith(LOCAL):
        heading = Heading(text, field=text, mark="attested")
    else:
        heading = read_heading(text)
    if answer:
        heading = answered(heading, answer)
    if unit and not heading.unit:
        told = read_heading(f"{text} {unit}")
        if told.unit:
            heading = replace(heading, unit=told.unit)
            if heading.field in THEMES and told.is_indicator:
                heading = replace(heading, field=told.field)
    return heading


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


def _belongings(view: View, owners: Sequence[Owner | None], context: Context) -> None:
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
                _time_fault(view, record, column, moment, context)
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


def _memberships(
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
        own = _shown(view, record, column)
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


TEXTS = ("note", "effort", "time", "responsible", "description")


def _texts(
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


def _plans(view: View, context: Context) -> bool:
    """Rows of a development plan: area, lever, amount, dates. The levers are checked elsewhere."""
    owners = _owners(view, context)
    lever, amount = view.find("lever"), view.find("amount", "value")
    if owners is None or lever is None or amount is None:
        return False
    read = read_figures(Heading("", field="dwellings_total"), view.cells[amount], None, None).column
    unit, status = view.find("unit"), view.find("status", "standing")
    planned, done = view.find("planned_date", "year"), view.find("date_done")
    note, source = view.find("note"), view.find("source")
    for record, owner in enumerate(owners):
        if owner is None:
            continue
        value = read.values[record]
        if value is None or "." in value:
            context.harvest.fault(
                view.place(record, amount), "amount_missing", value=show(view.cells[amount][record])
            )
            continue
        told = _shown(view, record, status)
        state = plan_status(told)
        if not state and status is not None:
            context.harvest.fault(view.place(record, status), "plan_status_unknown", value=told)
            state = "planned"
        day = _plan_day(view, record, done, context)
        if state == "done" and day is None and done is not None:
            context.harvest.fault(view.place(record, done), "plan_done_without_date")
        context.harvest.plans.append(
            PlanRow(
                owner.area_id,
                _shown(view, record, lever),
                int(value),
                "m2"
                if unit_words().get(plain(_shown(view, record, unit))) == "m2"
                else "dwellings",
                _plan_day(view, record, planned, context),
                state or "planned",
                day,
                _shown(view, record, note),
                _shown(view, record, source),
                view.place(record, amount),
            )
        )
    _understood(view, amount, Heading("", field="amount"), "plan", "", set(), context)
    return True


def _shown(view: View, record: int, column: int | None) -> str:
    return "" if column is None else show(view.cells[column][record])


def _plan_day(view: View, record: int, column: int | None, context: Context) -> date | None:
    """A date; a bare year is its last day (the change is done within it)."""
    if column is None:
        return None
    moment = read_moment(_clean(view.cells[column][record]))
    if isinstance(moment, str):
        _time_fault(view, record, column, moment, context)
        return None
    if moment is None:
        return None
    return moment.day or date(moment.last, 12, 31)
