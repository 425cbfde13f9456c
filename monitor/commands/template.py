"""`forvarsel template`: an empty workbook with the right headings and the municipality's areas."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.words import Language


@click.command()
@click.option("--municipality", required=True, help="Name or code of one of the 98.")
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="The workbook to write; never overwritten.",
)
@click.option("--years", help="Years to fill in, e.g. 2022-2026; else those around the last list.")
@click.pass_obj
def template(lang: Language, municipality: str, target: Path, years: str | None) -> None:
    """Write an empty workbook for your own figures, your areas filled in.

    Example: forvarsel template --municipality Aarhus --out skabelon.xlsx
    """
    from monitor.template import find_municipality, write_template, years_given
    from monitor.words import say

    found, span = find_municipality(municipality), years_given(years)
    write_template(target, found, span, lang)
    shown = f"{span[0]}-{span[-1]}"
    click.echo(
        say(
            "template.done",
            lang,
            municipality=found.name,
            target=target,
            areas=len(found.areas),
            years=shown,
        )
    )
