"""Figures of one column of a table, kept together as one row of the archive.

What is the same in all of them is said once; line, area, row and value of each stand in a JSON
text, so that any program can still read them one by one (view ``all_figures``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import polars as pl

Row = tuple[object, ...]

FEWEST = 50
"""Fewer figures than these that belong together are kept as rows of their own."""

SAME = (
    *("indicator", "period", "decimals", "unit", "standing", "known_from", "sheet", "column"),
    *("known_basis", "list_date"),
)
"""What the figures of one column have in common."""

COLUMNS = ("first", "count", *SAME, "figures")
"""The columns of ``figure_columns`` after ``batch``."""

_UNPLAIN = r"[\x00-\x1f\"\\\x7f]"


def together(figures: pl.DataFrame) -> tuple[pl.DataFrame, list[Row]]:
    """Figures that stand in one column put together.

    Args:
        figures: as stored (dates as text, empty as null), with their ``line``.

    Returns:
        The figures that are kept one by one, and the rows of ``figure_columns`` in order.
    """
    if figures.height < FEWEST:
        return figures, []
    plain = _plain(figures)
    columns = (
        plain.group_by(SAME, maintain_order=True)
        .agg(
            pl.col("line").first().alias("first"),
            pl.len().cast(pl.Int64).alias("count"),
            pl.col("line").alias("lines"),
            _written().str.join(",").alias("figures"),
        )
        .filter(pl.col("count") >= FEWEST)
        .sort("first")
    )
    packed = columns["count"].sum()
    if packed == figures.height:
        alone = figures.clear()
    else:
        lines = columns.select(pl.col("lines").explode()).to_series()
        alone = figures.filter(~pl.col("line").is_in(lines.implode()))
    rows = columns.with_columns(figures=pl.concat_str(pl.lit("["), "figures", pl.lit("]")))
    return alone, rows.select(COLUMNS).rows()


def _plain(figures: pl.DataFrame) -> pl.DataFrame:
    """Figures with a value and a row whose texts need no care in JSON."""
    empty = {"value": False, "row": False, "reason": True, "made_from": True}
    for name, wanted in empty.items():
        nulls = figures[name].null_count()
        if nulls != (figures.height if wanted else 0):
            figures = figures.filter(pl.col(name).is_null() == wanted)
    for name in ("area_id", "value"):
        texts = figures[name].unique()
        odd = texts.filter((texts == "") | texts.str.contains(_UNPLAIN))
        if odd.len():
            figures = figures.filter(~pl.col(name).is_in(odd.implode()))
    return figures


def _written() -> pl.Expr:
    return pl.concat_str(
        pl.lit("["),
        pl.col("line"),
        pl.lit(',"'),
        pl.col("area_id"),
        pl.lit('",'),
        pl.col("row"),
        pl.lit(',"'),
        pl.col("value"),
        pl.lit('"]'),
    )


def apart(found: Sequence[Row]) -> pl.DataFrame:
    """The figures of stored columns one by one, as they were put in.

    Args:
        found: ``batch``, then ``COLUMNS``.

    Returns:
        batch, line, area_id, row, value and what the figures of a column have in common.
    """
    cells: dict[str, list[object]] = {name: [] for name in CELL}
    for *_, text in found:
        for part, several in zip(
            cells.values(), zip(*json.loads(str(text)), strict=True), strict=True
        ):
            part.extend(several)
    counts = [int(str(row[2])) for row in found]
    shared = pl.DataFrame([(row[0], *row[3:-1]) for row in found], schema=SHARED, orient="row")
    return pl.DataFrame(cells, schema=CELL).hstack(
        shared[np.repeat(np.arange(len(counts)), counts)].get_columns()
    )


CELL = {"line": pl.Int64, "area_id": pl.String, "row": pl.Int64, "value": pl.String}
"""What each figure of a column has for itself, in the order of the JSON text."""

SHARED = {
    "batch": pl.Int64,
    **{name: pl.Int64 if name in {"decimals", "column"} else pl.String for name in SAME},
}
