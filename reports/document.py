"""The content of the report's PDF, in one volume or several."""

from __future__ import annotations

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from reports.labels import labels
from reports.language import Text, breakable
from reports.numbers import Numbers
from reports.typeset import set_apart
from reports.volumes import Volume, volumes

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import date
    from pathlib import Path

    from monitor.words import Language
    from reports.pictures import Pictures
    from reports.warning.model import AreaWarning, MunicipalWarning

REGIONS = {"da": "DK", "en": "GB"}


def document(
    warning: MunicipalWarning,
    language: Language,
    as_of: date,
    pictures: Pictures,
    volume: Volume | None = None,
) -> bytes:
    """The PDF of a warning, or of one volume of it.

    Args:
        warning: what is said.
        language: of the fixed words and the document.
        as_of: the document's date; no clock is read.
        pictures: the charts as SVG.
        volume: which part; the first where none is named.
    """
    volume = volume or volumes(warning.areas)[0]
    text = Text(language)
    numbers = Numbers(text)
    data = {
        "language": language,
        "region": REGIONS[language],
        "date": [as_of.year, as_of.month, as_of.day],
        "warning": _content(warning, text, numbers, pictures, volume),
        "text": labels(warning, text),
    }
    return set_apart(json.dumps(data, ensure_ascii=False, default=str))


class Setter:
    """Sets the volumes of a report one after the other while the caller does other work.

    Each is set in a process of its own, so no more than one takes memory at a time.
    """

    def __init__(
        self, folder: Path, warning: MunicipalWarning, language: Language, pictures: Pictures
    ) -> None:
        self._folder = folder
        self._warning = warning
        self._language = language
        self._pictures = pictures
        self._setter = ThreadPoolExecutor(1)
        self._setting: list[Future[int]] = []

    def close(self) -> None:
        """Leave out what is not begun; the volume being set is waited for."""
        self._setter.shutdown(cancel_futures=True)

    def begin(self) -> list[Path]:
        """Begin to set the volumes; the files they will be."""
        parts = volumes(self._warning.areas)
        self._setting += [self._setter.submit(self._set, part) for part in parts]
        return [self._folder / part.name for part in parts]

    def finish(self) -> None:
        """Wait until all are set.

        Raises:
            OSError: a file cannot be written.
            OutputError: the setter was stopped.
            RuntimeError: a volume cannot be set (a fault of ours).
        """
        for one in self._setting:
            one.result()

    def _set(self, part: Volume) -> int:
        said = self._warning
        pdf = document(said, self._language, said.as_of, self._pictures, part)
        return (self._folder / part.name).write_bytes(pdf)


DRAWN = ("fans", "whatif")
"""Fields of an area the document shows as pictures, or not at all."""
ON_PAGE_1 = (
    "area_id", "slug", "name", "shown_name", "residents_text", "today", "squares", "streak_text",
    "this", "in_words", "missing_row", "local", "came", "came_note", "nearest", "family",
    "elsewhere",
)  # fmt: skip
"""What page 1 and the index show of an area whose sheet stands in another volume."""


def _content(
    warning: MunicipalWarning, text: Text, numbers: Numbers, pictures: Pictures, volume: Volume
) -> dict[str, Any]:
    content = dataclasses.asdict(dataclasses.replace(warning, areas=()))
    content["areas"] = []
    for place, area in enumerate(warning.areas):
        if volume.holds(place):
            content["areas"].append(_sheet(area, text, numbers, pictures))
        elif volume.number == 1:
            number = next(one.number for one in volumes(warning.areas) if one.holds(place))
            content["areas"].append(_row(area, text("volume.elsewhere", number=number)))
    content["volume"] = _told(warning, text, volume)
    if volume.number == 1 and volume.of > 1:
        content["lead"] = f"{warning.lead} {content['volume']['note']}".strip()
    for key, judged in (("last_year", warning.last_year), ("came", warning.came)):
        if judged is not None:
            content[key]["hits"] = [
                {**dataclasses.asdict(hit), "label": _short(hit.name)} for hit in judged.hits
            ]
    return content


def _told(warning: MunicipalWarning, text: Text, volume: Volume) -> dict[str, Any]:
    """What a volume says of itself and the others."""
    first = volumes(warning.areas)[0]
    found: dict[str, Any] = dataclasses.asdict(volume) | {"sheets": volume.stop - volume.start}
    found["title"] = text("volume.title", number=volume.number, of=volume.of)
    key = "volume.first" if volume.number == 1 else "volume.further"
    found["note"] = text(
        key, of=volume.of, sheets=first.stop, begin=volume.start + 1, end=volume.stop
    )
    return found


def _row(area: AreaWarning, elsewhere: str) -> dict[str, Any]:
    """An area as page 1 and the index show it; its sheet stands in another volume."""
    own = {field.name: getattr(area, field.name) for field in dataclasses.fields(area)}
    own |= {"shown_name": breakable(area.name), "elsewhere": elsewhere}
    return {name: _plain(own[name]) for name in ON_PAGE_1}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value


def _sheet(area: AreaWarning, text: Text, numbers: Numbers, pictures: Pictures) -> dict[str, Any]:
    """Everything about an area, charts as SVG."""
    shown = dataclasses.asdict(dataclasses.replace(area, fans=(), whatif=None))
    for drawn in DRAWN:
        del shown[drawn]
    shown |= {"shown_name": breakable(area.name), "elsewhere": ""}
    for row, source in zip(shown["criteria"], area.criteria, strict=True):
        for key in ("this", "next"):
            one = getattr(source, key)
            if one is not None:
                row[key]["line"] = one.line
    return shown | _pictures(area, text, numbers, pictures)


def _short(name: str) -> str:
    longest = 24
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _pictures(
    area: AreaWarning, text: Text, numbers: Numbers, pictures: Pictures
) -> dict[str, Any]:
    drawn = pictures.of(area)
    found: dict[str, Any] = {
        "fan_pictures": [
            {"svg": svg, "alt": fan.description}
            for svg, fan in zip(drawn.fans, area.fans, strict=True)
        ]
    }
    if area.radar is not None:
        found["radar_picture"] = {"svg": drawn.radar, "alt": area.radar.description}
    if area.kinds is not None:
        found["kinds_picture"] = {"svg": drawn.kinds, "alt": area.kinds.description}
    if area.path is not None:
        found["path_picture"] = {"svg": drawn.path, "alt": area.path.description}
        found["path_title"] = text("path.title", target=numbers.decimal(area.path.target))
    return found
