"""Copies of the archive: tables for other programs, and a whole second file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import polars as pl

from monitor.archive.outlooks import outlooks
from monitor.archive.store import Archive, speaking_plainly
from monitor.archive.tables import read_batches, read_figures, read_lists, read_memberships
from monitor.errors import OutputError


def export(archive: Archive, folder: Path) -> list[Path]:
    """Write every table, all batches, as csv and parquet, and every sealed outlook as it is.

    The files are read by other programs and never read back by this one.

    Raises:
        OutputError: ``folder`` holds something already, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError("error.archive_target_taken", target=folder)
    tables: dict[str, pl.DataFrame] = {
        "batches": read_batches(archive),
        "figures": read_figures(archive),
        "lists": read_lists(archive),
        "memberships": read_memberships(archive),
    }
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
            csv.write_bytes(table.write_csv().encode("utf-8"))
            table.write_parquet(parquet)
            written += [csv, parquet]
        for outlook in outlooks(archive):
            path = folder / f"outlook-{outlook.batch:04d}.bin"
            path.write_bytes(outlook.payload)
            written.append(path)
    except OSError as fault:
        raise OutputError("error.archive_target", target=folder, reason=fault.strerror) from fault
    return written


def backup(archive: Archive, target: Path) -> None:
    """Copy the archive into ``target``, whole or not at all, also while another run writes.

    Raises:
        OutputError: ``target`` is there already, or cannot be written.
        ArchiveError: the archive cannot be read.
    """
    if target.exists():
        raise OutputError("error.archive_target_taken", target=target)
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch()
    except OSError as fault:
        raise OutputError("error.archive_target", target=target, reason=fault.strerror) from fault
    try:
        with speaking_plainly(archive.path):
            copy = sqlite3.connect(partial)
            try:
                archive.connection.backup(copy)
            finally:
                copy.close()
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
