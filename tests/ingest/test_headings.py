"""Headings are data: every one attested with its source or marked inferred, none of two fields."""

from __future__ import annotations

import pytest

from monitor.indicators import indicators
from monitor.ingest.headings import book, category_of, is_stop, is_total, names, read_heading
from monitor.ingest.plain import key


def test_every_heading_is_attested_with_a_known_source_or_inferred() -> None:
    for entry in book()["name"]:
        for text, source in entry["attested"]:
            assert source in book()["sources"], text
    for phrase in book()["phrase"]:
        assert phrase["mark"] in {"attested", "inferred"}
        assert (phrase["source"] in book()["sources"]) == (phrase["mark"] == "attested")


def test_no_heading_means_two_things() -> None:
    seen: dict[str, str] = {}
    for entry in book()["name"]:
        for text in [pair[0] for pair in entry["attested"]] + entry["inferred"]:
            assert key(text), text
            assert seen.setdefault(key(text), entry["field"]) == entry["field"], text


def test_every_indicator_code_is_its_own_heading() -> None:
    for code in indicators():
        assert names()[key(code)][0] == code


@pytest.mark.parametrize(
    ("text", "field", "period"),
    [
        ("Beboere pr. 1. jan 2024", "residents", "2024-01-01"),
        ("Beboere udenfor arbejdsmarkedet 2023, pct.", "outside_labour_1yr_pct", "2023"),
        (
            "Andel uden tilknytning til arbejdsmarked eller uddannelse (gns. 2015-2016), pct.",
            "outside_labour_pct",
            "2015-2016",
        ),
        ("Antal dømte", "convicted_count", ""),
        ("Dømte pr. 10.000", "convicted_pct", ""),
        ("Dømte", "convicted", ""),
        ("Ikke- vestlige (pct.)", "nonwestern_pct", ""),
        ("Beboere 18-64 år", "outside_labour_base", ""),
        ("Antal 18-64-årige uden tilknytning", "outside_labour_count", ""),
        ("Bruttoindkomst i pct. af regionen 2015", "income_pct_of_region", "2015"),
        ("Regionens bruttoindkomst, kr.", "income_region_kr", ""),
        ("Bruttoindkomst, kr.", "income_kr", ""),
        ("Percentage veroordeelde inwoners 2015-2016", "convicted_pct", "2015-2016"),
        ("lbf.nr.", "department", ""),
        ("LBF-NR", "department", ""),
        ("Landsejer- lavskode", "ignored", ""),
    ],
)
def test_what_a_heading_means(text: str, field: str, period: str) -> None:
    heading = read_heading(text)
    assert heading.field == field
    assert (heading.moment.code if heading.moment else "") == period


@pytest.mark.parametrize("text", ["Uden for arbejdsstyrken", "Ledige", "Offentligt forsørgede"])
def test_what_resembles_the_criterion_is_not_taken_for_it(text: str) -> None:
    assert read_heading(text).field == "not_a_criterion"


def test_two_meanings_and_none_become_a_question() -> None:
    assert read_heading("Ikke-vestlige dømte").candidates == ("nonwestern", "convicted")
    assert not read_heading("Bilbestand").field


@pytest.mark.parametrize("line", ["Kilde: Danmarks Statistik", "Anm.: Tal under 5", "* foreløbigt"])
def test_lines_that_end_a_table(line: str) -> None:
    assert is_stop(line)


def test_an_area_is_no_stop_line_and_no_total() -> None:
    for name in ("Notegården", "Kildeparken", "Bispehaven"):
        assert not is_stop(name)
        assert not is_total(name)
    assert is_total("I alt")
    assert is_total("Demokøbing Kommune i alt")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ghettoområde", "parallel"),
        ("hårdt ghettoområde", "transformation"),
        ("Omdannelsesområde", "transformation"),
        ("Parallelsamfund", "parallel"),
        ("udsat boligområde", "exposed"),
        ("forebyggelsesområde", "prevention"),
    ],
)
def test_categories_in_words(text: str, code: str) -> None:
    assert category_of(text) == code


def test_the_charged_are_not_the_convicted() -> None:
    assert read_heading("Dømte eller sigtede").field == ""
