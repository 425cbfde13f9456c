"""The 40 percent target: the account of § 168 a stk. 2 in whole numbers, in every reading.

The share is social family dwellings over all dwellings, where all dwellings are those standing now,
those demolished after 2010 and not replaced by other social family dwellings ("kan medtælles"), and
one for each so many square metres of commercial floor area. Numerator and denominator are kept in
square-metre parts of a dwelling (75ths), so that both are whole numbers and 40 percent exactly is
40 percent exactly.

The arithmetic is written once: it takes whole numbers, arrays and polars expressions alike.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitor.criteria import Verdicts, meets
from monitor.target_rule import Reading, TargetRule

DECIMALS = 6
"""Decimals of a share in percent as written in a table."""
PERCENT = 100


Counts = TypeVar("Counts", int, NDArray[np.int64], pl.Expr)
"""Whole numbers: one, an array of them, or a column."""


def denominator(
    reading: Reading,
    m2_per_dwelling: int,
    family: Counts,
    rest: Counts,
    demolished: Counts,
    m2: Counts,
    units: Counts,
) -> Counts:
    """All dwellings of an area as ``reading`` counts them, in parts of a dwelling.

    Args:
        reading: whether demolished dwellings are counted in, and how floor area becomes dwellings.
        m2_per_dwelling: parts in one dwelling.
        family: social family dwellings now.
        rest: all other dwellings now.
        demolished: dwellings demolished after 2010 and not replaced.
        m2: commercial floor area, summed.
        units: commercial floor area in whole dwellings, building by building.
    """
    parts = m2_per_dwelling * (family + rest)
    if reading.demolished_counted:
        parts = parts + m2_per_dwelling * demolished
    return parts + (m2_per_dwelling * units if reading.per_building else m2)


def allowed_family(
    percent_num: Counts, percent_den: Counts, parts: Counts, m2_per_dwelling: int, *, strict: bool
) -> Counts:
    """The most family dwellings that meet the target when all dwellings are ``parts``."""
    return (percent_num * parts - int(strict)) // (percent_den * (PERCENT * m2_per_dwelling))


def met(
    rule: TargetRule,
    family: NDArray[np.int64] | int,
    parts: NDArray[np.int64] | int,
    percent_num: NDArray[np.int64] | int,
    percent_den: NDArray[np.int64] | int,
) -> Verdicts:
    """Whether the share is within the target, exactly; shapes as given."""
    return meets(
        rule.operator,
        np.asarray(PERCENT * rule.m2_per_dwelling * percent_den * family, dtype=np.int64),
        np.asarray(percent_num * parts, dtype=np.int64),
    )


def share_ends(accounts: pl.DataFrame, reading: Reading, rule: TargetRule) -> pl.DataFrame:
    """``accounts`` with both ends of the share in ``reading``, as exact fractions.

    Args:
        accounts: terms as ``dwellings.accounts`` gives them, with ``percent_num`` and
            ``percent_den``, the target in percent as a fraction.
        reading: the reading to count by.
        rule: the target as the law file has it.

    Returns:
        The frame with ``family_at_low``, ``parts_at_low`` (null: the share may be as good as
        nothing), ``family_at_high``, ``parts_at_high`` (null: it may be as good as everything),
        ``met`` (yes, no, unknown), ``over_low`` and ``over_high``: how many family dwellings too
        many at either end, with the number of dwellings unchanged (negative: room left).
    """
    size = rule.m2_per_dwelling

    def parts(family: str, other: str) -> pl.Expr:
        found = denominator(reading, size, *(pl.col(name) for name in _names(family, other)))
        return pl.when(found > 0).then(found)

    ends = accounts.with_columns(
        family_at_low=pl.col("family_low"),
        parts_at_low=parts("low", "high"),
        family_at_high=pl.col("family_high"),
        parts_at_high=parts("high", "low"),
    )
    over = [
        (
            pl.col(f"family_at_{end}")
            - allowed_family(
                pl.col("percent_num"),
                pl.col("percent_den"),
                pl.col(f"parts_at_{end}"),
                size,
                strict=rule.operator == "<",
            )
        ).alias(f"over_{end}")
        for end in ("low", "high")
    ]
    return ends.with_columns(*over, met=pl.Series(_verdicts(ends, rule)))


def _names(family: str, other: str) -> list[str]:
    return [f"family_{family}", *(f"{term}_{other}" for term in _OTHER_TERMS)]


_OTHER_TERMS = ("rest", "demolished", "m2", "units")


def _verdicts(ends: pl.DataFrame, rule: TargetRule) -> NDArray[np.str_]:
    verdict = {}
    for end in ("low", "high"):
        known = ends[f"family_at_{end}"].is_not_null() & ends[f"parts_at_{end}"].is_not_null()
        fine = met(
            rule,
            *(
                ends[column].fill_null(0).to_numpy()
                for column in (f"family_at_{end}", f"parts_at_{end}", "percent_num", "percent_den")
            ),
        )
        verdict[end] = (known.to_numpy(), fine)
    surely = verdict["high"][0] & verdict["high"][1]
    never = verdict["low"][0] & ~verdict["low"][1]
    return np.where(surely, "yes", np.where(never, "no", "unknown"))


def with_targets(
    frame: pl.DataFrame, rule: TargetRule, targets: pl.DataFrame | None
) -> pl.DataFrame:
    """``frame`` with the target of each row's area on its date as ``percent_num``/``percent_den``.

    A dispensation's own target replaces the act's from its date on.
    """
    act = rule.percent
    if targets is None or targets.is_empty():
        return frame.with_columns(
            percent_num=pl.lit(act.numerator), percent_den=pl.lit(act.denominator)
        )
    exact = [Fraction(text) for text in targets["target"]]
    own = targets.select("area_id", pl.col("date").alias("from")).with_columns(
        own_num=pl.Series([one.numerator for one in exact], dtype=pl.Int64),
        own_den=pl.Series([one.denominator for one in exact], dtype=pl.Int64),
    )
    joined = frame.sort("date").join_asof(
        own.sort("from"),
        left_on="date",
        right_on="from",
        by="area_id",
        strategy="backward",
        check_sortedness=False,
    )
    return joined.select(
        *frame.columns,
        percent_num=pl.coalesce("own_num", pl.lit(act.numerator)),
        percent_den=pl.coalesce("own_den", pl.lit(act.denominator)),
    )


def percent(family: str, parts: str, m2_per_dwelling: int) -> pl.Expr:
    """The share in percent, rounded once."""
    return (pl.col(family) * (PERCENT * m2_per_dwelling) / pl.col(parts)).round(DECIMALS)
