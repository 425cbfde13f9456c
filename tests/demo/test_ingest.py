"""The invented municipality's folder is read whole: its truth, and exactly its planted faults."""

from __future__ import annotations

import tomllib
from functools import cache

import polars as pl

from monitor.ingest.folder import Ingested, ingest_folder
from tests.demo.generator import FOLDER, TRUTH
from tests.demo.municipality import demo
from tests.demo.sheets import cell_name
from tests.demo.workbooks import PLAN, PUBLISHED

KINDS = {
    "factor_10": "factor_10_in_time",
    "misspelt_area": "area_near",
    "count_above_base": "count_above_base",
    "thousand_kroner": "kroner_out_of_range",
    "text_for_number": "not_a_number",
    "done_without_date": "plan_done_without_date",
}
"""Planted kind -> the kind ingest calls it by."""

FOLLOWS = {"total_differs", "year_gap"}
"""Warnings that a planted fault brings with it elsewhere: the total row, the hole it leaves."""


@cache
def read() -> Ingested:
    return ingest_folder(FOLDER)


def planted() -> list[dict[str, str]]:
    text = (TRUTH / "planted_syntetisk.toml").read_text(encoding="utf-8")
    faults: list[dict[str, str]] = tomllib.loads(text)["fault"]
    return faults


def place(fault: object) -> tuple[str, str, str]:
    where = fault.place
    return where.file, where.sheet, cell_name(where.row - 1, where.column - 1)


def test_exactly_the_planted_faults_are_found_each_in_its_cell() -> None:
    found = {
        (*place(fault), fault.kind)
        for fault in read().faults
        if fault.gravity != "info" and fault.kind not in FOLLOWS
    }
    assert found == {
        (fault["file"], fault["sheet"], fault["cell"], KINDS[fault["kind"]]) for fault in planted()
    }


def test_what_follows_from_them_stands_in_the_same_file_and_year() -> None:
    following = [fault for fault in read().faults if fault.kind in FOLLOWS]
    files = {fault["file"] for fault in planted()}
    assert {fault.place.file for fault in following} <= files
    assert {fault.kind for fault in following} == FOLLOWS


def test_every_figure_that_was_accepted_is_the_truth_but_for_the_planted_ones() -> None:
    truth = pl.read_csv(TRUTH / "figures_syntetisk.csv", infer_schema=False)
    key = ["area_id", "indicator", "period"]
    compared = read().figures.drop_nulls("value").join(truth, on=key, how="inner", suffix="_true")
    assert compared.height > 1200
    wrong = compared.filter(
        pl.col("value").cast(pl.Float64) != pl.col("value_true").cast(pl.Float64)
    )
    # the only one accepted, with a warning: a number of residents can grow tenfold
    assert wrong.select(*key).rows() == [("kopivaenget", "residents", "2021-01-01")]


def test_no_figure_of_the_truth_that_the_files_hold_is_lost_but_the_planted_ones() -> None:
    truth = pl.read_csv(TRUTH / "figures_syntetisk.csv", infer_schema=False)
    key = ["area_id", "indicator", "period"]
    read_codes = set(read().figures["indicator"]) & set(truth["indicator"])
    spans = (
        read()
        .figures.group_by("area_id", "indicator")
        .agg(pl.col("period").min().alias("first"), pl.col("period").max().alias("last"))
    )
    expected = truth.join(spans, on=["area_id", "indicator"], how="inner").filter(
        pl.col("indicator").is_in(sorted(read_codes))
        & (pl.col("period") >= pl.col("first"))
        & (pl.col("period") <= pl.col("last"))
    )
    lost = expected.join(read().figures, on=key, how="anti").select(key).sort(key).rows()
    assert lost == [
        ("demoparken", "basic_education_count", "2019-01-01"),
        ("proevelunden", "outside_labour_base", "2016"),
        ("proevelunden", "outside_labour_count", "2016"),
        ("skitsebakken", "income_kr", "2015"),
    ]


def test_the_combined_letting_list_is_no_criterion() -> None:
    file = "kombineret_udlejning_2025_syntetisk.xlsx"
    figures = read().figures.filter(pl.col("file") == file)
    assert set(figures["indicator"]) == {"residents"}
    assert set(read().context.filter(pl.col("file") == file)["indicator"]) == {
        "outside_labour_1yr_pct"
    }
    assert file not in set(read().memberships["file"])


def test_suppressed_cells_are_missing_with_their_reason_and_never_nought() -> None:
    missing = read().figures.filter(pl.col("standing") == "missing")
    hidden = missing.filter(pl.col("indicator") == "convicted_count")
    assert hidden.height > 0
    for area, year in hidden.select("area_id", "period").iter_rows():
        assert demo().areas[area]["convicted_count", int(year)] < 5
    assert set(hidden["reason"]) == {"suppressed"}


def test_the_list_history_is_the_truth() -> None:
    truth = pl.read_csv(TRUTH / "memberships_syntetisk.csv", infer_schema=False)
    truth = truth.filter(pl.col("list_date") < f"{PUBLISHED.stop}")
    found = read().memberships.with_columns(pl.col("list_date").dt.to_string("iso"))
    assert set(found["standing"]) == {"on"}
    key = ["list_date", "area_id", "category"]
    assert found.select(key).sort(key).rows() == truth.select(key).sort(key).rows()


def test_the_plan_is_read_row_for_row() -> None:
    plan = read().plans.sort("row")
    assert plan.select("amount", "planned_date").rows() == [(row[1], row[3]) for row in PLAN]
    # the last row's date is the planted hole
    assert plan["date_done"].to_list() == [*(row[5] for row in PLAN[:-1]), None]


def test_local_indicators_and_the_municipality_itself_are_read() -> None:
    truth = pl.read_csv(TRUTH / "local_indicators_syntetisk.csv", infer_schema=False)
    found = read().local.drop_nulls("value").filter(pl.col("area_id") != "municipality")
    key = ["area_id", "year", "indicator"]
    both = found.rename({"period": "year"}).join(truth, on=key, how="inner", suffix="_true")
    areas = truth.filter((pl.col("area_id") != "municipality") & pl.col("value").is_not_null())
    assert (
        both.filter(both["value"].cast(pl.Float64) != both["value_true"].cast(pl.Float64)).height
        == 0
    )
    assert both.height == areas.height
