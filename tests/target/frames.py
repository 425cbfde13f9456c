"""Short ways to write the frames of the 40 percent rule in a test."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from monitor.dwellings import DWELLINGS_SCHEMA, accounts
from monitor.plan_rows import PLAN_SCHEMA


def dwellings(*rows: dict[str, Any]) -> pl.DataFrame:
    """A ``dwellings`` frame; row numbers as in a file with one heading."""
    base = {"area_id": "a", "date": date(2026, 1, 1), "file": "dwellings.csv"}
    full = [
        {**dict.fromkeys(DWELLINGS_SCHEMA), **base, "row": number, **row}
        for number, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(full, schema=DWELLINGS_SCHEMA)


def plan(*rows: dict[str, Any]) -> pl.DataFrame:
    """A ``plan`` frame; row numbers as in a file with one heading."""
    base = {
        "area_id": "a",
        "unit": "dwellings",
        "planned_date": date(2028, 1, 1),
        "status": "planned",
        "file": "plan.csv",
    }
    full = [
        {**dict.fromkeys(PLAN_SCHEMA), **base, "row": number, **row}
        for number, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(full, schema=PLAN_SCHEMA)


def told(family: int, total: int, demolished: int = 0, m2: int = 0, building: str = "x") -> list:
    """The four rows of a whole account."""
    return [
        {"indicator": "dwellings_family", "value": family},
        {"indicator": "dwellings_total", "value": total},
        {"indicator": "demolished_not_replaced", "value": demolished},
        {"indicator": "commercial_m2", "value": m2, "building": building},
    ]


def account_of(*rows: dict[str, Any]) -> pl.DataFrame:
    """The terms of such rows, 75 square metres a dwelling."""
    return accounts(dwellings(*rows), 75)
