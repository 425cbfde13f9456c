"""The local profile: times the municipality's figure on every axis, outward is worse."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin
from typing import TYPE_CHECKING

from reports import palette
from reports.charts.draw import (
    Frame,
    Lettering,
    Record,
    compile_once,
    layer,
    positions,
    specification,
    svg,
    text_layer,
    written,
)

if TYPE_CHECKING:
    from reports.warning.model import Radar, RadarAxis

FRAME = Frame(width=120, height=120, left=56, top=34, right=56, bottom=26)
OUTER = 3.0
"""The outermost ring; values above are cut there and say so."""
RINGS = (1, 2, 3)
LINE = 9.2
"""Height of a line of an axis label, points."""
RING_LABEL = Lettering(7, palette.INK_2, align="left", dx=2, dy=-4)
UPRIGHT = 0.2
"""An axis nearer the vertical than this has its label centred."""
LONGEST = 16
"""Letters on a line of an axis label."""


@cache
def radar_specification() -> Record:
    """The Vega-Lite specification of any radar."""
    x, y = positions()
    layers = [
        layer(
            "ring",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="ring:N",
            style={"color": palette.GRID, "strokeWidth": 0.7},
        ),
        layer(
            "spoke",
            "rule",
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            style={"color": palette.GRID, "strokeWidth": 0.7},
        ),
        layer(
            "municipality",
            "line",
            x=x,
            y=y,
            order="order:Q",
            style={"color": palette.INK_3, "strokeWidth": 1.3},
        ),
        layer(
            "others",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="segment:N",
            style={"color": palette.BLUE, "strokeWidth": 1.3, "strokeDash": [4, 2]},
        ),
        layer(
            "area",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="segment:N",
            style={"color": palette.INK, "strokeWidth": 2},
        ),
        layer(
            "area",
            "point",
            x=x,
            y=y,
            tooltip=["name:N", "value:N"],
            style={"color": palette.INK, "filled": True, "size": 16, "opacity": 1},
        ),
        text_layer(x, y),
    ]
    return specification(layers, FRAME)


@cache
def compiled_radar() -> Record:
    """The specification compiled to Vega, once."""
    return compile_once(radar_specification())


def radar_svg(radar: Radar) -> str:
    """The radar as SVG."""
    return svg(compiled_radar(), radar_rows(radar))


def radar_rows(radar: Radar) -> list[Record]:
    """The data of one radar: rings, spokes, polygons and the labels around."""
    number = len(radar.axes)
    rows: list[Record] = [{"kind": "frame", "x": -OUTER, "x2": OUTER, "y": -OUTER, "y2": OUTER}]
    for ring in RINGS:
        for order in range(number + 1):
            x, y = _place(order % number, number, ring)
            rows.append({"kind": "ring", "ring": ring, "x": x, "y": y, "order": order})
    for index in range(number):
        x, y = _place(index, number, OUTER)
        rows.append({"kind": "spoke", "x": 0, "y": 0, "x2": x, "y2": y})
    for order in range(number + 1):
        x, y = _place(order % number, number, 1)
        rows.append({"kind": "municipality", "x": x, "y": y, "order": order})
    rows += _polygon("others", [axis.others for axis in radar.axes], radar.axes)
    rows += _polygon("area", [axis.times for axis in radar.axes], radar.axes)
    for ring in RINGS[1:]:
        rows.append(written(RING_LABEL, 0, ring * cos(pi / number), str(ring)))
    for index, axis in enumerate(radar.axes):
        rows += _label(index, number, axis)
    return rows


def _place(index: int, number: int, radius: float) -> tuple[float, float]:
    angle = 2 * pi * index / number
    return round(radius * sin(angle), 6), round(radius * cos(angle), 6)


def _polygon(kind: str, values: list[float | None], axes: tuple[RadarAxis, ...]) -> list[Record]:
    """A closed line where all axes are there; a missing axis opens it."""
    number = len(values)
    rows: list[Record] = []
    segment = 0
    for order in range(number + 1):
        value = values[order % number]
        if value is None:
            segment += 1
            continue
        x, y = _place(order % number, number, min(value, OUTER))
        axis = axes[order % number]
        rows.append(
            {
                "kind": kind,
                "x": x,
                "y": y,
                "order": order,
                "segment": segment,
                "name": axis.name,
                "value": axis.text,
            }
        )
    return rows


def _label(index: int, number: int, axis: RadarAxis) -> list[Record]:
    x, y = _place(index, number, OUTER * 1.09)
    across, up = _place(index, number, 1)
    align = "center" if abs(across) < UPRIGHT else "left" if across > 0 else "right"
    lines = [*wrapped(axis.name), axis.text]
    rows: list[Record] = []
    for position_, line in enumerate(lines):
        # half lines from its place: growing upward over the top, downward under it, else centred
        offset = 2 * position_ - (len(lines) - 1)
        if align == "center":
            offset = 2 * (position_ - len(lines)) + 1 if up > 0 else 2 * position_ + 1
        figure = position_ == len(lines) - 1 and axis.times is not None
        style = Lettering(
            7.5,
            palette.INK if figure else palette.INK_2,
            weight=600 if figure else 400,
            align=align,
        )
        down = offset * LINE / 2 * 2 * OUTER / FRAME.height
        rows.append(written(style, x, round(y - down, 4), line))
    return rows


def wrapped(name: str) -> list[str]:
    """A label on at most two lines, broken between words as evenly as can be."""
    if len(name) <= LONGEST or " " not in name:
        return [name]
    words = name.split(" ")
    cuts = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return min(cuts, key=lambda lines: max(map(len, lines)))
