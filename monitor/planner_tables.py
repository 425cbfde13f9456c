"""From a folder that was read to what the 40 percent rule and the local models take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from monitor.dwellings import DWELLINGS_SCHEMA
from monitor.ingest.folder import Ingested
from monitor.plan_rows import PLAN_SCHEMA
from monitor.target_input import (
    BOUNDS_SCHEMA,
    CONDITIONS_SCHEMA,
    COSTS_SCHEMA,
    TARGETS_SCHEMA,
    TargetInput,
)
from monitor.words import Language


def target_input(read: Ingested) -> TargetInput:
    """Dwellings and plan rows of a folder; what it does not hold is empty, never zero."""
    counted = read.dwellings.filter(pl.col("period").str.contains(r"^\d{4}-\d{2}-\d{2}$"))
    dwellings = counted.select(
        "area_id",
        pl.col("period").str.to_date("%Y-%m-%d").alias("date"),
        "indicator",
        pl.col("value").cast(pl.Int64, strict=False),
        pl.lit(None, pl.Int64).alias("at_least"),
        pl.lit(None, pl.Int64).alias("at_most"),
        pl.lit("").alias("unit"),
        pl.lit("").alias("building"),
        pl.concat_str("file", pl.lit(", "), "sheet").alias("source"),
        "file",
        "row",
    )
    dwellings = dwellings.cast(pl.Schema(DWELLINGS_SCHEMA))
    return TargetInput(
        dwellings=dwellings,
        plan=read.plans.select(list(PLAN_SCHEMA)),
        costs=pl.DataFrame(schema=COSTS_SCHEMA),
        bounds=pl.DataFrame(schema=BOUNDS_SCHEMA),
        targets=pl.DataFrame(schema=TARGETS_SCHEMA),
        conditions=pl.DataFrame(schema=CONDITIONS_SCHEMA),
    )


def local_figures(read: Ingested, as_of: date) -> pl.DataFrame:
    """Local indicators and residents by year: ``area_id, year, indicator, value``.

    Figures of the municipality as a whole stand under the id ``municipality``.
    """
    residents = read.figures.filter(
        (pl.col("indicator") == "residents") & pl.col("list_date").is_null()
    )
    both = pl.concat([read.local, residents], how="diagonal").filter(
        pl.col("value").is_not_null() & (pl.col("known_from") <= as_of)
    )
    return (
        both.select(
            "area_id",
            pl.col("period").str.head(4).cast(pl.Int64).alias("year"),
            "indicator",
            "value",
        )
        .filter(pl.col("year").is_in(_years(read)))
        .unique(subset=["area_id", "year", "indicator"], keep="last", maintain_order=True)
        .sort("year", "area_id", "indicator")
    )


def _years(read: Ingested) -> list[int]:
    """The years local indicators are given for; residents of other years score nothing."""
    return read.local["period"].str.head(4).cast(pl.Int64).unique().to_list()


def preventive_work(read: Ingested) -> pl.DataFrame:
    """Preventive work as written: ``area_id, effort, follow_up, next_check, source``.

    Free text of the planner's own; it stands in internal products only.
    """
    rows: dict[tuple[str, str, str, int], dict[str, str]] = {}
    for text in read.texts.sort("file", "sheet", "row", "column").iter_rows(named=True):
        place = (text["area_id"], text["file"], text["sheet"], text["row"])
        rows.setdefault(place, {"period": text["period"]})[text["field"]] = text["text"]
    found = [
        (
            area,
            ". ".join(told[name] for name in ("effort", "description") if name in told),
            told.get("responsible", ""),
            told["period"],
            f"{file}, {sheet}, {row}",
        )
        for (area, file, sheet, row), told in rows.items()
        if "effort" in told
    ]
    columns = ("area_id", "effort", "follow_up", "next_check", "source")
    return pl.DataFrame(found, schema=dict.fromkeys(columns, pl.String), orient="row")


def with_names(scores: pl.DataFrame, names: Mapping[str, Mapping[Language, str]]) -> pl.DataFrame:
    """Local scores with each indicator's short name in both languages."""
    known = pl.DataFrame(
        [(code, name["da"], name["en"]) for code, name in names.items()],
        schema={"indicator": pl.String, "name_da": pl.String, "name_en": pl.String},
        orient="row",
    )
    return scores.join(known, on="indicator", how="left", maintain_order="left")
