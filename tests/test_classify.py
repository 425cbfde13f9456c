"""`classify`: real values give the real list; a bad cell gives one sentence and nothing written."""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel
from monitor.errors import ForvarselError
from monitor.record.load import values

HEAD = "area_id,list_date,indicator,value"
GOOD = "bispehaven,2016-12-01,nonwestern_pct,66.7"


def classify(*arguments: str) -> str:
    """Run the command in this process; a fault of the planner is raised."""
    result = CliRunner().invoke(forvarsel, ["classify", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.output


@pytest.fixture
def record_csv(tmp_path: Path) -> Path:
    """The record's values of 2016 as the planner would have them, by name instead of id."""
    path = tmp_path / "values.csv"
    listed = values().filter(pl.col("list_date") == pl.date(2016, 12, 1))
    listed.select("area_id", "list_date", "indicator", "value").write_csv(path)
    return path


def test_the_list_of_2016_from_a_file(record_csv: Path, tmp_path: Path) -> None:
    out = tmp_path / "result"
    said = classify(str(record_csv), "--out", str(out))
    categories = pl.read_csv(out / "categories.csv")
    assert categories.filter(pl.col("parallel") == "yes").height == 25
    assert categories.filter(pl.col("parallel") == "no").height == 4
    assert said.startswith("29 områder på 1 lister klassificeret")
    assert {path.stem for path in out.glob("*.parquet")} == {
        "criteria",
        "margins",
        "categories",
        "clock",
        "findings",
    }
    assert pl.read_parquet(out / "categories.parquet").height == categories.height


def test_the_same_again_is_nothing_new(record_csv: Path, tmp_path: Path) -> None:
    out = tmp_path / "result"
    classify(str(record_csv), "--out", str(out))
    assert classify(str(record_csv), "--out", str(out)).startswith("Intet nyt")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["result"]


def test_another_law_goes_beside_the_first_result(record_csv: Path, tmp_path: Path) -> None:
    out = tmp_path / "result"
    classify(str(record_csv), "--out", str(out))
    classify(str(record_csv), "--out", str(out), "--law", "2010")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [
        "result",
        "result-2",
    ]
    versions = pl.read_csv(tmp_path / "result-2" / "criteria.csv")["version"].unique().to_list()
    assert versions == [2010]


BAD = [
    (
        f"{HEAD}\n{GOOD}\nbispehaven,2016-12-01,outside_labour_pct,140",
        12,
        "values.csv, række 3, kolonne value: fandt 140 for outside_labour_pct; forventede en andel "
        "i procent, højst 100. Ret cellen.",
    ),
    (
        f"{HEAD}\nbispehaven,2016-12-01,residents,-5",
        12,
        "values.csv, række 2, kolonne value: fandt -5 for residents; forventede et tal, der ikke "
        "er negativt. Ret cellen.",
    ),
    (
        f"{HEAD}\nbispehaven,2016-12-01,residents,mange",
        12,
        'values.csv, række 2, kolonne value: fandt "mange"; forventede et tal med punktum som '
        "decimaltegn, fx 40.1. Ret cellen.",
    ),
    (
        f"{HEAD}\nbispehaven,2016-12-01,convicted_pct,NaN",
        12,
        'values.csv, række 2, kolonne value: fandt "NaN"; forventede et tal med punktum som '
        "decimaltegn, fx 40.1. Ret cellen.",
    ),
    (
        f"{HEAD}\n{GOOD}\nBispehaven,2016-12-01,nonwestern_pct,66.8",
        12,
        "values.csv, række 3: fandt bispehaven, 2016-12-01, nonwestern_pct igen; det står allerede "
        "i række 2. Forventede hver kombination én gang: slet den ene række.",
    ),
    (
        f"{HEAD}\nbispehaven,1. dec 2016,nonwestern_pct,66.7",
        12,
        'values.csv, række 2, kolonne list_date: fandt "1. dec 2016"; forventede en dato som '
        "2016-12-01. Ret cellen.",
    ),
    (
        f"{HEAD}\nBispehavn,2016-12-01,nonwestern_pct,66.7",
        11,
        'values.csv, række 2, kolonne area_id: Området "Bispehavn" kendes ikke. Mener du '
        "Bispehaven, Aarhus (bispehaven); Bispeparken, København (bispeparken)?",
    ),
    (
        f"{HEAD}\nbispeparken,2015-12-01,nonwestern_pct,50,4",
        12,
        "values.csv, række 2: fandt 5 celler; forventede 4 som i overskriften. Et decimalkomma "
        "deler et tal i to celler: skriv punktum.",
    ),
    (
        f"{HEAD},value\nbispeparken,2015-12-01,nonwestern_pct,50,60",
        15,
        "values.csv, række 1: fandt kolonnen value mere end én gang; forventede hver kolonne én "
        "gang. Slet den ene.",
    ),
    (
        "area,list_date,indicator\nbispehaven,2016-12-01,nonwestern_pct",
        15,
        "values.csv, række 1: fandt kolonnerne area, list_date, indicator; mangler area_id, value. "
        "Forventede area_id, list_date, indicator, value.",
    ),
    (
        f"{HEAD}\nbispehaven,2009-12-01,nonwestern_pct,66.7",
        10,
        "Datoen 2009-12-01 er ikke dækket af nogen lovfil: lovfilerne dækker lister fra 2010-10-26 "
        "og frem. Vælg en dato fra og med 2010-10-26.",
    ),
]


@pytest.mark.parametrize(("text", "code", "sentence"), BAD)
def test_a_bad_cell_is_one_sentence_and_nothing_is_written(
    text: str, code: int, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "values.csv"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ForvarselError) as raised:
        classify(str(path), "--out", str(tmp_path / "result"))
    assert raised.value.sentence("da") == sentence
    assert raised.value.exit_code == code
    assert [entry.name for entry in tmp_path.iterdir()] == ["values.csv"]


def test_an_unknown_indicator_names_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(f"{HEAD}\nbispehaven,2016-12-01,unemployed,50\n", encoding="utf-8")
    with pytest.raises(ForvarselError) as raised:
        classify(str(path), "--out", str(tmp_path / "result"))
    assert raised.value.exit_code == 11
    assert raised.value.sentence("en").startswith(
        'values.csv, row 2, column indicator: found "unemployed", which is no known indicator. '
        "Expected one of residents, nonwestern_pct,"
    )


def test_an_area_of_ones_own_is_taken_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(f"{HEAD}\negen-afdeling,2016-12-01,residents,1200\n", encoding="utf-8")
    classify(str(path), "--out", str(tmp_path / "result"), "--new-areas")
    found = pl.read_csv(tmp_path / "result" / "categories.csv")
    assert found["area_id"].to_list() == ["egen-afdeling"]
    assert found["parallel"].to_list() == ["unknown"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    with pytest.raises(ForvarselError) as raised:
        classify(str(path), "--out", str(place / "result"))
    assert raised.value.exit_code == 14
    assert raised.value.sentence("da") == (
        f"{place} er en fil; forventede en mappe. Vælg en anden mappe med --out."
    )


def test_a_list_that_must_have_come_but_is_not_known_is_not_skipped(tmp_path: Path) -> None:
    """The record ends in 2024: on the list of 2026 a streak is one at least, five at most."""
    rows = [
        "askeroed,2026-12-01,residents,1500",
        "askeroed,2026-12-01,nonwestern_pct,70.0",
        "askeroed,2026-12-01,outside_labour_pct,50.0",
        "askeroed,2026-12-01,basic_education_pct,70.0",
    ]
    path = tmp_path / "values.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    classify(str(path), "--out", str(tmp_path / "result"))
    clock = pl.read_csv(tmp_path / "result" / "clock.csv").row(0, named=True)
    found = pl.read_csv(tmp_path / "result" / "categories.csv").row(0, named=True)
    assert found["parallel"] == "yes"
    # on the lists of 2022, 2023 and 2024; that of 2025 is not known
    assert (clock["streak_low"], clock["streak_high"]) == (1, 5)
    assert found["transformation"] == "unknown"
