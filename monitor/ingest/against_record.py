"""Figures against the public record: what was printed with a list, and persons in brackets."""

from __future__ import annotations

import polars as pl

from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Keyed
from monitor.ingest.repeats import place_of
from monitor.law.load import law_on, laws
from monitor.record.load import areas, values

TINY = 1e-9
FAR = 0.25
"""Residents that differ from the record's of the same day by more than this share."""
HUNDRED = 100.0


def check_record(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """Figures of a list the record holds, residents of a day it holds, brackets."""
    if not work.height:
        return
    known = values().select(
        "area_id",
        "indicator",
        "period",
        "list_date",
        pl.col("value").alias("printed"),
        pl.col("value").cast(pl.Float64).alias("record"),
        pl.col("decimals").alias("places"),
    )
    if figures.printed.any():
        _printed(work, known, harvest)
    if "residents" in figures.present:
        _residents(work, known, harvest)
    if any(code.startswith("excess_") for code in figures.present):
        _brackets(work, harvest)


def _printed(work: pl.DataFrame, known: pl.DataFrame, harvest: Harvest) -> None:
    """Figures of a list whose print the record holds."""
    rows = work.filter(pl.col("list_date").is_not_null()).join(
        known.drop("period"),
        on=["area_id", "indicator", "list_date"],
        how="inner",
        maintain_order="left",
    )
    half = 0.5 * 10.0 ** -pl.min_horizontal("decimals", "places").cast(pl.Float64)
    for row in rows.filter(
        (pl.col("number") - pl.col("record")).abs()
        > pl.when(pl.col("decimals") == pl.col("places")).then(0.0).otherwise(half) + TINY
    ).iter_rows(named=True):
        harvest.fault(
            place_of(row),
            "differs_from_record",
            value=Figure(row["value"]),
            record=Figure(row["printed"]),
            list_date=row["list_date"].isoformat(),
            indicator=row["indicator"],
        )


def _residents(work: pl.DataFrame, known: pl.DataFrame, harvest: Harvest) -> None:
    """Residents of a day for which the record holds another number altogether."""
    day = known.filter(pl.col("indicator") == "residents").unique(
        ["area_id", "period"], keep="last", maintain_order=True
    )
    rows = (
        work.filter(pl.col("list_date").is_null() & (pl.col("indicator") == "residents"))
        .join(day.drop("indicator", "list_date"), on=["area_id", "period"], how="inner")
        .filter((pl.col("number") / pl.col("record") - 1).abs() > FAR)
        .sort("at")
    )
    for row in rows.iter_rows(named=True):
        harvest.fault(
            place_of(row),
            "far_from_record",
            value=Figure(row["value"]),
            record=Figure(row["printed"]),
            period=row["period"],
        )


def _brackets(work: pl.DataFrame, harvest: Harvest) -> None:
    """Persons over the limit against share and residents; kroner against the region's others."""
    keys = ["area_id", "period", "list_date"]
    residents = work.filter(pl.col("indicator") == "residents").select(*keys, people="number")
    share = work.filter(pl.col("indicator") == "nonwestern_pct").select(
        *keys, share="number", places="decimals"
    )
    limit = _limit(work, "nonwestern")
    rows = (
        work.filter(pl.col("indicator") == "excess_persons_nonwestern")
        .join(residents, on=keys, how="inner", nulls_equal=True, maintain_order="left")
        .join(share, on=keys, how="inner", nulls_equal=True, maintain_order="left")
        .with_columns(
            right=(pl.col("share") - limit) * pl.col("people") / HUNDRED,
            slack=0.5 * 10.0 ** -pl.col("places").cast(pl.Float64) * pl.col("people") / HUNDRED + 1,
        )
        .filter((pl.col("number") - pl.col("right")).abs() > pl.col("slack"))
    )
    for row in rows.iter_rows(named=True):
        low = row["right"] - row["slack"] + 1
        high = row["right"] + row["slack"] - 1
        harvest.fault(
            place_of(row),
            "bracket_persons",
            value=Figure(row["value"]),
            low=Figure(f"{low:.0f}"),
            high=Figure(f"{high:.0f}"),
        )
    _kroner(work, harvest)


def _limit(work: pl.DataFrame, criterion: str) -> float:
    """The limit the brackets count from, by the act in force for the newest list read."""
    dates = sorted(work["list_date"].drop_nulls().to_list())
    law = law_on(dates[-1]) if dates else laws()[-1]
    limits = law.criteria[criterion].limits
    return float(limits.get("parallel", next(iter(limits.values()))).value)


_FEWEST = 2


def _kroner(work: pl.DataFrame, harvest: Harvest) -> None:
    """The region's mean income each bracket implies must be one and the same in a region.

    Share minus limit, times the region's mean, is minus the bracket: each row bounds the mean.
    """
    keys = ["area_id", "period", "list_date"]
    regions = areas().select("area_id", "region_code")
    limit = _limit(work, "income")
    share = work.filter(pl.col("indicator") == "income_pct_of_region").select(
        *keys,
        share="number",
        printed="value",
        half=0.5 * 10.0 ** -pl.col("decimals").cast(pl.Float64),
    )
    rows = (
        work.filter(pl.col("indicator") == "excess_kr_income")
        .join(share, on=keys, how="inner", nulls_equal=True, maintain_order="left")
        .join(regions, on="area_id", how="inner", maintain_order="left")
        .with_columns(gap=(pl.col("share") - limit).abs())
        .filter(pl.col("gap") > pl.col("half"))
        .with_columns(
            low=pl.col("number").abs() * HUNDRED / (pl.col("gap") + pl.col("half")),
            high=pl.col("number").abs() * HUNDRED / (pl.col("gap") - pl.col("half")),
        )
    )
    for _, group in rows.group_by("region_code", "period", maintain_order=True):
        if group.height < _FEWEST:
            continue
        for row in group.iter_rows(named=True):
            others = group.filter(pl.col("area_id") != row["area_id"])
            overlap = others.filter((pl.col("low") <= row["high"]) & (pl.col("high") >= row["low"]))
            if overlap.height * 2 >= others.height and overlap.height:
                continue
            if overlap.height == 0 and others.height == 1 and row["gap"] > others["gap"][0]:
                continue
            harvest.fault(
                place_of(row),
                "bracket_kroner",
                value=Figure(row["value"]),
                share=Figure(row["printed"]),
                low=Figure(f"{row['low']:.0f}"),
                high=Figure(f"{row['high']:.0f}"),
            )
