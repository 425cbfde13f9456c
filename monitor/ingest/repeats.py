"""What repeats or is missing: a year or row copied, a gap, a value filled down, one far off."""

from __future__ import annotations

from typing import Any

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.grid import Place
from monitor.ingest.harvest import Harvest
from monitor.ingest.periods import criterion_of

ENOUGH = 3


MANY = 6


MOST = 0.8


TEN = 10.0


TEN_SLACK = 2.0


def _rows_at(yearly: pl.DataFrame, hits: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """The figures a check hit, by their number."""
    wanted = yearly.filter(pl.col("at").is_in(hits["at"].to_list()))
    return {row["at"]: row for row in wanted.iter_rows(named=True)}


def check_copied(yearly: pl.DataFrame, harvest: Harvest) -> None:
    """A year whose figures are another's: in one indicator for all areas, or one area in all."""
    over = [*SERIES, "printed", "span"]
    frame = yearly.with_columns(
        same=(pl.col("number") == pl.col("number").shift(1).over(over))
        & (pl.col("year") != pl.col("year").shift(1).over(over)),
        before_year=pl.col("year").shift(1).over(over),
        digits=_digits(),
    ).filter(pl.col("same").is_not_null())
    by_year = (
        frame.group_by("indicator", "year", "printed", maintain_order=True)
        .agg(pl.len(), pl.col("same").sum(), pl.col("at").min(), pl.col("before_year").first())
        .filter((pl.col("same") >= ENOUGH) & (pl.col("same") >= MOST * pl.col("len")))
        .sort("indicator", "year")
    )
    rows = _rows_at(yearly, by_year)
    whole: set[tuple[str, int]] = set()
    for found in by_year.iter_rows(named=True):
        whole.add((found["indicator"], found["year"]))
        row = rows[found["at"]]
        harvest.fault(
            place_of(row),
            "year_copied",
            indicator=found["indicator"],
            year=found["year"],
            other=found["before_year"],
            count=found["same"],
        )
    by_area = (
        frame.filter(pl.col("digits") >= ENOUGH)
        .group_by("area_id", "year", "printed", maintain_order=True)
        .agg(
            pl.len(),
            pl.col("same").sum(),
            pl.col("at").min(),
            pl.col("before_year").first(),
            codes=pl.col("indicator"),
        )
        .filter((pl.col("same") >= ENOUGH) & (pl.col("same") >= MOST * pl.col("len")))
        .sort("area_id", "year")
    )
    rows = _rows_at(yearly, by_area)
    for found in by_area.iter_rows(named=True):
        if all((code, found["year"]) in whole for code in found["codes"]):
            continue
        row = rows[found["at"]]
        harvest.fault(
            place_of(row),
            "area_year_copied",
            area=found["area_id"],
            year=found["year"],
            other=found["before_year"],
            count=found["same"],
        )


def check_gaps(yearly: pl.DataFrame, work: pl.DataFrame, harvest: Harvest) -> None:
    """An area without a figure in a year in which others have one, with years on both sides.

    A cell that says why it is empty (suppressed) is no gap, nor is one refused beside it.
    """
    empty = work.filter(pl.col("number").is_null())
    told = {
        (area, code, period[:4])
        for area, code, period in empty.select("area_id", "indicator", "period").iter_rows()
    }
    over = [*SERIES, "printed", "span"]
    frame = yearly.with_columns(
        before_year=pl.col("year").shift(1).over(over), areas=pl.len().over("indicator", "year")
    )
    years = (
        yearly.group_by("indicator", "printed", "span", "year", maintain_order=True)
        .agg(pl.col("area_id").n_unique().alias("n"))
        .sort("indicator", "year")
    )
    full = {
        (row["indicator"], row["printed"], row["span"], row["year"])
        for row in years.iter_rows(named=True)
        if row["n"] >= ENOUGH
    }
    refused = {
        (fault.place.file, fault.place.sheet, fault.place.row, fault.place.column)
        for fault in harvest.faults
        if fault.gravity == "error"
    }
    for row in frame.filter(pl.col("year") - pl.col("before_year") > 1).iter_rows(named=True):
        near = [(row["row"] - up, row["column"]) for up in (1, 2)]
        near.append((row["row"], row["column"] - 1))
        if any((row["file"], row["sheet"], *at) in refused for at in near):
            continue
        for year in range(row["before_year"] + 1, row["year"]):
            if (row["area_id"], row["indicator"], str(year)) in told or row["printed"]:
                continue
            if (row["indicator"], row["printed"], row["span"], year) in full:
                harvest.fault(
                    place_of(row),
                    "year_gap",
                    area=row["area_id"],
                    indicator=row["indicator"],
                    year=year,
                )


def check_across(yearly: pl.DataFrame, harvest: Harvest) -> None:
    """A value ten or a hundred times off among the areas of one year, without a history."""
    over = ["indicator", "period", "printed"]
    alone = yearly.filter(pl.len().over([*SERIES, "printed", "span"]) == 1)
    alone = alone.filter(
        (pl.len().over(over) > ENOUGH + 1)
        & pl.col("indicator").map_elements(
            lambda code: criterion_of(code) is not None or code == "residents",
            return_dtype=pl.Boolean,
        )
    )
    for _, group in alone.group_by(over, maintain_order=True):
        numbers = group["number"].sort().to_list()
        rows = list(group.iter_rows(named=True))
        for row in rows:
            value = row["number"]
            others = [number for number in numbers if number != value]
            if len(others) < ENOUGH + 1 or indicators()[row["indicator"]].kind == "count":
                continue
            low, high = others[0], others[-1]
            for factor in (TEN, TEN * TEN, TEN**3):
                for moved in (value * factor, value / factor):
                    apart = value < low / TEN_SLACK or value > high * TEN_SLACK
                    if apart and low <= moved <= high:
                        harvest.fault(
                            place_of(row),
                            "factor_among_areas",
                            value=Figure(row["value"]),
                            low=Figure(f"{low:.15g}"),
                            high=Figure(f"{high:.15g}"),
                            indicator=row["indicator"],
                        )
                        break
                else:
                    continue
                break


def _digits() -> pl.Expr:
    """How many digits a printed figure has."""
    whole = pl.col("number").abs() * 10.0 ** pl.col("decimals").fill_null(0).cast(pl.Float64)
    return whole.round().clip(1, None).log10().floor().cast(pl.Int32) + 1


def check_same_rows(yearly: pl.DataFrame, harvest: Harvest) -> None:
    """Two areas with the same figures in one year; one figure filled down a column."""
    measured = yearly.filter(_digits() >= ENOUGH)
    rows = (
        measured.with_columns(sign=pl.struct("indicator", "value").hash())
        .group_by("area_id", "year", "printed", "file", "sheet", maintain_order=True)
        .agg(
            pl.len(),
            # the same figures in any order have the same sum of signs
            sign=pl.col("sign").sum(),
            at=pl.col("at").min(),
        )
        .filter(pl.col("len") >= ENOUGH)
    )
    twins = rows.filter(pl.len().over("sign", "year", "file", "sheet") > 1).sort("at")
    if twins.height:
        by_at = _rows_at(yearly, twins)
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
    digits = _digits()
    filled = (
        yearly.filter(~pl.col("indicator").is_in(["income_region_kr"]) & (digits > 1))
        .group_by("indicator", "period", "file", "sheet", "column", maintain_order=True)
        .agg(
            pl.len(),
            pl.col("value").n_unique().alias("kinds"),
            pl.col("at").min(),
            digits=digits.first(),
        )
        .filter(
            (pl.col("kinds") == 1)
            & (pl.col("len") > pl.when(pl.col("digits") >= ENOUGH).then(ENOUGH).otherwise(MANY))
        )
        .sort("at")
    )
    if filled.height:
        by_at = _rows_at(yearly, filled)
        for row in filled.iter_rows(named=True):
            found = by_at[row["at"]]
            harvest.fault(
                place_of(found),
                "filled_down",
                value=Figure(found["value"]),
                count=row["len"],
                indicator=row["indicator"],
            )


def place_of(row: dict[str, Any]) -> Place:
    """Where a figure stands."""
    return Place(row["file"], row["sheet"], row["row"] or 0, row["column"] or 0)


SERIES = ["area_id", "indicator"]
