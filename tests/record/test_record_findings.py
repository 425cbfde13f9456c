"""What does not fit in the record is found, explained, and computed from the record itself."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from pathlib import Path

import polars as pl

from monitor.record import load
from monitor.record.findings import findings_of_record
from monitor.record.listing import ever_all_once
from monitor.record.load import Record
from monitor.words import NO_BREAK

GOLDEN = Path(__file__).with_name("findings_da.csv")


def of_kind(record: Record, kind: str) -> dict[tuple[str, str], str]:
    return {
        (
            "" if found.list_date is None else found.list_date.isoformat(),
            found.area_id,
        ): found.text.replace(NO_BREAK, " ")
        for found in findings_of_record(record)
        if found.kind == kind
    }


def kept(frame: pl.DataFrame, **cells: object) -> pl.DataFrame:
    """The frame without the rows that have these cells."""
    same = pl.all_horizontal(*(pl.col(name) == cell for name, cell in cells.items()))
    return frame.filter(~same.fill_null(value=False))


def changed(frame: pl.DataFrame, column: str, new: object, **cells: object) -> pl.DataFrame:
    same = pl.all_horizontal(*(pl.col(name) == cell for name, cell in cells.items()))
    return frame.with_columns(
        pl.when(same.fill_null(value=False))
        .then(pl.lit(new))
        .otherwise(pl.col(column))
        .alias(column)
    )


def test_all_findings_word_for_word() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as opened:
        expected = [tuple(row) for row in csv.reader(opened)]
    found = [
        ("" if day is None else day.isoformat(), area, kind, text.replace(NO_BREAK, " "))
        for day, area, kind, text, _ in load.known_findings().iter_rows()
    ]
    assert found == expected


def test_every_finding_has_an_english_sentence_with_the_same_place() -> None:
    danish, english = load.known_findings(), load.known_findings("en")
    key = ["list_date", "area_id", "kind"]
    assert danish.sort(key).select(key).equals(english.sort(key).select(key))
    assert (english["text"].str.len_chars() > 20).all()


def test_fifty_three_areas_by_brute_force() -> None:
    parallel = load.memberships().filter(pl.col("category") == "parallel")
    lists = {
        day: set(parallel.filter(pl.col("list_date") == day)["area_id"])
        for day in set(parallel["list_date"])
        if 2011 <= day.year <= 2017
    }
    extra = (date(2011, 1, 1), date(2014, 2, 1))
    fitting = [
        left_out
        for left_out in chain.from_iterable(combinations(extra, size) for size in range(3))
        if ever_all_once([lists[day] for day in lists if day not in left_out]) == (53, 10, 11)
    ]
    assert fitting == [(date(2014, 2, 1),)]


def test_counts_over_lists_by_hand() -> None:
    assert ever_all_once([{"a", "b"}, {"a"}, {"a", "c"}]) == (3, 1, 2)


def test_the_finding_goes_when_the_misprint_is_mended() -> None:
    record = load.record()
    assert ("2018-05-09", "munkebo") in of_kind(record, "bracket_persons")
    mended = changed(
        record.values,
        "value",
        "60.1",
        area_id="munkebo",
        list_date=date(2018, 5, 9),
        indicator="nonwestern_pct",
    )
    assert ("2018-05-09", "munkebo") not in of_kind(
        replace(record, values=mended), "bracket_persons"
    )


def test_a_new_misprint_is_found() -> None:
    record = load.record()
    spoilt = changed(
        record.values,
        "value",
        "652",
        area_id="mjoelnerparken",
        list_date=date(2018, 5, 9),
        indicator="excess_persons_nonwestern",
    )
    found = of_kind(replace(record, values=spoilt), "bracket_persons")
    assert "parentesen siger 652" in found["2018-05-09", "mjoelnerparken"]


def test_the_regions_bounds_follow_the_brackets() -> None:
    record = load.record()
    spoilt = changed(
        record.national, "value", "350000", area_id="region-083", quantity="income_region_low_kr"
    )
    found = of_kind(replace(record, national=spoilt), "region_income_differs")
    assert found == {
        ("2018-05-09", "region-083"): (
            "Syddanmark: parenteserne for Finlandsparken; Munkebo; Stengårdsvej indrammer "
            "gennemsnitsindkomsten for 2015 til 353.485-354.049 kr., men optegnelsen har "
            "350.000-354.049 kr."
        )
    }


def test_a_narrower_list_without_its_wider_one_is_found() -> None:
    record = load.record()
    fewer = kept(
        record.memberships, area_id="vollsmose", list_date=date(2019, 12, 1), category="exposed"
    )
    assert of_kind(record, "not_nested") == {}
    assert of_kind(replace(record, memberships=fewer), "not_nested") == {
        ("2019-12-01", "vollsmose"): (
            "Vollsmose står på listen af 1. december 2019 som ghettoområde, men mangler som "
            "udsat boligområde, som den efter loven også er."
        )
    }


def test_official_moves_are_the_moves_of_the_names() -> None:
    record = load.record()
    assert of_kind(record, "moves_differ") == {}
    wrong = changed(
        record.national,
        "value",
        "12",
        list_date=date(2020, 12, 1),
        category="parallel",
        quantity="leavers",
    )
    assert of_kind(replace(record, national=wrong), "moves_differ") == {
        ("2020-12-01", ""): (
            "Listen af 1. december 2020, ghettoområde: officielt 0 nye og 12 ude, men optegnelsens "
            "navne giver 0 og 13."
        )
    }


def test_the_official_number_of_areas_over_the_conviction_limit_is_reproduced() -> None:
    record = load.record()
    assert of_kind(record, "criterion_count_differs") == {}
    wrong = changed(
        record.national,
        "value",
        "24",
        list_date=date(2010, 10, 26),
        quantity="areas_meeting_conviction_criterion",
    )
    assert of_kind(replace(record, national=wrong), "criterion_count_differs") == {
        ("2010-10-26", ""): (
            "Listen af 26. oktober 2010: 24 områder skulle opfylde kriteriet om dømte, men "
            "værdierne giver 25."
        )
    }


def test_the_residents_of_the_list_of_2015_sum_to_the_official_total() -> None:
    # 59,682 is official; a single resident more would be a finding
    record = load.record()
    assert set(of_kind(record, "total_differs")) == {("2013-10-01", "")}
    wrong = changed(
        record.national,
        "value",
        "59683",
        list_date=date(2015, 12, 1),
        quantity="residents_total",
    )
    found = of_kind(replace(record, national=wrong), "total_differs")
    assert found["2015-12-01", ""] == (
        "Listen af 1. december 2015: beboere i alt er offentliggjort som 59.683, men de 25 af 25 "
        "områder med værdier giver 59.682."
    )


def test_ties_that_decide_and_ties_that_do_not() -> None:
    ties = of_kind(load.record(), "value_is_limit")
    deciding = {key for key, text in ties.items() if "Det afgør, om" in text}
    assert deciding == {
        ("2014-12-01", "aldersrogade"),
        ("2015-12-01", "bispeparken"),
        ("2015-12-01", "degnegaarden"),
    }
    assert set(ties) - deciding == {
        ("2013-10-01", "bispeparken"),
        ("2014-12-01", "byparken-skovparken"),
        ("2017-12-01", "gellerupparken-toveshoej"),
    }


def test_gellerup_2013_has_no_values_and_is_listed() -> None:
    assert set(of_kind(load.record(), "listed_without_values")) == {
        ("2013-10-01", "gellerupparken-toveshoej")
    }


def test_findings_come_in_the_same_order_twice() -> None:
    record = load.record()
    assert findings_of_record(record) == findings_of_record(record)
    turned = replace(record, values=record.values.reverse(), national=record.national.reverse())
    assert [f.text for f in findings_of_record(turned)] == [
        f.text for f in findings_of_record(record)
    ]
