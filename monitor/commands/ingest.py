"""`forvarsel ingest FOLDER --out OUT` and `forvarsel check FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from monitor.words import Language


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--as-of", "as_of", help="Count nothing known later than this date (2026-11-23).")
@click.option("--strict", is_flag=True, help="Write no figures while there is any error.")
@click.pass_obj
def ingest(lang: Language, folder: Path, out: Path, as_of: str | None, strict: bool) -> None:
    """Read the files of a folder into figures, faults and needed figures.

    What is good goes on, what is not stands beside it in the list of faults and in the workbook
    that repeats your sheets with the cells marked.

    Example: forvarsel ingest mine-filer --out resultat
    """
    from monitor.ingest.delivery import deliver
    from monitor.ingest.folder import ingest_folder

    ingested = ingest_folder(folder, _progress())
    delivered = deliver(ingested, folder, out, _day(as_of), lang, strict=strict)
    for line in delivered.lines:
        click.echo(line)
    if delivered.refused:
        sys.exit(FAULTS)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as-of", "as_of", help="Count nothing known later than this date (2026-11-23).")
@click.option("--faults", type=click.Path(path_type=Path), help="Workbook of faults to write.")
@click.pass_obj
def check(lang: Language, folder: Path, as_of: str | None, faults: Path | None) -> None:
    """Show what was read as what, every fault, and what the coming lists still need.

    Writes nothing unless told to with --faults.

    Example: forvarsel check mine-filer --faults fejl.xlsx
    """
    from monitor.ingest.delivery import needed_of, report
    from monitor.ingest.folder import ingest_folder
    from monitor.ingest.workbook import write_beside

    ingested = ingest_folder(folder, _progress())
    needed = needed_of(ingested, _day(as_of), lang)
    for line in report(ingested, needed, lang):
        click.echo(line)
    if faults is not None:
        write_beside(faults, folder, ingested.faults, needed, lang)
    if ingested.errors:
        sys.exit(FAULTS)


FAULTS = 12
"""The exit code of figures that cannot be what their place says (``FigureError``)."""


def _day(text: str | None) -> date | None:
    from monitor.commands.options import date_of

    return date_of("--as-of", text) if text else None


def _progress() -> Callable[[str], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(file: str) -> None:
        with suppress(OSError):
            click.echo(file, err=True)

    return show
