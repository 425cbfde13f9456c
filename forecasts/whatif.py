"""What if: persons more or fewer, the same draws, the same law, before and after.

A change acts on the reference years that are not over on the as-of date: what a list looks at that
is past cannot be changed, and a list all of whose years are past answers with no change at all,
unless it is asked what would be had it been so (``Change.past``).
Who moves is taken to be as the area is on average: shares stay, residents change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from forecasts.changes import Change, levers
from forecasts.horizon import Horizon
from forecasts.panel import CONVICTED
from forecasts.scales import PERCENT, Array, scale_of
from forecasts.simulate import Draws, Limits, Simulation
from forecasts.through_law import Bools, Judged, through_law
from monitor.criteria import meets
from monitor.law.model import Criterion

RESIDENTS = "residents"
SURE = 0.005
"""Within so much of 0 or 1 a list is settled for the grid."""
NOBODY = 1e-6
"""A share or head count is not pushed below this."""


class Answer(NamedTuple):
    """A row of the table ``whatif``; errors are standard errors from the number of draws."""

    area_id: str
    lever: str
    amount: int
    list_date: date
    category: str
    before: float
    after: float
    error: float
    change_error: float


def worth_asking(rows: Sequence[Answer]) -> list[Answer]:
    """The lists that are open, before or after some change; all where none is.

    A list an area is surely on or surely not on, whatever is done, would only hide the one that
    can still be moved.
    """
    open_lists = {
        (row.list_date, row.category)
        for row in rows
        if SURE < row.before < 1.0 - SURE or SURE < row.after < 1.0 - SURE
    }
    days = {day for day, _ in open_lists}
    return [
        row
        for row in rows
        if row.list_date not in days or (row.list_date, row.category) in open_lists
    ]


def open_share(criterion: Criterion, day: date, as_of: date) -> float:
    """Share of a list's reference years that are not over on the as-of date."""
    years = criterion.years(day)
    if criterion.moment == "1 January":
        return sum(date(year, 1, 1) > as_of for year in years) / len(years)
    return sum(year >= as_of.year for year in years) / len(years)


def changed(
    simulation: Simulation,
    area: int,
    block: Mapping[str, Draws],
    limits: list[Limits],
    lists: Horizon,
    before: Judged,
    changes: Sequence[Change],
) -> Judged:
    """An area judged after the changes, draw by draw beside ``before``."""
    met = [dict(one) for one in before.met]
    touched: set[tuple[int, str]] = set()
    figures: dict[str, Array] = {}
    for change in changes:
        for number, day in enumerate(simulation.lists):
            for criterion, persons, of_base in _effects(simulation, number, change):
                part = 1.0 if change.past else open_share(criterion, day, lists.as_of)
                if part == 0.0 or change.amount == 0:
                    continue
                code = criterion.indicator
                if code not in figures:
                    figures[code] = simulation.printed(code, block[code]).copy()
                base = float(simulation.parts[code].model.observations.base[area])
                column = figures[code][:, number]
                column += part * (_moved(code, column, base, persons, of_base) - column)
                touched.add((number, criterion.code))
    for number, code in sorted(touched):
        criterion = simulation.laws[number].criteria[code]
        working = _working(simulation, criterion.indicator, figures[criterion.indicator], number)
        for category, tested in simulation.laws[number].tests():
            if tested == code:
                met[number][category, code] = meets(
                    criterion.limits[category].operator, working, limits[number][category, code]
                )
    return through_law(simulation, area, block, limits, lists, met)


def _effects(
    simulation: Simulation, number: int, change: Change
) -> list[tuple[Criterion, float, int]]:
    """(criterion, persons in its numerator, persons in its denominator) a change touches."""
    law, lever = simulation.laws[number], change.lever
    persons = change.persons
    found: list[tuple[Criterion, float, int]] = []
    if lever.criterion in law.criteria:
        criterion = law.criteria[lever.criterion]
        leave = 0 if change.replaced or criterion.indicator == RESIDENTS else -change.amount
        found.append((criterion, persons, leave))
    if not change.replaced and "population" in law.criteria and lever.criterion != "population":
        found.append((law.criteria["population"], -change.amount, 0))
    return found


def _moved(code: str, value: Array, base: float, persons: float, of_base: int) -> Array:
    if code == RESIDENTS:
        return np.maximum(value + persons, NOBODY)
    people = max(base + of_base, 1.0)
    count = np.clip(value * base / PERCENT + persons, 0.0, people)
    return np.clip(PERCENT * count / people, NOBODY, PERCENT - NOBODY)


def _working(simulation: Simulation, code: str, printed: Array, number: int) -> Draws:
    reference = simulation.parts[code].model.prior.reference
    value = printed[:, number]
    if code == CONVICTED and simulation.relative:
        value = value * reference / simulation.national[:, number]
    forward: Draws = scale_of(code, reference).forward(value).astype(np.float32)
    return forward


def reaches(simulation: Simulation, number: int, change: Change, as_of: date) -> bool:
    """Whether a change acts on any year a list looks at."""
    return change.past or any(
        open_share(criterion, simulation.lists[number], as_of) > 0.0
        for criterion, _, _ in _effects(simulation, number, change)
    )


def errors(before: Bools, after: Bools) -> tuple[float, float]:
    """Standard errors from the number of draws: of the chance after, and of the change."""
    share, count = float(after.mean()), len(after)
    moved = after.astype(np.int8) - before.astype(np.int8)
    return float(np.sqrt(share * (1.0 - share) / count)), float(moved.std() / np.sqrt(count))


def grid(
    simulation: Simulation,
    area: int,
    block: Mapping[str, Draws],
    limits: list[Limits],
    lists: Horizon,
    before: Judged,
    numbers: Sequence[int],
    household: float | None = None,
) -> list[Answer]:
    """Rows of the table ``whatif``: every lever at every amount of the file, one at a time.

    Levers in dwellings only where the area's ``household``, persons per dwelling, is known.
    """
    rows: list[Answer] = []
    for lever in levers().values():
        one = Change(lever, 1, household=household)
        if lever.of(household) is None or not any(
            reaches(simulation, number, one, lists.as_of) for number in numbers
        ):
            continue
        for amount in lever.amounts:
            asked = [Change(lever, amount, household=household)]
            after = changed(simulation, area, block, limits, lists, before, asked)
            rows += compare(simulation, area, before, after, numbers, lever.code, amount)
    return rows


def compare(
    simulation: Simulation,
    area: int,
    before: Judged,
    after: Judged,
    numbers: Sequence[int],
    lever: str,
    amount: int,
) -> list[Answer]:
    """Rows of the table ``whatif`` of one change."""
    rows: list[Answer] = []
    for number in numbers:
        for category in simulation.laws[number].categories:
            old, new = before.on[number, category], after.on[number, category]
            rows.append(
                Answer(
                    simulation.areas[area],
                    lever,
                    amount,
                    simulation.lists[number],
                    category,
                    float(old.mean()),
                    float(new.mean()),
                    *errors(old, new),
                )
            )
    return rows
