"""Figures of a coming list that are already known in full: exact, and judged exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from forecasts.panel import CONVICTED
from forecasts.scales import Scale, inside, scale_of
from monitor.criteria import effective_limit, meets_surely_and_perhaps
from monitor.law.model import Law
from monitor.panel import NATION, Panel
from monitor.readings import Reading

Key = tuple[int, int, str]
"""(area, list, criterion or indicator)."""


@dataclass(frozen=True)
class Locked:
    """What is known in full.

    Attributes:
        verdicts: (area, list, category, criterion) -> met or not, where the figure decides it.
        holds: (area, indicator) -> (list, low, high) on the working scale; low == high for a point.
        values: (area, list, indicator) -> the figure in its printed unit.
    """

    verdicts: Mapping[tuple[int, int, str, str], bool]
    holds: Mapping[tuple[int, str], tuple[tuple[int, float, float], ...]]
    values: Mapping[Key, float]

    def hold(self, area: int, code: str, drawn: NDArray[np.float32]) -> None:
        """Put the known figures of an area into its block of draws (draws, lists), in place."""
        for number, low, high in self.holds.get((area, code), ()):
            np.clip(drawn[:, number], low, high, out=drawn[:, number])

    def verdict(self, area: int, number: int, category: str, criterion: str) -> bool | None:
        """Whether a known figure decides a criterion, and how."""
        return self.verdicts.get((area, number, category, criterion))


NOTHING_LOCKED = Locked({}, {}, {})


def lock(
    panel: Panel,
    areas: tuple[str, ...],
    lists: tuple[tuple[Law, date], ...],
    references: Mapping[str, float],
    *,
    relative: bool,
) -> Locked:
    """Everything the panel already knows in full about the lists asked for.

    Args:
        panel: as known on the as-of date.
        areas: ids, in the order of the draws.
        lists: (law, list date) of each list.
        references: indicator -> reference rate of its working scale.
        relative: whether convictions stand in multiples of the national rate.
    """
    verdicts: dict[tuple[int, int, str, str], bool] = {}
    holds: dict[tuple[int, str], list[tuple[int, float, float]]] = {}
    values: dict[Key, float] = {}
    for number, (law, day) in enumerate(lists):
        mean = law.switch("two_year_mean") if "two_year_mean" in law.switches else "shares"
        for criterion in law.criteria.values():
            nation = _full(panel.readings(NATION, day, criterion, mean))
            for index, area in enumerate(areas):
                one = _full(panel.readings(area, day, criterion, mean))
                if one is None or one.value is None:
                    continue
                values[index, number, criterion.indicator] = float(one.value)
                scale = scale_of(criterion.indicator, references[criterion.indicator])
                divide = 1.0
                if criterion.indicator == CONVICTED and relative:
                    if nation is None or nation.value is None:
                        continue
                    divide = float(nation.value) / references[criterion.indicator]
                holds.setdefault((index, criterion.indicator), []).append(
                    (number, *_working(scale, criterion.indicator, one, divide))
                )
                for category, limit in criterion.limits.items():
                    low, high = Fraction(1), Fraction(1)
                    if limit.measure == "times_national":
                        if nation is None:
                            continue
                        low, high = Fraction(nation.low), Fraction(nation.high)
                    surely, perhaps = meets_surely_and_perhaps(
                        limit.operator, one.low, one.high,
                        effective_limit(limit, low), effective_limit(limit, high),
                    )  # fmt: skip
                    if bool(surely) == bool(perhaps):
                        verdicts[index, number, category, criterion.code] = bool(surely)
    return Locked(verdicts, {key: tuple(rows) for key, rows in holds.items()}, values)


def _full(readings: list[Reading]) -> Reading | None:
    """The reading that decides: the published one first, and only what is known in full."""
    known = [one for one in readings if one.value is not None and one.standing == "known"]
    return known[0] if known else None


def _working(scale: Scale, code: str, one: Reading, divide: float) -> tuple[float, float]:
    ends = inside(code, np.array([float(one.low), float(one.high)]))
    low, high = scale.forward(ends / divide)
    return float(low), float(high)
