"""A whole run: the law's tables and the pages of one body of input, into one folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from forecasts.planner import planner_tables
from forecasts.sealed import seal
from forecasts.tables import forecast_tables
from monitor import recomputation
from monitor.archive import open_archive
from monitor.engine import LawRun, run_inputs, run_law
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.law.load import Scenario
from monitor.outputs import Written, write_tables, write_whole
from monitor.panel import Panel
from monitor.provenance import manifest, write_manifest
from monitor.public_record import recomputation_figures, record_regions
from monitor.runs import SOURCES
from monitor.words import Language
from reports.build import PARTS, Part, build
from reports.lists import ListsPages, write_lists

PAGES = "3-sider"
LISTS = "lister"
ARCHIVE = "archive.sqlite"


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

    Raises:
        OutputError: ``out`` is a file or cannot be written to.
    """
    law = run_inputs(inputs, as_of, scenario=scenario, language=language)
    again = _recomputation(language) if as_of >= recomputation.day() and not inputs.files else None
    coming = forecast_tables(inputs, as_of, scenario=scenario, language=language)
    more = planner_tables(inputs, read, as_of, scenario=scenario, language=language) if read else {}
    names = {
        area: f"{name}, {place}" if place and place not in name else name
        for area, name, place in inputs.areas.select("area_id", "name", "municipality").iter_rows()
    }
    settings = {
        "command": "run",
        "as_of": as_of.isoformat(),
        "scenario": scenario.id if scenario else "",
        "language": language,
        "synthetic": inputs.synthetic,
        "public": public,
        "areas": list(areas),
        "only": list(only),
    }

    def fill(folder: Path) -> None:
        sources = folder / SOURCES
        write_tables(
            sources,
            {**inputs.further, **law.tables, **coming, **more, "areas": _areas_table(inputs.areas)},
        )
        if again is not None:
            write_tables(sources / f"genberegning-{recomputation.day()}", again.tables)
        write_lists(
            ListsPages(
                run=law,
                recomputation=again,
                names=names,
                counts=inputs.lists,
                as_of=as_of,
                scenario=scenario.id if scenario else "",
                synthetic=inputs.synthetic,
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
            progress=progress,
        )
        write_manifest(sources, manifest(folder, inputs.files, settings))

    name = as_of.isoformat() + (f"-{scenario.id}" if scenario else "")
    written = write_whole(out, name, fill)
    if scenario is None:
        # before the list comes out: what was said can be held against what came
        with open_archive(out / ARCHIVE, create=True) as archive:
            seal(archive, coming, as_of)
    _write_start(out, written.folder.name)
    return Ran(written, out / "index.html", law)


def _recomputation(language: Language) -> LawRun:
    figures = recomputation_figures()
    law = recomputation.law()
    return run_law(
        Panel(figures, record_regions()),
        recomputation.published(),
        [recomputation.day()],
        sorted(set(figures["area_id"])),
        judged_by=lambda _: law,
        language=language,
    )


def _areas_table(areas: pl.DataFrame) -> pl.DataFrame:
    return areas.with_columns(pl.col("aliases").list.join("|"))


def _write_start(out: Path, newest: str) -> None:
    """``OUT/index.html`` leads to the newest run."""
    target = f"{newest}/index.html"
    (out / "index.html").write_text(
        f'<!doctype html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Forvarsel</title>\n"
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body><p><a href="{target}">Forvarsel {newest}</a></p></body>\n</html>\n',
        encoding="utf-8",
        newline="\n",
    )
