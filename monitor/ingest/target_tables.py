"""Tables of the 40 percent rule beside dwellings and plan: as text, for who checks them.

Unit costs, bounds on levers, dispensations and their conditions, floor area by building, an export
of the building register with a table of addresses. Here they are recognised and their areas found;
what a cell may hold is checked where the rule is (``monitor.target_input``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from monitor.dwellings import COMMERCIAL, register_rules
from monitor.folding import fold
from monitor.ingest.columns import read_figures
from monitor.ingest.context import Context, clean
from monitor.ingest.figures import understand
from monitor.ingest.headings import Heading
from monitor.ingest.owners import owners_of
from monitor.ingest.periods import Moment, read_moment
from monitor.ingest.times import When
from monitor.ingest.tokens import show
from monitor.ingest.views import View

NEEDS: dict[str, frozenset[str]] = {
    "costs.csv": frozenset({"lever", "cost"}),
    "bounds.csv": frozenset({"lever", "most"}),
    "dispensation.csv": frozenset({"own_target"}),
    "conditions.csv": frozenset({"condition"}),
}
"""Table -> the columns it is known by."""
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "costs.csv": {"lever": ("lever",), "cost": ("cost",), "source": ("source",)},
    "bounds.csv": {
        "lever": ("lever",),
        "most": ("most",),
        "unit": ("unit",),
        "reason": ("because", "note"),
    },
    "dispensation.csv": {
        "target": ("own_target",),
        "route": ("route",),
        "date": ("decided_on", "known_from", "year"),
        "source": ("source",),
    },
    "conditions.csv": {
        "condition": ("condition",),
        "answer": ("answer",),
        "value": ("value", "amount"),
        "source": ("source",),
    },
    "dwellings.csv": {
        "date": ("year",),
        "indicator": ("indicator",),
        "value": ("value", COMMERCIAL),
        "at_least": ("at_least",),
        "at_most": ("at_most",),
        "building": ("building",),
        "unit": ("unit",),
        "source": ("source",),
    },
}
"""Table -> its columns -> the fields they may be, the first that is there."""
WITHOUT_AREA = frozenset({"costs.csv"})
WHOLE = frozenset({"most", "value", "at_least", "at_most"})
BOUNDED = ("building", "at_least", "at_most")
"""Columns of a dwellings table that the figures of a folder have no room for."""
UNITS = "register.csv"


def take_target_table(view: View, when: When, context: Context) -> bool:
    """Take in a table of the 40 percent rule; whether it is one."""
    if _take_register(view, when, context) or _take_addresses(view, context):
        return True
    fields = {heading.field for heading in view.headings}
    if "amount" in fields and "lever" in fields:
        return False
    for name, needed in NEEDS.items():
        if needed <= fields:
            return _take(view, name, range(view.height), context)
    if "building" in fields and COMMERCIAL in fields:
        return _take(view, "dwellings.csv", range(view.height), context)
    return False


def take_bounded(view: View, context: Context) -> None:
    """Take the rows of a long table that are by building, or bounds of a number, out of it."""
    value = view.find("value")
    columns = [at for name in BOUNDED if (at := view.find(name)) is not None]
    if value is None or not columns or view.find("indicator") is None:
        return
    records = [
        record
        for record in range(view.height)
        if any(view.cells[at][record] not in ("", None) for at in columns)
    ]
    if records and _take(view, "dwellings.csv", records, context):
        for record in records:
            view.cells[value][record] = ""


def _take(view: View, name: str, records: Sequence[int], context: Context) -> bool:
    owners = None if name in WITHOUT_AREA else owners_of(view, context)
    if owners is None and name not in WITHOUT_AREA:
        return False
    found = {
        column: at
        for column, fields in COLUMNS[name].items()
        if (at := view.find(*fields)) is not None
    }
    texts = {column: _texts(view, column, at) for column, at in found.items()}
    rows = context.harvest.target_rows.setdefault(name, [])
    first = next(iter(found.values()))
    for record in records:
        if not any(texts[column][record] for column in texts):
            continue
        place = view.place(record, first)
        owner = owners[record] if owners is not None else None
        row: dict[str, object] = {column: texts[column][record] for column in texts}
        if name == "dwellings.csv":
            row.setdefault("indicator", COMMERCIAL)
        row |= {"file": place.file, "sheet": place.sheet, "row": place.row}
        row["area_id"] = owner.area_id if owner is not None else ""
        rows.append(row)
    for column, at in found.items():
        heading = view.headings[at]
        context.harvest.target_headings[view.heading_place(at).file, column] = (
            heading.text or column
        )
        understand(view, at, heading, heading.field, "", set(), context)
    return True


def _texts(view: View, column: str, at: int) -> list[str]:
    cells = view.cells[at]
    if column == "date":
        return [_day(clean(cell)) for cell in cells]
    if column in WHOLE:
        read = read_figures(Heading("", field="dwellings_total"), cells, None, None).column
        return [
            show(cell) if value is None else value
            for cell, value in zip(cells, read.values, strict=True)
        ]
    return [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    return show(cell)


def _day(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    moment = read_moment(cell)
    if isinstance(moment, Moment) and moment.day is not None:
        return moment.day.isoformat()
    return show(cell)


def _at(view: View, headings: Sequence[str]) -> int | None:
    wanted = {fold(heading) for heading in headings}
    return next(
        (at for at, heading in enumerate(view.headings) if fold(heading.text) in wanted), None
    )


def _take_register(view: View, when: When, context: Context) -> bool:
    """One row a dwelling unit: where it is and which public support it has."""
    rules = register_rules()
    support = _at(view, rules["support_headings"])
    key, kind = _at(view, rules["key_headings"]), _at(view, rules["type_headings"])
    if support is None or key is None:
        return False
    day = when.moment.day if when.moment is not None else when.list_date
    for record in range(view.height):
        place = view.place(record, key)
        context.harvest.target_rows.setdefault(UNITS, []).append(
            {
                "address": _text(view.cells[key][record]),
                "support": _text(view.cells[support][record]),
                "type": "" if kind is None else _text(view.cells[kind][record]),
                "drawn": "" if day is None else day.isoformat(),
                "file": place.file,
                "sheet": place.sheet,
                "row": place.row,
            }
        )
    for column, at in (("address", key), ("support", support)):
        heading = view.headings[at]
        context.harvest.target_headings[view.heading_place(at).file, column] = heading.text
        understand(view, at, heading, f"register_{column}", "", set(), context)
    return True


def _take_addresses(view: View, context: Context) -> bool:
    """A table of addresses and the areas they lie in, with no figures beside."""
    address = _at(view, register_rules()["address_headings"])
    area = view.find("area_id", "area")
    if address is None or area is None or any(one.is_indicator for one in view.headings):
        return False
    owners = owners_of(view, context)
    if owners is None:
        return False
    for record, owner in enumerate(owners):
        text = _text(view.cells[address][record])
        if text and owner is not None and owner.area_id:
            context.harvest.addresses[text] = owner.area_id
    understand(view, address, view.headings[address], "address", "", set(), context)
    return True
