"""The law files against a table written by hand from the dossier's parameter table.

Each row: version, category, criterion, operator, value, measure, window, reference years of the
ordinary list, ages. The table was typed from the dossier, not from the law files.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from monitor.law.load import law_by_id, laws
from monitor.law.model import Law

TABLE = """
2010 parallel   nonwestern      >  50   fixed              1  0         -
2010 parallel   outside_labour  >  40   fixed              4  -4..-1    18-64
2010 parallel   convicted       >  2.7  fixed              4  -4..-1    18+
2010 parallel   population      >= 1000 fixed              1  0         -
2013 parallel   nonwestern      >  50   fixed              1  0         -
2013 parallel   outside_labour  >  40   fixed              2  -2..-1    18-64
2013 parallel   convicted       >  2.7  fixed              2  -2..-1    18+
2013 parallel   basic_education >  50   fixed              1  0         30-59
2013 parallel   income          <  55   percent_of_region  1  -2        15-64
2013 parallel   population      >= 1000 fixed              1  0         -
2018 exposed    outside_labour  >  40   fixed              2  -2..-1    18-64
2018 exposed    convicted       >= 3    times_national     2  -2..-1    18+
2018 exposed    basic_education >  60   fixed              1  0         30-59
2018 exposed    income          <  55   percent_of_region  1  -2        15-64
2018 exposed    population      >= 1000 fixed              1  0         -
2018 parallel   nonwestern      >  50   fixed              1  0         -
2021 exposed    outside_labour  >  40   fixed              2  -2..-1    18-64
2021 exposed    convicted       >= 3    times_national     2  -2..-1    18+
2021 exposed    basic_education >  60   fixed              1  0         30-59
2021 exposed    income          <  55   percent_of_region  1  -2        15-64
2021 exposed    population      >= 1000 fixed              1  0         -
2021 parallel   nonwestern      >  50   fixed              1  0         -
2021 prevention outside_labour  >  30   fixed              2  -2..-1    18-64
2021 prevention convicted       >= 2    times_national     2  -2..-1    18+
2021 prevention basic_education >  60   fixed              1  0         30-59
2021 prevention income          <  65   percent_of_region  1  -2        15-64
2021 prevention nonwestern      >  30   fixed              1  0         -
2021 prevention population      >= 1000 fixed              1  0         -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def offsets(text: str) -> tuple[int, ...]:
    first, _, last = text.partition("..")
    return tuple(range(int(first), int(last or first) + 1))


def ages(text: str) -> tuple[int, int | None] | None:
    if text == "-":
        return None
    if text.endswith("+"):
        return int(text[:-1]), None
    first, last = text.split("-")
    return int(first), int(last)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:3]))
def test_every_limit_is_the_dossiers(row: list[str]) -> None:
    version, category, code, operator, value, measure, window, years, among = row
    criterion = law_by_id(version).criteria[code]
    limit = criterion.limits[category]
    assert limit.operator == operator
    assert limit.value == Fraction(value)
    assert limit.measure == measure
    assert criterion.window_years == int(window)
    assert criterion.reference_years == offsets(years)
    assert criterion.ages == ages(among)


def test_the_table_names_every_limit_that_is_tested_and_no_other() -> None:
    tested = {(law.id, *pair) for law in laws() for pair in law.tests()}
    assert tested == {(row[0], row[1], row[2]) for row in ROWS}


@pytest.mark.parametrize(
    ("version", "category", "within", "needed", "of", "required"),
    [
        ("2010", "parallel", None, 2, 3, {"population"}),
        ("2013", "parallel", None, 3, 5, {"population"}),
        ("2018", "exposed", None, 2, 4, {"population"}),
        ("2018", "parallel", "exposed", 0, 0, {"nonwestern"}),
        ("2018", "transformation", "parallel", 0, 0, set()),
        ("2021", "exposed", None, 2, 4, {"population"}),
        ("2021", "parallel", "exposed", 0, 0, {"nonwestern"}),
        ("2021", "transformation", "parallel", 0, 0, set()),
        ("2021", "prevention", None, 2, 4, {"nonwestern", "population"}),
    ],
)
def test_how_many_of_which(
    version: str, category: str, within: str | None, needed: int, of: int, required: set[str]
) -> None:
    rule = law_by_id(version).categories[category]
    assert (rule.within, rule.needed, len(rule.counted)) == (within, needed, of)
    assert set(rule.required) == required


def test_the_non_western_share_is_counted_until_2018_and_required_after() -> None:
    for law in laws():
        parallel = law.categories["parallel"]
        counted = law.in_force_from < date(2018, 12, 1)
        assert ("nonwestern" in parallel.counted) is counted
        assert ("nonwestern" in parallel.required) is not counted


@pytest.mark.parametrize(
    ("version", "list_date", "lists"),
    [
        ("2018", date(2018, 12, 1), 5),
        ("2018", date(2019, 12, 1), 5),
        ("2018", date(2020, 12, 1), 5),
        ("2018", date(2021, 12, 1), 4),  # had the act of 2018 stood
        ("2021", date(2021, 12, 1), 5),
        ("2021", date(2022, 12, 1), 5),
        ("2021", date(2030, 12, 1), 5),
    ],
)
def test_lists_in_a_row(version: str, list_date: date, lists: int) -> None:
    assert law_by_id(version).categories["transformation"].lists_needed(list_date) == lists


@pytest.mark.parametrize(
    ("list_date", "code", "period"),
    [
        (date(2010, 10, 26), "nonwestern", "2010-01-01"),
        (date(2010, 10, 26), "outside_labour", "2006-2009"),
        (date(2010, 10, 26), "convicted", "2005-2008"),
        # the interim list repeats October 2010; only the convictions are new
        (date(2011, 1, 1), "nonwestern", "2010-01-01"),
        (date(2011, 1, 1), "population", "2010-01-01"),
        (date(2011, 1, 1), "outside_labour", "2006-2009"),
        (date(2011, 1, 1), "convicted", "2006-2009"),
        (date(2011, 10, 1), "outside_labour", "2007-2010"),
        (date(2011, 10, 1), "convicted", "2006-2009"),
        (date(2012, 10, 1), "convicted", "2008-2011"),
        (date(2013, 10, 1), "convicted", "2009-2012"),
    ],
)
def test_reference_periods_of_the_first_act(list_date: date, code: str, period: str) -> None:
    assert law_by_id("2010").criteria[code].period(list_date) == period


@pytest.mark.parametrize(
    ("list_date", "code", "period"),
    [
        (date(2014, 12, 1), "outside_labour", "2012-2013"),
        (date(2014, 12, 1), "income", "2012"),
        (date(2017, 12, 1), "convicted", "2015-2016"),
        (date(2017, 12, 1), "income", "2015"),
        (date(2017, 12, 1), "basic_education", "2017-01-01"),
    ],
)
def test_reference_periods_as_printed_2014_to_2017(list_date: date, code: str, period: str) -> None:
    assert law_by_id("2013").criteria[code].period(list_date) == period
    assert law_by_id("2013").criteria[code].reference_evidence == "verbatim"


@pytest.mark.parametrize(
    ("version", "code", "evidence"),
    [
        ("2010", "nonwestern", "secondary"),
        ("2010", "outside_labour", "secondary"),
        ("2010", "convicted", "secondary"),
        ("2010", "population", "verbatim"),
        ("2013", "income", "verbatim"),
        ("2018", "convicted", "verbatim"),
        ("2021", "basic_education", "verbatim"),
    ],
)
def test_evidence_of_limits(version: str, code: str, evidence: str) -> None:
    limits = law_by_id(version).criteria[code].limits
    assert {limit.citation.evidence for limit in limits.values()} == {evidence}


@pytest.mark.parametrize(
    ("version", "list_date"),
    [("2018", date(2018, 12, 1)), ("2018", date(2020, 12, 1)), ("2021", date(2026, 12, 1))],
)
def test_reference_periods_from_2018_on(version: str, list_date: date) -> None:
    year = list_date.year
    periods = {
        code: criterion.period(list_date) for code, criterion in law_by_id(version).criteria.items()
    }
    assert periods == {
        "outside_labour": f"{year - 2}-{year - 1}",
        "convicted": f"{year - 2}-{year - 1}",
        "basic_education": f"{year}-01-01",
        "income": f"{year - 2}",
        "nonwestern": f"{year}-01-01",
        "population": f"{year}-01-01",
    }


def test_reference_years_are_inferred_or_reported_except_2014_to_2017() -> None:
    for law in laws():
        marks = {criterion.reference_evidence for criterion in law.criteria.values()}
        expected = {"2010": {"inferred"}, "2013": {"verbatim"}}
        assert marks == expected.get(law.id, {"inferred", "secondary"})


def test_dates_of_the_versions() -> None:
    assert [
        (law.enacted, law.in_force_from, law.in_force_until, law.checked_until) for law in laws()
    ] == [
        (date(2010, 12, 22), date(2010, 12, 22), date(2014, 1, 31), date(2013, 10, 1)),
        (None, date(2014, 2, 1), date(2018, 11, 30), date(2017, 12, 1)),
        (date(2018, 11, 27), date(2018, 12, 1), date(2021, 11, 29), date(2020, 12, 1)),
        (date(2021, 11, 27), date(2021, 11, 30), None, date(2024, 12, 1)),
    ]


@pytest.mark.parametrize("version", ["2018", "2021"])
def test_the_present_population_rests_on_practice_and_not_on_the_act(version: str) -> None:
    law = law_by_id(version)
    assert law.citation("exposed", "population").evidence == "secondary"
    assert "aktuelt på opgørelsestidspunktet" in law.citation("exposed", "population").quote
    limit = law.criteria["population"].limits["exposed"]
    assert limit.citation.evidence == "verbatim"
    assert law.citation("exposed", "income") == law.criteria["income"].limits["exposed"].citation
    assert law_by_id("2013").citation("parallel", "population").evidence == "verbatim"


TERMS = {
    "2010": {"parallel": "ghettoområde"},
    "2013": {"parallel": "ghettoområde"},
    "2018": {
        "exposed": "udsat boligområde",
        "parallel": "ghettoområde",
        "transformation": "hårdt ghettoområde",
    },
    "2021": {
        "exposed": "udsat boligområde",
        "parallel": "parallelsamfund",
        "transformation": "omdannelsesområde",
        "prevention": "forebyggelsesområde",
    },
}


def test_names_by_date() -> None:
    assert {
        law.id: {code: category.terms["da"] for code, category in law.categories.items()}
        for law in laws()
    } == TERMS


@pytest.mark.parametrize("version", ["2018", "2021"])
def test_the_target(version: str) -> None:
    target = law_by_id(version).target
    assert target is not None
    assert target.applies_to == "transformation"
    assert (target.share.operator, target.share.value) == ("<=", 40)
    assert target.share.unit == "percent"
    assert target.deadline == target.tools_until == date(2030, 1, 1)
    assert target.square_metres == 75
    assert target.demolished_after == 2010
    assert target.plan_months == 6
    loss, small = target.dispensations["loss"], target.dispensations["small"]
    assert (loss.bound.operator, loss.bound.value, loss.bound.unit) == (">", 12, "percent")
    assert len(loss.conditions) == 4
    assert (small.bound.indicator, small.bound.operator, small.bound.value) == (
        "residents",
        "<",
        2100,
    )
    assert small.bound.unit == "persons"
    assert small.not_met == ("convicted",)


@pytest.mark.parametrize("version", ["2018", "2021"])
def test_letting_rules_end_after_four_clean_lists(version: str) -> None:
    release = law_by_id(version).release
    assert release is not None
    assert release.clean_lists == 4
    assert release.failing == ("exposed", "transformation")
    assert release.in_force_from == date(2021, 7, 1)


def test_combined_letting_has_operators_and_years_of_its_own() -> None:
    combined = law_by_id("2021").combined
    assert combined is not None
    assert [
        (rule.residents_operator, rule.residents, rule.percent_operator, rule.percent)
        for rule in combined.rules
    ] == [(">=", 1000, ">=", 40), (">=", 5000, ">=", 30)]
    assert (combined.residents_years, combined.outside_years) == ((0,), (-1,))
    assert law_by_id("2021").combined_letting == combined.rules


def readings(law: Law) -> dict[str, str]:
    return {name: switch.value for name, switch in law.switches.items()}


def test_readings_in_use() -> None:
    assert readings(law_by_id("2021")) == {
        "population": "practice",
        "two_year_mean": "shares",
        "earlier_lists": "membership",
        "demolished_counted": "yes",
        "commercial_rounding": "summed",
    }
    assert readings(law_by_id("2018")) == readings(law_by_id("2021"))
    assert readings(law_by_id("2013")) == {"population": "practice", "two_year_mean": "shares"}


def test_prevention_is_published_without_exposed_areas_and_only_inferred() -> None:
    prevention = law_by_id("2021").categories["prevention"]
    assert prevention.published_without == "exposed"
    assert prevention.publication is not None
    assert prevention.publication.evidence == "inferred"


def test_the_court_of_justice_stands_beside_the_categories_it_concerns() -> None:
    notes = law_by_id("2021").legal_status
    assert [note.on for note in notes] == [
        date(2025, 12, 18),
        date(2025, 12, 18),
        date(2026, 1, 22),
        date(2026, 1, 22),
        date(2026, 2, 28),
    ]
    assert "C-417/23" in notes[0].text["da"]
    assert notes[0].categories == ("transformation",)
    assert {code for note in notes for code in note.categories} == {
        "parallel",
        "transformation",
        "prevention",
    }
