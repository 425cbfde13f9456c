"""From a folder that was read to what the 40 percent rule and the local models take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from monitor.dwellings import DWELLINGS_SCHEMA, TOTAL, is_total
from monitor.ingest.folder import Ingested
from monitor.ingest.target_tables import UNITS
from monitor.local.of_law import COLUMNS, KEYS, YEAR, the_same, yearly_law_figures
from monitor.plan_rows import PLAN_SCHEMA
from monitor.register import count_register
from monitor.target_cells import GivenCells
from monitor.target_faults import Fault
from monitor.target_input import TargetInput, typed_input, with_register
from monitor.words import Language


def target_input(read: Ingested) -> TargetInput:
    """Everything a folder says for the 40 percent rule; what it does not hold is empty, never zero.

    A figure without a day of its own is left: an account is of a day.
    """
    counted = pl.concat([read.dwellings, _totals(read)]).filter(
        pl.col("period").str.contains(r"^\d{4}-\d{2}-\d{2}$")
    )
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
        "sheet",
        "row",
    ).cast(pl.Schema(DWELLINGS_SCHEMA))
    given = typed_input(GivenCells(read.target_tables, read.target_headings))
    given = replace(
        given,
        dwellings=pl.concat([dwellings, given.dwellings]),
        plan=read.plans.with_columns(amount_planned=pl.lit(None, pl.Int64)).select(
            list(PLAN_SCHEMA)
        ),
        names=dict(read.own_areas.select("area_id", "name").iter_rows()),
    )
    units = read.target_tables.get(UNITS)
    return given if units is None else _with_units(given, units, read)


def _totals(read: Ingested) -> pl.DataFrame:
    """Figures under a heading that says all dwellings of the area."""
    meant: dict[tuple[str, str, int], bool] = {}
    for one in read.understood:
        if one.field == TOTAL:
            at = (one.place.file, one.place.sheet, one.place.column)
            meant[at] = meant.get(at, True) and is_total(one.heading)
    totals = read.context.filter(pl.col("indicator") == TOTAL)
    keep = [meant.get(at, False) for at in totals.select("file", "sheet", "column").iter_rows()]
    return totals.filter(pl.Series(keep, dtype=pl.Boolean))


def _with_units(given: TargetInput, units: pl.DataFrame, read: Ingested) -> TargetInput:
    """Dwellings counted from exports of the building register, each file on its own day."""
    newest = given.dwellings["date"].max()
    for (drawn, *_), part in units.group_by("drawn", "file", "sheet", maintain_order=True):
        on = date.fromisoformat(str(drawn)) if drawn else newest
        if not isinstance(on, date):
            first = part.row(0, named=True)
            place = (first["file"], first["sheet"], first["row"])
            undated = Fault(*place, "support", "register_undated", "")
            given = replace(given, faults=[*given.faults, undated])
            continue
        counted, faults = count_register(part, _places(read, on.year), on)
        given = with_register(given, counted, faults)
    return given


def _places(read: Ingested, year: int) -> dict[str, str]:
    """Address or department -> area id, in a year."""
    belonging = read.departments.filter(
        (pl.col("first_year").is_null() | (pl.col("first_year") <= year))
        & (pl.col("last_year").is_null() | (pl.col("last_year") >= year))
    )
    departments = {
        row[name]: row["area_id"]
        for row in belonging.iter_rows(named=True)
        for name in ("name", "department")
        if row[name]
    }
    return {**departments, **read.addresses}


def local_figures(
    read: Ingested,
    as_of: date,
    of_law: Mapping[str, str] | None = None,
    regions: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Local indicators and residents by year: ``area_id, year, indicator, value, count, base``.

    Figures of the municipality as a whole stand under the id ``municipality``.

    Args:
        read: the folder.
        as_of: nothing known later is used.
        of_law: local indicators that are a figure of the law: taken from the law's own yearly
            figures, where the folder does not deliver them under the local name.
        regions: area id -> region, for incomes relative to the region's.

    Raises:
        FigureError: a local figure that is said to be the law's is another number.
    """
    known = read.figures.filter(
        pl.col("list_date").is_null()
        & pl.col("value").is_not_null()
        & (pl.col("known_from") <= as_of)
    )
    residents = known.filter(pl.col("indicator") == "residents")
    local = read.local.filter(pl.col("value").is_not_null() & (pl.col("known_from") <= as_of))
    years = _years(read)
    names = {code: law for code, law in (of_law or {}).items() if code != "residents"}
    law = yearly_law_figures(known, names, regions or {})
    delivered = _tidy(local)
    the_same(delivered, law, names)
    fresh = law.join(delivered, on=KEYS, how="anti")
    if not years:
        # nothing but the law's own figures: then their years are the model's
        years = law["year"].unique().to_list()
    found = pl.concat([delivered, _tidy(residents), fresh]).filter(pl.col("year").is_in(years))
    return found.sort("year", "area_id", "indicator")


def _tidy(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per area, year and indicator; of two, the later row."""
    nothing = (pl.lit(None, pl.Int64).alias("count"), pl.lit(None, pl.Int64).alias("base"))
    found = rows.select("area_id", YEAR, "indicator", "value", *nothing).cast(pl.Schema(COLUMNS))
    return found.unique(subset=KEYS, keep="last", maintain_order=True)


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
