"""Hard ghetto and transformation areas re-derived from the lists before: five, not four.

Each test's id says whether the names of the list are verbatim in the source or derived.
"""

from __future__ import annotations

from datetime import date

import pytest

from monitor.classification import classify
from monitor.inputs import from_record
from monitor.law.load import law_on
from monitor.public_record import record_published
from tests.published.record import as_made, confidence, names

FIVE = [
    (date(2018, 12, 1), "derived+verbatim", 15),
    (date(2019, 12, 1), "derived", 15),
    (date(2020, 12, 1), "verbatim", 13),
    (date(2021, 12, 1), "derived", 10),
    (date(2022, 12, 1), "verbatim", 9),
    (date(2023, 12, 1), "derived+verbatim", 8),
    (date(2024, 12, 1), "derived", 7),
]


def transformation(list_date: date, verdict: str = "yes", scenario: str = "") -> set[str]:
    rows = as_made(scenario).on(list_date)
    return {row.area_id for row in rows if row.computed["transformation"] == verdict}


def said_of(row: tuple[object, ...]) -> str:
    return f"{row[0]}-names-{row[1]}"


@pytest.mark.parametrize(("list_date", "marks", "count"), FIVE, ids=map(said_of, FIVE))
def test_five_lists_in_a_row_give_the_published_names(
    list_date: date, marks: str, count: int
) -> None:
    assert transformation(list_date) == names(list_date, "transformation")
    assert transformation(list_date, "unknown") == set()
    assert len(transformation(list_date)) == count
    assert confidence(list_date, "transformation") == marks


def test_four_in_a_row_would_give_nineteen_in_2019_names_derived() -> None:
    list_date = date(2019, 12, 1)
    four = transformation(list_date, scenario="four_in_a_row")
    assert len(four) == 19
    assert four - names(list_date, "transformation") == {
        "bispeparken",
        "noerager-soestjernevej",
        "skovgaardsparken",
        "solbakken",
    }


def test_four_in_a_row_would_give_eleven_in_2021_names_derived() -> None:
    list_date = date(2021, 12, 1)
    four = transformation(list_date, scenario="four_in_a_row")
    assert len(four) == 11
    assert four - names(list_date, "transformation") == {"aldersrogade"}


def test_back_casting_loses_motalavej_whom_the_list_of_2020_names_verbatim() -> None:
    list_date = date(2020, 12, 1)
    assert "motalavej" in names(list_date, "transformation")
    assert "motalavej" in transformation(list_date, "no", "back_casting")
    assert "motalavej" in transformation(list_date, "yes")
    assert confidence(list_date, "transformation") == "verbatim"


def test_a_gap_resets_agervang_back_on_the_list_of_2021_is_not_a_transformation_area() -> None:
    [row] = [r for r in as_made().on(date(2021, 12, 1)) if r.area_id == "agervang"]
    assert row.published["parallel"] == "yes"
    assert row.clock is not None
    assert (row.clock.streak.last_known, row.clock.lists_needed) == (1, 5)
    assert row.computed["transformation"] == "no"
    assert row.clock.earliest_transformation == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("area_id", "list_date", "streak"),
    [
        ("vollsmose", date(2017, 12, 1), 4),
        ("vollsmose", date(2022, 12, 1), 9),
        ("mjoelnerparken", date(2022, 12, 1), 9),
        # struck in 2023: fewer than 1,000 residents
        ("mjoelnerparken", date(2023, 12, 1), 0),
        ("solbakken", date(2020, 12, 1), 5),
        ("solbakken", date(2019, 12, 1), 4),
    ],
)
def test_lists_in_a_row_from_december_2014(area_id: str, list_date: date, streak: int) -> None:
    [row] = [r for r in as_made().on(list_date) if r.area_id == area_id]
    assert row.clock is not None
    assert row.clock.streak.last_known == streak
    assert row.clock.streak.low == row.clock.streak.high == streak


def test_the_extra_list_of_february_2014_counts_for_nothing() -> None:
    [row] = [r for r in as_made().on(date(2014, 2, 1)) if r.area_id == "vollsmose"]
    assert row.published["parallel"] == "yes"
    assert row.clock is None


def test_the_clock_of_2018_was_the_act_of_that_day() -> None:
    assert law_on(date(2018, 12, 1)).id == "2018"
    needed = {d: law_on(d).categories["transformation"].lists_needed(d) for d, *_ in FIVE}
    assert set(needed.values()) == {5}


def test_a_list_of_october_counts_for_nothing_though_its_act_named_that_day() -> None:
    inputs, day = from_record(), date(2013, 10, 1)
    known = record_published(date(2013, 10, 15))
    found = classify(inputs.panel(day), known, law_on, [day], ["vollsmose"])
    [row] = found.rows
    assert row.published["parallel"] == "yes"
    assert row.clock is None


def test_the_history_of_an_area_is_its_own_rows_oldest_first() -> None:
    rows = as_made().of("vollsmose")
    assert {row.area_id for row in rows} == {"vollsmose"}
    assert tuple(row.list_date for row in rows) == as_made().list_dates
