"""`forvarsel law`: the act as data, shown, compared and checked."""

from __future__ import annotations

import click

from monitor.commands.options import date_of
from monitor.law.diff import differences
from monitor.law.inventory import inventory
from monitor.law.load import law_by_id, law_on, laws, load_scenario, shipped_scenarios
from monitor.law.view import as_json, check_text, diff_text, law_text
from monitor.words import Language

_SCENARIO = click.option(
    "--scenario", metavar="FILE", help="A scenario file, or the id of one that is shipped."
)
_JSON = click.option(
    "--json",
    "machine",
    is_flag=True,
    help="JSON instead of text; of show: the law file's own structure.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def law() -> None:
    """The act as data: show a version, compare two, check them all.

    Example: forvarsel law show --on 2021-12-01
    """


@law.command()
@click.option(
    "--on",
    "list_date",
    metavar="DATE",
    help="The version that holds for the list of DATE, e.g. 2021-12-01.",
)
@click.option("--law", "law_id", metavar="ID", help="The version ID, e.g. 2021.")
@_SCENARIO
@_JSON
@click.pass_obj
def show(
    language: Language,
    list_date: str | None,
    law_id: str | None,
    scenario: str | None,
    machine: bool,
) -> None:
    """Show one version: every rule with its words, source and certainty.

    Example: forvarsel law show --law 2021 --scenario four_in_a_row
    """
    read = load_scenario(scenario) if scenario else None
    day = None if list_date is None else date_of("--on", list_date)
    if day is not None and law_id is None:
        version = law_on(day, read)
    elif day is None and law_id is not None:
        version = law_by_id(law_id, read)
    else:
        raise click.UsageError("Give either --on DATE or --law ID.")
    click.echo(
        as_json(version.tree) if machine else law_text(version, language, day, read), nl=machine
    )


@law.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--all", "whole", is_flag=True, help="Also quotations, sources, notes, evidence.")
@click.option(
    "--scenario", metavar="FILE", help="Compare A with B under a scenario (a file or an id)."
)
@_JSON
@click.pass_obj
def diff(
    language: Language, before: str, after: str, whole: bool, scenario: str | None, machine: bool
) -> None:
    """Show what changed from version A to B, path by path in the order of the act.

    Example: forvarsel law diff 2018 2021
    """
    read = load_scenario(scenario) if scenario else None
    old, new = law_by_id(before), law_by_id(after, read)
    found = differences(old, new, whole)
    if machine:
        rows = [vars(difference) for difference in found]
        click.echo(as_json({"from": old.id, "to": new.id, "changes": rows}))
    else:
        click.echo(diff_text(old, new, found, language), nl=False)


@law.command()
@click.pass_obj
def check(language: Language) -> None:
    """Load every version and every shipped scenario and count what stands in them.

    Example: forvarsel law check
    """
    inventories = [inventory(version) for version in laws()]
    scenarios = shipped_scenarios()
    for name in scenarios:
        load_scenario(name)
    click.echo(check_text(inventories, scenarios, language), nl=False)
