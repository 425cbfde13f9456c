"""The charts of every area as SVG, drawn once and used by document and pages alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.charts.draw import script_bundle
from reports.charts.fans import compiled_fan, fan_svg
from reports.charts.kinds import compiled_kinds, kinds_svg
from reports.charts.path import compiled_path, path_svg
from reports.charts.radar import compiled_radar, radar_svg
from reports.numbers import Numbers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from reports.language import Text
    from reports.warning.model import AreaWarning


@dataclass(frozen=True)
class Drawn:
    """One area's charts as SVG: a fan a criterion in their order; None where there is none."""

    fans: tuple[str, ...]
    radar: str | None
    path: str | None
    kinds: str | None


class Pictures:
    """Draws behind the caller's back, in order; who asks for an area waits until it is drawn.

    One drawer: the chart library works on one core, outside the interpreter's lock, so the caller
    has the other. Each picture depends on its own rows alone.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        self._numbers = Numbers(text)
        self._drawer = ThreadPoolExecutor(1)
        self._drawn: dict[str, Future[Drawn]] = {}

    def close(self) -> None:
        """Leave out what is not begun."""
        self._drawer.shutdown(cancel_futures=True)

    def warm(self) -> None:
        """Begin what every report needs once: specifications compiled, the script bundle made."""
        for once in (compiled_fan, compiled_radar, compiled_path, compiled_kinds, script_bundle):
            self._drawer.submit(once)

    def begin(self, areas: Iterable[AreaWarning]) -> None:
        """Begin to draw these areas."""
        for area in areas:
            if area.area_id not in self._drawn:
                self._drawn[area.area_id] = self._drawer.submit(self._draw, area)

    def of(self, area: AreaWarning) -> Drawn:
        """The charts of an area, when they are drawn."""
        self.begin([area])
        return self._drawn[area.area_id].result()

    def _draw(self, area: AreaWarning) -> Drawn:
        text, numbers = self._text, self._numbers
        return Drawn(
            fans=tuple(fan_svg(fan, text, numbers) for fan in area.fans),
            radar=radar_svg(area.radar) if area.radar else None,
            path=path_svg(area.path, text, numbers) if area.path else None,
            kinds=kinds_svg(area.kinds, numbers) if area.kinds else None,
        )
