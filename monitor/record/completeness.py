"""Which areas have every value their list's law asks for, and whether a value meets it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from monitor.criteria import meets
from monitor.law.load import law_on
from monitor.law.model import Category, Law
from monitor.record.figures import Figures

WIDEST = "parallel"
"""The category that exists on every list."""
HALF = Fraction(1, 2)
"""A list is held to have values when more than this part of its members have."""


def needed_indicators(law: Law) -> set[str]:
    """The indicators without which the widest list cannot be recomputed."""
    category = law.categories[WIDEST]
    chain: list[Category] = [category]
    while chain[-1].within is not None:
        chain.append(law.categories[chain[-1].within])
    return {law.criteria[c].indicator for one in chain for c in (*one.counted, *one.required)}


def complete(figures: Figures, day: date) -> set[str]:
    """Areas with every value their list's law asks for."""
    needed = needed_indicators(law_on(day))
    return {
        area
        for area in figures.areas_with_values(day)
        if all(figures.get(area, day, code) is not None for code in needed)
    }


def has_values(figures: Figures, day: date) -> bool:
    """Whether most members of the list have every value."""
    members = figures.members(day, WIDEST)
    return len(members & complete(figures, day)) > HALF * len(members)


def met_as_printed(
    figures: Figures, area: str, day: date, law: Law, code: str, category: str
) -> bool:
    """Whether the printed value, read as it stands, meets the category's limit; False without."""
    printed = figures.get(area, day, law.criteria[code].indicator)
    limit = law.criteria[code].limits[category]
    return printed is not None and bool(meets(limit.operator, printed.value, limit.value))
