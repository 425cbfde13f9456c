"""The record holds what its README says, and what was officially counted."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import polars as pl
import pytest

from monitor.law.load import law_on
from monitor.record import load
from monitor.record.completeness import complete
from monitor.record.figures import Figures
from monitor.record.reading import read_table
from monitor.schemas import SCHEMAS

README = files("monitor.record").joinpath("README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d{4}-\d\d-\d\d)[^|]*\|(.*)\|$", README, flags=re.MULTILINE)
CATEGORIES = ("parallel", "transformation", "exposed", "prevention")
# list -> areas printed as on the list, areas printed as leavers
STAYERS_AND_LEAVERS = {
    "2010-10-26": (29, 0),
    "2011-01-01": (26, 3),
    "2013-10-01": (39, 2),
    "2014-12-01": (31, 7),
    "2015-12-01": (25, 9),
    "2016-12-01": (25, 4),
    "2017-12-01": (22, 5),
}


def members(day: date, category: str) -> set[str]:
    rows = load.memberships().filter(
        (pl.col("list_date") == day) & (pl.col("category") == category)
    )
    return set(rows["area_id"])


def test_readme_table_names_every_list_and_the_recomputation() -> None:
    days = {date.fromisoformat(day) for day, _ in ROWS}
    assert days == set(load.lists()["list_date"]) | set(load.recomputation()["list_date"])


@pytest.mark.parametrize(("day", "cells"), ROWS, ids=[day for day, _ in ROWS])
def test_readme_counts_are_the_counts_of_the_data(day: str, cells: str) -> None:
    at = date.fromisoformat(day)
    *counts, values = (cell.strip() for cell in cells.split("|"))
    assert len(complete_areas(at)) == int(values.split()[0])
    if at in set(load.recomputation()["list_date"]):
        assert counts[0] == f"{load.recomputation().height} of 30"
        return
    table = {
        row["category"]: row for row in load.lists().iter_rows(named=True) if row["list_date"] == at
    }
    for category, cell in zip(CATEGORIES, counts, strict=True):
        if cell == "-":
            assert category not in table
            continue
        found, official = re.findall(r"\d+", cell)[:2]
        row = table[category]
        assert (row["found"], row["official_count"]) == (int(found), int(official))
        assert len(members(at, category)) == int(found)


def complete_areas(at: date) -> set[str]:
    if at in set(load.recomputation()["list_date"]):
        codes = ("residents", "nonwestern_pct", "outside_labour_pct", "convicted_pct")
        codes = (*codes, "basic_education_pct", "income_pct_of_region")
        sets = [
            set(
                load.values().filter((pl.col("list_date") == at) & (pl.col("indicator") == code))[
                    "area_id"
                ]
            )
            for code in codes
        ]
        return set.intersection(*sets)
    return complete(Figures(load.record()), at)


@pytest.mark.parametrize(("day", "numbers"), STAYERS_AND_LEAVERS.items())
def test_stayers_and_leavers_printed_with_a_list(day: str, numbers: tuple[int, int]) -> None:
    at = date.fromisoformat(day)
    printed = load.values().filter(pl.col("list_date") == at).unique(["area_id", "on_list"])
    on = set(printed.filter(pl.col("on_list") == "yes")["area_id"])
    off = set(printed.filter(pl.col("on_list") == "no")["area_id"])
    assert (len(on), len(off)) == numbers
    assert on <= members(at, "parallel")
    assert not off & members(at, "parallel")


def test_parallel_lists_are_whole_and_incomplete_lists_are_not() -> None:
    lists = load.lists()
    assert lists.filter(pl.col("category") == "parallel")["whole"].all()
    assert lists.filter(pl.col("category") == "transformation")["whole"].all()
    open_lists = lists.filter(pl.col("category").is_in(["exposed", "prevention"]))
    assert not open_lists["whole"].any()
    exposed = lists.row(
        by_predicate=(pl.col("list_date") == date(2018, 12, 1)) & (pl.col("category") == "exposed"),
        named=True,
    )
    assert (exposed["found"], exposed["official_count"], exposed["whole"]) == (42, 43, False)


def test_nothing_is_said_of_the_list_of_2025() -> None:
    assert max(load.lists()["list_date"]) == date(2024, 12, 1)


def test_latest_known_from_is_the_last_list() -> None:
    record = load.record()
    frames = (record.areas, record.memberships, record.values, record.national, record.lists)
    frames = (*frames, record.family_housing, record.area_changes, record.municipalities)
    assert max(max(frame["known_from"]) for frame in frames) == date(2024, 12, 1)


def test_categories_exist_only_in_their_time() -> None:
    table = load.memberships().group_by("category").agg(pl.col("list_date").min())
    assert dict(table.iter_rows()) == {
        "parallel": date(2010, 10, 26),
        "exposed": date(2018, 12, 1),
        "transformation": date(2018, 12, 1),
        "prevention": date(2021, 12, 1),
    }
    assert set(load.lists().filter(pl.col("list_date") < date(2018, 12, 1))["category"]) == {
        "parallel"
    }


def test_narrower_lists_stand_within_wider_ones() -> None:
    for day in sorted(set(load.lists()["list_date"])):
        if day < date(2018, 12, 1):
            continue
        assert members(day, "transformation") <= members(day, "parallel") <= members(day, "exposed")
        assert not members(day, "prevention") & members(day, "exposed")


@pytest.mark.parametrize("file", SCHEMAS)
def test_every_row_says_where_it_is_from_and_since_when_it_is_known(file: str) -> None:
    rows = read_table(files("monitor.record"), file)
    for column in ("source", "confidence", "reference_period", "known_from"):
        assert (rows[column].str.strip_chars() != "").all()


def test_there_are_98_municipalities_in_five_regions() -> None:
    places = load.municipalities()
    assert places.height == 98
    assert set(places["region_code"]) == {"081", "082", "083", "084", "085"}


def test_figures_printed_with_a_list_are_known_from_its_date() -> None:
    assert (load.memberships()["known_from"] == load.memberships()["list_date"]).all()
    assert (load.values()["known_from"] == load.values()["list_date"]).all()


def test_decimals_follow_the_print() -> None:
    values = load.values()
    may = values.filter(pl.col("list_date") == date(2018, 5, 9))
    assert set(may.filter(pl.col("indicator") == "convicted_pct")["decimals"]) == {1}
    assert set(may.filter(pl.col("indicator") == "nonwestern_pct")["decimals"]) == {1}
    before = values.filter(pl.col("list_date") <= date(2017, 12, 1))
    assert set(before.filter(pl.col("indicator") == "convicted_pct")["decimals"]) == {2}
    assert set(before.filter(pl.col("indicator") == "residents")["decimals"]) == {0}


def test_four_year_means_carry_the_inferred_years() -> None:
    values = load.values().filter(pl.col("area_id") == "agervang")
    found = {
        (str(row["list_date"]), row["indicator"]): (row["period"], row["period_basis"])
        for row in values.iter_rows(named=True)
    }
    assert found["2010-10-26", "outside_labour_pct"] == ("2006-2009", "inferred")
    assert found["2010-10-26", "convicted_pct"] == ("2005-2008", "inferred")
    assert found["2011-01-01", "convicted_pct"] == ("2006-2009", "inferred")
    assert found["2011-01-01", "residents"] == ("2010-01-01", "stated")
    assert found["2013-10-01", "convicted_pct"] == ("2009-2012", "inferred")
    assert found["2014-12-01", "convicted_pct"] == ("2012-2013", "stated")
    assert found["2014-12-01", "income_pct_of_region"] == ("2012", "stated")


def test_periods_of_the_record_are_the_periods_of_the_law() -> None:
    lists = set(load.lists()["list_date"])
    checked = 0
    for row in load.values().iter_rows(named=True):
        if row["list_date"] not in lists or row["period_basis"] == "unknown":
            continue
        for criterion in law_on(row["list_date"]).criteria.values():
            if criterion.indicator == row["indicator"] and criterion.absolute_year is None:
                assert row["period"] == criterion.period(row["list_date"]), row
                checked += 1
    assert checked > 1200


def test_conviction_limits_are_kept_as_printed() -> None:
    printed = load.national().filter(pl.col("quantity") == "convicted_threshold_pct")
    found = {
        (row["list_date"].year, row["multiple"]): (row["value"], row["decimals"])
        for row in printed.iter_rows(named=True)
    }
    assert found[2018, 3] == ("1.98", 2)
    assert found[2019, 3] == ("2.03", 2)
    assert found[2020, 3] == ("2.27", 2)
    assert found[2021, 3] == ("2.35", 2)
    assert found[2022, 2] == ("1.45", 2)
    assert found[2017, None] == ("2.7", 2)
    for row in printed.filter(pl.col("multiple").is_not_null()).iter_rows(named=True):
        convicted = law_on(row["list_date"]).criteria["convicted"]
        assert row["period"] == convicted.period(row["list_date"])
