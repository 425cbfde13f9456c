"""A run that puts batches into an archive and says so, batch by batch; killed by the tests.

Arguments: archive, number of batches, rows per batch. Prints "ready", then each acknowledged
batch's file name.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from monitor.archive import append, open_archive
from tests.archive.samples import KNOWN as LIST
from tests.archive.samples import figures, memberships, source

ROW = figures(("a", "residents", "2024-01-01", "1"))


def batch(number: int, height: int) -> pl.DataFrame:
    """The figures of source ``number``: always the same."""
    line = pl.int_range(1, height + 1, eager=True)
    return pl.concat([ROW] * height).with_columns(
        area_id=pl.format("a{}", line), value=(line * 7 + number).cast(pl.String), row=line
    )


def main(path: Path, count: int, height: int) -> None:
    """Write ``count`` batches of ``height`` figures and one membership each."""
    prepared = [batch(number, height) for number in range(count)]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_archive(path, create=True) as archive:
        for number, frame in enumerate(prepared):
            append(archive, source(f"f{number}"), frame, memberships(LIST, {"a": "listed"}))
            sys.stdout.write(f"f{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
