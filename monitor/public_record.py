"""The public record as the engine takes it: figures of lists, national means, regions, lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import polars as pl

from monitor.findings import Finding
from monitor.indicators import indicators
from monitor.panel import BOUNDS, FIGURE_COLUMNS, NATION
from monitor.published import Published
from monitor.record.load import (
    area_changes,
    areas,
    known_findings,
    lists,
    memberships,
    national,
    values,
)
from monitor.words import Language

RECOMPUTATION = "recomputation"
REGION_EDGES = ("income_region_low_kr", "income_region_high_kr")
_SCHEMA = {**FIGURE_COLUMNS, **dict.fromkeys(BOUNDS, pl.String)}


def record_figures() -> pl.DataFrame:
    """Published figures of the lists and the nation, columns of ``panel.FIGURE_COLUMNS``."""
    listed = values().filter(pl.col("on_list") != RECOMPUTATION)
    return pl.concat([_as_figures(listed), _national(), _regions()])


def recomputation_figures() -> pl.DataFrame:
    """Figures of the recomputation of May 2018 (the criteria to come on the list of 2017)."""
    return _as_figures(values().filter(pl.col("on_list") == RECOMPUTATION))


FOUND_BY_ENGINE = ("value_is_limit", "listed_without_values")
"""Kinds of the record's findings that a classification turns up of itself, for any input."""


def record_findings(language: Language = "da", as_of: date | None = None) -> tuple[Finding, ...]:
    """The record's own inconsistencies as findings, of all it holds or of what a day knew."""
    return tuple(
        Finding(row["list_date"], row["area_id"] or "", row["kind"], row["text"], row["source"])
        for row in known_findings(language, as_of)
        .filter(~pl.col("kind").is_in(FOUND_BY_ENGINE))
        .iter_rows(named=True)
    )


def record_regions() -> dict[str, str]:
    """Area id -> region id."""
    frame = areas().select("area_id", "region_code")
    return {area: f"region-{code}" for area, code in frame.iter_rows()}


def record_areas() -> pl.DataFrame:
    """Every area of the record, by id."""
    return areas()


def record_renamings() -> pl.DataFrame:
    """Changes of name: ``area_id, old_name, new_name, known_from``, oldest first."""
    return (
        area_changes()
        .filter(pl.col("kind") == "renamed")
        .select("area_id", "old_name", "new_name", "known_from")
        .sort("known_from", "area_id")
    )


def record_memberships() -> pl.DataFrame:
    """Who was on which list."""
    return memberships()


def record_lists() -> pl.DataFrame:
    """Which lists there were, and whether every member is known."""
    return lists()


def record_published(as_of: date | None = None) -> Published:
    """The record's lists."""
    return Published(memberships(), lists(), as_of)


def record_known() -> date:
    """The last day anything of the record's lists became known."""
    known: list[date] = [*values()["known_from"], *memberships()["known_from"]]
    return max(known)


def _as_figures(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("indicator").is_in(list(indicators()))).select(
        "area_id",
        "list_date",
        "indicator",
        "period",
        "value",
        "decimals",
        pl.lit("known").alias("standing"),
        "known_from",
        "source",
        *(pl.lit(None, pl.String).alias(name) for name in BOUNDS),
    )


def _national() -> pl.DataFrame:
    """The nation's conviction rate, from the printed multiple: 1.98 is three times it."""
    rows = [
        {
            "area_id": NATION,
            "list_date": row["list_date"],
            "indicator": "convicted_pct",
            "period": row["period"],
            **_share_of_multiple(row),
            "decimals": None,
            "standing": "known",
            "known_from": row["known_from"],
            "source": row["source"],
        }
        for row in national().iter_rows(named=True)
        if row["quantity"] == "convicted_threshold_pct" and row["multiple"]
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _share_of_multiple(row: Mapping[str, object]) -> dict[str, str]:
    printed, multiple = Fraction(str(row["value"])), int(str(row["multiple"]))
    half = Fraction(1, 2 * 10 ** int(str(row["decimals"])))
    return {
        "value": str(printed / multiple),
        "low": str((printed - half) / multiple),
        "high": str((printed + half) / multiple),
    }


def _regions() -> pl.DataFrame:
    """The regions' mean incomes, known between two bounds that printed kroner imply."""
    edges: dict[tuple[str, str], dict[str, Mapping[str, object]]] = {}
    for row in national().iter_rows(named=True):
        if row["quantity"] in REGION_EDGES:
            edges.setdefault((row["area_id"], row["period"]), {})[row["quantity"]] = row
    rows = []
    for (region, period), pair in sorted(edges.items()):
        if set(pair) != set(REGION_EDGES):
            continue
        low, high = (Fraction(str(pair[name]["value"])) for name in REGION_EDGES)
        rows.append(
            {
                "area_id": region,
                "indicator": "income_region_kr",
                "period": period,
                "value": str((low + high) / 2),
                "low": str(low),
                "high": str(high),
                "standing": "known",
                "known_from": pair[REGION_EDGES[0]]["known_from"],
                "source": pair[REGION_EDGES[0]]["source"],
            }
        )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
