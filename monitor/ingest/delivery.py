"""What leaves: the tables, the workbook of faults, the lines on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import GRAVITIES, fault_table
from monitor.ingest.folder import Ingested
from monitor.ingest.grid import letters
from monitor.ingest.needed import COLUMNS, latest_known, needed_figures
from monitor.ingest.workbook import write_workbook
from monitor.outputs import write_tables, write_whole
from monitor.words import Language, say

WORKBOOK = "fejl.xlsx"
SHOWN = 200
"""Faults on the screen; all of them stand in the workbook and the table."""


@dataclass(frozen=True)
class Delivered:
    """The lines for the screen, and whether figures were held back."""

    lines: tuple[str, ...]
    refused: bool


def needed_of(ingested: Ingested, as_of: date | None, language: Language) -> pl.DataFrame:
    """The needed figures as of a date, or as of the latest date anything was known."""
    day = as_of or latest_known(ingested.figures)
    if day is None:
        return pl.DataFrame(schema=COLUMNS)
    ended = list(ended_areas(ingested.departments, day))
    figures = ingested.figures.filter(~pl.col("area_id").is_in(ended))
    return needed_figures(figures, day, language)


def ended_areas(departments: pl.DataFrame, as_of: date | None) -> set[str]:
    """Areas all of whose departments belong elsewhere by now: split or merged, no longer one."""
    if as_of is None:
        return set()
    open_ended = pl.col("last_year").is_null() | (pl.col("last_year") >= as_of.year)
    going_on = set(departments.filter(open_ended)["area_id"])
    return set(departments["area_id"]) - going_on


def inert(frame: pl.DataFrame) -> pl.DataFrame:
    """Text no spreadsheet can take for a formula: an apostrophe before = + - @ and tabs."""
    names = [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String and name not in {"value", "amount"}
    ]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r]"))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in names
    )


def tables_of(
    ingested: Ingested, needed: pl.DataFrame, language: Language
) -> dict[str, pl.DataFrame]:
    """The tables of ``docs/outputs.md``, ready to write."""
    letter = pl.col("column").map_elements(letters, return_dtype=pl.String)
    tables = {
        "figures": ingested.figures.with_columns(letter),
        "faults": fault_table(ingested.faults, language),
        "needed_figures": needed,
        "context_figures": ingested.context.with_columns(letter),
        "local_figures": ingested.local.with_columns(letter),
        "memberships_read": ingested.memberships.with_columns(letter),
        "departments": ingested.departments.with_columns(letter),
        "plan_rows": ingested.plans.with_columns(letter),
        "own_areas": ingested.own_areas,
        "understood": _understood(ingested, language),
        "files_read": ingested.files,
    }
    return {name: inert(frame) for name, frame in tables.items()}


def _understood(ingested: Ingested, language: Language) -> pl.DataFrame:
    rows = [
        (
            u.place.file,
            u.place.sheet,
            letters(u.place.column),
            u.rows,
            u.heading,
            u.field,
            u.unit,
            u.period,
            say(f"fault.mark.{u.mark}", language),
            u.skipped,
        )
        for u in ingested.understood
    ]
    names = ("file", "sheet", "column", "rows", "heading", "field", "unit", "period", "mark")
    return pl.DataFrame(
        rows, schema={**dict.fromkeys(names, pl.String), "totals_skipped": pl.Int64}, orient="row"
    )


def deliver(
    ingested: Ingested,
    folder: Path,
    out: Path,
    as_of: date | None,
    language: Language,
    *,
    strict: bool = False,
) -> Delivered:
    """Write tables and workbook into ``out``.

    With ``strict`` only the faults are written while there are errors.

    Raises:
        OutputError: the place cannot be written to.
    """
    needed = needed_of(ingested, as_of, language)
    held_back = strict and ingested.errors > 0
    tables = tables_of(ingested, needed, language)
    if held_back:
        tables = {"faults": tables["faults"]}

    def fill(place: Path) -> None:
        write_tables(place, tables)
        write_workbook(place / WORKBOOK, folder, ingested.faults, needed, language)

    written = write_whole(out.parent, out.name, fill)
    lines = report(ingested, needed, language)
    if held_back:
        told = say(
            "fault.screen.strict",
            language,
            place=written.folder,
            errors=ingested.errors,
            first=WORKBOOK,
        )
    elif written.new:
        told = say("fault.screen.written", language, place=written.folder, first=WORKBOOK)
    else:
        told = say("fault.screen.nothing_new", language, place=written.folder)
    return Delivered((*lines, told), refused=held_back)


def report(ingested: Ingested, needed: pl.DataFrame, language: Language) -> list[str]:
    """What was read as what, the faults by file, the needed figures, in lines."""
    lines: list[str] = []
    for row in ingested.files.iter_rows(named=True):
        lines.append(say("fault.screen.file", language, file=row["file"], tables=row["tables"]))
        for u in ingested.understood:
            if u.place.file != row["file"]:
                continue
            place = f"{u.place.sheet} {letters(u.place.column)}".strip()
            lines.append(
                say(
                    "fault.screen.column",
                    language,
                    place=place,
                    heading=u.heading,
                    field=_named(u.field, language),
                    unit=f", {u.unit}" if u.unit else "",
                    period=u.period or "-",
                    rows=u.rows,
                    mark=say(f"fault.mark.{u.mark}", language),
                )
            )
    shown = ingested.faults[:SHOWN]
    lines += [
        f"{say(f'fault.gravity.{fault.gravity}', language)}: {fault.sentence(language)}"
        for fault in shown
    ]
    if len(ingested.faults) > SHOWN:
        lines.append(f"... {len(ingested.faults) - SHOWN} ({WORKBOOK})")
    lines += _needed_lines(needed, language)
    counts = {g: sum(fault.gravity == g for fault in ingested.faults) for g in GRAVITIES}
    lines.append(
        say(
            "fault.screen.counts",
            language,
            figures=ingested.figures.height,
            areas=ingested.figures["area_id"].n_unique(),
            errors=counts["error"],
            warnings=counts["warning"],
            infos=counts["info"],
        )
    )
    return lines


def _named(field: str, language: Language) -> str:
    """A field in words with its code behind, which is what an answer in the settings names."""
    known = indicators().get(field)
    return f"{known.name[language]} ({field})" if known else field


def _needed_lines(needed: pl.DataFrame, language: Language) -> list[str]:
    lines = []
    for (list_date, criterion), group in needed.group_by(
        "list_date", "criterion", maintain_order=True
    ):
        known = group.filter(pl.col("standing") != "missing")
        missing = ""
        for row in (
            group.filter(pl.col("standing") == "missing")
            .unique("period", keep="first", maintain_order=True)
            .iter_rows(named=True)
        ):
            missing += say(
                "fault.screen.missing",
                language,
                period=row["period"],
                source=row["usual_source"],
                usually_known=row["usually_known"],
            )
        lines.append(
            say(
                "fault.screen.needed",
                language,
                list_date=list_date,
                criterion=say(f"criterion.{criterion}", language),
                known=known.height,
                all=group.height,
                missing=missing,
            )
        )
    return lines
