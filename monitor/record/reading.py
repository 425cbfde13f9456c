"""The record's files as text tables, checked: schema, codes of other files, range of figures.

Every cell stays text, with ``row``, its line in the file as a spreadsheet counts. The first fault
in the file's order is refused with one sentence naming file, row and column; nothing is repaired.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from monitor import schemas
from monitor.errors import FigureError, UnreadableFileError
from monitor.indicators import indicators
from monitor.words import Phrase


@cache
def codes() -> dict[str, Any]:
    """The record's own words: category names by date, further indicators, quantities."""
    text = files("monitor.record").joinpath("codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_table(folder: Path | Traversable, file: str) -> pl.DataFrame:
    """All cells of one file as text, with ``row`` (line as a spreadsheet counts), checked."""
    place = folder.joinpath(file)
    if not place.is_file():
        raise UnreadableFileError("record.missing", file=file)
    try:
        text = place.read_bytes().decode("utf-8")
    except UnicodeDecodeError as undecoded:
        raise UnreadableFileError("record.encoding", file=file, row=undecoded.start) from undecoded
    rows = list(csv.reader(StringIO(text, newline="")))
    heading = rows[0] if rows else []
    expected = schemas.columns(file)
    if sorted(heading) != sorted(expected):
        raise UnreadableFileError(
            "record.columns",
            file=file,
            found=", ".join(heading),
            expected=", ".join(sorted(expected)),
        )
    for number, cells in enumerate(rows[1:], start=2):
        if len(cells) != len(heading):
            raise FigureError(
                "record.width", file=file, row=number, found=len(cells), expected=len(heading)
            )
    frame = pl.DataFrame(
        rows[1:], schema=dict.fromkeys(heading, pl.String), orient="row"
    ).with_row_index("row", offset=2)
    frame = frame.with_columns(pl.col("row").cast(pl.Int64))
    for fault in schemas.faults(file, frame):
        refuse(
            file, fault.row, fault.column, fault.found, Phrase(f"record.expected.{fault.expected}")
        )
    return frame


def refuse(file: str, row: int, column: str, found: str, expected: Phrase) -> None:
    """Refuse one cell: the sentence names file, row and column.

    Raises:
        FigureError: always.
    """
    raise FigureError(
        "record.cell", file=file, row=row, column=column, found=found, expected=expected
    )


def _refuse_where(
    file: str, frame: pl.DataFrame, wrong: pl.Expr, column: str, expected: str, **fields: str
) -> None:
    """Refuse the first row for which ``wrong`` holds; ``fields`` name columns the phrase shows."""
    for entry in frame.filter(wrong).sort("row").head(1).iter_rows(named=True):
        shown = {name: entry[source] for name, source in fields.items()}
        phrase = Phrase(f"record.expected.{expected}", shown)
        refuse(file, entry["row"], column, str(entry[column]), phrase)


def check_references(raw: dict[str, pl.DataFrame]) -> None:
    """Refuse a code that another file of the record does not have, or a name that differs.

    Raises:
        FigureError: naming the first such cell.
    """
    places = raw["municipalities.csv"]
    located = raw["areas.csv"].join(
        places.select("municipality_code", official="municipality"),
        on="municipality_code",
        how="left",
        maintain_order="left",
    )
    unplaced = pl.col("official").is_null()
    _refuse_where("areas.csv", located, unplaced, "municipality_code", "municipality_code")
    misnamed = pl.col("official") != pl.col("municipality")
    _refuse_where("areas.csv", located, misnamed, "municipality", "municipality", name="official")
    known = raw["areas.csv"]["area_id"].to_list()
    dates = raw["lists.csv"]["list_date"].to_list()
    for file, frame in raw.items():
        if "area_id" in frame.columns and file not in ("areas.csv", "national.csv"):
            _refuse_where(file, frame, ~pl.col("area_id").is_in(known), "area_id", "area_id")
        if "list_date" in frame.columns and file != "lists.csv":
            listed = pl.col("list_date").is_in([*dates, ""])
            _refuse_where(file, frame, ~listed, "list_date", "list_date")
    other = ~pl.col("other_area_id").is_in([*known, ""])
    _refuse_where("area_changes.csv", raw["area_changes.csv"], other, "other_area_id", "area_id")
    quantities = list(codes()["quantity"])
    unknown = ~pl.col("quantity").is_in(quantities)
    _refuse_where("national.csv", raw["national.csv"], unknown, "quantity", "quantity")


def check_figures(figures: pl.DataFrame) -> None:
    """Refuse an unknown indicator, a share outside 0-100, a negative count.

    Raises:
        FigureError: naming the first such cell.
    """
    known = [*indicators(), *codes()["indicator"]]
    unknown = ~pl.col("indicator").is_in(known)
    _refuse_where("values.csv", figures, unknown, "indicator", "indicator")
    kinds = {code: entry.kind for code, entry in indicators().items()}
    number = figures.with_columns(
        number=pl.col("value").cast(pl.Float64),
        kind=pl.col("indicator").replace_strict(kinds, default="other"),
    )
    share = (pl.col("kind") == "share") & ~pl.col("number").is_between(0, 100)
    _refuse_where("values.csv", number, share, "value", "share")
    below = (pl.col("kind") != "other") & (pl.col("number") < 0)
    _refuse_where("values.csv", number, below, "value", "not_negative")
