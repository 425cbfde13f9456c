"""Real printed tables, read without configuration, give the public record; misprints are found."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from monitor.ingest.folder import Ingested, ingest_folder
from monitor.record.load import memberships, values

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "transcribed"
CODES = [
    "residents",
    "nonwestern_pct",
    "outside_labour_pct",
    "convicted_pct",
    "basic_education_pct",
    "income_pct_of_region",
]


def read(tmp_path: Path, *names: str) -> Ingested:
    for name in names:
        shutil.copy(FOLDER / name, tmp_path / name)
    return ingest_folder(tmp_path)


def triples(frame: pl.DataFrame) -> set[tuple[str, str, str, str]]:
    """Figures as numbers: 2.50 and 2.5 are one (their decimals are compared apart)."""
    return {
        (area, code, period, str(Decimal(value).normalize()))
        for area, code, period, value in frame.select(
            "area_id", "indicator", "period", "value"
        ).iter_rows()
    }


def of_record(day: date) -> pl.DataFrame:
    return values().filter((pl.col("list_date") == day) & pl.col("indicator").is_in(CODES))


@pytest.mark.parametrize(
    ("year", "file"),
    [
        (2014, "reconstructed_list_2014.xlsx"),
        (2015, "reconstructed_list_2015.xlsx"),
        (2016, "reconstructed_list_2016.xlsx"),
        (2017, "reconstructed_list_2017.pdf"),
        (2017, "reconstructed_list_2017_unruled.pdf"),
    ],
)
def test_the_main_list_gives_the_record_to_the_digit(tmp_path: Path, year: int, file: str) -> None:
    ingested = read(tmp_path, file)
    day = date(year, 12, 1)
    assert triples(ingested.figures) == triples(of_record(day))
    assert set(ingested.figures["list_date"]) == {day}
    decimals = ingested.figures.join(
        of_record(day), on=["area_id", "indicator"], suffix="_record"
    ).filter(pl.col("decimals") != pl.col("decimals_record"))
    assert decimals.is_empty()
    assert ingested.errors == 0


@pytest.mark.parametrize("file", ["reconstructed_list_2016.xlsx", "reconstructed_list_2017.pdf"])
def test_leavers_are_never_read_as_listed(tmp_path: Path, file: str) -> None:
    ingested = read(tmp_path, file)
    day = ingested.memberships["list_date"][0]
    listed = memberships().filter((pl.col("list_date") == day) & (pl.col("category") == "parallel"))
    on = ingested.memberships.filter(pl.col("standing") == "on")
    left = ingested.memberships.filter(pl.col("standing") == "left")
    assert set(on["area_id"]) == set(listed["area_id"])
    assert set(on["category"]) == {"parallel"}
    gone = values().filter((pl.col("list_date") == day) & (pl.col("on_list") == "no"))
    assert set(left["area_id"]) == set(gone["area_id"])
    assert not set(on["area_id"]) & set(left["area_id"])


def test_departments_of_the_annex_belong_to_their_areas(tmp_path: Path) -> None:
    ingested = read(tmp_path, "reconstructed_list_2017.pdf")
    pairs = set(ingested.departments.select("department", "area_id").iter_rows())
    assert ("Toveshøj", "gellerupparken-toveshoej") in pairs
    assert ("Skovparken", "skovvejen-skovparken") in pairs


@pytest.mark.parametrize(
    "file", ["combined_letting_2024.csv", "reconstructed_combined_letting_2024.pdf"]
)
def test_the_combined_letting_list_gives_residents_and_never_the_two_year_criterion(
    tmp_path: Path, file: str
) -> None:
    ingested = read(tmp_path, file)
    printed = values().filter(pl.col("list_date") == date(2024, 12, 1))
    residents = printed.filter(pl.col("indicator") == "residents")
    assert triples(ingested.figures) == triples(residents)
    one_year = printed.filter(pl.col("indicator") == "outside_labour_1yr_pct")
    assert triples(ingested.context) == triples(one_year)
    assert ingested.memberships.is_empty()


def test_the_source_reports_table_gives_the_record_with_its_misprints_named(
    tmp_path: Path,
) -> None:
    ingested = read(tmp_path, "source_report_table_1.csv")
    printed = values().filter(pl.col("on_list") == "recomputation")
    assert triples(ingested.figures) == triples(of_record(date(2018, 5, 9)))
    assert triples(ingested.context) == triples(
        printed.filter(
            pl.col("indicator").str.starts_with("excess_")
            & pl.col("area_id").is_in(ingested.figures["area_id"].to_list())
        )
    )
    said = {(fault.place.cell, fault.kind) for fault in ingested.faults}
    assert {
        ("F7", "bracket_kroner"),
        ("G10", "bracket_persons"),
        ("G6", "bracket_persons"),
        ("G11", "bracket_persons"),
        ("D12", "separators_mixed"),
    } <= said
    vollsmose = next(f for f in ingested.faults if f.kind == "bracket_kroner")
    assert vollsmose.sentence() == (
        "source_report_table_1.csv, celle F7: -6435 kr. i parentes og 56,2 pct. giver et regionalt "
        "gennemsnit på 514800 til 559565 kr., som regionens andre områder modsiger. Forventet: "
        "samme gennemsnit i hele regionen. Et af tallene er en trykfejl; kontrollér kilden."
    )


BANK = {
    "_code.csv": ["F3 + F4", "F6 + F7"],
    "_value.csv": ["F3 + F4", "F6 + F7"],
    ".px": ["F3 + F4", "F6 + F7"],
    ".json": ["F3 + F4", "F6 + F7"],
    "_matrix.html": ["E4 + E5", "E7 + E8"],
    "_matrix.xlsx": ["E5 + E6", "E8 + E9"],
    "_matrix.csv": ["E5 + E6", "E8 + E9"],
}
"""Every form of one extract, and the cells its non-western residents are added up from."""


@pytest.mark.parametrize("form", BANK)
def test_a_statistics_bank_export_gives_country_and_region_only(tmp_path: Path, form: str) -> None:
    ingested = read(tmp_path, f"invented_statbank_FOLK1E{form}")
    figures = {
        (row["area_id"], row["indicator"], row["value"])
        for row in ingested.figures.iter_rows(named=True)
    }
    assert figures == {
        ("dk", "residents", "5707251"),
        ("dk", "nonwestern_count", "445000"),
        ("region-084", "residents", "1789174"),
        ("region-084", "nonwestern_count", "200000"),
    }
    assert set(ingested.figures["period"]) == {"2016-01-01"}
    summed = ingested.figures.filter(pl.col("indicator") == "nonwestern_count")
    assert summed["made_from"].to_list() == BANK[form]
    assert ingested.errors == 0


def test_the_one_cell_the_banks_guide_prints_as_json(tmp_path: Path) -> None:
    ingested = read(tmp_path, "statbank_FOLK1A.json")
    assert ingested.figures.select("area_id", "indicator", "period", "value").rows() == [
        ("dk", "residents", "2023-01-01", "5932654")
    ]


@pytest.mark.parametrize("file", ["statbank_FOLK1A.html", "statbank_INDKP105_headless.csv"])
def test_an_export_without_years_is_asked_for_again(tmp_path: Path, file: str) -> None:
    ingested = read(tmp_path, file)
    assert ingested.figures.is_empty()
    assert [fault.kind for fault in ingested.faults if fault.gravity == "error"] == [
        "statbank_no_time"
    ]


def test_the_only_public_transcription_is_read_as_lists_with_its_leavers_and_lost_points(
    tmp_path: Path,
) -> None:
    """The keys of heholo/IDE (exam/data/ghetto.json): a key a year, one misspelt, 1.35 = 1,350."""
    ingested = read(tmp_path, "transcription_of_lists.json")
    for day in (date(2017, 12, 1), date(2013, 10, 1)):
        mine = ingested.figures.filter(pl.col("list_date") == day)
        assert mine.height > 20
        assert triples(mine) <= triples(of_record(day))
    on = ingested.memberships.filter(pl.col("standing") == "on")
    left = ingested.memberships.filter(pl.col("standing") == "left")
    printed = values().filter(pl.col("list_date") == date(2017, 12, 1))
    gone = set(printed.filter(pl.col("on_list") == "no")["area_id"])
    assert set(left["area_id"]) <= gone
    assert not left.is_empty()
    assert not set(on.filter(pl.col("list_date") == date(2017, 12, 1))["area_id"]) & gone
    # 2011 had two lists and a lost thousands point: nothing of it is taken
    assert set(ingested.figures["list_date"].dt.year()) == {2013, 2017}
    said = [fault.kind for fault in ingested.faults if fault.place.sheet == "2011"]
    assert "list_year_unclear" in said


def test_the_landlord_funds_departments_are_added_up(tmp_path: Path) -> None:
    ingested = read(tmp_path, "reconstructed_landlord_fund.xlsx")
    gellerup = ingested.figures.filter(pl.col("area_id") == "gellerupparken-toveshoej")
    assert dict(gellerup.select("indicator", "value").iter_rows()) == {
        "residents": str(4120 + 1511),
        "nonwestern_count": str(3301 + 1219),
        "basic_education_base": str(1702 + 633),
        "basic_education_count": str(1190 + 402),
    }
    assert set(gellerup["made_from"]) == {"D5 + D6", "E5 + E6", "F5 + F6", "G5 + G6"}


def test_every_figure_knows_its_cell(tmp_path: Path) -> None:
    ingested = read(tmp_path, "combined_letting_2024.csv")
    row = ingested.figures.filter(pl.col("area_id") == "vollsmose").row(0, named=True)
    line = (FOLDER / "combined_letting_2024.csv").read_text(encoding="utf-8").splitlines()
    cells = line[row["row"] - 1].split(";")
    assert cells[row["column"] - 1] == "5.317"
    assert row["value"] == "5317"
    assert len(row["batch"]) == 64


def test_the_fixtures_are_what_their_maker_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("maker", Path(__file__).with_name("make_transcribed.py"))
    assert spec is not None
    assert spec.loader is not None
    maker = module_from_spec(spec)
    spec.loader.exec_module(maker)
    monkeypatch.setattr(maker, "FOLDER", tmp_path)
    maker.make()
    for path in sorted(tmp_path.iterdir()):
        if path.suffix != ".pdf":
            assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
