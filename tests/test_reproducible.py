"""Same input, same bytes: two processes with different hash seeds, and rows in another order."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel
from monitor.engine import run_inputs
from monitor.inputs import from_record
from monitor.record.load import values

ROOT = Path(__file__).parent.parent


def run(out: Path, seed: int) -> None:
    """The README's command, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from monitor.cli import main; main()", "run", "--out", str(out)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_runs_with_different_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    for seed in (1, 2):
        run(tmp_path / str(seed), seed)
    one, other = hashes(tmp_path / "1"), hashes(tmp_path / "2")
    assert one == other
    names = {Path(name).name for name in one}
    assert {"criteria.csv", "categories.parquet", "manifest.json", "index.html"} <= names


@pytest.mark.parametrize("seed", [1, 2])
def test_the_rows_of_the_input_in_another_order_give_the_same_tables(seed: int) -> None:
    inputs = from_record()
    mixed = replace(
        inputs,
        figures=shuffled(inputs.figures, seed),
        memberships=shuffled(inputs.memberships, seed),
        lists=shuffled(inputs.lists, seed),
        areas=shuffled(inputs.areas, seed),
    )
    one, other = (run_inputs(each, inputs.known) for each in (inputs, mixed))
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert table.height > 0
        assert table.equals(other.tables[name]), name


def test_the_rows_of_a_values_file_in_another_order_give_the_same_tables(tmp_path: Path) -> None:
    listed = values().filter(pl.col("list_date") == pl.date(2016, 12, 1))
    frame = listed.select("area_id", "list_date", "indicator", "value").with_columns(
        source=pl.lit("the list")
    )
    for name, rows in (("one", frame), ("other", shuffled(frame, 3))):
        (tmp_path / name).mkdir()
        rows.write_csv(tmp_path / name / "values.csv")
        given = [str(tmp_path / name / "values.csv"), "--out", str(tmp_path / name / "out")]
        done = CliRunner().invoke(forvarsel, ["classify", *given])
        assert done.exit_code == 0, done.output
    one, other = (hashes(tmp_path / name / "out") for name in ("one", "other"))
    # the manifest names the file's own hash, which is another
    assert one.pop("manifest.json") != other.pop("manifest.json")
    assert one == other


def shuffled(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    order = list(range(frame.height))
    random.Random(seed).shuffle(order)
    return frame[order]
