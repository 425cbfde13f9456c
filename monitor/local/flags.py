"""Whom a local model warns of, and how it ranks them: one row per placed area and year."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitor.local.lists import final_codes, flagged_codes
from monitor.local.score import Scored


def placed(scored: Scored) -> pl.DataFrame:
    """One row per area and year with a final category: whether it is warned of, and its rank.

    The rank is that of the final axis, of the rows' axis for a grid.
    """
    model = scored.model
    codes = final_codes(model, scored.axes)
    flags = flagged_codes(model)
    axis = model.grid.rows if model.final == "grid" and model.grid else model.final
    years, areas = np.nonzero(codes != "")
    return pl.DataFrame(
        {
            "year": [scored.panel.years[year] for year in years],
            "area_id": [scored.panel.areas[area] for area in areas],
            "flagged": [code in flags for code in codes[years, areas]],
            "rank": [int(rank) for rank in scored.axes[axis].ranks[years, areas]]
            if axis in scored.axes
            else [],
        },
        schema={
            "year": pl.Int64,
            "area_id": pl.String,
            "flagged": pl.Boolean,
            "rank": pl.Int64,
        },
    )


def flags_of(scored: Scored) -> pl.DataFrame:
    """A local model as a warner: its flagged final categories, unknown where it places nobody."""
    found = placed(scored)
    there = pl.DataFrame(
        [
            {"area_id": scored.panel.areas[area], "year": scored.panel.years[year]}
            for year in range(len(scored.panel.years))
            for area in range(len(scored.panel.areas))
            if scored.included[year, area]
        ],
        schema={"area_id": pl.String, "year": pl.Int64},
    )
    joined = there.join(
        found.select("area_id", "year", "flagged"), on=["area_id", "year"], how="left"
    )
    answer = (
        pl.when(pl.col("flagged").is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("flagged"))
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
    )
    return joined.select(
        pl.lit(scored.model.id).alias("warner"), "area_id", "year", answer.alias("flag")
    ).sort("area_id", "year")
