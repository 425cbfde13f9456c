"""`forvarsel forecast`, `outlook`, `score`: parse, call one function, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.words import Language

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from monitor.inputs import Inputs

ARCHIVE = "archive.sqlite"
OWN_FOLDER = "prognose"
"""Where the command `forecast` writes: beside the runs, so that they are not taken for one."""

INPUT = click.argument("folder", metavar="[INPUT]", required=False, type=click.Path(path_type=Path))
INPUT_OPTION = click.option(
    "--input", "folder", type=click.Path(path_type=Path), help="Your folder; else the record."
)
AS_OF = click.option("--as-of", "as_of", help="Use nothing known later, e.g. 2016-11-23.")
SCENARIO = click.option("--scenario", help="A shipped scenario's id, or a scenario file.")


def inputs_of(folder: Path | None, as_of: str | None, lang: Language) -> tuple[Inputs, date]:
    """The folder's input, else the record's, and the day asked about."""
    from monitor.commands.options import date_of
    from monitor.folder_input import from_folder
    from monitor.inputs import from_record

    asked = date_of("--as-of", as_of) if as_of else None
    inputs = from_record(lang) if folder is None else from_folder(folder, asked, lang)[0]
    return inputs, asked or inputs.known


@click.command()
@INPUT
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@AS_OF
@SCENARIO
@click.option(
    "--prior",
    "prior_file",
    type=click.Path(path_type=Path),
    help="A prior made by `prior learn`; else the one that ships. Such an outlook is not sealed.",
)
@click.pass_obj
def forecast(
    lang: Language,
    folder: Path | None,
    out: Path,
    as_of: str | None,
    scenario: str | None,
    prior_file: Path | None,
) -> None:
    """Write the forecast's tables into OUT/prognose/<as-of>, and seal the outlook in OUT.

    Example: forvarsel forecast mine-filer --out out
    """
    from forecasts.diagnostics import prior_used
    from forecasts.prior import read_prior
    from forecasts.sealed import seal_in
    from forecasts.tables import forecast_tables
    from monitor.law.load import load_scenario
    from monitor.outputs import write_tables, write_whole
    from monitor.provenance import manifest, write_manifest
    from monitor.runs import SOURCES
    from monitor.words import say

    under = load_scenario(scenario) if scenario else None
    prior = read_prior(prior_file)
    inputs, day = inputs_of(folder, as_of, lang)
    tables = forecast_tables(inputs, day, scenario=under, language=lang, prior=prior)
    settings = {
        "command": "forecast",
        "as_of": day.isoformat(),
        "scenario": under.id if under else "",
        "language": lang,
        "synthetic": inputs.synthetic,
        **prior_used(tables["forecast_diagnostics"], prior),
    }

    def fill(place: Path) -> None:
        areas = inputs.areas.drop("aliases")
        write_tables(place / SOURCES, {**tables, "areas": areas})
        write_manifest(place / SOURCES, manifest(place, inputs.files, settings))

    name = day.isoformat() + (f"-{under.id}" if under else "")
    written = write_whole(out / OWN_FOLDER, name, fill)
    spoken = tables["outlook"]
    click.echo(
        say(
            "forecast.done",
            lang,
            areas=spoken["area_id"].n_unique(),
            lists=spoken["list_date"].n_unique(),
            as_of=day.isoformat(),
            folder=str(written.folder / SOURCES),
        )
    )
    if under is None and prior_file is None:
        sealed = seal_in(out / ARCHIVE, tables, day, inputs.known)
        if sealed is not None:
            text = say("forecast.sealed", lang, file=str(out / ARCHIVE), seal=sealed.digest[:12])
            click.echo(text)


@click.command()
@click.argument("area")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Folder a run was written to; without it the public record is forecast.",
)
@AS_OF
@SCENARIO
@click.pass_obj
def outlook(
    lang: Language, area: str, source: Path | None, as_of: str | None, scenario: str | None
) -> None:
    """Show what may come for an area, list by list, beside "everyone stays".

    Example: forvarsel outlook Gellerup
    """
    from forecasts.outlook_lines import outlook_lines
    from monitor.areas import find_area
    from monitor.law.load import law_on, load_scenario

    under = load_scenario(scenario) if scenario else None
    if source is not None:
        tables, areas, ran_under = _stored(source)
        under = load_scenario(ran_under) if ran_under else None
    else:
        from forecasts.tables import forecast_tables

        inputs, day = inputs_of(None, as_of, lang)
        tables = forecast_tables(inputs, day, scenario=under, language=lang)
        areas = inputs.areas
    area_id = find_area(area, areas)
    name = areas.filter(areas["area_id"] == area_id)["name"][0]
    laws = {day: law_on(day, under) for day in tables["outlook"]["list_date"].unique().sort()}
    for line in outlook_lines(tables, area_id, name, laws, lang):
        click.echo(line)


def _stored(source: Path) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, str]:
    """Tables, areas and scenario of a run, or of what `forecast` wrote beside it."""
    import polars as pl

    from monitor.errors import UnreadableFileError
    from monitor.runs import read_run

    for place in (source, source / OWN_FOLDER):
        try:
            run = read_run(place)
        except UnreadableFileError:
            continue
        if "outlook" in run.tables and "forecast_remarks" in run.tables:
            areas = run.tables["areas"]
            if "aliases" not in areas.columns:
                areas = areas.with_columns(aliases=pl.lit([], dtype=pl.List(pl.String)))
            elif areas["aliases"].dtype == pl.String:
                areas = areas.with_columns(pl.col("aliases").str.split("|"))
            return dict(run.tables), areas, str(run.settings.get("scenario") or "")
    raise UnreadableFileError("forecast.no_outlook", place=str(source))


@click.command()
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(path_type=Path),
    help="Output folder that holds archive.sqlite; the scorecard is written there.",
)
@INPUT_OPTION
@click.pass_obj
def score(lang: Language, source: Path, folder: Path | None) -> None:
    """Open the sealed outlooks and score them against the lists known now.

    Example: forvarsel score --from out --input mine-filer
    """
    from forecasts.outlook_lines import score_lines
    from forecasts.sealed import met_by_figures, outcomes
    from forecasts.sealed import score as scored
    from monitor.archive import open_archive
    from monitor.outputs import write_tables, write_whole
    from monitor.words import say

    inputs, day = inputs_of(folder, None, lang)
    published = inputs.published(day)
    with open_archive(source / ARCHIVE) as archive:
        found = scored(archive, outcomes(archive, published), met_by_figures(inputs), published)
    written = write_whole(source, "scorecard", lambda place: write_tables(place, found))
    for line in score_lines(found["scorecard"], lang):
        click.echo(line)
    click.echo(
        say("forecast.score_written", lang, n=found["scorecard"].height, folder=written.folder)
    )
