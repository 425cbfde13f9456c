"""Writing a batch: one source, one transaction, sealed by its last row, recognised by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from monitor.archive.columns import together
from monitor.archive.store import Archive
from monitor.archive.tables import (
    FIGURE_COLUMNS,
    FIGURES,
    LIST_COLUMNS,
    LISTS,
    MEMBERSHIP_COLUMNS,
    MEMBERSHIPS,
    STORED,
    Row,
    insert_into,
    rows,
    stored,
)
from monitor.errors import FigureError

NO_SEAL = "0" * 64
"""What the first seal holds for the one before it."""


@dataclass(frozen=True)
class Source:
    """What a batch comes from: kind, file name as the planner knows it, SHA-256 of its bytes.

    ``known_from`` is the date from which the whole of it was known; single figures carry their own.
    """

    kind: str
    file: str
    sha256: str
    known_from: date
    note: str = ""


@dataclass(frozen=True)
class Appended:
    """The batch that holds a source; ``new`` is False if it was there already."""

    batch: int
    new: bool
    digest: str


def file_source(path: Path, known_from: date, *, name: str | None = None, note: str = "") -> Source:
    """The source a file on disk is; ``name`` replaces its file name (a path within the folder)."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source("file", name or path.name, sha256, known_from, note)


def append(
    archive: Archive,
    source: Source,
    figures: pl.DataFrame | None = None,
    memberships: pl.DataFrame | None = None,
    lists: pl.DataFrame | None = None,
) -> Appended:
    """Put what was read from one source into the archive, whole or not at all.

    The same source read with the same result is recognised and nothing is written. The same source
    read with another result (a question answered meanwhile) is a new batch that supersedes its own
    earlier reading. Provenance columns ``file`` and ``batch`` of the frames are the archive's to
    give and are not read.

    Args:
        archive: open for writing.
        source: what is read.
        figures: columns of ``outputs.md``; at most one value per area, indicator and period.
        memberships: list_date, area_id, category, status, known_from, sheet, row, column, note.
        lists: list_date, category, scope, whole.

    Raises:
        FigureError: one source gives two values for the same figure.
        ArchiveError: locked, or a row the file refuses.
    """
    content: dict[str, list[Row]] = {}
    lined: pl.DataFrame | None = None
    if figures is not None and figures.height:
        _one_value_each(source, figures)
        lined = stored(figures, FIGURES, FIGURE_COLUMNS).with_row_index("line", offset=1)
        lined = lined.with_columns(pl.col("line").cast(pl.Int64))
        alone, columns = together(lined)
        content["figures"], content["figure_columns"] = alone.rows(), columns
    if memberships is not None and memberships.height:
        content["memberships"] = _lines(rows(memberships, MEMBERSHIPS, MEMBERSHIP_COLUMNS))
    if lists is not None and lists.height:
        content["lists"] = rows(lists.sort(LIST_COLUMNS), LISTS, LIST_COLUMNS)
    return write(archive, source, content, partial(_as_rows, content, lined))


def _as_rows(
    content: Mapping[str, list[Row]], figures: pl.DataFrame | None
) -> dict[str, list[Row]]:
    alone = [] if figures is None else figures.rows()
    return {**content, "figures": alone, "figure_columns": []}


def _lines(found: Sequence[Row]) -> list[Row]:
    return [(line, *row) for line, row in enumerate(found, start=1)]


def _one_value_each(source: Source, figures: pl.DataFrame) -> None:
    key = ["area_id", "indicator", "period"]
    # printed with two lists, a figure may well differ
    key += [name for name in ("list_date",) if name in figures.columns]
    if not figures.select(key).is_duplicated().any():
        return
    twice = (
        figures.drop_nulls("value")
        .group_by(key, maintain_order=True)
        .agg(pl.col("value").unique(maintain_order=True))
        .filter(pl.col("value").list.len() > 1)
    )
    for area_id, indicator, period, *_, values in twice.head(1).iter_rows():
        raise FigureError(
            "error.archive_two_values",
            file=source.file,
            area=area_id,
            indicator=indicator,
            period=period,
            first=values[0],
            second=values[1],
        )


def write(
    archive: Archive,
    source: Source,
    content: Mapping[str, list[Row]],
    as_rows: Callable[[], Mapping[str, list[Row]]] | None = None,
) -> Appended:
    """Write one sealed batch of stored rows (``tables.STORED`` without ``batch``).

    ``as_rows`` gives the same content with each figure as a row of its own, which is how versions
    before the third kept it: so a source they read is recognised.
    """
    content_hash = hash_content(content)
    with archive.writing() as connection:
        there = connection.execute(
            "SELECT b.batch, b.content, s.digest FROM batches b JOIN seals s USING (batch)"
            " WHERE b.kind = ? AND b.sha256 = ? ORDER BY b.batch",
            (source.kind, source.sha256),
        ).fetchall()
        same = {content_hash}
        if there and as_rows is not None:
            same.add(hash_content(as_rows()))
        for batch, known_content, digest in there:
            if known_content in same:
                return Appended(batch, False, digest)
        batch, previous = _next(connection.execute(_LAST_SEAL).fetchone())
        header = {
            "batch": batch,
            "kind": source.kind,
            "file": source.file,
            "sha256": source.sha256,
            "content": content_hash,
            "known_from": source.known_from.isoformat(),
            "note": source.note,
            "supersedes": there[-1][0] if there else None,
        }
        connection.execute(insert_into("batches", tuple(header)), tuple(header.values()))
        for table, columns in STORED.items():
            connection.executemany(
                insert_into(table, ("batch", *columns)),
                [(batch, *row) for row in content.get(table, ())],
            )
        digest = seal(previous, header)
        connection.execute("INSERT INTO seals VALUES (?, ?, ?)", (batch, previous, digest))
    return Appended(batch, True, digest)


_LAST_SEAL = "SELECT batch, digest FROM seals ORDER BY batch DESC LIMIT 1"


def _next(last: tuple[int, str] | None) -> tuple[int, str]:
    return (1, NO_SEAL) if last is None else (last[0] + 1, last[1])


def hash_content(content: Mapping[str, list[Row]]) -> str:
    """SHA-256 of a batch's rows: table by table as JSON, a payload or column as its own SHA-256.

    Empty fields at a row's end are left out, so that a column added later does not change it.
    """
    digest = hashlib.sha256()
    for table in STORED:
        found = content.get(table)
        if found and table == "figure_columns":
            found = [(*row[:-1], hash_bytes(str(row[-1]).encode())) for row in found]
        if found:
            digest.update(_canonical({table: [_filled(row) for row in found]}))
    return digest.hexdigest()


def _filled(row: Row) -> Row:
    last = len(row)
    while last and row[last - 1] is None:
        last -= 1
    return row[:last]


def seal(previous: str, header: Mapping[str, object]) -> str:
    """A batch's link in the chain: SHA-256 of the seal before it and its header.

    Empty fields are left out, so that a column added later does not change an old seal.
    """
    filled = {name: value for name, value in sorted(header.items()) if value is not None}
    return hashlib.sha256(previous.encode() + _canonical(filled)).hexdigest()


def _canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=hash_bytes)
    return text.encode() + b"\n"


def hash_bytes(payload: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(payload).hexdigest()
