"""Which areas have figures fresh enough to be judged by."""

from __future__ import annotations

from collections.abc import Collection

from forecasts.horizon import Horizon
from forecasts.panel import Known
from forecasts.support import lists_supported


def fresh_areas(known: Known, lists: Horizon, listed: Collection[str]) -> tuple[str, ...]:
    """Areas with enough fresh figures to judge; those without any history of lists need one.

    A figure is fresh where it is no further from the next list's own year than the backtest was
    from the lists it tested.

    Args:
        known: the areas' figures.
        lists: the next list and its law.
        listed: areas of which memberships are known.
    """
    day = lists.open[0]
    law = lists.law_of(day)
    fresh: dict[str, int] = dict.fromkeys(known.areas, 0)
    counted = {c for one in law.categories.values() for c in one.counted}
    for code in sorted(counted):
        seen = known.observations[law.criteria[code].indicator]
        recent = seen.last >= law.criteria[code].years(day)[-1] - lists_supported("values")
        for area in {seen.areas[number] for number in seen.area[recent].tolist()}:
            fresh[area] += 1
    needed = min((one.needed for one in law.categories.values() if one.counted), default=1)
    return tuple(area for area in known.areas if fresh[area] >= (needed if area in listed else 1))
