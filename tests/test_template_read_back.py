"""The template read back: empty it gives nothing, filled by hand exactly what was typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from monitor.ingest.folder import Ingested, ingest_folder
from monitor.ingest.headings import read_heading
from monitor.template import find_municipality, write_template
from monitor.template_sheets import Column, TemplateSheet, template_sheets
from monitor.words import LANGUAGES, Language

COLUMNS = [(sheet, column) for sheet in template_sheets() for column in sheet.columns]
KNOWN = date(2025, 3, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("sheet", "column"), COLUMNS, ids=lambda part: getattr(part, "code", getattr(part, "field", ""))
)
def test_ingest_knows_every_heading_as_what_the_template_says(
    sheet: TemplateSheet, column: Column, language: Language
) -> None:
    assert sheet.columns
    assert read_heading(column.heading[language]).field == column.field


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("municipality", ["Aarhus", "Gentofte"])
def test_empty_it_gives_nothing_and_nothing_to_complain_of(
    tmp_path: Path, language: Language, municipality: str
) -> None:
    write_template(
        tmp_path / "s.xlsx", find_municipality(municipality), range(2022, 2027), language
    )
    read = ingest_folder(tmp_path)
    assert read.faults == ()
    for frame in (read.figures, read.context, read.local, read.memberships, read.plans, read.texts):
        assert frame.is_empty()


def fill(path: Path, language: Language, sheet: str, rows: list[dict[str, object]]) -> None:
    """Type rows into a sheet, into the prefilled row of the same area and year where there is."""
    shape = next(entry for entry in template_sheets() if entry.code == sheet)
    book = openpyxl.load_workbook(path)
    page = book[shape.name[language]]
    fields = [column.field for column in shape.columns]
    for row in rows:
        keys = [field for field in ("area", "year") if field in row and shape.filled != "nothing"]
        for line in range(2, page.max_row + 2):
            there = {field: page.cell(line, fields.index(field) + 1).value for field in keys}
            if all(value in (row[field], None) for field, value in there.items()):
                break
        for field, value in row.items():
            page.cell(line, fields.index(field) + 1).value = value
    book.save(path)


AREA, OWN = "Bispehaven", "Skovbo Syntetisk"
COUNTS = {
    "residents": 2134,
    "nonwestern_count": 1499,
    "outside_labour_base": 1287,
    "outside_labour_count": 587,
    "convicted_base": 1502,
    "convicted_count": 31,
    "basic_education_base": 799,
    "basic_education_count": 560,
    "income_base": 1011,
    "income_kr": 212_345,
}


@pytest.fixture(params=LANGUAGES)
def read(tmp_path: Path, request: pytest.FixtureRequest) -> Ingested:
    language: Language = request.param
    path = tmp_path / "s.xlsx"
    write_template(path, find_municipality("Aarhus"), range(2023, 2026), language)
    da = language == "da"
    fill(path, language, "areas", [{"area": OWN, "area_id": "skovbo", "municipality": "Aarhus"}])
    typed = {"standing": "endelig" if da else "known", "known_from": KNOWN}
    fill(
        path,
        language,
        "figures",
        [
            {"area": AREA, "year": 2024, **COUNTS, **typed},
            {"area": OWN, "year": 2024, **{code: n // 2 for code, n in COUNTS.items()}, **typed},
            {"area": AREA, "year": 2023, "convicted_count": "..", "known_from": KNOWN},
        ],
    )
    country = "Hele landet" if da else "Denmark"
    fill(
        path,
        language,
        "country",
        [
            {"area": country, "year": 2024, "convicted_pct": 0.72, "known_from": KNOWN},
            {
                "area": "Region Midtjylland",
                "year": 2024,
                "income_region_kr": 401_200,
                "known_from": KNOWN,
            },
        ],
    )
    fill(
        path,
        language,
        "dwellings",
        [{"area": AREA, "year": date(2025, 1, 1), "dwellings_family": 870, "commercial_m2": 600}],
    )
    fill(
        path,
        language,
        "plan",
        [
            {
                "area": AREA,
                "lever": "salg" if da else "sale",
                "amount": 40,
                "unit": "boliger" if da else "dwellings",
                "planned_date": date(2026, 6, 30),
                "status": "planlagt" if da else "planned",
                "note": "blok 3",
                "source": "referat",
            }
        ],
    )
    fill(
        path,
        language,
        "local",
        [{"area": AREA, "year": 2024, "indicator": "local:unsafe", "value": 14.5}],
    )
    effort = {"area": OWN, "effort": "Fritidspas til alle", "time": "2025-"}
    fill(path, language, "preventive", [effort])
    return ingest_folder(tmp_path)


def test_filled_by_hand_it_gives_exactly_the_figures_that_were_typed(read: Ingested) -> None:
    typed = {
        (area, code, "2024" if code in FLOWS else "2024-01-01"): str(count // share)
        for area, share in (("bispehaven", 1), ("skovbo", 2))
        for code, count in COUNTS.items()
    }
    typed["dk", "convicted_pct", "2024"] = "0.72"
    typed["region-082", "income_region_kr", "2024"] = "401200"
    typed["bispehaven", "dwellings_family", "2025-01-01"] = "870"
    typed["bispehaven", "commercial_m2", "2025-01-01"] = "600"
    given = read.figures.drop_nulls("value")
    found = {
        (area, code, period): value
        for area, code, period, value in given.select(
            "area_id", "indicator", "period", "value"
        ).iter_rows()
    }
    assert found == typed
    assert set(given.filter(given["area_id"] == "skovbo")["known_from"]) == {KNOWN}


FLOWS = {code for code in COUNTS if code.split("_")[0] in ("outside", "convicted", "income")}


def test_a_suppressed_figure_is_missing_and_every_other_cell_is_silent(read: Ingested) -> None:
    missing = read.figures.filter(read.figures["standing"] == "missing")
    assert missing.select("area_id", "indicator", "period", "reason").rows() == [
        ("bispehaven", "convicted_count", "2023", "suppressed")
    ]
    assert [fault for fault in read.faults if fault.gravity == "error"] == []


def test_plan_local_indicator_free_text_and_own_area_come_back(read: Ingested) -> None:
    assert read.plans.select(
        "area_id", "amount", "unit", "planned_date", "status", "note", "source"
    ).rows() == [("bispehaven", 40, "dwellings", date(2026, 6, 30), "planned", "blok 3", "referat")]
    assert read.local.select("area_id", "indicator", "period", "value").rows() == [
        ("bispehaven", "unsafe", "2024", "14.5")
    ]
    assert ("skovbo", "Fritidspas til alle") in read.texts.select("area_id", "text").rows()
    assert read.own_areas.rows() == [("skovbo", OWN, "751")]
