"""The names a law file may use: criteria, categories, measures, readings."""

from __future__ import annotations

from monitor.law.model import Measure, Moment

PERCENT = 100
UNITS = ("percent", "percent of region", "persons")
UNIT_OF_KIND = {"share": "percent", "ratio": "percent of region", "base": "persons"}
"""The unit of a criterion by the kind of its indicator."""
MEASURES_OF_UNIT: dict[str, tuple[Measure, ...]] = {
    "percent": ("fixed", "times_national"),
    "percent of region": ("percent_of_region",),
    "persons": ("fixed",),
}
"""What a limit in that unit can be measured against."""
MOMENTS: tuple[Moment, ...] = ("1 January", "calendar year")
CRITERIA = ("nonwestern", "outside_labour", "convicted", "basic_education", "income", "population")
CATEGORIES = ("exposed", "parallel", "transformation", "prevention")
READINGS = {
    "population": ("practice", "text"),
    "two_year_mean": ("shares", "counts"),
    "earlier_lists": ("membership", "recomputed"),
    "demolished_counted": ("yes", "no"),
    "commercial_rounding": ("summed", "per_building"),
}
"""The switches the engine knows and the readings it can follow."""
