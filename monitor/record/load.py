"""The public record as frames: checked against its schemas, typed, cached.

Columns as ``monitor/record/README.md`` lists them. Rows are ordered by their keys, so that the same
record gives the same frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl

from monitor import schemas
from monitor.record.frames import (
    PROVENANCE,
    areas_frame,
    family_housing_frame,
    known,
    lists_frame,
    memberships_frame,
    typed,
    values_frame,
)
from monitor.record.reading import check_figures, check_references, read_table
from monitor.words import Language


@dataclass(frozen=True)
class Record:
    """The frames of one record; columns as ``monitor/record/README.md`` lists them."""

    municipalities: pl.DataFrame
    areas: pl.DataFrame
    area_changes: pl.DataFrame
    lists: pl.DataFrame
    memberships: pl.DataFrame
    recomputation: pl.DataFrame
    values: pl.DataFrame
    national: pl.DataFrame
    family_housing: pl.DataFrame


@cache
def record() -> Record:
    """The record that comes with the package."""
    return read_record(files("monitor.record"))


def municipalities() -> pl.DataFrame:
    """The 98 municipalities: municipality_code, municipality, region_code, region."""
    return record().municipalities


def areas() -> pl.DataFrame:
    """One row per area, by area_id, with its aliases, municipality and region."""
    return record().areas


def area_changes() -> pl.DataFrame:
    """Splits, renamings and changes of boundary, each from the first list it counts for."""
    return record().area_changes


def lists() -> pl.DataFrame:
    """Per list date and category that existed then: official count, found, whether whole."""
    return record().lists


def memberships() -> pl.DataFrame:
    """Who was on which real list: list_date, area_id, category code, confidence, source."""
    return record().memberships


def recomputation() -> pl.DataFrame:
    """The areas of the recomputation of May 2018 (no list), columns as ``memberships``."""
    return record().recomputation


def values() -> pl.DataFrame:
    """Published figures, exact as printed; the recomputation's under its own date."""
    return record().values


def national() -> pl.DataFrame:
    """Figures of the country (``dk``) and the regions (``region-081`` ...)."""
    return record().national


def family_housing() -> pl.DataFrame:
    """Statements on dwellings, planned measures and targets; one row per source statement."""
    return record().family_housing


@cache
def known_findings(language: Language = "da", as_of: date | None = None) -> pl.DataFrame:
    """What does not fit in the record: list_date, area_id, kind, text, source.

    With ``as_of`` only what was known that day is compared.
    """
    # the findings read the law and the frames of this module: imported when asked for
    from monitor.record.findings import findings_frame

    return findings_frame(record() if as_of is None else known_on(record(), as_of), language)


def known_on(whole: Record, day: date) -> Record:
    """The rows of a record known on a day."""
    return Record(
        **{name: frame.filter(pl.col("known_from") <= day) for name, frame in vars(whole).items()}
    )


def read_record(folder: Path | Traversable) -> Record:
    """Read and check the eight files of a record in ``folder``.

    Raises:
        UnreadableFileError: a file is missing, no UTF-8, or has other columns.
        FigureError: a cell is not what its column says; the first in the file's order.
    """
    raw = {file: read_table(folder, file) for file in schemas.SCHEMAS}
    check_references(raw)
    check_figures(raw["values.csv"])
    places = raw["municipalities.csv"].select(
        "municipality_code", "municipality", "region_code", "region", *PROVENANCE
    )
    dates = typed(raw["lists.csv"]).with_columns(first_december=pl.col("first_december") == "yes")
    members = memberships_frame(raw["memberships.csv"], dates)
    figures = typed(raw["national.csv"], optional_dates=("list_date",), whole=("multiple",))
    figures = figures.with_columns(pl.col("decimals").cast(pl.Int64)).drop("row")
    real = members.filter(pl.col("kind") == "list").drop("kind")
    return Record(
        municipalities=known(places).sort("municipality_code"),
        areas=areas_frame(raw["areas.csv"], places),
        area_changes=typed(raw["area_changes.csv"]).drop("row").sort("area_id", "first_list"),
        lists=lists_frame(dates, real, figures),
        memberships=real,
        recomputation=members.filter(pl.col("kind") == "recomputation").drop("kind"),
        values=values_frame(raw["values.csv"]),
        national=figures.sort("area_id", "quantity", "category", "period"),
        family_housing=family_housing_frame(raw["family_housing.csv"]),
    )
