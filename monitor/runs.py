"""Runs as they lie in an output folder: where the tables are, and reading them back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from monitor.errors import UnreadableFileError

SOURCES = "4-kilder"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class StoredRun:
    """A run read back: its folder, its tables by name, its areas."""

    folder: Path
    tables: Mapping[str, pl.DataFrame]
    settings: Mapping[str, object]


def read_run(place: Path) -> StoredRun:
    """The run in ``place``, or the newest of the runs below it.

    Raises:
        UnreadableFileError: no run lies there.
    """
    folder = _folder(place)
    sources = folder / SOURCES
    tables = {path.stem: pl.read_parquet(path) for path in sorted(sources.glob("*.parquet"))}
    manifest = json.loads((sources / MANIFEST).read_text(encoding="utf-8"))
    return StoredRun(folder, tables, manifest["settings"])


def _folder(place: Path) -> Path:
    if (place / SOURCES / MANIFEST).is_file():
        return place
    below = sorted(path.parent.parent for path in place.glob(f"*/{SOURCES}/{MANIFEST}"))
    if not below:
        raise UnreadableFileError("error.no_run", place=str(place))
    return below[-1]
