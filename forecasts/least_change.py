"""Least-change plans: the fewest demolitions, dwellings touched or kroner that reach the target.

An integer programme for ``scipy.optimize.milp``: whole numbers of each lever, the target as one
linear condition in whole numbers, the planner's bounds. Where several plans do equally well the one
that touches fewer dwellings, then changes less in all, then uses the earlier lever of the file's
order is taken, each by a programme of its own: the same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from monitor.account import Account
from monitor.levers import Lever, levers
from monitor.target_rule import Reading, TargetRule

Objective = Literal["fewest_demolitions", "fewest_touched", "least_cost"]
OBJECTIVES: tuple[Objective, ...] = ("fewest_demolitions", "fewest_touched", "least_cost")
FRONTIER_STEPS = 4
"""Steps between building as much as possible and building nothing."""


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
class _Programme:
    """Levers as variables, in steps of one dwelling's worth."""

    used: tuple[Lever, ...]
    step: NDArray[np.int64]
    gain: NDArray[np.int64]
    upper: NDArray[np.float64]
    missing: int
    stock: int
    taking: NDArray[np.int64]


def _programme(
    account: Account, bounds: Bounds, reading: Reading, rule: TargetRule, percent: Fraction
) -> _Programme:
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
    return _Programme(
        used=tuple(lever for lever, _, _ in found),
        step=np.array([step for _, step, _ in found], dtype=np.int64),
        gain=np.array([gain // divisor for _, _, gain in found], dtype=np.int64),
        upper=np.array([bounds.upper(lever, step) for lever, step, _ in found], dtype=np.float64),
        missing=-(-missing // divisor),
        stock=account.family,
        taking=np.array([int(lever.effect("family") < 0) for lever, _, _ in found], dtype=np.int64),
    )


def _solve(
    programme: _Programme,
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


def least_change(
    account: Account,
    bounds: Bounds,
    reading: Reading,
    rule: TargetRule,
    percent: Fraction,
    objective: Objective,
    name: str | None = None,
    most_built: int | None = None,
) -> Plan | Infeasible:
    """The plan that reaches the target with the least change by one objective.

    Args:
        account: the area's account, all terms known.
        bounds: what the planner allows, and costs; for ``least_cost`` only levers with a cost.
        reading: the reading to count by.
        rule: the target as the law file has it.
        percent: the area's target in percent.
        objective: what to have least of.
        name: what to call the plan; the objective without it.
        most_built: the most new dwellings (and dwellings' worth of floor area) in all.
    """
    called = name or objective
    if account.meets(reading, rule, percent):
        return _plan(called, account, {}, bounds, reading, rule)
    programme = _programme(account, bounds, reading, rule, percent)
    if objective == "least_cost":
        programme = _only(programme, [lever.code in bounds.costs for lever in programme.used])
    if not programme.used:
        return _infeasible(called, account, bounds, reading, rule, percent, programme, most_built)
    found = _solve(programme, _goals(programme, bounds, objective), _caps(programme, most_built))
    if found is None:
        return _infeasible(called, account, bounds, reading, rule, percent, programme, most_built)
    amounts = {
        lever.code: int(step * many)
        for lever, step, many in zip(programme.used, programme.step, found, strict=True)
        if many
    }
    plan = _plan(called, account, amounts, bounds, reading, rule)
    if plan.share is None:
        # every dwelling gone: of nothing there is no share
        return Infeasible(called, None, ())
    return plan


def _only(programme: _Programme, keep: list[bool]) -> _Programme:
    chosen = np.array(keep, dtype=np.bool_)
    return _Programme(
        used=tuple(lever for lever, kept in zip(programme.used, keep, strict=True) if kept),
        step=programme.step[chosen],
        gain=programme.gain[chosen],
        upper=programme.upper[chosen],
        missing=programme.missing,
        stock=programme.stock,
        taking=programme.taking[chosen],
    )


def _caps(programme: _Programme, most_built: int | None) -> list[tuple[NDArray[np.float64], float]]:
    if most_built is None:
        return []
    return [(_weights(programme, lambda lever: not lever.touches), float(most_built))]


def _weights(programme: _Programme, chosen: Callable[[Lever], bool]) -> NDArray[np.float64]:
    return np.array([float(chosen(lever)) for lever in programme.used])


def _goals(
    programme: _Programme, bounds: Bounds, objective: Objective
) -> list[NDArray[np.float64]]:
    demolished = _weights(programme, lambda lever: lever.demolishes)
    touched = _weights(programme, lambda lever: lever.touches)
    changed = np.ones(len(programme.used))
    order = np.array([float(lever.rank) for lever in programme.used])
    first = {
        "fewest_demolitions": [demolished, touched],
        "fewest_touched": [touched, demolished],
        "least_cost": [],
    }[objective]
    if objective == "least_cost":
        per_step = [
            bounds.costs[lever.code] * int(step)
            for lever, step in zip(programme.used, programme.step, strict=True)
        ]
        whole = lcm(*(cost.denominator for cost in per_step))
        cost = np.array([float(each * whole) for each in per_step])
        first = [cost, touched, demolished]
    return [*first, changed, order]


def _plan(
    name: str,
    account: Account,
    amounts: dict[str, int],
    bounds: Bounds,
    reading: Reading,
    rule: TargetRule,
) -> Plan:
    after = account
    known = levers()
    size = rule.m2_per_dwelling
    for code, amount in amounts.items():
        after = after.after(known[code], amount, size)
    priced = [code in bounds.costs for code in amounts]
    return Plan(
        name=name,
        amounts=dict(sorted(amounts.items(), key=lambda item: known[item[0]].rank)),
        account=after,
        share=after.share(reading, size),
        demolished=sum(amount for code, amount in amounts.items() if known[code].demolishes),
        touched=sum(amount for code, amount in amounts.items() if known[code].touches),
        built=sum(
            amount // (size if known[code].unit == "m2" else 1)
            for code, amount in amounts.items()
            if not known[code].touches
        ),
        cost=sum((bounds.costs[code] * amount for code, amount in amounts.items()), Fraction(0))
        if all(priced)
        else None,
    )


def _infeasible(
    name: str,
    account: Account,
    bounds: Bounds,
    reading: Reading,
    rule: TargetRule,
    percent: Fraction,
    programme: _Programme,
    most_built: int | None,
) -> Infeasible:
    because = []
    for index, lever in enumerate(programme.used):
        if np.isinf(programme.upper[index]):
            continue
        upper = programme.upper.copy()
        upper[index] = np.inf
        freed = _Programme(
            programme.used,
            programme.step,
            programme.gain,
            upper,
            programme.missing,
            programme.stock,
            programme.taking,
        )
        anything = [np.zeros(len(programme.used))]
        if _solve(freed, anything, _caps(programme, most_built)) is not None:
            because.append(lever.code)
    return Infeasible(
        name=name,
        best_share=_best_share(account, programme, reading, rule),
        because=tuple(because),
    )


def _best_share(
    account: Account, programme: _Programme, reading: Reading, rule: TargetRule
) -> Fraction | None:
    """The share with every bound used up, the levers that do most first."""
    after, stock = account, account.family
    order = sorted(
        zip(programme.used, programme.step, programme.gain, programme.upper, strict=True),
        key=lambda entry: (-int(entry[2]), entry[0].rank),
    )
    for lever, step, _, upper in order:
        many = upper
        if lever.effect("family") < 0:
            many = min(many, stock)
            stock -= int(many)
        if not np.isfinite(many):
            return None
        after = after.after(lever, int(step * many), rule.m2_per_dwelling)
    return after.share(reading, rule.m2_per_dwelling)


def frontier(
    account: Account, bounds: Bounds, reading: Reading, rule: TargetRule, percent: Fraction
) -> list[Plan | Infeasible]:
    """A few plans to choose among: by each objective, then with less and less new building.

    Between building as many new dwellings as the plan with fewest touched asks for and building
    none lie ``FRONTIER_STEPS`` steps; each has the fewest dwellings touched for its building. Then
    the plan with fewest touched again, without each of the levers it takes from the stock with.
    Plans that change the same are one, with all their names.
    """
    found: list[Plan | Infeasible] = []
    for objective in OBJECTIVES:
        if objective == "least_cost" and not bounds.costs:
            continue
        found.append(least_change(account, bounds, reading, rule, percent, objective))
    leanest = found[1]
    if isinstance(leanest, Infeasible):
        return found
    caps = [leanest.built * step // FRONTIER_STEPS for step in reversed(range(FRONTIER_STEPS))]
    for cap in dict.fromkeys(caps if leanest.built else []):
        name = f"built_at_most_{cap}"
        found.append(
            least_change(
                account, bounds, reading, rule, percent, "fewest_touched", name, most_built=cap
            )
        )
    known = levers()
    taking: dict[str, None] = {}
    for plan in found:
        if isinstance(plan, Plan):
            taking |= dict.fromkeys(code for code in plan.amounts if known[code].touches)
    for code in sorted(taking, key=lambda each: known[each].rank):
        without = Bounds({**bounds.most, code: 0}, bounds.reasons, bounds.costs)
        name = f"without_{code}"
        found.append(least_change(account, without, reading, rule, percent, "fewest_touched", name))
    return _distinct(found)


def _distinct(plans: list[Plan | Infeasible]) -> list[Plan | Infeasible]:
    """Plans that change the same become one with all their names, joined by a bar."""
    kept: list[Plan | Infeasible] = []
    for plan in plans:
        twin = next(
            (
                place
                for place, other in enumerate(kept)
                if isinstance(plan, Plan)
                and isinstance(other, Plan)
                and other.amounts == plan.amounts
            ),
            None,
        )
        if twin is None:
            kept.append(plan)
        else:
            kept[twin] = replace(kept[twin], name=f"{kept[twin].name}|{plan.name}")
    return kept
