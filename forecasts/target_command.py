"""`forvarsel target [AREA]` and `forvarsel target plans AREA`: the 40 percent rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.words import Language

if TYPE_CHECKING:
    import polars as pl

    from monitor.target_study import TargetStudy

SHOW = "show"
HELP = frozenset({"-h", "--help"})


class _WithAreas(click.Group):
    """A group whose first word may be an area: then it shows that area."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the showing command in front where no command is named."""
        if not args or (args[0] not in self.commands and args[0] not in HELP):
            args = [SHOW, *args]
        return super().parse_args(ctx, args)


INPUT = click.option(
    "--input",
    "folder",
    type=click.Path(path_type=Path),
    help="Your folder, workbooks or dwellings.csv, plan.csv; without it the public record.",
)
AS_OF = click.option("--as-of", "as_of", help="Use nothing known later, e.g. 2026-11-23.")
LAW = click.option("--law", "law_id", help="Count by this version of the act (2018, 2021).")
SCENARIO = click.option("--scenario", help="A shipped scenario's id, or a scenario file.")
DRAWN = click.option("--drawn", help="The date register.csv was drawn, e.g. 2026-01-01.")


@click.group(cls=_WithAreas)
def target() -> None:
    """The 40 percent rule: shares, levers, paths to 2030. `forvarsel target [AREA]` shows them."""


@target.command(name=SHOW)
@click.argument("area", required=False)
@INPUT
@AS_OF
@LAW
@SCENARIO
@DRAWN
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write the tables to.")
@click.pass_obj
def show(
    lang: Language,
    area: str | None,
    folder: Path | None,
    as_of: str | None,
    law_id: str | None,
    scenario: str | None,
    drawn: str | None,
    out: Path | None,
) -> None:
    """Show the account of AREA, or of every area in one line each.

    Example: forvarsel target vollsmose
    """
    from forecasts.target_lines import area_lines, fault_lines, overview_lines

    if folder is None:
        _show_record(lang, area, as_of, law_id, scenario)
        return
    made = _study(folder, as_of, law_id, scenario, drawn)
    lines = area_lines(made, _area(area, made), lang) if area else overview_lines(made, lang)
    for line in [*lines, *fault_lines(made, lang)]:
        click.echo(line)
    if out is not None:
        click.echo(_write(made, out, lang, folder))


@target.command(name="plans")
@click.argument("area")
@INPUT
@AS_OF
@LAW
@SCENARIO
@DRAWN
@click.pass_obj
def plans(
    lang: Language,
    area: str,
    folder: Path | None,
    as_of: str | None,
    law_id: str | None,
    scenario: str | None,
    drawn: str | None,
) -> None:
    """Show the plans that reach the target with the least change, within your bounds.

    Example: forvarsel target plans vollsmose --input mine
    """
    from forecasts.target_lines import fault_lines
    from forecasts.target_plan_lines import plan_lines
    from monitor.errors import NothingToSayError

    if folder is None:
        raise NothingToSayError("target.say.plans_need_input")
    made = _study(folder, as_of, law_id, scenario, drawn)
    for line in [*plan_lines(made, _area(area, made), lang), *fault_lines(made, lang)]:
        click.echo(line)


def _area(name: str, made: TargetStudy) -> str:
    from monitor.areas import find_area
    from monitor.errors import UnknownNameError
    from monitor.folding import fold

    for area_id in made.area_ids:
        if fold(name) == fold(area_id):
            return area_id
    try:
        return find_area(name)
    except UnknownNameError as fault:
        raise UnknownNameError(
            "target.unknown_area", name=name, known=", ".join(made.area_ids)
        ) from fault


def _study(
    folder: Path, as_of: str | None, law_id: str | None, scenario: str | None, drawn: str | None
) -> TargetStudy:
    from monitor.commands.options import date_of
    from monitor.target_record import study_of_folder

    return study_of_folder(
        folder,
        as_of=date_of("--as-of", as_of) if as_of else None,
        drawn=date_of("--drawn", drawn) if drawn else None,
        law_id=law_id,
        scenario=scenario,
    )


def _show_record(
    lang: Language, area: str | None, as_of: str | None, law_id: str | None, scenario: str | None
) -> None:
    from forecasts.target_record_lines import record_area_lines, record_lines
    from monitor.areas import find_area
    from monitor.commands.options import date_of
    from monitor.target_record import record_as_of, record_bound, record_frames, target_law

    record = record_frames()
    day = date_of("--as-of", as_of) if as_of else record_as_of()
    law = target_law(day, law_id, scenario)
    if area is None:
        lines = record_lines(record, record_bound(day, law), law, day, lang)
    else:
        lines = record_area_lines(record, find_area(area), day, lang)
    for line in lines:
        click.echo(line)


def _write(made: TargetStudy, out: Path, lang: Language, folder: Path) -> str:
    from forecasts.target_tables import tables
    from monitor.outputs import write_tables, write_whole
    from monitor.words import say

    found: dict[str, pl.DataFrame] = tables(made, lang)
    written = write_whole(out, _stamp(made.as_of), lambda place: write_tables(place, found))
    key = "target.say.written" if written.new else "target.say.unchanged"
    return say(key, lang, folder=written.folder)


def _stamp(day: date) -> str:
    return day.isoformat()
