"""What the law looks at, from figures as they are given: which figure counts, and as what."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from monitor.indicators import alike
from monitor.law.load import law_by_id
from monitor.panel import FIGURE_COLUMNS, Panel, Reading

DAY = date(2021, 12, 1)
BOUNDS = {"low": pl.String, "high": pl.String}


def figure(code: str, value: str, period: str = "", **other: object) -> dict[str, object]:
    return {
        "area_id": "an-area",
        "list_date": None,
        "indicator": code,
        "period": period,
        "value": value,
        "standing": "known",
        "known_from": DAY,
        "source": "a file",
    } | other


def panel(*figures: dict[str, object]) -> Panel:
    frame = pl.DataFrame(list(figures), schema=FIGURE_COLUMNS | BOUNDS, orient="row")
    return Panel(frame, {"an-area": "region-084"})


def readings(code: str, *figures: dict[str, object]) -> list[Reading]:
    return panel(*figures).readings("an-area", DAY, law_by_id("2021").criteria[code], "shares")


def test_residents_printed_with_a_list_are_also_those_of_their_day_and_a_share_is_not() -> None:
    found = panel(
        figure("residents", "1500", "2021-01-01", list_date=DAY),
        figure("nonwestern_pct", "60.0", "2021-01-01", list_date=DAY),
    )
    residents = found.yearly("an-area", "2021-01-01", "residents")
    assert residents is not None
    assert residents.value == 1500
    assert found.yearly("an-area", "2021-01-01", "nonwestern_pct") is None


def test_counts_are_taken_before_a_share_printed_for_the_same_day() -> None:
    [reading] = readings(
        "nonwestern",
        figure("nonwestern_count", "501", "2021-01-01"),
        figure("residents", "1000", "2021-01-01"),
        figure("nonwestern_pct", "50.0", "2021-01-01"),
    )
    assert reading.value == reading.low == reading.high == Fraction(501, 10)


@pytest.mark.parametrize("base", ["residents", "nonwestern_base"])
def test_a_denominator_may_stand_under_either_of_its_names(base: str) -> None:
    [reading] = readings(
        "nonwestern",
        figure("nonwestern_count", "501", "2021-01-01"),
        figure(base, "1000", "2021-01-01"),
    )
    assert (reading.value, reading.base) == (Fraction(501, 10), 1000)
    [printed] = readings(
        "nonwestern",
        figure("nonwestern_pct", "60.0", list_date=DAY),
        figure(base, "1000", list_date=DAY),
    )
    assert (printed.value, printed.base) == (60, 1000)


def test_names_that_say_the_same() -> None:
    assert alike("residents") == ("residents", "nonwestern_base")
    assert alike("nonwestern_base") == ("nonwestern_base", "residents")
    assert alike("convicted_base") == ("convicted_base",)
    assert alike("") == ("",)


def test_a_printed_figure_says_its_own_period_or_else_the_laws() -> None:
    [said] = readings("nonwestern", figure("nonwestern_pct", "60.0", "2020-01-01", list_date=DAY))
    [silent] = readings("nonwestern", figure("nonwestern_pct", "60.0", list_date=DAY))
    assert (said.period, silent.period) == ("2020-01-01", "2021-01-01")
    assert (said.source, said.standing, said.basis) == ("a file", "known", "published")


def test_without_a_source_or_a_period_there_is_none() -> None:
    found = panel(figure("residents", "1", period=None, source=None, list_date=DAY))
    residents = found.published("an-area", DAY, "residents")
    assert residents is not None
    assert (residents.source, residents.period) == ("", "")


@pytest.mark.parametrize("standing", ["known", "preliminary", "projected"])
def test_a_figure_keeps_its_standing_and_a_mean_has_the_weakest(standing: str) -> None:
    [one] = readings(
        "nonwestern", figure("nonwestern_pct", "60.0", "2021-01-01", standing=standing)
    )
    [mean] = readings(
        "outside_labour",
        figure("outside_labour_pct", "40.0", "2019"),
        figure("outside_labour_pct", "40.0", "2020", standing=standing),
    )
    assert one.standing == mean.standing == standing


def test_bounds_given_with_a_figure_stand_and_one_alone_does_not() -> None:
    both = figure("nonwestern_pct", "60.0", "2021-01-01", low="119/2", high="61")
    low = figure("nonwestern_pct", "60.0", "2021-01-01", low="119/2")
    [of_both], [of_low] = readings("nonwestern", both), readings("nonwestern", low)
    assert (of_both.low, of_both.high) == (Fraction(119, 2), 61)
    assert (of_low.low, of_low.high) == (Fraction(5995, 100), Fraction(6005, 100))


def test_a_mean_in_which_one_year_has_no_count_has_one_reading_only() -> None:
    first = (
        figure("outside_labour_count", "400", "2019"),
        figure("outside_labour_base", "1000", "2019"),
    )
    [mixed] = readings(
        "outside_labour",
        *first,
        figure("outside_labour_pct", "42.0", "2020"),
        figure("outside_labour_base", "500", "2020"),
    )
    [counted] = readings(
        "outside_labour",
        *first,
        figure("outside_labour_count", "210", "2020"),
        figure("outside_labour_base", "500", "2020"),
    )
    assert (mixed.value, mixed.pooled) == (41, None)
    assert (counted.value, counted.pooled) == (41, Fraction(610 * 100, 1500))


def test_nobody_asked_in_either_year_gives_no_share() -> None:
    nobody = [
        figure(f"outside_labour_{part}", "0", year)
        for year in ("2019", "2020")
        for part in ("count", "base")
    ]
    assert readings("outside_labour", *nobody) == []


def test_a_region_without_income_gives_no_percentage() -> None:
    own = figure("income_kr", "150000", "2019")
    region = {"area_id": "region-084"}
    assert readings("income", own, figure("income_region_kr", "0", "2019", **region)) == []
    [tiny] = readings("income", own, figure("income_region_kr", "1", "2019", **region))
    assert tiny.value == 15000000
    [usual] = readings("income", own, figure("income_region_kr", "300000", "2019", **region))
    assert usual.value == 50
    assert usual.low < 50 < usual.high
    assert (usual.low, usual.high) == (
        Fraction(1499995 * 100, 3000005),
        Fraction(1500005 * 100, 2999995),
    )


def test_the_regions_income_may_stand_beside_the_areas() -> None:
    [reading] = readings(
        "income",
        figure("income_kr", "150000", "2019"),
        figure("income_region_kr", "300000", "2019"),
    )
    assert reading.value == 50
