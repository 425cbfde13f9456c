"""`forvarsel local ...`: the models that come with the tool, one's own, and scoring by them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from monitor.words import Language

if TYPE_CHECKING:
    from fractions import Fraction


LATER = {"outlook": "forecasts.local_command:outlook"}
"""Commands of what builds on the models, by import path: loaded when they are called."""


class LocalGroup(click.Group):
    """The group with the commands of ``LATER`` beside its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its own commands in order, then the others."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now where it stands elsewhere."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = LATER[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))


@click.group(cls=LocalGroup)
def local() -> None:
    """Local early-warning lists, each a model in a TOML file.

    Example: forvarsel local list
    """


@local.command(name="list")
@click.pass_obj
def list_(lang: Language) -> None:
    """The models and target files that come with the tool.

    Example: forvarsel local list
    """
    from monitor.local.describe import listing

    click.echo(listing(lang))


@local.command()
@click.argument("model")
@click.option("--toml", "raw", is_flag=True, help="Print the file itself, to copy and change.")
@click.pass_obj
def show(lang: Language, model: str, raw: bool) -> None:
    """A model in words: indicators, reference, rule, categories, and what is only assumed.

    Example: forvarsel local show aarhus_style
    """
    from monitor.local.describe import in_words
    from monitor.local.load import load_model, model_text

    click.echo(model_text(model)[0] if raw else in_words(load_model(model), lang), nl=not raw)


@local.command()
@click.argument("model")
@click.pass_obj
def check(lang: Language, model: str) -> None:
    """Every fault of a model file with its line; exit code 13 if there is one.

    Example: forvarsel local check my_model.toml
    """
    from monitor.errors import LawFileError
    from monitor.local.describe import assumed
    from monitor.local.load import model_text, read_model
    from monitor.words import say

    reading = read_model(*model_text(model))
    if reading.model is None:
        for fault in reading.faults:
            click.echo(fault.sentence(reading.file, lang), err=True)
        sys.exit(LawFileError.exit_code)
    found = assumed(reading.model, lang)
    click.echo(say("local.check.good", lang, file=reading.file, assumed=len(found)))
    for line in found:
        click.echo(f"  {line}")


@local.command()
@click.argument("model")
@click.argument("figures", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--also", multiple=True, help="Another model on the same figures, to compare.")
@click.option("--threshold", multiple=True, help="Your own threshold, INDICATOR=NUMBER.")
@click.option("--without", multiple=True, help="An indicator the municipality does not have.")
@click.option("--amount", type=int, help="The amount to share, for a model that allocates.")
@click.option("--targets", help="A target file (shipped id or path) to follow besides.")
@click.option("--calibrate", help="Show cut-offs for a distribution: CATEGORY=AREAS,...")
@click.pass_obj
def score(
    lang: Language,
    model: str,
    figures: Path,
    out: Path,
    also: tuple[str, ...],
    threshold: tuple[str, ...],
    without: tuple[str, ...],
    amount: int | None,
    targets: str | None,
    calibrate: str | None,
) -> None:
    """Score a tidy csv (area_id,year,indicator,value and, if known, count,base) by a model.

    Example: forvarsel local score aarhus_style figures.csv --out result
    """
    from monitor.local.describe import calibration, summary
    from monitor.local.figures import read_figures
    from monitor.local.load import load_model, with_breaks
    from monitor.local.load import without as leave_out
    from monitor.local.run import run_local, together
    from monitor.local.targets import load_targets
    from monitor.outputs import write_tables, write_whole
    from monitor.provenance import manifest, write_manifest
    from monitor.words import say

    chosen = leave_out(load_model(model), without)
    chosen = with_breaks(chosen, dict(_threshold(entry) for entry in threshold))
    followed = load_targets(targets) if targets else None
    frame = read_figures(figures)
    run = run_local(chosen, frame, followed, amount, lang)
    runs = [run, *(run_local(load_model(name), frame, None, amount, lang) for name in also)]
    settings = {
        "command": "local score",
        "model": chosen.id,
        "also": " ".join(also),
        "threshold": " ".join(threshold),
        "without": " ".join(without),
        "amount": "" if amount is None else str(amount),
        "targets": targets or "",
    }

    def fill(folder: Path) -> None:
        write_tables(folder, together(runs))
        names = (model, *also, targets or "")
        own = [Path(name) for name in names if name.lower().endswith(".toml")]
        write_manifest(folder, manifest(folder, [figures, *own], settings))

    written = write_whole(out.parent, out.name, fill)
    click.echo("\n\n".join(summary(one, lang) for one in runs))
    if calibrate:
        click.echo(calibration(run, calibrate, lang))
    key = "local.done" if written.new else "local.nothing_new"
    click.echo(say(key, lang, place=written.folder))


def _threshold(entry: str) -> tuple[str, Fraction]:
    from fractions import Fraction

    from monitor.errors import FigureError

    name, _, number = entry.partition("=")
    try:
        return name, Fraction(number.replace(",", "."))
    except (ValueError, ZeroDivisionError) as fault:
        raise FigureError("local.threshold", found=entry) from fault
