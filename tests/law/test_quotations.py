"""Numbers, days and comparisons are found in Danish quotations, in figures and in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.law.load import laws
from monitor.law.model import Law
from monitor.law.numerals import names_date, names_day, numbers_in, operators_in


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("overstiger 2,7 pct. af antallet", "2.7"),
        ("»2,70 pct.«", "2.7"),
        ("med mindst 1.000 beboere", "1000"),
        ("på minimum 1000 skal være", "1000"),
        ("udgør mindst tre gange landsgennemsnittet", "3"),
        ("hvor mindst to af følgende", "2"),
        ("de seneste fem år", "5"),
        ("mindst halvdelen af", "50"),
        ("i alderen 18-64 år", "64"),
        ("hvert 75-kvadratmeter erhvervsareal", "75"),
        ("Én dato", "1"),
    ],
)
def test_numbers_are_found(quote: str, number: str) -> None:
    assert Fraction(number) in numbers_in(quote)


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("overstiger 40 pct.", 4),
        ("med mindst 1.000 beboere", 1),
        ("der er uden tilknytning til", 2),
        ("hvor mindst to af følgende", 3),
        ("området", 1),
        ("opgøres som en bolig", 1),
        ("jf. § 61 a, stk. 3", 3),
        ("(§ 61 a, stk. 1, nr. 2)", 2),
    ],
)
def test_parts_of_numbers_and_words_are_not(quote: str, number: int) -> None:
    assert number not in numbers_in(quote)


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(999), places=2))
def test_any_number_written_with_a_comma_is_found(number: Decimal) -> None:
    text = str(number).replace(".", ",")
    assert numbers_in(f"overstiger {text} pct. i gennemsnit") == {Fraction(number)}


@given(st.integers(1000, 999_999_999))
def test_any_number_with_thousands_points_is_found(number: int) -> None:
    text = f"{number:,}".replace(",", ".")
    assert numbers_in(f"med mindst {text} beboere") == {Fraction(number)}


@pytest.mark.parametrize(
    ("quote", "operator"),
    [
        ("overstiger 40 pct. opgjort som gennemsnittet over de seneste 2 år", ">"),
        ("er over 270 personer, opgjort som gennemsnit over de seneste fire år", ">"),
        ("udgør mindst tre gange landsgennemsnittet", ">="),
        ("udgør mindre end 55 pct.", "<"),
        ("hver under 2.100 beboere", "<"),
        ("til højst 40 pct.", "<="),
    ],
)
def test_one_comparison_is_found(quote: str, operator: str) -> None:
    assert operators_in(quote) == {operator}


def test_a_span_of_years_is_no_comparison() -> None:
    assert operators_in("opgjort som gennemsnittet over de seneste 2 år") == set()


def test_days() -> None:
    assert names_date("inden den 1. januar 2030", date(2030, 1, 1))
    assert not names_date("inden den 1. januar 2030", date(2030, 2, 1))
    assert not names_date("inden den 1. januar 2030", date(2031, 1, 1))
    assert names_day("offentliggør hver den 1. december", 12, 1)
    assert not names_day("offentliggør hver den 1. december", 12, 2)


def limits(law: Law) -> list[tuple[str, str]]:
    return [
        (code, category)
        for code, criterion in law.criteria.items()
        for category in criterion.limits
    ]


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.id)
def test_every_limits_quotation_names_one_comparison_and_its_number(law: Law) -> None:
    for code, category in limits(law):
        limit = law.criteria[code].limits[category]
        assert operators_in(limit.citation.quote) == {limit.operator}, (code, category)
        per_ten_thousand = limit.value * 100
        assert {limit.value, per_ten_thousand} & numbers_in(limit.citation.quote), (code, category)


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.id)
def test_years_in_quotations_are_the_years_of_the_window(law: Law) -> None:
    for criterion in law.criteria.values():
        if criterion.window_years > 1:
            assert criterion.window_years in numbers_in(criterion.citation.quote)
