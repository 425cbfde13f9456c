"""The rows of a development plan, checked: what is planned, done, overdue, dropped.

A row refused is named and left out. The order of the rows changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from monitor.levers import effects_table, lever_names, levers
from monitor.target_faults import Fault

PLAN_SCHEMA: dict[str, Any] = {
    "area_id": pl.String,
    "lever": pl.String,
    "amount": pl.Int64,
    "unit": pl.String,
    "planned_date": pl.Date,
    "status": pl.String,
    "date_done": pl.Date,
    "amount_done": pl.Int64,
    "amount_planned": pl.Int64,
    "note": pl.String,
    "source": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
}
"""The ``plan`` frame: one row per change. ``amount`` in ``unit`` ("dwellings" or "m2"); ``status``
is one of ``STATUSES``; ``date_done`` stands where the change is done, ``amount_done`` where less or
more was done than ``amount`` says; ``row``: the file's line. In checked rows ``amount`` is what was
done where that is told, and ``amount_planned`` what was planned."""

STATUSES: tuple[str, ...] = ("planned", "started", "done", "dropped")
_SAME = ["area_id", "lever", "amount", "planned_date", "note"]


def checked_plan(
    plan: pl.DataFrame, accounts: pl.DataFrame, as_of: date
) -> tuple[pl.DataFrame, list[Fault]]:
    """The rows that can be followed, and a fault for each of the others.

    Args:
        plan: a frame of ``PLAN_SCHEMA``; levers may be written by any of their names.
        accounts: terms as ``dwellings.accounts`` gives them; the latest of each area up to
            ``as_of`` is what can be sold, relabelled, merged or demolished.
        as_of: the date the plan is read at.

    Returns:
        (good rows sorted by area, planned date, lever, amount and note; faults).
    """
    names = lever_names()
    frame = plan.with_columns(
        pl.col("note", "source").fill_null(""),
        pl.col("status").fill_null("planned"),
        pl.col("lever").str.strip_chars().str.to_lowercase().alias("_word"),
    ).with_columns(
        pl.col("_word").replace_strict(names, default=None).alias("_code"),
    )
    units = {lever.code: lever.unit for lever in levers().values()}
    areas = accounts["area_id"].unique()
    own_unit = pl.col("_code").replace_strict(units, default=None)
    refusals = (
        ("unknown_area", "area_id", ~pl.col("area_id").is_in(areas.implode())),
        ("unknown_lever", "lever", pl.col("_code").is_null()),
        ("wrong_plan_unit", "unit", (pl.col("unit") != own_unit).fill_null(True)),
        ("not_positive", "amount", (pl.col("amount") <= 0).fill_null(True)),
        ("no_planned_date", "planned_date", pl.col("planned_date").is_null()),
        ("unknown_status", "status", ~pl.col("status").is_in(list(STATUSES))),
        (
            "done_without_date",
            "date_done",
            (pl.col("status") == "done") & pl.col("date_done").is_null(),
        ),
        (
            "date_without_done",
            "date_done",
            (pl.col("status") != "done") & pl.col("date_done").is_not_null(),
        ),
        ("done_later_than_known", "date_done", pl.col("date_done") > as_of),
        ("not_positive", "amount_done", pl.col("amount_done") <= 0),
        (
            "amount_without_done",
            "amount_done",
            (pl.col("status") != "done") & pl.col("amount_done").is_not_null(),
        ),
    )
    faults: list[Fault] = []
    for kind, column, condition in refusals:
        bad = frame.filter(condition)
        faults += [_fault(row, column, kind, as_of) for row in bad.iter_rows(named=True)]
        frame = frame.filter(~condition.fill_null(False))
    frame = frame.with_columns(pl.col("_code").alias("lever")).select(list(PLAN_SCHEMA))
    frame, found = _without_twice(frame, as_of)
    faults += found
    frame = frame.with_columns(
        amount=pl.coalesce("amount_done", "amount"), amount_planned=pl.col("amount")
    )
    frame, found = _within_stock(frame, accounts, as_of)
    order = ["area_id", "planned_date", "lever", "amount", "note", "row"]
    return frame.sort(order), faults + found


def _fault(row: dict[str, Any], column: str, kind: str, as_of: date, **fields: object) -> Fault:
    found = row[column]
    lever = levers().get(row.get("_code") or row["lever"])
    words = {
        "area": row["area_id"],
        "lever": row["lever"],
        "lever_da": lever.name["da"] if lever else row["lever"],
        "lever_en": lever.name["en"] if lever else row["lever"],
        "unit": lever.unit if lever else "",
        "as_of": as_of.isoformat(),
        "levers": ", ".join(levers()),
        "statuses": ", ".join(STATUSES),
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


def _without_twice(frame: pl.DataFrame, as_of: date) -> tuple[pl.DataFrame, list[Fault]]:
    # the first as the files have them, whatever the order of the rows
    keyed = frame.sort("file", "sheet", "row", maintain_order=True).with_columns(
        pl.int_range(pl.len()).over(_SAME).alias("_again"),
        pl.col("row").first().over(_SAME).alias("_first"),
        pl.col("file").first().over(_SAME).alias("_file"),
    )
    faults = [
        _fault(row, "amount", "row_twice", as_of, first=_first(row))
        for row in keyed.filter(pl.col("_again") > 0).iter_rows(named=True)
    ]
    return keyed.filter(pl.col("_again") == 0).drop("_again", "_first", "_file"), faults


def _first(row: dict[str, Any]) -> str:
    return (
        str(row["_first"]) if row["file"] == row["_file"] else f"{row['_first']} ({row['_file']})"
    )


def _within_stock(
    frame: pl.DataFrame, accounts: pl.DataFrame, as_of: date
) -> tuple[pl.DataFrame, list[Fault]]:
    base = latest(accounts, as_of).select("area_id", pl.col("date").alias("_base"), "family_high")
    taking = effects_table().select("lever", pl.col("family").alias("_family"))
    joined = (
        frame.join(base, on="area_id", how="left", maintain_order="left")
        .join(taking, on="lever", how="left", maintain_order="left")
        .sort("area_id", "planned_date", "lever", "amount", "note", "row")
    )
    waits = (pl.col("status") != "dropped") & ~(
        (pl.col("date_done") <= pl.col("_base")).fill_null(False)
    )
    taken = pl.when(waits).then(pl.col("amount") * pl.col("_family")).otherwise(0)
    left = pl.col("family_high") + taken.cum_sum().over("area_id")
    checked = joined.with_columns(left.alias("_left"), taken.alias("_taken"))
    bad = checked.filter((pl.col("_left") < 0) & (pl.col("_taken") < 0))
    faults = [
        _fault(row, "amount", "more_than_there_are", as_of, family=row["family_high"])
        for row in bad.iter_rows(named=True)
    ]
    good = checked.filter(~((pl.col("_left") < 0) & (pl.col("_taken") < 0)).fill_null(False))
    return good.select(list(PLAN_SCHEMA)), faults


def latest(accounts: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The newest account of each area that is not later than ``as_of``, sorted by area."""
    known = accounts.filter(pl.col("date") <= as_of).sort("area_id", "date")
    return known.group_by("area_id", maintain_order=True).last()


def with_standing(plan: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """``plan`` with ``standing``: done, dropped, overdue (due and not done) or pending."""
    standing = (
        pl.when(pl.col("status").is_in(["done", "dropped"]))
        .then(pl.col("status"))
        .when(pl.col("planned_date") < as_of)
        .then(pl.lit("overdue"))
        .otherwise(pl.lit("pending"))
    )
    return plan.with_columns(standing.alias("standing"))
