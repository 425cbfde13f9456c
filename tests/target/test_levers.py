"""What one unit of each lever does, and how many reach the target alone, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.account import Account, worth
from monitor.law.load import law_by_id
from monitor.levers import levers
from monitor.target_rule import Reading, TargetRule, target_rule

RULE = target_rule(law_by_id("2021"))
COUNTED, LEFT_OUT = Reading(True, False), Reading(False, False)
HERE = Account(family=600, rest=400, demolished=0, m2=0, units=0)


@pytest.mark.parametrize(
    ("lever", "reading", "share_after_100", "needed"),
    [
        # 500 of 1,000: the dwelling gone stays below the line
        ("demolish", COUNTED, Fraction(50), 200),
        # 500 of 900: (600 - x) / (1000 - x) = 40 percent at 333.3
        ("demolish", LEFT_OUT, Fraction(500, 9), 334),
        ("sell", COUNTED, Fraction(50), 200),
        ("sell", LEFT_OUT, Fraction(50), 200),
        ("relabel_youth", COUNTED, Fraction(50), 200),
        ("relabel_elderly", LEFT_OUT, Fraction(50), 200),
        # two made one is no demolition: 500 of 900 in either reading
        ("merge", COUNTED, Fraction(500, 9), 334),
        # 600 of 1,100: 600 / 0.4 = 1,500 dwellings, 500 new ones
        ("build_private", COUNTED, Fraction(600, 11), 500),
        ("build_youth", COUNTED, Fraction(600, 11), 500),
        ("build_elderly", LEFT_OUT, Fraction(600, 11), 500),
        # 100 m2 are 1 1/3 dwellings; 500 dwellings are 37,500 m2
        ("build_commercial", COUNTED, Fraction(100 * 600 * 75, 75_100), 37_500),
        # a new family dwelling where nothing was demolished: 700 of 1,100
        ("build_family", COUNTED, Fraction(700, 11), None),
    ],
)
def test_a_lever_by_hand(
    lever: str, reading: Reading, share_after_100: Fraction, needed: int | None
) -> None:
    entry = levers()[lever]
    assert HERE.after(entry, 100, 75).share(reading, 75) == share_after_100
    found = worth(HERE, entry, reading, RULE, RULE.percent)
    assert found is not None
    assert found.needed == needed


def test_every_lever_of_the_file_is_tested_by_hand() -> None:
    tested = {
        mark.args[1][row][0]
        for mark in test_a_lever_by_hand.pytestmark
        for row in range(len(mark.args[1]))
    }
    assert tested == set(levers())


def test_a_new_family_dwelling_replaces_a_demolished_one() -> None:
    """600 of 600 + 400 + 100 demolished; 50 new ones: 650 of 1,050 + 50."""
    before = Account(family=600, rest=400, demolished=100, m2=0, units=0)
    after = before.after(levers()["build_family"], 50, 75)
    assert after.parts(COUNTED, 75) == 75 * (650 + 400 + 50)
    assert after.parts(LEFT_OUT, 75) == 75 * 1050
    # nothing is left to replace: the denominator grows
    assert before.after(levers()["build_family"], 150, 75).parts(COUNTED, 75) == 75 * 1150


def test_floor_area_by_building_counts_whole_dwellings_only() -> None:
    """A new building of 149 m2 is one dwelling, not 1.99."""
    by_building = Reading(True, True)
    after = HERE.after(levers()["build_commercial"], 149, 75)
    assert after.parts(by_building, 75) == 75 * 1001
    found = worth(HERE, levers()["build_commercial"], by_building, RULE, RULE.percent)
    assert found is not None
    assert found.needed == 37_500


def test_more_than_there_are_is_said() -> None:
    """Of 10 family dwellings and 1 other all ten must go: with nine gone it is 1 of 2."""
    small = Account(family=10, rest=1, demolished=0, m2=0, units=0)
    found = worth(small, levers()["merge"], COUNTED, RULE, RULE.percent)
    assert found is not None
    assert (found.needed, found.stock) == (10, 10)
    alone = Account(family=10, rest=0, demolished=0, m2=0, units=0)
    lonely = worth(alone, levers()["merge"], COUNTED, RULE, RULE.percent)
    # one by one the share stays 100 percent, and of nothing there is no share
    assert lonely is not None
    assert lonely.needed is None


@st.composite
def accounts_of(draw: st.DrawFn) -> Account:
    m2 = draw(st.integers(0, 5000))
    return Account(
        family=draw(st.integers(1, 3000)),
        rest=draw(st.integers(1, 3000)),
        demolished=draw(st.integers(0, 500)),
        m2=m2,
        units=draw(st.integers(0, m2 // 75)),
    )


READINGS = st.sampled_from(RULE.readings())
LOWERING = st.sampled_from(sorted(set(levers()) - {"build_family"}))


@given(accounts_of(), READINGS, LOWERING, st.integers(1, 40))
def test_every_lever_but_new_family_dwellings_lowers_the_share(
    account: Account, reading: Reading, lever: str, amount: int
) -> None:
    entry = levers()[lever]
    units = amount * (75 if entry.unit == "m2" else 1)
    if entry.effect("family") < 0:
        units = min(units, account.family)
    before, after = account.share(reading, 75), account.after(entry, units, 75).share(reading, 75)
    assert before is not None
    assert after is not None
    assert after < before


@given(accounts_of(), READINGS, st.integers(1, 40))
def test_new_family_dwellings_raise_it(account: Account, reading: Reading, amount: int) -> None:
    after = account.after(levers()["build_family"], amount, 75)
    before_share, after_share = account.share(reading, 75), after.share(reading, 75)
    assert before_share is not None
    assert after_share is not None
    assert after_share > before_share


@given(accounts_of(), READINGS, LOWERING, st.sampled_from([40, 58, 60, 68]))
def test_the_number_needed_is_the_smallest(
    account: Account, reading: Reading, lever: str, percent: int
) -> None:
    """With that many the target is met, with one step fewer it is not."""
    target = Fraction(percent)
    entry = levers()[lever]
    found = worth(account, entry, reading, RULE, target)
    assert found is not None
    if found.needed is None:
        assert found.stock is not None
        emptied = account.after(entry, found.stock, 75)
        assert not emptied.meets(reading, RULE, target)
        return
    assert account.after(entry, found.needed, 75).meets(reading, RULE, target)
    step = 75 if entry.unit == "m2" and reading.per_building else 1
    if found.needed:
        assert not account.after(entry, found.needed - step, 75).meets(reading, RULE, target)


def test_the_session_rule_is_this_one(rule: TargetRule) -> None:
    assert rule == RULE
