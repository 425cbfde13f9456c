"""`classify`: real values give the real list; a bad cell gives one sentence and nothing written."""

import hashlib
import json
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
    (
        f"{HEAD}\nbispehaven,2022-12-01,outside_labour_count,400",
        12,
        "values.csv, række 2, kolonne period: outside_labour_count mangler sit år; kriteriet ser "
        "på flere. Forventede en af 2020, 2021. Skriv året i kolonnen period.",
    ),
    (
        f"{HEAD},period\nbispehaven,2022-12-01,outside_labour_count,400,rubbish",
        12,
        'values.csv, række 2, kolonne period: fandt "rubbish"; forventede en periode som '
        "2022-01-01, 2021 eller 2020-2021. Ret cellen.",
    ),
    (
        f"{HEAD},period\nbispehaven,2022-12-01,outside_labour_count,400,2015",
        12,
        "values.csv, række 2, kolonne period: fandt 2015 for outside_labour_count; til listen "
        "2022-12-01 ser loven på 2020, 2021. Ret perioden eller listens dato.",
    ),
    (
        f"{HEAD}\nbispehaven,,outside_labour_count,400",
        12,
        "values.csv, række 2, kolonne period: hverken list_date eller period er udfyldt; "
        "forventede en af dem. Skriv listens dato, eller det år tallet er fra.",
    ),
    (
        f"{HEAD},period\nbispehaven,,outside_labour_count,400,2021",
        12,
        "values.csv: tallene er af enkelte år og dækker ikke alle år i noget kriterium for nogen "
        "liste. Skriv listens dato i kolonnen list_date, eller tilføj de manglende år.",
    ),
    (
        f"{HEAD}\n{GOOD}\nbispehaven,2016-12-01,commercial_m2,400",
        12,
        "values.csv, række 3, kolonne indicator: commercial_m2 indgår ikke i noget kriterium; "
        "forventede tal, som listerne bygger på. Slet rækken.",
    ),
    (
        f"{HEAD}\nbispehaven,2022-12-01,residents,1500\n"
        "bispehaven,2022-12-01,nonwestern_count,1600",
        12,
        "values.csv, række 3, kolonne value: fandt 1600 for nonwestern_count; forventede højst "
        "1500, som er residents. Ret den af de to, der er forkert.",
    ),
    (
        f"{HEAD}\nbispehaven,2016-12-01,residents,1e30",
        12,
        'values.csv, række 2, kolonne value: fandt "1e30"; forventede et tal med punktum som '
        "decimaltegn, fx 40.1. Ret cellen.",
    ),
    *(
        (
            f"{HEAD}\nbispehaven,2016-12-01,nonwestern_pct,{text}",
            12,
            f'values.csv, række 2, kolonne value: fandt "{text}"; forventede et tal med punktum '
            "som decimaltegn, fx 40.1. Ret cellen.",
        )
        for text in ("5_0", "\u0665\u0660", "5e1", "-0", "+5", "1e999999", "50.")
    ),
    (
        f"{HEAD}\nbispehaven,2016-12-01,residents,1200.5",
        12,
        "values.csv, række 2, kolonne value: fandt 1200.5 for residents; forventede et helt antal. "
        "Ret cellen.",
    ),
    *(
        (
            f"{HEAD},decimals\n{GOOD},{text}",
            12,
            f'values.csv, række 2, kolonne decimals: fandt "{text}"; forventede et antal decimaler '
            "fra 0 til 10. Ret cellen.",
        )
        for text in ("99999999", "\u00b2", "-1", "11")
    ),
    *(
        (
            f"{HEAD}\nbispehaven,{text},nonwestern_pct,66.7",
            12,
            f'values.csv, række 2, kolonne list_date: fandt "{text}"; forventede en dato som '
            "2016-12-01. Ret cellen.",
        )
        for text in ("20161201", "2016-W48-4", "9999-12-01", "2016-13-01")
    ),
    (
        HEAD,
        12,
        "values.csv: fandt 0 rækker og ingen af dem om et område; forventede mindst ét område. "
        "Tilføj områdets tal.",
    ),
    (
        f"{HEAD}\ndk,2021-12-01,convicted_pct,0.72",
        12,
        "values.csv: fandt 1 rækker og ingen af dem om et område; forventede mindst ét område. "
        "Tilføj områdets tal.",
    ),
    (
        f"{HEAD}\nregion-999,2021-12-01,income_region_kr,300000",
        11,
        'values.csv, række 2, kolonne area_id: fandt "region-999"; forventede en region af '
        "region-081, region-082, region-083, region-084, region-085. Ret cellen.",
    ),
    (
        "area_id;list_date;indicator;value\nbispehaven;2016-12-01;nonwestern_pct;66,7",
        15,
        "values.csv, række 1: kolonnerne er delt med semikolon; forventede komma, og punktum i "
        "tallene. Gem filen som CSV med komma, eller brug forvarsel ingest, som læser begge dele.",
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


COUNTS = [
    "bispehaven,2022-12-01,residents,1500,",
    "bispehaven,2022-12-01,nonwestern_count,900,",
    "bispehaven,2022-12-01,outside_labour_count,399,2020",
    "bispehaven,2022-12-01,outside_labour_base,1000,2020",
    "bispehaven,2022-12-01,outside_labour_count,402,2021",
    "bispehaven,2022-12-01,outside_labour_base,1000,2021",
]


def criteria_of(tmp_path: Path, lines: list[str], *options: str) -> dict[str, dict[str, object]]:
    """Criterion of the exposed and parallel limits -> its row, for one area on one list."""
    path = tmp_path / "values.csv"
    path.write_text("\n".join([f"{HEAD},period", *lines]) + "\n", encoding="utf-8")
    classify(str(path), "--out", str(tmp_path / "result"), *options)
    found = pl.read_parquet(tmp_path / "result" / "criteria.parquet")
    found = found.filter(pl.col("category").is_in(["exposed", "parallel"]))
    return {row["criterion"]: row for row in found.iter_rows(named=True)}


def test_counts_of_a_list_count(tmp_path: Path) -> None:
    """900 of 1500 is 60; (39.9 + 40.2) / 2 is 40.05, over 40."""
    found = criteria_of(tmp_path, COUNTS)
    assert (found["nonwestern"]["value"], found["nonwestern"]["met"]) == (60.0, "yes")
    assert found["nonwestern"]["period"] == "2022-01-01"
    assert (found["outside_labour"]["value"], found["outside_labour"]["met"]) == (40.05, "yes")
    assert found["outside_labour"]["basis"] == "computed"


def test_yearly_figures_without_a_list_date_give_the_lists_they_cover(tmp_path: Path) -> None:
    lines = [line.replace("2022-12-01", "") for line in COUNTS[2:]]
    found = criteria_of(tmp_path, lines)
    assert (found["outside_labour"]["value"], found["outside_labour"]["met"]) == (40.05, "yes")
    assert str(found["outside_labour"]["list_date"]) == "2022-12-01"


def test_a_printed_mean_stands_beside_the_counts(tmp_path: Path) -> None:
    lines = [line.replace("2022-12-01", "") for line in COUNTS[2:]]
    lines.append("bispehaven,,outside_labour_pct,39.9,2020-2021")
    path = tmp_path / "values.csv"
    path.write_text("\n".join([f"{HEAD},period", *lines]) + "\n", encoding="utf-8")
    classify(str(path), "--out", str(tmp_path / "result"))
    rows = pl.read_parquet(tmp_path / "result" / "criteria.parquet").filter(
        (pl.col("criterion") == "outside_labour") & (pl.col("category") == "exposed")
    )
    assert rows.select("value", "met", "decides").rows() == [
        (40.05, "yes", True),
        (39.9, "no", False),
    ]
    findings = pl.read_parquet(tmp_path / "result" / "findings.parquet")
    assert findings.filter(pl.col("kind") == "printed_mean_differs")["text"].to_list() == [
        "18-64-årige uden tilknytning til arbejdsmarked eller uddannelse, "
        "listen af 1.\N{NO-BREAK SPACE}december\N{NO-BREAK SPACE}2022: det trykte "
        "gennemsnit 39,9 og årenes egne antal (40,05) falder på hver sin side af "
        "grænsen (> 40). Antallene er eksakte og afgør."
    ]


def test_a_day_that_is_no_list_date_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(f"{HEAD}\nbispehaven,2016-06-15,nonwestern_pct,66.7\n", encoding="utf-8")
    classify(str(path), "--out", str(tmp_path / "result"))
    findings = pl.read_parquet(tmp_path / "result" / "findings.parquet")
    assert [text.replace("\u00a0", " ") for text in findings["text"]] == [
        "15. juni 2016 er ingen listedato: hverken den dag, loven lader listerne komme, eller en "
        "liste i grundlaget. Efterregnet, som var den en."
    ]


def test_an_empty_folder_is_filled_and_a_file_refused(record_csv: Path, tmp_path: Path) -> None:
    out = tmp_path / "result"
    out.mkdir()
    classify(str(record_csv), "--out", str(out))
    assert (out / "categories.csv").is_file()
    assert not (tmp_path / "result-2").exists()
    file = tmp_path / "taken"
    file.write_text("", encoding="utf-8")
    with pytest.raises(ForvarselError) as raised:
        classify(str(record_csv), "--out", str(file))
    assert raised.value.exit_code == 14
    assert raised.value.sentence("da") == (
        f"{file} er en fil; forventede en mappe. Vælg en anden mappe med --out."
    )


@pytest.mark.parametrize("name", ["NUL", "con", "lpt1.out"])
def test_names_windows_keeps_are_refused(name: str, record_csv: Path, tmp_path: Path) -> None:
    with pytest.raises(ForvarselError) as raised:
        classify(str(record_csv), "--out", str(tmp_path / name))
    assert raised.value.exit_code == 14
    assert raised.value.sentence("da") == (
        f"{tmp_path / name}: Windows bruger selv navnet {name}; forventede et andet mappenavn. "
        "Vælg et andet med --out."
    )


def test_the_folder_worked_in_is_refused(
    record_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ForvarselError) as raised:
        classify(str(record_csv), "--out", ".")
    assert raised.value.exit_code == 14
    assert raised.value.sentence("da") == (
        ". er den mappe, der arbejdes i; forventede en ny mappe. Vælg en med --out, fx --out "
        "resultat."
    )


def test_the_scenario_is_kept_beside_the_tables_and_hashed(
    record_csv: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    text = (
        'id = "mine"\nbase = ["2013"]\ntitle = { da = "Min", en = "Mine" }\n'
        'description = { da = "En.", en = "One." }\n'
        "[set]\ncriteria.nonwestern.limits.parallel.value = 51\n"
    )
    mine.write_text(text, encoding="utf-8-sig", newline="\n")
    out = tmp_path / "result"
    classify(str(record_csv), "--out", str(out), "--scenario", str(mine))
    assert (out / "scenarie.toml").read_text(encoding="utf-8") == text
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["scenario"] == "mine"
    assert manifest["scenario"] == hashlib.sha256(text.encode()).hexdigest()
    assert set(manifest["data"]) == {"denominators.toml", "indicators.toml"}
    assert "no_origin.toml" in manifest["scenarios"]
    assert list(manifest["inputs"]) == ["values.csv"]


def test_income_in_persons_where_the_user_says_what_one_adds(tmp_path: Path) -> None:
    """(55 - 50) points of 300,000 kroner for 800 people is 12 million: 80 at 150,000 each."""
    lines = [
        "bispehaven,2022-12-01,income_kr,150000,",
        "bispehaven,2022-12-01,income_region_kr,300000,",
        "bispehaven,2022-12-01,income_base,800,",
    ]
    criteria_of(tmp_path, lines, "--income-step", "150000")
    margins = pl.read_parquet(tmp_path / "result" / "margins.parquet").filter(
        (pl.col("criterion") == "income")
        & (pl.col("category") == "exposed")
        & (pl.col("for_list") == "this")
    )
    assert margins["persons"].to_list() == [80]
    path = tmp_path / "values.csv"
    said = classify(str(path), "--out", str(tmp_path / "again"), "--income-step", "150000")
    assert said.splitlines()[-1].startswith("Antaget: én person mere i arbejde hæver områdets")
    with pytest.raises(ForvarselError) as raised:
        classify(str(path), "--out", str(tmp_path / "third"), "--income-step", "-1")
    assert raised.value.sentence("da") == (
        '--income-step: fandt "-1"; forventede et beløb i kroner om året over nul, fx 150000.'
    )


def test_a_limit_of_all_there_is_counts_nobody_leaving(record_csv: Path, tmp_path: Path) -> None:
    """Over 100 percent cannot be reached by others leaving: no such distance, and no traceback."""
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'id = "mine"\nbase = ["2013"]\ntitle = { da = "Min", en = "Mine" }\n'
        'description = { da = "En.", en = "One." }\n'
        "[set]\ncriteria.nonwestern.limits.parallel.value = 100\n",
        encoding="utf-8",
        newline="\n",
    )
    classify(str(record_csv), "--out", str(tmp_path / "result"), "--scenario", str(mine))
    methods = pl.read_parquet(tmp_path / "result" / "margins.parquet").filter(
        (pl.col("criterion") == "nonwestern") & (pl.col("for_list") == "this")
    )["method"]
    assert set(methods) == {"nonwestern"}
