"""Writing what leaves: tables as csv and parquet, folders whole or absent, nothing overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from monitor.errors import OutputError
from monitor.provenance import sha256_of

MARK = "forvarsel-output"
"""The category (a document property) of every workbook of figures we write: read back, it is known
as ours and left alone. The template has none: what is typed there is the planner's."""
RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL"] + [f"{kind}{n}" for kind in ("COM", "LPT") for n in range(1, 10)]
)
"""Names Windows keeps for devices, with whatever ending."""


@dataclass(frozen=True)
class Written:
    """A folder that stands, and whether this call made it (else it stood already, the same)."""

    folder: Path
    new: bool


def write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Every table as ``<name>.csv`` (comma, point, UTF-8) and ``<name>.parquet``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
        frame.write_parquet(folder / f"{name}.parquet", statistics=False)


def write_whole(parent: Path, name: str, fill: Callable[[Path], None]) -> Written:
    """Fill a folder beside its place and move it there whole; a run is never overwritten.

    Where ``parent/name`` stands already with the same bytes nothing is written; with other bytes
    the new folder is ``name-2``, ``name-3`` and so on. An empty folder is filled.

    Raises:
        OutputError: the place is a file, a name Windows keeps for devices, the folder one stands
            in, or cannot be written to.
    """
    _check_place(parent, name)
    if parent.exists() and not parent.is_dir():
        raise OutputError("error.output_is_a_file", place=str(parent))
    making = parent / f".{name}-{os.getpid()}.part"
    try:
        making.mkdir(parents=True)
        fill(making)
        return _put(parent, name, making)
    except OSError as fault:
        raise OutputError(
            "error.output_not_writable", place=str(parent), reason=fault.strerror or str(fault)
        ) from fault
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _check_place(parent: Path, name: str) -> None:
    place = parent / name
    if place.is_file():
        raise OutputError("error.output_is_a_file", place=str(place))
    if name.partition(".")[0].upper() in RESERVED:
        raise OutputError("error.output_reserved", place=str(place), name=name)
    if not name.strip(".") or place.resolve() == Path.cwd():
        raise OutputError("error.output_is_here", place=str(place))


def _put(parent: Path, name: str, making: Path) -> Written:
    number = 1
    while True:
        place = parent / (name if number == 1 else f"{name}-{number}")
        if not place.exists() or (place.is_dir() and not any(place.iterdir())):
            if place.exists():
                place.rmdir()  # Windows does not rename onto a folder, not even an empty one
            making.rename(place)
            return Written(place, new=True)
        if _content(place) == _content(making):
            return Written(place, new=False)
        number += 1


def _content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
