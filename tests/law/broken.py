"""Broken law files, made from the real ones by one change of text."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from monitor.law.load import laws


def copy_laws(folder: Path) -> None:
    """The real law files in ``folder``."""
    for law in laws():
        name = f"{law.id}.toml"
        text = files("monitor.law").joinpath(name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def break_law(folder: Path, version: str, old: str, new: str) -> None:
    """The real law files in ``folder``, the first ``old`` of one version replaced by ``new``."""
    copy_laws(folder)
    file = folder / f"{version}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {version}.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
