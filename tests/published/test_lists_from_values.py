"""The published lists re-derived from the figures printed with them, and that this can fail.

Each test's id says whether the names of the list are verbatim in the source or derived from other
statements: a derived list is weaker ground.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest

from monitor.findings import findings_of
from monitor.panel import FIGURE_COLUMNS, NATION
from monitor.public_record import record_figures
from tests.published.record import as_made, confidence, judged_by, version, with_values

FROM_VALUES = [
    # list, names of the list, listed, left
    (date(2010, 10, 26), "verbatim", 29, 0),
    (date(2011, 1, 1), "verbatim", 26, 3),
    (date(2013, 10, 1), "derived+verbatim", 39, 2),
    (date(2014, 12, 1), "verbatim", 31, 7),
    (date(2015, 12, 1), "verbatim", 25, 9),
    (date(2016, 12, 1), "verbatim", 25, 4),
    (date(2017, 12, 1), "verbatim", 22, 5),
]
TIED = [
    (date(2014, 12, 1), "aldersrogade", "convicted", "2.7"),
    (date(2015, 12, 1), "degnegaarden", "basic_education", "50"),
    (date(2015, 12, 1), "bispeparken", "income", "55"),
]
YEARS_OF_2013 = tuple(date(year, 12, 1) for year in range(2014, 2018))


def said_of(row: tuple[object, ...]) -> str:
    return f"{row[0]}-names-{row[1]}"


@pytest.mark.parametrize(
    ("list_date", "marks", "listed", "left"), FROM_VALUES, ids=map(said_of, FROM_VALUES)
)
def test_the_list_from_values_alone(list_date: date, marks: str, listed: int, left: int) -> None:
    rows = with_values(as_made(), list_date)
    both = Counter((row.strict["parallel"], row.published["parallel"]) for row in rows)
    expected = Counter({("yes", "yes"): listed, ("no", "no"): left})
    assert +both == +expected
    assert confidence(list_date, "parallel") == marks


@pytest.mark.parametrize(("list_date", "area_id", "criterion", "value"), TIED)
def test_a_leaver_printed_on_the_limit_is_unknown_within_rounding_and_flagged(
    list_date: date, area_id: str, criterion: str, value: str
) -> None:
    row = next(row for row in as_made().on(list_date) if row.area_id == area_id)
    assert (row.computed["parallel"], row.strict["parallel"]) == ("unknown", "no")
    assert row.published["parallel"] == "no"
    [tied] = [why for why in row.verdict.why if why.on_the_limit]
    assert tied.criterion == criterion
    assert tied.reading is not None
    assert tied.reading.value == tied.limit.value
    assert float(tied.limit.value or 0) == float(value)
    flagged = {
        finding.kind
        for finding in findings_of(as_made())
        if (finding.list_date, finding.area_id) == (list_date, area_id)
    }
    assert "printed_on_limit" in flagged


def test_those_three_are_the_only_areas_rounding_leaves_open() -> None:
    opened = {
        (row.list_date, row.area_id)
        for day, *_ in FROM_VALUES
        for row in with_values(as_made(), day)
        if row.computed["parallel"] == "unknown"
    }
    assert opened == {(day, area) for day, area, *_ in TIED}


def test_gellerup_2013_is_on_the_list_without_values_and_never_computed_away() -> None:
    list_date = date(2013, 10, 1)
    [row] = [r for r in as_made().on(list_date) if r.area_id == "gellerupparken-toveshoej"]
    assert row.published["parallel"] == "yes"
    assert row.verdict.basis == ""
    assert (row.computed["parallel"], row.strict["parallel"]) == ("unknown", "unknown")
    kinds = {
        f.kind
        for f in findings_of(as_made())
        if (f.list_date, f.area_id) == (list_date, row.area_id)
    }
    assert kinds == {"no_values"}


def test_the_act_of_2010_on_the_lists_of_2014_to_2017_gives_fifteen_wrong() -> None:
    assert wrong("2010", record_figures()) == 15


def test_the_act_of_2018_on_the_lists_of_2014_to_2017_gives_forty_five_wrong() -> None:
    # the record holds no national rate for these years: the limit of 2018, 1.98, is supplied here
    supplied = pl.DataFrame(
        [
            {
                "area_id": NATION,
                "list_date": day,
                "indicator": "convicted_pct",
                "period": version("2018").criteria["convicted"].period(day),
                "value": "0.66",
                "standing": "known",
                "known_from": day,
                "source": "supplied by this test: 1.98 / 3",
            }
            for day in YEARS_OF_2013
        ],
        schema=FIGURE_COLUMNS,
    )
    assert wrong("2018", pl.concat([record_figures(), supplied], how="diagonal")) == 45


def test_the_act_of_2013_on_its_own_lists_gives_none_wrong() -> None:
    assert wrong("2013", record_figures()) == 0


def wrong(law_id: str, figures: pl.DataFrame) -> int:
    """Areas with values whose strict verdict is not the published one, 2014-2017."""
    tried = judged_by(version(law_id), YEARS_OF_2013, figures)
    return sum(
        row.strict["parallel"] != row.published["parallel"]
        for day in YEARS_OF_2013
        for row in with_values(tried, day)
    )
