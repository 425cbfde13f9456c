"""The public record as the forecast takes it: figures, regions, the national conviction rate."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import polars as pl

from forecasts.scales import INDICATORS
from monitor.law.load import law_on
from monitor.panel import FIGURE_COLUMNS, NATION
from monitor.record.load import areas, national, values

DIGITS = 6


@cache
def regions() -> dict[str, str]:
    """Area id -> region id of every area of the record."""
    rows = areas().select("area_id", "region_code").iter_rows()
    return {area: f"region-{code}" for area, code in rows}


@cache
def figures() -> pl.DataFrame:
    """Published figures of the six indicators, and the national rate behind each printed limit."""
    printed = (
        values()
        .filter(pl.col("indicator").is_in(INDICATORS))
        .with_columns(standing=pl.lit("known"))
        .select(list(FIGURE_COLUMNS))
    )
    return pl.concat([printed, _national()]).sort(list(FIGURE_COLUMNS))


def _national() -> pl.DataFrame:
    """The national rate is the printed limit over its multiple, for the years of that list."""
    rows = []
    limits = national().filter(
        (pl.col("quantity") == "convicted_threshold_pct") & pl.col("multiple").is_not_null()
    )
    for row in limits.iter_rows(named=True):
        rate = Fraction(row["value"]) / row["multiple"]
        rows.append(
            {
                "area_id": NATION,
                "list_date": row["list_date"],
                "indicator": "convicted_pct",
                "period": law_on(row["list_date"]).criteria["convicted"].period(row["list_date"]),
                "value": f"{float(rate):.{DIGITS}f}",
                "decimals": row["decimals"],
                "standing": "known",
                "known_from": row["known_from"],
                "source": row["source"],
            }
        )
    return pl.DataFrame(rows, schema=FIGURE_COLUMNS)
