"""What was known on a date: the newest figure, membership and list of each key by then.

``through`` bounds the batches besides: what the archive itself held after that batch, whatever
was learned later about the past.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.archive.store import Archive
from monitor.archive.tables import read_batches, read_figures, read_lists, read_memberships

FIGURE_KEY = ("area_id", "indicator", "period", "list_date")
"""A figure printed with a list stands beside the one from yearly counts (``list_date`` null)."""

MEMBERSHIP_KEY = ("list_date", "area_id", "category")

# a hole in a newer file does not take back a figure, and a projection never replaces a count
_WEIGHT = {"missing": 0, "projected": 1, "preliminary": 2, "known": 2}


def figures_known(
    archive: Archive, as_of: date | None = None, through: int | None = None
) -> pl.DataFrame:
    """The latest known value of each (area, indicator, period), columns of ``outputs.md``.

    A figure printed with a list and one from yearly counts are two: both may exist. Among figures
    of the same ``known_from`` the later batch counts. Sorted by key.
    """
    weight = pl.col("standing").replace_strict(_WEIGHT, return_dtype=pl.Int64)
    known = _in_force(archive, read_figures(archive), as_of, through).with_columns(weight=weight)
    return (
        known.with_row_index("order")
        .sort(*FIGURE_KEY, "weight", "known_from", "batch", "order")
        .unique(subset=list(FIGURE_KEY), keep="last", maintain_order=True)
        .drop("order", "weight")
    )


def memberships_known(
    archive: Archive, as_of: date | None = None, through: int | None = None
) -> pl.DataFrame:
    """The latest known status of each (list date, area, category), sorted by key."""
    known = _in_force(archive, read_memberships(archive), as_of, through)
    return (
        known.with_row_index("order")
        .sort(*MEMBERSHIP_KEY, "known_from", "batch", "order")
        .unique(subset=list(MEMBERSHIP_KEY), keep="last", maintain_order=True)
        .drop("order")
    )


def lists_known(
    archive: Archive, as_of: date | None = None, through: int | None = None
) -> pl.DataFrame:
    """The lists there are by then: list_date, category, scope, whole (in any batch), batch."""
    batches = read_batches(archive).select("batch", "known_from")
    lists = read_lists(archive).join(batches, on="batch", how="left", maintain_order="left")
    known = _in_force(archive, lists, as_of, through).drop("known_from")
    return known.sort("list_date", "category", "scope", "whole", "batch").unique(
        subset=["list_date", "category", "scope"], keep="last", maintain_order=True
    )


def provenance(
    archive: Archive, area_id: str, indicator: str, period: str | None = None
) -> pl.DataFrame:
    """Every value ever given for a figure with its file, hash and cell, newest knowledge first."""
    hashes = read_batches(archive).select("batch", "sha256", "supersedes")
    found = read_figures(archive).filter(
        (pl.col("area_id") == area_id)
        & (pl.col("indicator") == indicator)
        & (True if period is None else pl.col("period") == period)
    )
    return found.join(hashes.select("batch", "sha256"), on="batch", how="left").sort(
        "period", "known_from", "batch", descending=[False, True, True]
    )


def difference(
    before: pl.DataFrame, after: pl.DataFrame, key: tuple[str, ...], value: str
) -> pl.DataFrame:
    """What changed between two states: key, before, after, change (added, removed, changed).

    A figure that is missing counts as not there.
    """
    names = list(key)
    old = before.drop_nulls(value).select(*names, pl.col(value).alias("before"))
    new = after.drop_nulls(value).select(*names, pl.col(value).alias("after"))
    both = old.join(new, on=names, how="full", coalesce=True, nulls_equal=True)
    change = (
        pl.when(pl.col("before").is_null())
        .then(pl.lit("added"))
        .when(pl.col("after").is_null())
        .then(pl.lit("removed"))
        .otherwise(pl.lit("changed"))
    )
    changed = both.filter(pl.col("before").ne_missing(pl.col("after")))
    return changed.with_columns(change=change).sort(names)


def _in_force(
    archive: Archive, rows: pl.DataFrame, as_of: date | None, through: int | None
) -> pl.DataFrame:
    batches = read_batches(archive)
    if through is not None:
        rows = rows.filter(pl.col("batch") <= through)
        batches = batches.filter(pl.col("batch") <= through)
    if as_of is not None:
        rows = rows.filter(pl.col("known_from") <= as_of)
    replaced = batches["supersedes"].drop_nulls()
    return rows.filter(~pl.col("batch").is_in(replaced.implode()))
