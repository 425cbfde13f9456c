"""The yearly routine of docs/yearly-routine.md on the invented municipality, archive and all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest

from monitor.archive import (
    Appended,
    Archive,
    check,
    figures_known,
    memberships_known,
    open_archive,
    outlooks,
    provenance,
    read_batches,
    seal_outlook,
    take_in,
)
from monitor.ingest.folder import Ingested, ingest_folder
from tests.demo.generator import FOLDER, NEW_LIST
from tests.demo.municipality import demo

WARNED, LIST = date(2026, 11, 24), date(2026, 12, 1)
PAYLOAD = b"area_id,category,probability\nproevelunden,parallel,0.41\n"


@cache
def read(with_list: bool) -> Ingested:
    """Her folder on the day of the warning, or with the ministry's tables dropped into it."""
    with TemporaryDirectory() as place:
        folder = Path(shutil.copytree(FOLDER, Path(place) / "mappe"))
        if with_list:
            for path in NEW_LIST.glob("*.xlsx"):
                shutil.copy(path, folder)
        return ingest_folder(folder)


def put_in(archive: Archive, *, with_list: bool) -> dict[str, Appended]:
    found = read(with_list)
    as_of = LIST if with_list else WARNED
    return take_in(archive, found.files, found.figures, found.memberships, as_of, local=found.local)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """The archive on the evening of 1 December: folder in, outlook sealed, the new list in."""
    with open_archive(tmp_path / "archive.sqlite", create=True) as opened:
        put_in(opened, with_list=False)
        seal_outlook(opened, WARNED, LIST, PAYLOAD)
        put_in(opened, with_list=True)
        yield opened


def on_list(archive: Archive, year: int, category: str, as_of: date | None = None) -> set[str]:
    known = memberships_known(archive, as_of).filter(
        (pl.col("list_date") == date(year, 12, 1))
        & (pl.col("category") == category)
        & pl.col("status").is_in(["listed", "new"])
    )
    return set(known["area_id"])


def test_every_file_is_a_batch_and_the_archive_is_whole(archive: Archive) -> None:
    log = read_batches(archive)
    files = log.filter(pl.col("kind") == "file")["file"].to_list()
    assert len(set(files)) == len(files)
    assert log["kind"].to_list() == ["file"] * (len(files) - 4) + ["outlook"] + ["file"] * 4
    assert set(files[-4:]) == {path.name for path in NEW_LIST.glob("*.xlsx")}
    assert log["supersedes"].null_count() == log.height
    assert check(archive) == []


def test_putting_the_same_folder_in_again_changes_nothing(archive: Archive) -> None:
    before = read_batches(archive)
    again = put_in(archive, with_list=True)
    assert not any(appended.new for appended in again.values())
    assert read_batches(archive).equals(before)


@pytest.mark.parametrize("category", ["exposed", "parallel", "transformation", "prevention"])
def test_the_new_list_is_in_as_published_with_who_is_new_and_who_has_left(
    archive: Archive, category: str
) -> None:
    lists = demo().lists
    assert on_list(archive, 2026, category) == {
        area for area, found in lists.items() if category in found.get(2026, set())
    }
    known = memberships_known(archive).filter(
        (pl.col("list_date") == LIST) & (pl.col("category") == category)
    )
    left = set(known.filter(pl.col("status") == "left")["area_id"])
    assert left == {
        area
        for area, found in lists.items()
        if category in found.get(2025, set()) and category not in found.get(2026, set())
    }
    new = set(known.filter(pl.col("status") == "new")["area_id"])
    assert new == on_list(archive, 2026, category) - on_list(archive, 2025, category)


def test_the_streak_of_the_fifth_list_can_be_counted_from_the_archive(archive: Archive) -> None:
    in_a_row = [
        year for year in range(2014, 2027) if "fiktionsparken" in on_list(archive, year, "parallel")
    ]
    assert in_a_row == list(range(2020, 2027))
    assert on_list(archive, 2026, "parallel", as_of=WARNED) == set()


def test_the_values_printed_with_the_list_are_in_with_their_cell(archive: Archive) -> None:
    found = provenance(archive, "attrapgaarden", "outside_labour_pct", "2024-2025")
    assert found.height > 0
    assert found["known_from"].to_list() == [LIST] * found.height
    assert found["list_date"].to_list() == [LIST] * found.height
    assert set(found["file"]) <= {path.name for path in NEW_LIST.iterdir()}


def test_the_sealed_outlook_was_there_before_the_list_and_opens_unchanged(archive: Archive) -> None:
    (outlook,) = outlooks(archive)
    assert outlook.before_list
    assert (outlook.as_of, outlook.list_date, outlook.payload) == (WARNED, LIST, PAYLOAD)


def test_the_day_of_the_warning_is_reproduced_after_the_list(
    archive: Archive, tmp_path: Path
) -> None:
    with open_archive(tmp_path / "before.sqlite", create=True) as before:
        put_in(before, with_list=False)
        then, members = figures_known(before, WARNED), memberships_known(before, WARNED)
    assert figures_known(archive, WARNED).equals(then)
    assert memberships_known(archive, WARNED).equals(members)
