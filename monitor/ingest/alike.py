"""Figures that are alike where they should not be: two rows of a table, a whole column."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Keyed, Texts, compact
from monitor.ingest.repeats import ENOUGH, LONG, MANY, TEN, place_of


def _twins(measured: Keyed, texts: Texts, harvest: Harvest) -> None:
    """Two areas of one table with the same figures in one year."""
    within = measured.year * (int(measured.source.max(initial=0)) + 1) + measured.source
    groups = (within * 2 + measured.printed) * len(measured.areas) + measured.area
    groups, place = compact(groups)
    count = np.bincount(groups, minlength=place.size)
    # figures come indicator by indicator: alike, they add up to the same to the last digit
    sums = np.bincount(groups, weights=measured.number * (measured.code + 1), minlength=place.size)
    enough = np.flatnonzero(count >= ENOUGH)
    rows = pl.DataFrame({"within": place[enough] // (2 * len(measured.areas)), "sum": sums[enough]})
    alike = enough[rows.is_duplicated().to_numpy()]
    if not alike.size:
        return
    wanted = np.zeros(place.size, dtype=np.bool_)
    wanted[alike] = True
    _say_twins(measured.where(wanted[groups]), texts, harvest)


def _say_twins(measured: Keyed, texts: Texts, harvest: Harvest) -> None:
    years = pl.DataFrame({"at": measured.at, "year": measured.year, "printed": measured.printed})
    rows = (
        years.join(texts.of(measured.at), on="at", how="inner")
        .sort("at")
        .with_columns(sign=pl.struct("indicator", "value").hash())
        .group_by("area_id", "year", "printed", "file", "sheet", maintain_order=True)
        .agg(pl.len(), sign=pl.col("sign").sum(), at=pl.col("at").min())
        .filter(pl.col("len") >= ENOUGH)
    )
    twins = rows.filter(pl.len().over("sign", "year", "file", "sheet") > 1).sort("at")
    by_at = texts.rows(twins["at"])
    first: dict[int, str] = {}
    for row in twins.iter_rows(named=True):
        if row["sign"] in first:
            harvest.fault(
                place_of(by_at[row["at"]]),
                "rows_the_same",
                area=row["area_id"],
                other=first[row["sign"]],
                count=row["len"],
            )
        first.setdefault(row["sign"], row["area_id"])


def _filled_down(yearly: Keyed, texts: Texts, harvest: Harvest) -> None:
    """One figure in all rows of a column."""
    regional = np.array([code == "income_region_kr" for code in yearly.codes], dtype=np.bool_)
    some = (yearly.digits >= TEN) & ~regional[yearly.code]
    read = yearly.as_read(some)
    column = np.zeros(read.size, dtype=np.int64)
    for part in (yearly.code, yearly.period, yearly.source, yearly.column):
        column = column * (int(part.max(initial=0)) + 1) + part[read]
    begins = np.flatnonzero(np.diff(column, prepend=-1))
    if not begins.size:
        return
    number = yearly.number[read]
    # figures of one column mostly stand together: runs first, then the runs of a column
    runs = (
        pl.DataFrame(
            {
                "column": column[begins],
                "len": np.diff(begins, append=column.size),
                "low": np.minimum.reduceat(number, begins),
                "high": np.maximum.reduceat(number, begins),
                "long": yearly.digits[read[begins]] >= LONG,
            }
        )
        .group_by("column", maintain_order=True)
        .agg(pl.col("len").sum(), pl.col("low").min(), pl.col("high").max(), pl.col("long").first())
        .filter(
            (pl.col("low") == pl.col("high"))
            & (pl.col("len") > pl.when("long").then(ENOUGH).otherwise(MANY))
        )
    )
    for row in runs.iter_rows(named=True):
        found = texts.of(yearly.at[read[column == row["column"]]])
        if found["value"].n_unique() == 1:
            first = found.sort("at").row(0, named=True)
            harvest.fault(
                place_of(first),
                "filled_down",
                value=Figure(first["value"]),
                count=row["len"],
                indicator=first["indicator"],
            )


def check_same_rows(yearly: Keyed, texts: Texts, harvest: Harvest) -> None:
    """Two areas with the same figures in one year; one figure filled down a column."""
    _twins(yearly.where(yearly.digits >= LONG), texts, harvest)
    _filled_down(yearly, texts, harvest)
