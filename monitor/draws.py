"""Draws through the law: many possible futures of many areas, by the same kernels as history.

Draws go through in blocks of areas small enough to stay in the processor's cache between one
comparison and the next; what comes out does not depend on the size of the blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.categories import Test, Verdicts, categorise, in_a_row
from monitor.criteria import effective_limit, meets
from monitor.law.model import Law, Measure, Operator
from monitor.streaks import Counts, step

Draws = NDArray[Any]
"""Floats of shape (lists, areas, draws), in the criterion's unit."""

CELLS = 1 << 16
"""Area draws in a block: six criteria of them fit beside their verdicts in a second-level cache."""


def lists_of_draws(
    laws: Sequence[Law],
    list_dates: Sequence[date],
    figures: Mapping[str, Draws],
    national: NDArray[Any],
    before: Mapping[str, Counts],
    cells: int = CELLS,
) -> dict[str, Verdicts]:
    """Which lists each draw of each area is on.

    Args:
        laws: the version in force on each list date.
        list_dates: consecutive 1 December lists, oldest first.
        figures: per criterion code its draws, shape (lists, areas, draws).
        national: the nation's share of convicted in percent, shape (lists, draws).
        before: per category whose lists are counted in a row the streak of each area before the
            first list, shape (areas,).
        cells: area draws in a block.

    Returns:
        Per category (and published list, see ``categorise``) booleans of shape
        (lists, areas, draws); a category that does not exist on a date has no member then.
    """
    shape = next(iter(figures.values())).shape
    codes = dict.fromkeys(name for law in laws for name in law.categories)
    found: dict[str, Verdicts] = {name: np.zeros(shape, dtype=np.bool_) for name in codes}
    _, areas, draws = shape
    size = max(cells // draws, 1)
    kind = next(iter(figures.values())).dtype
    limits = [_comparisons(law, national[number], kind) for number, law in enumerate(laws)]
    for first in range(0, areas, size):
        block = slice(first, min(first + size, areas))
        for number, verdicts in _block(laws, list_dates, figures, limits, before, block):
            for name, verdict in verdicts.items():
                if name not in found:
                    found[name] = np.zeros(shape, dtype=np.bool_)
                found[name][number, block] = verdict
    return found


Comparison = tuple[str, Operator, NDArray[Any], tuple[str, ...]]
"""Criterion, operator, limit (a number or one a draw), and the categories that ask for it."""


def _comparisons(law: Law, national: NDArray[Any], kind: np.dtype[Any]) -> tuple[Comparison, ...]:
    """The comparisons of one list, those of one figure after each other.

    Limits are as exact as the draws are: fractions would make objects of them.
    """
    asked: dict[tuple[str, Operator, Measure, Fraction], list[str]] = {}
    for category, code in sorted(law.tests(), key=lambda test: test[1]):
        limit = law.criteria[code].limits[category]
        asked.setdefault((code, limit.operator, limit.measure, limit.value), []).append(category)
    rates = national.astype(np.float64)
    found = []
    for (code, operator, _, _), categories in asked.items():
        limit = law.criteria[code].limits[categories[0]]
        relative = limit.measure == "times_national"
        at = float(effective_limit(limit, 1.0)) * rates if relative else float(limit.value)
        found.append((code, operator, np.asarray(at, dtype=kind), tuple(categories)))
    return tuple(found)


def _block(
    laws: Sequence[Law],
    list_dates: Sequence[date],
    figures: Mapping[str, Draws],
    limits: Sequence[tuple[Comparison, ...]],
    before: Mapping[str, Counts],
    block: slice,
) -> Iterator[tuple[int, dict[str, Verdicts]]]:
    """The lists of one block of areas, one after the other: number and verdicts by category."""
    draws = next(iter(figures.values())).shape[-1]
    streaks: dict[str, Counts] = {
        name: np.repeat(counts[block, None], draws, axis=1) for name, counts in before.items()
    }
    for number, (law, list_date) in enumerate(zip(laws, list_dates, strict=True)):
        met: dict[Test, Verdicts] = {}
        for code, operator, at, categories in limits[number]:
            # categories with the same limit are answered together
            answer = meets(operator, figures[code][number, block], at)
            met.update({(category, code): answer for category in categories})
        verdicts = categorise(law, met)
        for name in streaks:
            streaks[name] = step(streaks[name], verdicts[name])
        for category in law.categories.values():
            if category.lists_in_a_row is not None and category.within is not None:
                enough = in_a_row(
                    category, category.lists_needed(list_date), streaks[category.within]
                )
                verdicts[category.code] = verdicts[category.code] & enough
        yield number, verdicts
