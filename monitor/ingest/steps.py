"""How far a figure moves from year to year, and which of two neighbours moved too far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.indicators import indicators
from monitor.ingest.keyed import Bools, Floats, Ints, Keyed
from monitor.ingest.seen import largest_changes
from monitor.law.load import laws

TINY = 1e-9


COUNT_RATIO = 2.5


COUNT_FROM = 20


MONEY_RATIO = 0.25


BASE_SLACK = 2.0

"""A denominator is a part of the residents and swings more than they do."""


@dataclass(frozen=True)
class Limit:
    """How far an indicator may move in a year: how it is measured, the limit, the years it means.

    ``how`` is points, share, ratio, or none where nothing is looked at.
    """

    how: str
    limit: float
    window: int = 1


def limits_of_change() -> dict[str, Limit]:
    """The limit of each indicator, from the record; relative for people."""
    seen = largest_changes()
    windows = {c.indicator: c.window_years for c in laws()[-1].criteria.values()}
    found: dict[str, Limit] = {}
    for code, known in indicators().items():
        if known.kind in {"share", "ratio"}:
            # a mean of two years moves half as far as a single year does
            found[code] = Limit("points", seen.get(code, 0.0), windows.get(code, 1))
        elif known.kind == "base":
            slack = 1.0 if code == "residents" else BASE_SLACK
            found[code] = Limit("share", seen["residents"] * slack)
        elif known.kind == "money":
            found[code] = Limit("share", MONEY_RATIO)
        elif known.kind == "count":
            found[code] = Limit("ratio", COUNT_RATIO)
        else:
            found[code] = Limit("none", 0.0)
    return found


@dataclass(frozen=True)
class Steps:
    """Each figure's step from the figure before it in its series, and to the one after.

    Attributes:
        before: the number before, not a number where the series begins.
        before_year: its year.
        after: the number after, not a number where the series ends.
        after_year: its year.
        jump_before: whether the step from the number before is too large.
        jump_after: whether the step to the number after is.
        calm_after: whether there is a step to the number after and it is not too large.
    """

    before: Floats
    before_year: Ints
    after: Floats
    after_year: Ints
    jump_before: Bools
    jump_after: Bools
    calm_after: Bools

    def where(self, wanted: Bools) -> Steps:
        """The steps of some of the figures."""
        return self if wanted.all() else Steps(*(value[wanted] for value in vars(self).values()))


_HOW = ("none", "points", "share", "ratio")


def steps_of(yearly: Keyed) -> Steps:
    """Each figure with the years around it and whether the steps to them are too large."""
    limits = limits_of_change()
    told = [limits[code] if code in limits else Limit("none", 0.0) for code in yearly.codes]
    how = np.array([_HOW.index(limit.how) for limit in told])[yearly.code]
    limit = np.array([limit.limit for limit in told])[yearly.code]
    window = np.array([limit.window for limit in told], dtype=np.float64)[yearly.code]
    follows, number = yearly.follows, yearly.number
    before, before_year = _earlier(number, follows), _earlier(yearly.year, follows)
    gap = np.clip(np.abs(yearly.year - before_year), 1, 10).astype(np.float64)
    widened = np.where(yearly.span, 1.0, window)
    low, high = np.fmin(before, number), np.fmax(before, number)
    too_large = np.select(
        [how == _HOW.index("points"), how == _HOW.index("share"), how == _HOW.index("ratio")],
        [
            np.abs(number - before) > limit * widened * gap + TINY,
            (high - low) > limit * gap * high + TINY,
            (high > COUNT_FROM) & (high > limit * gap * np.fmax(low, 1.0)),
        ],
        default=False,
    )
    jump = follows & too_large
    # a step is one and the same from both its ends
    goes_on = _later(follows, follows)
    measured = how != _HOW.index("none")
    return Steps(
        before=np.where(follows, before, np.nan),
        before_year=before_year,
        after=np.where(goes_on, _later(number, follows), np.nan),
        after_year=_later(yearly.year, follows),
        jump_before=jump,
        jump_after=_later(jump, follows),
        calm_after=goes_on & measured & ~_later(jump, follows),
    )


def _earlier(values: NDArray[Any], follows: Bools) -> NDArray[Any]:
    """What the figure before in the series has; zero where there is none."""
    moved = np.zeros_like(values)
    moved[1:] = values[:-1]
    moved[~follows] = 0
    return moved


def _later(values: NDArray[Any], follows: Bools) -> NDArray[Any]:
    """What the figure after in the series has; zero where there is none."""
    moved = np.zeros_like(values)
    moved[:-1] = np.where(follows[1:], values[1:], np.zeros_like(values[1:]))
    return moved


def culprits(yearly: Keyed, steps: Steps) -> Bools:
    """The figures that jump both ways, or at an end where the rest is calm."""
    follows = yearly.follows
    begins, ends = np.isnan(steps.before), np.isnan(steps.after)
    both = steps.jump_before & steps.jump_after
    last = steps.jump_before & ends
    first = steps.jump_after & begins & ~_later(steps.jump_after, follows)
    # the figure before is the first of its series: it is named, not its neighbour
    lone_first = ~follows | _earlier(begins, follows)
    calm_before = ~_earlier(steps.jump_before, follows)
    step = steps.jump_before & steps.calm_after & calm_before & ~begins & ~lone_first
    culprits: Bools = both | last | first | step
    return culprits
