"""Folders the tool itself has written: they may lie among the planner's files and are no source."""

from __future__ import annotations

from pathlib import Path

_WRITTEN = (
    ("archive.sqlite",),
    ("4-kilder/manifest.json",),
    ("understood.csv", "files_read.csv"),
    ("faults.csv", "fejl.xlsx"),
)
"""Files that stand together in what a command writes: an archive, a run, `ingest` with or without
figures."""


def is_output(folder: Path) -> bool:
    """Whether a folder is one that `forvarsel run` or `forvarsel ingest` has written."""
    return any(all((folder / name).is_file() for name in names) for names in _WRITTEN)
