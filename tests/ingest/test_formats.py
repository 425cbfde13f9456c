"""xls, ods and web pages as LibreOffice saves them: the figures of the xlsx, cell by cell."""

from __future__ import annotations

import random
import shutil
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from make_formats import FOLDER, SOURCE, write

from monitor.ingest.error_cells import xls_errors
from monitor.ingest.folder import Ingested, ingest_folder
from monitor.record.load import values

KINDS = ("xls", "ods", "html")
PLACES = ("area_id", "indicator", "period", "value", "unit", "row", "column", "reason")


def read(folder: Path, name: str) -> Ingested:
    shutil.copy(FOLDER / name, folder / name)
    return ingest_folder(folder)


def of_first_sheet(ingested: Ingested) -> set[tuple[object, ...]]:
    """A saved web page holds no hidden sheet and has no name for its only table."""
    shown = ingested.figures.filter(ingested.figures["sheet"] != "Kladde")
    return set(shown.select(PLACES).rows())


def triples(frame: pl.DataFrame) -> set[tuple[str, str, Decimal]]:
    """Figures as numbers: 2.50 and 2.5 are one."""
    rows = frame.select("area_id", "indicator", "value").rows()
    return {(area, code, Decimal(value)) for area, code, value in rows}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_figures_of_the_xlsx_in_their_cells(tmp_path: Path, kind: str) -> None:
    one, other = tmp_path / "xlsx", tmp_path / kind
    one.mkdir()
    other.mkdir()
    wanted = of_first_sheet(read(one, SOURCE))
    assert len(wanted) == 13
    assert of_first_sheet(read(other, f"tal_syntetisk.{kind}")) == wanted


@pytest.mark.parametrize("kind", ["xlsx", *KINDS])
def test_an_error_cell_is_named_where_it_stands(tmp_path: Path, kind: str) -> None:
    ingested = read(tmp_path, f"tal_syntetisk.{kind}")
    errors = [fault for fault in ingested.faults if fault.kind == "excel_error"]
    assert [(fault.place.cell, fault.fields["value"]) for fault in errors] == [("D8", "#DIV/0!")]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_hidden_sheet_is_read_and_said(tmp_path: Path, kind: str) -> None:
    ingested = read(tmp_path, f"tal_syntetisk.{kind}")
    assert "sheet_hidden" in [fault.kind for fault in ingested.faults]
    assert "9100" in ingested.figures["value"].to_list()


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_list_of_2015_gives_the_record_from_an_old_workbook(tmp_path: Path, kind: str) -> None:
    ingested = read(tmp_path, f"reconstructed_list_2015.{kind}")
    printed = values().filter(values()["list_date"].dt.year() == 2015)
    assert ingested.figures.height > 150
    assert triples(ingested.figures) <= triples(printed)
    assert ingested.errors == 0


@pytest.mark.parametrize("part", range(4))
def test_a_damaged_xls_is_refused_or_read_and_never_a_traceback(tmp_path: Path, part: int) -> None:
    whole = (FOLDER / "tal_syntetisk.xls").read_bytes()
    for seed in range(25 * part, 25 * part + 25):
        draw = random.Random(seed)
        raw = bytearray(whole)
        for _ in range(draw.randrange(1, 40)):
            raw[draw.randrange(len(raw))] = draw.randrange(256)
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "tal.xls").write_bytes(bytes(raw[: draw.randrange(600, len(raw) + 1)]))
        ingested = ingest_folder(folder)
        assert ingested.faults


def test_a_container_that_leads_in_circles_ends(tmp_path: Path) -> None:
    raw = bytearray((FOLDER / "tal_syntetisk.xls").read_bytes())
    raw[512:1024] = bytes(512)
    raw[68:72] = bytes(4)
    path = tmp_path / "ring.xls"
    path.write_bytes(bytes(raw))
    assert xls_errors(path) == []


def test_the_stored_xlsx_is_what_its_maker_makes(tmp_path: Path) -> None:
    write(tmp_path / SOURCE)
    assert (tmp_path / SOURCE).read_bytes() == (FOLDER / SOURCE).read_bytes()
