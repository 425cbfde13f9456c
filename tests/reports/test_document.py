"""The PDF: its text, its numbers against the tables, its standards, its bytes."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pypdf
import pytest

from monitor.errors import OutputError
from reports import typeset
from reports.document import document
from reports.language import Text, unbroken
from reports.pictures import Pictures
from reports.source import Tables
from reports.typeset import STANDARDS
from reports.warning.assemble import warning
from reports.warning.model import MunicipalWarning
from tests.reports.conftest import agrees_with_golden

ROOT = Path(__file__).parent.parent.parent


def pages(path: Path) -> list[str]:
    """The text of each page on one line: as a reader reads it and a search finds it."""
    reader = pypdf.PdfReader(path)
    return [plain(page.extract_text()) for page in reader.pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unbroken(text).replace("\u00a0", " ")).strip()


@pytest.fixture(scope="module")
def leaves(report: Path) -> list[str]:
    return pages(report / "1-forvarsel.pdf")


def test_page_1_index_two_sides_an_area_local_lists_and_the_closing_page(leaves: list[str]) -> None:
    assert len(leaves) == 2 + 2 * 10 + 1 + 1
    assert "De lokale lister" in leaves[-2]
    assert "Metode, definitioner og forbehold" in leaves[-1]


def test_every_page_says_that_the_figures_are_invented(leaves: list[str]) -> None:
    assert all("Opdigtede tal. Demokøbing Kommune findes ikke." in leaf for leaf in leaves)


def test_the_text_of_the_first_sheets_is_the_one_kept(leaves: list[str]) -> None:
    assert agrees_with_golden("forvarsel_da.txt", "\n\n".join([*leaves[:4], leaves[-1]]) + "\n")


def test_every_number_of_the_page_1_table_is_the_csv_s(leaves: list[str], sources: Path) -> None:
    """Residents, probability, points and family share of each area, from the csv alone."""
    first = leaves[0][leaves[0].index("Nærmeste grænse") :]
    table = {name: pl.read_csv(sources / f"{name}.csv", infer_schema=False) for name in TABLES}
    for area in table["areas"].iter_rows(named=True):
        # a long name may be parted after a slash
        named = re.escape(plain(area["name"])).replace("/", "/ ?")
        found = re.search(named, first)
        assert found, area["name"]
        start = found.start()
        row = first[start : start + 520]
        for expected in numbers_of(area["area_id"], table):
            assert expected in row, (area["name"], expected)


TABLES = ("areas", "criteria", "outlook", "local_categories", "family_share")


def numbers_of(area_id: str, table: dict[str, pl.DataFrame]) -> list[str]:
    """What page 1 must print of an area, formatted here by hand."""

    def rows(name: str, **wanted: str) -> list[dict[str, str]]:
        frame = table[name].filter(pl.col("area_id") == area_id)
        for column, value in wanted.items():
            frame = frame.filter(pl.col(column) == value)
        return frame.to_dicts()

    found = []
    residents = rows("criteria", criterion="population", list_date="2026-12-01")[0]["value"]
    found.append(f"{int(float(residents)):,} beboere".replace(",", "."))
    for row in rows("outlook", list_date="2026-12-01", category="transformation"):
        share = float(row["probability"])
        if share >= 0.5:
            found.append(f"{100 * share:.0f} pct.")
    for row in rows("local_categories", year="2026"):
        if row["points"]:
            found.append(f"{float(row['points']):.0f}")
    for row in rows("family_share"):
        found.append(f"{float(row['share']):.1f}".replace(".", ","))
    return found


def test_each_figure_has_its_own_words_for_screen_readers(report: Path) -> None:
    """Alternative texts stand in the file: value and limit of the coming list."""
    reader = pypdf.PdfReader(report / "1-forvarsel.pdf")
    alternatives = alternative_texts(reader)
    assert "Dømte: 2,38 for listen 2026, grænsen er 2,22." in alternatives
    assert len(alternatives) == 60 + 10 + 2


def alternative_texts(reader: pypdf.PdfReader) -> list[str]:
    found = []

    def walk(node: object) -> None:
        if isinstance(node, pypdf.generic.IndirectObject):
            node = node.get_object()
        if isinstance(node, pypdf.generic.DictionaryObject):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_the_document_keeps_both_standards(report: Path) -> None:
    """The compiler refuses a document that breaks them; the file says which it keeps."""
    assert set(STANDARDS) == {"ua-1", "a-2a"}
    metadata = (report / "1-forvarsel.pdf").read_bytes()
    assert b"pdfuaid" in metadata
    assert b"pdfaid" in metadata
    reader = pypdf.PdfReader(io.BytesIO(metadata))
    assert reader.trailer["/Root"]["/Lang"] == "da-DK"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Forvarsel om udsatte boligområder" in reader.metadata.title


def test_in_english(tables: Tables) -> None:
    said = warning(tables, "en")
    pdf = document(said, "en", said.as_of, Pictures(Text("en")))
    first = plain(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert "Demovejen/Demoparken becomes, with high probability, transformation area" in first
    assert "Invented figures. Demokøbing Municipality does not exist." in first
    assert "sandsynlighed" not in first.lower()


def test_fifteen_areas_leave_page_1_to_the_table(tables: Tables, danish: MunicipalWarning) -> None:
    import dataclasses

    many = dataclasses.replace(danish, areas=(danish.areas * 2)[:15])
    named = tuple(
        dataclasses.replace(area, slug=f"{area.slug}-{number}")
        for number, area in enumerate(many.areas)
    )
    pdf = document(dataclasses.replace(many, areas=named), "da", many.as_of, Pictures(Text("da")))
    texts = [plain(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages[:2]]
    assert "Sådan ramte forvarslet i fjor" not in texts[0]
    assert "Sådan ramte forvarslet i fjor" in texts[1]


BUILD = """
import hashlib, sys
from pathlib import Path
from reports.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]))
for path in sorted(Path(sys.argv[2]).rglob("*")):
    if path.is_file():
        name = path.relative_to(sys.argv[2]).as_posix()
        print(name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(
    sources: Path, tmp_path: Path
) -> None:
    told = []
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", BUILD, str(sources), str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        told.append(ran.stdout)
    assert told[0] == told[1]
    assert len(told[0].splitlines()) > 20


def test_a_setter_that_is_stopped_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system does for want of memory: no traceback, a code."""
    stopped = subprocess.CompletedProcess[bytes]([], -9, stdout=b"", stderr=b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: stopped)
    with pytest.raises(OutputError) as refused:
        typeset.set_apart("{}")
    assert refused.value.sentence("da").startswith(
        "PDF'en blev ikke færdig: programmet, der sætter siderne, blev standset (kode -9)"
    )


def test_a_fault_of_ours_keeps_its_own_words() -> None:
    with pytest.raises(RuntimeError, match="Traceback"):
        typeset.set_apart("{}")
