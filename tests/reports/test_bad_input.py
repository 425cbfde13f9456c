"""What a report must stand: odd names, few or no areas, one figure, no texts."""

import dataclasses
from pathlib import Path

import polars as pl
import pypdf
import pytest

from reports.build import build
from reports.source import read_tables
from reports.warning.assemble import warning
from tests.reports.synthetic import AREAS, Invented, write

FEW = AREAS[:1]


def renamed(name: str) -> tuple[Invented, ...]:
    return (dataclasses.replace(AREAS[0], name=name),)


def whole(folder: Path, areas: tuple[Invented, ...]) -> list[str]:
    """Build everything of these areas; the pages of the PDF, all volumes, as text."""
    build(write(folder / "in", areas=areas), folder / "out")
    assert (folder / "out" / "2-arbejdsark.xlsx").stat().st_size > 5_000
    assert (folder / "out" / "3-sider" / "index.html").is_file()
    volumes = sorted((folder / "out").glob("1-forvarsel*.pdf"), key=lambda path: len(path.name))
    return [page.extract_text() for path in volumes for page in pypdf.PdfReader(path).pages]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Demo" * 50,
        "Demoområdet ved Den Lange Vej " * 7,
        "שכונת הדגמה",
        "حي تجريبي",
        "示範區",
        "Demo\u202eovej",
        "😀 Demo",
        "Demo / Demo // Demo",
        "* _Demo_ #let $x$ @demo <a>",
    ],
    ids=[
        "none",
        "200 letters",
        "210 with spaces",
        "Hebrew",
        "Arabic",
        "Chinese",
        "bidi",
        "emoji",
        "slashes",
        "markup",
    ],
)
def test_any_name_gives_a_usable_report(tmp_path: Path, name: str) -> None:
    leaves = whole(tmp_path, renamed(name))
    assert len(leaves) >= 5


def test_an_area_without_a_name_is_called_by_its_id(tmp_path: Path) -> None:
    said = warning(read_tables(write(tmp_path, areas=renamed(""))), "da")
    assert said.areas[0].name == "demovej-demopark"


def test_no_areas_at_all(tmp_path: Path) -> None:
    leaves = whole(tmp_path, ())
    assert "Der er ingen boligområder at vurdere" in leaves[0].replace("\n", " ")


def test_an_area_with_one_figure_only(tmp_path: Path) -> None:
    source = write(tmp_path / "in", areas=FEW)
    frame = pl.read_parquet(source / "criteria.parquet")
    frame.filter(pl.col("criterion") == "convicted").head(1).write_parquet(
        source / "criteria.parquet"
    )
    for name in ("margins", "outlook", "trajectory", "categories", "clock", "whatif"):
        pl.DataFrame().write_parquet(source / f"{name}.parquet")
        (source / f"{name}.csv").unlink()
    build(source, tmp_path / "out")
    said = warning(read_tables(source), "da")
    assert said.areas[0].undecided
    assert said.areas[0].today.code == "unknown"


def test_no_area_at_risk_is_said_plainly(tmp_path: Path) -> None:
    said = warning(read_tables(write(tmp_path, areas=AREAS[-3:-1])), "da")
    assert said.headline == "Intet område ventes på en af listerne 1.\u00a0december"


def test_missing_prevention_text_is_said_to_be_missing(tmp_path: Path) -> None:
    said = warning(read_tables(write(tmp_path, areas=FEW)), "da")
    assert said.areas[0].efforts[2].follow_up == "ikke udfyldt"


@pytest.mark.campaign
def test_eleven_hundred_areas(tmp_path: Path) -> None:
    many = tuple(
        dataclasses.replace(AREAS[number % 10], area_id=f"demo-{number}", name=f"Demo {number}")
        for number in range(1100)
    )
    leaves = whole(tmp_path, many)
    assert len(leaves) > 2200
    assert len(list((tmp_path / "out").glob("1-forvarsel*.pdf"))) == 22
    assert "Rapporten er i 22 bind" in leaves[0].replace("\n", " ").replace("\u00a0", " ")


def test_ids_that_differ_only_in_letters_no_file_name_has_get_files_of_their_own(
    tmp_path: Path,
) -> None:
    twins = tuple(dataclasses.replace(AREAS[0], area_id=f"demo{one}", name=one) for one in "øæ示")
    said = warning(read_tables(write(tmp_path, areas=twins)), "da")
    assert len({area.slug for area in said.areas}) == 3
