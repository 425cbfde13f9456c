"""The table ``family_share``: every area and date in every reading of § 168 a stk. 2."""

from __future__ import annotations

import polars as pl

from monitor.target import DECIMALS, PERCENT, percent, share_ends, with_targets
from monitor.target_rule import Reading, TargetRule


def family_share(
    accounts: pl.DataFrame,
    rule: TargetRule,
    targets: pl.DataFrame | None = None,
    bound: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The table ``family_share``: every area and date in every reading.

    Args:
        accounts: terms as ``dwellings.accounts`` gives them.
        rule: the target as the law file has it.
        targets: ``area_id``, ``target`` (percent, exact text), ``date`` from which a dispensation's
            own target replaces the act's.
        bound: ``area_id`` and ``bound`` (yes, no, unknown), as ``bound.bound_areas`` gives them.

    Returns:
        One row per ``date``, ``area_id`` and ``reading``, sorted, the reading in use first.
        ``share``, ``all`` and
        ``commercial_units`` are null where the share is a range; ``share_low`` and ``share_high``
        always stand. ``numerator`` and ``denominator`` are exact, in parts of a dwelling.
    """
    named = with_targets(accounts, rule, targets)
    frames = [
        _shown(share_ends(named, reading, rule), reading, rule) for reading in rule.readings()
    ]
    table = pl.concat(frames)
    if bound is None:
        table = table.with_columns(bound=pl.lit("unknown"))
    else:
        table = table.join(
            bound.select("area_id", "bound"), on="area_id", how="left", maintain_order="left"
        ).with_columns(pl.col("bound").fill_null("unknown"))
    return table.select(FAMILY_SHARE).sort(
        "date", "area_id", "used", "reading", descending=[False, False, True, False]
    )


FAMILY_SHARE: tuple[str, ...] = (
    "date",
    "area_id",
    "reading",
    "family",
    "all",
    "demolished_counted",
    "commercial_units",
    "share",
    "over",
    "target",
    "deadline",
    "bound",
    "met",
    "used",
    "share_low",
    "share_high",
    "over_low",
    "over_high",
    "numerator",
    "denominator",
    "missing",
    "version",
)
"""Columns of ``family_share``: those of ``outputs.md``, then ours."""


def _shown(ends: pl.DataFrame, reading: Reading, rule: TargetRule) -> pl.DataFrame:
    size = rule.m2_per_dwelling
    one = (
        (pl.col("family_at_low") == pl.col("family_at_high"))
        & (pl.col("parts_at_low") == pl.col("parts_at_high"))
    ).fill_null(False)
    commercial = "units" if reading.per_building else "m2"
    per = 1 if reading.per_building else size
    return ends.select(
        "date",
        "area_id",
        "over_low",
        "over_high",
        "met",
        pl.lit(reading.code).alias("reading"),
        pl.when(pl.col("family_low") == pl.col("family_high"))
        .then(pl.col("family_low"))
        .alias("family"),
        pl.when(one).then((pl.col("parts_at_low") / size).round(DECIMALS)).alias("all"),
        (
            pl.when(pl.col("demolished_low") == pl.col("demolished_high")).then(
                pl.col("demolished_low")
            )
            if reading.demolished_counted
            else pl.lit(0, dtype=pl.Int64)
        ).alias("demolished_counted"),
        pl.when(pl.col(f"{commercial}_low") == pl.col(f"{commercial}_high"))
        .then((pl.col(f"{commercial}_low") / per).round(DECIMALS))
        .alias("commercial_units"),
        pl.when(one).then(percent("family_at_low", "parts_at_low", size)).alias("share"),
        pl.when(one).then(pl.col("over_low")).alias("over"),
        (pl.col("percent_num") / pl.col("percent_den")).alias("target"),
        pl.lit(rule.deadline).alias("deadline"),
        pl.lit(reading == rule.used).alias("used"),
        percent("family_at_low", "parts_at_low", size).fill_null(0.0).alias("share_low"),
        percent("family_at_high", "parts_at_high", size)
        .fill_null(float(PERCENT))
        .alias("share_high"),
        pl.when(one).then(pl.col("family_at_low") * size).alias("numerator"),
        pl.when(one).then(pl.col("parts_at_low")).alias("denominator"),
        pl.col("missing").list.join("|").alias("missing"),
        pl.lit(rule.version).alias("version"),
    )
