"""Where a run came from: hashes of inputs, law files and tables, versions of what made it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from monitor.law.scenario import Scenario

SCENARIO = "scenarie.toml"
"""The scenario a folder's tables were made under, beside them."""
DATA = ("denominators.toml", "indicators.toml")
"""Files of figures and precisions that are neither law nor record."""
PACKAGES = ("forvarsel", "numpy", "polars", "scipy", "scikit-learn", "statsmodels")


def sha256_of(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _input_hashes(paths: Sequence[Path]) -> dict[str, str]:
    """Hashes by place below the folder all inputs share: two files may have one name."""
    if not paths:
        return {}
    shared = Path(os.path.commonpath([path.resolve().parent for path in paths]))
    return {path.resolve().relative_to(shared).as_posix(): sha256_of(path) for path in paths}


def package_hashes(folder: str) -> dict[str, str]:
    """SHA-256 of every data file of ``monitor/<folder>``, by name."""
    root = files("monitor").joinpath(folder)
    return {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in sorted(root.iterdir(), key=lambda entry: entry.name)
        if entry.is_file() and entry.name.endswith((".toml", ".csv"))
    }


def write_scenario(folder: Path, scenario: Scenario | None) -> None:
    """The scenario's own words beside the tables made under it; nothing without one.

    A scenario file may be mended or moved afterwards: looking back reads what was used.
    """
    if scenario is not None:
        (folder / SCENARIO).write_text(scenario.text, encoding="utf-8", newline="\n")


def manifest(
    folder: Path,
    inputs: Iterable[Path],
    settings: Mapping[str, object],
    scenario: Scenario | None = None,
) -> dict[str, object]:
    """Everything a run can be checked by; no clock, no machine, no path outside the input.

    Args:
        folder: holds the files the run wrote so far.
        inputs: files the run read, beside the record.
        settings: as-of date, scenario, forced law, seed.
        scenario: the law was changed by, hashed as it was read.
    """
    return {
        "settings": dict(settings),
        "inputs": _input_hashes(sorted(inputs)),
        "record": package_hashes("record"),
        "law": package_hashes("law"),
        "scenarios": package_hashes("law/scenarios"),
        "scenario": "" if scenario is None else _sha256(scenario.text.encode("utf-8")),
        "data": {name: package_hashes(".")[name] for name in DATA},
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
