"""Dwellings by kind, year by year, with the target line: the stacked chart of the 40 percent rule.

Bars a year, social family dwellings at the bottom in blue with their share in white, the other
kinds in greys, a line across each bar at the target's percentage of that year's dwellings. No axis:
the total stands over each bar, the last bar's parts beside it.
"""

from __future__ import annotations

from functools import cache
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

if TYPE_CHECKING:
    from reports.numbers import Numbers
    from reports.warning.model import FamilyKinds, KindsBar

FRAME = Frame(width=168, height=78, left=4, top=12, right=98, bottom=24)
BAR = 0.8
"""Width of a bar in years' room."""
LABEL_GAP = 9.0
FEWEST_STEPS = 5
"""Bars the room is divided by at least, so that two bars do not fill it."""
SMALLEST_INSIDE = 10.0
"""Height in points below which a bar's share does not fit inside it."""
FAMILY = "family"
FILLS: dict[str, str] = {
    FAMILY: palette.BLUE,
    "youth": "#7A8794",
    "elderly": "#97A2AD",
    "other_social": "#B1BAC2",
    "other": "#B1BAC2",
    "private": "#CAD1D7",
    "counted_in": "#E1E5E9",
}
INSIDE = Lettering(6.8, "#FFFFFF", weight=600)
OUTSIDE = Lettering(6.8, palette.BLUE, weight=600)
TOTAL = Lettering(6.6, palette.INK, dy=-6)
COUNTED = Lettering(7.4, palette.INK, weight=600, dy=8)
PLANNED = Lettering(7.4, palette.INK_2, dy=8)
STANDING = Lettering(6.6, palette.INK_2, dy=17)
NAME = Lettering(7.2, palette.INK_2, align="left", dx=4)
FAMILY_NAME = Lettering(7.2, palette.BLUE, weight=600, align="left", dx=4)
TARGET_NAME = Lettering(7.2, palette.LIMIT, weight=600, align="left", dx=4)


@cache
def kinds_specification() -> Record:
    """The Vega-Lite specification of any chart of dwellings by kind."""
    x, y = positions()
    fill = alt.Color("fill:N", scale=None, legend=None)
    part: Record = {"stroke": "#FFFFFF", "strokeWidth": 0.5}
    tick: Record = {"color": palette.LIMIT, "strokeWidth": 1.4}
    hidden: Record = {"opacity": 0}
    layers = [
        layer("part", "rect", x, y, style=part, x2="x2:Q", y2="y2:Q", color=fill),
        layer("tick", "rule", x, y, style=tick, x2="x2:Q"),
        layer(
            "hover",
            "rect",
            x,
            y,
            style=hidden,
            x2="x2:Q",
            y2="y2:Q",
            tooltip=["path:N", "year:N", "value:N"],
        ),
        text_layer(x, y),
    ]
    return specification(layers, FRAME)


@cache
def compiled_kinds() -> Record:
    """The specification compiled to Vega, once."""
    return compile_once(kinds_specification())


def kinds_svg(kinds: FamilyKinds, numbers: Numbers) -> str:
    """The bars as SVG."""
    return svg(compiled_kinds(), kinds_rows(kinds, numbers))


def kinds_rows(kinds: FamilyKinds, numbers: Numbers) -> list[Record]:
    """The data of one chart; x in bars from the left, y in dwellings."""
    highest = max(bar.all for bar in kinds.bars)
    steps = max(len(kinds.bars), FEWEST_STEPS)
    rows: list[Record] = [{"kind": "frame", "x": 0, "x2": steps, "y": 0, "y2": highest}]
    for place, bar in enumerate(kinds.bars):
        rows += _bar(bar, float(place), highest, numbers)
    rows += _standings(kinds)
    return [*rows, *_names(kinds, highest, numbers)]


def _bar(bar: KindsBar, left: float, highest: float, numbers: Numbers) -> list[Record]:
    ends = {"x": left, "x2": left + BAR}
    middle, base = left + BAR / 2, 0.0
    rows: list[Record] = []
    for code, label, number in bar.parts:
        top = base + number
        if number:
            rows.append({"kind": "part", "fill": FILLS[code], **ends, "y": base, "y2": top})
            value = numbers.decimal(number, 0)
            rows.append(
                {"kind": "hover", **ends, "y": base, "y2": top, "path": label}
                | {"year": str(bar.year), "value": value}
            )
        base = top
    family = next((number for code, _, number in bar.parts if code == FAMILY), 0.0)
    point = highest / FRAME.height
    share = numbers.decimal(bar.share, 1)
    if family >= SMALLEST_INSIDE * point:
        rows.append(written(INSIDE, middle, family - 7 * point, share))
    else:
        rows.append(written(OUTSIDE, middle, family + 6 * point, share))
    rows.append(written(TOTAL, middle, base, numbers.decimal(bar.all, 0)))
    rows.append({"kind": "tick", "x": left - 0.08, "x2": left + BAR + 0.08, "y": bar.allowed})
    rows.append(written(COUNTED if bar.known else PLANNED, middle, 0, str(bar.year)))
    return rows


def _standings(kinds: FamilyKinds) -> list[Record]:
    """Under the years, once for those counted and once for those planned."""
    rows = []
    for known in (True, False):
        places = [place for place, bar in enumerate(kinds.bars) if bar.known == known]
        if places:
            word = kinds.counted if known else kinds.planned
            rows.append(written(STANDING, (places[0] + places[-1] + BAR) / 2, 0, word))
    return rows


def _names(kinds: FamilyKinds, highest: float, numbers: Numbers) -> list[Record]:
    last = kinds.bars[-1]
    x = len(kinds.bars) - 1 + BAR
    wanted: list[tuple[Lettering, float, str]] = []
    base = 0.0
    for code, label, number in last.parts:
        if number:
            style = FAMILY_NAME if code == FAMILY else NAME
            shown = f"{kinds.short.get(code, label)} {numbers.decimal(number, 0)}"
            wanted.append((style, base + number / 2, shown))
        base += number
    wanted.append((TARGET_NAME, last.allowed, kinds.target_text))
    places = spread([y for _, y, _ in wanted], LABEL_GAP * highest / FRAME.height)
    # many labels on small parts are spread past the ends: the pile is pushed back inside
    moved = min(0.0, highest - max(places))
    moved -= min(0.0, min(places) + moved)
    return [
        written(style, x, place + moved, label)
        for (style, _, label), place in zip(wanted, places, strict=True)
    ]
