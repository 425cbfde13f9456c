"""What was known on a day: a list counts from its own day, a figure from the day it was known."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from monitor.panel import FIGURE_COLUMNS, Panel
from monitor.public_record import record_published

LIST, BEFORE = date(2016, 12, 1), date(2015, 12, 1)
DAY = timedelta(days=1)


def test_a_list_is_known_on_its_day_and_not_the_day_before() -> None:
    on_the_day, before = record_published(LIST), record_published(LIST - DAY)
    assert on_the_day.dates[-1] == LIST
    assert on_the_day.status(LIST, "vollsmose", "parallel") == "yes"
    assert on_the_day.status(LIST, "munkebo", "exposed") == "unknown"
    assert before.dates[-1] == BEFORE
    assert before.status(LIST, "vollsmose", "parallel") == "unknown"
    assert before.status(BEFORE, "vollsmose", "parallel") == "yes"
    assert (on_the_day.known(LIST), before.known(LIST)) == (True, False)


def test_the_members_of_a_list_stand_in_order() -> None:
    members = record_published().members(LIST, "parallel")
    assert len(members) == 25
    assert list(members) == sorted(members)
    assert record_published().members(LIST, "transformation") == ()
    assert record_published().whole(LIST, "parallel")
    assert not record_published().whole(date(2024, 12, 1), "prevention")
    assert not record_published().whole(date(2030, 12, 1), "parallel")


def test_a_figure_is_known_on_its_day_and_a_later_one_of_the_same_period_replaces_it() -> None:
    rows = [("400", date(2016, 1, 10)), ("410", date(2016, 3, 1))]
    frame = pl.DataFrame(
        [
            {
                "area_id": "an-area",
                "indicator": "nonwestern_count",
                "period": "2016-01-01",
                "value": value,
                "standing": "known",
                "known_from": known,
                "source": "a file",
            }
            for value, known in rows
        ],
        schema=FIGURE_COLUMNS,
    )
    for mixed in (frame, frame.reverse()):
        for as_of, value in (
            (date(2016, 1, 9), None),
            (date(2016, 1, 10), 400),
            (date(2016, 2, 29), 400),
            (date(2016, 3, 1), 410),
            (None, 410),
        ):
            figure = Panel(mixed, as_of=as_of).yearly("an-area", "2016-01-01", "nonwestern_count")
            assert (None if figure is None else figure.value) == value


def heard(value: str, known: date) -> dict[str, object]:
    return {
        "area_id": "an-area",
        "indicator": "nonwestern_count",
        "period": "2016-01-01",
        "value": value,
        "standing": "known",
        "known_from": known,
        "source": "a file",
    }


def count(panel: Panel) -> int | None:
    figure = panel.yearly("an-area", "2016-01-01", "nonwestern_count")
    return None if figure is None else int(figure.value)


def test_what_is_said_on_an_earlier_day_leaves_out_what_came_between() -> None:
    """Corrected on the day of the report itself: on the list's day the first figure stood."""
    first, between, report = date(2016, 1, 10), date(2016, 2, 1), date(2016, 3, 1)
    frame = pl.DataFrame([heard("400", first), heard("410", report)], schema=FIGURE_COLUMNS)
    panel = Panel(frame, as_of=report)
    assert (count(panel), count(panel.known_on(between)), count(panel.known_on(report))) == (
        410,
        400,
        410,
    )
    only_late = Panel(frame.tail(1))
    assert (count(only_late), count(only_late.known_on(between))) == (410, None)
