"""What cannot be so in a table of dwellings, said row by row."""

from __future__ import annotations

from typing import Any

import polars as pl

from monitor.dwellings import TOTAL, groups, kinds, known_indicators
from monitor.target_faults import Fault

_KEY = ["area_id", "date", "indicator", "building"]


def checked_dwellings(dwellings: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """The rows that can be counted, and a fault for each of the others.

    Args:
        dwellings: a frame of ``DWELLINGS_SCHEMA``.

    Returns:
        (good rows in their order, faults). Where figures contradict each other none of them is
        kept: the term becomes unknown, and nothing is put in its place.
    """
    frame = dwellings.with_columns(pl.col("building", "unit").fill_null(""))
    faults: list[Fault] = []
    units = known_indicators()
    own_unit = pl.col("indicator").replace_strict(units, default="")
    lowest = pl.min_horizontal("value", "at_least", "at_most")
    refusals = (
        ("unknown_indicator", "indicator", ~pl.col("indicator").is_in(list(units))),
        ("wrong_unit", "unit", (pl.col("unit") != "") & (pl.col("unit") != own_unit)),
        ("negative", "value", lowest < 0),
        ("ends_crossed", "at_least", pl.col("at_least") > pl.col("at_most")),
    )
    for kind, column, condition in refusals:
        bad = frame.filter(condition)
        faults += [_fault(row, column, kind) for row in bad.iter_rows(named=True)]
        frame = frame.filter(~condition.fill_null(False))
    frame, found = _without_duplicates(frame)
    faults += found
    frame, found = _by_building(frame)
    faults += found
    frame, found = _without_contradictions(frame)
    return frame, faults + found


def _fault(row: dict[str, Any], column: str, kind: str, **fields: object) -> Fault:
    found = row[column]
    words = {
        "area": row["area_id"],
        "indicator": row["indicator"],
        "unit": known_indicators().get(row["indicator"], ""),
        "known": ", ".join(known_indicators()),
        **fields,
    }
    return Fault(
        file=row["file"],
        sheet=row["sheet"] or "",
        row=row["row"],
        column=column,
        kind=kind,
        found="" if found is None else str(found),
        fields=tuple(sorted((name, str(word)) for name, word in words.items())),
    )


def _without_duplicates(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    twice = frame.filter(pl.struct(_KEY).is_duplicated())
    if twice.is_empty():
        return frame, []
    faults = []
    for row in twice.sort("row").iter_rows(named=True):
        same = [other for other in twice.iter_rows(named=True) if _same_key(row, other)]
        rows = ", ".join(str(other["row"]) for other in sorted(same, key=lambda one: one["row"]))
        faults.append(_fault(row, "indicator", "given_twice", rows=rows))
    return frame.filter(~pl.struct(_KEY).is_duplicated()), faults


def _by_building(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """One sum of an area gives way to its buildings; where they differ, neither is taken."""
    key = ["area_id", "date", "indicator"]
    apart = pl.col("building") != ""
    sums = frame.filter(apart).group_by(key).agg(pl.col("value").sum().alias("_sum"))
    joined = frame.join(sums, on=key, how="left", maintain_order="left")
    both = joined.filter(~apart & pl.col("_sum").is_not_null()).sort(*key)
    unlike = both.filter(pl.col("value").ne_missing(pl.col("_sum")))
    faults = [
        _fault(row, "value", "buildings_not_all", sum=row["_sum"])
        for row in unlike.iter_rows(named=True)
    ]
    kept = joined.filter(apart | pl.col("_sum").is_null()).drop("_sum")
    return kept.join(unlike, on=key, how="anti", maintain_order="left"), faults


def _same_key(row: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(row[column] == other[column] for column in _KEY)


def _without_contradictions(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    known = frame.filter(pl.col("value").is_not_null())
    totals = known.filter(pl.col("indicator") == TOTAL)
    of_kinds = known.filter(pl.col("indicator").is_in(list(kinds())))
    family = groups()["family"][0]
    sums = of_kinds.group_by("area_id", "date").agg(
        pl.col("value").sum().alias("sum"),
        pl.col("indicator").n_unique().alias("kinds"),
        pl.col("value").filter(pl.col("indicator") == family).sum().alias("family"),
    )
    faults: list[Fault] = []
    refused: list[tuple[Any, Any, str]] = []
    for row in totals.join(sums, on=["area_id", "date"]).sort("row").iter_rows(named=True):
        every_kind = row["kinds"] == len(kinds())
        if row["family"] > row["value"]:
            kind = "family_above_all"
        elif row["sum"] > row["value"]:
            kind = "kinds_above_all"
        elif every_kind and row["sum"] != row["value"]:
            kind = "kinds_not_all"
        else:
            continue
        faults.append(_fault(row, "value", kind, family=row["family"], sum=row["sum"]))
        refused += [(row["area_id"], row["date"], code) for code in (TOTAL, *kinds())]
    if refused:
        out = pl.DataFrame(
            refused,
            schema={"area_id": pl.String, "date": pl.Date, "indicator": pl.String},
            orient="row",
        )
        frame = frame.join(
            out, on=["area_id", "date", "indicator"], how="anti", maintain_order="left"
        )
    return frame, faults
