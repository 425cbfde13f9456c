"""A planner's folder as input: what was read, beside the public record where the areas are real.

Figures of the folder stand beside the record's; memberships and lists likewise. Where the folder
says its figures are invented the record is left out, and every page says so.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from monitor.cell_sources import cell_source
from monitor.ingest.delivery import ended_areas, needed_of, tables_of
from monitor.ingest.folder import Ingested, ingest_folder
from monitor.ingest.grid import letters
from monitor.ingest.needed import latest_known
from monitor.ingest.settings import Settings, read_settings
from monitor.inputs import AREAS, Inputs, from_record
from monitor.law.load import laws
from monitor.panel import BOUNDS, FIGURE_COLUMNS, NATION
from monitor.words import Language

MUNICIPALITY = "municipality"
"""The id of the municipality as a whole: local models compare with it, it is no area."""

LISTS = {
    "list_date": pl.Date,
    "category": pl.String,
    "whole": pl.Boolean,
    "first_december": pl.Boolean,
}
"""What a run needs to know of a list; the record's counts stand beside where there are any."""


def from_folder(
    folder: Path, as_of: date | None = None, language: Language = "da"
) -> tuple[Inputs, Ingested]:
    """Read a folder and set it beside the public record.

    Args:
        folder: the planner's files, with or without ``forvarsel.toml``.
        as_of: nothing known later counts among the needed figures.
        language: of faults and needed figures.

    Raises:
        UnreadableFileError: there is no such folder, or nothing in it can be read.
    """
    read = ingest_folder(folder)
    as_of = as_of or latest_known(read.figures)
    settings = read_settings(folder)
    figures = _figures(read)
    record = None if settings.synthetic else from_record(language)
    ours = _areas(read, settings, record)
    ours = ours.filter(~pl.col("area_id").is_in(list(ended_areas(read.departments, as_of))))
    if record is not None:
        near = set(ours["area_id"]) | {NATION, *record.regions.values()}
        figures = pl.concat([record.figures.filter(pl.col("area_id").is_in(list(near))), figures])
    known: list[date] = [*figures["known_from"], *read.memberships["list_date"]]
    inputs = Inputs(
        figures=figures,
        memberships=_memberships(read, record),
        lists=_lists(read, record),
        areas=ours,
        regions={
            area: f"region-{code}"
            for area, code in ours.select("area_id", "region_code").iter_rows()
            if code
        },
        known=max(known),
        findings=()
        if record is None
        else tuple(f for f in record.findings if f.area_id in set(ours["area_id"])),
        files=tuple(folder / file for file in read.files["file"]),
        synthetic=settings.synthetic,
        further=tables_of(read, needed_of(read, as_of, language), language),
    )
    return inputs, read


def _figures(read: Ingested) -> pl.DataFrame:
    """Figures with a value, as the panel takes them; a source is file, sheet and cells."""
    place = cell_source(pl.col("column").map_elements(letters, return_dtype=pl.String))
    return read.figures.filter(
        pl.col("value").is_not_null() & pl.col("known_from").is_not_null()
    ).select(
        *(name for name in FIGURE_COLUMNS if name != "source"),
        place.alias("source"),
        *(pl.lit(None, pl.String).alias(name) for name in BOUNDS),
    )


def _areas(read: Ingested, settings: Settings, record: Inputs | None) -> pl.DataFrame:
    """The folder's areas: those with figures of their own, the planner's own among them."""
    mine = read.figures.filter(pl.col("list_date").is_null())
    ids = {
        area
        for area in (*mine["area_id"], *read.own_areas["area_id"])
        if area not in (NATION, MUNICIPALITY) and not area.startswith("region-")
    }
    if not ids:
        ids = {*read.figures["area_id"], *read.memberships["area_id"]}
    own = [
        {
            "area_id": area,
            "name": name,
            "aliases": [],
            "municipality": settings.own_areas[area].municipality
            if area in settings.own_areas
            else settings.municipality,
            "municipality_code": code,
            "region": "",
            "region_code": settings.region,
            "lat": None,
            "lon": None,
        }
        for area, name, code in read.own_areas.select(
            "area_id", "name", "municipality_code"
        ).iter_rows()
        if area in ids
    ]
    frame = pl.DataFrame(own, schema=pl.Schema(AREAS), orient="row")
    if record is None:
        return frame.sort("area_id")
    known = record.areas.filter(pl.col("area_id").is_in(list(ids - set(frame["area_id"]))))
    return pl.concat([known, frame]).sort("area_id")


def _memberships(read: Ingested, record: Inputs | None) -> pl.DataFrame:
    columns = ("list_date", "area_id", "category")
    mine = read.memberships.filter(pl.col("standing") == "on").select(columns)
    if record is None:
        return mine.unique().sort(columns)
    return pl.concat([record.memberships.select(columns), mine]).unique().sort(columns)


def _lists(read: Ingested, record: Inputs | None) -> pl.DataFrame:
    """A list the folder names anybody of is whole for the folder's areas."""
    on = read.memberships.select("list_date", "category").unique().sort("list_date", "category")
    mine = on.with_columns(
        whole=pl.lit(value=True),
        first_december=pl.col("list_date").map_elements(_is_yearly, return_dtype=pl.Boolean),
    ).cast({name: kind for name, kind in LISTS.items() if name in ("whole", "first_december")})
    if record is None:
        return mine
    both = pl.concat([record.lists, mine], how="diagonal")
    return (
        both.group_by("list_date", "category", maintain_order=True)
        .agg(
            pl.col("whole").any(),
            pl.col("first_december").any(),
            *(pl.col(name).drop_nulls().first() for name in both.columns if name not in LISTS),
        )
        .sort("list_date", "category")
    )


def _is_yearly(day: date) -> bool:
    """Whether a day is the yearly day of publication: that of the latest version of the act."""
    latest = laws()[-1].publication
    return latest is not None and latest.list_date(day.year) == day
