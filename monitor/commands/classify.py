"""`forvarsel classify VALUES.csv --out DIR`: the law's tables from a tidy file of list values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from monitor.words import Language


@click.command()
@click.argument("values", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--law", "law_id", help="Apply this version whatever the list date (2010 ... 2021).")
@click.option("--scenario", help="A shipped scenario's id, or a scenario file.")
@click.option("--new-areas", is_flag=True, help="Take area ids the record does not know.")
@click.pass_obj
def classify(
    lang: Language,
    values: Path,
    out: Path,
    law_id: str | None,
    scenario: str | None,
    new_areas: bool,
) -> None:
    """Classify list values: area_id,list_date,indicator,value as in the record.

    Example: forvarsel classify values.csv --out result --law 2018
    """
    from monitor.engine import run_law
    from monitor.law.load import law_by_id, law_on, load_scenario
    from monitor.law.model import Law
    from monitor.outputs import write_tables, write_whole
    from monitor.panel import NATION, Panel
    from monitor.provenance import manifest, write_manifest
    from monitor.public_record import record_published, record_regions
    from monitor.values_file import read_values
    from monitor.words import say

    under = load_scenario(scenario) if scenario else None
    figures = read_values(values, new_areas=new_areas)
    forced = law_by_id(law_id, under) if law_id else None

    def law_of(day: date) -> Law:
        return law_on(day, under)

    judged_by: Callable[[date], Law] | None = (lambda _: forced) if forced else None
    areas = [
        name
        for name in figures["area_id"].unique().sort()
        if name != NATION and "region-" not in name
    ]
    run = run_law(
        Panel(figures, record_regions()),
        record_published(),
        sorted(set(figures["list_date"])),
        areas,
        law_of=law_of,
        judged_by=judged_by,
        language=lang,
    )
    settings = {"law": law_id or "", "scenario": scenario or "", "command": "classify"}

    def fill(folder: Path) -> None:
        write_tables(folder, run.tables)
        write_manifest(folder, manifest(folder, [values], settings))

    written = write_whole(out.parent, out.name, fill)
    key = "classify.done" if written.new else "classify.nothing_new"
    click.echo(
        say(
            key,
            lang,
            areas=len(areas),
            lists=len(run.classification.list_dates),
            findings=len(run.findings),
            place=written.folder,
        )
    )
