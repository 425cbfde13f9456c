"""The tables of one run, read once into an immutable object; every table may be missing."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast

import polars as pl

from monitor.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "number", "whole", "date", "flag"]
Row = dict[str, Any]
KINDS: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "number": pl.Float64(),
    "whole": pl.Int64(),
    "date": pl.Date(),
    "flag": pl.Boolean(),
}
TRUE_WORDS = ("true", "yes", "1")


@cache
def schema() -> dict[str, dict[str, Kind]]:
    """Table -> column -> kind, from ``tables.toml``."""
    text = files("reports").joinpath("tables.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, Kind]]", tomllib.loads(text))


@dataclass(frozen=True)
class Tables:
    """What a run wrote, by table; ``manifest`` is its own account of itself.

    ``missing`` names the tables whose file is not there; an empty table is there and empty.
    """

    folder: Path
    frames: Mapping[str, pl.DataFrame]
    manifest: Mapping[str, Any]
    missing: tuple[str, ...]
    _by_area: dict[str, dict[str, list[Row]]] = field(default_factory=dict, repr=False)

    def frame(self, table: str) -> pl.DataFrame:
        """One table with all the columns ``tables.toml`` names; empty when missing."""
        return self.frames[table]

    def rows(self, table: str, area_id: str | None = None) -> list[Row]:
        """The rows of ``table`` (of one area) as dicts, in the order of the file."""
        if area_id is None:
            return self.frames[table].to_dicts()
        if table not in self._by_area:
            grouped: dict[str, list[Row]] = {}
            for row in self.frames[table].to_dicts():
                grouped.setdefault(row["area_id"], []).append(row)
            self._by_area[table] = grouped
        return self._by_area[table].get(area_id, [])


def read_tables(folder: Path) -> Tables:
    """All tables of ``folder``: parquet where there is one, else csv.

    Raises:
        UnreadableFileError: the folder is not there, or a file is not what its name says.
    """
    if not folder.is_dir():
        raise UnreadableFileError("report.no_sources", path=folder)
    frames: dict[str, pl.DataFrame] = {}
    missing: list[str] = []
    for table, columns in schema().items():
        raw = _read(folder, table)
        if raw is None:
            missing.append(table)
            raw = pl.DataFrame()
        frames[table] = _typed(raw, columns)
    return Tables(folder, MappingProxyType(frames), _manifest(folder), tuple(missing))


def _read(folder: Path, table: str) -> pl.DataFrame | None:
    for suffix in (".parquet", ".csv"):
        path = folder / f"{table}{suffix}"
        if not path.is_file():
            continue
        try:
            if suffix == ".parquet":
                return pl.read_parquet(path)
            return pl.read_csv(path, infer_schema=False, encoding="utf8")
        except pl.exceptions.NoDataError:
            return pl.DataFrame()
        except (pl.exceptions.PolarsError, OSError) as fault:
            raise UnreadableFileError("report.unreadable_table", path=path) from fault
    return None


def _typed(raw: pl.DataFrame, columns: Mapping[str, Kind]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            name: _column(raw[name], kind)
            if name in raw.columns
            else pl.Series(name, [None] * raw.height, dtype=KINDS[kind])
            for name, kind in columns.items()
        }
    )


def _column(series: pl.Series, kind: Kind) -> pl.Series:
    target = KINDS[kind]
    if series.dtype == target:
        return series
    if series.dtype == pl.String:
        stripped = series.replace("", None)
        if kind == "date":
            return stripped.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        if kind == "flag":
            return stripped.str.to_lowercase().is_in(TRUE_WORDS)
        if kind == "whole":
            return stripped.cast(pl.Float64, strict=False).round(0).cast(pl.Int64, strict=False)
        return stripped.cast(target, strict=False)
    if kind == "text" and isinstance(series.dtype, pl.List):
        return series.cast(pl.List(pl.String)).list.join(", ")
    return series.cast(target, strict=False)


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        return MappingProxyType({})
    try:
        return MappingProxyType(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as fault:
        raise UnreadableFileError("report.unreadable_table", path=path) from fault
