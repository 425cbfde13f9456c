"""Single human slips in clean workbooks: at least 95 of 100 found, clean ones left in peace."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from planners import SLIPS, clean, write

from monitor.ingest.folder import ingest_folder


def said(folder: Path) -> list[str]:
    """The warnings and errors of a folder."""
    return [f.sentence() for f in ingest_folder(folder).faults if f.gravity != "info"]


def hunt(folder: Path, first: int, count: int) -> tuple[Counter[str], Counter[str]]:
    """Slips found and not found, by kind."""
    found: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    kinds = sorted(SLIPS)
    number = first
    while sum(found.values()) + sum(lost.values()) < count:
        draw = random.Random(number)
        kind = kinds[number % len(kinds)]
        book = clean(number // len(kinds) % 40 + 1000)
        before = book.copy()
        number += 1
        if not SLIPS[kind](book, draw) or book == before:
            continue
        place = folder / f"{kind.replace(' ', '-')}-{number}"
        write(book, place)
        (found if said(place) else lost)[kind] += 1
    return found, lost


@pytest.mark.parametrize("seed", range(1000, 1008))
def test_a_clean_workbook_is_left_in_peace(tmp_path: Path, seed: int) -> None:
    write(clean(seed), tmp_path)
    assert said(tmp_path) == []


def test_a_sample_of_slips_is_found(tmp_path: Path) -> None:
    found, lost = hunt(tmp_path, 0, 155)
    assert sum(found.values()) >= 0.93 * (sum(found.values()) + sum(lost.values())), lost


@pytest.mark.campaign
def test_two_thousand_slips(tmp_path: Path) -> None:
    found, lost = hunt(tmp_path, 0, 2_000)
    assert sum(found.values()) >= 0.95 * 2_000, lost


@pytest.mark.campaign
def test_two_hundred_clean_workbooks(tmp_path: Path) -> None:
    alarms = 0
    for seed in range(1000, 1200):
        write(clean(seed), tmp_path / str(seed))
        alarms += len(said(tmp_path / str(seed)))
    assert alarms < 200
