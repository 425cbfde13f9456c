"""Distances where the act changes between two lists, where income is a range, and at the edges."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from monitor.law.load import law_by_id
from monitor.law.model import Law
from monitor.margins import Distances, Margin
from monitor.verdicts import judge
from tests.test_panel import figure, panel

EXPOSED_2020, PREVENTION_2021 = date(2020, 12, 1), date(2021, 12, 1)


def distances(
    law: Law, next_law: Law, list_date: date, next_date: date, *figures: dict[str, object]
) -> list[Margin]:
    known = [f | {"known_from": list_date} for f in figures]
    found = panel(*known)
    [verdict] = judge(found, law, list_date, ["an-area"])
    return Distances(found, law, next_law, list_date, next_date, {}).of_area(verdict.why)


def outside_labour(*years: str) -> list[dict[str, object]]:
    return [
        figure(f"outside_labour_{part}", value, year)
        for year in years
        for part, value in (("count", "350"), ("base", "1000"))
    ]


def test_limits_that_come_with_the_next_law_are_measured_from_this_lists_figures() -> None:
    """35 percent outside: five points under the limit of 40, five over prevention's 30."""
    found = distances(
        law_by_id("2018"),
        law_by_id("2021"),
        EXPOSED_2020,
        PREVENTION_2021,
        *outside_labour("2018", "2019"),
    )
    points = {(m.for_list, m.category): m.points for m in found if m.criterion == "outside_labour"}
    assert points == {
        ("this", "exposed"): -5,
        ("next", "exposed"): -10,
        ("next", "prevention"): -10 + 2 * 10,
    }


def test_a_criterion_that_comes_with_the_next_law_is_measured_where_figures_are() -> None:
    """The act of 2010 does not look at income; that of 2013 does (55 percent of the region)."""
    on, after = date(2012, 12, 1), date(2013, 10, 1)
    found = distances(
        law_by_id("2010"),
        law_by_id("2013"),
        on,
        after,
        figure("nonwestern_pct", "60.0", "2012-01-01"),
        figure("income_kr", "150000", "2010"),
        figure("income_region_kr", "300000", "2010"),
    )
    income = [m for m in found if m.criterion == "income"]
    assert [(m.for_list, m.category, m.points) for m in income] == [("next", "parallel", 5)]


def test_no_distance_is_said_twice() -> None:
    law = law_by_id("2021")
    found = distances(law, law, PREVENTION_2021, date(2022, 12, 1), *outside_labour("2019", "2020"))
    said = Counter((m.for_list, m.category, m.criterion, m.method) for m in found)
    assert set(said.values()) == {1}


def test_a_regions_mean_known_as_a_range_gives_kroner_as_a_range_only() -> None:
    """47.5 of 55 percent: 7.5 points of 295,000 to 305,000 kroner, none of them exact."""
    law = law_by_id("2021")
    region = figure("income_region_kr", "300000", "2018", low="295000", high="305000")
    [margin] = [
        m
        for m in distances(
            law,
            law,
            date(2020, 12, 1),
            PREVENTION_2021,
            figure("income_pct_of_region", "47.5", "2018", decimals=6),
            region,
        )
        if (m.for_list, m.category) == ("this", "exposed")
    ]
    assert margin.points == Fraction(15, 2)
    assert margin.kroner is None
    assert margin.kroner_low is not None
    assert margin.kroner_high is not None
    assert round(margin.kroner_low) == 22125
    assert round(margin.kroner_high) == 22875


def test_a_share_of_all_cannot_be_left_by_leaving() -> None:
    """Were the limit 100 percent, nobody's leaving would bring an area under it."""
    law = law_by_id("2021")
    criterion = law.criteria["nonwestern"]
    limits = {name: replace(limit, value=Fraction(100)) for name, limit in criterion.limits.items()}
    of_all = replace(
        law, criteria={**law.criteria, "nonwestern": replace(criterion, limits=limits)}
    )
    found = distances(
        of_all,
        of_all,
        PREVENTION_2021,
        date(2022, 12, 1),
        figure("nonwestern_count", "600", "2021-01-01"),
        figure("residents", "1000", "2021-01-01"),
    )
    methods = {m.method for m in found if m.criterion == "nonwestern"}
    assert methods == {"nonwestern", "nonwestern.unchanged"}
