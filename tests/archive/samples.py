"""Small sources for the tests of the archive; invented areas and figures."""

from __future__ import annotations

import hashlib
from datetime import date

import polars as pl

from monitor.archive import Source

KNOWN = date(2024, 6, 1)


def source(name: str, known_from: date = KNOWN, text: str | None = None) -> Source:
    """A file called ``name``; its hash is that of ``text`` (its name where not given)."""
    return Source("file", name, hashlib.sha256((text or name).encode()).hexdigest(), known_from)


def figures(*rows: tuple[str, str, str, str | None], known_from: date = KNOWN) -> pl.DataFrame:
    """(area, indicator, period, value) as the frame ``figures``; None is a suppressed cell."""
    return pl.DataFrame(
        [
            {
                "area_id": area,
                "indicator": indicator,
                "period": period,
                "value": value,
                "decimals": None if value is None else len(value.partition(".")[2]),
                "unit": "persons",
                "standing": "missing" if value is None else "known",
                "known_from": known_from,
                "file": "ignored.xlsx",
                "sheet": "Ark1",
                "row": line + 2,
                "column": 3,
                "batch": None,
            }
            for line, (area, indicator, period, value) in enumerate(rows)
        ],
        schema_overrides={"value": pl.String, "decimals": pl.Int64, "batch": pl.Int64},
    )


def column(height: int, indicator: str = "basic_education_base") -> list[tuple[str, str, str, str]]:
    """The figures of a column of a table: one indicator of many areas."""
    return [(f"area-{n:04}", indicator, "2024-01-01", str(700 + 3 * n)) for n in range(height)]


def memberships(
    list_date: date, status: dict[str, str], known_from: date | None = None
) -> pl.DataFrame:
    """A parallel list as published: area -> listed, new, left or not_listed."""
    return pl.DataFrame(
        [
            {
                "list_date": list_date,
                "area_id": area,
                "category": "parallel",
                "status": word,
                "known_from": known_from or list_date,
                "sheet": "Tabel 1",
                "row": line + 2,
                "column": 1,
                "note": "",
            }
            for line, (area, word) in enumerate(status.items())
        ]
    )


def whole_list(list_date: date, scope: str = "dk") -> pl.DataFrame:
    """The statement that the parallel list of ``list_date`` is there whole."""
    return pl.DataFrame(
        {
            "list_date": [list_date],
            "category": ["parallel"],
            "scope": [scope],
            "whole": [True],
        }
    )
