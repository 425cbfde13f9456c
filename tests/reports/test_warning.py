"""What is said about an area: the tables' own words and numbers, in the right order."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnknownNameError
from monitor.law.load import laws
from reports.source import Tables, read_tables
from reports.warning import statuses
from reports.warning.assemble import warning
from reports.warning.model import AreaWarning, MunicipalWarning
from reports.warning.setting import chain, separate, settle
from tests.reports.synthetic import write


def area(said: MunicipalWarning, area_id: str) -> AreaWarning:
    return next(one for one in said.areas if one.area_id == area_id)


def test_the_headline_names_the_area_that_rises_and_the_one_that_is_near(
    danish: MunicipalWarning,
) -> None:
    assert danish.headline.replace("\u00a0", " ") == (
        "Demovejen/Demoparken bliver med høj sandsynlighed omdannelsesområde 1. december, og "
        "Demoby Sydkvarteret er tre helårspersoner fra listen over udsatte boligområder"
    )


def test_the_lead_counts_changes_and_names_what_cannot_be_decided(danish: MunicipalWarning) -> None:
    assert danish.lead == (
        "To af ti områder har skiftet lokal kategori siden sidste år. Kløverdemo kan ikke afgøres, "
        "fordi tre tal mangler."
    )


def test_colours_are_counted_with_their_change(danish: MunicipalWarning) -> None:
    assert [(one.code, one.number, one.change) for one in danish.counts] == [
        ("red", 2, "uændret fra i fjor"),
        ("orange", 2, "1 flere end i fjor"),
        ("yellow", 3, "2 færre end i fjor"),
        ("green", 2, "uændret fra i fjor"),
        ("undecided", 1, "1 flere end i fjor"),
    ]


@pytest.mark.parametrize("area_id", ["demovej-demopark", "demoby-nord", "demoby-syd", "aagade"])
def test_outcomes_exclude_each_other_and_come_from_the_outlook(
    tables: Tables, danish: MunicipalWarning, area_id: str
) -> None:
    chances = {
        row["category"]: row["probability"]
        for row in tables.rows("outlook", area_id)
        if row["list_date"] == settle(tables, "da").this
    }
    shares = {one.status.code: one.share for one in area(danish, area_id).this}
    assert shares.get("transformation", 0) == pytest.approx(chances["transformation"], abs=0.0101)
    nested = sum(shares.get(code, 0) for code in ("exposed", "parallel", "transformation"))
    assert nested == pytest.approx(chances["exposed"], abs=0.0101)


@given(
    widest=st.floats(0, 1),
    inner=st.floats(0, 1),
    innermost=st.floats(0, 1),
    beside=st.floats(0, 1),
)
def test_outcomes_add_up_to_one(
    widest: float, inner: float, innermost: float, beside: float
) -> None:
    """For any outlook that nests, with everything shown."""
    exposed = widest
    parallel = exposed * inner
    transformation = parallel * innermost
    prevention = (1 - exposed) * beside
    shares = statuses.exclusive(
        {
            "exposed": exposed,
            "parallel": parallel,
            "transformation": transformation,
            "prevention": prevention,
        },
        laws()[-1],
    )
    assert sum(share for _, share in shares) == pytest.approx(1)
    assert all(share >= 0 for _, share in shares)


def test_the_nested_lists_are_read_from_the_law() -> None:
    newest = laws()[-1]
    assert chain(newest) == ("exposed", "parallel", "transformation")
    assert separate(newest) == ("prevention",)
    assert [chain(law) for law in laws()[:2]] == [("parallel",), ("parallel",)]


def test_every_number_of_the_why_rows_is_the_tables(
    tables: Tables, danish: MunicipalWarning
) -> None:
    seen = 0
    for one in danish.areas:
        rows = {
            (row["criterion"], row["category"]): row
            for row in tables.rows("criteria", one.area_id)
            if row["list_date"] == settle(tables, "da").this
        }
        for why in one.criteria:
            values = {row["value"] for key, row in rows.items() if key[0] == why.code}
            limits = {row["limit"] for key, row in rows.items() if key[0] == why.code}
            assert why.value in values or why.standing == "projected"
            assert why.limit in limits
            seen += 1
    assert seen == 60


def test_a_missing_figure_is_never_met_or_not_met(danish: MunicipalWarning) -> None:
    rows = {row.code: row for row in area(danish, "kloeverdemo").criteria}
    for code in ("convicted", "basic_education", "income"):
        assert (rows[code].value_text, rows[code].met) == ("", "unknown")
    assert area(danish, "kloeverdemo").undecided


def test_an_area_that_cannot_be_decided_says_which_figures_are_missing(
    danish: MunicipalWarning,
) -> None:
    assert area(danish, "kloeverdemo").missing_text == (
        "mangler indkomst 2024, grundskole alene 2026 og dømte 2024 og 2025"
    )


def test_income_is_bad_below_its_limit(danish: MunicipalWarning) -> None:
    income = next(row for row in area(danish, "demoby-nord").criteria if row.code == "income")
    assert income.this is not None
    assert income.met == "yes"
    assert (income.this.line.replace("\u00a0", " "), income.this.bad) == ("6.840 kr. under", True)


def test_a_prevention_area_is_measured_by_its_own_limits(danish: MunicipalWarning) -> None:
    outside = next(row for row in area(danish, "aagade").criteria if row.code == "outside_labour")
    assert outside.limit_text == "over 30"
    assert outside.other_limit == "udsat: over 40"


def test_the_ledger_closes_years_that_are_over(danish: MunicipalWarning) -> None:
    rows = area(danish, "demovej-demopark").ledger
    this_list = [row for row in rows if not row.total][:2]
    assert all(not row.open for row in this_list)
    assert all(row.rest == "Årene er gået og kan ikke længere påvirkes." for row in this_list)
    assert [row.open for row in rows if not row.total][2:] == [True, True]


def test_nobody_is_advised_to_move(danish: MunicipalWarning) -> None:
    for one in danish.areas:
        assert not {row.way for row in one.ledger} & {"Ikkevestlig andel", "Beboere"}


def test_the_clock_numbers_the_years_and_gives_the_coming_chance(danish: MunicipalWarning) -> None:
    squares = {one.year: one for one in area(danish, "demovej-demopark").clock.squares}
    assert [squares[year].label for year in (2022, 2023, 2024, 2025)] == ["1", "2", "3", "4"]
    assert (squares[2026].kind, squares[2026].label) == ("coming", "76")
    assert squares[2028].kind == "later"


def test_last_year_counts_hits_and_names_misses(danish: MunicipalWarning) -> None:
    assert danish.last_year is not None
    assert [one.replace("\u00a0", " ") for one in danish.last_year.sentences] == [
        "Ni af ti områder fik den status, vi holdt for mest sandsynlig.",
        "Æblehaven Demo kom på listen, selv om vi gav det 31 pct.",
    ]
    assert "0,07" in danish.last_year.score
    assert "0,10" in danish.last_year.score


def test_the_age_of_each_figure_is_counted_to_the_list(danish: MunicipalWarning) -> None:
    ages = {one.name: (one.standing, one.months) for one in danish.ages}
    assert ages["Indkomst"] == ("known", 23)
    assert ages["Dømte"] == ("projected", 11)
    assert ages["Boliger"] == ("known", 1)


def test_consequences_are_the_law_file_s_words(danish: MunicipalWarning) -> None:
    law = laws()[-1]
    said = {one.text for one in area(danish, "demovej-demopark").consequences}
    assert said == {one.text["da"] for one in law.categories["transformation"].consequences}


def test_a_reservation_known_later_is_not_in_an_older_report(tables: Tables) -> None:
    from datetime import date

    now = warning(tables, "da").areas[0].reservations
    then = warning(tables, "da", as_of=date(2025, 11, 23)).areas[0].reservations
    assert any("C-417/23" in one for one in now)
    assert not any("C-417/23" in one for one in then)


def test_only_the_areas_asked_for(tables: Tables) -> None:
    said = warning(tables, "da", areas=["demoby nord", "aagade"])
    assert {one.area_id for one in said.areas} == {"demoby-nord", "aagade"}


def test_an_area_nobody_knows_is_a_sentence(tables: Tables) -> None:
    with pytest.raises(UnknownNameError) as fault:
        warning(tables, "da", areas=["Nowhere"])
    assert 'Området "Nowhere" findes ikke i kørslen.' in fault.value.sentence("da")


def test_the_public_edition_leaves_the_local_list_and_the_work_inside(tables: Tables) -> None:
    said = warning(tables, "da", public=True)
    assert said.counts == ()
    assert all(one.local is None and one.radar is None and not one.efforts for one in said.areas)


def test_english_says_the_same_numbers(tables: Tables, danish: MunicipalWarning) -> None:
    english = warning(tables, "en")
    assert [one.area_id for one in english.areas] == [one.area_id for one in danish.areas]
    assert english.headline.startswith("Demovejen/Demoparken becomes, with high probability,")


def test_what_the_forecast_marked_of_an_areas_figures_stands_on_its_page(tmp_path: Path) -> None:
    """Jumps and boundaries moved, not that the prior was pooled; only on the area's own page."""
    sources = write(tmp_path)
    one, other = (area.area_id for area in warning(read_tables(sources), "da").areas[:2])
    marked = pl.DataFrame(
        [
            (one, "residents", "2021", "jump", "Beboere, 2021: tallet ligger langt fra."),
            (one, "", "2019", "boundary", "Afgrænsningen er mindsket."),
            ("", "", "", "pooled", "Spredningen er afstemt."),
        ],
        schema=["area_id", "indicator", "period", "kind", "text"],
        orient="row",
    )
    marked.write_parquet(sources / "forecast_remarks.parquet")
    marked.write_csv(sources / "forecast_remarks.csv")
    said = warning(read_tables(sources), "da")
    assert area(said, one).findings[-2:] == tuple(marked["text"][:2])
    assert not set(marked["text"]) & set(area(said, other).findings)
