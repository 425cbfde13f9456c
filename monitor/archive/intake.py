"""A folder that was read goes into the archive: one batch per file, the same file only once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from monitor.archive.batches import Appended, Source, append
from monitor.archive.store import Archive

LOCAL = "local:"
"""Before the names of local indicators, which are kept among the figures."""


def take_in(
    archive: Archive,
    files: pl.DataFrame,
    figures: pl.DataFrame,
    memberships: pl.DataFrame,
    as_of: date,
    local: pl.DataFrame | None = None,
    lists: pl.DataFrame | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Appended]:
    """Put everything read from a folder into the archive, file by file in the order of ``files``.

    A run that was killed is completed by the next: files whose batch is there are recognised.

    Args:
        archive: open for writing.
        files: file, sha256 of every file that was read.
        figures: columns of ``outputs.md`` (and reason, known_basis, made_from, list_date).
        memberships: list_date, area_id, category, standing (on, left), new, file, sheet, row,
            column; known from the list's own date.
        as_of: the date known of a file that holds nothing with a date of its own.
        local: figures of local indicators, columns as ``figures``.
        lists: file, list_date, category, scope, whole: which lists a file holds whole.
        progress: told each file's name when its batch is in.

    Returns:
        The batch of every file that held something.

    Raises:
        FigureError: one file gives two values for the same figure.
        ArchiveError: the archive is locked or refuses a row.
    """
    if local is not None and local.height:
        named = local.with_columns(indicator=pl.lit(LOCAL) + pl.col("indicator"))
        figures = pl.concat([figures, named.select(figures.columns)])
    members = memberships.with_columns(
        status=pl.when(pl.col("standing") == "left")
        .then(pl.lit("left"))
        .when(pl.col("new").fill_null(value=False))
        .then(pl.lit("new"))
        .otherwise(pl.lit("listed")),
        known_from=pl.col("list_date"),
        note=pl.lit(""),
    )
    found: dict[str, Appended] = {}
    by_file = _by_file(figures)
    for file, sha256 in files.select("file", "sha256").iter_rows():
        own = by_file.get(file, figures.clear())
        listed = members.filter(pl.col("file") == file)
        whole = None if lists is None else lists.filter(pl.col("file") == file)
        if not own.height and not listed.height:
            continue
        dates = [own["known_from"].max(), listed["list_date"].max()]
        known_from = max((day for day in dates if isinstance(day, date)), default=as_of)
        source = Source("file", file, sha256, known_from)
        found[file] = append(archive, source, own, listed, whole)
        if progress is not None:
            progress(file)
    return found


def _by_file(figures: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The figures of each file, in their order."""
    parts = figures.partition_by("file", maintain_order=True)
    return {str(part["file"][0]): part for part in parts}
