"""The invented municipality is what its README says, and is made the same way every time."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from tests.demo.generator import FOLDER, NEW_LIST, TRUTH, country, everything
from tests.demo.municipality import AREAS, DEPARTMENTS, area_of, demo
from tests.demo.rules import share
from tests.demo.workbooks import CURRENT, MARK, danish, dwellings


def test_writing_it_again_gives_the_same_bytes() -> None:
    for path, content in everything().items():
        assert path.read_bytes() == content, path


def test_nothing_lies_in_the_folders_that_the_generator_did_not_write() -> None:
    made = set(everything())
    there = {path for folder in (FOLDER, NEW_LIST, TRUTH) for path in folder.iterdir()}
    assert {path.name for path in there - made} == {"README.md"}


@pytest.mark.parametrize("folder", [FOLDER, NEW_LIST])
def test_every_file_and_every_sheet_says_that_it_is_synthetic(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            assert "syntetisk" in path.name
            book = CalamineWorkbook.from_path(path)
            for name in book.sheet_names:
                assert MARK in name
                assert MARK in str(book.get_sheet_by_name(name).to_python()[0][0])
        else:
            encoding = "cp1252" if "tilknytning" in path.name else "utf-8-sig"
            assert MARK in path.read_text(encoding=encoding)


def test_ten_areas_of_fourteen_departments_one_split() -> None:
    assert len(CURRENT) == 10
    assert len(DEPARTMENTS) == 14
    assert len({area_of(unit, 2019) for unit in DEPARTMENTS}) == 9
    assert len({area_of(unit, 2020) for unit in DEPARTMENTS}) == 10
    before, after = demo().areas["modelbyen"], demo().areas
    assert (
        before["residents", 2019]
        == after["modelbyen-nord"]["residents", 2019] + after["modelbyen-syd"]["residents", 2019]
    )


def test_areas_enter_and_leave_the_lists_as_the_readme_tells() -> None:
    lists = demo().lists

    def years(area: str, category: str) -> list[int]:
        return [year for year, found in lists[area].items() if category in found]

    assert years("attrapgaarden", "parallel") == list(range(2014, 2027))
    assert years("attrapgaarden", "transformation") == list(range(2018, 2027))
    assert years("fiktionsparken", "parallel") == list(range(2020, 2027))
    assert years("fiktionsparken", "transformation") == [2024, 2025, 2026]
    assert years("eksempelvej-forsoegsvej", "parallel") == list(range(2021, 2027))
    assert years("eksempelvej-forsoegsvej", "transformation") == [2025, 2026]
    assert years("modelbyen-syd", "parallel") == [2020, 2021, 2022, 2023, 2026]
    assert years("proevelunden", "parallel") == [2014, 2015, 2025]
    assert years("moenstergaarden", "parallel") == list(range(2014, 2021))
    assert demo().areas["moenstergaarden"]["residents", 2021] < 1000
    assert "prevention" in lists["kopivaenget"][2025]
    assert not any(lists["demoparken"].values())


def test_categories_nest_and_the_fifth_list_in_a_row_makes_the_transformation_area() -> None:
    for lists in demo().lists.values():
        for year, found in lists.items():
            assert "transformation" not in found or "parallel" in found
            assert year < 2018 or "parallel" not in found or "exposed" in found
            assert not {"exposed", "prevention"} <= found
            if "transformation" in found:
                assert all("parallel" in lists[past] for past in range(year - 4, year + 1))


def test_the_redefinition_of_schooling_is_a_jump_in_every_area() -> None:
    for area in set(CURRENT) - {"modelbyen-nord", "modelbyen-syd"}:
        figures = demo().areas[area]
        jump = share(figures, "basic_education", 2018) - share(figures, "basic_education", 2017)
        assert 8 < jump < 25


def cell(file: str, sheet: str, name: str) -> object:
    if file.endswith(".csv"):
        encoding = "cp1252" if "tilknytning" in file else "utf-8-sig"
        lines = (FOLDER / file).read_text(encoding=encoding).splitlines()
        return lines[int(name[1:]) - 1].split(";")[ord(name[0]) - ord("A")]
    book = openpyxl.load_workbook(FOLDER / file)
    return book[sheet][name].value


def test_each_planted_fault_stands_in_its_cell() -> None:
    text = (TRUTH / "planted_syntetisk.toml").read_text(encoding="utf-8")
    faults = tomllib.loads(text)["fault"]
    assert [fault["kind"] for fault in faults] == [
        "factor_10",
        "misspelt_area",
        "count_above_base",
        "thousand_kroner",
        "text_for_number",
        "done_without_date",
    ]
    for fault in faults:
        assert str(cell(fault["file"], fault["sheet"], fault["cell"])) == fault["stands"]
        assert fault["stands"] != fault["should_be"]


def test_apart_from_the_planted_fault_the_departments_workbook_holds_the_truth() -> None:
    book = openpyxl.load_workbook(FOLDER / "befolkning_afdelinger_syntetisk.xlsx")
    departments = demo().departments
    wrong = []
    for sheet, code in (("beboere", "residents"), ("ikke-vestlige", "nonwestern_count")):
        rows = list(book[f"{MARK} {sheet}"].iter_rows(min_row=4, values_only=True))
        for number, _, *values in rows[1:15]:
            for year, value in zip(rows[0][2:], values, strict=True):
                if departments[number][code, year] != value:
                    wrong.append((number, year, value))
        assert [rows[15][column] for column in range(2, 15)] == [
            sum(departments[unit.number][code, year] for unit in DEPARTMENTS)
            for year in range(2014, 2027)
        ]
    assert wrong == [("9903-07", 2021, 10 * departments["9903-07"]["residents", 2021])]


def test_convicted_are_suppressed_below_five_and_nowhere_else() -> None:
    book = openpyxl.load_workbook(FOLDER / "doemte_syntetisk.xlsx")
    rows = list(book[f"{MARK} dømte"].iter_rows(min_row=4, values_only=True))
    stars = 0
    for area, row in zip(AREAS, rows[2:], strict=False):
        for place in range(1, len(row), 2):
            count = demo().areas[area].get(("convicted_count", rows[0][place]))
            if row[place] == "*":
                stars += 1
                assert count is not None
                assert count < 5
            elif row[place] is not None:
                assert row[place] == count
                assert count >= 5
    assert stars > 0


def test_the_plan_moves_the_dwellings_it_says_are_done() -> None:
    start, now = dwellings("attrapgaarden", 2020), dwellings("attrapgaarden", 2026)
    assert start[:3] == [1046, 60, 24]
    assert now[0] == 1046 - 96 - 40 - 36 - 120 - 24
    assert (now[1], now[2], now[5], now[6]) == (60 + 40 + 24, 24 + 36, 12 + 120, 85)
    assert (now[8], now[9]) == (1350 + 1500, 96)
    assert dwellings("kopivaenget", 2026) == dwellings("kopivaenget", 2020)


def test_the_new_list_prints_the_figures_of_its_areas_and_names_who_is_new_and_gone() -> None:
    path = NEW_LIST / "liste_parallelsamfundsomraader_2026_syntetisk.xlsx"
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    gone = next(place for place, row in enumerate(rows) if str(row[0]).startswith("Tabel 2"))
    listed = {row[0]: row[1] for row in rows[5:gone] if row[1]}
    left = [row[0] for row in rows[gone + 2 :] if row[1]]
    assert listed == {
        "Attrapgården": "Demokøbing",
        "Eksempelvej/Forsøgsvej": "Demokøbing",
        "Fiktionsparken": "Demokøbing",
        "Modelbyen Syd": "Ny Demokøbing",
    }
    assert left == ["Prøvelunden"]
    figures = demo().areas["attrapgaarden"]
    row = next(row for row in rows if row[0] == "Attrapgården")
    outside = (share(figures, "outside_labour", 2024) + share(figures, "outside_labour", 2025)) / 2
    assert row[3] == danish(outside, 1)


@pytest.mark.parametrize("areas", [1, 200])
def test_a_country_has_its_areas_and_is_the_same_for_a_seed(areas: int) -> None:
    first, again, other = country(areas), country(areas), country(areas, seed=2)
    assert first.figures["area_id"].n_unique() == areas + 2
    assert first.figures.equals(again.figures)
    assert first.memberships.equals(again.memberships)
    assert not first.figures.equals(other.figures)
    assert all(
        "syntetisk" in area or area in ("dk", "region-083")
        for area in first.figures["area_id"].unique()
    )


def test_a_country_of_200_areas_has_lists_of_the_size_of_the_real_ones() -> None:
    members = country(200).memberships
    sizes = members.group_by("list_date", "category").len()

    def size(year: int, category: str) -> int:
        found = sizes.filter(
            (pl.col("list_date") == date(year, 12, 1)) & (pl.col("category") == category)
        )
        return found["len"].sum()

    assert 10 <= size(2014, "parallel") <= 60
    assert 10 <= size(2020, "exposed") <= 60
    assert 20 <= size(2022, "prevention") <= 100


def test_the_truth_is_readable_as_plain_tables() -> None:
    figures = pl.read_csv(
        io.BytesIO((TRUTH / "figures_syntetisk.csv").read_bytes()), infer_schema=False
    )
    assert figures.columns == ["area_id", "indicator", "period", "value"]
    assert figures.unique(["area_id", "indicator", "period"]).height == figures.height
    assert set(figures["area_id"]) == {*AREAS, "dk", "region-083"}
