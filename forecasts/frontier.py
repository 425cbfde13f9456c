"""A small frontier of least-change plans: by each objective, then with ever less building."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from forecasts.least_change import OBJECTIVES, least_change
from forecasts.programme import Bounds, Infeasible, Plan
from monitor.account import Account
from monitor.levers import levers
from monitor.target_rule import Reading, TargetRule

FRONTIER_STEPS = 4
"""Steps between building as much as possible and building nothing."""


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
