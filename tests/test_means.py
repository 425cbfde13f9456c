"""Means of several years where something is missing: what can be said, and what cannot."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from monitor.categories import categorise_partly_known, words
from monitor.law.load import law_by_id
from monitor.means import computed
from monitor.readings import Reading, YearReading
from monitor.verdicts import judge
from tests.test_panel import figure, panel

LAW = law_by_id("2021")
PERIOD = "2019-2020"


def year(period: str, share: int | None, base: int | None) -> YearReading:
    """A year known exactly, or not at all: then the share is anything from 0 to 100."""
    known = None if share is None else Fraction(share)
    return YearReading(
        period=period,
        value=known,
        low=Fraction(0) if known is None else known,
        high=Fraction(100) if known is None else known,
        base=None if base is None else Fraction(base),
        count=None,
        standing="missing" if known is None else "known",
        source="",
    )


def of_counts(*years: YearReading) -> Reading:
    return computed(LAW.criteria["outside_labour"], PERIOD, years, None, "counts")


def test_a_year_of_nobody_weighs_nothing() -> None:
    mean = of_counts(year("2019", 40, 0), year("2020", 44, 100))
    assert mean.value == mean.low == mean.high == 44


@pytest.mark.parametrize("bases", [(None, 100), (100, None), (None, None), (0, 0)])
def test_two_years_alike_have_their_mean_whatever_the_years_weigh(
    bases: tuple[int | None, int | None],
) -> None:
    mean = of_counts(year("2019", 40, bases[0]), year("2020", 40, bases[1]))
    assert mean.value == mean.low == mean.high == 40


def test_a_window_of_one_year_is_that_year_weight_or_not() -> None:
    assert of_counts(year("2020", 40, None)).value == of_counts(year("2020", 40, 100)).value == 40


def test_without_a_weight_the_mean_lies_anywhere_between_the_years() -> None:
    mean = of_counts(year("2019", 40, None), year("2020", 44, 100))
    assert (mean.value, mean.low, mean.high) == (None, 40, 44)


@pytest.mark.parametrize("known", [0, 1])
def test_one_year_alone_gives_bounds_and_no_mean(known: int) -> None:
    shares = [40 if place == known else None for place in (0, 1)]
    weighed = of_counts(year("2019", shares[0], 100), year("2020", shares[1], 100))
    unweighed = of_counts(year("2019", shares[0], None), year("2020", shares[1], None))
    assert (weighed.value, weighed.low, weighed.high) == (None, 20, 70)
    assert (unweighed.value, unweighed.low, unweighed.high) == (None, 0, 100)


def test_a_printed_mean_stands_beside_the_counts_and_says_what_it_says_as_printed() -> None:
    """Counts give 40.04, over the limit; printed as 40.0 the figure is not over, or hides it."""
    figures = [
        figure("outside_labour_count", "4004", "2019"),
        figure("outside_labour_base", "10000", "2019"),
        figure("outside_labour_count", "4004", "2020"),
        figure("outside_labour_base", "10000", "2020"),
        figure("outside_labour_pct", "40.0", PERIOD, decimals=1),
    ]
    [verdict] = judge(panel(*figures), LAW, date(2021, 12, 1), ["an-area"], "computed")
    beside = {row.category: (row.met, row.met_strict) for row in verdict.beside}
    why = {row.category: row.met for row in verdict.why if row.criterion == "outside_labour"}
    assert beside["exposed"] == ("unknown", "no")
    assert why["exposed"] == "yes"


def test_bounds_that_no_figure_can_have_are_a_fault_of_ours_in_any_row() -> None:
    """Over 40 percent surely, yet surely not over 30: the second of two areas."""
    no, yes = np.array([False, False]), np.array([False, True])
    surely = {test: (yes if test[0] == "exposed" else no) for test in LAW.tests()}
    perhaps = dict(surely)
    with pytest.raises(ValueError, match="bounds that no figure can have"):
        categorise_partly_known(LAW, surely, perhaps)


def test_bounds_of_different_lengths_are_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="shorter"):
        words(np.array([True, True]), np.array([True]))
