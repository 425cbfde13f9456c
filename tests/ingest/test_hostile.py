"""Hostile files: a sentence, not a machine on its knees; formulas in names stay inert."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from openpyxl import load_workbook
from pypdf import PdfWriter

from monitor.errors import UnreadableFileError
from monitor.ingest import folder as folder_module
from monitor.ingest import web_tables
from monitor.ingest.cells import open_file
from monitor.ingest.delivery import deliver
from monitor.ingest.faults import fault_of
from monitor.ingest.folder import ingest_folder
from monitor.ingest.guard import MEMBER_BYTES


def kinds(folder: Path) -> list[str]:
    return [fault.kind for fault in ingest_folder(folder).faults]


def good_workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Ark1")
        for column, text in enumerate(("Område", "År", "Beboere")):
            sheet.write(0, column, text)
        sheet.write_row(1, 0, ["Vollsmose", 2020, 9143])
    return stream.getvalue()


def with_member(name: str, content: bytes, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good workbook with one member replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content, kind)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(MEMBER_BYTES // 1_000_000 + 1):
            member.write(bytes(1_000_000))
    (tmp_path / "bombe.xlsx").write_bytes(stream.getvalue())
    assert kinds(tmp_path) == ["file_bomb"]


def test_many_small_members_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"xl/{number}", b"")
    (tmp_path / "mange.xlsx").write_bytes(stream.getvalue())
    assert kinds(tmp_path) == ["file_many_members"]


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><sst>&c;</sst>'
    )
    (tmp_path / "latter.xlsx").write_bytes(with_member("xl/sharedStrings.xml", laughs))
    assert kinds(tmp_path) == ["file_entities"]


def test_a_member_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    raw = bytearray(with_member("xl/worksheets/sheet1.xml", b" " * 4_000))
    at = raw.rfind(b"PK\x01\x02")
    while at >= 0 and b"xl/worksheets/sheet1.xml" not in bytes(raw[at : at + 120]):
        at = raw.rfind(b"PK\x01\x02", 0, at)
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (tmp_path / "loegn.xlsx").write_bytes(bytes(raw))
    assert kinds(tmp_path) == ["file_damaged"]


def test_two_cells_in_opposite_corners_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "bred.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)
    fault = ingest_folder(tmp_path).faults[0]
    assert fault.sentence() == (
        "bred.xlsx: et ark strækker sig over 1048576 rækker og 16384 kolonner. Forventet: højst "
        "fire millioner celler. Slet tomme rækker og kolonner efter tabellen, og gem igen."
    )


def test_a_million_empty_rows_are_read_past(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "tom.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Område", "År", "Beboere"])
        sheet.write_row(1, 0, ["Vollsmose", 2020, 9143])
        for row in range(2, 1_000_000):
            sheet.set_row(row, 15.5)
    assert ingest_folder(tmp_path).figures["value"].to_list() == ["9143"]


def test_an_ods_that_repeats_a_cell_a_million_times_is_refused(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content><table:table table:name="a">'
        '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="9000000"/></table:table-row></table:table>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "gentag.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    assert kinds(tmp_path) == ["file_too_wide"]


def test_external_links_and_macros_are_said_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "links.xlsx").write_bytes(
        with_member("xl/externalLinks/externalLink1.xml", b"<a/>")
    )
    (tmp_path / "makro.xlsm").write_bytes(with_member("xl/vbaProject.bin", b"x"))
    said = kinds(tmp_path)
    assert "external_links" in said
    assert "macros" in said


def test_nested_parquet_is_refused(tmp_path: Path) -> None:
    pl.DataFrame({"a": [[1, 2]]}).write_parquet(tmp_path / "liste.parquet")
    assert kinds(tmp_path) == ["file_nested"]


def test_a_picture_pdf_and_an_endless_pdf_are_refused(tmp_path: Path) -> None:
    for name, pages in (("billede.pdf", 1), ("lang.pdf", 61)):
        writer = PdfWriter()
        for _ in range(pages):
            writer.add_blank_page(width=100, height=100)
        writer.write(tmp_path / name)
    assert kinds(tmp_path) == ["file_pdf_picture", "file_pdf_long"]


def test_a_pdf_that_lost_content_is_read_and_said_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name = "fixtures/transcribed/reconstructed_combined_letting_2024.pdf"
    whole = (Path(__file__).parents[2] / name).read_bytes()
    said: list[str] = []
    for seed in range(12):
        draw, raw = random.Random(f".pdf{seed}"), bytearray(whole)
        for _ in range(5):
            raw[draw.randrange(len(raw))] = draw.randrange(256)
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "liste.pdf").write_bytes(bytes(raw))
        said += kinds(folder)
    assert "pdf_data_lost" in said
    assert capfd.readouterr() == ("", "")


def test_a_missing_folder_and_a_missing_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as folder:
        ingest_folder(tmp_path / "findes-ikke")
    assert fault_of(folder.value).kind == "folder_missing"
    with pytest.raises(UnreadableFileError) as file:
        open_file(tmp_path / "findes-ikke.csv", "findes-ikke.csv")
    assert fault_of(file.value).kind == "file_missing"


def test_a_locked_file_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "laast.csv"
    path.write_text("Område;År;Beboere\nVollsmose;2020;9143\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFileError) as locked:
        open_file(path, "laast.csv")
    assert fault_of(locked.value).kind == "file_locked"


def test_a_web_page_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_tables, "PAGE_SIGNS", 1_000_000)
    (tmp_path / "tal.html").write_text("<table>" + "<tr><td>1<td>2</tr>" * 60_000, encoding="utf-8")
    fault = ingest_folder(tmp_path).faults[0]
    assert fault.sentence() == (
        "tal.html: websiden har 1 mio. tegn. Forventet: højst 5 mio. tegn. Hent tabellen som csv "
        "eller xlsx."
    )


def test_a_folder_of_too_many_files_says_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "FILES_AT_MOST", 2)
    for number in range(4):
        text = f"Område;År;Beboere\nVollsmose;{2018 + number};9143\n"
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
    ingested = ingest_folder(tmp_path)
    assert ingested.figures.height == 2
    assert [f.place.file for f in ingested.faults if f.kind == "files_too_many"] == ["2.csv"]


def test_a_workbook_of_charts_alone_has_no_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "graf.xlsx")) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Graf!$A$1:$A$2"})
        book.add_chartsheet("Graf").set_chart(chart)
    assert "file_without_sheets" in kinds(tmp_path)


def test_a_file_too_large_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as stream:
        stream.truncate(100_000_001)
    assert kinds(tmp_path) == ["file_too_large"]


BAD_NAMES = ['=HYPERLINK("http://x";"y")', "@SUM(A1)", "+1+1", "-2+3", "<script>alert(1)</script>"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_formulas_and_scripts_in_names_stay_inert(tmp_path: Path, name: str) -> None:
    folder, out = tmp_path / "ind", tmp_path / "ud"
    folder.mkdir()
    with xlsxwriter.Workbook(str(folder / "tal.xlsx"), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Ark")
        sheet.write_row(0, 0, ["Område", "År", "Beboere", "Bemærkning"])
        sheet.write_string(1, 0, name)
        sheet.write_row(1, 1, [2020, -5])
        sheet.write_string(1, 3, name)
    deliver(ingest_folder(folder), folder, out, None, "da")
    book = load_workbook(out / "fejl.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    for path in out.glob("*.csv"):
        frame = pl.read_csv(path, infer_schema_length=0)
        for column in set(frame.columns) - {"value", "amount"}:
            for cell in frame[column].drop_nulls():
                assert cell[:1] not in {"=", "+", "-", "@"}, (path.name, column, cell)


def test_absurd_sheet_names_survive(tmp_path: Path) -> None:
    raw = good_workbook()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "xl/workbook.xml":
                content = content.replace(
                    b'name="Ark1"', "name=\"=cmd|' /C calc'!A0 \u202e[]*?/\\\"".encode()
                )
            new.writestr(member, content)
    (tmp_path / "navn.xlsx").write_bytes(stream.getvalue())
    out = tmp_path.parent / f"{tmp_path.name}-ud"
    ingested = ingest_folder(tmp_path)
    assert ingested.figures["value"].to_list() == ["9143"]
    deliver(ingested, tmp_path, out, None, "da")
    assert load_workbook(out / "fejl.xlsx").sheetnames[0] == "Fejl"
