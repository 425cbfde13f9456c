"""The command `forvarsel`: a table of names; a command is imported when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from itertools import pairwise
from typing import cast

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("reports.commands:run", "Everything, from the input or the record, into one folder."),
    "ingest": ("monitor.commands.ingest:ingest", "Read a folder of files into figures and faults."),
    "check": ("monitor.commands.ingest:check", "Show what a folder holds and what is missing."),
    "classify": ("monitor.commands.classify:classify", "Classify a file of list values."),
    "explain": ("monitor.commands.lookback:explain", "Open an area's verdict on a list date."),
    "history": ("monitor.commands.lookback:history", "Show an area's place on every list."),
    "target": (
        "forecasts.target_command:target",
        "The 40 percent rule: shares, plans, paths to 2030.",
    ),
    "forecast": ("forecasts.outlook_commands:forecast", "What may come: all tables, sealed."),
    "outlook": ("forecasts.outlook_commands:outlook", "Show what may come for an area."),
    "whatif": ("reports.whatif_command:whatif", "An area's chances after a change in persons."),
    "score": ("forecasts.outlook_commands:score", "Score the sealed outlooks when a list is out."),
    "backtest": ("forecasts.commands:backtest", "Test the forecast on the public record."),
    "prior": ("forecasts.commands:prior", "Learn the forecast's national prior anew."),
    "template": ("monitor.commands.template:template", "Write an empty workbook for your figures."),
    "archive": ("monitor.commands.archive:archive", "Log, differences, copies, tamper check."),
    "law": ("monitor.commands.law:law", "The act as data: show a version, compare two, check all."),
    "local": (
        "monitor.commands.local:local",
        "Local early-warning models: list, show, score, check.",
    ),
}
"""Command -> (where it stands as ``module:attribute``, its one-line help as the list shows it)."""


class LazyGroup(click.Group):
    """A group whose commands are named by import path, so that ``--help`` loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table alone."""
        rows = [(name, text) for name, (_, text) in COMMANDS.items()]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="Language of sentences, tables' words and pages.",
)
@click.version_option(package_name="forvarsel")
@click.pass_context
def forvarsel(ctx: click.Context, lang: str) -> None:
    """Early warning for Denmark's list of exposed housing areas.

    Without input of your own, `forvarsel run --out OUT` works on the public record of 2010-2024.
    """
    ctx.obj = lang


def main() -> None:
    """Run the command; a fault a planner can mend becomes one sentence and its exit code."""
    # float sums of the streaming engine differ from run to run (polars 2); ours may not
    os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
    try:
        forvarsel.main(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.Abort:
        click.echo("Afbrudt.", err=True)
        sys.exit(130)
    except Exception as fault:
        from monitor.errors import ForvarselError

        if not isinstance(fault, ForvarselError):
            raise
        click.echo(fault.sentence("en" if _asked_for_english(sys.argv) else "da"), err=True)
        sys.exit(fault.exit_code)


def _asked_for_english(arguments: list[str]) -> bool:
    return "--lang=en" in arguments or any(pair == ("--lang", "en") for pair in pairwise(arguments))
