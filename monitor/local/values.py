"""What an axis looks at: levels or changes, smoothed or not, each with its exact number behind it.

Arrays have the shape (scenes, areas, indicators): a scene is a year of history, or one draw of a
year to come. Floats carry the load; where a float lies within a hair of a limit the exact number
is asked for, so no verdict hangs on rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from monitor.local.arrays import Flags, Floats, Whole
from monitor.local.model import Axis, Model
from monitor.local.panel import Panel
from monitor.local.parts import LocalIndicator

Cell = tuple[int, int, int]
Exact = Callable[[Cell], Fraction]


@dataclass(frozen=True)
class Counts:
    """The counts behind values: ``num`` over ``den`` (0: no figure), ``counted`` where persons."""

    num: Whole
    den: Whole
    counted: Flags


@dataclass(frozen=True)
class Values:
    """Values of shape (scenes, areas, indicators), NaN where there is none.

    ``exact`` gives the exact number of a cell; ``counts`` are None for values that come as plain
    numbers (draws); ``parts`` are the two sides of a change.
    """

    value: Floats
    exact: Exact
    counts: Counts | None = None
    parts: tuple[Values, Values] | None = None


def of_counts(counts: Counts) -> Values:
    """Values from numerators and denominators."""
    num, den = counts.num, counts.den

    def exact(cell: Cell) -> Fraction:
        return Fraction(int(num[cell]), int(den[cell]))

    value = np.where(den > 0, num / np.where(den > 0, den, 1), np.nan)
    return Values(value, exact, counts)


def of_floats(value: Floats) -> Values:
    """Values that come as plain numbers."""
    return Values(value, lambda cell: Fraction(float(value[cell])))


def history(panel: Panel, codes: tuple[str, ...]) -> Values:
    """The figures of ``codes``, one scene a year; a code nobody delivers is missing throughout."""
    places = panel.columns(codes)
    if places == list(range(len(panel.indicators))):
        return of_counts(Counts(panel.num, panel.den, panel.counted))
    take = [place if place is not None else 0 for place in places]
    den, counted = panel.den[:, :, take], panel.counted[:, :, take]
    absent = [number for number, place in enumerate(places) if place is None]
    den[:, :, absent] = 0
    counted[:, :, absent] = False
    return of_counts(Counts(panel.num[:, :, take], den, counted))


def scenes_back(values: Values, years: tuple[int, ...], back: int) -> Values:
    """The same values ``back`` years earlier, missing where that year has no figures."""
    places = {year: place for place, year in enumerate(years)}
    earlier = [places.get(year - back) for year in years]
    take = np.array([place if place is not None else 0 for place in earlier])
    absent = np.array([place is None for place in earlier])
    value = values.value[take]
    value[absent] = np.nan

    def exact(cell: Cell) -> Fraction:
        return values.exact((int(take[cell[0]]), cell[1], cell[2]))

    if values.counts is None:
        return Values(value, exact)
    den = values.counts.den[take]
    den[absent] = 0
    counts = Counts(values.counts.num[take], den, values.counts.counted[take] & (den > 0))
    return Values(value, exact, counts)


def change(now: Values, before: Values) -> Values:
    """Now minus before, in the unit of the values."""

    def exact(cell: Cell) -> Fraction:
        return now.exact(cell) - before.exact(cell)

    return Values(now.value - before.value, exact, parts=(now, before))


def instead(values: Values, given: Values, columns: list[int]) -> Values:
    """``values`` with whole columns taken from ``given``."""
    value = values.value.copy()
    value[:, :, columns] = given.value[:, :, columns]
    taken = set(columns)

    def exact(cell: Cell) -> Fraction:
        return given.exact(cell) if cell[2] in taken else values.exact(cell)

    return Values(value, exact)


def over_years(now: Values, earlier: list[Values]) -> Values:
    """The mean over this scene and earlier ones: counts pooled where all are counts.

    A year without a figure is left out; without this year's figure there is none.
    """
    scenes = [now, *earlier]
    stack = np.stack([scene.value for scene in scenes])
    there = ~np.isnan(stack)
    present = there[0]
    total = np.where(there, stack, 0.0).sum(axis=0)
    value = np.where(present, total / np.maximum(there.sum(axis=0), 1), np.nan)

    def plain(cell: Cell) -> Fraction:
        found = [scene.exact(cell) for scene in scenes if not np.isnan(scene.value[cell])]
        return sum(found, Fraction(0)) / len(found)

    behind = [scene.counts for scene in scenes if scene.counts is not None]
    if len(behind) < len(scenes):
        return Values(value, plain)
    num, den, pooled = np.zeros_like(behind[0].num), np.zeros_like(behind[0].den), present.copy()
    for counts in behind:
        num += np.where(counts.den > 0, counts.num, 0)
        den += counts.den
        pooled &= counts.counted | (counts.den == 0)
    value = np.where(pooled, num / np.maximum(den, 1), value)

    def exact(cell: Cell) -> Fraction:
        return Fraction(int(num[cell]), int(den[cell])) if pooled[cell] else plain(cell)

    return Values(value, exact, Counts(num, np.where(pooled, den, 0), pooled))


def drawn_toward(values: Values, persons: int, center: Floats, exact_center: Exact) -> Values:
    """Small areas drawn toward the reference as if ``persons`` more lived there as it lives.

    Only figures with a count and a base can be drawn; the others stay as they are. The counts
    behind the values stay, so that a pooled mean is one of persons who are there.
    """
    if values.counts is None:
        return values
    counted, den = values.counts.counted, values.counts.den
    wide = np.broadcast_to(center[:, None, :], values.value.shape)
    moved = (values.value * den + persons * wide) / (den + persons)
    value = np.where(counted, moved, values.value)

    def exact(cell: Cell) -> Fraction:
        if not counted[cell]:
            return values.exact(cell)
        here = int(den[cell])
        mean = exact_center((cell[0], 0, cell[2]))
        return (values.exact(cell) * here + persons * mean) / (here + persons)

    return Values(value, exact, values.counts)


def published_columns(
    axis: Axis, indicators: tuple[LocalIndicator, ...], panel: Panel
) -> tuple[str, ...]:
    """The codes of the axis's published changes ('' where none is named or delivered)."""
    if axis.measure != "change":
        return ("",) * len(indicators)
    return tuple(
        entry.published_change
        if entry.published_change in panel.indicators and entry.published_change
        else ""
        for entry in indicators
    )


def expected(model: Model, axis: Axis, years: tuple[int, ...]) -> Flags:
    """Which indicators the model counts in which year: (scenes, indicators)."""
    return np.array(
        [[entry.expected(year) for entry in model.of_axis(axis)] for year in years], dtype=bool
    )
