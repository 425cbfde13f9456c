"""Where a note fits inside a plot: away from the lines, and what crosses it is parted there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reports.charts.draw import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STEP = 1.0
"""Points between the heights tried."""
CLEAR = 4.0
"""Points between a note and a line that are enough; more does not make a place better."""
SAMPLE = 2.0
"""Points between the points a line is looked at."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """The scales of a plot: its ends in the data's units, its size in points."""

    left: float
    right: float
    low: float
    high: float
    width: float
    height: float

    def across(self, x: float) -> float:
        """Points from the left."""
        return (x - self.left) / (self.right - self.left) * self.width

    def down(self, y: float) -> float:
        """Points from the top."""
        return (self.high - y) / (self.high - self.low) * self.height

    def at(self, across: float, down: float) -> Point:
        """The place so many points from left and top, in the data's units."""
        x = self.left + across / self.width * (self.right - self.left)
        return x, self.high - down / self.height * (self.high - self.low)


@dataclass(frozen=True)
class Note:
    """A note's lines and box in points from the left and top of the plot."""

    lines: tuple[str, ...]
    across: float
    down: float
    width: float
    height: float

    def over(self, across: float) -> bool:
        """Whether an upright at ``across`` runs through the note."""
        return abs(across - self.across) <= self.width / 2 + 1


def traced(points: Sequence[Point]) -> list[Point]:
    """A line's corners, and points between them close enough to see what it runs through."""
    found = list(points[:1])
    for (x, y), (next_x, next_y) in pairwise(points):
        steps = max(1, round(max(abs(next_x - x), abs(next_y - y)) / SAMPLE))
        found += [
            (x + (next_x - x) * step / steps, y + (next_y - y) * step / steps)
            for step in range(1, steps + 1)
        ]
    return found


def note_in(
    plot: Plot,
    wanted: Point,
    text: str,
    size: float,
    line: float,
    taken: Iterable[Point],
    *,
    above: float = 0.0,
) -> Note:
    """The note nearest its wanted middle that no line runs through.

    Args:
        plot: where.
        wanted: its middle, in points from the left and top.
        text: what it says; parted in two where it is wider than the plot.
        size: of the letters.
        line: height of a line.
        taken: points of the lines drawn, in points from the left and top.
        above: room that is kept over the first line, for a mark.
    """
    lines = _lines(text, size, plot.width - 4)
    width = max(text_width(one, size) for one in lines)
    height = line * len(lines) + above
    across = min(max(wanted[0], width / 2 + 1), plot.width - width / 2 - 1)
    near = [y for x, y in taken if abs(x - across) <= width / 2 + 2]
    # the law's sign stands at the top, the years under the plot
    first, last = 11 + height / 2, plot.height - height / 2 - 2
    tried = [first + STEP * step for step in range(max(1, int((last - first) / STEP) + 1))]

    def cost(down: float) -> tuple[float, float, float]:
        free = min((abs(y - down) - height / 2 for y in near), default=CLEAR)
        return -min(free, CLEAR), abs(down - wanted[1]), down

    return Note(lines, across, min(tried, key=cost), width, height)


def _lines(text: str, size: float, width: float) -> tuple[str, ...]:
    """The text, parted at the space nearest its middle where it is wider than ``width``."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    if text_width(text, size) <= width or not spaces:
        return (text,)
    middle = min(spaces, key=lambda place: (abs(place - len(text) / 2), place))
    return text[:middle], text[middle + 1 :]
