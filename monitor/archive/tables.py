"""The archive's tables as polars frames: columns and types, in and out."""

from __future__ import annotations

import polars as pl

from monitor.archive.columns import COLUMNS, apart
from monitor.archive.store import Archive

Row = tuple[object, ...]

FIGURES = {
    "area_id": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "value": pl.String,
    "decimals": pl.Int64,
    "unit": pl.String,
    "standing": pl.String,
    "known_from": pl.Date,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.Int64,
    "batch": pl.Int64,
    "reason": pl.String,
    "known_basis": pl.String,
    "made_from": pl.String,
    "list_date": pl.Date,
}
"""The frame ``figures`` of ``outputs.md``; ``value`` exact, null where ``standing`` is missing.

The last four may be absent from a frame put in: why a figure is missing, how its date known is
known, the cells it was added up from, the list it was printed with.
"""

MEMBERSHIPS = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "status": pl.String,
    "known_from": pl.Date,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.Int64,
    "note": pl.String,
    "batch": pl.Int64,
}
"""As published: listed, new (listed for the first time), left, or not_listed."""

LISTS = {
    "list_date": pl.Date,
    "category": pl.String,
    "scope": pl.String,
    "whole": pl.Boolean,
    "batch": pl.Int64,
}
"""Which lists are there whole, for ``scope``: dk, or a municipality's code."""

BATCHES = {
    "batch": pl.Int64,
    "kind": pl.String,
    "file": pl.String,
    "sha256": pl.String,
    "content": pl.String,
    "known_from": pl.Date,
    "note": pl.String,
    "supersedes": pl.Int64,
    "figures": pl.Int64,
    "memberships": pl.Int64,
    "digest": pl.String,
}

FIGURE_COLUMNS = (
    *("area_id", "indicator", "period", "value", "decimals", "unit", "standing", "known_from"),
    *("sheet", "row", "column", "reason", "known_basis", "made_from", "list_date"),
)
MEMBERSHIP_COLUMNS = (
    *("list_date", "area_id", "category", "status", "known_from"),
    *("sheet", "row", "column", "note"),
)
LIST_COLUMNS = ("list_date", "category", "scope", "whole")
OUTLOOK_COLUMNS = ("as_of", "list_date", "before_list", "sha256", "payload")
RUN_COLUMNS = ("as_of", "folder", "manifest")

STORED: dict[str, tuple[str, ...]] = {
    "figures": ("line", *FIGURE_COLUMNS),
    "figure_columns": COLUMNS,
    "memberships": ("line", *MEMBERSHIP_COLUMNS),
    "lists": LIST_COLUMNS,
    "outlooks": OUTLOOK_COLUMNS,
    "runs": RUN_COLUMNS,
}
"""Table -> its columns after ``batch``, in the order in which a batch's content is hashed."""


_EMPTY_IS_NONE = {"reason", "known_basis", "made_from"}


def stored(
    frame: pl.DataFrame, schema: dict[str, type[pl.DataType]], columns: tuple[str, ...]
) -> pl.DataFrame:
    """``frame`` as SQLite keeps it: types as in ``schema``, dates in ISO form, columns in order."""
    wanted = frame.select(
        pl.col(name).cast(schema[name])
        if name in frame.columns
        else pl.lit(None, dtype=schema[name]).alias(name)
        for name in columns
    )
    empty = [name for name in _EMPTY_IS_NONE & {*columns} if (wanted[name] == "").any()]
    return wanted.with_columns(
        *(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in sorted(empty)),
        pl.col(pl.Date).dt.to_string("iso"),
        pl.col(pl.Boolean).cast(pl.Int64),
    )


def rows(
    frame: pl.DataFrame, schema: dict[str, type[pl.DataType]], columns: tuple[str, ...]
) -> list[Row]:
    """``frame`` as rows for SQLite."""
    return stored(frame, schema, columns).rows()


def frame(found: list[Row], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """Rows of SQLite as a frame of ``schema``."""
    texts = {
        name: pl.String if kind is pl.Date else pl.Int64 if kind is pl.Boolean else kind
        for name, kind in schema.items()
    }
    raw = pl.DataFrame(found, schema=texts, orient="row")
    return _dated(raw, schema).with_columns(
        pl.col(name).cast(pl.Boolean) for name, kind in schema.items() if kind is pl.Boolean
    )


def _dated(raw: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    dates = [name for name in raw.columns if schema.get(name) is pl.Date]
    return raw.with_columns(pl.col(name).str.to_date("%Y-%m-%d") for name in dates)


def insert_into(table: str, columns: tuple[str, ...]) -> str:
    """The SQL that writes one row of ``columns`` into ``table``."""
    # the names are this module's own, never a planner's
    return f"INSERT INTO {table} ({_quoted(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


def stored_rows(archive: Archive, table: str, batch: object) -> list[Row]:
    """A batch's rows of one table as written, in order."""
    columns = _quoted(STORED[table])
    # the names are this module's own, never a planner's
    query = f"SELECT {columns} FROM {table} WHERE batch = ? ORDER BY {columns}"  # noqa: S608
    return archive.read(query, batch)


def _quoted(columns: tuple[str, ...]) -> str:
    # row and column are words of SQL
    return ", ".join(f'"{name}"' for name in columns)


def read_figures(archive: Archive) -> pl.DataFrame:
    """Every figure of every batch, in the order written."""
    alone = archive.read(
        "SELECT f.line, f.area_id, f.indicator, f.period, f.value, f.decimals, f.unit, f.standing,"
        ' f.known_from, b.file, f.sheet, f."row", f."column", f.batch,'
        " f.reason, f.known_basis, f.made_from, f.list_date"
        " FROM figures f JOIN batches b USING (batch) ORDER BY f.batch, f.line"
    )
    columns = archive.read(
        "SELECT batch, first, count, indicator, period, decimals, unit, standing, known_from,"
        ' sheet, "column", known_basis, list_date, figures'
        " FROM figure_columns ORDER BY batch, first"
    )
    found = frame(alone, {"line": pl.Int64, **FIGURES})
    if columns:
        files = read_batches(archive).select("batch", "file")
        whole = apart(columns).join(files, on="batch", how="left", maintain_order="left")
        found = pl.concat([found, _dated(whole, FIGURES)], how="diagonal").sort("batch", "line")
    return found.select(list(FIGURES))


def read_memberships(archive: Archive) -> pl.DataFrame:
    """Every membership row of every batch, in the order written."""
    found = archive.read(
        "SELECT m.list_date, m.area_id, m.category, m.status, m.known_from, b.file, m.sheet,"
        ' m."row", m."column", m.note, m.batch'
        " FROM memberships m JOIN batches b USING (batch) ORDER BY m.batch, m.line"
    )
    return frame(found, MEMBERSHIPS)


def read_lists(archive: Archive) -> pl.DataFrame:
    """Every list any batch holds."""
    found = archive.read(
        "SELECT list_date, category, scope, whole, batch FROM lists"
        " ORDER BY batch, list_date, category, scope"
    )
    return frame(found, LISTS)


def read_batches(archive: Archive) -> pl.DataFrame:
    """The log: one row per batch with its counts and its seal."""
    found = archive.read(
        "SELECT b.batch, b.kind, b.file, b.sha256, b.content, b.known_from, b.note, b.supersedes,"
        " (SELECT count(*) FROM figures f WHERE f.batch = b.batch)"
        " + (SELECT coalesce(sum(c.count), 0) FROM figure_columns c WHERE c.batch = b.batch),"
        " (SELECT count(*) FROM memberships m WHERE m.batch = b.batch), s.digest"
        " FROM batches b LEFT JOIN seals s USING (batch) ORDER BY b.batch"
    )
    return frame(found, BATCHES)
