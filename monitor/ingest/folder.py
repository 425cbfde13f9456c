"""A planner's folder from end to end: files, tables, figures, faults, in one frame each.

The seam to what comes after: ``ingest_folder`` gives ``Ingested``; the archive takes its figures
batch by batch (``batch`` is the file's SHA-256), the panel takes them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from monitor.errors import UnreadableFileError
from monitor.indicators import indicators
from monitor.ingest.blocks import SCHEMA
from monitor.ingest.cells import READABLE, Opened, open_file
from monitor.ingest.checks import check
from monitor.ingest.context import Context
from monitor.ingest.departments import add_up
from monitor.ingest.faults import Fault, fault_of, in_order, refused_file
from monitor.ingest.grid import Place
from monitor.ingest.harvest import Harvest, Understood
from monitor.ingest.headings import LOCAL
from monitor.ingest.places import Places
from monitor.ingest.recognise import read_sheet
from monitor.ingest.settings import FILE, Settings, read_settings

FIGURES = {name: kind for name, kind in SCHEMA.items() if name != "department"}
"""Columns of the figures of a folder."""
FILES_AT_MOST = 2_000


@dataclass(frozen=True)
class Ingested:
    """What a folder holds.

    Attributes:
        figures: accepted figures of known indicators, columns ``FIGURES``; a suppressed cell is a
            row without value, standing ``missing``, with its reason.
        context: figures beside the criteria (one-year shares, persons over the limit, totals).
        local: figures of local indicators (``local:`` taken off their names).
        dwellings: the figures about dwellings and floor area.
        memberships: list_date, area_id, category, standing (on, left), new, place, batch.
        departments: department, name, area_id, first_year, last_year, place.
        plans: area_id, lever, amount, unit, planned_date, status, date_done,
            amount_done, note, source, place.
        texts: area_id, period, field, text, place (free text; never part of a public output).
        target_tables: tables of the 40 percent rule as text, by name (``target_tables``).
        target_headings: (file, column) -> the heading of such a table as it stands.
        addresses: address -> area_id, for an export of the building register.
        own_areas: area_id, name, municipality_code of areas that are not in the record.
        faults: everything that has to be said, in the order of the files.
        understood: what was read as what.
        files: file, sha256, tables read, of every file that could be opened.
    """

    figures: pl.DataFrame
    context: pl.DataFrame
    local: pl.DataFrame
    memberships: pl.DataFrame
    departments: pl.DataFrame
    plans: pl.DataFrame
    texts: pl.DataFrame
    target_tables: dict[str, pl.DataFrame]
    target_headings: dict[tuple[str, str], str]
    addresses: dict[str, str]
    own_areas: pl.DataFrame
    faults: tuple[Fault, ...]
    understood: tuple[Understood, ...]
    files: pl.DataFrame

    @property
    def dwellings(self) -> pl.DataFrame:
        """The figures about dwellings and floor area."""
        codes = [c for c, known in indicators().items() if known.kind in {"dwellings", "area"}]
        return self.figures.filter(pl.col("indicator").is_in(codes))

    @property
    def errors(self) -> int:
        """How many faults cost a figure or a file."""
        return sum(fault.gravity == "error" for fault in self.faults)


def ingest_folder(folder: Path, progress: Callable[[str], None] | None = None) -> Ingested:
    """Read everything in a folder.

    Args:
        folder: where the planner's files are, with or without ``forvarsel.toml``.
        progress: told each file's name before it is read.

    Raises:
        UnreadableFileError: there is no such folder, its settings cannot be read, or nothing in it
            is of a kind that could hold figures.
    """
    if not folder.is_dir():
        raise refused_file("folder_missing", str(folder))
    settings = read_settings(folder)
    harvest = Harvest()
    places = Places(settings)
    files: list[tuple[str, str, int]] = []
    paths = files_of(folder, harvest, beside=settings.local.files)
    if not paths:
        raise refused_file("folder_nothing", str(folder))
    hashes: dict[str, str] = {}
    for path in paths:
        shown = path.relative_to(folder).as_posix()
        if settings.file(shown).skip:
            harvest.fault(Place(shown), "file_skipped")
            continue
        if progress is not None:
            progress(shown)
        files += read_one(path, shown, settings, places, harvest, hashes)
    for heading in settings.unused():
        harvest.fault(Place(FILE), "settings_unused", heading=heading)
    add_up(harvest)
    return _gather(harvest, places, files)


def files_of(folder: Path, harvest: Harvest, beside: Container[str] = ()) -> list[Path]:
    """The folder's readable files in order; what is no table is named and left.

    Files named in ``beside`` are read by others.
    """
    found: list[Path] = []
    own: set[Path] = set()
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder).as_posix()
        if own & {*path.parents}:
            continue
        if path.is_dir() and _is_output(path):
            own.add(path)
            harvest.fault(Place(shown), "own_output")
            continue
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not path.is_file() or path.name == FILE or shown in beside:
            continue
        if path.name.startswith("~$"):
            harvest.fault(Place(shown), "file_open_elsewhere")
        elif path.suffix.lower() not in READABLE:
            harvest.fault(Place(shown), "file_not_read", suffix=path.suffix.lower())
        elif len(found) >= FILES_AT_MOST:
            harvest.fault(Place(shown), "files_too_many", count=FILES_AT_MOST)
            break
        else:
            found.append(path)
    return found


def _is_output(folder: Path) -> bool:
    """Whether a folder is one that `forvarsel run` or `forvarsel ingest` has written."""
    return any(all((folder / name).is_file() for name in names) for names in _WRITTEN)


_WRITTEN = (
    ("archive.sqlite",),
    ("4-kilder/manifest.json",),
    ("understood.csv", "files_read.csv"),
    ("faults.csv", "fejl.xlsx"),
)


def read_one(
    path: Path,
    shown: str,
    settings: Settings,
    places: Places,
    harvest: Harvest,
    hashes: dict[str, str],
) -> list[tuple[str, str, int]]:
    """Read one file into the harvest; its name, hash and number of tables."""
    try:
        opened: Opened = open_file(path, shown)
    except UnreadableFileError as error:
        harvest.faults.append(fault_of(error))
        return []
    if opened.sha256 in hashes:
        harvest.fault(Place(shown), "file_twice", other=hashes[opened.sha256])
        return [(shown, opened.sha256, 0)]
    hashes[opened.sha256] = shown
    for kind, fields in opened.remarks:
        sheet = str(fields.get("sheet", ""))
        harvest.fault(Place(shown, sheet), kind, **fields)
    context = Context(opened, settings, places, harvest)
    tables = sum(read_sheet(grid, context) for grid in opened.grids)
    if not opened.grids:
        harvest.fault(Place(shown), "file_without_sheets")
    return [(shown, opened.sha256, tables)]


def _gather(harvest: Harvest, places: Places, files: list[tuple[str, str, int]]) -> Ingested:
    everything = harvest.blocks.frame().drop("department")
    figures = check(everything, harvest, places)
    codes = figures["indicator"].unique().to_list()
    local = [code for code in codes if code.startswith(LOCAL)]
    beside = [code for code in codes if code not in indicators() and code not in local]
    members = [
        (m.list_date, m.area_id, m.category, m.standing, m.new, *_at(m.place), m.batch)
        for m in harvest.members
    ]
    return Ingested(
        figures=_of(figures, [code for code in codes if code in indicators()]),
        context=_of(figures, beside),
        local=_of(figures, local).with_columns(pl.col("indicator").str.strip_prefix(LOCAL)),
        memberships=pl.DataFrame(members, schema=MEMBERS, orient="row").sort(
            "list_date", "category", "area_id", "standing"
        ),
        departments=pl.DataFrame(
            [
                (b.department, b.name, b.area_id, b.first, b.last, *_at(b.place))
                for b in harvest.belongings
            ],
            schema=DEPARTMENTS,
            orient="row",
        ).sort("area_id", "department", "first_year", "file", "row"),
        plans=pl.DataFrame(
            [
                (
                    p.area_id,
                    p.lever,
                    p.amount,
                    p.unit,
                    p.planned_date,
                    p.status,
                    p.date_done,
                    p.amount_done,
                    p.note,
                    p.source,
                    *_at(p.place),
                )
                for p in harvest.plans
            ],
            schema=PLANS,
            orient="row",
        ).sort("area_id", "file", "sheet", "row"),
        texts=pl.DataFrame(
            [(t.area_id, t.period, t.field, t.text, *_at(t.place)) for t in harvest.texts],
            schema=TEXTS,
            orient="row",
        ).sort("area_id", "file", "sheet", "row", "column"),
        target_tables={name: _texts(rows) for name, rows in sorted(harvest.target_rows.items())},
        target_headings=harvest.target_headings,
        addresses=harvest.addresses,
        own_areas=pl.DataFrame(
            [(a.area_id, a.name, a.municipality) for a in places.own.values()],
            schema={"area_id": pl.String, "name": pl.String, "municipality_code": pl.String},
            orient="row",
        ).sort("area_id"),
        faults=tuple(in_order(harvest.faults)),
        understood=tuple(harvest.understood),
        files=pl.DataFrame(
            files,
            schema={"file": pl.String, "sha256": pl.String, "tables": pl.Int64},
            orient="row",
        ),
    )


def _of(figures: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    """The figures of some indicators."""
    if figures["indicator"].n_unique() == len(codes):
        return figures
    return figures.filter(pl.col("indicator").is_in(codes)) if codes else figures.clear()


def _texts(rows: list[dict[str, object]]) -> pl.DataFrame:
    columns = dict.fromkeys(column for row in rows for column in row)
    schema = {name: pl.Int64 if name == "row" else pl.String for name in columns}
    full = [{name: row.get(name) for name in columns} for row in rows]
    return pl.DataFrame(full, schema=schema).sort("file", "sheet", "row", maintain_order=True)


PLACE = {"file": pl.String, "sheet": pl.String, "row": pl.Int64, "column": pl.Int64}
MEMBERS = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "standing": pl.String,
    "new": pl.Boolean,
    **PLACE,
    "batch": pl.String,
}
DEPARTMENTS = {
    "department": pl.String,
    "name": pl.String,
    "area_id": pl.String,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    **PLACE,
}
PLANS = {
    "area_id": pl.String,
    "lever": pl.String,
    "amount": pl.Int64,
    "unit": pl.String,
    "planned_date": pl.Date,
    "status": pl.String,
    "date_done": pl.Date,
    "amount_done": pl.Int64,
    "note": pl.String,
    "source": pl.String,
    **PLACE,
}
TEXTS = {
    "area_id": pl.String,
    "period": pl.String,
    "field": pl.String,
    "text": pl.String,
    **PLACE,
}


def _at(place: Place) -> tuple[str, str, int, int]:
    return place.file, place.sheet, place.row, place.column
