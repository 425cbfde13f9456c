"""Do models agree? Where several models score the same areas, who warns of whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
from scipy import stats

from monitor.local.lists import final_codes, flagged_codes
from monitor.local.score import Scored

COLUMNS = {
    "year": pl.Int64,
    "model_a": pl.String,
    "model_b": pl.String,
    "areas": pl.Int64,
    "both": pl.Int64,
    "only_a": pl.Int64,
    "only_b": pl.Int64,
    "neither": pl.Int64,
    "rank_correlation": pl.Float64,
}


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


def agreement(models: Sequence[Scored]) -> pl.DataFrame:
    """Every pair of models on the areas and years both place.

    ``both`` counts areas both warn of; ``rank_correlation`` is Spearman's, null for fewer than
    three areas or where one model ranks all alike.
    """
    rows: list[dict[str, object]] = []
    for first, second in combinations(models, 2):
        joined = placed(first).join(placed(second), on=["year", "area_id"], suffix="_b")
        for year in joined["year"].unique().sort():
            common = joined.filter(pl.col("year") == year)
            a, b = common["flagged"], common["flagged_b"]
            rows.append(
                {
                    "year": year,
                    "model_a": first.model.id,
                    "model_b": second.model.id,
                    "areas": common.height,
                    "both": (a & b).sum(),
                    "only_a": (a & ~b).sum(),
                    "only_b": (~a & b).sum(),
                    "neither": (~a & ~b).sum(),
                    "rank_correlation": _spearman(common),
                }
            )
    return pl.DataFrame(rows, schema=COLUMNS).sort("year", "model_a", "model_b")


def _spearman(common: pl.DataFrame) -> float | None:
    fewest = 3
    if common.height < fewest or any(common[name].n_unique() == 1 for name in ("rank", "rank_b")):
        return None
    found = stats.spearmanr(common["rank"].to_numpy(), common["rank_b"].to_numpy())
    return round(float(found.statistic), 6)
