"""A tidy csv of list values: ``area_id,list_date,indicator,value`` as in the record.

Every cell is checked before anything is computed; the first fault in the file's order is one
sentence with its place. A row without a list date is a yearly figure and names its period.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from monitor.errors import FigureError, UnreadableFileError
from monitor.indicators import indicator, indicators
from monitor.law.load import law_on
from monitor.panel import FIGURE_COLUMNS, NATION
from monitor.value_cells import REGION, Row
from monitor.value_periods import LawOf, lists_of_periods, settle_period, used_by_any_law

NEEDED = ("area_id", "list_date", "indicator", "value")
FURTHER = ("decimals", "known_from", "source", "period")


@dataclass(frozen=True)
class Values:
    """A file of values: figures, columns of ``panel.FIGURE_COLUMNS``, and what they speak of."""

    figures: pl.DataFrame
    list_dates: tuple[date, ...]
    area_ids: tuple[str, ...]


def read_values(path: Path, *, new_areas: bool = False, law_of: LawOf = law_on) -> Values:
    """The file as figures.

    Areas may stand by id, name or alias; ``dk`` is the nation.

    Args:
        path: a csv with a comma between, UTF-8; ``decimals``, ``known_from``, ``source`` and
            ``period`` may stand beside the four columns.
        new_areas: take ids the record does not know as they are.
        law_of: the version that will judge a list date: it says which year a figure is of.

    Raises:
        UnreadableFileError: missing, not text, or without the columns.
        UnknownNameError: an area or indicator nobody knows.
        FigureError: a cell that cannot be what its column says, a repeated row, or no row at all.
        DateOutsideLawError: a list before the first version of the act.
    """
    seen: dict[tuple[str, ...], int] = {}
    found: list[dict[str, object]] = []
    days: set[date] = set()
    for row in _rows(path):
        figure, listed = _checked(row, new_areas, law_of)
        key = _key(figure)
        if key in seen:
            raise FigureError(
                "error.duplicate_row",
                file=path.name,
                row=row.number,
                first=seen[key],
                found=", ".join(key),
            )
        seen[key] = row.number
        found.append(figure)
        if listed is not None:
            days.add(listed)
    areas = sorted({str(f["area_id"]) for f in found if not _wider(str(f["area_id"]))})
    if not areas:
        raise FigureError("error.no_area_rows", file=path.name, found=len(found))
    _check_parts(path, found, list(seen.values()))
    yearly = [(str(f["indicator"]), str(f["period"])) for f in found if f["list_date"] is None]
    dates = sorted(days | set(lists_of_periods(yearly, law_of) if not days else ()))
    if not dates:
        raise FigureError("error.no_list_of_periods", file=path.name)
    return Values(
        pl.DataFrame(found, schema=FIGURE_COLUMNS, orient="row"), tuple(dates), tuple(areas)
    )


def _wider(area_id: str) -> bool:
    return area_id == NATION or area_id.startswith(REGION)


def _key(figure: dict[str, object]) -> tuple[str, ...]:
    """What must not be given twice: a figure of a list, or of a year."""
    day = figure["list_date"]
    when = figure["period"] if day is None else day
    return str(figure["area_id"]), str(when), str(figure["indicator"])


def _check_parts(path: Path, figures: list[dict[str, object]], numbers: list[int]) -> None:
    """No more persons counted than there are: a count above its denominator is a slip."""
    held = {
        (figure["area_id"], figure["period"], figure["indicator"]): int(str(figure["value"]))
        for figure in figures
        if str(figure["value"]).isdigit()
    }
    for figure, number in zip(figures, numbers, strict=True):
        for share in indicators().values():
            if share.count != figure["indicator"] or share.base is None:
                continue
            count = int(str(figure["value"]))
            twin = next((i.code for i in indicators().values() if i.same_as == share.base), "")
            for code in (share.base, indicator(share.base).same_as, twin):
                base = held.get((figure["area_id"], figure["period"], code))
                if base is not None and count > base:
                    raise FigureError(
                        "error.count_above_base",
                        file=path.name,
                        row=number,
                        column="value",
                        found=count,
                        indicator=share.count,
                        base=code,
                        most=base,
                    )


def _checked(row: Row, new_areas: bool, law_of: LawOf) -> tuple[dict[str, object], date | None]:
    """The row as a figure, and the list it was handed in for."""
    code, listed = row.indicator(), row.date("list_date")
    if not used_by_any_law(code.code):
        raise row.fault("error.indicator_not_used", "indicator", found=code.code)
    value, period, of_one_year = row.value(code), row.period(), listed is None
    if listed is not None:
        period, of_one_year = settle_period(row, code, listed, period, law_of(listed))
    elif not period:
        raise row.fault("error.period_missing", "period")
    figure: dict[str, object] = {
        "area_id": row.area(new_areas=new_areas),
        "list_date": None if of_one_year else listed,
        "indicator": code.code,
        "period": period,
        "value": value,
        "decimals": row.decimals(code),
        "standing": "known",
        "known_from": row.date("known_from") or listed,
        "source": row.cells.get("source") or f"{row.file}, {row.number}",
    }
    return figure, listed


def _rows(path: Path) -> Iterator[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise UnreadableFileError("error.file_missing", file=str(path)) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableFileError("error.file_not_text", file=str(path)) from fault
    reader = csv.DictReader(io.StringIO(text, newline=""))
    heads = tuple(reader.fieldnames or ())
    if len(heads) == 1 and ";" in heads[0]:
        raise UnreadableFileError("error.semicolons", file=path.name)
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        raise UnreadableFileError(
            "error.columns_missing",
            file=path.name,
            found=", ".join(heads) or "-",
            missing=", ".join(missing),
        )
    twice = [name for name in dict.fromkeys(heads) if heads.count(name) > 1]
    if twice:
        raise UnreadableFileError("error.columns_twice", file=path.name, found=", ".join(twice))
    for cells in reader:
        found = sum(cell is not None for name, cell in cells.items() if name is not None)
        found += len(cells.get(None) or [])
        if found != len(heads):
            raise FigureError(
                "error.cells_in_row",
                file=path.name,
                row=reader.line_num,
                found=found,
                expected=len(heads),
            )
        yield Row(
            path.name,
            reader.line_num,
            {name: (cells.get(name) or "").strip() for name in heads if name},
        )
