"""Numbers, dates and probabilities as they are printed."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language import NO_BREAK as N
from reports.language import Text
from reports.numbers import Numbers, word_code

DANISH, ENGLISH = Numbers(Text("da")), Numbers(Text("en"))
ORDER = ("very_low", "low", "medium", "high", "very_high")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        (DANISH.percent(40.0), f"40,0{N}pct."),
        (DANISH.decimal(1752), "1.752"),
        (DANISH.kroner(9570), f"9.570{N}kr."),
        (DANISH.signed(-0.94, 1), "−0,9"),
        (DANISH.signed(0.04, 1), "0,0"),
        (DANISH.signed(0.16, 2), "+0,16"),
        # half a last digit goes up, as the lists print it; never to the even neighbour
        (DANISH.decimal(2.125, 2), "2,13"),
        (DANISH.decimal(40.65, 1), "40,7"),
        (DANISH.date(date(2026, 12, 1)), f"1.{N}december 2026"),
        (DANISH.persons(-3, "convicted"), f"3{N}personer"),
        (DANISH.persons(1, "outside_labour"), f"1{N}helårsperson"),
        (DANISH.persons(6, "population"), f"6{N}beboere"),
        (DANISH.period("2026-01-01"), f"1.{N}januar 2026"),
        (DANISH.period("2024-2025"), "2024 og 2025"),
        (DANISH.period("2007-2010"), "2007–2010"),
        (DANISH.period("2025"), "2025"),
        (ENGLISH.percent(40.0), f"40.0{N}pct"),
        (ENGLISH.date(date(2026, 12, 1)), f"1{N}December 2026"),
        (ENGLISH.decimal(1752), "1,752"),
    ],
)
def test_formats(said: str, printed: str) -> None:
    assert said == printed


@pytest.mark.parametrize(
    ("share", "number", "word"),
    [
        (0.0, f"under{N}1{N}pct.", "meget lav"),
        (0.00999, f"under{N}1{N}pct.", "meget lav"),
        (0.01, f"1{N}pct.", "meget lav"),
        # the word is chosen before the number is rounded
        (0.0999, f"10{N}pct.", "meget lav"),
        (0.10, f"10{N}pct.", "lav"),
        (0.3299, f"33{N}pct.", "lav"),
        (0.33, f"33{N}pct.", "middel"),
        (0.67, f"67{N}pct.", "høj"),
        (0.90, f"90{N}pct.", "meget høj"),
        (0.99, f"99{N}pct.", "meget høj"),
        # a format that rounds would print 100
        (0.996, f"over{N}99{N}pct.", "meget høj"),
        (1.0, f"over{N}99{N}pct.", "meget høj"),
    ],
)
def test_probabilities(share: float, number: str, word: str) -> None:
    said = DANISH.probability(share)
    assert (said.text, said.word) == (number, word)


@given(st.integers(100, 9900))
def test_a_probability_of_four_decimals_goes_up_at_half_a_percent(ten_thousandths: int) -> None:
    """As doubles 100 * 0.285 is 28.499999999999996, and 1 - 0.925 a little under 0.075."""
    expected = str((ten_thousandths + 50) // 100)
    for share in (ten_thousandths / 10_000, 1 - (10_000 - ten_thousandths) / 10_000):
        assert DANISH.probability(share).text == f"{expected}{N}pct."
        assert DANISH.tight_percent(share) == expected


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_probability_never_has_a_smaller_word(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ORDER.index(word_code(100 * low)) <= ORDER.index(word_code(100 * high))


@given(st.integers(-(10**9), 10**9), st.integers(0, 2))
def test_a_printed_number_read_back_is_the_number_rounded(units: int, places: int) -> None:
    value = units / 1000
    printed = DANISH.decimal(value, places)
    read = Fraction(printed.replace(".", "").replace(",", ".").replace("−", "-"))
    assert abs(read - Fraction(repr(value))) <= Fraction(1, 2 * 10**places)


def test_beyond_the_horizon_the_word_stands_alone() -> None:
    said = DANISH.probability_class("low")
    assert (said.share, said.said) == (None, "lav")
