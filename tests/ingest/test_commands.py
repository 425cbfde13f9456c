"""`forvarsel ingest` and `forvarsel check` as a planner types them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from broken_files import write_files
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from monitor.cli import forvarsel
from monitor.disclosure import marking
from monitor.errors import OutputError, UnreadableFileError
from monitor.ingest.faults import COLUMNS

GOOD = "Område;Kommune;År;Beboere;Dømte, pct.\nVollsmose;Odense;2020;9.143;3,10\n"
BAD = GOOD + "Bispehaven;Aarhus;2020;2.2x5;2,42\n"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(forvarsel, list(arguments))


def refuse(*arguments: str) -> None:
    """A call whose fault is shown as a sentence by ``main``."""
    CliRunner().invoke(forvarsel, list(arguments), catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "filer"
    place.mkdir()
    return place


def test_ingest_writes_the_tables_and_says_where_to_begin(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    out = tmp_path / "ud"
    result = call("ingest", str(folder), "--out", str(out))
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == f"Skrevet til {out}; begynd med fejl.xlsx."
    figures = pl.read_csv(out / "figures.csv", infer_schema_length=0)
    assert figures.columns[:13] == [
        "area_id", "indicator", "period", "value", "decimals", "unit", "standing", "known_from",
        "file", "sheet", "row", "column", "batch",
    ]  # fmt: skip
    assert figures.select("area_id", "value", "row", "column").rows() == [
        ("bispehaven", "2.42", "3", "E"),
        ("vollsmose", "3.10", "2", "E"),
        ("vollsmose", "9143", "2", "D"),
    ]
    faults = pl.read_csv(out / "faults.csv", infer_schema_length=0)
    assert tuple(faults.columns) == COLUMNS
    assert faults.filter(pl.col("gravity") == "error").select("row", "column", "kind").rows() == [
        ("3", "D", "not_a_number")
    ]
    needed = pl.read_parquet(out / "needed_figures.parquet")
    assert needed.columns == [
        "list_date", "area_id", "criterion", "period", "standing", "usual_source", "usually_known",
    ]  # fmt: skip


def test_her_sheet_comes_back_with_the_cell_marked(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    call("ingest", str(folder), "--out", str(tmp_path / "ud"))
    book = load_workbook(tmp_path / "ud" / "fejl.xlsx")
    assert book.sheetnames == ["Fejl", "Mangler", "tal.csv"]
    cell = book["tal.csv"]["D3"]
    assert cell.value == "2.2x5"
    assert cell.fill.start_color.rgb == "FFF4C7C3"
    assert '"2.2x5" under "Beboere" er ikke et tal' in cell.comment.text
    assert book["tal.csv"]["D2"].value == "9.143"


def test_the_list_of_faults_is_in_words_and_prints_one_page_wide(
    folder: Path, tmp_path: Path
) -> None:
    write_files(folder, {"tal.csv": BAD})
    call("ingest", str(folder), "--out", str(tmp_path / "ud"))
    book = load_workbook(tmp_path / "ud" / "fejl.xlsx")
    heads, *rows = book["Fejl"].iter_rows(min_row=2, values_only=True)
    assert heads == (
        "Fil", "Ark", "Række", "Kolonne", "Kode", "Alvor", "Fundet", "Ventet", "Råd",
    )  # fmt: skip
    assert {row[5] for row in rows} <= {"Fejl", "Advarsel", "Oplysning"}
    assert next(row for row in rows if row[4] == "not_a_number")[5] == "Fejl"
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_every_sheet_of_the_workbook_says_that_it_is_internal(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    call("ingest", str(folder), "--out", str(tmp_path / "ud"))
    line = marking("da", public=False)
    book = load_workbook(tmp_path / "ud" / "fejl.xlsx")
    for sheet in book.worksheets:
        assert line in str(sheet.oddFooter.left.text)
        assert any(cell.value == line for cell in sheet[1])
    # to the right of her last column
    assert book["tal.csv"]["G1"].value == line


def test_the_same_files_give_nothing_new_and_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    call("ingest", str(folder), "--out", str(tmp_path / "ud"))
    before = {path.name: path.read_bytes() for path in (tmp_path / "ud").iterdir()}
    again = call("ingest", str(folder), "--out", str(tmp_path / "ud"))
    assert again.output.splitlines()[-1].startswith("Intet nyt:")
    assert {path.name: path.read_bytes() for path in (tmp_path / "ud").iterdir()} == before


def test_strict_writes_only_the_faults_while_there_are_errors(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    result = call("ingest", str(folder), "--out", str(tmp_path / "ud"), "--strict")
    assert result.exit_code == 12
    assert not (tmp_path / "ud" / "figures.csv").exists()
    assert (tmp_path / "ud" / "faults.csv").exists()
    write_files(folder, {"tal.csv": GOOD})
    assert call("ingest", str(folder), "--out", str(tmp_path / "rent"), "--strict").exit_code == 0


def test_check_shows_what_was_read_as_what_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": GOOD})
    result = call("check", str(folder))
    assert result.exit_code == 0
    assert (
        '"Dømte, pct." er Dømte (convicted_pct), percent, 2020, række 2-2 [udledt]' in result.output
    )
    assert "Listen 2021-12-01: Dømte: 1 af 4 tal kendt; mangler 2019" in result.output
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["filer", "tal.csv"]


def test_check_with_errors_has_its_exit_code_and_a_workbook_when_asked(
    folder: Path, tmp_path: Path
) -> None:
    write_files(folder, {"tal.csv": BAD})
    result = call("check", str(folder), "--faults", str(tmp_path / "fejl.xlsx"))
    assert result.exit_code == 12
    assert 'Fejl: tal.csv, celle D3: "2.2x5" under "Beboere" er ikke et tal.' in result.output
    assert (tmp_path / "fejl.xlsx").exists()


def test_english_is_asked_for_once(folder: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    result = call("--lang", "en", "check", str(folder))
    assert 'Error: tal.csv, cell D3: "2.2x5" under "Beboere" is no number.' in result.output


def test_a_figure_leads_back_to_its_cell(folder: Path, tmp_path: Path) -> None:
    write_files(folder, {"tal.csv": GOOD})
    call("ingest", str(folder), "--out", str(tmp_path / "ud"))
    figures = pl.read_parquet(tmp_path / "ud" / "figures.parquet")
    lines = [line.split(";") for line in GOOD.splitlines()]
    for row in figures.iter_rows(named=True):
        cell = lines[row["row"] - 1][ord(row["column"]) - ord("A")]
        assert cell.replace(".", "").replace(",", ".") == row["value"]


def test_what_the_tool_wrote_into_her_folder_is_not_read_again(folder: Path) -> None:
    """The workbook beside the input, a folder of results, a whole run: none of them is a source."""
    write_files(folder, {"tal.csv": BAD})
    before = call("check", str(folder)).output.splitlines()
    call("check", str(folder), "--faults", str(folder / "fejl.xlsx"))
    call("ingest", str(folder), "--out", str(folder / "ud"))
    call("ingest", str(folder), "--out", str(folder / "strengt"), "--strict")
    after = call("check", str(folder)).output.splitlines()
    said = [line for line in after if "Forvarsel selv har skrevet" in line]
    assert [line.split(":")[1].strip() for line in said] == ["fejl.xlsx", "strengt", "ud"]
    assert [line for line in after if line not in said][:-1] == before[:-1]


def test_the_workbook_is_written_over_an_older_one_and_over_nothing_else(folder: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    faults = folder / "fejl.xlsx"
    assert call("check", str(folder), "--faults", str(faults)).exit_code == 12
    assert call("check", str(folder), "--faults", str(faults)).exit_code == 12
    with pytest.raises(OutputError, match="der står allerede en fil af dette navn"):
        refuse("check", str(folder), "--faults", str(folder / "tal.csv"))
    assert (folder / "tal.csv").read_text(encoding="utf-8") == BAD


def test_a_place_the_workbook_cannot_be_written_to_is_a_sentence(folder: Path) -> None:
    write_files(folder, {"tal.csv": BAD})
    place = folder / "findes ikke" / "fejl.xlsx"
    with pytest.raises(OutputError, match="kan ikke skrives"):
        refuse("check", str(folder), "--faults", str(place))


def test_a_folder_of_nothing_says_what_would_have_been_read(folder: Path) -> None:
    with pytest.raises(UnreadableFileError, match="ministeriets liste, udtræk fra Statistikbanken"):
        refuse("check", str(folder))
