"""The draws of one area through the law: which lists, which criteria, what decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts.horizon import COUNTED, Horizon
from forecasts.simulate import Draws, Limits, Simulation
from monitor.categories import (
    categorise,
    categorise_partly_known,
    in_a_row,
    published_name,
)
from monitor.law.model import Category, Law
from monitor.streaks import step

Bools = NDArray[np.bool_]
Tests = Mapping[tuple[str, str], Bools]
LEAST_GAIN = 1e-4
"""A reduction of the Brier score below this is noise of the draws."""


@dataclass(frozen=True)
class Judged:
    """One area's draws, judged.

    Attributes:
        on: (list number, category) -> (draws) on the list that is published.
        met: per list, (category, criterion) -> (draws).
    """

    on: dict[tuple[int, str], Bools]
    met: list[dict[tuple[str, str], Bools]]


def published_lists(law: Law) -> dict[str, str]:
    """Category -> the verdict its published list holds."""
    return {
        code: code if category.published_without is None else published_name(code)
        for code, category in law.categories.items()
    }


def through_law(
    simulation: Simulation,
    area: int,
    block: Mapping[str, Draws],
    limits: list[Limits],
    lists: Horizon,
    met: list[dict[tuple[str, str], Bools]] | None = None,
) -> Judged:
    """Which lists each draw of an area is on, published lists as they were published.

    Args:
        simulation: whose draws.
        area: its number.
        block: its draws.
        limits: of ``simulation.limits()``.
        lists: what was published, and which law holds.
        met: verdicts to use instead of those of the block.
    """
    name = simulation.areas[area]
    met = simulation.verdicts(area, block, limits) if met is None else met
    counted = np.full(
        simulation.draws, lists.streak_before(name, simulation.lists[0]), dtype=np.int16
    )
    on: dict[tuple[int, str], Bools] = {}
    for number, (law, day) in enumerate(zip(simulation.laws, simulation.lists, strict=True)):
        verdicts = categorise(law, met[number])
        for category, listed in published_lists(law).items():
            if law.categories[category].lists_in_a_row is None:
                on[number, category] = _said(lists, day, name, category, verdicts[listed])
        counted = step(counted, on.get((number, COUNTED), np.zeros(simulation.draws, dtype=bool)))
        for code, category_ in law.categories.items():
            if category_.lists_in_a_row is not None:
                enough = in_a_row(category_, category_.lists_needed(day), counted)
                within = category_.within
                verdict = enough & verdicts[code]
                if within is not None:
                    verdict = enough & on[number, within]
                on[number, code] = _said(lists, day, name, code, verdict)
    return Judged(on, met)


def _said(lists: Horizon, day: date, area: str, category: str, drawn: Bools) -> Bools:
    """The published answer where there is one, else the drawn one."""
    if day > lists.as_of or lists.last is None or day > lists.last:
        return drawn
    said = lists.published.status(day, area, category)
    return drawn if said == "unknown" else np.full(drawn.shape, said == "yes")


def settled(simulation: Simulation, area: int) -> set[tuple[int, str]]:
    """(list number, category) that figures known in full decide, whatever the others turn out.

    A category that counts lists in a row is settled where every list drawn up to it is, or where
    the wider list is surely not reached.
    """
    found: set[tuple[int, str]] = set()
    for number, law in enumerate(simulation.laws):
        surely, perhaps = {}, {}
        for category, code in law.tests():
            one = simulation.locked.verdict(area, number, category, code)
            surely[category, code] = np.array([one is True])
            perhaps[category, code] = np.array([one is not False])
        bounds = categorise_partly_known(law, surely, perhaps)
        for category, listed in published_lists(law).items():
            certain, possible = (bool(bound[0]) for bound in bounds[listed])
            within = law.categories[category].within
            in_row = law.categories[category].lists_in_a_row is not None
            earlier = all((n, within) in found for n in range(number))
            if certain == possible and (not in_row or not possible or earlier):
                found.add((number, category))
    return found


def criteria_of(law: Law, category: str) -> tuple[str, ...]:
    """Every criterion a category rests on, those of the wider lists among them."""
    found: list[str] = []
    code: str | None = category
    while code is not None:
        one: Category = law.categories[code]
        found += [*one.counted, *one.required]
        code = one.within
    return tuple(dict.fromkeys(found))


def gain(on: Bools, met: Tests, criterion: str) -> float:
    """How much the Brier score of ``on`` would fall were a criterion's figure known.

    The variance of the chance of being on the list, given how many of the criterion's limits the
    figure passes: nothing else about a figure matters to the list (Blackwell 1953).
    """
    pattern = np.zeros(on.shape, dtype=np.int64)
    for position, test in enumerate(t for t in met if t[1] == criterion):
        pattern += met[test].astype(np.int64) << position
    groups = np.bincount(pattern)
    members = np.bincount(pattern, weights=on)
    held = groups > 0
    chance = members[held] / groups[held]
    mean = float(on.mean())
    return float(np.sum(groups[held] * (chance - mean) ** 2) / len(on))


def decisive(law: Law, category: str, on: Bools, met: Tests) -> str:
    """The criterion whose figure would settle most, or nothing where all is settled."""
    gains = [(gain(on, met, code), code) for code in criteria_of(law, category)]
    best, code = max(gains, key=lambda pair: pair[0])
    return code if best > LEAST_GAIN else ""
