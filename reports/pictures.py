"""The charts of every area as SVG, drawn once and used by document and pages alike."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from reports.charts.fans import fan_svg
from reports.charts.kinds import kinds_svg
from reports.charts.path import path_svg
from reports.charts.radar import radar_svg
from reports.numbers import Numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.language import Text
    from reports.warning.model import AreaWarning


DRAWERS = 4
"""More gain nothing: the chart library's own work is what takes the time."""


class Pictures:
    """Draws on demand and remembers, by area."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._numbers = Numbers(text)
        self._fans: dict[str, tuple[str, ...]] = {}
        self._radars: dict[str, str | None] = {}
        self._paths: dict[str, str | None] = {}
        self._kinds: dict[str, str | None] = {}

    def draw(self, areas: Sequence[AreaWarning]) -> None:
        """Draw everything of these areas now, on as many cores as there are, at most ``DRAWERS``.

        Each picture depends on its own rows alone: order and number of drawers change nothing.
        """
        first, rest = areas[:1], areas[1:]
        # the specifications are compiled once, before the drawers ask for them
        for area in first:
            self._all(area)
        with ThreadPoolExecutor(min(DRAWERS, os.cpu_count() or 1)) as drawers:
            for _ in drawers.map(self._all, rest):
                pass

    def _all(self, area: AreaWarning) -> None:
        self.fans(area)
        self.radar(area)
        self.path(area)

    def fans(self, area: AreaWarning) -> tuple[str, ...]:
        """One SVG a criterion, in the order of ``area.fans``."""
        if area.area_id not in self._fans:
            self._fans[area.area_id] = tuple(
                fan_svg(fan, self._text, self._numbers) for fan in area.fans
            )
        return self._fans[area.area_id]

    def radar(self, area: AreaWarning) -> str | None:
        """The profile, None without local scores."""
        if area.area_id not in self._radars:
            self._radars[area.area_id] = radar_svg(area.radar) if area.radar else None
        return self._radars[area.area_id]

    def path(self, area: AreaWarning) -> str | None:
        """The paths to the target, None without any."""
        if area.area_id not in self._paths:
            self._paths[area.area_id] = (
                path_svg(area.path, self._text, self._numbers) if area.path else None
            )
        return self._paths[area.area_id]

    def kinds(self, area: AreaWarning) -> str | None:
        """Dwellings by kind, None without any."""
        if area.area_id not in self._kinds:
            self._kinds[area.area_id] = kinds_svg(area.kinds, self._numbers) if area.kinds else None
        return self._kinds[area.area_id]
