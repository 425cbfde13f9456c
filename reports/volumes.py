"""Which areas' sheets stand in which volume of the report.

A report of many areas is set in volumes: the setter keeps about four megabytes a page, and a
reader hardly opens a file of two thousand pages. The most urgent areas are in the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

DOCUMENT = "1-forvarsel.pdf"
MOST_IN_ONE = 100
"""Areas up to which a report is one file, as a municipality's is."""
IN_A_VOLUME = 50
"""Areas in a volume where there are several: two hundred pages at most, and half a gigabyte."""


@dataclass(frozen=True)
class Volume:
    """A part of the document: its number of how many, and its areas as a slice of all."""

    number: int
    of: int
    start: int
    stop: int

    @property
    def name(self) -> str:
        """The file's name."""
        first, dot, ending = DOCUMENT.rpartition(".")
        return DOCUMENT if self.number == 1 else f"{first}-bind-{self.number}{dot}{ending}"

    def holds(self, place: int) -> bool:
        """Whether the sheet of the area at ``place`` (from 0, by urgency) stands here."""
        return self.start <= place < self.stop


def volumes(areas: Sequence[object]) -> tuple[Volume, ...]:
    """The volumes of a report over these areas; one up to ``MOST_IN_ONE``."""
    if len(areas) <= MOST_IN_ONE:
        return (Volume(1, 1, 0, len(areas)),)
    starts = range(0, len(areas), IN_A_VOLUME)
    return tuple(
        Volume(number, len(starts), start, min(start + IN_A_VOLUME, len(areas)))
        for number, start in enumerate(starts, start=1)
    )


def volume_of(path: PurePath) -> int | None:
    """The number of the volume a file is, from the second on; None for any other file."""
    _, bind, number = path.stem.rpartition("-bind-")
    return int(number) if bind and path.suffix == ".pdf" else None
