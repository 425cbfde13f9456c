"""The figures of a column are kept together and come out one by one, exactly as they went in."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.archive import append, check, open_archive, read_batches
from monitor.archive.columns import FEWEST
from monitor.archive.tables import FIGURES, read_figures
from tests.archive.samples import column, figures, source

KEPT = [name for name in FIGURES if name not in {"file", "batch"}]


def put_and_read(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """A frame that went through an archive of its own."""
    with open_archive(path, create=True) as archive:
        append(archive, source("f.xlsx"), frame)
        assert check(archive) == []
        assert read_batches(archive)["figures"].to_list() == [frame.height]
        return read_figures(archive)


def as_put(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with all the archive's columns, those that were not told empty."""
    return frame.with_columns(
        pl.lit(None, dtype=FIGURES[name]).alias(name) for name in KEPT if name not in frame.columns
    ).select(KEPT)


def test_a_column_is_one_row_of_the_file_and_each_figure_a_row_again(tmp_path: Path) -> None:
    frame = figures(*column(FEWEST), ("a", "residents", "2024-01-01", "1200"))
    path = tmp_path / "archive.sqlite"
    assert put_and_read(frame, path).select(KEPT).equals(as_put(frame))
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count FROM figure_columns").fetchall() == [(FEWEST,)]
    assert connection.execute("SELECT area_id FROM figures").fetchall() == [("a",)]
    connection.close()


# ids and values no column can take as they are: quotes, signs that do not show, nothing
ODD = ['h"oj', "b\\t", "line\nbreak", "\x7f", "sødal", "to ord"]


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(FEWEST - 2, FEWEST + 30),
    gaps=st.sets(st.integers(0, FEWEST + 29), max_size=4),
    odd=st.dictionaries(st.integers(0, FEWEST + 29), st.sampled_from(ODD), max_size=3),
    indicators=st.lists(st.sampled_from(["residents", "nonwestern_pct"]), min_size=1, max_size=2),
)
def test_whatever_goes_in_comes_out(
    height: int, gaps: set[int], odd: dict[int, str], indicators: list[str]
) -> None:
    rows: list[tuple[str, str, str, str | None]] = []
    for number in range(height):
        indicator = indicators[number % len(indicators)]
        area = f"{odd.get(number, 'a')}{number}"
        rows.append((area, indicator, "2024-01-01", None if number in gaps else f"{number}.50"))
    frame = figures(*rows)
    with tempfile.TemporaryDirectory() as folder:
        found = put_and_read(frame, Path(folder) / "archive.sqlite")
    assert found.select(KEPT).equals(as_put(frame))


def test_any_program_reads_the_figures_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    put = put_and_read(figures(*column(FEWEST), ("a", "residents", "2024", None)), path)
    connection = sqlite3.connect(path)
    names = [name for name in FIGURES if name != "file"]
    quoted = ", ".join(f'"{name}"' for name in names)
    seen = connection.execute(" ".join(["SELECT", quoted, "FROM all_figures ORDER BY line"]))
    expected = put.select(names).with_columns(pl.col(pl.Date).dt.to_string("iso")).rows()
    assert seen.fetchall() == expected
    connection.close()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("figures", '[[1,"a",2,"5"]]', "CHECK"),
        ("figures", "[[1,", "malformed JSON"),
        ("figures", "", "malformed JSON"),
        ("count", 0, "CHECK"),
        ("standing", "missing", "CHECK"),
        ("decimals", -1, "CHECK"),
        ("known_from", "2024-02-30", "CHECK"),
        ("column", "C", "cannot store TEXT value in INTEGER"),
    ],
)
def test_a_column_is_of_the_type_and_range_the_table_says(
    tmp_path: Path, name: str, value: object, fault: str
) -> None:
    row: dict[str, object] = {
        "batch": 1,
        "first": 1,
        "count": 2,
        "indicator": "residents",
        "period": "2024-01-01",
        "decimals": 0,
        "unit": "persons",
        "standing": "known",
        "known_from": "2024-06-01",
        "sheet": "",
        "column": 3,
        "known_basis": None,
        "list_date": None,
        "figures": '[[1,"a",2,"5"],[2,"b",3,"6"]]',
    }
    with open_archive(tmp_path / "archive.sqlite", create=True) as opened:
        connection = opened.connection
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO batches VALUES (1, 'file', 'x', printf('%064d', 1), printf('%064d', 0),"
            " '2024-01-01', '', NULL)"
        )
        insert = "INSERT INTO figure_columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        with pytest.raises((sqlite3.IntegrityError, sqlite3.OperationalError), match=fault):
            connection.execute(insert, tuple({**row, name: value}.values()))
        connection.execute(insert, tuple(row.values()))
