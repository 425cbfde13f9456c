"""The invented municipality from folder to tables, as a planner runs it."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from monitor.archive import open_archive
from monitor.archive.outlooks import outlooks
from monitor.cell_sources import HASH, cells_behind
from monitor.cli import forvarsel
from monitor.errors import FigureError
from monitor.folder_input import from_folder
from monitor.provenance import sha256_of
from monitor.runs import read_run
from monitor.words import amount
from reports.run import run

FOLDER = Path(__file__).parents[2] / "fixtures" / "demo_kommune"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """Every table of a run of 23 November 2026 on the folder."""
    out = tmp_path_factory.mktemp("demo")
    inputs, read = from_folder(FOLDER, DAY)
    run(inputs, out, DAY, only=["workbook"], read=read)
    return dict(read_run(out).tables)


def test_the_folder_says_that_it_is_invented() -> None:
    inputs, _ = from_folder(FOLDER, DAY)
    assert inputs.synthetic
    assert inputs.findings == ()
    # the municipality as a whole is what the areas are compared with, no area
    assert "municipality" not in inputs.area_ids
    assert set(inputs.areas["municipality"]) == {"Demokøbing"}
    # Modelbyen was split in 2020: its two parts go on, it does not
    assert [area for area in inputs.area_ids if area.startswith("modelbyen")] == [
        "modelbyen-nord",
        "modelbyen-syd",
    ]


def test_the_run_says_what_was_left_out_when_reading(tmp_path: Path) -> None:
    asked = ["run", str(FOLDER), "--out", str(tmp_path), "--only", "workbook"]
    said = CliRunner().invoke(forvarsel, asked, catch_exceptions=False).output
    assert "Ved indlæsningen: 4 fejl (udeladt) og 5 advarsler (taget med)." in said
    assert f"forvarsel check {FOLDER}" in said


def test_strict_writes_nothing_while_a_file_has_an_error(tmp_path: Path) -> None:
    asked = ["run", str(FOLDER), "--out", str(tmp_path / "out"), "--strict"]
    with pytest.raises(FigureError, match="4 fejl i filerne, og --strict er valgt"):
        CliRunner().invoke(forvarsel, asked, catch_exceptions=False)
    assert not (tmp_path / "out").exists()


def test_before_the_split_there_was_one_area() -> None:
    inputs, _ = from_folder(FOLDER, date(2019, 11, 23))
    assert "modelbyen" in inputs.area_ids


def test_the_lists_the_figures_give_are_those_the_folder_names(
    tables: dict[str, pl.DataFrame],
) -> None:
    """Computed from counts, beside the municipality's own history; what rounding hides apart."""
    found = tables["categories"].filter(pl.col("list_date").is_between(DAY.replace(year=2015), DAY))
    for category in ("exposed", "parallel", "transformation"):
        settled = found.filter(
            pl.col(category).is_in(["yes", "no"])
            & pl.col(f"published_{category}").is_in(["yes", "no"])
        )
        assert settled.height > 40
        assert settled.filter(pl.col(category) != pl.col(f"published_{category}")).is_empty()


def test_the_coming_list_is_settled_where_the_missing_figures_cannot_matter(
    tables: dict[str, pl.DataFrame],
) -> None:
    coming = tables["categories"].filter(pl.col("list_date") == date(2026, 12, 1))
    by_area = dict(coming.select("area_id", "parallel").iter_rows())
    assert by_area["attrapgaarden"] == "yes"
    assert by_area["demoparken"] == "no"
    assert by_area["proevelunden"] == "unknown"
    missing = tables["needed_figures"].filter(
        (pl.col("area_id") == "proevelunden") & (pl.col("standing") == "missing")
    )
    assert {"convicted", "basic_education"} <= set(missing["criterion"])


def test_every_value_of_a_why_row_names_file_sheet_and_cell(
    tables: dict[str, pl.DataFrame],
) -> None:
    why = tables["criteria"].filter(
        (pl.col("list_date") == date(2025, 12, 1)) & pl.col("value").is_not_null()
    )
    assert why.height > 50
    assert why["source"].str.contains(r"syntetisk\.(xlsx|csv), ").all()
    assert why["source"].str.contains(r", [A-Z]+\d+").all()


def test_the_40_percent_rule_the_local_list_and_the_preventive_work_are_there(
    tables: dict[str, pl.DataFrame],
) -> None:
    share = tables["family_share"].filter(pl.col("area_id") == "attrapgaarden")
    assert share["date"].max() == date(2026, 1, 1)
    assert tables["family_paths"]["path"].n_unique() > 3
    scores = tables["local_scores"]
    assert scores["indicator"].n_unique() == 8
    assert scores["name_da"].null_count() == 0
    newest = tables["local_categories"].filter(pl.col("year") == 2025)
    # ten areas, none of them the municipality itself; one split before the years given
    assert newest["area_id"].n_unique() == 10
    assert "municipality" not in set(newest["area_id"])
    work = tables["preventive_work"].filter(pl.col("area_id") == "skitsebakken")
    assert work["follow_up"].to_list() == ["SSP"]
    assert work["effort"].to_list()[0].startswith("Opsøgende SSP. =SAMARBEJDE")


def test_the_outlook_says_yes_where_the_known_figures_settle_it(
    tables: dict[str, pl.DataFrame],
) -> None:
    coming = tables["outlook"].filter(
        (pl.col("list_date") == date(2026, 12, 1)) & (pl.col("category") == "parallel")
    )
    chance = dict(coming.select("area_id", "probability").iter_rows())
    assert len(chance) == 10
    assert chance["attrapgaarden"] > 0.99
    assert chance["demoparken"] < 0.01
    assert 0.01 < chance["proevelunden"] < 0.99


def test_the_outlook_was_sealed_beside_the_runs(tmp_path: Path) -> None:
    inputs, read = from_folder(FOLDER, DAY)
    run(inputs, tmp_path, DAY, only=["workbook"], read=read)
    with open_archive(tmp_path / "archive.sqlite") as archive:
        sealed = outlooks(archive)
    assert [(one.as_of, one.list_date) for one in sealed] == [(DAY, date(2026, 12, 1))]


def test_a_public_edition_holds_no_small_count_and_nothing_internal(tmp_path: Path) -> None:
    """The folder has no count under five of its own: one is put in."""
    folder = tmp_path / "folder"
    shutil.copytree(FOLDER, folder)
    tidy = folder / "uddannelse_syntetisk.csv"
    lines = tidy.read_text(encoding="utf-8-sig").splitlines()
    at = next(i for i, line in enumerate(lines) if "basic_education_count" in line)
    lines[at] = ";".join([*lines[at].split(";")[:3], "3", *lines[at].split(";")[4:]])
    tidy.write_text("\n".join(lines) + "\n", encoding="utf-8")
    inputs, read = from_folder(folder, DAY)
    run(inputs, tmp_path / "out", DAY, only=["workbook"], read=read, public=True)
    found = read_run(tmp_path / "out").tables
    assert not {"faults", "preventive_work", "local_scores"} & set(found)
    assert not {"forecast_remarks", "forecast_diagnostics"} & set(found)
    counts = found["figures"].filter(pl.col("indicator").str.ends_with("_count"))
    assert counts["value"].drop_nulls().cast(pl.Float64).min() >= 5
    assert counts.filter(pl.col("withheld")).height == 1


def test_when_the_list_is_out_the_sealed_outlook_is_opened_and_scored(tmp_path: Path) -> None:
    """The yearly routine: warned on 23 November, the ministry's tables dropped in on 1 December."""
    folder, out = tmp_path / "folder", tmp_path / "out"
    shutil.copytree(FOLDER, folder)
    inputs, read = from_folder(folder, DAY)
    run(inputs, out, DAY, only=["workbook"], read=read)
    for path in (FOLDER.parent / "demo_liste_2026").glob("*.xlsx"):
        shutil.copy(path, folder)
    after = date(2026, 12, 2)
    inputs, read = from_folder(folder, after)
    run(inputs, out, after, only=["workbook"], read=read)
    card = read_run(out / after.isoformat()).tables["scorecard"]
    assert card.filter(pl.col("category") == "parallel").height == 10
    assert card["before_list"].all()
    assert set(card["outcome"]) <= {"yes", "no"}
    # the run of the day of the warning stands as it was
    assert "scorecard" not in read_run(out / DAY.isoformat()).tables


def test_the_local_list_looks_forward_and_is_held_against_the_states(
    tables: dict[str, pl.DataFrame],
) -> None:
    coming = tables["local_outlook"]
    assert set(coming["year"]) == {2026, 2027}
    assert coming["probability"].is_between(0, 1).all()
    # every colour of an area and year adds up to one
    sums = coming.group_by("area_id", "year").agg(pl.col("probability").sum())
    assert ((sums["probability"] - 1).abs() < 1e-6).all()
    worth = tables["warning_in_time"]
    assert set(worth["warner"]) == {"aarhus_style", "law_margins", "outlook"}
    assert (worth["warned"] + worth["missed"] <= worth["events"]).all()
    assert worth["note"].str.len_chars().min() > 0


def test_a_verdict_leads_down_to_its_cells_and_the_file_they_stand_in(
    tables: dict[str, pl.DataFrame],
) -> None:
    """`explain` on a run: place, period, value, known from, hash; sums name all their cells."""
    lines = list(cells_behind(tables, "modelbyen-nord", date(2025, 12, 1), "da"))
    name = "befolkning_afdelinger_syntetisk.xlsx"
    line = next(line for line in lines if line.startswith(f"{name}, SYNTETISK beboere, "))
    cells = [cell.strip() for cell in line.split(", ")[2].split("  ")[0].split("+")]
    sheet = load_workbook(FOLDER / name, data_only=True)["SYNTETISK beboere"]
    total = sum(sheet[cell].value for cell in cells)
    assert len(cells) == 2
    assert f"  {amount(total, 'da', 0)}  " in line
    assert line.endswith(sha256_of(FOLDER / name)[:HASH])
    assert "2025-01-01" in line
    # every cell the why-rows name is among them
    why = tables["criteria"].filter(
        (pl.col("area_id") == "modelbyen-nord") & (pl.col("list_date") == date(2025, 12, 1))
    )
    places = {place for source in why["source"].drop_nulls() for place in source.split("; ")}
    assert all(any(line.startswith(place) for line in lines) for place in places - {""})
