"""`forvarsel local outlook`: the colours that may come, by a model and figures of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.words import Language, say

if TYPE_CHECKING:
    import polars as pl

LEAST = 0.01
"""Shares of draws nearer to none or all than this are not told apart."""


@click.command()
@click.argument("model")
@click.argument("figures", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--without", multiple=True, help="An indicator the municipality does not have.")
@click.pass_obj
def outlook(lang: Language, model: str, figures: Path, out: Path, without: tuple[str, ...]) -> None:
    """The probability of each category in the two years to come, beside "unchanged".

    Every figure is carried on by itself; `forvarsel run` gives the law's own figures the draws of
    its outlook.

    Example: forvarsel local outlook aarhus_style figures.csv --out result
    """
    from forecasts.local_outlook import local_outlook
    from monitor.local.figures import read_figures
    from monitor.local.load import load_model
    from monitor.local.load import without as leave_out
    from monitor.local.panel import panel
    from monitor.local.score import score
    from monitor.outputs import write_tables, write_whole
    from monitor.provenance import manifest, write_manifest

    chosen = leave_out(load_model(model), without)
    per = {entry.code: entry.per for entry in chosen.indicators}
    scored = score(chosen, panel(read_figures(figures), per))
    table = local_outlook(scored, language=lang)
    settings = {"command": "local outlook", "model": chosen.id, "without": " ".join(without)}
    own = [Path(model)] if model.lower().endswith(".toml") else []

    def fill(folder: Path) -> None:
        write_tables(folder, {"local_outlook": table})
        write_manifest(folder, manifest(folder, [figures, *own], settings))

    written = write_whole(out.parent, out.name, fill)
    click.echo(chosen.name[lang])
    for line in _lines(table, lang):
        click.echo(line)
    click.echo(
        say("local.done" if written.new else "local.nothing_new", lang, place=written.folder)
    )


def _lines(table: pl.DataFrame, lang: Language) -> list[str]:
    """Per area and year the likeliest category and the chance of no change, then the note."""
    found: list[str] = []
    for (area, year), rows in table.group_by("area_id", "year", maintain_order=True):
        top = rows.sort("probability", descending=True, maintain_order=True).row(0, named=True)
        same = float(rows.filter(rows["unchanged"] == 1)["probability"].sum())
        found.append(
            say(
                "local.outlook.line",
                lang,
                area=area,
                year=year,
                word=top["word"] or say("local.outlook.unknown", lang),
                chance=_percent(top["probability"], lang),
                same=_percent(same, lang),
            )
        )
    return [*sorted(found), *table["note"].unique().to_list()]


def _percent(share: float, lang: Language) -> str:
    """A share of draws in whole percent, never as certain."""
    if not LEAST <= share <= 1 - LEAST:
        return say("local.outlook.under" if share < LEAST else "local.outlook.over", lang)
    return str(round(100 * share))
