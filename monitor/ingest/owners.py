"""Whose row it is: an area, the country or a region, or a department of an area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.ingest.context import Context
from monitor.ingest.headings import (
    country_or_region,
)
from monitor.ingest.places import (
    Found,
    municipality_code,
    municipality_names,
    without_new,
)
from monitor.ingest.tokens import Token, show, token
from monitor.ingest.views import View

_MOST = 0.5


@dataclass(frozen=True)
class Owner:
    """Whose row it is: an area (or dk, region-08x), or a department of one."""

    area_id: str = ""
    department: str = ""
    new: bool = False


def owners_of(view: View, context: Context) -> list[Owner | None] | None:
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
    if area is not None and department is None and municipality is None:
        settled = _settled(view.cells[area], context)
        if settled is not None:
            return settled
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
        if isinstance(token(text), Token) and not country_or_region(text):
            context.harvest.fault(view.place(record, area), "area_is_number", name=text)
            owners.append(None)
            continue
        owner = _owner(view, record, area, text, code, context)
        if owner is not None:
            owner = Owner(owner.area_id, unit, owner.new or new_here)
            if owner == Owner(owner.area_id) and not code and isinstance(cell, str):
                context.places.settled[cell] = owner.area_id
        owners.append(owner)
    return owners


def _settled(cells: Sequence[object], context: Context) -> list[Owner | None] | None:
    """The owners of rows whose names have all been understood before, in other tables."""
    ids = list(map(context.places.settled.get, cells))
    if not ids or None in ids:
        return None
    known = [area_id for area_id in ids if area_id is not None]
    context.harvest.area_rows.update(known)
    return list(map(_alone, known))


@lru_cache(maxsize=8192)
def _alone(area_id: str) -> Owner:
    return Owner(area_id)


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
    harvest.area_rows[found.area_id] += 1
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
