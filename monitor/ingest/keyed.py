"""The figures as arrays of numbers, sorted by indicator, area and time: what every check walks.

The texts stay in the frame; a check that finds something looks the row up by its number (``at``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitor.ingest.blocks import Blocks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SPAN = len("2024-2025")
DAY = len("2026-01-01")


@dataclass(frozen=True)
class Keyed:
    """Figures in the order of indicator, area, printed with a list or not, span or not, year.

    The arrays run parallel. ``code``, ``area``, ``time``, ``source`` are places in ``codes``,
    ``areas``, ``periods`` (each period with each of the ``lists`` list dates) and among files and
    sheets, all in the order of their texts.

    Attributes:
        at: the figure's row in the frame; among equals in this order.
        number: the value; not a number where there is none.
        decimals: 0 where none are told.
        year: the last year of the period; 0 where it cannot be read.
        printed: whether it was printed with a list.
        span: whether the period is one of several years.
    """

    at: Ints
    code: Ints
    area: Ints
    time: Ints
    source: Ints
    column: Ints
    number: Floats
    decimals: Ints
    year: Ints
    printed: Bools
    span: Bools
    codes: Sequence[str]
    areas: Sequence[str]
    periods: Sequence[tuple[str, object]]
    lists: int

    def where(self, wanted: Bools | Ints | slice) -> Keyed:
        """Some of the figures."""
        parts: dict[str, Any] = {
            part.name: getattr(self, part.name)[wanted]
            for part in fields(self)
            if isinstance(getattr(self, part.name), np.ndarray)
        }
        return replace(self, **parts)

    def without(self, refused: Iterable[int]) -> Keyed:
        """All but the figures of some rows."""
        gone = np.array(sorted(set(refused)), dtype=np.int64)
        return self.where(~np.isin(self.at, gone)) if gone.size else self

    def of(self, code: str) -> Keyed:
        """The figures of an indicator that have a value."""
        if code not in self._place:
            return self.where(np.zeros(0, dtype=np.int64))
        place = self._place[code]
        first, last = np.searchsorted(self.code, [place, place + 1])
        part = self.where(slice(first, last))
        empty = np.isnan(part.number)
        return part.where(~empty) if empty.any() else part

    def as_read(self, wanted: Bools) -> Ints:
        """The places of some figures in the order in which they were read."""
        places = np.full(self.at.max(initial=-1) + 1, -1)
        places[self.at[wanted]] = np.flatnonzero(wanted)
        return places[places >= 0]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    @cached_property
    def present(self) -> frozenset[str]:
        """The indicators that have any figure."""
        return frozenset(self.codes[place] for place in np.unique(self.code).tolist())

    @cached_property
    def key(self) -> Ints:
        """Area, period and list date as one number."""
        return self.area * len(self.periods) + self.time

    @cached_property
    def sign(self) -> Ints:
        """Area, indicator, period, list date (none last) as one number, in the order of each."""
        # no list date is the first of them where there is any figure without one
        without = int(bool(self.periods) and self.periods[0][1] is None)
        listed = (self.time - without) % self.lists
        periods = len(self.periods) // self.lists
        figure = (self.area * len(self.codes) + self.code) * periods + self.period
        return figure * self.lists + listed

    @property
    def period(self) -> Ints:
        """The period's place among the periods."""
        return self.time // self.lists

    @cached_property
    def series(self) -> Ints:
        """Indicator, area, printed and span as one number: the figures of one series."""
        return ((self.code * len(self.areas) + self.area) * 2 + self.printed) * 2 + self.span

    @cached_property
    def follows(self) -> Bools:
        """Whether the figure before is of the same series."""
        same = np.zeros(self.at.size, dtype=np.bool_)
        same[1:] = self.series[1:] == self.series[:-1]
        return same

    @cached_property
    def digits(self) -> Floats:
        """The figure's digits as a whole number: 40.1 is 401."""
        digits: Floats = np.rint(np.abs(self.number) * 10.0**self.decimals)
        return digits


def last_year(period: str) -> int:
    """The year a period ends in; 0 where none can be read."""
    text = period[5:] if len(period) == SPAN else period[:4]
    return int(text) if text.isdecimal() else 0


def keyed(blocks: Blocks, numbers: pl.Series) -> Keyed:
    """The harvested figures as arrays.

    Args:
        blocks: the figures.
        numbers: their values, null where there is none.
    """
    code, codes = blocks.numbered("indicator")
    area, areas = blocks.numbered("area_id")
    period, periods = blocks.numbered("period")
    listed, lists = blocks.numbered("list_date")
    file, _ = blocks.numbered("file")
    sheet, sheets = blocks.numbered("sheet")
    column, columns = blocks.numbered("column")
    decimals, places = blocks.numbered("decimals")
    told = [(str(text), day) for text in periods for day in lists]
    time = period * max(len(lists), 1) + listed
    year = np.array([last_year(text) for text, _ in told], dtype=np.int64)
    printed = np.array([day is not None for _, day in told], dtype=np.bool_)
    span = np.array([len(text) == SPAN for text, _ in told], dtype=np.bool_)
    rank = (printed * 2 + span) * (year.max(initial=0) + 1) + year
    order = np.argsort(
        (code * max(len(areas), 1) + area) * (rank.max(initial=0) + 1) + rank[time], kind="stable"
    )
    time = time[order]
    return Keyed(
        at=order,
        code=code[order],
        area=area[order],
        time=time,
        source=(file * max(len(sheets), 1) + sheet)[order],
        column=_ints(columns)[column][order],
        number=numbers.to_numpy().astype(np.float64)[order],
        decimals=_ints(places)[decimals][order],
        year=year[time],
        printed=printed[time],
        span=span[time],
        codes=[str(text) for text in codes],
        areas=[str(text) for text in areas],
        periods=told,
        lists=max(len(lists), 1),
    )


def _ints(values: Sequence[object]) -> Ints:
    return np.array([value if isinstance(value, int) else 0 for value in values], dtype=np.int64)


def rows_at(work: pl.DataFrame, at: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The frame's rows of some figures, by their number."""
    wanted = sorted({int(row) for row in at})
    if not wanted:
        return {}
    found = work.filter(pl.col("at").is_in(wanted))
    return {row["at"]: row for row in found.iter_rows(named=True)}


def beside(left: Keyed, right: Keyed) -> tuple[Keyed, Keyed]:
    """Figures of one indicator with those of another: same area, period and list date.

    In the order of the first, each with each.
    """
    alike = left.key.size == right.key.size and bool((left.key == right.key).all())
    if alike and (np.diff(left.key) > 0).all():
        return left, right
    places, others = meet(left.key, right.key)
    return left.where(places), right.where(others)


def meet(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Places in two arrays that hold the same number, each with each, in the order of the first."""
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    count = np.searchsorted(right[order], left, side="right") - first
    places = np.repeat(np.arange(left.size), count)
    within = np.arange(places.size) - np.repeat(np.cumsum(count) - count, count)
    return places, order[np.repeat(first, count) + within]
