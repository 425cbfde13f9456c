"""The command `forvarsel run`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.words import Language, amount, say

if TYPE_CHECKING:
    from reports.build import Part


@click.command()
@click.argument("folder", metavar="[INPUT]", required=False, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--as-of", "as_of", help="Use nothing known later, e.g. 2016-11-23.")
@click.option("--scenario", help="A shipped scenario's id, or a scenario file.")
@click.option(
    "--income-step",
    help="Kroner a year one more person in work adds: your assumption, for income in persons.",
)
@click.option(
    "--public",
    is_flag=True,
    help="An edition to publish: without small counts, the local list and preventive work.",
)
@click.option(
    "--withhold-under",
    type=int,
    default=5,
    show_default=True,
    help="With --public: counts below this, and what gives them away, are left out.",
)
@click.option("--strict", is_flag=True, help="Write nothing while a file of INPUT has any error.")
@click.option("--areas", multiple=True, help="An area's id or name; may be given several times.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["pdf", "pages", "workbook"]),
    help="Write only this part of the report; may be given several times.",
)
@click.option(
    "--map",
    "boundaries",
    type=click.Path(path_type=Path),
    help="Your own GeoJSON for the map; else the folder's .geojson file.",
)
@click.option("--lang", "own_lang", type=click.Choice(["da", "en"]), help="As before the command.")
@click.pass_obj
def run(
    lang: Language,
    folder: Path | None,
    out: Path,
    as_of: str | None,
    scenario: str | None,
    income_step: str | None,
    public: bool,
    withhold_under: int,
    strict: bool,
    areas: tuple[str, ...],
    only: tuple[Part, ...],
    boundaries: Path | None,
    own_lang: Language | None,
) -> None:
    """Run everything on a folder of your own, or the public record, into OUT/<as-of>.

    INPUT is a folder of workbooks, csv files and lists; without it the public record is used.

    Example: forvarsel run mine-filer --out out
    """
    from monitor.commands.options import date_of, income_step_of
    from monitor.errors import FigureError
    from monitor.folder_input import from_folder
    from monitor.inputs import from_record
    from monitor.law.load import load_scenario
    from monitor.local.choice import chosen_in
    from reports.build import PARTS
    from reports.run import run as run_all

    lang = own_lang or lang
    under = load_scenario(scenario) if scenario else None
    step = income_step_of(income_step) if income_step else None
    asked = date_of("--as-of", as_of) if as_of else None
    if folder is None:
        inputs, read, local = from_record(lang), None, None
    else:
        local = chosen_in(folder)
        inputs, read = from_folder(folder, asked, lang)
        if strict and read.errors:
            raise FigureError("run.strict", errors=read.errors, folder=folder)
    day = asked or inputs.known
    told = beforehand(len(areas) or inputs.areas.height, lang)
    if told and "pdf" in (only or PARTS) and sys.stderr.isatty():
        click.echo(told, err=True)
    ran = run_all(
        inputs,
        out,
        day,
        scenario=under,
        language=lang,
        public=public,
        areas=areas,
        only=only or PARTS,
        read=read,
        progress=progress_to(lang) if sys.stderr.isatty() else None,
        income_step=step,
        local=local,
        boundaries=_map_of(boundaries, folder),
        withhold_under=withhold_under,
    )
    if read is not None and read.faults:
        gravities = [fault.gravity for fault in read.faults]
        click.echo(
            say(
                "run.read_faults",
                lang,
                errors=gravities.count("error"),
                warnings=gravities.count("warning"),
                folder=f'"{folder}"' if " " in str(folder) else folder,
            )
        )
    if step is not None:
        click.echo(say("classify.income_step", lang, kroner=amount(step.kroner, lang, 0)))
    click.echo(
        say(
            "run.done" if ran.written.new else "run.nothing_new",
            lang,
            areas=len({row.area_id for row in ran.law.classification.rows}),
            lists=len(ran.law.classification.list_dates),
            findings=len(ran.law.findings),
            first=ran.first,
            folder=ran.written.folder,
            tables=ran.written.folder / "4-kilder",
        )
    )


def _map_of(asked: Path | None, folder: Path | None) -> Path | None:
    """The map asked for, else the folder's first file that ends in ``.geojson``.

    Raises:
        UnreadableFileError: the map asked for is not there.
    """
    from monitor.errors import UnreadableFileError

    if asked is not None and not asked.is_file():
        raise UnreadableFileError("report.unreadable_boundaries", path=asked)
    if asked is not None or folder is None:
        return asked
    return next(iter(sorted(folder.glob("*.geojson"))), None)


SECONDS_AN_AREA = 0.45
"""About what a run takes an area, by the clock: 200 areas in 90 s on two cores."""
MINUTE = 60


def beforehand(areas: int, lang: Language) -> str:
    """What is said before a run of more areas than one file holds; empty for one file."""
    from reports.volumes import MOST_IN_ONE, volumes

    if areas <= MOST_IN_ONE:
        return ""
    minutes = max(1, round(areas * SECONDS_AN_AREA / MINUTE))
    parts = len(volumes(range(areas)))
    return say("run.many", lang, areas=amount(areas, lang), minutes=minutes, parts=parts)


def progress_to(lang: Language) -> Callable[[str], None]:
    """Tells on the terminal which part is being written."""

    def tell(part: str) -> None:
        click.echo(say(f"report.progress.{part}", lang), err=True)

    return tell
