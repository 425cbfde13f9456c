"""Local figures as one block of exact numbers: years x areas x indicators.

Every figure is kept as numerator and denominator, so that a value exactly on a break is decided
by the rule and not by the noise of floating point: a count over its base where both are given,
the decimals as printed elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from monitor.errors import FigureError, NothingToSayError, UnreadableFileError

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

COLUMNS = ("area_id", "year", "indicator", "value")
DIGITS = 18
"""Digits a value may have to be counted exactly in 64 bits."""


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
    num, den, counted = _figures(frame, factors[column])
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


def _figures(frame: pl.DataFrame, factors: Whole) -> tuple[Whole, Whole, Flags]:
    """Numerator, denominator and whether counted, row by row."""
    height = frame.height
    nothing = pl.repeat(None, height, dtype=pl.Int64, eager=True)
    count = _whole(frame, "count") if "count" in frame.columns else nothing
    base = _whole(frame, "base") if "base" in frame.columns else nothing
    no_base = (base <= 0).fill_null(value=False) & count.is_not_null()
    if no_base.any():
        wrong = frame.filter(no_base)
        raise FigureError("local.figures.base", **_where(frame, wrong), found=wrong["base"][0])
    counted = (count.is_not_null() & base.is_not_null()).to_numpy()
    whole = [column.fill_null(0).to_numpy() for column in (count, base)]
    if counted.all():
        num, den = whole[0] * factors, whole[1]
    else:
        num, den = np.where(counted, whole[0] * factors, 0), np.where(counted, whole[1], 0)
    if frame["value"].null_count() < height:
        top, bottom = _decimals(frame)
        disagree = counted & (bottom > 0)
        if disagree.any():
            _agree(frame, disagree, (num, den), (top, bottom))
        plain = ~counted
        if plain.any():
            num[plain], den[plain] = top[plain], bottom[plain]
    return num, den, counted


def _agree(
    frame: pl.DataFrame, rows: Flags, exact: tuple[Whole, Whole], printed: tuple[Whole, Whole]
) -> None:
    """A printed value must be its count over its base within half a last digit."""
    share = exact[0] / np.where(rows, exact[1], 1)
    shown = printed[0] / np.where(rows, printed[1], 1)
    # a hair more than half a digit: which way a half is rounded differs between publishers
    off = rows & (np.abs(share - shown) > 0.5000001 / np.where(rows, printed[1], 1))
    if off.any():
        place = int(np.flatnonzero(off)[0])
        wrong = frame[place : place + 1]
        raise FigureError(
            "local.figures.disagree",
            **_where(frame, wrong),
            found=wrong["value"][0],
            count=wrong["count"][0],
            base=wrong["base"][0],
            expected=f"{share[place]:.4g}",
        )


def _whole(frame: pl.DataFrame, name: str) -> pl.Series:
    column = frame[name]
    if column.dtype.is_integer():
        return column.cast(pl.Int64)
    if column.dtype == pl.String:
        column = column.str.strip_chars().replace("", None)
    cast = column.cast(pl.Int64, strict=False)
    broken = column.is_not_null() & (
        cast.is_null()
        if column.dtype == pl.String
        else (cast.cast(pl.Float64) != column.cast(pl.Float64)).fill_null(value=True)
    )
    if broken.any():
        wrong = frame.filter(broken)
        raise FigureError(
            "local.figures.not_whole", **_where(frame, wrong), column=name, found=wrong[name][0]
        )
    return cast


def _decimals(frame: pl.DataFrame) -> tuple[Whole, Whole]:
    """The printed values as whole numbers over powers of ten; 0 over 0 where blank."""
    text = frame["value"].cast(pl.String).str.strip_chars().replace("", None)
    plain = text.str.contains(r"^[+-]?\d+(\.\d+)?$")
    odd = (text.is_not_null() & ~plain).to_numpy()
    if odd.any():
        text = pl.Series(
            [
                _written_out(frame, place, entry) if odd[place] else entry
                for place, entry in enumerate(text.to_list())
            ],
            dtype=pl.String,
        )
    digits = text.str.replace_all(r"[.+-]", "").str.len_chars()
    if (digits > DIGITS).any():
        wrong = frame.filter(digits > DIGITS)
        raise FigureError(
            "local.figures.digits", **_where(frame, wrong), found=wrong["value"][0], most=DIGITS
        )
    top = text.str.replace(".", "", literal=True).cast(pl.Int64)
    places = (text.str.len_chars() - text.str.find(".", literal=True) - 1).fill_null(0)
    bottom = np.where(text.is_not_null().to_numpy(), 10 ** places.cast(pl.Int64).to_numpy(), 0)
    return top.fill_null(0).to_numpy(), bottom


def _written_out(frame: pl.DataFrame, place: int, entry: str | None) -> str | None:
    """A number written another way (1.5e-05), as plain decimals."""
    try:
        number = Decimal(entry or "")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        wrong = frame[place : place + 1]
        raise FigureError("local.figures.not_number", **_where(frame, wrong), found=entry)
    return f"{number:f}"


def _twice(frame: pl.DataFrame, at: Whole, place: int) -> FigureError:
    rows = np.flatnonzero(at == place)
    first, second = frame[int(rows[0]) : int(rows[0]) + 1], frame[int(rows[1]) : int(rows[1]) + 1]
    where = _where(frame, second)
    other = first["line"][0] if "line" in frame.columns else int(rows[0]) + 1
    line = second["line"][0] if "line" in frame.columns else int(rows[1]) + 1
    return FigureError("local.figures.twice", **{**where, "line": line}, other=other)


def _where(frame: pl.DataFrame, wrong: pl.DataFrame) -> dict[str, object]:
    return {
        "line": _line(frame, wrong, 0),
        "area": wrong["area_id"][0],
        "year": wrong["year"][0],
        "indicator": wrong["indicator"][0],
    }


def _line(frame: pl.DataFrame, wrong: pl.DataFrame, place: int) -> object:
    """The line in the file, or the row of the frame from 1."""
    if "line" in frame.columns:
        return wrong["line"][place]
    key = wrong.row(place)
    return next(number for number, row in enumerate(frame.iter_rows(), 1) if row == key)


def read_figures(path: Path) -> pl.DataFrame:
    """A tidy csv as a frame with a ``line`` column.

    Comma or semicolon between columns; with semicolons a decimal comma is read as well.

    Raises:
        UnreadableFileError: no such file, not UTF-8, or empty.
        FigureError: a year that is no whole number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        separator = ";" if ";" in text.split("\n", 1)[0] else ","
        frame = pl.read_csv(text.encode(), separator=separator, infer_schema_length=0)
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as fault:
        raise UnreadableFileError("local.unreadable", file=str(path)) from fault
    frame = frame.with_row_index("line", offset=2)
    if "year" not in frame.columns:
        return frame
    years = frame["year"].cast(pl.Int64, strict=False)
    if years.null_count():
        wrong = frame.filter(years.is_null())
        found = wrong["year"][0]
        raise FigureError("local.figures.year", line=wrong["line"][0], found=found or "")
    if separator == ";" and "value" in frame.columns:
        frame = frame.with_columns(pl.col("value").str.replace(",", ".", literal=True))
    return frame.with_columns(years.alias("year"))
