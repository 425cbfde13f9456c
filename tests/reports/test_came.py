"""What came stands beside a warning looked back on, and in none of its figures."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from monitor.came import came_table
from monitor.inputs import from_record
from reports.run import run
from reports.source import read_tables
from reports.warning.assemble import warning

AS_OF, LIST = date(2016, 11, 23), date(2016, 12, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report a planner would have had on 23 November 2016, over a few of its areas."""
    out = tmp_path_factory.mktemp("came")
    areas = ["bispeparken", "degnegaarden-mv", "skovvejen-skovparken", "askeroed"]
    known = set(from_record().area_ids)
    wanted = [area for area in areas if area in known]
    return run(from_record(), out, AS_OF, areas=wanted, only=["pdf"]).written.folder


def test_what_came_is_the_published_list() -> None:
    frame = came_table(from_record(), AS_OF, LIST)
    assert frame is not None
    assert frame.columns[:2] == ["list_date", "area_id"]
    on = frame.filter(pl.col("parallel") == "yes")
    assert on.height == 24, "of the 25 published, one was first heard of with that list"
    assert set(frame["transformation"]) == {"n/a"}


def test_a_list_that_is_not_known_never_came() -> None:
    inputs = from_record()
    assert came_table(inputs, date(2026, 11, 24), date(2026, 12, 1)) is None
    assert came_table(inputs, LIST, LIST) is None, "a list of the day itself is known, not to come"


def test_nothing_else_in_the_tables_knows_it(folder: Path) -> None:
    sources = folder / "4-kilder"
    for path in sorted(sources.glob("*.parquet")):
        frame = pl.read_parquet(path)
        if "list_date" not in frame.columns or path.stem in ("came", "backtest"):
            continue
        late = frame.filter(pl.col("list_date") >= LIST)
        published = [name for name in frame.columns if name.startswith("published_")]
        for name in published:
            assert set(late[name]) <= {"unknown", "n/a", None}, (path.stem, name)


def test_page_1_sets_it_beside_the_probability(folder: Path) -> None:
    pages = PdfReader(BytesIO((folder / "1-forvarsel.pdf").read_bytes())).pages
    first = " ".join(pages[0].extract_text().split())
    assert "Kom 1. december 2016" in first
    assert "Hvad der kom 1. december 2016" in first
    assert "Kendt bagefter; forvarslet brugte intet af det." in first
    said = warning(read_tables(folder / "4-kilder"), "da", as_of=AS_OF)
    assert {one.came.code for one in said.areas if one.came} <= {"parallel", "none", "not_parallel"}
    assert said.came is not None
    wrong = {hit.name for hit in said.came.hits if hit.missed}
    noted = {one.name for one in said.areas if one.came_note == "anderledes end ventet"}
    assert wrong == noted


def test_every_probability_of_the_page_is_the_csv_s(folder: Path) -> None:
    """On real figures: each row's percent from ``outlook.csv`` alone."""
    outlook = pl.read_csv(folder / "4-kilder" / "outlook.csv").filter(
        pl.col("list_date") == LIST.isoformat()
    )
    names = dict(
        pl.read_csv(folder / "4-kilder" / "areas.csv").select("area_id", "name").iter_rows()
    )
    pdf = PdfReader(BytesIO((folder / "1-forvarsel.pdf").read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages[:1]).split())
    seen = 0
    for area, share in outlook.select("area_id", "probability").iter_rows():
        name = re.escape(names[area]).replace("/", "/\u200b? ?")
        found = re.search(name, text[text.index("Boligområde") :])
        if found is None or share is None:
            continue
        row = text[text.index("Boligområde") + found.start() :][:260]
        likely = 100 * max(share, 1 - share)
        printed = "over 99 pct." if likely > 99 else f"{int(likely + 0.5)} pct."
        assert printed in row, (names[area], printed, row)
        seen += 1
    assert seen >= 3
