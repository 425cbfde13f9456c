"""Lists in a row against counting them one by one, and the range where lists are unknown."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.categories import Verdict
from monitor.clock import Streak, enough_in_a_row, streak
from monitor.law.load import law_by_id
from monitor.streaks import run_lengths

DATES = [date(year, 12, 1) for year in range(2014, 2024)]
VERDICTS = st.lists(st.sampled_from(["yes", "no", "unknown"]), min_size=1, max_size=10)


def counted(member: list[bool]) -> int:
    """Lists in a row at the end, one by one."""
    length = 0
    for on in reversed(member):
        if not on:
            break
        length += 1
    return length


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_run_lengths_are_counts_one_by_one(member: list[bool]) -> None:
    lengths = run_lengths(np.array(member))
    assert lengths.tolist() == [counted(member[: n + 1]) for n in range(len(member))]


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.integers(0, 9))
def test_a_streak_before_the_first_list_goes_on(member: list[bool], before: int) -> None:
    lengths = run_lengths(np.array(member), np.int16(before) * np.ones((), dtype=np.int16))
    assert lengths.tolist() == [
        counted([True] * before + member[: n + 1]) for n in range(len(member))
    ]


@given(st.integers(1, 5), st.integers(1, 6), st.integers(1, 9), st.integers(0, 10**6))
def test_leading_axes_are_independent(draws: int, areas: int, lists: int, seed: int) -> None:
    member = np.random.default_rng(seed).random((draws, areas, lists)) < 0.6
    lengths = run_lengths(member)
    for draw, area in product(range(draws), range(areas)):
        assert lengths[draw, area].tolist() == run_lengths(member[draw, area]).tolist()


@settings(max_examples=150, deadline=None)
@given(VERDICTS)
def test_low_and_high_are_the_ends_of_what_the_unknown_can_be(verdicts: list[Verdict]) -> None:
    dates = DATES[: len(verdicts)]
    known = dict(zip(dates, verdicts, strict=True))

    def status(list_date: date, area_id: str, category: str) -> Verdict:
        return known[list_date]

    found = streak(status, "an-area", "parallel", dates)
    ways = [[verdict == "yes"] if verdict != "unknown" else [True, False] for verdict in verdicts]
    lengths = [counted(list(way)) for way in product(*ways)]
    assert (found.low, found.high) == (min(lengths), max(lengths))
    five = law_by_id("2021").categories["transformation"]
    enough = {length >= 5 for length in lengths}
    expected = "unknown" if len(enough) > 1 else "yes" if enough == {True} else "no"
    assert enough_in_a_row(five, date(2023, 12, 1), found) == expected


@pytest.mark.parametrize(
    ("verdicts", "last_known", "as_of"),
    [
        (["yes", "yes", "unknown"], 2, date(2015, 12, 1)),
        (["yes", "no", "unknown"], 0, date(2015, 12, 1)),
        (["unknown", "unknown"], None, None),
        # one or three: no number stands for both
        (["yes", "unknown", "yes"], None, date(2016, 12, 1)),
        (["yes", "unknown", "no"], 0, date(2016, 12, 1)),
    ],
)
def test_the_last_known_list_stands_beside_the_range(
    verdicts: list[Verdict], last_known: int | None, as_of: date | None
) -> None:
    known = dict(zip(DATES, verdicts, strict=False))
    found = streak(lambda day, *_: known[day], "an-area", "parallel", DATES[: len(verdicts)])
    assert (found.last_known, found.last_known_date) == (last_known, as_of)


def test_before_the_first_list_there_is_no_streak() -> None:
    found = streak(lambda *_: "yes", "an-area", "parallel", [])
    assert found == Streak(last_known=0, last_known_date=None, low=0, high=0)
