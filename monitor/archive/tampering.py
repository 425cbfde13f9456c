"""Whether the archive is still what was written: structure, rows, hashes, the chain of seals."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from monitor.archive.batches import NO_SEAL, hash_bytes, hash_content, seal
from monitor.archive.store import VERSION, Archive, statements
from monitor.archive.tables import STORED, stored_rows
from monitor.words import Language, say

_HEADER = ("batch", "kind", "file", "sha256", "content", "known_from", "note", "supersedes")


@dataclass(frozen=True)
class Tampering:
    """One thing that is not as it was written; ``key`` names its sentence."""

    key: str
    fields: dict[str, object]

    def sentence(self, language: Language = "da") -> str:
        """What was found, in words."""
        return say(self.key, language, **self.fields)


def head(archive: Archive) -> str:
    """The newest seal. Noted elsewhere (the run's manifest), it also gives away a rebuilt chain."""
    found = archive.read("SELECT digest FROM seals ORDER BY batch DESC LIMIT 1")
    return str(found[0][0]) if found else NO_SEAL


def check(archive: Archive, expected_head: str | None = None) -> list[Tampering]:
    """Everything in the archive that is not as it was written; empty if all is well.

    Args:
        archive: open.
        expected_head: a seal noted earlier that must still stand in the chain.

    Raises:
        ArchiveError: the file is damaged beyond reading.
    """
    found = [*_file(archive), *_structure(archive), *_chain(archive)]
    if expected_head is not None and expected_head != NO_SEAL:
        there = archive.read("SELECT 1 FROM seals WHERE digest = ?", expected_head)
        if not there:
            found.append(Tampering("archive.check.head", {"head": expected_head}))
    return found


def _file(archive: Archive) -> list[Tampering]:
    broken = [str(row[0]) for row in archive.read("PRAGMA integrity_check") if row[0] != "ok"]
    loose = archive.read("PRAGMA foreign_key_check")
    return [Tampering("archive.check.integrity", {"detail": text}) for text in broken] + [
        Tampering("archive.check.loose", {"table": row[0]}) for row in loose
    ]


def _structure(archive: Archive) -> list[Tampering]:
    expected, there = _schema(_fresh()), _schema(archive.connection)
    return [
        Tampering("archive.check.structure", {"name": name})
        for name in sorted(expected.keys() | there.keys())
        if expected.get(name) != there.get(name)
    ]


def _fresh() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for version in range(1, VERSION + 1):
        for statement in statements(version):
            connection.execute(statement)
    return connection


def _schema(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in found.fetchall()}


def _chain(archive: Archive) -> list[Tampering]:
    found: list[Tampering] = []
    previous, last = NO_SEAL, 0
    batches = archive.read(
        "SELECT b.batch, b.kind, b.file, b.sha256, b.content, b.known_from, b.note, b.supersedes,"
        " s.previous, s.digest"
        " FROM batches b LEFT JOIN seals s USING (batch) ORDER BY b.batch"
    )
    for *values, noted_previous, digest in batches:
        header = dict(zip(_HEADER, values, strict=True))
        batch = header["batch"]
        fields = {"batch": batch, "file": header["file"]}
        if batch != last + 1:
            found.append(Tampering("archive.check.gap", {"after": last, "batch": batch}))
        content = {table: stored_rows(archive, table, batch) for table in STORED}
        if hash_content(content) != header["content"]:
            found.append(Tampering("archive.check.content", fields))
        if digest is None:
            found.append(Tampering("archive.check.unsealed", fields))
        elif noted_previous != previous or seal(previous, header) != digest:
            found.append(Tampering("archive.check.seal", fields))
        previous, last = str(digest), int(str(batch))
    for batch, sha256, payload in archive.read("SELECT batch, sha256, payload FROM outlooks"):
        if not isinstance(payload, bytes) or hash_bytes(payload) != sha256:
            found.append(Tampering("archive.check.outlook", {"batch": batch}))
    return found
