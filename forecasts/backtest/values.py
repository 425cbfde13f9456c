"""The value part of the backtest: printed figures of areas that were on the list at the origin.

One list ahead nothing is lost to selection: from 2014 every listed area is printed on the next
list too. Two lists ahead only those still printed are scored, and that is a selection.
"""

from __future__ import annotations

import numpy as np

from forecasts import scores
from forecasts.backtest.origins import (
    Origin,
    origins,
    printed,
    prior_without,
    simulation,
    status,
    value_lists,
    working,
)
from forecasts.backtest.rows import Cases, Row, mean_rows, skill_row
from forecasts.baselines import damped_smoothing, persistence, spread_of_changes
from forecasts.scales import INDICATORS, Array, scale_of
from forecasts.streams import stream
from monitor.law.load import law_on

TARGET = "value"
COVERAGES = (80.0, 95.0)
FIFTHS = 5


def value_rows(ahead: int, draws: int) -> list[Row]:
    """Scores of every indicator, model and tested list, ``ahead`` lists ahead."""
    drawn: dict[str, dict[str, list[Array]]] = {}
    seen: dict[str, list[tuple[str, int, float]]] = {code: [] for code in INDICATORS}
    for one in origins(ahead):
        made = simulation(one, draws)
        index = {area: number for number, area in enumerate(made.areas)}
        for code in INDICATORS:
            listed = _scored(one, code)
            seen[code] += [(a, one.tested.year, printed(one.tested)[code][a]) for a in listed]
            own = drawn.setdefault(code, {}).setdefault("model", [])
            for area in listed:
                block = made.block(index[area])
                own.append(made.printed(code, block[code])[:, -1])
            for name, values in _baselines(one, code, listed, draws).items():
                drawn[code].setdefault(name, []).extend(values)
    rows: list[Row] = []
    for code in INDICATORS:
        rows += _rows(code, ahead, seen[code], drawn[code])
    return rows


def _scored(one: Origin, code: str) -> list[str]:
    return [
        area
        for area in sorted(printed(one.tested)[code])
        if status(one.origin, area) == "yes" and area in printed(one.origin)[code]
    ]


def _baselines(one: Origin, code: str, listed: list[str], draws: int) -> dict[str, list[Array]]:
    prior = prior_without(one.tested)
    scale = scale_of(code, prior.indicators[code].reference)
    criterion = next(c for c in law_on(one.tested).criteria.values() if c.indicator == code)
    days = [d for d in value_lists() if d in _same_window(criterion.code, one.tested)]
    figures = {number: working(day, code, prior) for number, day in enumerate(days)}
    spread = spread_of_changes(figures, one.ahead, days.index(one.tested))
    at = days.index(one.origin)
    last = np.array([figures[at][area] for area in listed])
    rng = stream(f"backtest/{code}/{one.tested}/{one.ahead}")
    unchanged = persistence(last, spread, draws, rng)
    series = [
        [figures[number][area] for number in range(at + 1) if area in figures[number]]
        for area in listed
    ]
    moved = damped_smoothing(series, one.ahead)
    smoothed = unchanged + (moved - last)[:, None]
    return {
        "persistence": list(scale.back(unchanged)),
        "damped_ets": list(scale.back(smoothed)),
    }


def _same_window(code: str, tested: object) -> list[object]:
    """1 December lists whose figure is a mean of as many years as the tested list's."""
    from monitor.public_record import record_published

    days = [day for day in value_lists() if day in record_published().first_december]
    length = len(law_on(days[-1]).criteria[code].years(days[-1]))
    return [day for day in days if len(law_on(day).criteria[code].years(day)) == length]


def _rows(
    code: str, ahead: int, seen: list[tuple[str, int, float]], drawn: dict[str, list[Array]]
) -> list[Row]:
    if not seen:
        return []
    areas, years, figures = zip(*seen, strict=True)
    cases = Cases(np.array(areas, dtype=object), np.array(years, dtype=np.int64))
    came = np.array(figures)
    rows, each = [], {}
    for name, values in drawn.items():
        ensemble = np.stack(values)
        each[name] = scores.crps(came, ensemble)
        rows += mean_rows(name, TARGET, code, ahead, "crps", cases, each[name])
        for percent in COVERAGES:
            held = scores.inside(came, ensemble, percent).astype(float)
            rows += mean_rows(name, TARGET, code, ahead, f"coverage_{percent:.0f}", cases, held)
        if name == "model":
            rows += _pit_rows(code, ahead, scores.below(came, ensemble))
    for name in drawn:
        if name != "persistence":
            pair = (each[name], each["persistence"])
            rows.append(skill_row(name, TARGET, code, ahead, "skill_crps", cases, pair))
    return rows


def _pit_rows(code: str, ahead: int, place: Array) -> list[Row]:
    """The share of figures in each fifth of their own draws, and the band even shares stay in."""
    count = len(place)
    rng = stream(f"backtest/pit/{code}/{ahead}")
    even = rng.multinomial(count, np.full(FIFTHS, 1.0 / FIFTHS), size=scores.REPEATS) / count
    low, high = np.percentile(even, scores.BAND)
    shares = np.histogram(place, bins=FIFTHS, range=(0.0, 1.0))[0] / count
    names = [f"pit_{n / FIFTHS:.1f}_{(n + 1) / FIFTHS:.1f}" for n in range(FIFTHS)]
    where = ("model", TARGET, code, ahead, None, count)
    return [
        Row(*where, name, float(share), float(low), float(high))
        for name, share in zip(names, shares, strict=True)
    ]
