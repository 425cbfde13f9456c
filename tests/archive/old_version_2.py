"""How ``fixtures/archives/version-2.sqlite`` was made: version 2 of the program, invented rows.

Kept so that the file can be understood; it is never made again (this version writes another).
"""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from pathlib import Path

import polars as pl

from monitor.archive import append, open_archive, record_run, seal_outlook
from tests.archive.samples import figures, memberships, source, whole_list

LIST = date(2024, 12, 1)
BEFORE = date(2023, 12, 1)
COLUMN = [
    (f"syntetisk-{number:02}", "residents", "2024-01-01", str(1200 + 7 * number))
    for number in range(60)
]
SHARES = figures(
    ("syntetisk-00", "nonwestern_pct", "2024-01-01", "41.10"),
    ("syntetisk-01", "nonwestern_pct", "2024-01-01", None),
).with_columns(
    reason=pl.Series(["", "suppressed"]),
    known_basis=pl.lit("list"),
    made_from=pl.Series(["C2 + C3", ""]),
    list_date=pl.lit(LIST),
)
CORRECTED = SHARES.with_columns(value=pl.Series(["41.20", None]))


def main(path: Path) -> None:
    """Write the archive; with a program of version 2 it is one of version 2."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 1024")
    connection.execute("VACUUM")
    connection.close()
    with open_archive(path, create=True) as archive:
        listed = memberships(BEFORE, {"syntetisk-00": "listed"})
        append(archive, source("beboere.xlsx"), figures(*COLUMN), listed, whole_list(BEFORE))
        append(archive, source("andele.xlsx"), SHARES)
        append(archive, source("andele.xlsx"), CORRECTED)
        seal_outlook(archive, date(2024, 11, 24), LIST, b"syntetisk")
        record_run(archive, date(2024, 11, 24), "2024-11-24", {"files": 2})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
