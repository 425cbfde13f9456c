"""Scoring areas by a model: figures in, points, totals, categories and ranks out.

One function, ``score_axis``, serves history (one scene a year), shifted figures (sensitivity) and
draws of years to come (one scene a draw): there is no second rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from monitor.errors import FigureError
from monitor.local import aggregate, distance
from monitor.local import values as measured
from monitor.local.arrays import Flags, Floats
from monitor.local.center import Center, Setting, center_of
from monitor.local.model import Axis, Model
from monitor.local.panel import Panel
from monitor.local.units import Reasons, included
from monitor.local.values import Values


@dataclass(frozen=True)
class AxisScore:
    """One axis scored; arrays of shape (scenes, areas, indicators) or (scenes, areas).

    ``center`` is the reference used, ``most`` the most points each indicator can give, ``classes``
    places in ``axis.categories`` (-1: cannot be placed), ``ranks`` 1 for the worst.
    """

    axis: Axis
    values: Values
    center: Center | None
    distance: Floats
    points: Floats
    most: tuple[int, ...] | None
    totals: aggregate.Totals
    classes: aggregate.Classes
    ranks: npt.NDArray[np.int64]
    expected: Flags


@dataclass(frozen=True)
class Fixed:
    """What is held still while a figure is moved: references, the group, the totals' spread."""

    center: Center | None
    group: Floats
    totals: tuple[Floats, Floats] | None


@dataclass(frozen=True)
class Scored:
    """A model scored on a panel: scenes are the panel's years, areas the panel's areas."""

    model: Model
    panel: Panel
    included: Flags
    reasons: Reasons
    axes: dict[str, AxisScore]


def score(model: Model, panel: Panel) -> Scored:
    """Every axis of a model on every year of a panel.

    Axes whose thresholds are the user's and have not been given are left out.

    Raises:
        FigureError: an indicator the model counts on that nobody delivers, a reference with no
            members, no spread, too few areas, a negative value under a ratio.
    """
    ready = ready_axes(model)
    _delivered(model, panel, ready)
    scored, reasons = included(model, panel)
    axes = {
        axis.code: score_axis(
            Setting(model, axis, panel, panel.years),
            axis_values(model, axis, panel, scored),
            scored,
        )
        for axis in ready
    }
    return Scored(model, panel, scored, reasons, axes)


def ready_axes(model: Model) -> tuple[Axis, ...]:
    """The axes that can be scored: with user thresholds, over the indicators that have one."""
    found = []
    for axis in model.axes.values():
        if not axis.user_breaks:
            found.append(axis)
            continue
        given = tuple(entry.code for entry in model.of_axis(axis) if entry.breaks)
        if given:
            found.append(replace(axis, indicators=given))
    return tuple(found)


def _delivered(model: Model, panel: Panel, axes: tuple[Axis, ...]) -> None:
    for axis in axes:
        for entry in model.of_axis(axis):
            names = {entry.code}
            if axis.measure == "change" and entry.published_change:
                names.add(entry.published_change)
            wanted = entry.available and any(entry.expected(year) for year in panel.years)
            delivered = bool(names & set(panel.indicators))
            key = "local.figures.nobody" if wanted else "local.figures.unexpected"
            if (wanted and not delivered) or (not entry.available and delivered):
                raise FigureError(
                    key,
                    file=model.file,
                    line=model.indicator_line(entry.code),
                    indicator=entry.code,
                )


def axis_values(model: Model, axis: Axis, panel: Panel, scored: Flags) -> Values:
    """The values an axis looks at in every year of the panel: smoothed, changes taken."""
    now = smoothed(model, axis, panel, scored)
    if axis.measure == "level":
        return now
    found = measured.change(now, measured.scenes_back(now, panel.years, axis.over_years))
    given = measured.published_columns(axis, model.of_axis(axis), panel)
    columns = [place for place, code in enumerate(given) if code]
    if columns:
        found = measured.instead(found, measured.history(panel, given), columns)
    return found


def smoothed(model: Model, axis: Axis, panel: Panel, scored: Flags) -> Values:
    """The levels of an axis's indicators, smoothed as the model says."""
    now = measured.history(panel, axis.indicators)
    rule = model.smoothing
    if rule is None:
        return now
    if rule.years > 1:
        earlier = [measured.scenes_back(now, panel.years, back) for back in range(1, rule.years)]
        now = measured.over_years(now, earlier)
    if rule.toward_reference:
        setting = Setting(model, replace(axis, rule="difference"), panel, panel.years)
        center = center_of(setting, now, scored)
        if center is not None:
            exact = center.exact
            now = measured.drawn_toward(
                now, rule.toward_reference, center.value, lambda cell: exact((cell[0], cell[2]))
            )
    return now


def score_axis(
    setting: Setting, values: Values, scored: Flags, fixed: Fixed | None = None
) -> AxisScore:
    """One axis on any scenes.

    Args:
        setting: model, axis, panel (for the names of areas) and the year of every scene.
        values: shape (scenes, areas, indicators of the axis).
        scored: (scenes, areas) of areas that count.
        fixed: references held still; None takes them from the values.
    """
    model, axis = setting.model, setting.axis
    indicators = model.of_axis(axis)
    expected = measured.expected(model, axis, setting.years)
    if fixed is None:
        center = fixed_year(setting, values, center_of(setting, values, scored))
        group = np.where(scored[:, :, None], values.value, np.nan)
    else:
        center, group = fixed.center, fixed.group
    if axis.rule in ("ratio", "share", "index"):
        _not_negative(setting, values, scored)
    found = distance.distances(axis, indicators, values, center, group)
    given, most = distance.points(axis, indicators, found)
    masks = (scored, expected)
    added = aggregate.totals(
        setting, found, given, most, masks, fixed.totals if fixed is not None else None
    )
    return AxisScore(
        axis,
        values,
        center,
        found.value,
        given,
        most,
        added,
        aggregate.classes(axis, added),
        aggregate.ranks(axis, added.score),
        expected,
    )


def fixed_year(setting: Setting, values: Values, center: Center | None) -> Center | None:
    """The reference of the model's fixed base year for every scene, if it has one.

    Raises:
        FigureError: the panel has no such year.
    """
    year = setting.model.reference.year
    if year is None or center is None:
        return center
    if year not in setting.years:
        raise FigureError(
            "local.figures.base_year",
            file=setting.model.file,
            line=setting.model.line("reference", "year"),
            year=year,
            first=setting.years[0],
            last=setting.years[-1],
        )
    base = setting.years.index(year)
    lacking = np.flatnonzero(
        np.isnan(center.value[base]) & ~np.isnan(values.value).all(axis=(0, 1))
    )
    if lacking.size:
        pair = (base, int(lacking[0]))
        raise setting.fault("local.figures.no_members", pair, "reference", "year")
    exact, variance = center.exact, center.variance
    return Center(
        np.broadcast_to(center.value[base], center.value.shape),
        lambda pair: exact((base, pair[1])),
        None if center.spread is None else np.broadcast_to(center.spread[base], center.value.shape),
        None if variance is None else lambda pair: variance((base, pair[1])),
    )


def _not_negative(setting: Setting, values: Values, scored: Flags) -> None:
    wrong = np.argwhere((values.value < 0) & scored[:, :, None])
    if wrong.size:
        scene, area, column = (int(part) for part in wrong[0])
        raise setting.fault(
            "local.figures.negative",
            (scene, column),
            "axis",
            setting.axis.code,
            "rule",
            area=setting.panel.areas[area],
            found=f"{values.value[scene, area, column]:g}",
            rule=setting.axis.rule,
        )


def hold(found: AxisScore, scored: Flags) -> Fixed:
    """What to hold still while single figures of ``found`` are moved."""
    group = np.where(scored[:, :, None], found.values.value, np.nan)
    if not found.axis.standardise:
        return Fixed(found.center, group, None)
    return Fixed(found.center, group, aggregate.mean_and_spread(found.axis, found.totals.raw))
