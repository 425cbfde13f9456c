"""The whole table ``backtest``: run anew, or as it was measured for this version of the tool."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

import polars as pl

from forecasts.backtest.histories import history_rows
from forecasts.backtest.membership import membership_rows
from forecasts.backtest.others import other_rows
from forecasts.backtest.rows import COLUMNS, as_frame
from forecasts.backtest.values import value_rows

DRAWS = 5_000
AHEAD = (1, 2)
MEASURED = "measured.csv"
"""The file the report quotes: `forvarsel backtest --out DIR` makes it anew as ``backtest.csv``."""


def backtest_table(draws: int = DRAWS) -> pl.DataFrame:
    """Every score of every model on the public record; columns as ``docs/outputs.md``."""
    rows = other_rows(draws)
    for ahead in AHEAD:
        rows += history_rows(draws, ahead)
        rows += value_rows(ahead, draws) + membership_rows(ahead, draws)
    return as_frame(rows)


@cache
def measured() -> pl.DataFrame:
    """The table as measured when this version was made."""
    content = files("forecasts.backtest").joinpath(MEASURED).read_bytes()
    return pl.read_csv(BytesIO(content), schema=COLUMNS)
