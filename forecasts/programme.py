"""The integer programme behind a least-change plan: levers as variables, the target a condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from monitor.account import Account
from monitor.levers import Lever, levers
from monitor.target_rule import Reading, TargetRule

Objective = Literal["fewest_demolitions", "fewest_touched", "least_cost"]


@dataclass(frozen=True)
class Bounds:
    """What a planner allows: the most of each lever, in the lever's unit.

    A lever without a bound that takes from the stock is free up to the stock; one that builds needs
    room, and nobody's land is invented: without a bound it is not used. ``reasons`` say why, for
    the page; ``costs`` are kroner a unit, not negative.
    """

    most: dict[str, int]
    reasons: dict[str, str]
    costs: dict[str, Fraction]

    def upper(self, lever: Lever, step: int) -> float:
        """The most steps of a lever."""
        if lever.code in self.most:
            return float(self.most[lever.code] // step)
        return np.inf if lever.touches else 0.0


@dataclass(frozen=True)
class Plan:
    """One plan: how much of each lever, and where the area stands after it."""

    name: str
    amounts: dict[str, int]
    account: Account
    share: Fraction | None
    demolished: int
    touched: int
    built: int
    cost: Fraction | None


@dataclass(frozen=True)
class Infeasible:
    """No plan within the bounds.

    ``best_share`` is what the bounds allow at most; ``because`` are the levers whose bound alone,
    lifted, would make the target reachable (empty: no single one would).
    """

    name: str
    best_share: Fraction | None
    because: tuple[str, ...]


@dataclass(frozen=True)
class Programme:
    """Levers as variables, in steps of one dwelling's worth."""

    used: tuple[Lever, ...]
    step: NDArray[np.int64]
    gain: NDArray[np.int64]
    upper: NDArray[np.float64]
    missing: int
    stock: int
    taking: NDArray[np.int64]


def programme_of(
    account: Account, bounds: Bounds, reading: Reading, rule: TargetRule, percent: Fraction
) -> Programme:
    """The programme of one area: every lever that moves the share toward the target."""
    size = rule.m2_per_dwelling
    here = account.gap(reading, rule, percent)
    found = []
    for lever in levers().values():
        # floor area is built in whole dwellings' worth, so that both readings count it alike
        step = size if lever.unit == "m2" else 1
        gain = account.after(lever, step, size).gap(reading, rule, percent) - here
        if gain > 0:
            found.append((lever, step, gain))
    # whole numbers without a common divisor: small ones, far from the solver's tolerances
    divisor = gcd(*(gain for _, _, gain in found)) or 1
    missing = -here + (1 if rule.operator == "<" else 0)
    return Programme(
        used=tuple(lever for lever, _, _ in found),
        step=np.array([step for _, step, _ in found], dtype=np.int64),
        gain=np.array([gain // divisor for _, _, gain in found], dtype=np.int64),
        upper=np.array([bounds.upper(lever, step) for lever, step, _ in found], dtype=np.float64),
        missing=-(-missing // divisor),
        stock=account.family,
        taking=np.array([int(lever.effect("family") < 0) for lever, _, _ in found], dtype=np.int64),
    )


def solve(
    programme: Programme,
    goals: Sequence[NDArray[np.float64]],
    caps: Sequence[tuple[NDArray[np.float64], float]] = (),
) -> NDArray[np.int64] | None:
    """The whole numbers that are best by the first goal, then by the next, and so on."""
    from scipy.optimize import Bounds as Box
    from scipy.optimize import LinearConstraint, milp

    rows = [
        LinearConstraint(programme.gain.astype(float), lb=float(programme.missing)),
        LinearConstraint(programme.taking.astype(float), ub=float(programme.stock)),
        *(LinearConstraint(row, ub=cap) for row, cap in caps),
    ]
    box = Box(np.zeros(len(programme.used)), programme.upper)
    best: NDArray[np.int64] | None = None
    for goal in goals:
        found = milp(
            goal,
            constraints=rows,
            bounds=box,
            integrality=np.ones(len(goal)),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            return best
        best = np.rint(found.x).astype(np.int64)
        # goals are whole numbers: half of one keeps what is won and rounds nothing away
        rows = [*rows, LinearConstraint(goal, ub=float(goal @ best) + 0.5)]
    if best is not None and int(programme.gain @ best) < programme.missing:
        raise RuntimeError("the solver's plan misses the target in whole numbers")
    return best
