"""How ``fixtures/archives/version-1.sqlite`` was made: the schema of version 1 and invented rows.

Kept so that the file can be understood; it is never made again.
"""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from pathlib import Path

from monitor.archive.batches import NO_SEAL, hash_bytes, hash_content, seal
from monitor.archive.store import APPLICATION_ID, statements
from monitor.archive.tables import STORED

LINE = ("residents", "2024-01-01")
PLACE = ("Ark1", 2, 3)
CONTENT: list[tuple[str, str, str, dict[str, list[tuple[object, ...]]]]] = [
    (
        "file",
        "beboere.xlsx",
        "2024-02-01",
        {
            "figures": [
                (1, "syntetisk-a", *LINE, "1200", 0, "persons", "known", "2024-02-01", *PLACE),
                (2, "syntetisk-b", *LINE, None, None, "persons", "missing", "2024-02-01", *PLACE),
            ],
            "memberships": [
                (1, "2023-12-01", "syntetisk-a", "parallel", "listed", "2023-12-01", *PLACE, "")
            ],
            "lists": [("2023-12-01", "parallel", "dk", 1)],
        },
    ),
    (
        "file",
        "rettelse.xlsx",
        "2024-08-01",
        {
            "figures": [
                (1, "syntetisk-a", *LINE, "1210", 0, "persons", "known", "2024-08-01", *PLACE)
            ]
        },
    ),
    (
        "outlook",
        "outlook 2024-11-24 for 2024-12-01",
        "2024-11-24",
        {"outlooks": [("2024-11-24", "2024-12-01", 1, hash_bytes(b"syntetisk"), b"syntetisk")]},
    ),
]


def main(path: Path) -> None:
    """Write the archive of version 1."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA page_size = 1024")
    for statement in statements(1):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    previous = NO_SEAL
    for batch, (kind, file, known_from, content) in enumerate(CONTENT, start=1):
        header = {
            "batch": batch,
            "kind": kind,
            "file": file,
            "sha256": hash_bytes(file.encode()),
            "content": hash_content(content),
            "known_from": date.fromisoformat(known_from).isoformat(),
            "note": "syntetisk",
        }
        connection.execute("BEGIN")
        insert(connection, "batches", tuple(header.values()))
        for table in STORED:
            for row in content.get(table, ()):
                insert(connection, table, (batch, *row))
        digest = seal(previous, header)
        insert(connection, "seals", (batch, previous, digest))
        connection.execute("COMMIT")
        previous = digest
    connection.close()


def insert(connection: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
    """One row, all columns."""
    marks = ", ".join("?" * len(row))
    connection.execute(" ".join(["INSERT INTO", table, "VALUES", f"({marks})"]), row)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
