"""The table ``trajectory``: quantiles of every indicator of every area on every list date."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from forecasts.panel import CONVICTED
from forecasts.scales import INDICATORS, Array
from forecasts.simulate import Draws, Simulation, each_area
from monitor.indicators import indicator
from monitor.panel import NATION

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

    ``standing`` is known where every year behind the figure is, else projected. The national
    conviction rate and the regions' incomes, on which limits rest, stand under their own ids.
    """

    def fans(area: int) -> list[tuple[object, ...]]:
        block, name = simulation.block(area), simulation.areas[area]
        rows: list[tuple[object, ...]] = []
        for code in INDICATORS:
            known = {n for a, n, c in simulation.locked.values if (a, c) == (area, code)}
            printed = simulation.printed(code, block[code])
            rows += _rows(simulation, as_of, name, code, printed, known)
        return rows

    found = [row for rows in each_area(simulation, fans, workers) for row in rows]
    found += _rows(simulation, as_of, NATION, CONVICTED, simulation.national, None)
    for region, incomes in simulation.incomes.items():
        found += _rows(simulation, as_of, region, "income_region_kr", incomes, None)
    return pl.DataFrame(found, schema=COLUMNS, orient="row").sort(
        "area_id", "indicator", "list_date"
    )


def _rows(
    simulation: Simulation,
    as_of: date,
    name: str,
    code: str,
    drawn: Array | Draws,
    known: set[int] | None,
) -> list[tuple[object, ...]]:
    """One row a list; without ``known`` a list all of whose draws agree is known."""
    cut = np.percentile(drawn, list(QUANTILES.values()), axis=0)
    cut = cut.round(indicator(code).decimals + EXTRA_DIGITS)
    rows: list[tuple[object, ...]] = []
    for number, day in enumerate(simulation.lists):
        sure = np.ptp(drawn[:, number]) == 0.0 if known is None else number in known
        standing = "known" if sure else "projected"
        rows.append((as_of, name, code, day, standing, *cut[:, number].tolist()))
    return rows
