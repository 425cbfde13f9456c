"""The comparisons themselves, for every operator a law or a scenario can use, by brute force."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from monitor.categories import categorise, categorise_partly_known, in_a_row, words
from monitor.criteria import (
    effective_limit,
    high_is_bad,
    meets,
    meets_surely_and_perhaps,
    steps,
    strictness,
)
from monitor.law.load import law_by_id
from monitor.law.model import OPERATORS, Operator
from monitor.margins import persons_to_change
from monitor.readings import weakest
from monitor.streaks import step

HALVES = [Fraction(n, 2) for n in range(7)]


def says(operator: Operator, value: Fraction, limit: Fraction) -> bool:
    """The statute's verb, spelt out."""
    if value == limit:
        return operator in (">=", "<=")
    return (value > limit) is (operator in (">", ">="))


def points(low: Fraction, high: Fraction) -> list[Fraction]:
    """Values in [low, high), or the point where both are one."""
    if low == high:
        return [low]
    width = high - low
    return [low, low + width / 1000, low + width / 3, low + width / 2, high - width / 1000] + [
        half for half in HALVES if low <= half < high
    ]


@pytest.mark.parametrize("operator", OPERATORS)
def test_each_operator_on_each_side_and_at_the_limit(operator: Operator) -> None:
    for value, limit in product(HALVES, HALVES):
        assert bool(meets(operator, value, limit)) is says(operator, value, limit)
    assert high_is_bad(operator) is (operator in (">", ">="))


@pytest.mark.parametrize("operator", OPERATORS)
def test_surely_and_perhaps_are_all_and_any_of_what_the_printed_can_be(operator: Operator) -> None:
    spans = [(low, high) for low, high in product(HALVES, HALVES) if low <= high]
    for (low, high), (limit_low, limit_high) in product(spans, spans):
        ways = [
            says(operator, value, limit)
            for value in points(low, high)
            for limit in points(limit_low, limit_high)
        ]
        surely, perhaps = meets_surely_and_perhaps(operator, low, high, limit_low, limit_high)
        assert (bool(surely), bool(perhaps)) == (all(ways), any(ways)), (
            f"[{low}, {high}) {operator} [{limit_low}, {limit_high})"
        )


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_smallest_whole_number_of_persons_that_turns_it(operator: Operator) -> None:
    inclusive = operator in (">=", "<=")
    for excess in [Fraction(n, 3) for n in range(-12, 13)]:
        met = excess > 0 or (excess == 0 and inclusive)

        def still(
            persons: int, excess: Fraction = excess, met: bool = met, inclusive: bool = inclusive
        ) -> bool:
            left = excess - persons
            return (left > 0 or (left == 0 and inclusive)) is met

        direction = 1 if met else -1
        smallest = next(k for k in range(1, 30) if not still(direction * k))
        assert persons_to_change(operator, excess, met) == direction * smallest


@pytest.mark.parametrize("operator", OPERATORS)
def test_strictness_orders_limits_from_the_laxest(operator: Operator) -> None:
    limit = law_by_id("2021").criteria["nonwestern"].limits["parallel"]
    lax, strict = sorted(
        (replace(limit, operator=operator, value=Fraction(value)) for value in (30, 50)),
        key=strictness,
    )
    for value in HALVES + [Fraction(n) for n in (29, 30, 31, 49, 50, 51)]:
        if says(operator, value, strict.value):
            assert says(operator, value, lax.value)


def test_over_is_stricter_than_at_least_and_under_than_at_most() -> None:
    limit = law_by_id("2021").criteria["nonwestern"].limits["parallel"]
    for strict, lax in ((">", ">="), ("<", "<=")):
        keys = [strictness(replace(limit, operator=sign)) for sign in (lax, strict)]
        assert keys[0] < keys[1]


def test_equal_limits_are_one_step_and_the_laxer_comes_first() -> None:
    law = law_by_id("2021")
    both = ("exposed", "prevention")
    assert steps(law.criteria["basic_education"], both) == (("exposed", "prevention"),)
    assert steps(law.criteria["outside_labour"], both) == (("prevention",), ("exposed",))
    assert steps(law.criteria["income"], both) == (("prevention",), ("exposed",))
    assert steps(law.criteria["income"], ("exposed",)) == (("exposed",),)


def test_a_multiple_of_the_nation_is_worked_out_and_other_limits_stand_for_themselves() -> None:
    criteria = law_by_id("2021").criteria
    nation = Fraction(7, 10)
    assert effective_limit(criteria["convicted"].limits["exposed"], nation) == Fraction(21, 10)
    assert effective_limit(criteria["income"].limits["exposed"], nation) == 55
    assert effective_limit(criteria["outside_labour"].limits["exposed"], nation) == 40


@pytest.mark.parametrize("version", ["2010", "2013", "2018", "2021"])
def test_partly_known_is_all_and_any_of_what_the_unknown_can_turn_out_to_be(version: str) -> None:
    law = law_by_id(version)
    codes = tuple(dict.fromkeys(code for _, code in law.tests()))
    tested = {code: tuple(c for c, k in law.tests() if k == code) for code in codes}
    levels = {code: steps(law.criteria[code], tested[code]) for code in codes}
    rng = np.random.default_rng(11)
    for _ in range(150):
        spans = {}
        for code in codes:
            ends = sorted(rng.integers(0, len(levels[code]) + 1, 2).tolist())
            spans[code] = (ends[0], ends[1])

        def met(state: dict[str, int]) -> dict[tuple[str, str], np.ndarray]:
            return {
                (category, code): np.array([state[code] > number])
                for code in codes
                for number, group in enumerate(levels[code])
                for category in group
            }

        surely = met({code: low for code, (low, _) in spans.items()})
        perhaps = met({code: high for code, (_, high) in spans.items()})
        ways = [
            categorise(law, met(dict(zip(codes, state, strict=True))))
            for state in product(*(range(low, high + 1) for low, high in spans.values()))
        ]
        found = categorise_partly_known(law, surely, perhaps)
        for name, (certain, possible) in found.items():
            assert bool(certain[0]) is all(bool(way[name][0]) for way in ways)
            assert bool(possible[0]) is any(bool(way[name][0]) for way in ways)


def test_two_bounds_in_words() -> None:
    both = np.array([True, False, False]), np.array([True, True, False])
    assert words(*both) == ["yes", "unknown", "no"]


def test_a_category_without_lists_in_a_row_cannot_be_asked_for_them() -> None:
    exposed = law_by_id("2021").categories["exposed"]
    with pytest.raises(ValueError, match="asks for no lists in a row"):
        in_a_row(exposed, None, np.array([5], dtype=np.int16))


def test_exactly_as_many_lists_as_are_asked_for_are_enough() -> None:
    category = law_by_id("2021").categories["transformation"]
    counts = np.array([4, 5, 6], dtype=np.int16)
    assert in_a_row(category, 5, counts).tolist() == [False, True, True]


def test_a_streak_grows_by_one_or_is_gone() -> None:
    counts = np.array([0, 0, 3, 3], dtype=np.int16)
    on = np.array([True, False, True, False])
    assert step(counts, on).tolist() == [1, 0, 4, 0]


def test_several_figures_stand_as_the_weakest() -> None:
    assert weakest(["known", "projected", "preliminary"]) == "projected"
    assert weakest(["known", "known"]) == "known"
    assert weakest([]) == "missing"
