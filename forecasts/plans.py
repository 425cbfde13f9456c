"""Paths to the deadline: what the share is every 1 January, each path labelled by what it assumes.

A change counts on 1 January if it was completed before that day. A row that is overdue is not done:
the earliest it can count from is the as-of date. Rows done before the latest account of an area are
in that account already.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.levers import effects_table
from monitor.plan_rows import latest, with_standing
from monitor.target import share_ends, with_targets
from monitor.target_rule import TargetRule

LATE: dict[str, int | None] = {"plan": 0, "plan_late_1": 1, "plan_late_2": 2, "nothing": None}
"""Paths made of the plan's rows -> years each open row comes late (None: none comes)."""
PACE = "pace"
PATHS: tuple[str, ...] = (*LATE, PACE)
SHORTEST_HISTORY = 365
"""Days between an area's first and latest account below which it has no pace of its own."""

EFFECTS: tuple[str, ...] = ("d_family", "d_rest", "d_demolished", "d_built", "d_m2", "d_units")
OTHERS: tuple[str, ...] = ("youth", "elderly", "other_social", "private")
"""Kinds of dwellings besides family dwellings, as levers change them."""
_TERMS: tuple[str, ...] = ("family", "rest", "demolished", "m2", "units")


def open_effects(plan: pl.DataFrame, m2_per_dwelling: int) -> pl.DataFrame:
    """``plan`` with what each row does to the account, in whole dwellings and square metres.

    New floor area counts as one building a row.
    """
    table = effects_table()
    joined = plan.join(table, on="lever", how="left", maintain_order="left")
    amount = pl.col("amount")
    others = pl.sum_horizontal(OTHERS)
    return joined.select(
        *plan.columns,
        (amount * pl.col("family")).alias("d_family"),
        (amount * others).alias("d_rest"),
        (amount * pl.col("demolished")).alias("d_demolished"),
        (amount * pl.col("built_family")).alias("d_built"),
        (amount * pl.col("m2")).alias("d_m2"),
        (amount * pl.col("m2") // m2_per_dwelling).alias("d_units"),
    )


def events(plan: pl.DataFrame, base: pl.DataFrame, as_of: date, size: int) -> pl.DataFrame:
    """When each row of the plan takes effect on each path made of the plan's rows.

    Args:
        plan: checked rows (``plan_rows.checked_plan``).
        base: the latest account of each area (``plan_rows.latest``).
        as_of: the date the plan is read at.
        size: square metres of floor area in a dwelling.

    Returns:
        ``area_id``, ``path``, ``effective``, ``year`` (of the 1 January it first counts on),
        ``lever``, ``amount`` and the columns ``EFFECTS``; dropped rows and rows in the base are
        left out.
    """
    rows = open_effects(plan, size).join(
        base.select("area_id", pl.col("date").alias("_base")), on="area_id", how="inner"
    )
    rows = with_standing(rows, as_of).filter(pl.col("standing") != "dropped")
    done = rows.filter(pl.col("standing") == "done").filter(pl.col("date_done") > pl.col("_base"))
    still_open = rows.filter(pl.col("standing") != "done")
    keep = ["area_id", "path", "effective", "year", "lever", "amount", *EFFECTS]
    frames = []
    for path, late in LATE.items():
        parts = [done.with_columns(effective=pl.col("date_done"))]
        if late is not None:
            due = pl.col("planned_date").dt.offset_by(f"{late}y")
            parts.append(still_open.with_columns(effective=pl.max_horizontal(due, pl.lit(as_of))))
        frames += [
            part.with_columns(
                path=pl.lit(path), year=pl.col("effective").dt.year().cast(pl.Int64) + 1
            ).select(keep)
            for part in parts
        ]
    return pl.concat(frames)


def januaries(as_of: date, deadline: date) -> list[date]:
    """Every 1 January after ``as_of`` up to the deadline's year."""
    return [date(year, 1, 1) for year in range(as_of.year + 1, deadline.year + 1)]


def terms_by_path(
    accounts: pl.DataFrame, moves: pl.DataFrame, rule: TargetRule, as_of: date
) -> pl.DataFrame:
    """The terms of the account on every path and 1 January: columns of ``accounts`` plus ``path``.

    Args:
        accounts: terms as ``dwellings.accounts`` gives them.
        moves: when each row of the plan takes effect (``events``).
        rule: the target as the law file has it.
        as_of: the date the plan is read at.
    """
    base = latest(accounts, as_of)
    days = pl.DataFrame({"date": januaries(as_of, rule.deadline)}, schema={"date": pl.Date})
    sums = moves.group_by("area_id", "path", "year").agg(pl.col(EFFECTS).sum())
    paths = pl.DataFrame({"path": list(LATE)})
    grid = (
        base.drop("date")
        .join(paths, how="cross")
        .join(days.with_columns(year=pl.col("date").dt.year().cast(pl.Int64)), how="cross")
    )
    moved = (
        grid.join(sums, on=["area_id", "path", "year"], how="left", maintain_order="left")
        .with_columns(pl.col(EFFECTS).fill_null(0))
        .with_columns(pl.col(EFFECTS).cum_sum().over("area_id", "path"))
    )
    dated = moved.with_columns(*_moved()).select("area_id", "path", "date", *_columns())
    return pl.concat([dated, _pace(accounts, base, days, as_of)]).sort("area_id", "path", "date")


def _columns() -> list[str]:
    return [f"{term}_{end}" for term in _TERMS for end in ("low", "high")]


def _moved() -> list[pl.Expr]:
    effects = {
        "family": pl.col("d_family"),
        "rest": pl.col("d_rest"),
        "demolished": pl.col("d_demolished") - pl.col("d_built"),
        "m2": pl.col("d_m2"),
        "units": pl.col("d_units"),
    }
    return [
        pl.max_horizontal(pl.col(f"{term}_{end}") + effect, pl.lit(0))
        .alias(f"{term}_{end}")
        .pipe(_null_stays_null, f"{term}_{end}")
        for term, effect in effects.items()
        for end in ("low", "high")
    ]


def _null_stays_null(moved: pl.Expr, column: str) -> pl.Expr:
    # max_horizontal leaves nulls out: an open end would become 0
    return pl.when(pl.col(column).is_not_null()).then(moved).alias(column)


def _pace(
    accounts: pl.DataFrame, base: pl.DataFrame, days: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """The area's own pace so far carried on: each term moves as from its first to its latest date.

    Whole dwellings, cut toward no change. Areas with one account, or two less than a year apart,
    have no pace and no rows.
    """
    known = accounts.filter(pl.col("date") <= as_of).sort("area_id", "date")
    first = known.group_by("area_id", maintain_order=True).first()
    both = base.join(first, on="area_id", suffix="_first").with_columns(
        _between=(pl.col("date") - pl.col("date_first")).dt.total_days()
    )
    both = both.filter(pl.col("_between") >= SHORTEST_HISTORY).rename({"date": "_base"})
    grid = both.join(days, how="cross").with_columns(
        _ahead=(pl.col("date") - pl.col("_base")).dt.total_days()
    )
    carried = []
    for column in _columns():
        moved = pl.col(column) - pl.col(f"{column}_first")
        steps = moved.abs() * pl.col("_ahead") // pl.col("_between") * moved.sign()
        value = pl.max_horizontal(pl.col(column) + steps, pl.lit(0, dtype=pl.Int64))
        known_both = pl.col(column).is_not_null() & pl.col(f"{column}_first").is_not_null()
        carried.append(pl.when(known_both).then(value).alias(column))
    return (
        grid.with_columns(*carried)
        .with_columns(path=pl.lit(PACE))
        .with_columns(pl.col(f"{term}_low").fill_null(0) for term in _TERMS)
        .select("area_id", "path", "date", *_columns())
    )


def reached_on(
    accounts: pl.DataFrame,
    plan: pl.DataFrame,
    rule: TargetRule,
    as_of: date,
    targets: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The day on which each path of the plan's rows reaches the target for good, used reading.

    Returns:
        ``area_id``, ``path``, ``reached_on`` (null: not with the rows there are, or undecided).
        "For good": the last day on which the share goes from outside the target to inside it.
    """
    base = latest(accounts, as_of)
    daily = (
        events(plan, base, as_of, rule.m2_per_dwelling)
        .group_by("area_id", "path", "effective")
        .agg(pl.col(EFFECTS).sum())
    )
    start = base.select("area_id", effective=pl.lit(as_of)).join(
        pl.DataFrame({"path": list(LATE)}), how="cross"
    )
    nothing = start.with_columns(pl.lit(0, dtype=pl.Int64).alias(name) for name in EFFECTS)
    days = (
        pl.concat([daily.select(nothing.columns), nothing])
        .group_by("area_id", "path", "effective")
        .agg(pl.col(EFFECTS).sum())
        .sort("area_id", "path", "effective")
        .with_columns(pl.col(EFFECTS).cum_sum().over("area_id", "path"))
        .join(base.drop("date"), on="area_id", how="left", maintain_order="left")
        .with_columns(*_moved(), date=pl.col("effective"))
    )
    judged = share_ends(with_targets(days, rule, targets), rule.used, rule)
    inside = pl.col("met") == "yes"
    after_last_miss = (~inside).reverse().cum_max().reverse().over("area_id", "path")
    firsts = judged.with_columns(_outside_later=after_last_miss).filter(~pl.col("_outside_later"))
    found = firsts.group_by("area_id", "path").agg(pl.col("effective").min().alias("reached_on"))
    return (
        start.select("area_id", "path")
        .join(found, on=["area_id", "path"], how="left", maintain_order="left")
        .sort("area_id", "path")
    )
