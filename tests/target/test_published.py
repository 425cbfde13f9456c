"""The public record in a run: as published, gaps as gaps, on disk and in the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from forecasts.planner import published_dwellings
from monitor.inputs import from_record
from monitor.law.load import law_on
from monitor.outputs import write_tables
from monitor.plan_record import areas_under_plan
from monitor.record.load import memberships
from monitor.target_published import beside, published_tables
from reports.source import read_tables
from reports.warning import dwellings
from reports.warning.setting import Setting, settle
from reports.warning.statements import published_record

ON = date(2024, 12, 1)
LAW = law_on(ON)


@pytest.fixture(scope="module")
def published() -> dict[str, pl.DataFrame]:
    return published_dwellings(from_record().as_known(ON), ON, {})


@pytest.fixture(scope="module")
def setting(
    tmp_path_factory: pytest.TempPathFactory, published: dict[str, pl.DataFrame]
) -> Setting:
    """The report's view of the tables as they stand on disk."""
    folder = tmp_path_factory.mktemp("sources")
    lists = pl.DataFrame({"list_date": [date(2025, 12, 1)], "area_id": ["stengaardsvej"]})
    write_tables(folder, {**published, "categories": lists})
    return settle(read_tables(folder), "da", as_of=ON)


def test_all_seventeen_areas_are_in_a_run_of_the_record(
    published: dict[str, pl.DataFrame],
) -> None:
    assert set(published) == {"family_record", "family_conflicts", "family_share", "family_plans"}
    under_plan = areas_under_plan(memberships(), LAW)
    assert sorted(set(published["family_record"]["area_id"])) == under_plan
    assert len(under_plan) == 17


def test_nothing_is_computed_into_a_published_row(published: dict[str, pl.DataFrame]) -> None:
    """Stengaardsvej says all three numbers, Tingbjerg its share alone."""
    rows = published["family_share"]
    assert set(rows["reading"]) == {"published"}
    assert set(rows["used"]) == {False}
    assert set(rows["met"]) == {"unknown"}
    assert rows["source"].null_count() == 0

    def said(area: str, year: int) -> list[tuple[object, ...]]:
        mine = rows.filter((pl.col("area_id") == area) & (pl.col("date").dt.year() == year))
        return mine.select("family", "all", "share", "target").rows()

    assert (579, 579, 100.0, 40.0) in said("stengaardsvej", 2019)
    assert (None, None, 96.0, 40.0) in said("tingbjerg-utterslevhuse", 2019)


def test_planned_measures_stand_each_under_its_source(
    published: dict[str, pl.DataFrame],
) -> None:
    """Two sources on Mjølnerparken's sale are two rows, not 516 dwellings."""
    rows = published["family_plans"].filter(pl.col("area_id") == "mjoelnerparken")
    sold = rows.filter(pl.col("lever") == "sell")
    assert sorted(sold["amount"]) == [256, 260]
    assert sold["source"].n_unique() == 2
    assert set(rows["plan"]) == {"published"}
    assert rows["date"].null_count() == rows.height
    units = published["family_plans"].filter(pl.col("unit") == "units")
    assert set(units["lever"]) == {"build_commercial"}


def test_dispensations_and_conflicts(published: dict[str, pl.DataFrame]) -> None:
    told = published["family_record"].filter(pl.col("dispensation").is_not_null())
    assert dict(told.select("area_id", "dispensation").unique().iter_rows()) == {
        "agervang": "56",
        "finlandsparken": "68",
        "motalavej": "58",
        "munkebo": "60",
        "noerager-soestjernevej": "60",
        "sundparken": "60",
    }
    stages = published["family_conflicts"].filter(
        (pl.col("area_id") == "gadehavegaard") & (pl.col("quantity") == "planned_demolition")
    )
    assert stages["value"].to_list() == ["260", "101", "93"]
    assert stages["note"].str.contains("STAGE").to_list() == [False, True, True]


def test_as_of_an_early_day_only_what_was_said_by_then() -> None:
    early = published_tables(from_record().area_ids, date(2019, 6, 1), law_on(date(2019, 6, 1)))
    late = published_tables(from_record().area_ids, ON, LAW)
    assert early["family_record"]["known_from"].max() <= date(2019, 6, 1)
    assert early["family_record"].height < late["family_record"].height
    assert (
        published_tables(from_record().area_ids, date(2016, 1, 1), law_on(date(2016, 1, 1))) == {}
    )


def test_published_rows_stand_after_the_planners_own() -> None:
    own = pl.DataFrame({"area_id": ["a"], "share": [57.0]})
    said = pl.DataFrame({"area_id": ["a"], "share": [96.0], "source": ["avis"]})
    both = beside(own, said)
    assert both.rows() == [("a", 57.0, None), ("a", 96.0, "avis")]
    assert beside(None, said).equals(said)


def test_the_page_says_each_statement_and_what_is_missing(setting: Setting) -> None:
    found = published_record(setting, "stengaardsvej")
    assert found is not None
    assert found.head == (
        "Offentlige kilder om boliger og plan (3 udsagn), gengivet som trykt; intet er lagt sammen "
        "eller regnet ud."
    )
    first = next(one for one in found.statements if "579" in one.text)
    assert first.text == (
        "boliger i alt 579; familieboliger 579; andel (pct.) 100; planlagt nedrivning 112; mål "
        "(pct.) 40. Andelen følger af udsagnets egne tal."
    )
    assert (first.year, first.place) == ("2019", "jv.dk")
    assert first.source.startswith("https://www.jv.dk/")
    others = [one.text for one in found.statements if one is not first]
    assert all("Andelen kan ikke efterregnes: mangler" in text for text in others)


def test_the_page_says_dispensation_conflict_and_who_is_bound(setting: Setting) -> None:
    found = published_record(setting, "sundparken")
    assert found is not None
    assert any("dispensation: mål 60 pct." in one.text for one in found.statements)
    assert found.conflicts == (
        "Kilderne siger forskelligt om mål (pct.): 60 (2019); 40 (2019) (heraf om samme år).",
    )
    assert found.bound.startswith("Området er bundet af målet")
    former = published_record(setting, "mjoelnerparken")
    assert former is not None
    assert former.bound.startswith("Om området stadig er bundet af målet, kan ikke afgøres")
    assert published_record(setting, "vejleaaparken") is None


def test_a_published_share_is_no_account(setting: Setting) -> None:
    """The overview's column and the path hold what is counted, never what was printed once."""
    assert dwellings.family(setting, "stengaardsvej") is None
    assert dwellings.path(setting, "stengaardsvej", None) is None


def test_an_invented_municipality_has_no_public_record() -> None:
    from monitor.folder_input import from_folder

    inputs, _ = from_folder(Path(__file__).parents[2] / "fixtures" / "demo_kommune")
    assert published_dwellings(inputs, ON, {}) == {}
