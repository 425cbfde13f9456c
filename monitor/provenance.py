"""Where a run came from: hashes of inputs, law files and tables, versions of what made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

PACKAGES = ("forvarsel", "numpy", "polars", "scipy", "scikit-learn", "statsmodels")


def sha256_of(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package_hashes(folder: str) -> dict[str, str]:
    """SHA-256 of every data file of ``monitor/<folder>``, by name."""
    root = files("monitor").joinpath(folder)
    return {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in sorted(root.iterdir(), key=lambda entry: entry.name)
        if entry.is_file() and entry.name.endswith((".toml", ".csv"))
    }


def manifest(
    folder: Path, inputs: Iterable[Path], settings: Mapping[str, object]
) -> dict[str, object]:
    """Everything a run can be checked by; no clock, no machine, no path outside the input.

    Args:
        folder: holds the files the run wrote so far.
        inputs: files the run read, beside the record.
        settings: as-of date, scenario, forced law, seed.
    """
    return {
        "settings": dict(settings),
        "inputs": {path.name: sha256_of(path) for path in sorted(inputs)},
        "record": package_hashes("record"),
        "law": package_hashes("law"),
        "versions": {name: version(name) for name in PACKAGES},
        "outputs": {
            path.relative_to(folder).as_posix(): sha256_of(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }


def write_manifest(folder: Path, content: Mapping[str, object]) -> None:
    """Write ``manifest.json`` into ``folder``."""
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
