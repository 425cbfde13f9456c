"""Damage of every kind: no traceback, and no accepted figure other than what its cell means."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from damage import AREAS, DAMAGE, HEADINGS, YEARLY, make, meanings, write

from monitor.ingest.folder import Ingested, ingest_folder
from monitor.ingest.plain import plain


def damaged(number: int, folder: Path) -> tuple[list[list[str]], str]:
    draw = random.Random(number)
    sheet = make(draw)
    kinds = draw.sample(sorted(DAMAGE), draw.randrange(1, 4))
    for kind in kinds:
        DAMAGE[kind](sheet, draw)
    folder.mkdir()
    name = "tal.csv" if draw.random() < 0.6 else "tal.xlsx"
    return write(sheet, folder / name, draw), f"{number} {name} {kinds}"


def faulty_cells(ingested: Ingested) -> set[tuple[int, int]]:
    return {(fault.place.row, fault.place.column) for fault in ingested.faults}


def check(rows: list[list[str]], ingested: Ingested, about: str) -> int:
    """Every accepted figure is what stands in its cell, its row and under its heading."""
    said = faulty_cells(ingested)
    columns = {column for _, column in said}
    for row in ingested.figures.filter(pl.col("value").is_not_null()).iter_rows(named=True):
        at, column = row["row"] - 1, row["column"] - 1
        cell = rows[at][column]
        where = f"{about}: {row['row']},{row['column']} {cell!r} -> {row['value']}"
        value = Decimal(row["value"])
        allowed = meanings(cell)
        if len(allowed) > 1 and (row["row"], row["column"]) not in said:
            # two grammars fit: the column's own sign decides, never a third reading
            assert value in allowed, where
        elif value not in allowed:
            scaled = {value * 10_000, value * 100, value / 100}
            assert scaled & allowed, where
            assert row["column"] in columns, f"{where}: scaled without a word"
        head = max(
            (r for r in range(at) if "År" in rows[r] or sum(c in HEADINGS for c in rows[r]) > 1),
            default=0,
        )
        texts = [text for text, code in HEADINGS.items() if code == row["indicator"]]
        heading = plain(rows[head][column]) if column < len(rows[head]) else ""
        whole = {plain(text) for text in HEADINGS}
        if heading in whole:
            assert heading in {plain(text) for text in texts}, where
        names = [c for c in rows[at] if c.strip() in AREAS]
        if len(names) == 1:
            assert row["area_id"] == AREAS[names[0].strip()], where
        years = [c.strip() for c in rows[at] if c.strip() in {"2018", "2019", "2020"}]
        if len(years) == 1 and "År" in rows[head]:
            yearly = row["indicator"] in YEARLY
            assert row["period"] == (years[0] if yearly else f"{years[0]}-01-01"), where
    return ingested.figures.height


def run(first: int, count: int, folder: Path) -> int:
    accepted = 0
    for number in range(first, first + count):
        place = folder / str(number)
        rows, about = damaged(number, place)
        try:
            ingested = ingest_folder(place)
        except Exception as fault:
            raise AssertionError(about) from fault
        for fault in ingested.faults:
            fault.sentence("da")
        accepted += check(rows, ingested, about)
    return accepted


def test_a_sample_of_damaged_files(tmp_path: Path) -> None:
    assert run(0, 250, tmp_path) > 250


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(20))
def test_twenty_thousand_damaged_files(tmp_path: Path, part: int) -> None:
    assert run(1_000 * part, 1_000, tmp_path) > 1_000
