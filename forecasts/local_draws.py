"""Draws of local figures in years to come, sent through the same scoring as history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from monitor.errors import FigureError
from monitor.local.arrays import Flags, Floats
from monitor.local.center import Center, Setting
from monitor.local.model import WITH_REFERENCE, Axis
from monitor.local.panel import Panel
from monitor.local.score import AxisScore, Fixed, Scored, score_axis
from monitor.local.values import Values, change, drawn_toward, history, of_floats, over_years

Draws = Mapping[int, Floats]
"""Year -> figures of shape (draws, areas, indicators) in the order of a panel."""


def scored_draws(scored: Scored, draws: Draws, year: int) -> dict[str, AxisScore]:
    """Every axis of a model on draws of one year to come; scenes are the draws.

    The same functions as for history. Which areas are scored is taken from the panel's last year.

    Args:
        scored: the model on its history.
        draws: by year the figures, (draws, areas, indicators) as the panel orders them; earlier
            years of a change or a mean come from here or from the history.
        year: the year to score.

    Raises:
        FigureError: the draws have another shape than the panel, or lack the year.
    """
    shape = (len(scored.panel.areas), len(scored.panel.indicators))
    for given in draws.values():
        if given.shape[1:] != shape:
            raise FigureError(
                "local.outlook.shape", found=str(given.shape[1:]), expected=str(shape)
            )
    if year not in draws:
        known = ", ".join(str(one) for one in sorted(draws))
        raise FigureError("local.outlook.year", year=year, known=known)
    number = draws[year].shape[0]
    included = np.broadcast_to(scored.included[-1], (number, shape[0]))
    axes = {}
    for name, past in scored.axes.items():
        values = _axis_draws(scored, past.axis, draws, year)
        setting = Setting(scored.model, past.axis, scored.panel, (year,) * number)
        fixed = _fixed(scored, past, values, included)
        axes[name] = score_axis(setting, values, included, fixed)
    return axes


def _axis_draws(scored: Scored, axis: Axis, draws: Draws, year: int) -> Values:
    now = _level_draws(scored, axis, draws, year)
    if axis.measure == "level":
        return now
    return change(now, _level_draws(scored, axis, draws, year - axis.over_years))


def _level_draws(scored: Scored, axis: Axis, draws: Draws, year: int) -> Values:
    """The axis's levels in a year of draws or of history, smoothed as the model says."""
    rule = scored.model.smoothing
    now = _raw(scored, axis, draws, year)
    if rule is None:
        return now
    if rule.years > 1:
        now = over_years(now, [_raw(scored, axis, draws, year - n) for n in range(1, rule.years)])
    counts = history(scored.panel, axis.indicators).counts
    past = scored.axes[axis.code].center
    if rule.toward_reference and counts is not None and past is not None:
        wide = now.value.shape
        behind = replace(
            counts,
            num=np.broadcast_to(counts.num[-1], wide),
            den=np.broadcast_to(counts.den[-1], wide),
            counted=np.broadcast_to(counts.counted[-1], wide),
        )
        mean = np.broadcast_to(past.value[-1], (wide[0], wide[2]))
        # the pull is toward the newest known reference, so that it is the same in every draw
        exact = past.exact
        latest = len(scored.panel.years) - 1
        now = drawn_toward(
            replace(now, counts=behind),
            rule.toward_reference,
            mean,
            lambda c: exact((latest, c[2])),
        )
    return replace(now, counts=None)


def _raw(scored: Scored, axis: Axis, draws: Draws, year: int) -> Values:
    panel = scored.panel
    places = panel.columns(axis.indicators)
    take = [place if place is not None else 0 for place in places]
    absent = [number for number, place in enumerate(places) if place is None]
    number = next(iter(draws.values())).shape[0]
    if year in draws:
        value = draws[year][:, :, take]
    elif year in panel.years:
        past = panel.value[panel.years.index(year)][:, take]
        value = np.broadcast_to(past, (number, *past.shape)).copy()
    else:
        value = np.full((number, len(panel.areas), len(take)), np.nan)
    value[:, :, absent] = np.nan
    return of_floats(value)


def _fixed(scored: Scored, past: AxisScore, values: Values, included: Flags) -> Fixed | None:
    """References that draws cannot give themselves: a base year's, or a mean pooled by persons."""
    rule = scored.model.reference
    group = np.where(included[:, :, None], values.value, np.nan)
    if rule.year is not None and past.center is not None:
        return Fixed(_spread_out(past.center, values.value.shape[0]), group, None)
    if rule.of != "areas" or rule.mean != "pooled" or past.axis.rule not in WITH_REFERENCE:
        return None
    counts = history(scored.panel, past.axis.indicators).counts
    if counts is None:
        return None
    weight = np.where(included[0][:, None] & counts.counted[-1], counts.den[-1], 0)
    there = ~np.isnan(group)
    total = np.where(there, group, 0.0) * weight
    mean = total.sum(axis=1) / np.maximum((there * weight).sum(axis=1), 1)
    return Fixed(
        Center(mean, lambda pair: of_floats(mean[:, None, :]).exact((pair[0], 0, pair[1]))),
        group,
        None,
    )


def _spread_out(center: Center, number: int) -> Center:
    exact, variance = center.exact, center.variance
    shape = (number, center.value.shape[1])
    return Center(
        np.broadcast_to(center.value[-1], shape),
        lambda pair: exact((0, pair[1])),
        None if center.spread is None else np.broadcast_to(center.spread[-1], shape),
        None if variance is None else lambda pair: variance((0, pair[1])),
    )


def with_shared(
    panel: Panel, own: Draws, shared: Mapping[str, Mapping[int, Floats]]
) -> dict[int, Floats]:
    """Draws in which the indicators somebody forecasts better come from there.

    Args:
        panel: names the areas and indicators.
        own: draws of everything by the local level.
        shared: by indicator and year figures of shape (draws, areas), as many draws as ``own``;
            NaN where nobody forecasts an area.

    Raises:
        FigureError: a shape that does not fit.
    """
    found = {year: given.copy() for year, given in own.items()}
    for code, years in shared.items():
        column = panel.columns((code,))[0]
        for year, given in years.items():
            if column is None or year not in found:
                continue
            if given.shape != found[year].shape[:2]:
                expected = str(found[year].shape[:2])
                raise FigureError("local.outlook.shape", found=str(given.shape), expected=expected)
            mine = found[year][:, :, column]
            found[year][:, :, column] = np.where(np.isnan(given), mine, given)
    return found
