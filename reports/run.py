"""A whole run: the law's tables and the pages of one body of input, into one folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from forecasts.backtest.table import measured
from forecasts.diagnostics import prior_used
from forecasts.planner import planner_tables, published_dwellings
from forecasts.prior import read_prior
from forecasts.sealed import scores_by, seal
from forecasts.tables import forecast_tables
from monitor import recomputation
from monitor.archive import open_archive
from monitor.archive.intake import take_in
from monitor.came import came_table
from monitor.disclosure import LIMIT, marking, public_tables, withheld_figures
from monitor.engine import LawRun, run_inputs, run_law
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.law.load import Scenario
from monitor.local.choice import Chosen
from monitor.margins import IncomeStep
from monitor.outputs import Written, write_tables, write_whole
from monitor.panel import Panel
from monitor.provenance import manifest, sha256_of, write_manifest, write_scenario
from monitor.public_record import recomputation_figures, record_figures, record_regions
from monitor.runs import SOURCES, newest_run
from monitor.words import Language
from reports.build import PARTS, Part, build
from reports.language import Text
from reports.lists import ListsPages, write_lists
from reports.pictures import Pictures

PAGES = "3-sider"
LISTS = "lister"
ARCHIVE = "archive.sqlite"
FIGURES_GIVEN = dict.fromkeys(("area_id", "indicator", "period", "value"), pl.String)


@dataclass(frozen=True)
class Ran:
    """What a run wrote, and what it found."""

    written: Written
    first: Path
    law: LawRun


def run(
    inputs: Inputs,
    out: Path,
    as_of: date,
    *,
    scenario: Scenario | None = None,
    language: Language = "da",
    public: bool = False,
    areas: Sequence[str] = (),
    only: Sequence[Part] = PARTS,
    progress: Callable[[str], None] | None = None,
    read: Ingested | None = None,
    income_step: IncomeStep | None = None,
    local: Chosen | None = None,
    boundaries: Path | None = None,
    withhold_under: int = LIMIT,
) -> Ran:
    """Run everything over ``inputs`` as known on ``as_of``, into ``out/<as_of>``.

    Args:
        inputs: what is known.
        out: where the run's folder goes.
        as_of: nothing known later is used.
        scenario: of the law.
        language: of all texts.
        public: leave out of the report what stays inside the municipality.
        areas: area ids or names the report is about; all when empty.
        only: parts of the report to write.
        progress: told the name of each part of the report as it begins.
        read: the planner's folder behind ``inputs``, where there is one.
        income_step: what one more person in work adds, the user's own assumption.
        local: the local models to score by, where the folder names them.
        boundaries: the user's own GeoJSON for the map of the pages.
        withhold_under: counts below it are left out of a public edition.

    Raises:
        OutputError: ``out`` is a file or cannot be written to.
        FigureError: ``withhold_under`` is below 1.
    """
    with closing(Pictures(Text(language))) as pictures:
        if "pdf" in only or "pages" in only:
            # on the other core while law and forecast are computed
            pictures.warm()
        today, inputs = inputs, inputs.as_known(as_of)
        law = run_inputs(
            inputs, as_of, scenario=scenario, language=language, income_step=income_step
        )
        again = recompute(language) if as_of >= recomputation.day() and not inputs.files else None
        coming = forecast_tables(inputs, as_of, scenario=scenario, language=language)
        coming |= scores_by(out / ARCHIVE, inputs, as_of)
        more = (
            planner_tables(
                inputs,
                read,
                as_of,
                law.classification,
                scenario=scenario,
                language=language,
                local=local,
                sealed=coming.get("scorecard"),
            )
            if read
            else {}
        )
        more |= {"backtest": measured()}
        more |= published_dwellings(inputs, as_of, more, scenario=scenario)
        # the public record knows what came: beside a warning looked back on, in none of its figures
        came = None if read else came_table(today, as_of, law.classification.list_dates[-1])
        if came is not None:
            more["came"] = came
        names = {
            area: f"{name}, {place}" if place and place not in name else name
            for area, name, place in inputs.areas.select(
                "area_id", "name", "municipality"
            ).iter_rows()
        }
        settings = {
            "command": "run",
            "as_of": as_of.isoformat(),
            "scenario": scenario.id if scenario else "",
            "language": language,
            "synthetic": inputs.synthetic,
            "public": public,
            "withhold_under": withhold_under if public else "",
            "areas": list(areas),
            "only": list(only),
            "income_step": "" if income_step is None else str(income_step.kroner),
            **prior_used(coming["forecast_diagnostics"], read_prior()),
            "map": "" if boundaries is None else sha256_of(boundaries),
        }

        everything = {
            **inputs.further,
            **law.tables,
            **coming,
            **more,
            "areas": _areas_table(inputs.areas),
        }

        left, told = _leaving(everything, read, language, public=public, limit=withhold_under)
        shown = replace(law, tables={name: left.get(name, one) for name, one in law.tables.items()})

        def fill(folder: Path) -> None:
            sources = folder / SOURCES
            write_tables(sources, left)
            if again is not None:
                write_tables(sources / f"genberegning-{recomputation.day()}", again.tables)
            write_lists(
                ListsPages(
                    run=shown,
                    recomputation=again,
                    names=names,
                    counts=inputs.lists,
                    as_of=as_of,
                    scenario=scenario.id if scenario else "",
                    synthetic=inputs.synthetic,
                    marking=told,
                ),
                folder / PAGES / LISTS,
                language,
            )
            build(
                sources,
                folder,
                language,
                public=public,
                areas=areas,
                only=only,
                as_of=as_of,
                synthetic=inputs.synthetic,
                marking=told,
                boundaries=boundaries,
                progress=progress,
                pictures=pictures,
            )
            write_scenario(sources, scenario)
            files = (*inputs.files, *(local.files if local else ()))
            write_manifest(sources, manifest(folder, files, settings, scenario))

        name = as_of.isoformat() + (f"-{scenario.id}" if scenario else "")
        written = write_whole(out, name, fill)
    with open_archive(out / ARCHIVE, create=True) as archive:
        if read is not None:
            take_in(archive, read.files, read.figures, read.memberships, as_of, local=read.local)
        if scenario is None:
            # before the list comes out: what was said can be held against what came
            seal(archive, coming, as_of, inputs.known)
    _write_start(out, (newest_run(out) or written.folder).name, language)
    return Ran(written, out / "index.html", law)


def _leaving(
    tables: dict[str, pl.DataFrame],
    read: Ingested | None,
    language: Language,
    *,
    public: bool,
    limit: int,
) -> tuple[dict[str, pl.DataFrame], str]:
    """The tables as they leave, and the line every page and sheet carries.

    In a public edition small counts and what gives them away go. The public record's own figures
    need no line.
    """
    given = pl.DataFrame(schema=FIGURES_GIVEN) if read is None else read.figures
    withheld = withheld_figures(given, limit) if public else given.clear()
    line = marking(language, public=public, limit=limit, withheld=withheld.height)
    left = public_tables(tables, withheld) if public else tables
    return left, line if read is not None else ""


def recompute(language: Language) -> LawRun:
    """The table of May 2018 under the criteria to come, with the distances it printed in mind."""
    figures = recomputation_figures()
    areas = sorted(set(figures["area_id"]))
    regional = record_figures().filter(pl.col("area_id").str.starts_with("region-"))
    law = recomputation.law()
    return run_law(
        Panel(pl.concat([figures, regional], how="diagonal"), record_regions()),
        recomputation.published(),
        [recomputation.day()],
        areas,
        judged_by=lambda _: law,
        language=language,
    )


def _areas_table(areas: pl.DataFrame) -> pl.DataFrame:
    return areas.with_columns(pl.col("aliases").list.join("|"))


def _write_start(out: Path, newest: str, language: Language) -> None:
    """``OUT/index.html`` leads to the newest run."""
    target = f"{newest}/index.html"
    (out / "index.html").write_text(
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Forvarsel</title>\n"
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body><p><a href="{target}">Forvarsel {newest}</a></p></body>\n</html>\n',
        encoding="utf-8",
        newline="\n",
    )
