"""Runs as they lie in an output folder: where the tables are, and reading them back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from monitor.errors import UnreadableFileError
from monitor.provenance import SCENARIO

SOURCES = "4-kilder"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class StoredRun:
    """A run read back: its folder, its tables by name, its settings, its scenario's file if any."""

    folder: Path
    tables: Mapping[str, pl.DataFrame]
    settings: Mapping[str, object]
    scenario: Path | None = None


def read_run(place: Path) -> StoredRun:
    """The run in ``place``, or the newest of the runs below it.

    Raises:
        UnreadableFileError: no run lies there.
    """
    folder = _folder(place)
    sources = folder / SOURCES
    tables = {path.stem: pl.read_parquet(path) for path in sorted(sources.glob("*.parquet"))}
    manifest = json.loads((sources / MANIFEST).read_text(encoding="utf-8"))
    scenario = sources / SCENARIO
    kept = scenario if scenario.is_file() else None
    return StoredRun(folder, tables, manifest["settings"], kept)


def _folder(place: Path) -> Path:
    if (place / SOURCES / MANIFEST).is_file():
        return place
    found = newest_run(place)
    if found is None:
        raise UnreadableFileError("error.no_run", place=str(place))
    return found


def newest_run(out: Path) -> Path | None:
    """The run of the latest as-of date below a folder, under the law in force if there is one.

    Folders are named by date, and by number where the inputs of one date changed: ``2024-12-01``,
    ``2024-12-01-2``. By name alone number 10 would come before 2, and a scenario after all.
    """
    below = [path.parent.parent for path in out.glob(f"*/{SOURCES}/{MANIFEST}")]
    return max(below, key=_rank, default=None)


def _rank(folder: Path) -> tuple[bool, str, int, str]:
    text = (folder / SOURCES / MANIFEST).read_text(encoding="utf-8")
    settings = json.loads(text)["settings"]
    base = "-".join(part for part in (settings.get("as_of"), settings.get("scenario")) if part)
    number = folder.name.removeprefix(base).removeprefix("-")
    counted = int(number) if number.isascii() and number.isdigit() else 1
    return not settings.get("scenario"), str(settings.get("as_of", "")), counted, folder.name
