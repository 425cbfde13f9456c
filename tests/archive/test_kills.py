"""Killed at any moment: no acknowledged batch lost, none half there, completed by the rerun."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monitor.archive import check, figures_known, head, open_archive, read_batches
from tests.archive import writer

BATCHES, HEIGHT = 12, 400
ROOT = Path(__file__).parents[2]
WRITER = [sys.executable, "-m", "tests.archive.writer"]


def start(path: Path) -> subprocess.Popen[str]:
    """A writing run that has imported everything and is about to open the archive."""
    run = subprocess.Popen(
        [*WRITER, str(path), str(BATCHES), str(HEIGHT)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    return run


def kill_at_random(path: Path, batches: int, delay: float) -> list[str]:
    """Kill a run ``delay`` seconds after ``batches`` acknowledged ones; all it had acknowledged."""
    run = start(path)
    assert run.stdout is not None
    before = [run.stdout.readline() for _ in range(batches)]
    time.sleep(delay)
    run.kill()
    said, _ = run.communicate()
    return "".join([*before, said]).splitlines()


def batch_seconds(path: Path) -> float:
    """How long a batch of a whole run takes, from its beginning to the last acknowledgement."""
    run = start(path)
    assert run.stdout is not None
    begun = time.monotonic()
    said = [run.stdout.readline() for _ in range(BATCHES)]
    ended = time.monotonic()
    run.communicate()
    assert run.returncode == 0
    assert said[-1] == f"f{BATCHES - 1}\n"
    return (ended - begun) / BATCHES


def campaign(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """``kills`` killed runs, each checked and completed; what was seen, for the reader.

    The moment is a random batch and a random time within the next two: on a busy machine as on an
    idle one it lies anywhere in the run.
    """
    whole = folder / "whole.sqlite"
    seconds = batch_seconds(whole)
    with open_archive(whole) as archive:
        expected, expected_head = figures_known(archive), head(archive)
    moments = np.random.default_rng(seed)
    seen = {"before the first": 0, "between": 0, "after the last": 0, "unacknowledged": 0}
    for number in range(kills):
        path = folder / f"killed{number}.sqlite"
        batches = int(moments.integers(BATCHES))
        acknowledged = kill_at_random(path, batches, moments.uniform(0, 2 * seconds))
        with open_archive(path, create=True) as archive:
            assert check(archive) == []
            log = read_batches(archive)
            assert log["file"].to_list()[: len(acknowledged)] == acknowledged
            assert log.height - len(acknowledged) in (0, 1)
            assert (log["figures"] == HEIGHT).all()
            assert (log["memberships"] == 1).all()
        there = log.height
        seen["unacknowledged"] += there - len(acknowledged)
        place = {0: "before the first", BATCHES: "after the last"}.get(there, "between")
        seen[place] += 1
        writer.main(path, BATCHES, HEIGHT)
        with open_archive(path) as archive:
            assert check(archive, expected_head) == []
            assert figures_known(archive).equals(expected)
            assert read_batches(archive)["batch"].to_list() == list(range(1, BATCHES + 1))
        path.unlink()
    return seen


def test_a_killed_run_loses_nothing_it_acknowledged_and_is_completed_by_the_next(
    tmp_path: Path,
) -> None:
    seen = campaign(tmp_path, kills=6, seed=1)
    assert seen["between"] > 0


@pytest.mark.campaign
def test_two_hundred_kills(tmp_path: Path) -> None:
    seen = campaign(tmp_path, kills=200, seed=2)
    assert seen["between"] >= 100


def test_a_kill_while_the_archive_is_brought_to_a_new_version_leaves_the_old_or_the_new(
    tmp_path: Path,
) -> None:
    path = tmp_path / "archive.sqlite"
    kill_at_random(path, 0, 0.0)
    with open_archive(path, create=True) as archive:
        assert check(archive) == []
        assert isinstance(figures_known(archive), pl.DataFrame)
