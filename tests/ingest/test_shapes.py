"""One set of figures in every shape a planner keeps it in: always the same figures come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from monitor.ingest.folder import Ingested, ingest_folder

AREAS = {"Bispehaven": "bispehaven", "Vollsmose": "vollsmose", "Sundparken": "sundparken"}
RESIDENTS = {
    ("Bispehaven", 2019): 2201,
    ("Bispehaven", 2020): 2215,
    ("Vollsmose", 2019): 9143,
    ("Vollsmose", 2020): 9100,
    ("Sundparken", 2019): 1482,
    ("Sundparken", 2020): 1490,
}
SHARE = {key: 60 + number / 10 for number, key in enumerate(RESIDENTS, start=1)}
Rows = list[list[object]]


def wanted() -> set[tuple[str, str, str, str]]:
    found = set()
    for (name, year), people in RESIDENTS.items():
        found.add((AREAS[name], "residents", f"{year}-01-01", str(people)))
        found.add((AREAS[name], "nonwestern_pct", f"{year}-01-01", f"{SHARE[name, year]:.1f}"))
    return found


def got(ingested: Ingested) -> set[tuple[str, str, str, str]]:
    rows = ingested.figures.select("area_id", "indicator", "period", "value", "decimals").rows()
    return {
        (area, code, period, f"{float(value):.{decimals}f}")
        for area, code, period, value, decimals in rows
    }


def comma(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def thousand(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def upright() -> Rows:
    rows: Rows = [["Område", "År", "Beboere", "Andel ikke-vestlige, pct."]]
    return rows + [[n, y, thousand(p), comma(SHARE[n, y])] for (n, y), p in RESIDENTS.items()]


def names_once() -> Rows:
    rows = upright()
    before = ""
    for row in rows[1:]:
        row[0], before = ("" if row[0] == before else row[0]), str(row[0]) or before
    return rows


def english() -> Rows:
    rows: Rows = [["area", "year", "residents", "non-western share"]]
    return rows + [[n, y, f"{p:,}", f"{SHARE[n, y]:.1f}"] for (n, y), p in RESIDENTS.items()]


def with_titles() -> Rows:
    head: Rows = [["Min opgørelse"], [], ["Udarbejdet af kommunen"], []]
    tail: Rows = [["I alt", "", "99.999"], [], ["Kilde: egne tal"], ["* foreløbige noter"]]
    return head + upright() + tail


def with_blank_rows() -> Rows:
    rows: Rows = []
    for row in upright():
        rows += [row, []]
    return rows


def years_in_columns() -> Rows:
    rows: Rows = [["Beboere"], ["Område", "2019", "2020"]]
    rows += [[name, *[thousand(RESIDENTS[name, y]) for y in (2019, 2020)]] for name in AREAS]
    rows += [[], ["Andel ikke-vestlige, pct."], ["Område", "2019", "2020"]]
    return rows + [[name, *[comma(SHARE[name, y]) for y in (2019, 2020)]] for name in AREAS]


def group_headings() -> Rows:
    rows: Rows = [
        ["", "Beboere", "", "Ikke-vestlige, pct.", ""],
        ["Område", "2019", "2020", "2019", "2020"],
    ]
    for name in AREAS:
        people = [thousand(RESIDENTS[name, y]) for y in (2019, 2020)]
        rows.append([name, *people, *[comma(SHARE[name, y]) for y in (2019, 2020)]])
    return rows


def periods_under_headings() -> Rows:
    rows: Rows = [
        ["Område", "Beboere", "Beboere", "Ikke-vestlige", "Ikke-vestlige"],
        ["", "1. januar 2019", "1. januar 2020", "1. jan. 2019, pct.", "1. jan. 2020, pct."],
    ]
    return rows + group_headings()[2:]


def on_its_side() -> Rows:
    rows: Rows = [["Kriterium", *AREAS]]
    for year in (2019, 2020):
        rows.append([f"Beboere 1. januar {year}", *[thousand(RESIDENTS[n, year]) for n in AREAS]])
        rows.append(
            [f"Andel ikke-vestlige 1. januar {year}, pct.", *[comma(SHARE[n, year]) for n in AREAS]]
        )
    return rows


def tidy() -> Rows:
    rows: Rows = [["area_id", "indicator", "year", "value"]]
    for (name, year), people in RESIDENTS.items():
        rows.append([AREAS[name], "residents", year, people])
        rows.append([AREAS[name], "nonwestern_pct", year, f"{SHARE[name, year]:.1f}"])
    return rows


def tidy_danish() -> Rows:
    rows: Rows = [["Boligområde", "Nøgletal", "Enhed", "Periode", "Værdi"]]
    for (name, year), people in RESIDENTS.items():
        rows.append([name, "Beboere", "personer", f"1. januar {year}", thousand(people)])
        rows.append([name, "Ikke-vestlige", "pct.", f"1. januar {year}", comma(SHARE[name, year])])
    return rows


def fractions() -> Rows:
    rows: Rows = [["Område", "År", "Beboere", "Andel ikke-vestlige"]]
    return rows + [
        [n, y, p, f"{SHARE[n, y] / 100:.3f}".replace(".", ",")] for (n, y), p in RESIDENTS.items()
    ]


def municipality_first() -> Rows:
    where = {"Bispehaven": "Aarhus", "Vollsmose": "461", "Sundparken": "Horsens Kommune"}
    rows: Rows = [["Kommune", *upright()[0]]]
    return rows + [[where[str(row[0])], *row] for row in upright()[1:]]


SHAPES: list[Callable[[], Rows]] = [
    upright,
    names_once,
    english,
    with_titles,
    with_blank_rows,
    years_in_columns,
    group_headings,
    periods_under_headings,
    on_its_side,
    tidy,
    tidy_danish,
    fractions,
    municipality_first,
]


def write_csv(path: Path, rows: Rows, separator: str = ";", encoding: str = "utf-8") -> None:
    text = "\r\n".join(separator.join(str(cell) for cell in row) for row in rows) + "\r\n"
    path.write_bytes(text.encode(encoding))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_shape_as_csv(tmp_path: Path, shape: Callable[[], Rows]) -> None:
    write_csv(tmp_path / "tal.csv", shape())
    ingested = ingest_folder(tmp_path)
    assert got(ingested) == wanted(), [f.sentence() for f in ingested.faults]
    assert ingested.errors == 0


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_shape_as_workbook_of_text(tmp_path: Path, shape: Callable[[], Rows]) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "tal.xlsx")) as book:
        sheet = book.add_worksheet("Ark1")
        for at, row in enumerate(shape()):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(at, column, cell)
                elif cell != "":
                    sheet.write_string(at, column, str(cell))
    ingested = ingest_folder(tmp_path)
    assert got(ingested) == wanted(), [f.sentence() for f in ingested.faults]


def test_merged_group_headings(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "tal.xlsx")) as book:
        sheet = book.add_worksheet("Ark1")
        sheet.merge_range(0, 0, 0, 4, "Oversigt over områderne")
        sheet.merge_range(2, 1, 2, 2, "Beboere")
        sheet.merge_range(2, 3, 2, 4, "Ikke-vestlige, pct.")
        for at, row in enumerate(group_headings()[1:], start=3):
            sheet.write_row(at, 0, row)
    assert got(ingest_folder(tmp_path)) == wanted()


@pytest.mark.parametrize("end", ["xlsx", "csv"])
def test_one_figure_over_its_years(tmp_path: Path, end: str) -> None:
    rows = [["Område", "Beboere", ""], ["", "2019", "2020"]]
    rows += [[n, *[thousand(RESIDENTS[n, year]) for year in (2019, 2020)]] for n in AREAS]
    if end == "csv":
        write_csv(tmp_path / "tal.csv", [list(row) for row in rows])
    else:
        with xlsxwriter.Workbook(str(tmp_path / "tal.xlsx")) as book:
            sheet = book.add_worksheet("Ark1")
            sheet.merge_range(0, 0, 1, 0, "Område")
            sheet.merge_range(0, 1, 0, 2, "Beboere")
            for at, row in enumerate(rows[1:], start=1):
                for column, cell in enumerate(row[1:] if at == 1 else row):
                    sheet.write_string(at, column + (at == 1), cell)
    assert got(ingest_folder(tmp_path)) == {told for told in wanted() if told[1] == "residents"}


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(tmp_path: Path, separator: str, encoding: str) -> None:
    write_csv(tmp_path / "tal.csv", upright(), separator, encoding)
    assert got(ingest_folder(tmp_path)) == wanted()


def test_commas_between_and_points_inside(tmp_path: Path) -> None:
    write_csv(tmp_path / "tal.csv", tidy(), ",")
    assert got(ingest_folder(tmp_path)) == wanted()


def test_quoted_cells_with_decimal_commas(tmp_path: Path) -> None:
    rows = [[f'"{cell}"' for cell in row] for row in upright()]
    write_csv(tmp_path / "tal.csv", rows, ",")
    assert got(ingest_folder(tmp_path)) == wanted()


def test_parquet(tmp_path: Path) -> None:
    rows = [
        {"area_id": AREAS[n], "year": y, "residents": p, "nonwestern_pct": SHARE[n, y]}
        for (n, y), p in RESIDENTS.items()
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "tal.parquet")
    assert got(ingest_folder(tmp_path)) == wanted()


def test_a_sheet_a_year(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "tal.xlsx")) as book:
        for year in (2019, 2020):
            sheet = book.add_worksheet(str(year))
            sheet.write_row(0, 0, ["Område", "Beboere", "Andel ikke-vestlige, pct."])
            for at, name in enumerate(AREAS, start=1):
                sheet.write_row(at, 0, [name, RESIDENTS[name, year], SHARE[name, year]])
    assert got(ingest_folder(tmp_path)) == wanted()


def test_order_of_files_and_rows_changes_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "en", tmp_path / "to"
    one.mkdir()
    other.mkdir()
    rows = upright()
    write_csv(one / "tal.csv", rows)
    write_csv(other / "tal.csv", [rows[0], *reversed(rows[1:])])
    assert got(ingest_folder(one)) == got(ingest_folder(other)) == wanted()
