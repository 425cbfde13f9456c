"""The names a law file may use: criteria, categories, measures, readings."""

from __future__ import annotations

from monitor.law.model import Measure, Moment

PERCENT = 100
MEASURES: tuple[Measure, ...] = ("fixed", "times_national", "percent_of_region")
UNITS = ("percent", "percent of region", "persons")
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
