"""Least-change plans against brute force on every small case, and the bound that forbids one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.frontier import frontier
from forecasts.least_change import least_change
from forecasts.programme import Bounds, Infeasible, Objective, Plan
from monitor.account import Account
from monitor.law.load import law_by_id
from monitor.levers import levers
from monitor.target_rule import Reading, target_rule

RULE = target_rule(law_by_id("2021"))
FORTY = RULE.percent
COSTS = {"demolish": 7, "sell": 1, "relabel_youth": 3, "relabel_elderly": 4, "merge": 2}
COSTS |= {"build_private": 2, "build_youth": 5, "build_elderly": 6}
SMALL = {"demolish": 2, "sell": 1, "relabel_youth": 2, "relabel_elderly": 0, "merge": 2}
SMALL |= {"build_private": 3, "build_youth": 0, "build_elderly": 0, "build_commercial": 150}


def allowed(most: dict[str, int], costs: dict[str, int] | None = None) -> Bounds:
    priced = {code: Fraction(cost) for code, cost in (costs or {}).items()}
    return Bounds(most=most, reasons={}, costs=priced)


def score(objective: Objective, amounts: dict[str, int]) -> tuple[Fraction, ...]:
    """What a plan is judged by, first things first, written out apart from the programme."""
    known = levers()
    units = {
        code: many // (75 if known[code].unit == "m2" else 1) for code, many in amounts.items()
    }
    demolished = Fraction(amounts.get("demolish", 0))
    taken = ("demolish", "sell", "relabel_youth", "relabel_elderly", "merge")
    touched = Fraction(sum(amounts.get(code, 0) for code in taken))
    cost = Fraction(sum(COSTS.get(code, 0) * many for code, many in amounts.items()))
    changed = Fraction(sum(units.values()))
    first = {
        "fewest_demolitions": (demolished, touched),
        "fewest_touched": (touched, demolished),
        "least_cost": (cost, touched, demolished),
    }[objective]
    order = Fraction(sum(known[code].rank * many for code, many in units.items()))
    return (*first, changed, order)


def by_force(
    account: Account, most: dict[str, int], reading: Reading, objective: Objective
) -> tuple[Fraction, ...] | None:
    """The best score of every combination there is, or None where none reaches the target."""
    known = levers()
    codes = [code for code in most if objective != "least_cost" or code in COSTS]
    ranges = [range(0, most[code] + 1, 75 if known[code].unit == "m2" else 1) for code in codes]
    best = None
    for combination in product(*ranges):
        amounts = dict(zip(codes, combination, strict=True))
        after = account
        for code, many in amounts.items():
            after = after.after(known[code], many, 75)
        if after.family < 0 or not after.meets(reading, RULE, FORTY):
            continue
        found = score(objective, amounts)
        best = found if best is None else min(best, found)
    return best


CASES = [
    (Account(family, rest, demolished, m2, m2 // 75), reading)
    for family, rest, demolished, m2 in product(range(1, 16), range(0, 9, 2), (0, 2), (0, 80))
    for reading in RULE.readings()
]
"""Every small account: 300 of them in four readings."""
OBJECTIVE = pytest.mark.parametrize(
    "objective", ["fewest_demolitions", "fewest_touched", "least_cost"]
)


def agrees(cases: list[tuple[Account, Reading]], objective: Objective) -> set[str]:
    """Check the cases; which kinds of answer there were."""
    seen = set()
    for account, reading in cases:
        found = least_change(account, allowed(SMALL, COSTS), reading, RULE, FORTY, objective)
        best = by_force(account, SMALL, reading, objective)
        if best is None:
            assert isinstance(found, Infeasible), (account, reading)
        else:
            assert isinstance(found, Plan), (account, reading)
            assert score(objective, found.amounts) == best, (account, reading)
        seen.add(type(found).__name__)
    return seen


@OBJECTIVE
def test_small_cases_against_brute_force(objective: Objective) -> None:
    """A sample of them: the same best score, or both say there is no plan."""
    chosen = np.random.default_rng(168).choice(len(CASES), 60, replace=False)
    sample = [CASES[place] for place in chosen]
    assert agrees(sample, objective) == {"Plan", "Infeasible"}


@pytest.mark.campaign
@OBJECTIVE
def test_every_small_case_against_brute_force(objective: Objective) -> None:
    """All 1,200 of them."""
    assert agrees(CASES, objective) == {"Plan", "Infeasible"}


@settings(max_examples=40)
@given(
    st.integers(50, 2000),
    st.integers(0, 2000),
    st.integers(0, 300),
    st.integers(0, 20_000),
    st.integers(0, 400),
    st.integers(0, 400),
    st.sampled_from(RULE.readings()),
)
def test_a_plan_reaches_the_target_within_its_bounds(
    family: int, rest: int, demolished: int, m2: int, built: int, sold: int, reading: Reading
) -> None:
    account = Account(family, rest, demolished, m2, m2 // 75)
    most = {"build_private": built, "sell": sold, "demolish": 0, "build_commercial": 3000}
    found = least_change(account, allowed(most), reading, RULE, FORTY, "fewest_touched")
    assert isinstance(found, Plan)
    assert found.account.meets(reading, RULE, FORTY)
    assert all(found.amounts.get(code, 0) <= limit for code, limit in most.items())
    assert found.demolished == 0


def test_tingbjerg_style_empty_land_for_300_and_nothing_demolished() -> None:
    """600 of 800: 300 new make 1,100, 440 may stay, 160 must be relabelled or sold."""
    account = Account(600, 160, 30, 750, 9)
    bounds = allowed({"build_private": 300, "demolish": 0})
    found = least_change(account, bounds, RULE.used, RULE, FORTY, "fewest_touched")
    assert isinstance(found, Plan)
    assert found.amounts == {"build_private": 300, "relabel_youth": 160}
    assert (found.share, found.touched, found.built) == (40, 160, 300)


def test_a_met_target_needs_nothing() -> None:
    found = least_change(
        Account(40, 60, 0, 0, 0), allowed({}), RULE.used, RULE, FORTY, "fewest_touched"
    )
    assert isinstance(found, Plan)
    assert found.amounts == {}


def test_no_land_is_invented() -> None:
    """Without a bound on building nothing is built: 200 of 600 + 400 must be relabelled."""
    found = least_change(
        Account(600, 400, 0, 0, 0), allowed({}), RULE.used, RULE, FORTY, "fewest_touched"
    )
    assert isinstance(found, Plan)
    assert found.amounts == {"relabel_youth": 200}


def test_infeasible_names_the_bounds_that_make_it_so() -> None:
    """All taking is forbidden but ten sales; 590 of 1,000 + 100 is what can be had."""
    most = {"demolish": 0, "sell": 10, "relabel_youth": 0, "relabel_elderly": 0, "merge": 0}
    most |= {"build_private": 100, "build_youth": 0, "build_elderly": 0, "build_commercial": 0}
    found = least_change(
        Account(600, 400, 0, 0, 0), allowed(most), RULE.used, RULE, FORTY, "fewest_demolitions"
    )
    assert isinstance(found, Infeasible)
    assert found.best_share == Fraction(100 * 590, 1100)
    # each of them alone, lifted, would do: 190 more sales, or 475 more new dwellings
    assert set(found.because) == set(most)


def test_no_single_bound_when_only_levers_with_a_cost_may_be_used() -> None:
    """Only the sale has a price; its bound is the one that forbids the plan."""
    bounds = allowed({"sell": 10}, {"sell": 1})
    found = least_change(Account(600, 400, 0, 0, 0), bounds, RULE.used, RULE, FORTY, "least_cost")
    assert isinstance(found, Infeasible)
    assert found.because == ("sell",)


def test_fractions_of_a_krone_are_exact() -> None:
    """A third of a krone a sale against 0.34 for relabelling: the sale wins."""
    bounds = Bounds({}, {}, {"sell": Fraction(1, 3), "relabel_youth": Fraction("0.34")})
    found = least_change(Account(600, 400, 0, 0, 0), bounds, RULE.used, RULE, FORTY, "least_cost")
    assert isinstance(found, Plan)
    assert (found.amounts, found.cost) == ({"sell": 200}, Fraction(200, 3))


def test_the_frontier_trades_building_for_dwellings_touched() -> None:
    account = Account(600, 160, 30, 750, 9)
    found = frontier(account, allowed({"build_private": 300}, COSTS), RULE.used, RULE, FORTY)
    steps = [plan for plan in found if isinstance(plan, Plan) and "built_at_most" in plan.name]
    assert [plan.built for plan in steps] == [225, 150, 75, 0]
    assert [plan.touched for plan in steps] == [190, 220, 250, 280]
    assert len({str(plan.amounts) for plan in found if isinstance(plan, Plan)}) == len(found)
    assert found == frontier(
        account, allowed({"build_private": 300}, COSTS), RULE.used, RULE, FORTY
    )


def test_a_plan_for_an_own_target_of_sixty_percent() -> None:
    """577 of 577 (all family): 60 percent is 346.2, so 231 must go."""
    found = least_change(
        Account(577, 0, 0, 0, 0), allowed({}), RULE.used, RULE, Fraction(60), "fewest_touched"
    )
    assert isinstance(found, Plan)
    assert found.touched == 231
