"""Least-change plans: the fewest demolitions, dwellings touched or kroner that reach the target.

An integer programme for ``scipy.optimize.milp``: whole numbers of each lever, the target as one
linear condition in whole numbers, the planner's bounds. Where several plans do equally well the one
that touches fewer dwellings, then changes less in all, then uses the earlier lever of the file's
order is taken, each by a programme of its own: the same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from forecasts.programme import Bounds, Infeasible, Objective, Plan, Programme, programme_of, solve
from monitor.account import Account
from monitor.levers import Lever, levers
from monitor.target_rule import Reading, TargetRule

OBJECTIVES: tuple[Objective, ...] = ("fewest_demolitions", "fewest_touched", "least_cost")


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
    programme = programme_of(account, bounds, reading, rule, percent)
    if objective == "least_cost":
        programme = _only(programme, [lever.code in bounds.costs for lever in programme.used])
    if not programme.used:
        return _infeasible(called, account, bounds, reading, rule, percent, programme, most_built)
    found = solve(programme, _goals(programme, bounds, objective), _caps(programme, most_built))
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


def _only(programme: Programme, keep: list[bool]) -> Programme:
    chosen = np.array(keep, dtype=np.bool_)
    return Programme(
        used=tuple(lever for lever, kept in zip(programme.used, keep, strict=True) if kept),
        step=programme.step[chosen],
        gain=programme.gain[chosen],
        upper=programme.upper[chosen],
        missing=programme.missing,
        stock=programme.stock,
        taking=programme.taking[chosen],
    )


def _caps(programme: Programme, most_built: int | None) -> list[tuple[NDArray[np.float64], float]]:
    if most_built is None:
        return []
    return [(_weights(programme, lambda lever: not lever.touches), float(most_built))]


def _weights(programme: Programme, chosen: Callable[[Lever], bool]) -> NDArray[np.float64]:
    return np.array([float(chosen(lever)) for lever in programme.used])


def _goals(programme: Programme, bounds: Bounds, objective: Objective) -> list[NDArray[np.float64]]:
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
    programme: Programme,
    most_built: int | None,
) -> Infeasible:
    because = []
    for index, lever in enumerate(programme.used):
        if np.isinf(programme.upper[index]):
            continue
        upper = programme.upper.copy()
        upper[index] = np.inf
        freed = Programme(
            programme.used,
            programme.step,
            programme.gain,
            upper,
            programme.missing,
            programme.stock,
            programme.taking,
        )
        anything = [np.zeros(len(programme.used))]
        if solve(freed, anything, _caps(programme, most_built)) is not None:
            because.append(lever.code)
    return Infeasible(
        name=name,
        best_share=_best_share(account, programme, reading, rule),
        because=tuple(because),
    )


def _best_share(
    account: Account, programme: Programme, reading: Reading, rule: TargetRule
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
