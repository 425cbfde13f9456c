"""The whole plan of the invented area `opdigtet-nord`, worked on paper.

1 January 2026: 600 family dwellings; 600 + 160 others + 30 demolished + 750 m2 / 75 = 800 in all.
As of 24 November 2026: 40 relabelled on 1 November; 24 to be sold on 1 June 2025 (overdue); 120
demolished on 1 March 2027; 200 private built on 1 September 2028; 3,000 m2 on 1 June 2029.

| path        | 1 Jan 2027  | 2028        | 2029         | 2030           | reached     |
| plan        | 536 / 800   | 416 / 800   | 416 / 1,000  | 416 / 1,040    | 1 June 2029 |
| a year late | 536 / 800   | 536 / 800   | 416 / 800    | 416 / 1,000    | 1 June 2030 |
| two years   | 560 / 800   | 536 / 800   | 536 / 800    | 416 / 800      | 1 June 2031 |
| nothing     | 560 / 800   | 560 / 800   | 560 / 800    | 560 / 800      | never       |

The overdue sale counts from the as-of date on the plan's own dates and one year late (1 June 2026
is past too); two years late it comes on 1 June 2027.
Own pace: 40 family dwellings fewer and 40 others more in the 731 days from 1 January 2024; in the
1,461 days to 1 January 2030 that is 79.9, cut to 79: 521 of 800.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from forecasts.plans import reached_on
from forecasts.target_outlook import paths
from forecasts.target_standing import standing
from monitor.target_study import TargetStudy

AREA = "opdigtet-nord"
PAPER = {
    "plan": [(536, 800), (416, 800), (416, 1000), (416, 1040)],
    "plan_late_1": [(536, 800), (536, 800), (416, 800), (416, 1000)],
    "plan_late_2": [(560, 800), (536, 800), (536, 800), (416, 800)],
    "nothing": [(560, 800), (560, 800), (560, 800), (560, 800)],
}


def of(study: TargetStudy, path: str, reading: str = "counted-summed") -> pl.DataFrame:
    return (
        paths(study)
        .filter(
            (pl.col("area_id") == AREA)
            & (pl.col("path") == path)
            & (pl.col("reading") == reading)
            & (pl.col("lever") == "")
        )
        .sort("date")
    )


@pytest.mark.parametrize("path", PAPER)
def test_the_share_every_first_of_january(invented: TargetStudy, path: str) -> None:
    rows = of(invented, path)
    assert rows["date"].to_list() == [date(year, 1, 1) for year in (2027, 2028, 2029, 2030)]
    assert list(rows.select("family", "all").iter_rows()) == PAPER[path]
    shares = [round(100 * family / every, 2) for family, every in PAPER[path]]
    assert rows["share"].to_list() == shares


def test_forty_percent_exactly_on_the_last_day_is_reached(invented: TargetStudy) -> None:
    assert of(invented, "plan")["reached"].to_list() == ["no", "no", "no", "yes"]
    assert of(invented, "plan_late_1")["reached"].to_list() == ["no"] * 4


def test_the_other_reading_misses_it(invented: TargetStudy) -> None:
    """400 and 350 m2 building by building are 5 + 4 = 9: 416 / 1,039 is over 40."""
    row = of(invented, "plan", "counted-per_building").row(-1, named=True)
    assert (row["all"], row["reached"], row["over"]) == (1039.0, "no", 1)


def test_without_the_demolished_dwellings(invented: TargetStudy) -> None:
    """416 of 760 - 120 + 200 + 10 + 40 = 890."""
    row = of(invented, "plan", "left_out-summed").row(-1, named=True)
    assert (row["family"], row["all"], row["reached"]) == (416, 890.0, "no")


def test_the_day_on_which_it_is_reached(invented: TargetStudy) -> None:
    days = dict(
        reached_on(invented.accounts, invented.plan, invented.rule, invented.as_of)
        .filter(pl.col("area_id") == AREA)
        .select("path", "reached_on")
        .iter_rows()
    )
    assert days == {
        "plan": date(2029, 6, 1),
        "plan_late_1": date(2030, 6, 1),
        "plan_late_2": date(2031, 6, 1),
        "nothing": None,
    }


def test_the_areas_own_pace(invented: TargetStudy) -> None:
    row = of(invented, "pace").row(-1, named=True)
    assert (row["family"], row["all"], row["share"]) == (521, 800.0, 65.125)


def test_the_levers_by_year(invented: TargetStudy) -> None:
    """Each row counts in the year it is done; the overdue sale in 2026."""
    rows = paths(invented).filter(
        (pl.col("area_id") == AREA) & (pl.col("path") == "plan") & (pl.col("lever") != "")
    )
    assert sorted(rows.select("date", "lever", "amount").iter_rows()) == [
        (date(2027, 1, 1), "relabel_youth", 40),
        (date(2027, 1, 1), "sell", 24),
        (date(2028, 1, 1), "demolish", 120),
        (date(2029, 1, 1), "build_private", 200),
        (date(2030, 1, 1), "build_commercial", 3000),
    ]


def test_what_it_would_take(invented: TargetStudy) -> None:
    """280 too many, 3.1 years left: 91 a year; 75 percent now, 80 two years before."""
    stands = standing(invented, AREA, paths(invented))
    assert (stands.share_now, stands.over_now, stands.overdue) == (75, 280, 1)
    assert stands.needed_a_year == 91
    assert stands.needed_pace is not None
    assert stands.own_pace is not None
    assert round(float(stands.needed_pace), 2) == -11.27
    assert round(float(stands.own_pace), 2) == -2.5
    assert stands.at_deadline == {
        "plan": "yes",
        "plan_late_1": "no",
        "plan_late_2": "no",
        "nothing": "no",
        "pace": "no",
    }


def test_a_share_that_is_a_range_has_paths_that_are_ranges(invented: TargetStudy) -> None:
    rows = (
        paths(invented)
        .filter((pl.col("area_id") == "opdigtet-syd") & (pl.col("path") == "plan") & pl.col("used"))
        .sort("date")
    )
    assert rows["share"].to_list() == [None] * 4
    assert rows["share_high"].to_list() == [60.0, 56.0, 56.0, 56.0]
    assert rows["reached"].to_list() == ["unknown"] * 4
