"""Every page and sheet says whether it may leave the house; a public edition withholds last."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from monitor.disclosure import marking
from monitor.folder_input import from_folder
from monitor.indicators import indicators
from monitor.inputs import from_record
from reports.run import run

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo_kommune"
DAY = date(2026, 9, 30)
AREA = "demoparken"
INTERNAL = marking("da", public=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented municipality with one count under five put in."""
    folder = tmp_path_factory.mktemp("small") / "folder"
    shutil.copytree(DEMO, folder)
    tidy = folder / "uddannelse_syntetisk.csv"
    lines = tidy.read_text(encoding="utf-8-sig").splitlines()
    at = next(
        i
        for i, line in enumerate(lines)
        if "basic_education_count" in line and line.split(";")[0] == AREA and "2025" in line
    )
    cells = lines[at].split(";")
    lines[at] = ";".join([*cells[:3], "3", *cells[4:]])
    tidy.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=[False, True], ids=["internal", "public"])
def edition(
    request: pytest.FixtureRequest, small: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bool, Path]:
    out = tmp_path_factory.mktemp("out")
    inputs, read = from_folder(small, DAY)
    ran = run(inputs, out, DAY, read=read, areas=[AREA], public=request.param)
    return request.param, ran.written.folder


def line_of(folder: Path, *, public: bool) -> str:
    """What an edition must say of itself."""
    if not public:
        return INTERNAL
    figures = pl.read_parquet(folder / "4-kilder" / "figures.parquet")
    return marking("da", public=True, withheld=figures["withheld"].sum())


def test_every_page_of_the_pdf_says_it(edition: tuple[bool, Path]) -> None:
    public, folder = edition
    wanted = line_of(folder, public=public)
    for page in PdfReader(BytesIO((folder / "1-forvarsel.pdf").read_bytes())).pages:
        assert wanted in " ".join(page.extract_text().split())


def test_every_page_of_the_site_says_it(edition: tuple[bool, Path]) -> None:
    public, folder = edition
    wanted = line_of(folder, public=public)
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert wanted in text, page
        assert not public or INTERNAL not in text, page


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_every_sheet_says_it_on_screen_and_in_print(edition: tuple[bool, Path]) -> None:
    public, folder = edition
    wanted = line_of(folder, public=public)
    for sheet in load_workbook(folder / "2-arbejdsark.xlsx").worksheets:
        head = " ".join(str(row[0].value) for row in sheet.iter_rows(max_row=3))
        assert wanted in head, sheet.title
        assert wanted in str(sheet.oddFooter.left.text), sheet.title


def test_the_small_count_and_what_it_makes_are_in_the_internal_edition_alone(
    edition: tuple[bool, Path],
) -> None:
    public, folder = edition
    at = (pl.col("area_id") == AREA) & (pl.col("period") == "2025-01-01")
    figures = pl.read_parquet(folder / "4-kilder" / "figures.parquet").filter(at)
    count = figures.filter(pl.col("indicator") == "basic_education_count")["value"].to_list()
    assert count == [None if public else "3"]
    page = (folder / "3-sider" / "lister" / "2025-12-01.html").read_text(encoding="utf-8")
    article = page.split(f'<article id="{AREA}">')[1].split("</article>")[0]
    row = article.split(indicators()["basic_education_pct"].name["da"])[1].split("</tr>")[0]
    assert ("udeladt" in row) is public
    local = {"local_outlook", "warning_in_time", "warning_leads", "local_scores", "faults"}
    held = {path.stem for path in (folder / "4-kilder").glob("*.parquet")}
    assert not (local & held) if public else local <= held


def test_another_limit_can_be_set(small: Path, tmp_path: Path) -> None:
    inputs, read = from_folder(small, DAY)
    ran = run(
        inputs,
        tmp_path,
        DAY,
        read=read,
        areas=[AREA],
        only=["workbook"],
        public=True,
        withhold_under=1000,
    )
    figures = pl.read_parquet(ran.written.folder / "4-kilder" / "figures.parquet")
    counts = figures.filter(pl.col("indicator").str.ends_with("_count"))["value"].drop_nulls()
    assert counts.is_empty() or counts.cast(pl.Float64).min() >= 1000


def test_the_public_records_own_pages_need_no_line(tmp_path: Path) -> None:
    inputs = from_record("da")
    ran = run(inputs, tmp_path, inputs.known, only=["workbook"])
    page = (ran.written.folder / "3-sider" / "lister" / "index.html").read_text(encoding="utf-8")
    assert INTERNAL not in page
