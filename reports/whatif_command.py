"""The command `forvarsel whatif`: the lines, and a page of the same answer where one is asked."""

from __future__ import annotations

from pathlib import Path

import click

from forecasts.outlook_commands import AS_OF, INPUT_OPTION, SCENARIO
from forecasts.whatif_asked import lever_options
from monitor.words import Language


@click.command()
@click.argument("area")
@lever_options
@click.option(
    "--not-replaced",
    is_flag=True,
    help="Those concerned leave the area and nobody comes; else they stay or are replaced.",
)
@click.option(
    "--past-too",
    is_flag=True,
    help="Change known figures as well, as if it had been so; else only years not over.",
)
@INPUT_OPTION
@AS_OF
@SCENARIO
@click.option(
    "--page",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write the answer as a page too, FILE.pdf or FILE.html; may be given several times.",
)
@click.pass_obj
def whatif(
    lang: Language,
    /,
    area: str,
    folder: Path | None,
    as_of: str | None,
    scenario: str | None,
    *,
    not_replaced: bool,
    past_too: bool,
    paths: tuple[Path, ...],
    **amounts: int | None,
) -> None:
    """Show an area's chances before and after a change in persons, with its error.

    Example: forvarsel whatif Demoparken --input fixtures/demo_kommune --into-work 10
    """
    from forecasts.outlook_commands import inputs_of
    from forecasts.whatif_asked import ask, changes_asked, lines
    from monitor.law.load import load_scenario

    if paths:
        from reports.whatif_page import check_place

        for path in paths:
            check_place(path)
    changes = changes_asked(amounts, replaced=not not_replaced, past=past_too)
    under = load_scenario(scenario) if scenario else None
    inputs, day = inputs_of(folder, as_of, lang)
    asked = ask(inputs, day, area, changes, under, lang)
    for line in lines(asked, lang):
        click.echo(line)
    if paths:
        from reports.language import Text
        from reports.whatif_page import write_page

        text = Text(lang)
        for path in paths:
            if write_page(path, asked, lang):
                click.echo(text("whatif_alone.written", path=path))
            else:
                click.echo(text("whatif_alone.standing", path=path))
