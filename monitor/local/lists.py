"""The model's answer per area and year: the final category, the grid's cell, the list's state."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from monitor.local.model import Gate, Model
from monitor.local.score import AxisScore, Scored

Codes = npt.NDArray[np.object_]
"""Category codes of shape (years, areas), '' where an area has none."""


def codes_of(found: AxisScore) -> Codes:
    """The categories of an axis as codes."""
    names = np.array([*(entry.code for entry in found.axis.categories), ""], dtype=object)
    return names[found.classes]


def cell_codes(model: Model, axes: dict[str, AxisScore]) -> Codes:
    """The grid's cells: row number followed by column number, '' unless both are known."""
    if model.grid is None or not {model.grid.rows, model.grid.columns} <= set(axes):
        raise ValueError(model.id)
    sides = []
    for name in (model.grid.rows, model.grid.columns):
        found = axes[name]
        numbers = np.array([*(str(c.number) for c in found.axis.categories), ""], dtype=object)
        sides.append(numbers[found.classes])
    rows, columns = sides
    both = (rows != "") & (columns != "")
    return np.where(both, rows + columns, "")


def codes_on(model: Model, axes: dict[str, AxisScore], name: str) -> Codes:
    """The categories of an axis, or of the grid, by its name.

    '' everywhere if the axis waits for the user's thresholds.
    """
    if name == "grid":
        return cell_codes(model, axes)
    if name not in axes:
        shape = next(iter(axes.values())).classes.shape
        return np.full(shape, "", dtype=object)
    return codes_of(axes[name])


def final_codes(model: Model, axes: dict[str, AxisScore]) -> Codes:
    """The model's own answer; '' everywhere if its axis waits for the user's thresholds."""
    return codes_on(model, axes, model.final)


def flagged_codes(model: Model) -> frozenset[str]:
    """The final categories that count as a warning: marked ``flag``, or in need of attention."""
    if model.final == "grid" and model.grid is not None:
        return frozenset(model.grid.attention)
    return frozenset(entry.code for entry in model.axes[model.final].categories if entry.flag)


def on_list(scored: Scored) -> Codes:
    """yes, no, unknown, or n/a (not scored that year, or the model keeps no list).

    An area enters by one rule and leaves by another; between them it stays what it was.
    """
    found = np.full(scored.included.shape, "n/a", dtype=object)
    watch = scored.model.watch
    if watch is None:
        return found
    enter = codes_on(scored.model, scored.axes, watch.enter.axis)
    leave = codes_on(scored.model, scored.axes, watch.leave.axis)
    for area in range(len(scored.panel.areas)):
        state = "no"
        seen: list[int] = []
        for year in range(len(scored.panel.years)):
            if not scored.included[year, area]:
                continue
            seen.append(year)
            goes_in = _passes(watch.enter, [enter[at, area] for at in seen])
            goes_out = _passes(watch.leave, [leave[at, area] for at in seen])
            state = _next(state, goes_in, goes_out)
            found[year, area] = state
    return found


def _passes(gate: Gate, seen: Sequence[str]) -> str:
    """Whether the last editions all lie in the gate's categories: yes, no or unknown."""
    last = seen[-gate.years :]
    if len(last) < gate.years or any(code and code not in gate.categories for code in last):
        return "no"
    return "unknown" if "" in last else "yes"


def _next(state: str, goes_in: str, goes_out: str) -> str:
    if state == "yes":
        return {"yes": "no", "no": "yes", "unknown": "unknown"}[goes_out]
    if goes_in == "yes":
        return "yes"
    if state == "unknown":
        return "no" if goes_out == "yes" and goes_in == "no" else "unknown"
    return goes_in
