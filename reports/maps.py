"""Where the areas are: points by their coordinates in one municipality, tiles for the country."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, radians
from typing import TYPE_CHECKING, Any

from monitor.errors import UnreadableFileError
from reports.charts.draw import text_width

if TYPE_CHECKING:
    from pathlib import Path

    from reports.warning.model import AreaWarning

WIDTH, HEIGHT, EDGE = 720.0, 420.0, 30.0
MARK = 18.0
RIM = 2.0
"""Labels keep so far from the frame."""
FEWEST = 2
"""One point is not a map."""
NAME_SIZE, NOTE_SIZE = 14.0, 12.0
"""Sizes of the two label lines, pixels."""


@dataclass(frozen=True)
class Tile:
    """One municipality's square."""

    code: str
    name: str
    row: int
    column: int


@dataclass(frozen=True)
class Point:
    """An area's mark on the map with its label; ``number`` where no label has room."""

    area: AreaWarning
    x: float
    y: float
    anchor: str
    label_x: float
    label_y: float
    number: int | None = None


@dataclass(frozen=True)
class PointMap:
    """Points in a frame, outlines of the user's own GeoJSON under them."""

    width: float
    height: float
    points: tuple[Point, ...]
    outlines: tuple[str, ...]


@cache
def tiles() -> tuple[Tile, ...]:
    """The 98 municipalities as squares, laid out roughly as they lie."""
    text = files("reports").joinpath("tiles.csv").read_text(encoding="utf-8")
    return tuple(
        Tile(row["municipality_code"], row["municipality"], int(row["row"]), int(row["column"]))
        for row in csv.DictReader(text.splitlines())
    )


def point_map(areas: tuple[AreaWarning, ...], boundaries: Path | None = None) -> PointMap | None:
    """The map of areas that have coordinates; None where fewer than two have.

    Args:
        areas: of the report.
        boundaries: a GeoJSON file of the user's own, in degrees of longitude and latitude. A
            feature with an area's name or id among its properties says where that area is.

    Raises:
        UnreadableFileError: the boundaries are not GeoJSON.
    """
    rings, named = _drawn(boundaries) if boundaries else ([], {})
    placed = [
        (area, at)
        for area in areas
        if (at := area.at or named.get(area.name) or named.get(area.area_id)) is not None
    ]
    if len(placed) < FEWEST and boundaries is None:
        return None
    places = [at for _, at in placed] + [(lat, lon) for ring in rings for lon, lat in ring]
    if not places:
        return None
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    squeeze = cos(radians(sum(lats) / len(lats)))
    wide = max((max(lons) - min(lons)) * squeeze, 1e-6)
    high = max(max(lats) - min(lats), 1e-6)
    # labels need room at the sides
    room = 190.0 if not rings else EDGE
    scale = min((WIDTH - 2 * room) / wide, (HEIGHT - 2 * EDGE) / high)
    height = min(HEIGHT, high * scale + 2 * EDGE + 20)

    def project(lat: float, lon: float) -> tuple[float, float]:
        x = room + ((lon - min(lons)) * squeeze) * scale + (WIDTH - 2 * room - wide * scale) / 2
        return round(x, 1), round(EDGE + (max(lats) - lat) * scale, 1)

    outlines = tuple(
        "M" + " L".join("{},{}".format(*project(lat, lon)) for lon, lat in ring) + " Z"
        for ring in rings
    )
    return PointMap(
        WIDTH, height, _labelled([(area, *project(*at)) for area, at in placed], height), outlines
    )


def _labelled(marks: list[tuple[AreaWarning, float, float]], height: float) -> tuple[Point, ...]:
    """Labels right, left, under or over their mark, whichever is free; else a number."""
    taken = [(x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2) for _, x, y in marks]
    found, number = [], 0
    for area, x, y in marks:
        note = f"{area.local.word}, {area.today.short}" if area.local else area.today.short
        wide = max(text_width(area.name, NAME_SIZE), text_width(note, NOTE_SIZE)) + 4
        options = (
            (
                "start",
                x + MARK * 0.7,
                y - 2.0,
                (x + MARK * 0.7, y - 15, x + MARK * 0.7 + wide, y + 15),
            ),
            (
                "end",
                x - MARK * 0.7,
                y - 2.0,
                (x - MARK * 0.7 - wide, y - 15, x - MARK * 0.7, y + 15),
            ),
            ("middle", x, y + 24.0, (x - wide / 2, y + 10, x + wide / 2, y + 42)),
            ("middle", x, y - 26.0, (x - wide / 2, y - 42, x + wide / 2, y - 10)),
        )
        for anchor, label_x, label_y, box in options:
            inside = box[0] >= RIM and box[2] <= WIDTH - RIM and box[1] >= 0 and box[3] <= height
            if inside and not any(
                _overlap(box, other) for other in taken if other[:2] != (x - MARK / 2, y - MARK / 2)
            ):
                taken.append(box)
                found.append(Point(area, x, y, anchor, round(label_x, 1), round(label_y, 1)))
                break
        else:
            number += 1
            found.append(Point(area, x, y, "middle", x, y, number))
    return tuple(found)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


Place = tuple[float, float]


def _drawn(path: Path) -> tuple[list[list[Place]], dict[str, Place]]:
    """Outlines (longitude, latitude) and places (latitude, longitude) by whatever names them."""
    try:
        tree: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        features = tree.get("features", [{"geometry": tree}])
        rings: list[list[Place]] = []
        named: dict[str, Place] = {}
        for feature in features:
            own, place = _shape(feature.get("geometry") or {})
            rings += own
            for word in (feature.get("properties") or {}).values():
                if place is not None and isinstance(word, str):
                    named.setdefault(word, place)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as fault:
        raise UnreadableFileError("report.unreadable_boundaries", path=path) from fault
    return rings, named


def _shape(geometry: dict[str, Any]) -> tuple[list[list[Place]], Place | None]:
    """A geometry's outlines, and where it is: its point, or the middle of its first outline."""
    kind, parts = geometry.get("type"), geometry.get("coordinates", [])
    if kind == "Point":
        return [], (float(parts[1]), float(parts[0]))
    if kind not in ("Polygon", "MultiPolygon"):
        return [], None
    rings = [
        [(float(place[0]), float(place[1])) for place in ring]
        for polygon in ([parts] if kind == "Polygon" else parts)
        for ring in polygon
    ]
    if not rings or not rings[0]:
        return rings, None
    lons, lats = [lon for lon, _ in rings[0]], [lat for _, lat in rings[0]]
    return rings, ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
