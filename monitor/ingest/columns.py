"""One column of figures: which indicator, which unit, scaled, refused or marked as a whole.

Decided by the heading first, then by the whole column, never cell by cell (headings.md 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.indicators import indicators
from monitor.ingest.headings import SHARE_UNITS, THEMES, Heading
from monitor.ingest.numbers import (
    SHIFT,
    Column,
    Extent,
    Kind,
    all_whole,
    decimals_of,
    extent,
    read_column,
    shifted,
)
from monitor.ingest.tokens import Style

KINDS: dict[str, Kind] = {
    "share": "share",
    "ratio": "ratio",
    "count": "count",
    "base": "base",
    "money": "money",
    "dwellings": "dwellings",
    "area": "area",
}
_OTHER: dict[str, tuple[Kind, int]] = {
    "outside_labour_1yr_pct": ("share", 1),
    "dwellings_total": ("dwellings", 0),
    "family_share": ("share", 1),
}
WHOLE = Decimal(100)
FRACTION = Decimal(1)
"""A column of shares none of which is above this is a column of fractions."""
RARE_FRACTION = Decimal("0.06")
"""The same for the share of convicted, which is a few percent."""
RARE = frozenset({"convicted_pct"})
PER_10000_FROM = Decimal(20)
"""A share of convicted above this in the whole column is a rate per 10,000 (headings.md 6.1)."""
KRONER_FROM = Decimal(1000)
RATIO_FROM = Decimal(20)
RATIO_TO = Decimal(200)
LOST_BELOW = Decimal(20)
"""Residents below this: the thousands point was lost (1.35 for 1,350)."""
SMALLEST_INCOME = Decimal(10_000)


@dataclass
class Read:
    """A column read: its indicator ("" where the unit stays open), its numbers, what was said."""

    code: str
    column: Column
    unit: str = ""
    said: tuple[str, ...] = ()
    refused: str = ""


def kind_of(code: str) -> tuple[Kind, int]:
    """What a field holds and with how many decimals it is printed."""
    if code in indicators():
        known = indicators()[code]
        return KINDS[known.kind], known.decimals
    if code in _OTHER:
        return _OTHER[code]
    if code == "income":
        return "any", 1
    return ("share", 1) if code in THEMES else ("any", 0)


def read_figures(
    heading: Heading, cells: Sequence[object], hint: Style | None, answered: Style | None
) -> Read:
    """The numbers of a column under a heading, in the indicator's own unit."""
    code = heading.field
    kind, decimals = kind_of(code)
    if code in THEMES and any(_whole_thousands(cell) for cell in cells):
        kind = "count"
    column = read_column(cells, kind, decimals, hint, answered)
    numbers = extent(column)
    read = Read(code, column)
    if code in THEMES:
        read = _theme(code, column, numbers)
        if not read.code:
            return read
        kind, _ = kind_of(read.code)
    if numbers is None:
        return read
    _scale(read, heading, kind, numbers)
    return read


def _whole_thousands(cell: object) -> bool:
    return isinstance(cell, float) and cell > KRONER_FROM


def _theme(theme: str, column: Column, numbers: Extent | None) -> Read:
    """A theme without a unit: decided by the size of all its numbers, or left open."""
    units = set(column.units.values())
    if theme == "income":
        if units & {"kroner", "thousand_kroner"} or (numbers and numbers.low > KRONER_FROM):
            return Read("income_kr", column, said=("unit_by_size",))
        if "percent" in units or (
            numbers and numbers.low >= RATIO_FROM and numbers.high <= RATIO_TO
        ):
            return Read("income_pct_of_region", column, said=("unit_by_size",))
        return Read("", column, refused="unit_open")
    if "percent" in units:
        return Read(f"{theme}_pct", column)
    if numbers is None:
        return Read(f"{theme}_pct", column)
    whole = all_whole(column)
    if not whole and numbers.high <= WHOLE:
        return Read(f"{theme}_pct", column, said=("unit_by_size",))
    if whole and numbers.high > WHOLE:
        if theme == "convicted":
            # counts and rates per 10,000 look alike here
            return Read("", column, refused="unit_open")
        return Read(f"{theme}_count", column, said=("unit_by_size",))
    if not whole and theme == "convicted" and numbers.low >= PER_10000_FROM:
        return Read(f"{theme}_pct", column, said=("unit_by_size",))
    return Read("", column, refused="unit_open")


def _scale(read: Read, heading: Heading, kind: Kind, numbers: Extent) -> None:
    column = read.column
    unit = heading.unit if heading.unit in SHIFT else ""
    in_cells = {unit for unit in column.units.values() if unit in SHIFT}
    if not unit and len(in_cells) == 1 and len(column.units) == column.count:
        unit = next(iter(in_cells))
    if kind == "share":
        unit = _share_unit(read, unit, numbers)
        if read.refused:
            return
    elif kind == "money" and unit != "thousand_kroner":
        if SMALLEST_INCOME > numbers.high > KRONER_FROM / 10:
            # 314,23 under a heading without "1.000 kr.": likely thousands, but nobody said so
            read.refused = "income_in_thousands"
            return
    elif kind == "ratio" and numbers.high <= FRACTION * 2 and numbers.low > 0:
        unit = "fraction"
        read.said += ("fractions",)
    shift = SHIFT.get(unit, 0)
    read.unit = unit
    _odd_units(read, heading, kind)
    if not shift:
        return
    column.texts = None
    for at, value in enumerate(column.values):
        if value is None:
            continue
        moved = shifted(value, shift)
        own = column.decimals[at]
        column.values[at] = moved
        column.decimals[at] = max(0, (own or 0) - shift) if own is not None else decimals_of(moved)


def _share_unit(read: Read, unit: str, numbers: Extent) -> str:
    rare = read.code in RARE
    highest = numbers.high
    if unit in SHARE_UNITS - {"percent"}:
        read.said += (unit,)
        return unit
    limit = RARE_FRACTION if rare else FRACTION
    if highest <= limit and highest > 0 and numbers.low >= 0:
        read.said += ("fractions",)
        return "fraction"
    if rare and numbers.low >= PER_10000_FROM:
        read.said += ("per10000_by_size",)
        return "per10000"
    return unit


def _odd_units(read: Read, heading: Heading, kind: Kind) -> None:
    """Cells whose own unit contradicts the column's."""
    fitting = {
        "share": SHARE_UNITS,
        "ratio": frozenset({"percent"}),
        "money": frozenset({"kroner", "thousand_kroner"}),
    }.get(kind, frozenset({"persons", "dwellings", "m2", "count"}))
    stated = read.unit or heading.unit
    for at, unit in read.column.units.items():
        if read.column.values[at] is None:
            continue
        differs = unit in SHIFT and stated in SHIFT and unit != stated and stated != "fraction"
        if unit not in fitting or differs:
            read.column.refuse(at, "unit_in_cell")
