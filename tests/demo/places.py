"""Where Demokøbing would lie: an invented outline in the sea at 0 degrees north and 0 east."""

from __future__ import annotations

import json

from tests.demo.municipality import AREAS, MARK
from tests.demo.workbooks import CURRENT

SAID = f"{MARK}: opdigtet omrids i havet ved 0 grader nord og 0 grader øst; intet sted findes."
OUTLINE = (
    (0.010, 0.062), (0.046, 0.112), (0.105, 0.128), (0.180, 0.122), (0.262, 0.131), (0.318, 0.104),
    (0.330, 0.060), (0.301, 0.021), (0.232, 0.004), (0.150, 0.010), (0.082, 0.002), (0.028, 0.020),
)  # fmt: skip
PLACES = (
    (0.060, 0.092), (0.140, 0.108), (0.232, 0.112), (0.196, 0.078), (0.066, 0.058), (0.150, 0.054),
    (0.262, 0.066), (0.058, 0.026), (0.162, 0.024), (0.246, 0.030),
)  # fmt: skip
"""Ten places inside the outline, longitude and latitude, far enough apart for their names."""


def boundaries() -> bytes:
    """The GeoJSON of the folder: the municipality's outline and a point for each area."""
    features = [
        {
            "type": "Feature",
            "properties": {"navn": "Demokøbing Kommune", "bemærkning": SAID},
            "geometry": {"type": "Polygon", "coordinates": [[*OUTLINE, OUTLINE[0]]]},
        }
    ]
    features += [
        {
            "type": "Feature",
            "properties": {"navn": AREAS[area][0]},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for area, place in zip(CURRENT, PLACES, strict=True)
    ]
    tree = {"type": "FeatureCollection", "features": features}
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()
