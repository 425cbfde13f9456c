"""The account of § 168 a stk. 2, term by term, by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from monitor.account import ends, why
from monitor.dwellings import accounts, kinds
from monitor.law.load import law_by_id, law_on
from monitor.target_rule import Reading, TargetRule, target_rule
from monitor.target_share import family_share
from tests.target.frames import account_of, dwellings, told

NOBODY_ELSE = [{"indicator": kind, "value": 0} for kind in kinds() if kind != "dwellings_family"]


def share(rule: TargetRule, *rows: dict, reading: str = "counted-summed") -> dict:
    table = family_share(account_of(*rows), rule)
    return table.filter(pl.col("reading") == reading).row(0, named=True)


def test_the_rule_is_the_law_files() -> None:
    """40 percent at most, before 1 January 2030, 75 m2 a dwelling, as § 168 a has it."""
    rule = target_rule(law_on(date(2026, 12, 1)))
    assert (rule.percent, rule.operator, rule.m2_per_dwelling) == (40, "<=", 75)
    assert rule.deadline == date(2030, 1, 1)
    assert rule.used == Reading(demolished_counted=True, per_building=False)
    assert len({reading.code for reading in rule.readings()}) == 4
    assert target_rule(law_by_id("2018")).percent == 40


def test_numerator_and_every_term_of_the_denominator(rule: TargetRule) -> None:
    """452 family + 298 others + 80 demolished + 22,500 m2 / 75 = 300: 452 of 1,130 is 40.0."""
    row = share(rule, *told(452, 750, demolished=80, m2=22_500))
    assert (row["family"], row["all"], row["share"]) == (452, 1130.0, 40.0)
    assert (row["demolished_counted"], row["commercial_units"]) == (80, 300.0)
    assert (row["numerator"], row["denominator"]) == (452 * 75, 1130 * 75)
    assert (row["met"], row["over"]) == ("yes", 0)


def test_only_family_dwellings_are_in_the_numerator(rule: TargetRule) -> None:
    """Youth, elderly, care and other social dwellings count below the line only."""
    others = {"dwellings_youth": 10, "dwellings_elderly": 20, "dwellings_care": 5}
    rows = [
        {"indicator": "dwellings_family", "value": 40},
        *({"indicator": kind, "value": others.get(kind, 0) or 0} for kind in kinds()[1:]),
        {"indicator": "demolished_not_replaced", "value": 0},
        {"indicator": "commercial_m2", "value": 0, "building": "x"},
    ]
    row = share(rule, *rows)
    assert (row["family"], row["all"]) == (40, 75.0)


@pytest.mark.parametrize(
    ("family", "total", "demolished", "m2"),
    [
        (2, 5, 0, 0),
        (400, 1000, 0, 0),
        (400, 900, 100, 0),
        (400, 900, 0, 7500),
        (400, 899, 100, 75),
        (41, 100, 0, 187 + 1),
        (0, 1, 0, 0),
    ],
)
def test_exactly_forty_or_under_is_met(
    rule: TargetRule, family: int, total: int, demolished: int, m2: int
) -> None:
    """The act's "højst 40" is met at exactly 40, however the 40 comes about."""
    row = share(rule, *told(family, total, demolished, m2))
    assert row["met"] == "yes"
    assert Fraction(100 * row["numerator"], row["denominator"]) <= 40


@pytest.mark.parametrize(("family", "total"), [(401, 1000), (401, 1002), (1_000_001, 2_500_002)])
def test_a_hair_over_forty_is_not_met(rule: TargetRule, family: int, total: int) -> None:
    """40.00001 prints as 40 and is still too much."""
    row = share(rule, *told(family, total))
    assert row["met"] == "no"
    assert row["over"] == 1


def test_one_square_metre_decides(rule: TargetRule) -> None:
    """41 of 100 dwellings: 187 m2 leave 41 / 102.493, 188 m2 give 41 / 102.507."""
    assert share(rule, *told(41, 100, m2=187))["met"] == "no"
    assert share(rule, *told(41, 100, m2=188))["met"] == "yes"


def test_the_demolished_term_is_the_planners_choice(rule: TargetRule) -> None:
    """They "kan medtælles": 420 of 1,000 + 50 demolished is 40.0, without them 42.0."""
    rows = told(420, 1000, demolished=50)
    assert share(rule, *rows)["share"] == 40.0
    left_out = share(rule, *rows, reading="left_out-summed")
    assert (left_out["share"], left_out["met"], left_out["over"]) == (42.0, "no", 20)
    assert left_out["demolished_counted"] == 0


def test_floor_area_summed_or_by_building(rule: TargetRule) -> None:
    """Four shops of 110 m2: 440 / 75 = 5.87 dwellings summed, 4 building by building."""
    shops = [{"indicator": "commercial_m2", "value": 110, "building": name} for name in "abcd"]
    rows = [*told(42, 100)[:3], *shops]
    assert share(rule, *rows)["commercial_units"] == 5.866667
    assert share(rule, *rows)["met"] == "yes"
    by_building = share(rule, *rows, reading="counted-per_building")
    assert (by_building["commercial_units"], by_building["all"]) == (4.0, 104.0)
    assert by_building["met"] == "no"


def test_buildings_not_told_apart_make_the_reading_by_building_a_range(rule: TargetRule) -> None:
    """750 m2 in an unknown number of buildings are 10 dwellings at most and none at least."""
    rows = told(44, 100, m2=750, building="")
    row = share(rule, *rows, reading="counted-per_building")
    assert (row["share"], row["share_low"], row["share_high"]) == (None, 40.0, 44.0)
    assert row["met"] == "unknown"
    assert share(rule, *rows)["share"] == 40.0


def test_distance_in_dwellings(rule: TargetRule) -> None:
    """577 of 577: 40 percent is 230.8, so 230 may stay and 347 are too many; 231 would be over."""
    row = share(rule, *told(577, 577))
    assert row["over"] == 347
    assert share(rule, *told(230, 577))["over"] == 0
    assert share(rule, *told(231, 577))["met"] == "no"
    assert share(rule, *told(200, 577))["over"] == -30


def test_a_dispensations_own_target_replaces_forty_from_its_date(rule: TargetRule) -> None:
    """58 percent from 2019 (as Motalavej's): 58 of 100 is met, 40 still holds before it."""
    terms = accounts(
        pl.concat(
            [
                dwellings(*told(58, 100)),
                dwellings(*({**row, "date": date(2018, 1, 1)} for row in told(58, 100))),
            ]
        ),
        rule.m2_per_dwelling,
    )
    own = pl.DataFrame({"area_id": ["a"], "target": ["58"], "date": [date(2019, 6, 1)]})
    used = family_share(terms, rule, own).filter(pl.col("used")).sort("date")
    assert used["target"].to_list() == [40.0, 58.0]
    assert used["met"].to_list() == ["no", "yes"]
    assert used["over"].to_list() == [18, 0]


def test_a_term_nobody_gave_makes_a_range(rule: TargetRule) -> None:
    """Without the demolished dwellings and the floor area the share is at most 60, at least 0."""
    row = share(rule, *told(300, 500)[:2])
    assert (row["share"], row["share_low"], row["share_high"]) == (None, 0.0, 60.0)
    assert (row["met"], row["all"], row["over"]) == ("unknown", None, None)
    assert row["missing"] == "demolished_not_replaced|commercial_m2"


def test_a_missing_term_that_cannot_matter_leaves_the_verdict(rule: TargetRule) -> None:
    """190 of 500 is under 40 whatever is added below the line."""
    row = share(rule, *told(190, 500)[:2])
    assert (row["share"], row["met"]) == (None, "yes")


def test_an_unknown_kind_is_not_zero(rule: TargetRule) -> None:
    """Without the private dwellings nobody knows the denominator: no verdict at 50 percent."""
    rows = [
        {"indicator": "dwellings_family", "value": 50},
        *(row for row in NOBODY_ELSE if row["indicator"] != "dwellings_owner"),
        {"indicator": "dwellings_youth", "value": 50, "building": "y"},
        {"indicator": "demolished_not_replaced", "value": 0},
        {"indicator": "commercial_m2", "value": 0, "building": "x"},
    ]
    row = share(rule, *rows)
    assert (row["met"], row["share_high"], row["missing"]) == ("unknown", 50.0, "dwellings_owner")


def test_unknown_family_dwellings_with_a_known_total(rule: TargetRule) -> None:
    """100 dwellings, 70 of them youth dwellings: at most 30 family dwellings, 30 percent."""
    rows = [
        {"indicator": "dwellings_total", "value": 100},
        {"indicator": "dwellings_youth", "value": 70},
        *told(0, 0)[2:],
    ]
    row = share(rule, *rows)
    assert (row["share_low"], row["share_high"], row["met"]) == (0.0, 30.0, "yes")


def test_nothing_to_share_is_no_share(rule: TargetRule) -> None:
    """An area without dwellings is neither within nor outside the target."""
    row = share(rule, *told(0, 0))
    assert (row["share"], row["met"]) == (None, "unknown")


def test_why_rows_say_each_term(rule: TargetRule) -> None:
    """The rows behind the share add up to its denominator."""
    terms = account_of(*told(452, 750, demolished=80, m2=22_550))
    rows = why(terms.row(0, named=True), rule.used, rule)
    assert [(row.term, row.low, row.unit) for row in rows] == [
        ("family", 452, "dwellings"),
        ("rest", 298, "dwellings"),
        ("demolished", 80, "dwellings"),
        ("m2", 22_550, "m2"),
    ]
    low, high = ends(terms.row(0, named=True))
    assert low is not None
    assert low == high
    every = sum(row.dwellings_low for row in rows if row.counted)
    assert every * rule.m2_per_dwelling == low.parts(rule.used, rule.m2_per_dwelling)
    left_out = why(terms.row(0, named=True), Reading(False, False), rule)
    assert [row.counted for row in left_out] == [True, True, False, True]
