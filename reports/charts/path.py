"""The share of family dwellings through the years by path, against the target."""

from __future__ import annotations

from functools import cache
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
    spread,
    svg,
    text_layer,
    written,
)

if TYPE_CHECKING:
    from reports.language import Text
    from reports.numbers import Numbers
    from reports.warning.model import FamilyPath

FRAME = Frame(width=150, height=86, left=22, top=8, right=98, bottom=16)
GAP = 9.5
"""Points between end labels."""
Y_LABEL = Lettering(8, palette.INK_2, align="right", dx=-5)
X_LABEL = Lettering(8, palette.INK_2, dy=9)
TARGET = Lettering(7.6, palette.LIMIT, weight=500, align="left", dx=5)
ENDS = {
    "plan": Lettering(7.6, palette.BLUE, weight=600, align="left", dx=5),
    "late": Lettering(7.6, palette.BLUE, align="left", dx=5),
    "other": Lettering(7.6, palette.INK_2, align="left", dx=5),
}


@cache
def path_specification() -> Record:
    """The Vega-Lite specification of any path chart."""
    x, y = positions()
    layers = [
        layer(
            "grid", "rule", x=x, y=y, x2="x2:Q", style={"color": palette.GRID, "strokeWidth": 0.6}
        ),
        layer(
            "target",
            "rule",
            x=x,
            y=y,
            x2="x2:Q",
            style={"color": palette.LIMIT, "strokeWidth": 1.3},
        ),
        layer(
            "other",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="path:N",
            style={"color": palette.BAR_GREY, "strokeWidth": 1.3},
        ),
        layer(
            "late",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="path:N",
            style={"color": palette.BLUE, "strokeWidth": 1.3, "strokeDash": [4, 2]},
        ),
        layer(
            "plan",
            "line",
            x=x,
            y=y,
            order="order:Q",
            detail="path:N",
            style={"color": palette.BLUE, "strokeWidth": 2},
        ),
        layer(
            "start",
            "point",
            x=x,
            y=y,
            style={"color": palette.INK, "filled": True, "size": 26, "opacity": 1},
        ),
        layer(
            "hover",
            "point",
            x=x,
            y=y,
            tooltip=["path:N", "year:N", "value:N"],
            style={"opacity": 0, "size": 120, "filled": True},
        ),
        text_layer(x, y),
    ]
    return specification(layers, FRAME)


@cache
def compiled_path() -> Record:
    """The specification compiled to Vega, once."""
    return compile_once(path_specification())


def path_svg(path: FamilyPath, text: Text, numbers: Numbers) -> str:
    """The paths as SVG."""
    return svg(compiled_path(), path_rows(path, text, numbers))


def path_rows(path: FamilyPath, text: Text, numbers: Numbers) -> list[Record]:
    """The data of one path chart."""
    years = sorted({year for line in path.lines for year, _ in line.points})
    values = [share for line in path.lines for _, share in line.points] + [path.target]
    low, high = max(0.0, min(values) - 4), min(100.0, max(values) + 4)
    first, last = years[0], years[-1]
    ticks = [tick for tick in range(0, 101, 10) if low <= tick <= high]
    rows: list[Record] = [{"kind": "frame", "x": first, "x2": last, "y": low, "y2": high}]
    for tick in ticks:
        rows.append({"kind": "grid", "x": first, "x2": last, "y": tick})
        rows.append(written(Y_LABEL, first, tick, numbers.decimal(tick)))
    rows += [written(X_LABEL, year, low, str(year)) for year in years]
    rows.append({"kind": "target", "x": first, "x2": last, "y": path.target})
    ends: list[tuple[Lettering, float, str]] = []
    for line in path.lines:
        kind = _kind(line.code)
        for order, (year, share) in enumerate(line.points):
            rows.append({"kind": kind, "x": year, "y": share, "order": order, "path": line.label})
            rows.append(
                {
                    "kind": "hover",
                    "x": year,
                    "y": share,
                    "path": line.label,
                    "year": str(year),
                    "value": numbers.percent(share),
                }
            )
        year, share = line.points[-1]
        ends.append((ENDS[kind], share, f"{line.label} {numbers.decimal(share, 1)}"))
    first_line = path.lines[0].points[0]
    rows.append({"kind": "start", "x": first_line[0], "y": first_line[1]})
    ends.append((TARGET, path.target, text("path.target", target=numbers.decimal(path.target))))
    places = spread([share for _, share, _ in ends], GAP * (high - low) / FRAME.height)
    rows += [
        written(style, last, place, label)
        for (style, _, label), place in zip(ends, places, strict=True)
    ]
    return rows


def _kind(code: str) -> str:
    if code == "plan":
        return "plan"
    return "late" if code.startswith("plan") else "other"
