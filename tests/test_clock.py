"""The clock at its edges: no list handed in at all, and no date beyond what can be written."""

from __future__ import annotations

from datetime import date

from monitor.categories import Verdict
from monitor.classification import classify, next_list
from monitor.clock import read_clock
from monitor.dates import LATEST
from monitor.law.load import law_by_id
from monitor.law.model import Law
from tests.scenarios.runner import published
from tests.test_panel import figure, panel

LAW = law_by_id("2021")
DATES = [date(2021, 12, 1), date(2022, 12, 1), date(2023, 12, 1)]


def test_lists_nobody_handed_in_are_counted_from_the_figures() -> None:
    """Three years of figures over every limit, no list at all: three in a row."""
    shares = {
        "nonwestern_pct": "60.0",
        "outside_labour_pct": "45.0",
        "convicted_pct": "9.0",
        "basic_education_pct": "70.0",
        "residents": "1500",
    }
    figures = [
        figure(code, value, list_date=day, known_from=day)
        for day in DATES
        for code, value in shares.items()
    ]
    nation = [
        figure("convicted_pct", "1.8", area_id="dk", list_date=day, known_from=day) for day in DATES
    ]
    found = classify(panel(*figures, *nation), published({}), lambda _: LAW, DATES, ["an-area"])
    streaks = [row.clock.streak for row in found.of("an-area") if row.clock is not None]
    assert [(streak.low, streak.high) for streak in streaks] == [(1, 1), (2, 2), (3, 3)]


def test_no_date_is_given_beyond_the_last_that_can_be_written() -> None:
    """An act that asks for lists in a row only after the last year of dates never gets there."""

    def law_of(day: date) -> Law:
        return LAW if day.year > LATEST else law_by_id("2010")

    def never(list_date: date, area_id: str, category: str) -> Verdict:
        return "no"

    clock = read_clock(never, "an-area", DATES, LAW, next_list(LAW), law_of)
    assert clock.earliest_transformation is None
    asked_always = read_clock(never, "an-area", DATES, LAW, next_list(LAW))
    assert asked_always.earliest_transformation == date(2028, 12, 1)
