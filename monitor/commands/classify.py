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
@click.option("--income-step", help="Kroner a year one more person in work adds, as you assume.")
@click.pass_obj
def classify(
    lang: Language,
    values: Path,
    out: Path,
    law_id: str | None,
    scenario: str | None,
    new_areas: bool,
    income_step: str | None,
) -> None:
    """Classify list values: area_id,list_date,indicator,value as in the record.

    Example: forvarsel classify values.csv --out result --law 2018
    """
    from monitor.commands.options import income_step_of
    from monitor.engine import run_law
    from monitor.findings import off_list_dates
    from monitor.law.load import law_by_id, law_on, load_scenario
    from monitor.law.model import Law
    from monitor.outputs import write_tables, write_whole
    from monitor.panel import Panel
    from monitor.provenance import manifest, write_manifest, write_scenario
    from monitor.public_record import record_published, record_regions
    from monitor.values_file import read_values
    from monitor.words import amount, say

    under = load_scenario(scenario) if scenario else None
    forced = law_by_id(law_id, under) if law_id else None

    def law_of(day: date) -> Law:
        return law_on(day, under)

    judged_by: Callable[[date], Law] | None = (lambda _: forced) if forced else None
    applied = judged_by or law_of
    given = read_values(values, new_areas=new_areas, law_of=applied)
    step = income_step_of(income_step) if income_step else None
    published = record_published()
    run = run_law(
        Panel(given.figures, record_regions()),
        published,
        given.list_dates,
        given.area_ids,
        law_of=law_of,
        judged_by=judged_by,
        language=lang,
        income_step=step,
        further=off_list_dates(given.list_dates, published, applied, lang),
    )
    settings = {
        "law": law_id or "",
        "scenario": under.id if under else "",
        "command": "classify",
        "income_step": "" if step is None else str(step.kroner),
    }

    def fill(folder: Path) -> None:
        write_tables(folder, run.tables)
        write_scenario(folder, under)
        write_manifest(folder, manifest(folder, [values], settings, under))

    written = write_whole(out.parent, out.name, fill)
    key = "classify.done" if written.new else "classify.nothing_new"
    click.echo(
        say(
            key,
            lang,
            areas=len(given.area_ids),
            lists=len(run.classification.list_dates),
            findings=len(run.findings),
            place=written.folder,
        )
    )
    if step is not None:
        click.echo(say("classify.income_step", lang, kroner=amount(step.kroner, lang, 0)))
