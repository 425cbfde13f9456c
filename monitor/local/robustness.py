"""How firmly a category stands: one person, one break, one indicator more or less.

References are held still while a figure is moved: one person more in an area does not move the
municipality's mean by anything that could be printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import polars as pl

from monitor.local.aggregate import cut
from monitor.local.arrays import Flags, Whole
from monitor.local.center import Setting
from monitor.local.lists import Codes, final_codes
from monitor.local.model import Axis, Model
from monitor.local.parts import LocalIndicator
from monitor.local.score import AxisScore, Scored, hold, score_axis
from monitor.local.values import Cell, Values, history, scenes_back

BREAK_SHARE = Fraction(1, 10)
"""How far each break or cut-off is moved either way."""

MOVE_COLUMNS = {
    "model": pl.String,
    "year": pl.Int64,
    "area_id": pl.String,
    "kind": pl.String,
    "indicator": pl.String,
    "change": pl.String,
    "category": pl.String,
    "category_after": pl.String,
}


@dataclass(frozen=True)
class Robustness:
    """What moves the final category.

    ``moves`` has one row per area, year and shift that changes the category: ``kind`` person,
    break, cutoff or indicator. ``sensitive`` (years, areas) is True where a person, a break or a
    cut-off does; ``tested`` where at least one such shift could be tried.
    """

    moves: pl.DataFrame
    sensitive: Flags
    tested: Flags


@dataclass(frozen=True)
class _Shift:
    kind: str
    indicator: str
    change: str
    codes: Codes
    can: Flags


def robustness(scored: Scored) -> Robustness:
    """Every shift of every figure, break and indicator behind the final category."""
    model = scored.model
    before = final_codes(model, scored.axes)
    known = before != ""
    sensitive = np.zeros(before.shape, dtype=bool)
    tested = np.zeros(before.shape, dtype=bool)
    rows: list[dict[str, object]] = []
    for shift in _shifts(scored):
        tried = known & shift.can & (shift.codes != "")
        moved = tried & (shift.codes != before)
        if shift.kind != "indicator":
            tested |= tried
            sensitive |= moved
        for year, area in np.argwhere(moved):
            rows.append(
                {
                    "model": model.id,
                    "year": scored.panel.years[year],
                    "area_id": scored.panel.areas[area],
                    "kind": shift.kind,
                    "indicator": shift.indicator,
                    "change": shift.change,
                    "category": before[year, area],
                    "category_after": shift.codes[year, area],
                }
            )
    frame = pl.DataFrame(rows, schema=MOVE_COLUMNS)
    order = ["year", "area_id", "kind", "indicator", "change"]
    return Robustness(frame.sort(order, maintain_order=True), sensitive, tested)


def _behind(model: Model, axes: dict[str, AxisScore]) -> list[str]:
    if model.final == "grid" and model.grid is not None:
        return [model.grid.rows, model.grid.columns]
    return [model.final] if model.final in axes else []


def _shifts(scored: Scored) -> Iterator[_Shift]:
    for name in _behind(scored.model, scored.axes):
        found = scored.axes[name]
        if not found.axis.categories:
            continue
        yield from _persons(scored, found)
        yield from _edges(scored, found)
        yield from _left_out(scored, found)


def _final(scored: Scored, found: AxisScore) -> Codes:
    return final_codes(scored.model, {**scored.axes, found.axis.code: found})


def _again(scored: Scored, found: AxisScore, values: Values, axis: Axis | None = None) -> AxisScore:
    """The axis once more on other values (or with other edges), references held still."""
    setting = Setting(scored.model, axis or found.axis, scored.panel, scored.panel.years)
    return score_axis(setting, values, scored.included, hold(found, scored.included))


def _persons(scored: Scored, found: AxisScore) -> Iterator[_Shift]:
    """One person more or fewer in the count behind each indicator."""
    step, counted = _steps(scored, found)
    place = scored.panel.columns(found.axis.indicators)
    for column, code in enumerate(found.axis.indicators):
        if not counted[:, :, column].any():
            continue
        per = scored.panel.per[place[column] or 0]
        for sign, change in ((1, "+1"), (-1, "-1")):
            values, can = _moved(found.values, step, counted, column, sign * per)
            codes = _final(scored, _again(scored, found, values))
            yield _Shift("person", code, change, codes, can)


def _steps(scored: Scored, found: AxisScore) -> tuple[Whole, Flags]:
    """How many persons stand behind each value, and where they are known."""
    levels = history(scored.panel, found.axis.indicators)
    rule = scored.model.smoothing
    if levels.counts is None:
        raise ValueError(found.axis.code)
    den = levels.counts.den.copy()
    if rule is not None:
        for back in range(1, rule.years):
            earlier = scenes_back(levels, scored.panel.years, back).counts
            den += 0 if earlier is None else earlier.den
        den += rule.toward_reference
    return den, levels.counts.counted & ~np.isnan(found.values.value)


def _moved(
    values: Values, step: Whole, counted: Flags, column: int, by: int
) -> tuple[Values, Flags]:
    """The values with one column moved by ``by`` over its persons, and where that can be."""
    shifted = values.value[:, :, column] + by / np.maximum(step[:, :, column], 1)
    # no count falls below nought; a change may
    can = counted[:, :, column] & ((shifted >= 0) | (values.value[:, :, column] < 0))
    value = values.value.copy()
    value[:, :, column] = np.where(can, shifted, value[:, :, column])

    def exact(cell: Cell) -> Fraction:
        found = values.exact(cell)
        if cell[2] != column or not can[cell[:2]]:
            return found
        return found + Fraction(by, int(step[cell]))

    return Values(value, exact), can


def _edges(scored: Scored, found: AxisScore) -> Iterator[_Shift]:
    """Every break a tenth up and down; without breaks, every cut-off of the categories."""
    everywhere = np.ones(scored.included.shape, dtype=bool)
    for share, change in ((1 + BREAK_SHARE, "+10%"), (1 - BREAK_SHARE, "-10%")):
        if found.most is None:
            for number, category in enumerate(found.axis.categories):
                if category.low is None:
                    continue
                codes = _cut_again(scored, found, number, category.low * share)
                said = f"{float(category.low):g} {change}"
                yield _Shift("cutoff", "", said, codes, everywhere)
            continue
        for number, limit in enumerate(found.axis.breaks):
            axis = replace(found.axis, breaks=_with(found.axis.breaks, number, limit * share))
            codes = _final(scored, _again(scored, found, found.values, axis))
            yield _Shift("break", "", f"{float(limit):g} {change}", codes, everywhere)
        for entry in scored.model.of_axis(found.axis):
            for number, limit in enumerate(entry.breaks):
                own = replace(entry, breaks=_with(entry.breaks, number, limit * share))
                changed = _with_indicator(scored, own)
                codes = _final(scored, _again(changed, found, found.values))
                here = everywhere
                yield _Shift("break", entry.code, f"{float(limit):g} {change}", codes, here)


def _with(numbers: tuple[Fraction, ...], place: int, number: Fraction) -> tuple[Fraction, ...]:
    return (*numbers[:place], number, *numbers[place + 1 :])


def _with_indicator(scored: Scored, own: LocalIndicator) -> Scored:
    indicators = tuple(own if one.code == own.code else one for one in scored.model.indicators)
    return replace(scored, model=replace(scored.model, indicators=indicators))


def _cut_again(scored: Scored, found: AxisScore, number: int, low: Fraction) -> Codes:
    categories = (
        *found.axis.categories[:number],
        replace(found.axis.categories[number], low=low),
        *found.axis.categories[number + 1 :],
    )
    classes = cut(categories, found.totals.score, found.totals.exact, found.totals.whole)
    return _final(scored, replace(found, classes=classes))


def _left_out(scored: Scored, found: AxisScore) -> Iterator[_Shift]:
    """Each indicator left out, the rest scaled up as the model scales missing ones."""
    lenient = replace(scored, model=replace(scored.model, at_least=1))
    for column, code in enumerate(found.axis.indicators):
        value = found.values.value.copy()
        value[:, :, column] = np.nan
        codes = _final(scored, _again(lenient, found, replace(found.values, value=value)))
        there = ~np.isnan(found.values.value[:, :, column])
        yield _Shift("indicator", code, "without", codes, there)
