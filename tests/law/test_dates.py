"""Every list date has exactly one version of the act, and no date before the first has any."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import DateOutsideLawError
from monitor.law.load import law_on, laws
from monitor.law.model import Law

FIRST = date(2010, 10, 26)
LIST_DATES = [
    (FIRST, "2010"),
    (date(2011, 1, 1), "2010"),
    (date(2011, 10, 1), "2010"),
    (date(2012, 10, 1), "2010"),
    (date(2013, 10, 1), "2010"),
    (date(2014, 2, 1), "2013"),
    *((date(year, 12, 1), "2013") for year in range(2014, 2018)),
    *((date(year, 12, 1), "2018") for year in range(2018, 2021)),
    *((date(year, 12, 1), "2021") for year in range(2021, 2031)),
]
CHANGES = [
    (date(2014, 2, 1), "2010", "2013"),
    (date(2018, 12, 1), "2013", "2018"),
    (date(2021, 11, 30), "2018", "2021"),
]


def covering(day: date) -> list[Law]:
    return [
        law
        for law in laws()
        if law.first_day <= day and (law.in_force_until is None or day <= law.in_force_until)
    ]


@pytest.mark.parametrize(("list_date", "version"), LIST_DATES)
def test_every_list_has_its_version(list_date: date, version: str) -> None:
    assert law_on(list_date).id == version
    assert [law.id for law in covering(list_date)] == [version]


@pytest.mark.parametrize(("change", "before", "after"), CHANGES)
def test_the_day_before_a_change_and_the_day_itself(change: date, before: str, after: str) -> None:
    assert law_on(change - timedelta(days=1)).id == before
    assert law_on(change).id == after


@given(st.dates(FIRST, date(2060, 12, 31)))
def test_every_day_from_the_first_list_on_has_exactly_one_version(day: date) -> None:
    assert [law.id for law in covering(day)] == [law_on(day).id]


@given(st.dates(max_value=FIRST - timedelta(days=1)))
def test_no_day_before_the_first_list_has_a_version(day: date) -> None:
    with pytest.raises(DateOutsideLawError):
        law_on(day)


def test_a_date_outside_the_law_names_the_span() -> None:
    with pytest.raises(DateOutsideLawError) as refused:
        law_on(date(2010, 10, 25))
    assert refused.value.sentence("da") == (
        "Datoen 2010-10-25 er ikke dækket af nogen lovfil: lovfilerne dækker lister fra "
        "2010-10-26 og frem. Vælg en dato fra og med 2010-10-26."
    )


def test_the_political_list_precedes_the_act_and_the_file_says_why() -> None:
    law = law_on(FIRST)
    assert law.enacted == date(2010, 12, 22)
    assert law.applied_from is not None
    assert law.applied_from.on == FIRST
    assert "ingen hjemmel i loven" in law.applied_from.reason["da"]


def test_a_future_list_uses_the_latest_version_and_says_it_is_assumed() -> None:
    latest = law_on(date(2029, 12, 1))
    assert latest.in_force_until is None
    assert latest.assumed_unchanged(date(2025, 12, 1))
    assert not latest.assumed_unchanged(date(2024, 12, 1))
    assert not law_on(date(2018, 12, 1)).assumed_unchanged(date(2020, 12, 1))


def test_ordinary_list_dates_from_2014_are_1_december() -> None:
    for law in laws()[1:]:
        assert law.publication is not None
        assert law.publication.list_date(2019) == date(2019, 12, 1)
