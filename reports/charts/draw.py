"""From a specification written once to SVG: compiled once, the data swapped for each area."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import altair as alt
import vl_convert as vlc

FONT = "IBM Plex Sans"
VEGA_LITE = "6.4"
ROWS = "rows"
"""Name of the one data set every chart reads."""

Mark = dict[str, Any]
Record = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """Size of a plot and the fixed room around it, in points."""

    width: int
    height: int
    left: int
    top: int
    right: int
    bottom: int


@cache
def fonts_folder() -> str:
    """The folder of the shipped fonts, registered with the converter on first use."""
    with as_file(files("reports").joinpath("fonts")) as folder:
        vlc.register_font_directory(str(folder))
        return str(folder)


def layer(
    kind: str, mark: str, x: alt.X, y: alt.Y, *, style: Mark, **encodings: object
) -> alt.Chart:
    """One layer: the rows of ``kind`` as ``mark``, silent to screen readers.

    Args:
        kind: whose rows.
        mark: altair's name of the mark.
        x: where across.
        y: where up.
        style: properties of the mark.
        encodings: further channels.
    """
    chart = alt.Chart(alt.NamedData(ROWS)).transform_filter(f"datum.kind === '{kind}'")
    drawn: alt.Chart = getattr(chart, f"mark_{mark}")(aria=False, **style)
    channels: dict[str, Any] = dict(encodings)
    return drawn.encode(x=x, y=y, **channels)


def text_layer(x: alt.X, y: alt.Y) -> alt.Chart:
    """All texts of a chart in one layer; how each is set stands in its row (``written``)."""
    names = {"align": "align", "dx": "dx", "dy": "dy", "fontSize": "size"}
    names |= {"fontWeight": "weight", "fill": "color", "fontStyle": "slant"}
    style: Mark = {name: {"expr": f"datum.{field}"} for name, field in names.items()}
    return layer(
        "text", "text", x, y, text="text:N", style={"font": FONT, "baseline": "middle", **style}
    )


@dataclass(frozen=True)
class Lettering:
    """How a kind of text is set: size in points, colour, weight, alignment and offset."""

    size: float
    color: str
    weight: int = 400
    align: str = "center"
    dx: float = 0
    dy: float = 0
    slant: str = "normal"


def written(style: Lettering, x: float, y: float, text: str) -> Record:
    """The row of one text at its place in the data's units."""
    return {
        "kind": "text", "x": x, "y": y, "text": text, "size": style.size, "color": style.color,
        "weight": style.weight, "align": style.align, "dx": style.dx, "dy": style.dy,
        "slant": style.slant,
    }  # fmt: skip


def positions() -> tuple[alt.X, alt.Y]:
    """Silent scales without axes over the frame: the first row's x to x2 and y to y2."""

    def scale(field: str) -> alt.Scale:
        ends = [alt.ExprRef(f"data('{ROWS}')[0].{field}{end}") for end in ("", "2")]
        return alt.Scale(zero=False, nice=False, domain=ends)

    across = alt.X("x:Q", axis=None, scale=scale("x"))
    return across, alt.Y("y:Q", axis=None, scale=scale("y"))


def specification(layers: list[alt.Chart], frame: Frame) -> Record:
    """The Vega-Lite specification of layers in a frame of fixed size."""
    chart = alt.layer(*layers).properties(width=frame.width, height=frame.height)
    chart = chart.configure(
        font=FONT, background="transparent", view=alt.ViewConfig(stroke=None, fill=None)
    ).configure_axis(domain=False, ticks=False, labels=False, grid=False, title=None)
    spec: Record = chart.to_dict()
    spec["autosize"] = {"type": "none"}
    spec["padding"] = {
        "left": frame.left,
        "top": frame.top,
        "right": frame.right,
        "bottom": frame.bottom,
    }
    return spec


def compile_once(spec: Record) -> Record:
    """The Vega specification of a Vega-Lite one; the data stay to be filled in."""
    compiled = vlc.vegalite_to_vega({**spec, "datasets": {ROWS: []}}, vl_version=VEGA_LITE)
    return dict(compiled)


@cache
def script_bundle() -> str:
    """The chart library for pages, once; wrapped so that its names stay its own."""
    code = vlc.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=VEGA_LITE)
    return f"(function () {{\n{code}\n}}());\n"


def with_rows(compiled: Record, rows: list[Record]) -> Record:
    """A copy of a compiled specification with its data filled in."""
    filled = copy.copy(compiled)
    filled["data"] = [
        {"name": ROWS, "values": rows} if source["name"] == ROWS else source
        for source in compiled["data"]
    ]
    return filled


def svg(compiled: Record, rows: list[Record]) -> str:
    """The chart of ``rows`` as SVG text."""
    fonts_folder()
    return str(vlc.vega_to_svg(with_rows(compiled, rows)))


def as_json(value: object) -> str:
    """Compact JSON in a stable order, safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("</", "<\\/")


def text_width(text: str, size: float) -> float:
    """About how wide a text is set in Plex, in points: wide enough to keep labels apart."""
    narrow, wide = "iljtfrI.,:;'|!()[] ", "mwMW%@"
    units = sum(0.3 if one in narrow else 0.9 if one in wide else 0.58 for one in text)
    return units * size


def spread(values: list[float], gap: float) -> list[float]:
    """Places as near the wanted ones as can be, at least ``gap`` apart, in the same order.

    Args:
        values: wanted places.
        gap: least distance, same unit.
    """
    order = sorted(range(len(values)), key=lambda index: (values[index], index))
    groups: list[list[int]] = []
    centres: list[float] = []
    for index in order:
        groups.append([index])
        centres.append(values[index])
        while (
            len(groups) > 1
            and _low(centres[-1], groups[-1], gap) < _high(centres[-2], groups[-2], gap) + gap
        ):
            merged = groups[-2] + groups[-1]
            centre = sum(values[one] for one in merged) / len(merged)
            groups[-2:], centres[-2:] = [merged], [centre]
    found = list(values)
    for group, centre in zip(groups, centres, strict=True):
        for position_, index in enumerate(group):
            found[index] = _low(centre, group, gap) + position_ * gap
    return found


def _low(centre: float, group: list[int], gap: float) -> float:
    return centre - gap * (len(group) - 1) / 2


def _high(centre: float, group: list[int], gap: float) -> float:
    return centre + gap * (len(group) - 1) / 2
