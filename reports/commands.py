"""The command `forvarsel run`."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.words import Language


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--as-of", "as_of", help="Use nothing known later, e.g. 2016-11-23.")
@click.option("--scenario", help="A shipped scenario's id, or a scenario file.")
@click.pass_obj
def run(lang: Language, out: Path, as_of: str | None, scenario: str | None) -> None:
    """Run everything on the public record and write it into OUT/<as-of>.

    Example: forvarsel run --out out
    """
    from monitor.commands.options import date_of
    from monitor.inputs import from_record
    from monitor.law.load import load_scenario
    from monitor.words import say
    from reports.run import run as run_all

    under = load_scenario(scenario) if scenario else None
    inputs = from_record(lang)
    day = date_of("--as-of", as_of) if as_of else inputs.known
    ran = run_all(inputs, out, day, scenario=under, language=lang)
    click.echo(
        say(
            "run.done" if ran.written.new else "run.nothing_new",
            lang,
            areas=len(inputs.area_ids),
            lists=len(ran.law.classification.list_dates),
            findings=len(ran.law.findings),
            first=ran.first,
            folder=ran.written.folder,
            tables=ran.written.folder / "4-kilder",
        )
    )
