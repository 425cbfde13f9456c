"""What if, asked of one area: its rows, and the lists no change reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from forecasts.changes import Change
from forecasts.horizon import Horizon
from forecasts.outlook import fresh, supported_lists
from forecasts.simulate import Simulation
from forecasts.through_law import settled, through_law
from forecasts.whatif import Answer, changed, compare, reaches
from monitor.errors import NothingToSayError


def with_households(
    changes: Sequence[Change], area: str, households: Mapping[str, float]
) -> list[Change]:
    """Changes in dwellings given the area's persons per dwelling.

    Raises:
        NothingToSayError: a change in dwellings where the area's are not known.
    """
    household = households.get(area)
    found = [replace(change, household=household) for change in changes]
    for change in found:
        if change.lever.of(household) is None:
            raise NothingToSayError("forecast.whatif_no_dwellings", area=area)
    return found


def answers(
    simulation: Simulation, area: str, changes: Sequence[Change], lists: Horizon
) -> tuple[list[Answer], tuple[date, ...]]:
    """Rows of the table ``whatif`` of all changes together, and lists none of them reaches.

    Raises:
        NothingToSayError: the area's figures support no number on any list.
    """
    index, limits = simulation.areas.index(area), simulation.limits()
    block = simulation.block(index)
    before = through_law(simulation, index, block, limits, lists)
    after = changed(simulation, index, block, limits, lists, before, changes)
    numbers = supported_lists(simulation, lists)
    total = sum(change.amount for change in changes)
    codes = "+".join(change.lever.code for change in changes)
    sure = settled(simulation, index)
    rows = [
        row
        for row in compare(simulation, index, before, after, numbers, codes, total)
        if fresh(simulation, index, simulation.lists.index(row.list_date), row.category)
        or (simulation.lists.index(row.list_date), row.category) in sure
    ]
    if not rows:
        raise NothingToSayError("forecast.whatif_no_figures", area=area)
    locked = tuple(
        simulation.lists[number]
        for number in numbers
        if not any(reaches(simulation, number, change, lists.as_of) for change in changes)
    )
    return rows, locked
