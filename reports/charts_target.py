"""Dwellings by kind, year by year, with the target line: the stacked chart of the 40 percent rule.

Bars a year, social family dwellings at the bottom in blue with their share in white, the other
kinds in greys, an ink tick across each bar at the target's percentage of that year's dwellings. No
axis: every number the chart rests on is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import vl_convert as vlc

from forecasts.kinds import COUNTED_IN, OTHER, YearOfKinds
from monitor.dwellings import group_names
from monitor.words import Language, amount, say

Record = dict[str, Any]

INK, INK_2, BLUE, WHITE = "#1B2430", "#4A5561", "#1C5A9C", "#FFFFFF"
GREYS: dict[str, str] = {
    "youth": "#7A8794",
    "elderly": "#97A2AD",
    "other_social": "#B1BAC2",
    OTHER: "#B1BAC2",
    "private": "#CAD1D7",
    COUNTED_IN: "#E1E5E9",
}
FONT = "IBM Plex Sans"
VEGA_LITE = "6.4"
ROWS = "rows"
BAR, STEP, HEIGHT = 38, 54, 150
LABEL_ROOM = 132
LABEL_GAP = 11.0
"""Points between two names to the right of the last bar."""
SMALLEST_INSIDE = 11.0
"""Height in points below which a bar's share does not fit inside it."""


def chart_rows(bars: Sequence[YearOfKinds], language: Language) -> list[Record]:
    """The data of the chart, one record a mark, with x and y in points from the lower left.

    Args:
        bars: ``kinds.kinds_by_year``; at least one.
        language: of words and numbers.
    """
    scale = HEIGHT / float(max(bar.all for bar in bars))
    rows: list[Record] = []
    for place, bar in enumerate(bars):
        left = place * STEP
        middle = left + BAR / 2
        base = 0.0
        for kind, number in bar.kinds.items():
            top = base + float(number) * scale
            if number:
                rows.append(
                    {
                        "kind": "part",
                        "fill": kind,
                        "x": left,
                        "x2": left + BAR,
                        "y": base,
                        "y2": top,
                    }
                )
            base = top
        share = amount(bar.share, language, 1)
        family = float(bar.kinds["family"]) * scale
        inside = family >= SMALLEST_INSIDE
        rows.append(
            {
                "kind": "share_inside" if inside else "share_above",
                "x": middle,
                "y": family - 7 if inside else family + 6,
                "text": share,
            }
        )
        of = say(
            "target.chart.of",
            language,
            family=amount(bar.kinds["family"], language),
            all=amount(bar.all, language, 0),
        )
        rows.append({"kind": "above", "x": middle, "y": base + 8, "text": of})
        allowed = float(bar.allowed) * scale
        rows.append({"kind": "tick", "x": left - 4, "x2": left + BAR + 4, "y": allowed})
        standing = "counted" if bar.known else "planned"
        rows.append({"kind": f"year_{standing}", "x": middle, "y": -8, "text": str(bar.year)})
        word = say(f"target.chart.{standing}", language)
        rows.append({"kind": "standing", "x": middle, "y": -18, "text": word})
    return [*rows, *_names(bars[-1], (len(bars) - 1) * STEP + BAR + 8, scale, language)]


def _names(bar: YearOfKinds, x: float, scale: float, language: Language) -> list[Record]:
    names = {kind: words[language] for kind, words in group_names().items()}
    for extra in (OTHER, COUNTED_IN):
        names[extra] = say(f"target.chart.{extra}", language)
    wanted, base = [], 0.0
    for kind, number in bar.kinds.items():
        height = float(number) * scale
        if number:
            label = say(
                "target.chart.name", language, name=names[kind], number=amount(number, language, 0)
            )
            wanted.append((base + height / 2, "name_family" if kind == "family" else "name", label))
        base += height
    share = amount(100 * bar.allowed / bar.all, language)
    line = say("target.chart.target", language, percent=share)
    wanted.append((float(bar.allowed) * scale, "name_target", line))
    wanted.sort()
    placed: list[Record] = []
    lowest = 0.0
    for y, kind, label in wanted:
        lowest = max(y, lowest)
        placed.append({"kind": kind, "x": x, "y": lowest, "text": label})
        lowest += LABEL_GAP
    return placed


def specification(bars: int) -> Record:
    """The Vega-Lite specification of a chart of so many bars; its data set is called ``rows``."""
    return _specification(bars)


@cache
def _specification(bars: int) -> Record:
    width = (bars - 1) * STEP + BAR
    x = alt.X("x:Q", axis=None, scale=_scale(-4.0, float(width + 4)))
    y = alt.Y("y:Q", axis=None, scale=_scale(0.0, float(HEIGHT)))
    fills = alt.Color(
        "fill:N",
        legend=None,
        scale=alt.Scale(domain=["family", *GREYS], range=[BLUE, *GREYS.values()]),
    )
    text = [
        _text("share_inside", WHITE, 9, 600, "center"),
        _text("share_above", BLUE, 9, 600, "center"),
        _text("above", INK, 8, 400, "center"),
        _text("year_counted", INK, 8.5, 600, "center"),
        _text("year_planned", INK_2, 8.5, 400, "center"),
        _text("standing", INK_2, 7.5, 400, "center"),
        _text("name_family", BLUE, 8, 600, "left"),
        _text("name", INK_2, 8, 400, "left"),
        _text("name_target", INK, 8, 600, "left"),
    ]
    chart = alt.layer(
        _layer("part")
        .mark_rect(aria=False, stroke=WHITE, strokeWidth=0.5)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=fills),
        _layer("tick")
        .mark_rule(aria=False, stroke=INK, strokeWidth=1.6)
        .encode(x=x, x2="x2:Q", y=y),
        *(layer.encode(x=x, y=y) for layer in text),
    ).properties(width=width + 8, height=HEIGHT)
    chart = chart.configure(
        font=FONT, background="transparent", view=alt.ViewConfig(stroke=None, fill=None)
    ).configure_axis(domain=False, ticks=False, labels=False, grid=False, title=None)
    spec: Record = chart.to_dict()
    spec["autosize"] = {"type": "none"}
    spec["padding"] = {"left": 2, "top": 18, "right": LABEL_ROOM, "bottom": 26}
    return spec


def _layer(kind: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(ROWS)).transform_filter(f"datum.kind === '{kind}'")


def _text(kind: str, color: str, size: float, weight: int, align: str) -> alt.Chart:
    style: Record = {
        "aria": False,
        "font": FONT,
        "fontSize": size,
        "fontWeight": weight,
        "color": color,
        "align": align,
        "baseline": "middle",
    }
    chart: alt.Chart = _layer(kind).mark_text(**style).encode(text="text:N")
    return chart


def _scale(low: float, high: float) -> alt.Scale:
    return alt.Scale(domain=[low, high], nice=False, zero=False)


def describe(bars: Sequence[YearOfKinds], language: Language) -> str:
    """The chart in one sentence, for those who cannot see it."""
    first, last = bars[0], bars[-1]
    return say(
        "target.chart.description",
        language,
        first=first.year,
        first_share=amount(first.share, language, 1),
        last=last.year,
        last_share=amount(last.share, language, 1),
        percent=amount(100 * last.allowed / last.all, language),
    )


def family_chart(bars: Sequence[YearOfKinds], language: Language) -> Record:
    """The whole specification with data and description, for the page."""
    spec = dict(specification(len(bars)))
    spec["datasets"] = {ROWS: chart_rows(bars, language)}
    spec["description"] = describe(bars, language)
    return spec


def family_chart_svg(bars: Sequence[YearOfKinds], language: Language) -> str:
    """The chart as SVG text, for the document and the page without script."""
    return str(vlc.vegalite_to_svg(family_chart(bars, language), vl_version=VEGA_LITE))
