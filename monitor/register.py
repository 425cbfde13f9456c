"""Dwellings by kind from an export of the building register, counted by area.

Field enh046 (OffentligStoette) tells social family, youth, elderly and care dwellings apart. A unit
without public support is a dwelling of unknown tenure: it counts in the total only. A unit with an
unknown code may be a family dwelling or not: the area's family dwellings are then a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from monitor.dwellings import DWELLINGS_SCHEMA, TOTAL, kinds, register_rules
from monitor.errors import UnreadableFileError
from monitor.folding import fold
from monitor.target_faults import Fault


def count_register(
    register: pl.DataFrame, places: Mapping[str, str], on: date
) -> tuple[pl.DataFrame, list[Fault]]:
    """Dwellings of every area on a date, from one row per dwelling unit.

    Args:
        register: the export, all columns text: an address or department, the support code and,
            where it has one, the dwelling type (enh023); ``file``, ``sheet`` and ``row`` are where
            each unit stands.
        places: address or department -> area id.
        on: the date the export was drawn.

    Returns:
        (a frame of ``DWELLINGS_SCHEMA``, faults). Every kind the register tells apart is given for
        every area met, 0 included, and the total.

    Raises:
        UnreadableFileError: a column is missing.
    """
    rules = register_rules()
    file = str(register["file"][0]) if register.height else ""
    key = _column(register, rules["key_headings"], file)
    support = _column(register, rules["support_headings"], file)
    kind_of_unit = _column(register, rules["type_headings"], file, required=False)
    areas = {_address(text): area for text, area in places.items()}
    counts: dict[str, dict[str, int]] = {}
    unknown: dict[str, int] = {}
    faults: list[Fault] = []
    for row in register.iter_rows(named=True):
        place = (row["file"], row["sheet"], row["row"])
        area = areas.get(_address(row[key]))
        if area is None:
            faults.append(Fault(*place, key, "no_area_for_address", row[key] or ""))
            continue
        counts.setdefault(area, {}), unknown.setdefault(area, 0)
        if kind_of_unit and (row[kind_of_unit] or "").strip() in rules["not_dwelling_types"]:
            continue
        code = (row[support] or "").strip()
        indicator = rules["support"].get(code)
        if indicator == "":
            continue
        counts[area][TOTAL] = counts[area].get(TOTAL, 0) + 1
        if indicator is None:
            unknown[area] += 1
            fields = (("area", area), ("codes", ", ".join(rules["support"])))
            faults.append(Fault(*place, support, "unknown_support_code", code, "warning", fields))
        elif indicator != TOTAL:
            counts[area][indicator] = counts[area].get(indicator, 0) + 1
    rows = [
        entry
        for area in sorted(counts)
        for entry in _entries(area, on, file, counts[area], unknown[area])
    ]
    return pl.DataFrame(rows, schema=DWELLINGS_SCHEMA, orient="row"), faults


def _address(text: str | None) -> str:
    # house numbers must stay apart ("1, 12." is not "11, 2."): only case and spaces are evened out
    return " ".join((text or "").casefold().split())


def _entries(
    area: str, on: date, file: str, counts: dict[str, int], unknown: int
) -> list[dict[str, Any]]:
    told_apart = [code for code in register_rules()["support"].values() if code in kinds()]
    entries = []
    for code in (*dict.fromkeys(told_apart), TOTAL):
        known = counts.get(code, 0)
        ranged = unknown > 0 and code != TOTAL
        entries.append(
            {
                **dict.fromkeys(DWELLINGS_SCHEMA),
                "area_id": area,
                "date": on,
                "indicator": code,
                "value": None if ranged else known,
                "at_least": known if ranged else None,
                "at_most": known + unknown if ranged else None,
                "source": file,
                "file": file,
                "sheet": "",
                "row": 0,
            }
        )
    return entries


def _column(
    register: pl.DataFrame, headings: list[str], file: str, *, required: bool = True
) -> str:
    wanted = {fold(heading) for heading in headings}
    for column in register.columns:
        if fold(column) in wanted:
            return column
    if required:
        raise UnreadableFileError(
            "target.column_missing",
            file=file,
            wanted=", ".join(headings),
            found=", ".join(register.columns),
        )
    return ""
