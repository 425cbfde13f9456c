"""From criteria that are met to the lists an area belongs to, two- and three-valued.

:func:`categorise` is the only rule. Draws go through it as they are; history, where figures may be
missing or printed within a limit, goes through :func:`categorise_partly_known`, which asks the same
rule for every way the unknown could turn out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from monitor.criteria import steps
from monitor.law.model import Category, Law, Measure

Verdict = Literal["yes", "no", "unknown", "n/a"]
Verdicts = NDArray[np.bool_]
Test = tuple[str, str]
"""(category, criterion): whose limit is tested."""
Axis = tuple[str, Measure]
"""(criterion, measure): limits that one figure passes in a known order.

A number and a multiple of the nation's mean have no order of their own (it turns with the mean), so
they are completed apart: that can leave a verdict unknown which the mean would settle, never wrong.
"""


def categorise(law: Law, met: Mapping[Test, Verdicts]) -> dict[str, Verdicts]:
    """The categories whose conditions of one year are met.

    Args:
        law: the version in force on the list date.
        met: per (category, criterion) of ``law.tests()`` whether the criterion is met; arrays of
            one shape.

    Returns:
        Per category an array of that shape. A category that asks for several lists in a row is
        judged by :func:`in_a_row` and stands here as "this year's conditions are met". A category
        published without another's members stands twice, the second time under
        :func:`published_name`.
    """
    found: dict[str, Verdicts] = {}
    for category in law.categories.values():
        verdict = _own_conditions(category, met)
        if category.within is not None:
            within = found[category.within]
            verdict = within if verdict is None else verdict & within
        if verdict is None:
            msg = f"law {law.id}: category {category.code} has no condition"
            raise ValueError(msg)
        found[category.code] = verdict
        if category.published_without is not None:
            found[published_name(category.code)] = verdict & ~found[category.published_without]
    return found


def published_name(category: str) -> str:
    """The name of a category's published list where practice leaves some members out."""
    return f"{category}_published"


def _own_conditions(category: Category, met: Mapping[Test, Verdicts]) -> Verdicts | None:
    verdict: Verdicts | None = None
    if category.needed:
        first, *others = category.counted
        count = met[category.code, first].astype(np.uint8)
        for criterion in others:
            # a bool is a byte of 0 or 1: read as one, no copy is made of it
            count += met[category.code, criterion].view(np.uint8)
        verdict = np.greater_equal(count, category.needed)
    for criterion in category.required:
        one = met[category.code, criterion]
        verdict = one if verdict is None else verdict & one
    return verdict


def in_a_row(category: Category, lists_needed: int | None, streak: NDArray[np.int16]) -> Verdicts:
    """Whether enough lists in a row end with this one.

    Args:
        category: one that asks for lists in a row.
        lists_needed: ``category.lists_needed(list_date)``.
        streak: lists in a row of ``category.within``, this one included; any shape.
    """
    if lists_needed is None:
        msg = f"category {category.code} asks for no lists in a row"
        raise ValueError(msg)
    return np.asarray(streak >= lists_needed)


@dataclass(frozen=True)
class _Completions:
    """Every joint state of a law's criteria and what :func:`categorise` says of it.

    ``states`` per axis: shape (completions,), how many steps the figure has passed.
    """

    steps: dict[Axis, tuple[tuple[str, ...], ...]]
    states: dict[Axis, NDArray[np.int8]]
    verdicts: dict[str, Verdicts]


@lru_cache(maxsize=64)
def _completions(law_key: _LawKey) -> _Completions:
    law = law_key.law
    asked: dict[Axis, list[str]] = {}
    for category, code in law.tests():
        measure = law.criteria[code].limits[category].measure
        asked.setdefault((code, measure), []).append(category)
    passed = {axis: steps(law.criteria[axis[0]], tuple(names)) for axis, names in asked.items()}
    combos = np.array(
        list(product(*(range(len(groups) + 1) for groups in passed.values()))), dtype=np.int8
    )
    states = {axis: combos[:, column] for column, axis in enumerate(passed)}
    met: dict[Test, Verdicts] = {}
    for axis, groups in passed.items():
        for number, group in enumerate(groups, start=1):
            for category in group:
                met[category, axis[0]] = states[axis] >= number
    return _Completions(passed, states, categorise(law, met))


@dataclass(frozen=True, eq=False)
class _LawKey:
    """A law as a cache key: by identity, since scenarios share an id."""

    law: Law

    def __hash__(self) -> int:
        return id(self.law)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _LawKey) and other.law is self.law


def categorise_partly_known(
    law: Law, surely: Mapping[Test, Verdicts], perhaps: Mapping[Test, Verdicts]
) -> dict[str, tuple[Verdicts, Verdicts]]:
    """Verdicts that hold however the unknown turns out.

    A figure that passes a stricter limit passes the laxer ones, so the unknown criteria of two
    categories are completed together: where the same missing figure stands behind both, only the
    combinations it can produce are asked for.

    Args:
        law: the version in force.
        surely: per (category, criterion) met whatever the figure is; arrays of shape (rows,).
        perhaps: met for some of the figure's possible values; same shape.

    Returns:
        Per category (yes for every completion, yes for some completion), shape (rows,).

    Raises:
        ValueError: bounds that no figure can have (a fault of ours).
    """
    table = _completions(_LawKey(law))
    rows = len(next(iter(surely.values())))
    allowed = np.ones((rows, len(next(iter(table.states.values())))), dtype=np.bool_)
    for axis, groups in table.steps.items():
        code = axis[0]
        possible = np.ones((rows, len(groups) + 1), dtype=np.bool_)
        for number, group in enumerate(groups, start=1):
            for category in group:
                # at least `number` steps passed needs the limit perhaps met; fewer, not surely met
                possible[:, number:] &= perhaps[category, code][:, None]
                possible[:, :number] &= ~surely[category, code][:, None]
        allowed &= possible[:, table.states[axis]]
    if not allowed.any(axis=1).all():
        msg = f"law {law.id}: bounds that no figure can have, a stricter limit met without a laxer"
        raise ValueError(msg)
    return {
        name: (
            np.logical_not(np.any(allowed & ~verdict, axis=1)),
            np.asarray(np.any(allowed & verdict, axis=1)),
        )
        for name, verdict in table.verdicts.items()
    }


def words(surely: Verdicts, perhaps: Verdicts) -> list[Verdict]:
    """The two bounds as yes, no or unknown, in order."""
    return [
        "yes" if certain else "unknown" if possible else "no"
        for certain, possible in zip(surely.tolist(), perhaps.tolist(), strict=True)
    ]


def both(one: Verdict, other: Verdict) -> Verdict:
    """Whether two conditions hold together: no where either fails, yes where both hold."""
    if "no" in (one, other):
        return "no"
    return "yes" if one == other == "yes" else "unknown"
