"""What a run works on: figures, published lists, areas and where they came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from monitor.findings import Finding
from monitor.panel import Panel
from monitor.public_record import (
    record_areas,
    record_figures,
    record_findings,
    record_known,
    record_lists,
    record_memberships,
    record_regions,
    record_renamings,
)
from monitor.published import Published
from monitor.words import Language

AREAS: dict[str, Any] = {
    "area_id": pl.String,
    "name": pl.String,
    "aliases": pl.List(pl.String),
    "municipality": pl.String,
    "municipality_code": pl.String,
    "region": pl.String,
    "region_code": pl.String,
    "lat": pl.Float64,
    "lon": pl.Float64,
}
"""Columns of an areas frame."""


@dataclass(frozen=True)
class Renaming:
    """An area's change of name, and the day it was known."""

    area_id: str
    old_name: str
    new_name: str
    known_from: date


@dataclass(frozen=True)
class Inputs:
    """One body of input, of the public record or of a planner's folder.

    ``known`` is the last day anything in it became known; ``synthetic`` says that the figures are
    invented, which every page then says too. ``area_known`` is the day an area was first heard of,
    ``findings_known`` the findings that come with the input as of a day, where they depend on it.
    """

    figures: pl.DataFrame
    memberships: pl.DataFrame
    lists: pl.DataFrame
    areas: pl.DataFrame
    regions: Mapping[str, str]
    known: date
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()
    synthetic: bool = False
    further: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    area_known: Mapping[str, date] = field(default_factory=dict)
    findings_known: Callable[[date], tuple[Finding, ...]] | None = None
    renamed: tuple[Renaming, ...] = ()

    def as_known(self, as_of: date) -> Inputs:
        """What of this was known on a day.

        Areas first heard of later, and findings that rest on what came later, are not there; an
        area renamed since stands under the name it had.
        """
        late = [area for area, day in self.area_known.items() if day > as_of]
        areas = self.areas.filter(~pl.col("area_id").is_in(late)) if late else self.areas
        return replace(
            self,
            areas=_named_then(areas, [one for one in self.renamed if one.known_from > as_of]),
            findings=self.findings if self.findings_known is None else self.findings_known(as_of),
        )

    def panel(self, as_of: date) -> Panel:
        """The figures known on a day."""
        return Panel(self.figures, self.regions, as_of)

    def published(self, as_of: date) -> Published:
        """The lists published by a day."""
        return Published(self.memberships, self.lists, as_of)

    @property
    def area_ids(self) -> Sequence[str]:
        """All areas, by id."""
        return tuple(self.areas["area_id"].sort())


def from_record(language: Language = "da") -> Inputs:
    """The public record of 2010-2024."""
    return Inputs(
        figures=record_figures(),
        memberships=record_memberships(),
        lists=record_lists(),
        areas=record_areas().select(list(AREAS)),
        regions=record_regions(),
        known=record_known(),
        findings=record_findings(language),
        area_known=dict(record_areas().select("area_id", "known_from").iter_rows()),
        findings_known=lambda as_of: record_findings(language, as_of),
        renamed=tuple(Renaming(*row) for row in record_renamings().iter_rows()),
    )


def _named_then(areas: pl.DataFrame, to_come: Sequence[Renaming]) -> pl.DataFrame:
    """Areas under the names they had before the renamings to come; later names are not theirs."""
    for one in reversed(to_come):
        here = pl.col("area_id") == one.area_id
        areas = areas.with_columns(
            name=pl.when(here).then(pl.lit(one.old_name)).otherwise(pl.col("name")),
            aliases=pl.when(here)
            .then(pl.col("aliases").list.filter(~pl.element().is_in([one.old_name, one.new_name])))
            .otherwise(pl.col("aliases")),
        )
    return areas
