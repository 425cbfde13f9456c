"""What the public record has ever seen: the largest change of each indicator in a year.

Computed from the record, never written down: a change beyond it is a fault to look at.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from monitor.indicators import indicators
from monitor.record.load import area_changes, values

DAYS_A_YEAR = 366
_FEWEST = 20


@cache
def largest_changes() -> dict[str, float]:
    """Indicator -> largest absolute change between two lists a year apart (residents: a share).

    Areas whose boundary changed are left out; so are figures whose list is no list.
    """
    frame = (
        values()
        .filter(pl.col("on_list") != "recomputation")
        .filter(~pl.col("area_id").is_in(changed_areas()))
        .with_columns(number=pl.col("value").cast(pl.Float64))
        .sort("area_id", "indicator", "list_date")
        .with_columns(
            before=pl.col("number").shift(1).over("area_id", "indicator"),
            gap=(pl.col("list_date") - pl.col("list_date").shift(1))
            .dt.total_days()
            .over("area_id", "indicator"),
        )
        .filter(pl.col("before").is_not_null() & (pl.col("gap") <= DAYS_A_YEAR))
    )
    found: dict[str, float] = {}
    for code, rows in frame.group_by("indicator"):
        if rows.height < _FEWEST or str(code[0]) not in indicators():
            continue
        change = (rows["number"] - rows["before"]).abs()
        if code[0] == "residents":
            change = change / rows["before"]
        found[str(code[0])] = max(change.to_list())
    return dict(sorted(found.items()))


@cache
def highest_convicted() -> float:
    """The largest share of convicted ever printed, in percent."""
    rows = values().filter(pl.col("indicator") == "convicted_pct")
    return max(float(value) for value in rows["value"])


@cache
def changed_areas() -> list[str]:
    """Areas whose boundary changed (not their name alone)."""
    kinds = ["split", "split_from", "reduced", "extended"]
    return sorted(set(area_changes().filter(pl.col("kind").is_in(kinds))["area_id"].to_list()))


@cache
def boundary_changes() -> dict[str, tuple[int, str]]:
    """Area -> (year of the first list after the change, kind of change)."""
    rows = area_changes().filter(pl.col("area_id").is_in(changed_areas()))
    return {
        str(row["area_id"]): (row["first_list"].year, str(row["kind"]))
        for row in rows.iter_rows(named=True)
        if row["kind"] != "renamed"
    }
