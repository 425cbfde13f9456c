"""One criterion through the years: limit with its tinted side, printed figures, fan, law marks."""

from __future__ import annotations

from functools import cache
from math import ceil, floor, log10
from typing import TYPE_CHECKING

import altair as alt

from reports import palette
from reports.charts.draw import (
    Frame,
    Lettering,
    Record,
    compile_once,
    layer,
    positions,
    specification,
    spread,
    svg,
    text_layer,
    written,
)
from reports.charts.gaps import law_mark, note_of
from reports.charts.room import Plot
from reports.numbers import is_whole

if TYPE_CHECKING:
    from reports.language import Text
    from reports.numbers import Numbers
    from reports.warning.model import Fan

FRAME = Frame(width=89, height=104, left=32, top=36, right=53, bottom=16)
LABEL_GAP = 0.105
"""End labels stand at least this share of the domain apart."""
HALF_YEAR = 0.5
LABEL_YEARS = 3
"""Labelled years stand at least so far apart."""
Y_LABEL = Lettering(8, palette.INK_2, align="right", dx=-5)
X_LABEL = Lettering(8, palette.INK_2, dy=9)
LAW_LABEL = Lettering(7.5, palette.INK_2, align="left", dx=2, dy=5)
LIMIT_LABEL = Lettering(7.6, palette.LIMIT, weight=500, align="left", dx=4)
MIDDLE_LABEL = Lettering(7.6, palette.BLUE, weight=500, align="left", dx=4)
TITLE = Lettering(9.5, palette.INK, weight=600, align="left", dx=1 - FRAME.left, dy=-28)
SUBTITLE = Lettering(7.4, palette.INK_2, align="left", dx=1 - FRAME.left, dy=-16)


@cache
def fan_specification() -> Record:
    """The Vega-Lite specification of any fan."""
    x, y = positions()
    y2 = alt.Y2("y2:Q")
    layers = [
        layer("tint", "rect", x=x, y=y, x2="x2:Q", y2=y2, style={"color": palette.LIMIT_SIDE}),
        layer(
            "grid", "rule", x=x, y=y, x2="x2:Q", style={"color": palette.GRID, "strokeWidth": 0.6}
        ),
        layer(
            "law",
            "rule",
            x=x,
            y=y,
            y2=y2,
            style={"color": palette.INK_2, "strokeWidth": 0.9, "strokeDash": [1, 2]},
        ),
        layer("band", "area", x=x, y=y, y2=y2, style={"color": palette.BAND_OUTER}),
        layer("inner", "area", x=x, y=y, y2=y2, style={"color": palette.BAND_INNER}),
        layer(
            "limit",
            "line",
            x=x,
            y=y,
            order="order:Q",
            style={"color": palette.LIMIT, "strokeWidth": 1.2, "strokeJoin": "miter"},
        ),
        layer(
            "middle",
            "line",
            x=x,
            y=y,
            order="order:Q",
            style={"color": palette.BLUE, "strokeWidth": 1.5, "strokeDash": [4, 2]},
        ),
        layer(
            "value",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="segment:N",
            style={"color": palette.INK, "strokeWidth": 1.7},
        ),
        layer(
            "value",
            "point",
            x=x,
            y=y,
            style={"color": palette.INK, "filled": True, "size": 9, "opacity": 1},
        ),
        layer(
            "coming_known",
            "point",
            x=x,
            y=y,
            style={"color": palette.INK, "filled": True, "size": 26, "opacity": 1},
        ),
        layer(
            "coming_open",
            "point",
            x=x,
            y=y,
            style={
                "fill": "#FFFFFF",
                "stroke": palette.BLUE,
                "strokeWidth": 1.6,
                "size": 26,
                "opacity": 1,
            },
        ),
        layer(
            "hover",
            "point",
            x=x,
            y=y,
            tooltip=["year:N", "value:N", "limit:N", "interval:N"],
            style={"opacity": 0, "size": 160, "filled": True},
        ),
        text_layer(x, y),
    ]
    return specification(layers, FRAME)


@cache
def compiled_fan() -> Record:
    """The specification compiled to Vega, once."""
    return compile_once(fan_specification())


def fan_svg(fan: Fan, text: Text, numbers: Numbers) -> str:
    """The fan as SVG."""
    return svg(compiled_fan(), fan_rows(fan, text, numbers))


def fan_rows(fan: Fan, text: Text, numbers: Numbers) -> list[Record]:
    """The data of one fan: what to draw, where; every text already formatted."""
    first, last = fan.points[0].year - HALF_YEAR, fan.points[-1].year + HALF_YEAR
    low, high, ticks = domain(fan)
    places = 0 if all(is_whole(tick) for tick in ticks) else fan.places if fan.places else 1
    if places and all(is_whole(tick * 10) for tick in ticks):
        places = 1
    # the frame comes first: the scales are taken from it
    rows: list[Record] = [
        {"kind": "frame", "x": first, "y": low, "x2": last, "y2": high},
        written(TITLE, first, high, fan.title),
        written(SUBTITLE, first, high, fan.subtitle),
    ]
    rows += _tint(fan, low, high)
    rows += [{"kind": "grid", "x": first, "x2": last, "y": tick} for tick in ticks]
    rows += [written(Y_LABEL, first, tick, numbers.decimal(tick, places)) for tick in ticks]
    rows += [written(X_LABEL, year, low, _year(year, first)) for year in _shown_years(fan)]
    drawn = [*_limit(fan), *_forecast(fan), *_values(fan)]
    plot = Plot(first, last, low, high, FRAME.width, FRAME.height)
    note, words = note_of(fan, text, plot, drawn)
    for year in fan.law_years:
        rows += law_mark(year - HALF_YEAR, plot, note)
        rows.append(written(LAW_LABEL, year - HALF_YEAR, high, "§"))
    rows += drawn
    rows += _hover(fan, text, numbers, low)
    rows += _labels(fan, low, high, last)
    return [*rows, *words]


def domain(fan: Fan) -> tuple[float, float, list[float]]:
    """(low, high, labelled ticks) of the y scale: holds all figures, the fan and the limit."""
    found = [
        value
        for point in fan.points
        for value in (point.value, point.limit, point.q025, point.q975)
        if value is not None
    ]
    if fan.coming_value is not None:
        found.append(fan.coming_value)
    if not found:
        return 0.0, 1.0, []
    low, high = min(found), max(found)
    if is_whole(high - low) and round(high - low) == 0:
        low, high = low - 1, high + 1
    step = _step((high - low) / 3)
    low, high = low - 0.06 * (high - low), high + 0.10 * (high - low)
    low = max(0.0, low)
    first = ceil(low / step - 1e-9)
    ticks = [round(index * step, 6) for index in range(first, floor(high / step + 1e-9) + 1)]
    return low, high, ticks


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(
        (factor * power for factor in (1, 2, 2.5, 5) if factor * power >= rough), 10 * power
    )


def _year(year: int, first: float) -> str:
    return str(year) if year == round(first + HALF_YEAR) else f"’{year % 100:02d}"


def _shown_years(fan: Fan) -> list[int]:
    first, last = fan.points[0].year, fan.points[-1].year
    middle = [year for year in fan.law_years if first + 2 < year < fan.coming_year - 2]
    kept: list[int] = [first]
    for year in [*middle, fan.coming_year, last]:
        if year - kept[-1] >= LABEL_YEARS:
            kept.append(year)
    return kept


def _tint(fan: Fan, low: float, high: float) -> list[Record]:
    """The side of the limit where the criterion is met; one block while the limit stands still."""
    end = high if fan.high_is_bad else low
    rows: list[Record] = []
    for point in fan.points:
        if point.limit is None:
            continue
        left, right = point.year - HALF_YEAR, point.year + HALF_YEAR
        if rows and rows[-1]["y"] == point.limit and rows[-1]["x2"] == left:
            rows[-1]["x2"] = right
        else:
            rows.append({"kind": "tint", "x": left, "x2": right, "y": point.limit, "y2": end})
    return rows


def _limit(fan: Fan) -> list[Record]:
    rows: list[Record] = []
    for point in fan.points:
        if point.limit is not None:
            for edge in (-HALF_YEAR, HALF_YEAR):
                rows.append(
                    {"kind": "limit", "x": point.year + edge, "y": point.limit, "order": len(rows)}
                )
    return rows


def _forecast(fan: Fan) -> list[Record]:
    rows: list[Record] = []
    for order, point in enumerate(fan.points):
        if point.q025 is not None and point.q975 is not None:
            rows.append({"kind": "band", "x": point.year, "y": point.q025, "y2": point.q975})
        if point.q10 is not None and point.q90 is not None:
            rows.append({"kind": "inner", "x": point.year, "y": point.q10, "y2": point.q90})
        if point.q50 is not None:
            rows.append({"kind": "middle", "x": point.year, "y": point.q50, "order": order})
    return rows


def _values(fan: Fan) -> list[Record]:
    rows: list[Record] = []
    segment, before = 0, None
    for order, point in enumerate(fan.points):
        if point.value is None:
            continue
        if before is not None and point.year - before.year > 1:
            segment += 1
        rows.append(
            {"kind": "value", "x": point.year, "y": point.value, "order": order, "segment": segment}
        )
        before = point
    if fan.coming_value is not None:
        kind = "coming_known" if fan.coming_known else "coming_open"
        rows.append({"kind": kind, "x": fan.coming_year, "y": fan.coming_value})
    return rows


def _hover(fan: Fan, text: Text, numbers: Numbers, low: float) -> list[Record]:
    """What a pointer finds: one invisible point a year with its texts."""
    rows: list[Record] = []
    for point in fan.points:
        coming = fan.coming_value if point.year == fan.coming_year else None
        value = point.value if point.value is not None else coming
        if value is None:
            value = point.q50
        if value is None and point.limit is None:
            continue
        interval = ""
        if point.q10 is not None and point.q90 is not None and point.value is None:
            interval = (
                f"{numbers.decimal(point.q10, fan.places)}–{numbers.decimal(point.q90, fan.places)}"
            )
        rows.append(
            {
                "kind": "hover",
                "x": point.year,
                "y": value if value is not None else point.limit,
                "year": str(point.year),
                "value": text("fan.missing")
                if value is None
                else numbers.decimal(value, fan.places),
                "limit": "" if point.limit is None else numbers.decimal(point.limit, fan.places),
                "interval": interval,
            }
        )
    return rows


def _labels(fan: Fan, low: float, high: float, last: float) -> list[Record]:
    end = fan.points[-1]
    limit = next((point.limit for point in reversed(fan.points) if point.limit is not None), None)
    wanted = []
    if fan.limit_label and limit is not None:
        wanted.append((LIMIT_LABEL, limit, fan.limit_label))
    if fan.middle_label and end.q50 is not None:
        wanted.append((MIDDLE_LABEL, end.q50, fan.middle_label))
    gap = LABEL_GAP * (high - low)
    places = spread([value for _, value, _ in wanted], gap)
    return [
        written(style, last, place, label)
        for (style, _, label), place in zip(wanted, places, strict=True)
    ]
