"""Cut-offs that reproduce a given distribution. An aid for somebody who knows one; no default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from monitor.errors import FigureError
from monitor.local.aggregate import cut
from monitor.local.model import Axis, Model
from monitor.local.score import AxisScore


@dataclass(frozen=True)
class Calibration:
    """Cut-offs found for a wanted distribution, lowest category first.

    ``cutoffs`` is the lower end (included) of every category but the lowest; ``reached`` counts
    the areas each category gets with them. ``exact`` says whether that is what was wanted: areas
    with the same score cannot be parted, so it may not be possible.
    """

    cutoffs: dict[str, Fraction]
    wanted: dict[str, int]
    reached: dict[str, int]

    @property
    def exact(self) -> bool:
        """Whether the wanted distribution is reached."""
        return self.wanted == self.reached


def calibrate(found: AxisScore, scene: int, wanted: Mapping[str, int]) -> Calibration:
    """The cut-offs that come nearest to a wanted number of areas per category.

    Each cut-off is a score an area has, so that the area belongs to the upper category. Between
    scores that are the same the cut-off is put where fewer areas are misplaced, the upper
    category winning a tie.

    Args:
        found: the axis, scored.
        scene: which year (its place in the panel).
        wanted: areas per category code; the sum is the number of areas scored.

    Raises:
        FigureError: a category is missing, or the numbers do not add up to the areas there are.
    """
    codes = [entry.code for entry in found.axis.categories]
    score = found.totals.score[scene]
    known = np.sort(score[~np.isnan(score)])
    if set(wanted) != set(codes) or sum(wanted.values()) != known.size:
        raise FigureError(
            "local.figures.distribution",
            found=", ".join(f"{code}={number}" for code, number in wanted.items()),
            total=sum(wanted.values()),
            areas=known.size,
            codes=", ".join(codes),
        )
    below = 0
    cutoffs: dict[str, Fraction] = {}
    for lower, upper in pairwise(codes):
        below += wanted[lower]
        cutoffs[upper] = _between(known, below)
    found_classes = cut(_with(found.axis, cutoffs).categories, found.totals.score)[scene]
    reached = {code: int((found_classes == place).sum()) for place, code in enumerate(codes)}
    return Calibration(cutoffs, {code: wanted[code] for code in codes}, reached)


def _between(known: np.ndarray[tuple[int], np.dtype[np.float64]], below: int) -> Fraction:
    """The score that leaves ``below`` areas under it, or nearly."""
    if below >= known.size:
        return Fraction(float(np.floor(known[-1]) + 1))
    at = float(known[below])
    fewer = int(np.searchsorted(known, at, side="left"))
    more = int(np.searchsorted(known, at, side="right"))
    if below - fewer <= more - below or more >= known.size:
        return Fraction(at)
    return Fraction(float(known[more]))


def _with(axis: Axis, cutoffs: Mapping[str, Fraction]) -> Axis:
    codes = [entry.code for entry in axis.categories]
    categories = tuple(
        replace(
            entry,
            low=cutoffs.get(entry.code),
            low_included=entry.code in cutoffs,
            high=cutoffs.get(codes[place + 1]) if place + 1 < len(codes) else None,
            high_included=False,
        )
        for place, entry in enumerate(axis.categories)
    )
    return replace(axis, categories=categories)


def with_cutoffs(model: Model, axis: str, cutoffs: Mapping[str, Fraction]) -> Model:
    """The model with other cut-offs on one axis."""
    return replace(model, axes={**model.axes, axis: _with(model.axes[axis], cutoffs)})
