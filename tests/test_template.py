"""The planner's template: her areas, headings and checks, the same bytes every time."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from monitor.cli import forvarsel
from monitor.errors import ForvarselError, OutputError, UnknownNameError
from monitor.indicators import indicators
from monitor.template import find_municipality, write_template, years_given
from monitor.template_sheets import template_sheets
from monitor.words import LANGUAGES, Language


def make(path: Path, name: str = "Aarhus", language: Language = "da") -> openpyxl.Workbook:
    write_template(path, find_municipality(name), range(2023, 2026), language)
    return openpyxl.load_workbook(path)


def refused(kind: type[ForvarselError], *arguments: object) -> str:
    fault = CliRunner().invoke(forvarsel, ["template", *map(str, arguments)]).exception
    assert isinstance(fault, kind), fault
    return fault.sentence("da")


def column(page: Worksheet, heading: str) -> list[object]:
    headings = [cell.value for cell in page[1]]
    number = headings.index(heading) + 1
    return [page.cell(row, number).value for row in range(2, page.max_row + 1)]


def test_the_command_writes_the_template_and_says_where(tmp_path: Path) -> None:
    target = tmp_path / "skabelon.xlsx"
    result = CliRunner().invoke(
        forvarsel, ["template", "--municipality", "Aarhus", "--out", str(target)]
    )
    assert result.output == (
        f"Skabelonen til Aarhus er skrevet i {target}: 6 områder, årene 2022-2026.\n"
    )
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [
        "Vejledning",
        "Områder",
        "Tal pr. år",
        "Land og region",
        "Boliger",
        "Udviklingsplan",
        "Erhverv pr. bygning",
        "Priser pr. enhed",
        "Grænser for redskaber",
        "Dispensation",
        "Dispensationens vilkår",
        "Lokale indikatorer",
        "Forebyggende indsats",
        "Afdelinger",
    ]


@pytest.mark.parametrize("name", ["Aarhus", "Århus", "aarhus", "751"])
def test_the_areas_of_the_municipality_stand_in_it(tmp_path: Path, name: str) -> None:
    book = make(tmp_path / "s.xlsx", name)
    areas = column(book["Områder"], "Område")
    assert {"Bispehaven", "Gellerupparken/Toveshøj"} <= set(areas)
    assert set(column(book["Områder"], "Kommune")) == {"Aarhus"}
    pairs = zip(column(book["Tal pr. år"], "Område"), column(book["Tal pr. år"], "År"), strict=True)
    assert list(pairs) == [(area, year) for area in areas for year in (2023, 2024, 2025)]
    assert set(column(book["Land og region"], "Område")) == {"Hele landet", "Region Midtjylland"}


def test_a_municipality_the_record_knows_no_area_of_gets_an_empty_one_and_is_told(
    tmp_path: Path,
) -> None:
    book = make(tmp_path / "s.xlsx", "Gentofte")
    assert book["Områder"].max_row == 1
    assert book["Vejledning"]["B4"].value == (
        "Den offentlige optegnelse kender ingen områder i Gentofte. Skriv dine egne på fanen"
        " Områder; de kan derefter vælges på de andre faner."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_but_free_text_is_checked_while_typing(
    tmp_path: Path, language: Language
) -> None:
    book = make(tmp_path / "s.xlsx", language=language)
    for sheet in template_sheets():
        page = book[sheet.name[language]]
        checked = {
            str(rule.sqref).split(":")[0].rstrip("0123456789")
            for rule in page.data_validations.dataValidation
        }
        expected = {
            page.cell(1, number).column_letter
            for number, entry in enumerate(sheet.columns, start=1)
            if entry.kind != "text"
        }
        assert checked == expected, sheet.code
        for rule in page.data_validations.dataValidation:
            assert rule.error
            assert rule.error.endswith(".")


def test_a_count_lets_through_whole_numbers_and_the_mark_of_a_suppressed_one(
    tmp_path: Path,
) -> None:
    page = make(tmp_path / "s.xlsx")["Tal pr. år"]
    rule = next(rule for rule in page.data_validations.dataValidation if "C2" in str(rule.sqref))
    assert rule.formula1 == 'OR(AND(ISNUMBER(C2),C2=INT(C2),C2>=0),C2="..",C2="*")'
    assert rule.error == ("Skriv et helt tal på 0 eller derover uden enhed, for eksempel 1467.")


def test_no_cell_holds_a_formula_and_no_figure_is_filled_in(tmp_path: Path) -> None:
    book = make(tmp_path / "s.xlsx")
    filled = {"area", "year", "area_id", "municipality"}
    for sheet in template_sheets():
        page = book[sheet.name["da"]]
        for row in page.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f"
                if cell.value is not None:
                    assert sheet.columns[cell.column - 1].field in filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_explains_every_sheet(tmp_path: Path, language: Language) -> None:
    book = make(tmp_path / "s.xlsx", language=language)
    guide = book[book.sheetnames[0]]
    rows = {row[0].value: row[1].value for row in guide.iter_rows(min_row=8)}
    assert rows == {sheet.name[language]: sheet.about[language] for sheet in template_sheets()}


def test_the_same_call_gives_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path / "a.xlsx")
    make(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert '<dcterms:created xsi:type="dcterms:W3CDTF">2024-12-01' in parts.read(
            "docProps/core.xml"
        ).decode("utf-8")


def test_headings_are_different_within_a_sheet_and_mean_one_field_each() -> None:
    for language in LANGUAGES:
        for sheet in template_sheets():
            headings = [entry.heading[language] for entry in sheet.columns]
            assert len(set(headings)) == len(headings)


def test_every_figure_of_the_template_is_an_indicator_with_a_moment_where_it_is_yearly() -> None:
    sheets = {sheet.code: sheet for sheet in template_sheets()}
    for code in ("figures", "country"):
        yearly = [entry for entry in sheets[code].columns if entry.field in indicators()]
        assert yearly
        assert {entry.moment for entry in yearly} <= {"1 January", "calendar year"}
    kinds = {code for code, entry in indicators().items() if entry.unit in ("dwellings", "m2")}
    assert kinds <= {entry.field for entry in sheets["dwellings"].columns}


def test_an_unknown_municipality_is_a_sentence_with_near_names(tmp_path: Path) -> None:
    target = tmp_path / "s.xlsx"
    assert refused(UnknownNameError, "--municipality", "Oddense", "--out", target) == (
        'Kommunen "Oddense" kendes ikke. Mente du Odense, Odder, Hedensted?'
    )
    assert refused(UnknownNameError, "--municipality", "", "--out", target) == (
        'Kommunen "" kendes ikke. Skriv navnet på en af de 98 kommuner eller dens nummer, for'
        " eksempel Aarhus eller 751."
    )
    assert not target.exists()


def test_a_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    target = tmp_path / "s.xlsx"
    target.write_bytes(b"hers")
    assert refused(OutputError, "--municipality", "Aarhus", "--out", target) == (
        f"{target} findes allerede og overskrives ikke. Vælg et andet navn med --out."
    )
    assert target.read_bytes() == b"hers"


def test_a_place_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "none" / "s.xlsx"
    sentence = refused(OutputError, "--municipality", "Aarhus", "--out", target)
    assert sentence.startswith(f"{target} kan ikke skrives (")
    assert sentence.endswith("Vælg et andet sted med --out.")


@pytest.mark.parametrize("text", ["2026-2022", "to år", "2022-", "1900-2026", "0", "2022-20266"])
def test_a_span_that_is_none_is_a_sentence(text: str) -> None:
    with pytest.raises(UnknownNameError) as fault:
        years_given(text)
    assert fault.value.sentence("da") == (
        f'"{text}" er ikke en periode af år. Skriv for eksempel 2022-2026, højst 30 år.'
    )


def test_one_year_is_a_span() -> None:
    assert years_given("2025") == range(2025, 2026)
    assert years_given("2022-2026") == range(2022, 2027)
