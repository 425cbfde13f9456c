"""docs/law-change.md carried out word for word in a copy of the project."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "law-change.md"
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PACKAGES = ("monitor", "forecasts", "reports")


def test_the_exercise_gives_what_the_page_says(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    said, counted = "", {"diff": 0, "sh": 0, "text": 0, "csv": 0}
    for kind, about, body in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        counted[kind] += 1
        if kind == "diff":
            amend(tmp_path / about, body)
        elif kind == "sh":
            said = "".join(run(tmp_path, line) for line in body.splitlines())
        elif kind == "text":
            for line in body.splitlines():
                assert line in said, f"{line!r} is not among:\n{said}"
        elif (tmp_path / about).is_file():
            wanted = pl.read_csv(body.encode(), infer_schema=False)
            found = pl.read_csv(tmp_path / about, infer_schema=False)
            assert found.select(wanted.columns).equals(wanted)
        else:
            (tmp_path / about).write_text(body, encoding="utf-8", newline="\n")
    assert counted == {"diff": 5, "sh": 5, "text": 3, "csv": 2}


def amend(file: Path, body: str) -> None:
    """Replace what stands after ``-`` by what stands after ``+``; each must stand there once."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes(body.splitlines()):
        assert old in text, f"{old!r} does not stand in {file.name}"
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8", newline="\n")


def changes(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Runs of removed lines, each with the run of added lines after it."""
    old: list[str] = []
    new: list[str] = []
    for line in lines:
        if line.startswith("-") and new:
            yield "\n".join(old), "\n".join(new)
            old, new = [], []
        (old if line.startswith("-") else new).append(line[1:])
    yield "\n".join(old), "\n".join(new)


def run(folder: Path, line: str) -> str:
    """A command of the page in the copy, and all it said."""
    command, *given = shlex.split(line)
    if command == "cp":
        shutil.copyfile(folder / given[0], folder / given[1])
        return ""
    assert command == "forvarsel"
    done = subprocess.run(
        [sys.executable, "-c", "from monitor.cli import main; main()", *given],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr
