"""Which areas a model scores in which year, and why the others are left out."""

from __future__ import annotations

import numpy as np

from monitor.errors import FigureError
from monitor.local.model import Model
from monitor.local.panel import Flags, Panel

Reasons = dict[tuple[int, int], tuple[str, dict[str, object]]]


def included(model: Model, panel: Panel) -> tuple[Flags, Reasons]:
    """(years, areas) of scored areas, and by place the sentence that says why one is not.

    An area without the number of residents the model asks for is left out and said so; an area
    with no figure at all in a year is simply not there that year.

    Raises:
        FigureError: nobody delivers the number of residents.
    """
    there = (panel.den > 0).any(axis=2)
    scored = there.copy()
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
    bound = units.above if units.above is not None else units.from_
    few = value <= bound if units.above is not None else value < (bound or 0)
    key = "local.out.not_above" if units.above is not None else "local.out.below"
    for year, place in np.argwhere(scored & few):
        fields = {"residents": f"{value[year, place]:.0f}", "bound": bound}
        reasons[int(year), int(place)] = (key, fields)
    for year, place in np.argwhere(scored & unknown):
        reasons[int(year), int(place)] = ("local.out.residents_unknown", {})
    scored &= ~(unknown | few)
