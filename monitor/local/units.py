"""Which areas a model scores in which year, and why the others are left out."""

from __future__ import annotations

import numpy as np

from monitor.errors import FigureError
from monitor.local.arrays import Flags
from monitor.local.model import Model
from monitor.local.panel import Panel
from monitor.words import Language, say

Reasons = dict[tuple[int, int], tuple[str, dict[str, object]]]
"""(year's place, area's place) -> key of the sentence that says why an area is left out, fields."""


def included(model: Model, panel: Panel) -> tuple[Flags, Reasons]:
    """(years, areas) of scored areas, and by place the sentence that says why one is not.

    An area without the number of residents the model asks for is left out and said so; an area
    with no figure at all in a year is simply not there that year.

    Raises:
        FigureError: nobody delivers the number of residents.
    """
    there: Flags = np.any(panel.den > 0, axis=2)
    scored: Flags = there.copy()
    reasons: Reasons = {}
    for row in model.reference_rows:
        place = panel.place(row)
        if place is not None:
            scored[:, place] = False
    _by_residents(model, panel, scored, reasons)
    for entry in model.units.exclude:
        place = panel.place(entry.area_id)
        if place is None:
            continue
        for year in range(len(panel.years)):
            if entry.holds(panel.years[year]) and scored[year, place]:
                scored[year, place] = False
                reasons[year, place] = ("local.out.named", {"reason": entry.reason})
    return scored, reasons


def in_words(reason: tuple[str, dict[str, object]], language: Language) -> str:
    """Why an area is left out, as a sentence."""
    key, fields = reason
    said = {
        name: field[language] if isinstance(field, dict) else field
        for name, field in fields.items()
    }
    return say(key, language, **said)


def _by_residents(model: Model, panel: Panel, scored: Flags, reasons: Reasons) -> None:
    units = model.units
    if units.residents is None or (units.above is None and units.from_ is None):
        return
    column = panel.columns((units.residents,))[0]
    if column is None:
        raise FigureError(
            "local.figures.nobody",
            file=model.file,
            line=model.line("units", "residents"),
            indicator=units.residents,
        )
    value = panel.value[:, :, column]
    unknown = np.isnan(value)
    if units.above is not None:
        few, bound, key = value <= units.above, units.above, "local.out.not_above"
    else:
        bound, key = units.from_ or 0, "local.out.below"
        few = value < bound
    for year, place in np.argwhere(scored & few):
        fields: dict[str, object] = {"residents": f"{value[year, place]:.0f}", "bound": bound}
        reasons[int(year), int(place)] = (key, fields)
    for year, place in np.argwhere(scored & unknown):
        reasons[int(year), int(place)] = ("local.out.residents_unknown", {})
    scored &= ~(unknown | few)
