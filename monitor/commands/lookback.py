"""`forvarsel explain` and `forvarsel history`: a verdict opened, an area's lists in a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.words import Language

if TYPE_CHECKING:
    import polars as pl

    from monitor.law.model import Law

FROM = click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Folder a run was written to; without it the public record is read.",
)


@dataclass(frozen=True)
class LookedBack:
    """The tables of a run, the laws they were made under, and its areas."""

    tables: Mapping[str, pl.DataFrame]
    laws: Mapping[date, Law]
    areas: pl.DataFrame

    def name(self, area_id: str) -> str:
        """The area's name."""
        names: dict[str, str] = dict(self.areas.select("area_id", "name").iter_rows())
        return names[area_id]


@click.command()
@click.argument("area")
@click.option("--on", "day", required=True, help="List date, e.g. 2016-12-01.")
@FROM
@click.pass_obj
def explain(lang: Language, area: str, day: str, source: Path | None) -> None:
    """Open an area's verdict on a list date: each value, limit, paragraph and source.

    Example: forvarsel explain Gellerup --on 2016-12-01
    """
    from monitor.areas import find_area
    from monitor.cell_sources import cells_behind
    from monitor.commands.options import date_of
    from monitor.errors import UnknownNameError
    from monitor.explanation import explain as lines
    from monitor.law.load import law_on

    asked = date_of("--on", day)
    law_on(asked)
    found = _look_back(source, lang)
    area_id = find_area(area, found.areas)
    if asked not in found.laws:
        raise UnknownNameError(
            "error.no_list_that_day",
            date=day,
            known=", ".join(known.isoformat() for known in sorted(found.laws)),
        )
    law = found.laws[asked]
    for line in lines(found.tables, area_id, found.name(area_id), asked, law, lang):
        click.echo(line)
    for line in cells_behind(found.tables, area_id, asked, lang):
        click.echo(line)


@click.command()
@click.argument("area")
@FROM
@click.pass_obj
def history(lang: Language, area: str, source: Path | None) -> None:
    """Show an area's place on every list, by publication and by its figures, and lists in a row.

    Example: forvarsel history Agervang
    """
    from monitor.areas import find_area
    from monitor.explanation import history as lines

    found = _look_back(source, lang)
    area_id = find_area(area, found.areas)
    for line in lines(found.tables, area_id, found.name(area_id), found.laws, lang):
        click.echo(line)


def _look_back(source: Path | None, lang: Language) -> LookedBack:
    from monitor.law.load import Scenario, law_by_id, load_scenario
    from monitor.runs import read_run

    if source is None:
        from monitor.engine import run_inputs
        from monitor.inputs import from_record

        inputs = from_record(lang)
        run = run_inputs(inputs, inputs.known, language=lang)
        return LookedBack(run.tables, run.classification.laws, inputs.areas)
    stored = read_run(source)
    tables = stored.tables

    def under(scenario: str) -> Scenario | None:
        kept = scenario if stored.scenario is None else str(stored.scenario)
        return load_scenario(kept) if scenario else None

    laws = {
        day: law_by_id(version, under(scenario))
        for day, version, scenario in tables["categories"]
        .select("list_date", "version", "scenario")
        .unique()
        .iter_rows()
    }
    return LookedBack(tables, laws, tables["areas"])
