"""The table ``trajectory``: quantiles of every indicator of every area on every list date."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from forecasts.scales import INDICATORS
from forecasts.simulate import Simulation, each_area
from monitor.indicators import indicator

QUANTILES = {"q025": 2.5, "q10": 10.0, "q50": 50.0, "q90": 90.0, "q975": 97.5}
COLUMNS = {
    "as_of": pl.Date,
    "area_id": pl.String,
    "indicator": pl.String,
    "list_date": pl.Date,
    "standing": pl.String,
    **dict.fromkeys(QUANTILES, pl.Float64),
}
EXTRA_DIGITS = 1
"""Quantiles are rounded to one digit more than the figure is printed with."""


def trajectory_table(simulation: Simulation, as_of: date, workers: int = 2) -> pl.DataFrame:
    """Quantiles in printed units, by area, indicator and list date.

    ``standing`` is known where every year behind the figure is, else projected.
    """

    def fans(area: int) -> list[tuple[object, ...]]:
        block = simulation.block(area)
        rows: list[tuple[object, ...]] = []
        for code in INDICATORS:
            printed = simulation.printed(code, block[code])
            digits = indicator(code).decimals + EXTRA_DIGITS
            cut = np.percentile(printed, list(QUANTILES.values()), axis=0).round(digits)
            for number, day in enumerate(simulation.lists):
                known = (area, number, code) in simulation.locked.values
                standing = "known" if known else "projected"
                name = simulation.areas[area]
                rows.append((as_of, name, code, day, standing, *cut[:, number].tolist()))
        return rows

    found = [row for rows in each_area(simulation, fans, workers) for row in rows]
    return pl.DataFrame(found, schema=COLUMNS, orient="row").sort(
        "area_id", "indicator", "list_date"
    )
