"""Exports of the statistics bank in every layout: what is a total, what is asked for again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from broken_files import write_files

from monitor.ingest.folder import Ingested, ingest_folder
from monitor.ingest.statbank import is_all

TITLE = "Befolkningen den 1. i kvartalet efter område, alder, herkomst og tid"


def read(folder: Path, **files: str) -> Ingested:
    write_files(folder, {name.replace("_", "."): text for name, text in files.items()})
    return ingest_folder(folder)


def figures(ingested: Ingested) -> set[tuple[str, str, str, str]]:
    return set(ingested.figures.select("area_id", "indicator", "period", "value").rows())


def kinds(ingested: Ingested) -> list[str]:
    return [fault.kind for fault in ingested.faults]


@pytest.mark.parametrize(
    ("cell", "variable", "total"),
    [
        ("I alt", "KØN", True),
        ("TOT", "KØN", True),
        ("TOT I alt", "KØN", True),
        ("IALT Alder i alt", "ALDER", True),
        ("MOK Mænd og kvinder i alt", "KØN", True),
        ("0000", "IELAND", True),
        ("0000 I alt", "IELAND", True),
        ("0", "HERKOMST", True),
        ("0", "ALDER", False),
        ("0 år", "ALDER", False),
        ("0 0 år", "ALDER", False),
        ("Kvinder i alt", "KØN", False),
        ("Mænd", "KØN", False),
    ],
)
def test_what_counts_as_everyone(cell: str, variable: str, total: bool) -> None:
    assert is_all(cell, variable) is total


def test_the_newborn_are_not_the_population(tmp_path: Path) -> None:
    lines = ["OMRÅDE;ALDER;TID;INDHOLD", "000;0;2020K1;60000", "000;IALT;2020K1;5822763"]
    ingested = read(tmp_path, tal_csv="\n".join(lines) + "\n")
    assert figures(ingested) == {("dk", "residents", "2020-01-01", "5822763")}


def test_a_total_in_the_first_column_is_a_value_as_any_other(tmp_path: Path) -> None:
    lines = ["HERKOMST;OMRÅDE;TID;INDHOLD", "I alt;Hele landet;2020K1;5822763"]
    ingested = read(tmp_path, tal_csv="\n".join(lines) + "\n")
    assert figures(ingested) == {("dk", "residents", "2020-01-01", "5822763")}


def test_tables_of_other_things_are_named_whatever_their_columns_are_called(tmp_path: Path) -> None:
    lines = ["OVERTRÆD;AFGØRELSE;ALDER;KØN;TID;INDHOLD", "Straffelov i alt;Dom;I alt;I alt;2023;9"]
    ingested = read(tmp_path, tal_csv="\n".join(lines) + "\n")
    assert kinds(ingested) == ["statbank_not_needed"]


def test_only_the_first_quarter_is_taken(tmp_path: Path) -> None:
    rows = ["OMRÅDE;TID;INDHOLD", "000;2020K1;5822763", "000;2020K2;5825337"]
    ingested = read(tmp_path, tal_csv="\n".join(rows) + "\n")
    assert figures(ingested) == {("dk", "residents", "2020-01-01", "5822763")}


def test_origin_above_the_years(tmp_path: Path) -> None:
    lines = [
        TITLE,
        "",
        ";;I alt;;Indvandrere fra ikke-vestlige lande;;Efterkommere fra ikke-vestlige lande;",
        ";;2019K1;2020K1;2019K1;2020K1;2019K1;2020K1",
        "Hele landet;Alder i alt;5806081;5822763;340000;345000;150000;155000",
        ";0 år;61000;60000;100;110;900;910",
        "Region Sjælland;Alder i alt;836738;837359;31000;32000;17000;18000",
    ]
    ingested = read(tmp_path, FOLK1E_csv="\n".join(lines) + "\n")
    assert figures(ingested) == {
        ("dk", "residents", "2019-01-01", "5806081"),
        ("dk", "residents", "2020-01-01", "5822763"),
        ("dk", "nonwestern_count", "2019-01-01", str(340000 + 150000)),
        ("dk", "nonwestern_count", "2020-01-01", str(345000 + 155000)),
        ("region-085", "residents", "2019-01-01", "836738"),
        ("region-085", "residents", "2020-01-01", "837359"),
        ("region-085", "nonwestern_count", "2019-01-01", str(31000 + 17000)),
        ("region-085", "nonwestern_count", "2020-01-01", str(32000 + 18000)),
    }


def test_names_beside_and_codes_with_text(tmp_path: Path) -> None:
    lines = [
        "Befolkningen den 1. i kvartalet efter område, herkomst og tid",
        "område;herkomst;2020K1",
        "000 Hele landet;TOT I alt;5822763",
        ";25 Indvandrere fra ikke-vestlige lande;345000",
        ";35 Efterkommere fra ikke-vestlige lande;155000",
        "851 Aalborg;TOT I alt;217075",
        "",
        "Kilde: Danmarks Statistik",
    ]
    ingested = read(tmp_path, udtraek_csv="\n".join(lines) + "\n")
    assert figures(ingested) == {
        ("dk", "residents", "2020-01-01", "5822763"),
        ("dk", "nonwestern_count", "2020-01-01", "500000"),
    }


def test_a_planners_own_years_beside_the_country_are_no_matrix(tmp_path: Path) -> None:
    lines = [
        "Dømte, pct.",
        "Område;2019;2020",
        "Hele landet;0,91;0,88",
        "Vollsmose;3,10;3,05",
    ]
    ingested = read(tmp_path, tal_csv="\n".join(lines) + "\n")
    assert ("dk", "convicted_pct", "2019", "0.91") in figures(ingested)
    assert ("vollsmose", "convicted_pct", "2020", "3.05") in figures(ingested)


def test_another_table_of_the_bank_is_named_and_left(tmp_path: Path) -> None:
    lines = ["Indkomst efter område og tid", ";2019;2020", "Hele landet;338539;346705"]
    ingested = read(tmp_path, tal_csv="\n".join(lines) + "\n")
    assert figures(ingested) == set()
    assert kinds(ingested) == ["statbank_not_needed"]


def test_the_planners_date_of_knowing_holds_for_the_bank_too(tmp_path: Path) -> None:
    ingested = read(
        tmp_path,
        tal_csv="OMRÅDE;TID;INDHOLD\n000;2020K1;5822763\n",
        forvarsel_toml='[files."tal.csv"]\nknown_from = 2020-02-12\n',
    )
    assert str(ingested.figures["known_from"][0]) == "2020-02-12"
    assert ingested.figures["known_basis"].to_list() == ["stated"]


PX = (
    'CHARSET="ANSI";\nTITLE="Befolkningen"\n"efter område og tid";\n'
    'STUB="område";\nHEADING="tid";\n'
    'VALUES("område")="Hele landet","Region; Sjælland";\nVALUES("tid")="2019K1",\n"2020K1";\n'
    'VALUES[en]("område")="All Denmark","x";\nDATA=\n5806081 5822763 \n".." 837359;\n'
)


def test_px_with_texts_over_lines_marks_and_a_second_language(tmp_path: Path) -> None:
    (tmp_path / "folk.px").write_bytes(PX.encode("cp1252"))
    ingested = ingest_folder(tmp_path)
    assert figures(ingested) == {
        ("dk", "residents", "2019-01-01", "5806081"),
        ("dk", "residents", "2020-01-01", "5822763"),
    }
    assert ingested.figures["sheet"].to_list() == ["DATA", "DATA"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("837359;", ";", "cube_unfilled"),
        ("DATA=", "KEYS=", "cube_unreadable"),
        ("STUB", "STUBBE", "cube_unfilled"),
        ("837359;", "837359", "cube_unreadable"),
        ('CHARSET="ANSI";', "Område;År", "file_another_kind"),
    ],
)
def test_a_px_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, kind: str) -> None:
    (tmp_path / "folk.px").write_bytes(PX.replace(old, new).encode("cp1252"))
    assert kind in kinds(ingest_folder(tmp_path))


def test_json_stat_two_and_holes(tmp_path: Path) -> None:
    category = {"label": {"000": "Hele landet", "085": "Region Sjælland"}, "index": ["000", "085"]}
    tree = {
        "class": "dataset",
        "id": ["OMRÅDE", "Tid"],
        "size": [2, 1],
        "dimension": {
            "OMRÅDE": {"category": category},
            "Tid": {"category": {"index": {"2020K1": 0}}},
        },
        "value": {"0": 5822763},
    }
    (tmp_path / "folk.json").write_text(json.dumps(tree), encoding="utf-8")
    assert figures(ingest_folder(tmp_path)) == {("dk", "residents", "2020-01-01", "5822763")}


@pytest.mark.parametrize(
    "tree",
    [
        {"dimension": [], "value": [1]},
        {"dimension": {"Tid": {}}, "value": [1]},
        {"dimension": {"Tid": {"category": {"index": {"a": 0, "b": "x"}}}}, "value": [1, 2]},
        {"dimension": {"Tid": {"category": {"index": ["2020"]}}}, "value": 7},
    ],
)
def test_json_stat_that_is_not_whole_is_refused(tmp_path: Path, tree: object) -> None:
    (tmp_path / "folk.json").write_text(json.dumps(tree), encoding="utf-8")
    assert kinds(ingest_folder(tmp_path)) == ["cube_unreadable"]


def test_a_cube_too_large_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    wide = {"category": {"index": [str(number) for number in range(3000)]}}
    tree = {"dimension": {"a": wide, "b": wide, "Tid": wide}, "value": []}
    (tmp_path / "folk.json").write_text(json.dumps(tree), encoding="utf-8")
    assert kinds(ingest_folder(tmp_path)) == ["file_too_wide"]


def test_a_page_called_a_workbook_is_read_and_said(tmp_path: Path) -> None:
    page = (
        "<html><style>td{}</style><table><tr><td>menu</td></tr></table>"
        "<table><caption>Beboere 1. januar</caption>"
        "<tr><th rowspan=2>Område<th colspan=2>Beboere</tr><tr><th>2019<th>2020</tr>"
        "<tr><td>Vollsmose<td>9.143<td>9.100</tr></table>"
    )
    (tmp_path / "tal.xls").write_text(page, encoding="utf-8")
    ingested = ingest_folder(tmp_path)
    assert figures(ingested) == {
        ("vollsmose", "residents", "2019-01-01", "9143"),
        ("vollsmose", "residents", "2020-01-01", "9100"),
    }
    assert "page_as_workbook" in kinds(ingested)
    cells = ingested.figures.select("row", "column").rows()
    assert sorted(cells) == [(4, 2), (4, 3)]


def test_scripts_in_a_page_are_no_cells(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>Område<td>År<td>Beboere</tr>"
        "<tr><td>Vollsmose<script>alert(1)</script><td>2020<td>9.143</tr></table>"
    )
    (tmp_path / "tal.html").write_text(page, encoding="utf-8")
    assert figures(ingest_folder(tmp_path)) == {("vollsmose", "residents", "2020-01-01", "9143")}


def test_a_page_that_spans_without_end_is_refused(tmp_path: Path) -> None:
    cell = '<td rowspan="1000" colspan="1000">x</td>'
    (tmp_path / "tal.html").write_text(f"<table><tr>{cell * 5}</tr></table>", encoding="utf-8")
    assert kinds(ingest_folder(tmp_path)) == ["file_too_wide"]
