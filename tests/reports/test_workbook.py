"""The workbook read back: the same numbers, formats, words; nothing that can run."""

import dataclasses
import io
import warnings
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.build import build
from reports.language import Text
from reports.source import Tables
from reports.warning.assemble import warning
from reports.warning.model import MunicipalWarning
from reports.workbook import LINE_HEIGHT, created_on, plan, workbook
from tests.reports.synthetic import AREAS, write


def opened(content: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it, which warns that it leaves out the data bars."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book(report: Path) -> openpyxl.Workbook:
    return opened((report / "2-arbejdsark.xlsx").read_bytes())


def table(sheet: Worksheet) -> tuple[list[str], list[tuple[object, ...]]]:
    """Heads (row 4) and rows of a sheet."""
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return [str(head) for head in rows[0]], [row for row in rows[1:] if row[1] is not None]


def test_the_sheets_in_the_order_of_the_report(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Overblik", "Kriterier", "Afstande", "Prognose", "Udvikling", "Familieboliger",
        "Lokale point", "Mangler", "Fejl", "Resultater", "Ord",
    ]  # fmt: skip


def test_the_first_sheet_holds_the_numbers_of_page_1(
    book: openpyxl.Workbook, danish: MunicipalWarning
) -> None:
    heads, rows = table(book["Overblik"])
    assert len(rows[:10]) == 10
    for row, area in zip(rows, danish.areas, strict=False):
        cells = dict(zip(heads, row, strict=True))
        assert cells["Boligområde"] == area.name
        assert cells["Beboere"] == area.residents
        assert cells["År i træk"] == area.streak
        if area.likeliest is not None:
            assert cells["Sandsynlighed"] == pytest.approx(100 * area.likeliest.share, rel=1e-12)
            assert cells["Ord"] == area.likeliest.probability.word
        if area.nearest is not None:
            assert cells["Afstand"] == area.nearest.number


@pytest.mark.parametrize("name", list(plan()))
def test_every_sheet_reads_back_as_its_table(
    book: openpyxl.Workbook, tables: Tables, name: str
) -> None:
    layout = plan()[name]
    sheet = book[Text("da")(f"workbook.{name}")]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    expected = tables.rows(layout["table"])
    assert len(rows) >= len(expected) > 0
    for row, source in zip(rows, expected, strict=False):
        for value, column in zip(row, layout["columns"], strict=True):
            given = source[column["field"]]
            if isinstance(given, float):
                assert value == pytest.approx(given, rel=1e-12)
            elif given is None:
                assert value is None
            elif isinstance(value, datetime):
                assert value.date() == given


def test_heads_stay_in_sight_and_can_be_filtered(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B5"
        assert not sheet.sheet_view.showGridLines
    assert book["Overblik"].auto_filter.ref == "A4:R14"


def test_text_stands_clear_of_the_number_to_its_left(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        cells = (cell for row in sheet.iter_rows(min_row=5) for cell in row)
        texts = [cell for cell in cells if isinstance(cell.value, str) and cell.border.bottom.style]
        assert texts, sheet.title
        assert {(cell.alignment.horizontal, cell.alignment.indent) for cell in texts} == {
            ("left", 1)
        }


def test_what_does_not_fit_a_column_wraps_and_its_row_is_as_high(book: openpyxl.Workbook) -> None:
    sheet = book["Overblik"]
    column = [cell.value for cell in sheet[4]].index("Tal der mangler") + 1
    letter = sheet.cell(4, column).column_letter
    width = sheet.column_dimensions[letter].width
    long = [row for row in range(5, 15) if len(str(sheet.cell(row, column).value)) > 1.3 * width]
    assert long
    for row in long:
        assert sheet.cell(row, column).alignment.wrap_text
        assert sheet.row_dimensions[row].height >= 2 * LINE_HEIGHT


def test_a_sheet_prints_as_wide_as_its_table_with_its_heads_on_each_page(
    book: openpyxl.Workbook,
) -> None:
    for name in ("Overblik", *(Text("da")(f"workbook.{name}") for name in plan())):
        sheet = book[name]
        last = [cell.value is not None for cell in sheet[4]].count(True)
        assert sheet.print_area.split("$")[3] == sheet.cell(4, last).column_letter
        assert sheet.print_title_rows == "$4:$4"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_a_colour_never_stands_without_its_word(book: openpyxl.Workbook) -> None:
    sheet = book["Overblik"]
    column = [cell.value for cell in sheet[4]].index("Lokal kategori") + 1
    seen = {
        (sheet.cell(row, column).value, sheet.cell(row, column).fill.start_color.rgb)
        for row in range(5, 15)
    }
    assert ("rød", "FFA3182B") in seen
    assert all(value for value, _ in seen)


def test_every_sheet_says_that_the_figures_are_invented(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert "Opdigtede tal." in (sheet.oddFooter.left.text or "")


@pytest.mark.parametrize(
    "name", ["=1+1", "+45 12345678", "-demo", "@sum(A1)", '=HYPERLINK("http://a")', "\t=2"]
)
def test_a_name_that_looks_like_a_formula_is_text(tmp_path: Path, name: str) -> None:
    named = dataclasses.replace(AREAS[0], name=name)
    build(write(tmp_path / "in", areas=(named,)), tmp_path / "out", only=["workbook"])
    sheet = opened((tmp_path / "out" / "2-arbejdsark.xlsx").read_bytes())["Overblik"]
    assert (sheet["A5"].value, sheet["A5"].data_type) == (name, "s")
    assert sheet["A5"].hyperlink is None


def test_the_same_bytes_each_time(tables: Tables, danish: MunicipalWarning) -> None:
    made = [workbook(danish, tables, "da", created_on(danish.as_of)) for _ in range(2)]
    assert made[0] == made[1]
    properties = opened(made[0]).properties
    assert properties.created == datetime(2026, 11, 23)  # noqa: DTZ001


def test_in_english(tables: Tables) -> None:
    said = warning(tables, "en")
    book = opened(workbook(said, tables, "en", created_on(said.as_of)))
    assert book.sheetnames[0] == "Overview"
    assert book["Overview"]["A4"].value == "Housing area"
