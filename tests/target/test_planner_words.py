"""The planner's own words: Danish headings and cells, her template, a folder as a run reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from forecasts.target_plans import bounds_of, plans
from monitor.errors import UnreadableFileError
from monitor.folder_input import from_folder
from monitor.ingest.folder import ingest_folder
from monitor.planner_tables import target_input
from monitor.target_record import first_december_lists, study_of_folder, target_law
from monitor.target_study import TargetStudy, study
from monitor.template import find_municipality, write_template
from tests.target.conftest import FIXTURE

AS_OF = date(2026, 11, 24)

DWELLINGS = """Område;Dato;Indikator;Værdi;Bygning;Kilde
Opdigtet;01-01-2026;Almene familieboliger;1.200;;BBR
Opdigtet;01-01-2026;Boliger i alt;2.000;;BBR
Opdigtet;01-01-2026;Nedrevet og ikke erstattet;0;;
Opdigtet;01-01-2026;Erhvervsareal m2;750;torvet;
Opdigtet;01-01-2026;Erhvervsareal m2;740;klinikken;
"""
PLAN = """Område;Redskab;Omfang;Enhed;Planlagt dato;Status;Dato gennemført;Bemærkning
Opdigtet;salg;40;boliger;01-06-2025;gennemført;01-02-2026;blok 1
Opdigtet;nyt erhvervsareal;1.500;m²;01-06-2028;planlagt;;torvet
Opdigtet;nedrivning;10;boliger;01-06-2027;opgivet;;blok 2
"""
COSTS = """Redskab;Pris pr. enhed, kr.
salg;250.000,50
sprængning;1
"""
BOUNDS = """Område;Redskab;Højst antal;Enhed;Begrundelse
Opdigtet;nedrivning;0;boliger;intet må rives ned
"""
DISPENSATION = """Område;Dispensationens mål, pct.;Hjemmel;Gælder fra
Opdigtet;52,5;§ 168 a, stk. 4;01-05-2021
"""
CONDITIONS = """Område;Betingelse;Svar;Tal
Opdigtet;salg kun med tab;ja;
Opdigtet;beboere i området;;1.900
"""
DANISH = {
    "dwellings.csv": DWELLINGS,
    "plan.csv": PLAN,
    "costs.csv": COSTS,
    "bounds.csv": BOUNDS,
    "dispensation.csv": DISPENSATION,
    "conditions.csv": CONDITIONS,
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def in_a_run(folder: Path) -> TargetStudy:
    """The folder as ``forvarsel run`` takes it."""
    inputs, read = from_folder(folder)
    law = target_law(AS_OF)
    lists = first_december_lists(AS_OF, law)
    return study(target_input(read), AS_OF, law, inputs.published(AS_OF), lists)


def test_the_simple_tables_with_danish_headings_and_cells(tmp_path: Path) -> None:
    """1.200 of 2.000 and 1.490 m2, which are 19 dwellings by building and 19,87 in sum."""
    found = study_of_folder(written(tmp_path, DANISH), AS_OF)
    row = found.share.filter(pl.col("used")).row(0, named=True)
    assert (row["family"], row["numerator"], row["denominator"]) == (1200, 90_000, 151_490)
    assert (row["target"], row["met"]) == (52.5, "no")
    by_building = found.share.filter(pl.col("reading") == "counted-per_building")
    assert by_building["commercial_units"].to_list() == [19]
    assert found.plan.select("lever", "amount", "unit", "status", "date_done").rows() == [
        ("sell", 40, "dwellings", "done", date(2026, 2, 1)),
        ("demolish", 10, "dwellings", "dropped", None),
        ("build_commercial", 1500, "m2", "planned", None),
    ]
    assert found.given.costs.select("lever", "cost").rows() == [("sell", "250000.50")]
    assert bounds_of(found, "Opdigtet").reasons == {"demolish": "intet må rives ned"}
    facts = found.facts("Opdigtet")
    assert (facts.answer("sale_at_loss"), facts.numbers["residents"]) == ("yes", 1900)
    # a fault names the column as the planner headed it
    assert [fault.sentence("da").partition(": ")[0] for fault in found.faults] == [
        "costs.csv, række 3, kolonne Redskab"
    ]


def test_a_missing_column_is_named_among_the_headings_as_they_stand(tmp_path: Path) -> None:
    bounds = "Område;Redskab;Enhed\nx;salg;boliger\n"
    written(tmp_path, {"dwellings.csv": DWELLINGS, "bounds.csv": bounds})
    with pytest.raises(UnreadableFileError) as fault:
        study_of_folder(tmp_path, AS_OF)
    assert fault.value.sentence("da") == (
        "Filen bounds.csv mangler kolonnen most; den har Område, Redskab, Enhed. Tilføj kolonnen."
    )


@pytest.mark.parametrize("source", ["invented", "danish"])
def test_a_run_reads_the_same_of_the_simple_tables(tmp_path: Path, source: str) -> None:
    """Every table of the 40 percent rule, not only dwellings and plan."""
    folder = FIXTURE if source == "invented" else written(tmp_path, DANISH)
    alone, ran = study_of_folder(folder, AS_OF), in_a_run(folder)
    names = {} if source == "invented" else {"Opdigtet": "opdigtet"}

    def same(frame: pl.DataFrame, *without: str) -> pl.DataFrame:
        return frame.drop(without).with_columns(pl.col(pl.String).replace(names))

    places = ("file", "sheet", "row", "source")
    assert same(alone.accounts).equals(same(ran.accounts))
    assert same(alone.plan, *places).equals(same(ran.plan, *places))
    for table in ("costs", "bounds", "targets", "conditions"):
        one, other = getattr(alone.given, table), getattr(ran.given, table)
        kept = [name for name in one.columns if name not in places]
        assert same(one).select(kept).equals(other.select(kept)), table
    assert [fault.kind for fault in alone.faults] == [fault.kind for fault in ran.faults]


def fill(book: openpyxl.Workbook, sheet: str, **cells: object) -> None:
    """Add one row to a sheet of the template, by headings."""
    page = book[sheet]
    headings = [cell.value for cell in page[1]]
    line = 2
    while any(page.cell(line, at + 1).value not in (None, "") for at in range(len(headings))):
        line += 1
    for heading, value in cells.items():
        page.cell(line, headings.index(heading.replace("_", " ")) + 1, value)


def template_of(folder: Path) -> Path:
    path = folder / "aarhus.xlsx"
    write_template(path, find_municipality("Aarhus"), range(2026, 2027), "da")
    book = openpyxl.load_workbook(path)
    area = {"Område": "Bispehaven"}
    day = date(2026, 1, 1)
    fill(
        book,
        "Boliger",
        **area,
        **{"Opgjort pr.": day, "Almene familieboliger": 860, "Nedrevet og ikke erstattet": 15},
        **{"Boliger i alt": 1000, "Erhvervsareal m2": 225},
    )
    for name, square_metres in (("torvet", 149), ("skolen", 76)):
        fill(
            book,
            "Erhverv pr. bygning",
            **area,
            **{"Opgjort pr.": day, "Bygning": name, "Erhvervsareal m2": square_metres},
        )
    fill(book, "Priser pr. enhed", Redskab="salg", **{"Pris pr. enhed, kr.": 100_000})
    fill(book, "Priser pr. enhed", Redskab="nye private boliger", **{"Pris pr. enhed, kr.": 1})
    bound = {"Højst antal": 300, "Enhed": "boliger", "Begrundelse": "den tomme grund"}
    fill(book, "Grænser for redskaber", **area, Redskab="nye private boliger", **bound)
    fill(book, "Grænser for redskaber", **area, Redskab="bombning", **bound)
    own = {"Dispensationens mål, pct.": 60, "Hjemmel": "§ 168 a, stk. 4"}
    fill(book, "Dispensation", **area, **own, **{"Gælder fra": date(2021, 5, 1)})
    fill(book, "Dispensationens vilkår", **area, Betingelse="beboere i området", Tal=2099)
    fill(book, "Dispensationens vilkår", **area, Betingelse="troværdig redegørelse", Svar="ja")
    book.save(path)
    return folder


def test_the_template_holds_every_table_of_the_rule(tmp_path: Path) -> None:
    found = in_a_run(template_of(tmp_path))
    used = found.share.filter(pl.col("used")).row(0, named=True)
    # 860 of 1.000 + 15 + 225/75, target 60
    assert (used["numerator"], used["denominator"]) == (64_500, 76_350)
    assert (used["target"], used["met"], used["bound"]) == (60.0, "no", "unknown")
    by_building = found.share.filter(pl.col("reading") == "counted-per_building")
    assert by_building["commercial_units"].to_list() == [2]
    bounds = bounds_of(found, "bispehaven")
    assert (bounds.most, bounds.reasons) == (
        {"build_private": 300},
        {"build_private": "den tomme grund"},
    )
    assert {plan.name for plan in plans(found, "bispehaven")} >= {"least_cost"}
    facts = found.facts("bispehaven")
    assert (facts.numbers["residents"], facts.answer("account_credible")) == (2099, "yes")
    assert [fault.sentence("da") for fault in found.faults] == [
        "aarhus.xlsx, ark Grænser for redskaber, række 3, kolonne Redskab: fandt bombning, "
        "forventede et af redskaberne demolish, sell, relabel_youth, relabel_elderly, merge, "
        "build_private, build_youth, build_elderly, build_commercial, build_family. Rækken er ikke "
        "fulgt; ret redskabet."
    ]


def test_floor_area_by_building_that_is_not_the_total_leaves_the_term_unknown(
    tmp_path: Path,
) -> None:
    """225 in sum and 149 + 75 by building: neither is taken for right."""
    path = template_of(tmp_path) / "aarhus.xlsx"
    book = openpyxl.load_workbook(path)
    book["Erhverv pr. bygning"]["D3"] = 75
    book.save(path)
    found = in_a_run(tmp_path)
    used = found.share.filter(pl.col("used")).row(0, named=True)
    assert (used["share"], used["missing"]) == (None, "commercial_m2")
    assert {fault.kind for fault in found.faults} == {"buildings_not_all", "unknown_lever"}


UNITS = (
    "Afdeling;OffentligStøtte;Boligtype\n101;10;1\n101;10;1\n101;25;1\n102;40;1\n102;42;1\n"
    "102;0;1\n102;80;E\n103;10;1\n"
)
DEPARTMENTS = "Afdeling;Område\n101;Bispehaven\n102;Bispehaven\n"


def test_an_export_of_the_building_register_through_the_departments(tmp_path: Path) -> None:
    """Two family, one youth, one elderly, one care, one without support; 103 is nobody's."""
    written(tmp_path, {"bbr 2026-01-01.csv": UNITS, "afdelinger.csv": DEPARTMENTS})
    found = in_a_run(tmp_path)
    assert found.area_ids == ["bispehaven"]
    row = found.share.filter(pl.col("used")).row(0, named=True)
    assert (row["date"], row["family"], row["missing"]) == (
        date(2026, 1, 1),
        2,
        "demolished_not_replaced|commercial_m2",
    )
    # 2 of 6 dwellings at the most, whatever was demolished
    assert (row["share_high"], row["met"]) == (33.333333, "yes")
    assert [fault.sentence("da") for fault in found.faults] == [
        "bbr 2026-01-01.csv, række 9, kolonne Afdeling: fandt 103, forventede en adresse eller "
        "afdeling, der står i tabellen over områder. Enheden er ikke talt med i noget område."
    ]


def test_an_export_of_the_building_register_through_addresses(tmp_path: Path) -> None:
    units = "Adresse;enh046OffentligStøtte\nBirkevej 1;10\nBirkevej 2;25\n"
    places = "Adresse;Område\nBirkevej 1;Bispehaven\nBirkevej 2;Bispehaven\n"
    written(tmp_path, {"bbr_01.01.2026.csv": units, "adresser.csv": places})
    read = ingest_folder(tmp_path)
    assert [one.kind for one in read.faults] == []
    row = in_a_run(tmp_path).share.filter(pl.col("used")).row(0, named=True)
    assert (row["date"], row["family"], row["share_high"]) == (date(2026, 1, 1), 1, 50.0)


def test_an_export_without_a_day_is_not_counted_and_says_so(tmp_path: Path) -> None:
    written(tmp_path, {"bbr.csv": UNITS, "afdelinger.csv": DEPARTMENTS})
    given = target_input(ingest_folder(tmp_path))
    assert given.dwellings.is_empty()
    assert [fault.kind for fault in given.faults] == ["register_undated"]
