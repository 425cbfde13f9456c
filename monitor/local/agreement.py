"""Do models agree? Where several models score the same areas, who warns of whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl

from monitor.local.flags import placed
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
    # half a second, and most runs have one model
    from scipy import stats

    found = stats.spearmanr(common["rank"].to_numpy(), common["rank_b"].to_numpy())
    return round(float(found.statistic), 6)
