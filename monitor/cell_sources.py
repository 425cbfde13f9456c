"""From a verdict down to the cell: where each figure stands, since when known, in which file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from monitor.explanation import aligned
from monitor.indicators import indicator
from monitor.words import Language, amount, say

HASH = 12
"""Signs of a file's SHA-256 that are shown; the whole stands in the figures and the archive."""
HEADS = ("cell", "figure", "period", "value", "known_from", "hash")


def cell_source(column: pl.Expr) -> pl.Expr:
    """File, sheet and cell of a figure as one text; all its cells where it was added up.

    Args:
        column: the column's letters, for a frame of columns file, sheet, row, made_from.
    """
    sheet = pl.when(pl.col("sheet") == "").then(pl.lit("")).otherwise(", " + pl.col("sheet"))
    added = pl.col("made_from").fill_null("")
    cell = pl.when(added == "").then(column + pl.col("row").cast(pl.String)).otherwise(added)
    return pl.concat_str(pl.col("file"), sheet, pl.lit(", "), cell)


def cells_behind(
    tables: Mapping[str, pl.DataFrame], area_id: str, day: date, lang: Language
) -> Iterator[str]:
    """Lines with the figures behind an area's why-rows on a list date, a cell each.

    The file is told by its SHA-256, so that a later one of the same name is not taken for it.
    Nothing where the run was made from the public record alone.
    """
    if "figures" not in tables:
        return
    at = (pl.col("list_date") == day) & (pl.col("area_id") == area_id)
    sources = tables["criteria"].filter(at)["source"].drop_nulls().to_list()
    wanted = sorted({place for source in sources for place in source.split("; ")})
    placed = tables["figures"].with_columns(place=cell_source(pl.col("column")))
    placed = placed.filter(pl.col("place").is_in(wanted) & pl.col("value").is_not_null())
    if placed.is_empty():
        return
    yield ""
    yield say("explain.cells", lang)
    rows = [tuple(say(f"explain.{key}", lang) for key in HEADS)]
    for row in placed.sort("place", "period", "indicator").iter_rows(named=True):
        basis = say(f"explain.known_{row['known_basis'] or 'stated'}", lang)
        decimals = row["decimals"] or 0
        rows.append(
            (
                row["place"],
                indicator(row["indicator"]).name[lang],
                row["period"],
                amount(float(row["value"]), lang, decimals, decimals),
                f"{row['known_from']} ({basis})",
                row["batch"][:HASH],
            )
        )
    yield from aligned(rows)
