"""The file itself refuses to forget: no update, delete, replacement or late row, by any program."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from monitor.archive import Archive, append, open_archive, outlooks, record_run, seal_outlook
from monitor.archive.columns import FEWEST
from tests.archive.samples import KNOWN, column, figures, memberships, source, whole_list

TABLES = (
    *("batches", "seals", "figures", "figure_columns", "memberships"),
    *("lists", "outlooks", "runs"),
)
LIST = date(2024, 12, 1)
ALL_ROWS = "SELECT * FROM {table}"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    with open_archive(tmp_path / "archive.sqlite", create=True) as opened:
        append(
            opened,
            source("beboere.xlsx"),
            figures(
                ("a", "residents", "2024-01-01", "1200"),
                ("b", "residents", "2024-01-01", None),
                *column(FEWEST),
            ),
            memberships(LIST, {"a": "listed"}),
            whole_list(LIST),
        )
        seal_outlook(opened, date(2024, 11, 24), date(2025, 12, 1), b"area_id,probability\n")
        record_run(opened, date(2024, 11, 24), "2024-11-24", {"files": 1})
        return opened


def stranger(archive: Archive) -> sqlite3.Connection:
    """Another program: knows nothing of foreign keys or recursive triggers."""
    return sqlite3.connect(archive.path, isolation_level=None)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET batch = batch + 1",
        "UPDATE OR REPLACE {table} SET batch = 1",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        "INSERT OR IGNORE INTO {table} SELECT * FROM {table} LIMIT 1",
        "REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    ],
)
def test_no_row_is_ever_changed_removed_or_replaced(
    archive: Archive, table: str, statement: str
) -> None:
    other = stranger(archive)
    before = other.execute(ALL_ROWS.format(table=table)).fetchall()
    assert before
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement.format(table=table))
    assert other.execute(ALL_ROWS.format(table=table)).fetchall() == before
    other.close()


COLUMN = (
    "INSERT INTO figure_columns VALUES (?, 99, 2, 'residents', '2024-01-01', 0, 'persons', 'known',"
    ' \'2024-01-01\', \'\', 1, NULL, NULL, \'[[99,"a",1,"1"],[100,"b",2,"2"]]\')'
)
LATE = {
    "figure_columns": COLUMN,
    "figures": "INSERT INTO figures VALUES (?, 99, 'a', 'residents', '2024-01-01', '1', 0, "
    "'persons', 'known', '2024-01-01', '', 1, 1, NULL, NULL, NULL, NULL)",
    "memberships": "INSERT INTO memberships VALUES (?, 99, '2024-12-01', 'a', 'parallel', 'listed',"
    " '2024-12-01', '', 1, 1, '')",
    "lists": "INSERT INTO lists VALUES (?, '2023-12-01', 'parallel', 'dk', 1)",
    "outlooks": "INSERT INTO outlooks VALUES (?, '2024-11-01', '2026-12-01', 1,"
    " printf('%064d', 0), x'')",
    "runs": "INSERT INTO runs VALUES (?, '2024-11-01', 'x', '{}')",
}


@pytest.mark.parametrize("table", LATE)
@pytest.mark.parametrize(("batch", "why"), [(1, "sealed"), (77, "unknown")])
def test_no_late_row_joins_a_sealed_or_an_unknown_batch(
    archive: Archive, table: str, batch: int, why: str
) -> None:
    other = stranger(archive)
    with pytest.raises(sqlite3.IntegrityError, match=why):
        other.execute(LATE[table], (batch,))
    other.close()


def test_a_second_batch_is_not_begun_before_the_first_is_sealed(archive: Archive) -> None:
    other = stranger(archive)
    other.execute("BEGIN")
    begin = (
        "INSERT INTO batches VALUES (?, 'file', 'x', printf('%064d', ?), printf('%064d', 0),"
        " '2024-01-01', '', NULL)"
    )
    other.execute(begin, (4, 4))
    with pytest.raises(sqlite3.IntegrityError, match="after the last is sealed"):
        other.execute(begin, (5, 5))
    other.close()


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("value", "12.0", None),
        ("standing", "guessed", "CHECK"),
        ("decimals", -1, "CHECK"),
        ("decimals", "three", "cannot store TEXT value in INTEGER"),
        ("known_from", "2024-02-30", "CHECK"),
        ("area_id", "", "CHECK"),
        ("value", None, "CHECK"),
    ],
)
def test_a_row_is_of_the_type_and_range_the_table_says(
    tmp_path: Path, column: str, value: object, fault: str | None
) -> None:
    row: dict[str, object] = {
        "batch": 1,
        "line": 1,
        "area_id": "a",
        "indicator": "residents",
        "period": "2024-01-01",
        "value": "1200",
        "decimals": 0,
        "unit": "persons",
        "standing": "known",
        "known_from": "2024-06-01",
        "sheet": "",
        "row": None,
        "column": None,
        "reason": None,
        "known_basis": None,
        "made_from": None,
        "list_date": None,
    }
    row[column] = value
    with open_archive(tmp_path / "archive.sqlite", create=True) as opened:
        connection = opened.connection
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO batches VALUES (1, 'file', 'x', printf('%064d', 1), printf('%064d', 0),"
            " '2024-01-01', '', NULL)"
        )
        insert = "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        if fault is None:
            connection.execute(insert, tuple(row.values()))
        else:
            with pytest.raises(sqlite3.IntegrityError, match=fault):
                connection.execute(insert, tuple(row.values()))


def test_an_outlook_is_not_called_a_forecast_of_a_list_that_is_out(archive: Archive) -> None:
    again = open_archive(archive.path)
    late = seal_outlook(again, KNOWN, LIST, b"x")
    assert {known.batch: known.before_list for known in outlooks(again)} == {
        2: True,
        late.batch: False,
    }
    connection = again.connection
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO batches VALUES (5, 'outlook', 'x', printf('%064d', 5), printf('%064d', 0),"
        " '2024-01-01', '', NULL)"
    )
    with pytest.raises(sqlite3.IntegrityError, match="the list is out"):
        connection.execute(
            "INSERT INTO outlooks VALUES (5, '2024-06-01', '2024-12-01', 1,"
            " printf('%064d', 0), x'')"
        )
    again.close()
