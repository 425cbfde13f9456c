"""Local indicators that are a figure of the law: the law's own yearly figures, as local ones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from monitor.errors import FigureError
from monitor.indicators import Indicator, indicator

KEYS = ("area_id", "year", "indicator")
YEAR = pl.col("period").str.head(4).cast(pl.Int64).alias("year")
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "area_id": pl.String,
    "year": pl.Int64,
    "indicator": pl.String,
    "value": pl.String,
    "count": pl.Int64,
    "base": pl.Int64,
}
RELATIVE = {"income_pct_of_region": ("income_kr", "income_region_kr")}
"""What is divided where it is not persons; the second stands under the area or its region."""
PLACES = 6
"""Decimals of a quotient that is not one of whole numbers of persons."""

Lookup = Mapping[tuple[str, str, str], str]


def yearly_law_figures(
    figures: pl.DataFrame, names: Mapping[str, str], regions: Mapping[str, str]
) -> pl.DataFrame:
    """The law's yearly figures under local names: ``area_id, year, indicator, value, count, base``.

    Counts over bases where both are whole, else the share as printed.

    Args:
        figures: yearly figures with a value, as known on the day: ``area_id, indicator, period,
            value``; of two for one place the later row holds.
        names: local name -> indicator of the law.
        regions: area id -> region id, for incomes.
    """
    held: dict[tuple[str, str, str], str] = {}
    for area, code, period, value in figures.select(
        "area_id", "indicator", "period", "value"
    ).iter_rows():
        held[area, period, code] = value
    rows = []
    for name, code in names.items():
        entry = indicator(code)
        top = RELATIVE[code][0] if code in RELATIVE else entry.count
        for area, period in sorted({(a, p) for a, p, c in held if c in (code, top)}):
            found = _figure(held, entry, area, period, regions.get(area, ""))
            if found is not None:
                rows.append((area, int(period[:4]), name, *found))
    frame = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return frame.unique(subset=list(KEYS), keep="last", maintain_order=True)


def _figure(
    held: Lookup, entry: Indicator, area: str, period: str, region: str
) -> tuple[str | None, int | None, int | None] | None:
    if entry.code in RELATIVE:
        top, bottom = RELATIVE[entry.code]
        whole = held.get((area, period, bottom)) or held.get((region, period, bottom))
        part = held.get((area, period, top))
        return None if part is None or not whole else (_quotient(part, whole), None, None)
    if entry.count and entry.base:
        part = held.get((area, period, entry.count))
        base = held.get((area, period, entry.base))
        base = base or held.get((area, period, indicator(entry.base).same_as or ""))
        if part is not None and base is not None and Fraction(base) > 0:
            over, under = Fraction(part), Fraction(base)
            if over.denominator == under.denominator == 1:
                return None, int(over), int(under)
            return _quotient(part, base), None, None
    value = held.get((area, period, entry.code))
    return None if value is None else (value, None, None)


def _quotient(part: str, whole: str) -> str:
    return f"{float(100 * Fraction(part) / Fraction(whole)):.{PLACES}f}"


def the_same(own: pl.DataFrame, law: pl.DataFrame, names: Mapping[str, str]) -> None:
    """Refuse local figures that are said to be the law's and are not.

    Args:
        own: ``area_id, year, indicator, value`` as delivered under the local name.
        law: what ``yearly_law_figures`` gives.
        names: local name -> indicator of the law.

    Raises:
        FigureError: a figure is more than half a printed digit from the law's.
    """
    both = own.select(*KEYS, pl.col("value").alias("local")).join(law, on=KEYS).sort(KEYS)
    for row in both.iter_rows(named=True):
        if row["count"] is None:
            expected = Fraction(row["value"])
        else:
            expected = Fraction(100 * row["count"], row["base"])
        digits = str(row["local"]).partition(".")[2]
        if abs(Fraction(row["local"]) - expected) > Fraction(1, 2 * 10 ** len(digits)):
            raise FigureError(
                "local.figures.not_the_laws",
                area=row["area_id"],
                year=row["year"],
                indicator=row["indicator"],
                law=names[row["indicator"]],
                found=row["local"],
                expected=f"{float(expected):.4g}",
            )
