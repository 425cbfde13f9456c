"""The table ``family_paths``: the share every 1 January on every path, in every reading."""

from __future__ import annotations

from datetime import date

import polars as pl

from forecasts.plans import EFFECTS, events, terms_by_path
from monitor.plan_rows import latest
from monitor.target import DECIMALS, percent, share_ends, with_targets
from monitor.target_rule import Reading, TargetRule

FAMILY_PATHS: tuple[str, ...] = (
    "area_id",
    "path",
    "date",
    "lever",
    "amount",
    "share",
    "reached",
    "probability",
    "reading",
    "used",
    "family",
    "all",
    "over",
    "target",
    "share_low",
    "share_high",
    "probability_low",
    "probability_high",
    "probability_together",
)
"""Columns of ``family_paths``: those of ``outputs.md``, then ours."""


def family_paths(
    accounts: pl.DataFrame,
    plan: pl.DataFrame,
    rule: TargetRule,
    as_of: date,
    targets: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The share every 1 January on every path, in every reading.

    Rows with an empty ``lever`` carry the share; the others, without a reading, say how many of
    each lever take effect in the year before that 1 January. Columns ``FAMILY_PATHS``, sorted.
    The table ``family_paths`` is the reading in use and the levers (``in_use``).
    """
    each = events(plan, latest(accounts, as_of), as_of, rule.m2_per_dwelling)
    # summed once by lever; the share's sums over levers are made of these far fewer rows
    moves = each.group_by("area_id", "path", "year", "lever").agg(
        pl.col(EFFECTS).sum(), pl.col("amount").sum()
    )
    terms = with_targets(terms_by_path(accounts, moves, rule, as_of), rule, targets)
    shares = [_shares(terms, reading, rule) for reading in rule.readings()]
    table = pl.concat([*shares, _amounts(moves, rule)], how="diagonal")
    nulls = {name: pl.Float64 for name in FAMILY_PATHS if name.startswith("probability")}
    table = table.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in nulls.items())
    return table.select(FAMILY_PATHS).sort("area_id", "path", "date", "lever", "reading")


def in_use(paths: pl.DataFrame) -> pl.DataFrame:
    """The rows of the reading in use, and the levers."""
    return paths.filter(pl.col("used").fill_null(True))


def _shares(terms: pl.DataFrame, reading: Reading, rule: TargetRule) -> pl.DataFrame:
    ends = share_ends(terms, reading, rule)
    size = rule.m2_per_dwelling
    one = (
        (pl.col("family_at_low") == pl.col("family_at_high"))
        & (pl.col("parts_at_low") == pl.col("parts_at_high"))
    ).fill_null(False)
    low = percent("family_at_low", "parts_at_low", size)
    high = percent("family_at_high", "parts_at_high", size)
    return ends.select(
        "area_id",
        "path",
        "date",
        pl.lit("").alias("lever"),
        pl.lit(None, dtype=pl.Int64).alias("amount"),
        pl.when(one).then(low).alias("share"),
        pl.col("met").alias("reached"),
        pl.lit(reading.code).alias("reading"),
        pl.lit(reading == rule.used).alias("used"),
        pl.when(one).then("family_at_low").alias("family"),
        pl.when(one).then((pl.col("parts_at_low") / size).round(DECIMALS)).alias("all"),
        pl.when(one).then("over_low").alias("over"),
        (pl.col("percent_num") / pl.col("percent_den")).alias("target"),
        low.fill_null(0.0).alias("share_low"),
        high.fill_null(100.0).alias("share_high"),
    )


def _amounts(moves: pl.DataFrame, rule: TargetRule) -> pl.DataFrame:
    return (
        moves.filter(pl.col("year") <= rule.deadline.year)
        .select("area_id", "path", "year", "lever", "amount")
        .with_columns(
            date=pl.date(pl.col("year"), 1, 1), reading=pl.lit(""), used=pl.lit(None, pl.Boolean)
        )
        .drop("year")
    )
