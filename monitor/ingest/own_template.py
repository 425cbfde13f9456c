"""The planner's own template read back: pages that hold nothing yet, and the areas she names."""

from __future__ import annotations

from monitor.ingest.grid import Grid
from monitor.ingest.near_names import slug
from monitor.ingest.places import Places, municipality_code
from monitor.ingest.tokens import show
from monitor.ingest.views import View
from monitor.template_sheets import template_sheets
from monitor.words import LANGUAGES, say

_AREA_FIELDS = frozenset({"area", "area_id", "municipality"})


def is_unfilled(grid: Grid) -> bool:
    """Whether a sheet is the template's guide, or a page of it nobody has written on."""
    first = [str(cell) for cell in grid.rows[0] if cell not in ("", None)]
    for language in LANGUAGES:
        if grid.sheet == say("template.guide", language):
            texts = {cell for row in grid.rows for cell in row}
            return say("template.how", language) in texts
        for sheet in template_sheets():
            if grid.sheet == sheet.name[language] and first == [
                column.heading[language] for column in sheet.columns
            ]:
                return not any(cell not in ("", None) for row in grid.rows[1:] for cell in row)
    return False


def take_in_areas(view: View, places: Places) -> bool:
    """Areas of the planner's own from a table of nothing but areas; whether it is one."""
    if {heading.field for heading in view.headings} - {""} != _AREA_FIELDS:
        return False
    name_at, id_at, place_at = (view.find(field) for field in ("area", "area_id", "municipality"))
    if name_at is None or id_at is None or place_at is None:
        return False
    for name, area_id, place in zip(
        view.cells[name_at], view.cells[id_at], view.cells[place_at], strict=True
    ):
        code = municipality_code(place) or ""
        if isinstance(name, str) and places.find(name, code).kind == "area_unknown":
            own = slug(name) if area_id in ("", None) else show(area_id)
            places.declare(own, name.strip(), code)
    return True
