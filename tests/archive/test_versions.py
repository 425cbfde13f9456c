"""Archives of every earlier version are brought to this one; other files are left alone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from monitor.archive import (
    append,
    check,
    figures_known,
    memberships_known,
    open_archive,
    outlooks,
    read_batches,
    record_run,
    store,
)
from monitor.archive.store import APPLICATION_ID, VERSION
from monitor.errors import ArchiveError
from tests.archive.old_version_2 import BEFORE, COLUMN, CORRECTED
from tests.archive.samples import figures, memberships, source, whole_list

ROOT = Path(__file__).parents[2]
OLD = ROOT / "fixtures" / "archives"


def test_there_is_an_old_file_of_every_earlier_version() -> None:
    names = {path.name for path in OLD.glob("version-*.sqlite")}
    assert names == {f"version-{number}.sqlite" for number in range(1, VERSION)}


def test_an_archive_of_version_1_is_brought_up_with_everything_in_it(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD / "version-1.sqlite", tmp_path / "archive.sqlite"))
    with sqlite3.connect(path) as before:
        seals = before.execute("SELECT * FROM seals").fetchall()
        assert before.execute("PRAGMA user_version").fetchone() == (1,)
    before.close()
    with open_archive(path) as archive:
        assert archive.read("PRAGMA user_version") == [(VERSION,)]
        assert archive.read("SELECT * FROM seals") == seals
        assert check(archive) == []
        assert figures_known(archive).select("area_id", "value").rows() == [
            ("syntetisk-a", "1210"),
            ("syntetisk-b", None),
        ]
        assert figures_known(archive, date(2024, 6, 1))["value"].to_list() == ["1200", None]
        assert memberships_known(archive)["status"].to_list() == ["listed"]
        (outlook,) = outlooks(archive)
        assert (outlook.before_list, outlook.payload) == (True, b"syntetisk")
        # and what version 2 brought works on it
        again = append(archive, source("beboere.xlsx"), figures(("c", "residents", "2024", "5")))
        assert read_batches(archive)["supersedes"].to_list()[-1] == 1
        record_run(archive, date(2024, 11, 24), "2024-11-24", {})
        assert again.new
        assert check(archive) == []


def test_an_archive_of_version_2_is_brought_up_and_its_sources_are_recognised(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(OLD / "version-2.sqlite", tmp_path / "archive.sqlite"))
    with open_archive(path) as archive:
        assert archive.read("PRAGMA user_version") == [(VERSION,)]
        assert check(archive) == []
        known = figures_known(archive)
        assert known.filter(pl.col("indicator") == "residents").height == len(COLUMN)
        shares = known.filter(pl.col("indicator") == "nonwestern_pct")
        assert shares["value"].to_list() == ["41.20", None]
        assert shares["reason"].to_list() == [None, "suppressed"]
        assert shares["made_from"].to_list() == ["C2 + C3", None]
        # read again by this version, which keeps a column as one row, they are the same
        listed = memberships(BEFORE, {"syntetisk-00": "listed"})
        again = append(
            archive, source("beboere.xlsx"), figures(*COLUMN), listed, whole_list(BEFORE)
        )
        assert (again.batch, again.new) == (1, False)
        assert not append(archive, source("andele.xlsx"), CORRECTED).new
        other = append(archive, source("beboere.xlsx"), figures(*COLUMN[:-1]))
        assert other.new
        assert read_batches(archive)["supersedes"].to_list()[-1] == 1
        assert check(archive) == []


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_old_archive_brought_up_has_the_structure_of_a_new_one(
    tmp_path: Path, version: int
) -> None:
    path = Path(shutil.copy(OLD / f"version-{version}.sqlite", tmp_path / "archive.sqlite"))
    with open_archive(path), open_archive(tmp_path / "new.sqlite", create=True):
        pass
    names = "SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2"
    found = []
    for file in (path, tmp_path / "new.sqlite"):
        connection = sqlite3.connect(file)
        found.append(connection.execute(names).fetchall())
        connection.close()
    assert found[0] == found[1]


def test_a_step_that_fails_leaves_the_old_version_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(OLD / "version-1.sqlite", tmp_path / "archive.sqlite"))
    before = path.read_bytes()
    broken = [*store.statements(2), "CREATE TABLE batches (x)"]
    monkeypatch.setattr(store, "statements", lambda version: broken)
    with pytest.raises(ArchiveError):
        open_archive(path)
    assert path.read_bytes() == before


def refusal(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(ArchiveError) as fault:
        open_archive(path, wait_seconds=0.05)
    assert (path.read_bytes() if path.is_file() else b"") == before
    return fault.value.sentence("da")


def test_an_archive_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    open_archive(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert refusal(path) == (
        f"Arkivet {path} er skrevet af en nyere udgave af Forvarsel (skema 99; denne udgave kender"
        " op til 3). Installér den nye udgave; arkivet er ikke rørt."
    )


def test_another_sqlite_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "browser.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE history (url)")
    connection.close()
    assert refusal(path) == (
        f"{path} er ikke et arkiv fra Forvarsel, men en anden SQLite-fil; den er ikke rørt."
        " Angiv stien til archive.sqlite."
    )


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    path.write_bytes(b"Kommune;Omraade\n" * 100)
    assert refusal(path) == (
        f"{path} kan ikke læses som et arkiv (file is not a database): filen er beskadiget eller"
        " af en anden slags. Hent den seneste sikkerhedskopi."
    )


def test_no_archive_and_no_folder_are_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    assert refusal(path) == (
        f'Der er intet arkiv i {path}. Arkivet laves af den første "forvarsel ingest" eller'
        ' "forvarsel run"; angiv ellers stien til arkivfilen.'
    )
    with pytest.raises(ArchiveError) as fault:
        open_archive(tmp_path / "none" / "archive.sqlite", create=True)
    assert fault.value.sentence("en") == (
        f"The archive {tmp_path / 'none' / 'archive.sqlite'} cannot be made because the folder"
        f" {tmp_path / 'none'} does not exist. Create the folder first."
    )


HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


def hold(path: Path) -> subprocess.Popen[str]:
    """Another run that holds the archive until its input ends."""
    run = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "held\n"
    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    open_archive(path, create=True).close()
    return path


def test_of_two_runs_at_once_the_second_says_so_after_waiting(path: Path) -> None:
    other = hold(path)
    sentence = refusal(path)
    other.communicate("\n")
    assert sentence == (
        f"Arkivet {path} er i brug af en anden kørsel, som ikke blev færdig, mens der blev ventet."
        " Vent, til den er slut, og kør igen; der er intet skrevet."
    )


def test_of_two_runs_at_once_the_second_waits_for_the_first(path: Path) -> None:
    with open_archive(path) as archive:
        other = hold(path)
        release = threading.Timer(0.3, lambda: other.communicate("\n"))
        release.start()
        done = append(archive, source("f"), figures(("a", "residents", "2024", "1")))
        release.join()
        assert done.new
        assert other.returncode == 0


class ShareWithoutLocks(sqlite3.Connection):
    """A connection to a file on a share whose server answers every lock with an error."""

    def execute(self, sql: str, parameters: object = (), /) -> sqlite3.Cursor:
        if sql == "BEGIN IMMEDIATE":
            fault = sqlite3.OperationalError("disk I/O error")
            fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK
            raise fault
        return super().execute(sql, parameters)


def test_a_share_that_will_not_lock_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    def connect(*args: object, **named: object) -> sqlite3.Connection:
        return real(*args, factory=ShareWithoutLocks, **named)

    monkeypatch.setattr(store.sqlite3, "connect", connect)
    path = tmp_path / "archive.sqlite"
    with pytest.raises(ArchiveError) as fault:
        open_archive(path, create=True)
    assert fault.value.sentence("da") == (
        f"Drevet, som arkivet {path} ligger på, kan ikke låse filer (disk I/O error), så to"
        " kørsler kunne ødelægge det for hinanden; der er intet skrevet. Læg arkivet på en lokal"
        ' disk, og kopier det med "forvarsel archive backup".'
    )


@pytest.mark.parametrize(
    ("code", "start"),
    [
        (sqlite3.SQLITE_FULL, "Disken med arkivet"),
        (sqlite3.SQLITE_READONLY, "Arkivet {path} kan ikke åbnes til skrivning"),
        (sqlite3.SQLITE_IOERR_FSYNC, "Arkivet {path} kunne ikke bruges"),
        (sqlite3.SQLITE_PROTOCOL, "Drevet, som arkivet"),
        (sqlite3.SQLITE_CONSTRAINT_TRIGGER, "Arkivet {path} afviste en række"),
    ],
)
def test_every_kind_of_fault_of_the_file_has_its_sentence(
    path: Path, code: int, start: str
) -> None:
    fault = sqlite3.OperationalError("reason")
    fault.sqlite_errorcode = code
    with pytest.raises(ArchiveError) as caught, store.speaking_plainly(path):
        raise fault
    assert caught.value.sentence("da").startswith(start.format(path=path))
    assert caught.value.exit_code == 16


def test_a_row_the_file_refuses_leaves_no_batch(path: Path) -> None:
    with open_archive(path) as archive:
        bad = figures(("a", "residents", "2024", "1"), ("", "residents", "2024", "1"))
        with pytest.raises(ArchiveError) as fault:
            append(archive, source("f"), bad)
        assert "afviste en række (CHECK constraint failed: area_id" in fault.value.sentence("da")
        assert read_batches(archive).is_empty()


def test_the_file_is_marked_as_an_archive(path: Path) -> None:
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")
