"""Figures as they come, row by row: exact numerators and denominators, and what is wrong."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np
import polars as pl

from monitor.errors import FigureError, UnreadableFileError
from monitor.local.arrays import Flags, Whole

DIGITS = 18
"""Digits a value may have to be counted exactly in 64 bits."""


def exact_figures(frame: pl.DataFrame, factors: Whole) -> tuple[Whole, Whole, Flags]:
    """Numerator, denominator and whether counted, row by row."""
    height = frame.height
    nothing = pl.repeat(None, height, dtype=pl.Int64, eager=True)
    count = _whole(frame, "count") if "count" in frame.columns else nothing
    base = _whole(frame, "base") if "base" in frame.columns else nothing
    no_base = (base <= 0).fill_null(value=False) & count.is_not_null()
    if no_base.any():
        wrong = frame.filter(no_base)
        raise FigureError("local.figures.base", **where_of(frame, wrong), found=wrong["base"][0])
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
            **where_of(frame, wrong),
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
            "local.figures.not_whole", **where_of(frame, wrong), column=name, found=wrong[name][0]
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
            "local.figures.digits", **where_of(frame, wrong), found=wrong["value"][0], most=DIGITS
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
        raise FigureError("local.figures.not_number", **where_of(frame, wrong), found=entry)
    return f"{number:f}"


def where_of(frame: pl.DataFrame, wrong: pl.DataFrame) -> dict[str, object]:
    """Line, area, year and indicator of the first of the ``wrong`` rows, for a sentence."""
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
