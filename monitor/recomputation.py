"""The recomputation of May 2018: criteria to come, tried on the list before; no list of its own."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.law.load import law_on
from monitor.law.model import Law
from monitor.published import Published
from monitor.record.load import lists, recomputation


def day() -> date:
    """The day it was published."""
    days: list[date] = recomputation()["list_date"].unique().to_list()
    return days[0]


def law() -> Law:
    """The version it tried: the one of the first list after it."""
    later: list[date] = lists().filter(pl.col("list_date") > day())["list_date"].to_list()
    return law_on(min(later))


def published() -> Published:
    """What was said that day of the areas in the table."""
    made = recomputation().select("list_date", "category").unique()
    return Published(
        recomputation(),
        made.with_columns(
            pl.lit(value=True).alias("whole"), pl.lit(value=False).alias("first_december")
        ),
    )
