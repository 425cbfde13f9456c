"""What a fan says where it has nothing to draw: a cross at a gap, words where no line runs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reports import palette
from reports.charts.draw import Lettering, Record, written
from reports.charts.room import Note, Plot, note_in, traced

if TYPE_CHECKING:
    from reports.language import Text
    from reports.warning.model import Fan

GAP = Lettering(9, palette.INK_2)
GAP_LABEL = Lettering(7, palette.INK_2, slant="italic")
GAP_ROOM = 8.0
"""Points over a gap's words for its cross."""
EMPTY = Lettering(7.5, palette.INK_2)
NOTE_LINE = 9.0
"""Height of a line of words inside the plot, points."""


def note_of(
    fan: Fan, text: Text, plot: Plot, drawn: list[Record]
) -> tuple[Note | None, list[Record]]:
    """What is said inside the plot and where: that nothing can be shown, or was not published.

    The words stand at the widest gap, once; the other gaps have their cross alone.
    """
    gaps = _gaps(fan, plot)
    if not fan.empty and not gaps:
        return None, []
    taken = _taken(drawn, plot)
    if fan.empty:
        middle = plot.width / 2, plot.height / 2
        note = note_in(plot, middle, text("sheet.not_shown"), EMPTY.size, NOTE_LINE, taken)
        return note, _set(EMPTY, note, plot)
    widest = max(gaps)
    _, _, across, down = widest
    note = note_in(
        plot,
        (across, down + GAP_ROOM / 2),
        text("fan.missing"),
        GAP_LABEL.size,
        NOTE_LINE,
        taken,
        above=GAP_ROOM,
    )
    crosses = [
        (across, note.down - note.height / 2 + GAP_ROOM / 2) if gap == widest else gap[2:]
        for gap in gaps
    ]
    marks = [written(GAP, *plot.at(*place), "×") for place in crosses]
    return note, [*marks, *_set(GAP_LABEL, note, plot, above=GAP_ROOM)]


def _set(style: Lettering, note: Note, plot: Plot, above: float = 0.0) -> list[Record]:
    top = note.down - note.height / 2 + above + NOTE_LINE / 2
    return [
        written(style, *plot.at(note.across, top + NOTE_LINE * row), line)
        for row, line in enumerate(note.lines)
    ]


def _gaps(fan: Fan, plot: Plot) -> list[tuple[int, int, float, float]]:
    """Each break in the line: its years, its last year, its middle in points.

    The height is between the neighbours and says nothing.
    """
    known = [(point.year, point.value) for point in fan.points if point.value is not None]
    return [
        (after - before, after, plot.across((before + after) / 2), plot.down((low + high) / 2))
        for (before, low), (after, high) in pairwise(known)
        if after - before > 1
    ]


def _taken(drawn: list[Record], plot: Plot) -> list[tuple[float, float]]:
    """Points of every line and dot, in points from the left and top of the plot."""
    lines: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for row in drawn:
        here = plot.across(row["x"]), plot.down(row["y"])
        lines.setdefault((row["kind"], row.get("segment", 0)), []).append(here)
        if "y2" in row:
            other = plot.across(row["x"]), plot.down(row["y2"])
            lines.setdefault((f"{row['kind']} to", 0), []).append(other)
    return [point for line in lines.values() for point in traced(line)]


def law_mark(x: float, plot: Plot, note: Note | None) -> list[Record]:
    """An upright where the law changed, parted where words stand on it."""
    low, high = plot.low, plot.high
    if note is None or not note.over(plot.across(x)):
        return [{"kind": "law", "x": x, "y": low, "y2": high}]
    _, over = plot.at(0, note.down - note.height / 2)
    _, under = plot.at(0, note.down + note.height / 2 + 1)
    return [
        {"kind": "law", "x": x, "y": low, "y2": under},
        {"kind": "law", "x": x, "y": over, "y2": high},
    ]
