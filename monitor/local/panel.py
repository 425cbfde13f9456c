"""Local figures as one block of exact numbers: years x areas x indicators.

Every figure is kept as numerator and denominator, so that a value exactly on a break is decided
by the rule and not by the noise of floating point: a count over its base where both are given,
the decimals as printed elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from monitor.errors import FigureError, NothingToSayError
from monitor.local.arrays import Flags, Floats, Whole
from monitor.local.figures import (
    _line,
    exact_figures,
    where_of,
)

COLUMNS = ("area_id", "year", "indicator", "value")


@dataclass(frozen=True)
class Panel:
    """Figures by year, area and indicator.

    ``num`` / ``den`` is the value (``den`` 0: no figure), both of shape (years, areas, indicators);
    ``counted`` says that ``den`` is a number of persons (or dwellings) and one more of them moves
    ``num`` by ``per`` of the indicator.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    num: Whole
    den: Whole
    counted: Flags
    per: tuple[int, ...]

    @cached_property
    def value(self) -> Floats:
        """The values as floats, NaN where there is no figure."""
        present = self.den > 0
        whole = np.where(present, self.den, 1)
        return np.where(present, self.num / whole, np.nan)

    def place(self, area_id: str) -> int | None:
        """Where an area stands, or None."""
        return self.areas.index(area_id) if area_id in self.areas else None

    def columns(self, codes: tuple[str, ...]) -> list[int | None]:
        """Where indicators stand, None for those without a single figure."""
        places = {code: place for place, code in enumerate(self.indicators)}
        return [places.get(code) for code in codes]


def panel(frame: pl.DataFrame, per: Mapping[str, int] | None = None) -> Panel:
    """The panel of a frame with one row per area, year and indicator.

    Args:
        frame: ``area_id``, ``year``, ``indicator``, ``value`` (text as printed, or a number) and,
            where known, ``count`` and ``base``; with both of them ``value`` may be empty. A column
            ``line`` (the line in the file) makes faults easier to find.
        per: by indicator what a count over its base is multiplied with (100 where not named).

    Raises:
        FigureError: a missing column, two figures for one place, something that is no number,
            a base of 0 or below, a value that disagrees with its count and base.
        NothingToSayError: there is not one figure.
    """
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise FigureError("local.figures.column", column=missing[0], found=", ".join(frame.columns))
    if frame.is_empty():
        raise NothingToSayError("local.figures.none")
    if any(frame[name].null_count() for name in COLUMNS[:3]):
        blank = frame.filter(pl.any_horizontal(pl.col(*COLUMNS[:3]).is_null()))
        raise FigureError("local.figures.blank_key", line=_line(frame, blank, 0))
    areas, area = _coded(frame["area_id"])
    years, year = _coded(frame["year"])
    codes, column = _coded(frame["indicator"])
    shape = (len(years), len(areas), len(codes))
    at = (year * shape[1] + area) * shape[2] + column
    seen = np.bincount(at, minlength=shape[0] * shape[1] * shape[2])
    if seen.max() > 1:
        raise _twice(frame, at, int(np.flatnonzero(seen > 1)[0]))
    factors = np.array([(per or {}).get(code, 100) for code in codes], dtype=np.int64)
    num, den, counted = exact_figures(frame, factors[column])
    whole = np.zeros((2, seen.size), dtype=np.int64)
    whole[0, at], whole[1, at] = num, den
    persons = np.zeros(seen.size, dtype=np.bool_)
    persons[at] = counted
    return Panel(
        tuple(areas),
        tuple(int(year) for year in years),
        tuple(codes),
        whole[0].reshape(shape),
        whole[1].reshape(shape),
        persons.reshape(shape),
        per=tuple(int(factor) for factor in factors),
    )


def _coded(column: pl.Series) -> tuple[list[Any], Whole]:
    """(the distinct names in order, the place of every row's name among them).

    Rows are numbered once and never sorted: only the distinct names are.
    """
    if column.dtype.is_integer():
        found = column.to_numpy().astype(np.int64)
        number = found - found.min()
    else:
        number = column.cast(pl.Categorical).to_physical().to_numpy()
    row = np.full(int(number.max()) + 1, -1, dtype=np.int64)
    row[number] = np.arange(number.size)
    used = np.flatnonzero(row >= 0)
    names = column.gather(row[used])
    order = names.arg_sort().to_numpy()
    place = np.empty(row.size, dtype=np.int64)
    place[used[order]] = np.arange(used.size)
    return names.gather(order).to_list(), place[number]


def _twice(frame: pl.DataFrame, at: Whole, place: int) -> FigureError:
    rows = np.flatnonzero(at == place)
    first, second = frame[int(rows[0]) : int(rows[0]) + 1], frame[int(rows[1]) : int(rows[1]) + 1]
    where = where_of(frame, second)
    other = first["line"][0] if "line" in frame.columns else int(rows[0]) + 1
    line = second["line"][0] if "line" in frame.columns else int(rows[1]) + 1
    return FigureError("local.figures.twice", **{**where, "line": line}, other=other)
