"""The archive's file: opened, made, brought to this version, locked by one writer at a time.

SQLite with a rollback journal (a write-ahead log does not work on file shares) and full
synchronisation: what was acknowledged is on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import ArchiveError

APPLICATION_ID = 0x46565231
"""Marks a SQLite file as an archive of ours ("FVR1")."""

VERSION = 3
"""The schema version written by this code; ``schema/N.sql`` leads from N - 1 to N."""

WAIT_SECONDS = 60.0
"""How long a second run waits for the first before it says so."""

_SHARE_WITHOUT_LOCKS = {
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOLFS,
}


@dataclass
class Archive:
    """An open archive; close it, or use it in a ``with``."""

    path: Path
    connection: sqlite3.Connection

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing; a second writer waits, then is told.

        Raises:
            ArchiveError: another run holds the file, the share does not lock, the disk is full.
        """
        with speaking_plainly(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def read(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        """All rows of a query.

        Raises:
            ArchiveError: the file cannot be read.
        """
        with speaking_plainly(self.path):
            return self.connection.execute(query, parameters).fetchall()


def open_archive(
    path: Path, *, create: bool = False, wait_seconds: float = WAIT_SECONDS
) -> Archive:
    """Open the archive at ``path``; an archive of an earlier version is brought to this one.

    Args:
        path: the SQLite file.
        create: make it if it is not there.
        wait_seconds: how long to wait for another writer.

    Raises:
        ArchiveError: no archive there, another kind of file, a newer version, locked, damaged.
    """
    if not create and not path.is_file():
        raise ArchiveError("error.archive_absent", file=path)
    if create and not path.parent.is_dir():
        raise ArchiveError("error.archive_no_folder", file=path, folder=path.parent)
    with speaking_plainly(path):
        # transactions are begun by hand: the module's own would commit before a schema change
        connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    archive = Archive(path, connection)
    try:
        with speaking_plainly(path):
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA recursive_triggers = ON")
        _bring_up_to_date(archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _bring_up_to_date(archive: Archive) -> None:
    version = _version(archive)
    if version == VERSION:
        return
    with archive.writing() as connection:
        # another run may have been quicker while this one waited
        for step in range(_version(archive) + 1, VERSION + 1):
            for statement in statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {step}")


def _version(archive: Archive) -> int:
    """The file's schema version; 0 for a new file."""
    ((application,),) = archive.read("PRAGMA application_id")
    ((version,),) = archive.read("PRAGMA user_version")
    ((tables,),) = archive.read("SELECT count(*) FROM sqlite_schema")
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID or not isinstance(version, int):
        raise ArchiveError("error.archive_other_file", file=archive.path)
    if version > VERSION:
        raise ArchiveError(
            "error.archive_newer", file=archive.path, found=version, expected=VERSION
        )
    return version


def statements(version: int) -> list[str]:
    """The SQL statements that lead from ``version - 1`` to ``version``."""
    text = files("monitor.archive").joinpath(f"schema/{version}.sql").read_text(encoding="utf-8")
    found, pending = [], ""
    for line in text.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


@contextmanager
def speaking_plainly(path: Path) -> Iterator[None]:
    """SQLite's faults as the sentences of ``ArchiveError``."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        raise ArchiveError(_key(fault), file=path, reason=str(fault)) from fault


def _key(fault: sqlite3.DatabaseError) -> str:
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    # the low byte is the kind, the rest the detail (sqlite.org/rescode.html)
    primary = code & 0xFF
    if code in _SHARE_WITHOUT_LOCKS:
        return "error.archive_share"
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "error.archive_locked"
    if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return "error.archive_damaged"
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return "error.archive_not_writable"
    if primary == sqlite3.SQLITE_FULL:
        return "error.archive_full"
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return "error.archive_refused"
    return "error.archive_fault"
