"""Brackets held against the figures beside them: hand-worked cells of the table of May 2018."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from monitor.record.brackets import Bracket, common, majority

F = Fraction


def cell(value: str, decimals: int, limit: int, bracket: int) -> Bracket:
    return Bracket("area", F(value), F(1, 2 * 10**decimals), F(limit), F(bracket))


def test_munkebo_non_western_cannot_be_145() -> None:
    munkebo = cell("59.1", 1, 50, 145)
    # 1,441 residents x 9.05 to 9.15 percentage points
    assert munkebo.persons(F(1441)) == (F("130.4105"), F("131.8515"))
    assert munkebo.at(F(1441)) == F("131.131")
    assert not munkebo.fits(F(1441))
    # 50 + 100 x 145 / 1,441
    assert round(munkebo.share(F(1441)), 1) == F("60.1")


def test_mjoelnerparken_non_western_fits() -> None:
    # 1,752 x 32.05 to 32.15 points = 561.5 to 563.3
    assert cell("82.1", 1, 50, 562).fits(F(1752))


def test_bispehaven_fits_the_residents_of_december_2017_only() -> None:
    bispehaven = cell("67.0", 1, 50, 383)
    assert not bispehaven.fits(F(2215))
    assert bispehaven.fits(F(2256))


def test_a_bracket_may_be_rounded_either_way() -> None:
    # 1,719 x 17.75 to 17.85 points = 305.1 to 306.8: rounded up it is 307
    assert cell("67.8", 1, 50, 307).fits(F(1719))
    assert not cell("67.8", 1, 50, 308).fits(F(1719))


def test_a_negative_bracket_below_the_limit() -> None:
    taastrupgaard = cell("30.3", 1, 40, -160)
    # 160 / 9.7 percent
    assert round(taastrupgaard.base) == 1649
    assert taastrupgaard.fits(F(1650))


def test_income_bounds_the_regions_mean() -> None:
    # 15,944 kr. over 3.85 and 3.75 points
    low, high = cell("51.2", 1, 55, 15944).reference()
    assert (round(low), round(high)) == (414130, 425173)
    # above the limit: 43,725 kr. over 12.45 and 12.35 points
    low, high = cell("67.4", 1, 55, -43725).reference()
    assert (round(low), round(high)) == (351205, 354049)


def test_vollsmose_income_has_its_region_against_it() -> None:
    bounds = {
        "stengaardsvej": cell("58.0", 1, 55, -10629).reference(),
        "munkebo": cell("67.4", 1, 55, -43725).reference(),
        "finlandsparken": cell("63.5", 1, 55, -30223).reference(),
        "vollsmose": cell("56.2", 1, 55, -6435).reference(),
    }
    agreeing = majority(bounds)
    assert agreeing == {"stengaardsvej", "munkebo", "finlandsparken"}
    shared = common(bounds[area] for area in agreeing)
    assert shared is not None
    assert (round(shared[0]), round(shared[1])) == (353485, 354049)
    corrected = cell("56.8", 1, 55, -6435).reference()
    assert common([corrected, shared]) == shared


def test_bounds_without_a_common_point() -> None:
    assert common([(F(1), F(2)), (F(3), F(4))]) is None
    assert common([(F(1), F(3)), (F(3), F(4))]) == (3, 3)


@given(
    base=st.integers(500, 10_000),
    tenths=st.integers(0, 1000).filter(lambda tenths: tenths != 500),
    nudge=st.fractions(F(-1, 20), F(1, 20)),
)
def test_a_bracket_made_from_the_true_share_always_fits(base: int, tenths: int, nudge: F) -> None:
    printed = F(tenths, 10)
    true_persons = base * (printed + nudge - 50) / 100
    bracket = Bracket("area", printed, F(1, 20), F(50), F(round(true_persons)))
    assert bracket.fits(F(base))


@given(
    adults=st.integers(500, 5_000),
    hundredths=st.integers(50, 500),
    limit=st.fractions(F(1), F(4)),
)
def test_the_true_limit_is_within_the_implied_ones(adults: int, hundredths: int, limit: F) -> None:
    value = F(hundredths, 100)
    bracket = F(round(adults * (value - limit) / 100))
    low, high = Bracket("area", value, F(1, 200), F(3), bracket).limits((F(adults), F(adults)))
    assert low <= limit <= high
