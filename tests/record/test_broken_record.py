"""A broken record is refused with one sentence naming file, row and column."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from monitor.errors import FigureError, ForvarselError, UnreadableFileError
from monitor.record.load import read_record
from monitor.schemas import SCHEMAS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in SCHEMAS:
        content = files("monitor.record").joinpath(file).read_bytes()
        (tmp_path / file).write_bytes(content)
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def refused(folder: Path) -> ForvarselError:
    with pytest.raises(ForvarselError) as fault:
        read_record(folder)
    return fault.value


CELLS = [
    (
        "values.csv",
        4,
        "value",
        "mange",
        'values.csv, række 6, kolonne value: der står "mange", men der skulle stå et tal med '
        "punktum som decimaltegn. Ret cellen.",
    ),
    (
        "values.csv",
        1,
        "value",
        "101",
        'values.csv, række 3, kolonne value: der står "101", men der skulle stå en procent mellem '
        "0 og 100. Ret cellen.",
    ),
    (
        "values.csv",
        3,
        "value",
        "-1447",
        'values.csv, række 5, kolonne value: der står "-1447", men der skulle stå et tal på nul '
        "eller større. Ret cellen.",
    ),
    (
        "values.csv",
        0,
        "indicator",
        "dømte",
        'values.csv, række 2, kolonne indicator: der står "dømte", men der skulle stå en kendt '
        "indikatorkode. Ret cellen.",
    ),
    (
        "values.csv",
        0,
        "indicator",
        "convicted",
        'values.csv, række 2, kolonne indicator: der står "convicted", men der skulle stå en kendt '
        "indikatorkode. Ret cellen.",
    ),
    (
        "values.csv",
        0,
        "list_date",
        "2010-02-30",
        'values.csv, række 2, kolonne list_date: der står "2010-02-30", men der skulle stå en dato '
        "som 2024-12-01. Ret cellen.",
    ),
    (
        "values.csv",
        0,
        "list_date",
        "2010-10-27",
        'values.csv, række 2, kolonne list_date: der står "2010-10-27", men der skulle stå en '
        "listedato fra lists.csv. Ret cellen.",
    ),
    (
        "values.csv",
        0,
        "known_from",
        "",
        'values.csv, række 2, kolonne known_from: der står "", men der skulle stå en dato som '
        "2024-12-01. Ret cellen.",
    ),
    (
        "memberships.csv",
        10,
        "source",
        "",
        'memberships.csv, række 12, kolonne source: der står "", men der skulle stå en kilde. '
        "Ret cellen.",
    ),
    (
        "memberships.csv",
        10,
        "confidence",
        "sure",
        'memberships.csv, række 12, kolonne confidence: der står "sure", men der skulle stå '
        "verbatim, derived eller uncertain. Ret cellen.",
    ),
    (
        "memberships.csv",
        0,
        "area_id",
        "nowhere",
        'memberships.csv, række 2, kolonne area_id: der står "nowhere", men der skulle stå et '
        "område-id fra areas.csv (små bogstaver a-z, tal og bindestreger). Ret cellen.",
    ),
    (
        "memberships.csv",
        0,
        "category",
        "parallelsamfund",
        'memberships.csv, række 2, kolonne category: der står "parallelsamfund", men der skulle '
        "stå et listenavn, loven brugte den dag (ghettoområde). Ret cellen.",
    ),
    (
        "areas.csv",
        0,
        "municipality_code",
        "999",
        'areas.csv, række 2, kolonne municipality_code: der står "999", men der skulle stå en '
        "trecifret kommunekode fra municipalities.csv. Ret cellen.",
    ),
    (
        "areas.csv",
        0,
        "municipality",
        "Kjøbenhavn",
        'areas.csv, række 2, kolonne municipality: der står "Kjøbenhavn", men der skulle stå '
        "kommunens navn som i municipalities.csv (København). Ret cellen.",
    ),
    (
        "national.csv",
        0,
        "quantity",
        "counted",
        'national.csv, række 2, kolonne quantity: der står "counted", men der skulle stå en '
        "størrelse fra codes.toml. Ret cellen.",
    ),
    (
        "family_housing.csv",
        3,
        "total_dwellings",
        "ca. 560",
        'family_housing.csv, række 5, kolonne total_dwellings: der står "ca. 560", men der skulle '
        "stå et helt tal, nul eller større, eller ingenting. Ret cellen.",
    ),
    (
        "area_changes.csv",
        1,
        "other_area_id",
        "vollsmose-parkerne",
        'area_changes.csv, række 3, kolonne other_area_id: der står "vollsmose-parkerne", men der '
        "skulle stå et område-id fra areas.csv (små bogstaver a-z, tal og bindestreger). "
        "Ret cellen.",
    ),
    (
        "lists.csv",
        0,
        "first_december",
        "nej",
        'lists.csv, række 2, kolonne first_december: der står "nej", men der skulle stå yes eller '
        "no. Ret cellen.",
    ),
]


@pytest.mark.parametrize(
    ("file", "index", "column", "wrong", "sentence"),
    CELLS,
    ids=[f"{c[0]}-{c[2]}-{c[3]}" for c in CELLS],
)
def test_a_wrong_cell_is_named(
    folder: Path, file: str, index: int, column: str, wrong: str, sentence: str
) -> None:
    rows = rows_of(folder / file)
    rows[index][column] = wrong
    write(folder / file, rows)
    fault = refused(folder)
    assert isinstance(fault, FigureError)
    assert fault.exit_code == 12
    assert fault.sentence("da") == sentence
    assert f"{file}, row {index + 2}, column {column}: found " in fault.sentence("en")


def test_a_repeated_row_is_named_by_its_key(folder: Path) -> None:
    rows = rows_of(folder / "values.csv")
    write(folder / "values.csv", [*rows, dict(rows[0])])
    assert refused(folder).sentence("da") == (
        "values.csv, række 2, kolonne area_id, list_date, indicator: der står "
        '"agervang, 2010-10-26, convicted_pct", men der skulle stå den samme nøgle kun én gang i '
        "filen. Ret cellen."
    )


def test_the_first_fault_in_the_file_is_the_one_named(folder: Path) -> None:
    rows = rows_of(folder / "values.csv")
    rows[900]["value"] = "x"
    rows[7]["confidence"] = "x"
    write(folder / "values.csv", rows)
    assert "values.csv, række 9, kolonne confidence" in refused(folder).sentence("da")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "lists.csv").unlink()
    fault = refused(folder)
    assert isinstance(fault, UnreadableFileError)
    assert fault.sentence("da") == (
        "Filen lists.csv i de offentlige data mangler. Installer værktøjet igen, eller læg filen "
        "tilbage."
    )


def test_a_missing_column_is_named(folder: Path) -> None:
    rows = rows_of(folder / "lists.csv")
    write(folder / "lists.csv", [{k: v for k, v in row.items() if k != "kind"} for row in rows])
    assert refused(folder).sentence("da") == (
        "lists.csv, række 1: kolonnerne er list_date, first_december, source, confidence, "
        "reference_period, known_from, note, men skulle være confidence, first_december, kind, "
        "known_from, list_date, note, reference_period, source. Ret overskriften."
    )


def test_an_empty_file_has_no_columns(folder: Path) -> None:
    (folder / "lists.csv").write_text("", encoding="utf-8")
    assert refused(folder).sentence("da").startswith("lists.csv, række 1: kolonnerne er , men")


def test_a_row_with_too_many_fields_is_named(folder: Path) -> None:
    text = (folder / "lists.csv").read_text(encoding="utf-8").splitlines()
    text[3] += ",én til"
    (folder / "lists.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    assert refused(folder).sentence("da") == (
        "lists.csv, række 4: der er 9 felter, men overskriften har 8. Sæt felter med komma i "
        "anførselstegn."
    )


def test_a_file_of_another_encoding_is_named(folder: Path) -> None:
    text = (folder / "areas.csv").read_text(encoding="utf-8")
    (folder / "areas.csv").write_bytes(text.encode("latin-1"))
    assert (
        refused(folder)
        .sentence("da")
        .startswith("Filen areas.csv i de offentlige data er ikke UTF-8-tekst (byte ")
    )


def test_the_record_itself_is_not_refused(folder: Path) -> None:
    assert read_record(folder).values.height == 1384


def test_the_order_of_the_rows_does_not_matter(folder: Path) -> None:
    straight = read_record(folder)
    for file in ("memberships.csv", "values.csv", "areas.csv", "national.csv"):
        write(folder / file, rows_of(folder / file)[::-1])
    turned = read_record(folder)
    assert turned.memberships.equals(straight.memberships)
    assert turned.values.equals(straight.values)
    assert turned.areas.equals(straight.areas)
    assert turned.lists.equals(straight.lists)
