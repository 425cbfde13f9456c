"""Dwellings by area, date and kind, checked and put together term by term.

A term nobody gave is not zero: every term of an account is an interval of whole numbers, ``low``
to ``high`` (null: no upper end is known), and a share made of it is a range.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

import polars as pl

from monitor.folding import fold
from monitor.words import Language

TOTAL = "dwellings_total"
DEMOLISHED = "demolished_not_replaced"
COMMERCIAL = "commercial_m2"

DWELLINGS_SCHEMA: dict[str, Any] = {
    "area_id": pl.String,
    "date": pl.Date,
    "indicator": pl.String,
    "value": pl.Int64,
    "at_least": pl.Int64,
    "at_most": pl.Int64,
    "unit": pl.String,
    "building": pl.String,
    "source": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
}
"""The ``dwellings`` frame: one row per area, date, indicator and (where given) building.

``value`` is a whole number of dwellings or square metres, null where unknown; ``at_least`` and
``at_most`` bound an unknown value; ``unit`` is "dwellings" or "m2" where the file says it. ``row``
is the line of the file, for sentences.
"""


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """The groups of kinds in the order of the chart -> their indicator codes."""
    tree = _kinds()["group"]
    return {group: tuple(row["codes"]) for group, row in tree.items()}


@cache
def group_names() -> dict[str, dict[Language, str]]:
    """The groups' names."""
    tree = _kinds()["group"]
    return {group: {"da": row["da"], "en": row["en"]} for group, row in tree.items()}


@cache
def kinds() -> tuple[str, ...]:
    """The indicator codes of all kinds of dwellings."""
    return tuple(code for codes in groups().values() for code in codes)


@cache
def known_indicators() -> dict[str, str]:
    """Every indicator of an account -> its unit: dwellings or m2."""
    dwellings = dict.fromkeys((*kinds(), TOTAL, DEMOLISHED), "dwellings")
    return {**dwellings, COMMERCIAL: "m2"}


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    path = files("monitor").joinpath("dwelling_kinds.toml")
    return cast("dict[str, dict[str, Any]]", tomllib.loads(path.read_text(encoding="utf-8")))


def register_rules() -> dict[str, Any]:
    """How the building register's headings and codes are read."""
    return _kinds()["register"]


def is_total(heading: str) -> bool:
    """Whether a heading says all dwellings of the area, and not a landlord's own only."""
    return fold(heading) in {fold(known) for known in _kinds()["total"]["headings"]}


def accounts(dwellings: pl.DataFrame, m2_per_dwelling: int) -> pl.DataFrame:
    """The terms of § 168 a stk. 2 for every area and date.

    Args:
        dwellings: a frame of ``DWELLINGS_SCHEMA``, checked (``dwelling_faults.checked``).
        m2_per_dwelling: square metres of commercial area that count as one dwelling.

    Returns:
        One row per ``area_id`` and ``date``, sorted, with whole-number columns ``*_low`` and
        ``*_high`` (null: unbounded) for ``family``, ``rest`` (all other dwellings now),
        ``demolished``, ``m2`` (summed) and ``units`` (square metres turned into dwellings building
        by building, rounded down in each); one column per group of kinds (null: unknown); and
        ``missing``, the indicators nobody gave that the account needs.
    """
    bounded = dwellings.with_columns(
        low=pl.coalesce("value", "at_least", pl.lit(0)),
        high=pl.coalesce("value", "at_most"),
        unknown=pl.coalesce("value", "at_most").is_null().cast(pl.Int64),
    )
    # an area whose buildings are not told apart may have lost the rest of 75 m2 in each of them
    one_sum = pl.col("building").fill_null("") == ""
    bounded = bounded.with_columns(
        units_low=pl.when(one_sum).then(0).otherwise(pl.col("low") // m2_per_dwelling),
        units_high=pl.col("high") // m2_per_dwelling,
    )
    summed = bounded.group_by("area_id", "date", "indicator").agg(
        pl.col("low", "high", "unknown", "units_low", "units_high").sum()
    )
    summed = summed.with_columns(
        pl.when(pl.col("unknown") > 0).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("high", "units_high")
    )
    wide = summed.select("area_id", "date").unique().sort("area_id", "date")
    for code in known_indicators():
        columns = {"low": f"{code}_low", "high": f"{code}_high"}
        if code == COMMERCIAL:
            columns |= {"units_low": "units_low", "units_high": "units_high"}
        one = summed.filter(pl.col("indicator") == code).select(
            "area_id", "date", *(pl.col(old).alias(new) for old, new in columns.items())
        )
        wide = wide.join(one, on=["area_id", "date"], how="left", maintain_order="left")
    return _terms(wide)


def _terms(wide: pl.DataFrame) -> pl.DataFrame:
    family = groups()["family"][0]
    others = [code for code in kinds() if code != family]
    total_low, total_high = pl.col(f"{TOTAL}_low"), pl.col(f"{TOTAL}_high")
    total_known = total_high.is_not_null() & (total_low == total_high)
    kinds_low = pl.sum_horizontal(pl.col(f"{code}_low").fill_null(0) for code in others)
    all_kinds = pl.all_horizontal(pl.col(f"{code}_high").is_not_null() for code in others)
    kinds_high = pl.when(all_kinds).then(
        pl.sum_horizontal(pl.col(f"{code}_high") for code in others)
    )
    family_low = pl.col(f"{family}_low").fill_null(0)
    family_high = pl.coalesce(f"{family}_high", total_low - kinds_low)
    needed = [
        pl.when(pl.col(f"{family}_high").is_null()).then(pl.lit(family)),
        *(
            pl.when(~total_known.fill_null(False) & pl.col(f"{code}_high").is_null()).then(
                pl.lit(code)
            )
            for code in others
        ),
        *(
            pl.when(pl.col(f"{code}_high").is_null()).then(pl.lit(code))
            for code in (DEMOLISHED, COMMERCIAL)
        ),
    ]
    by_group = [
        pl.when(pl.all_horizontal(_known(code) for code in codes))
        .then(pl.sum_horizontal(pl.col(f"{code}_low") for code in codes))
        .alias(group)
        for group, codes in groups().items()
    ]
    return wide.select(
        pl.col("area_id"),
        pl.col("date"),
        family_low.alias("family_low"),
        family_high.alias("family_high"),
        pl.when(total_known).then(total_low - family_high).otherwise(kinds_low).alias("rest_low"),
        pl.when(total_known).then(total_high - family_low).otherwise(kinds_high).alias("rest_high"),
        pl.col(f"{DEMOLISHED}_low").fill_null(0).alias("demolished_low"),
        pl.col(f"{DEMOLISHED}_high").alias("demolished_high"),
        pl.col(f"{COMMERCIAL}_low").fill_null(0).alias("m2_low"),
        pl.col(f"{COMMERCIAL}_high").alias("m2_high"),
        pl.col("units_low").fill_null(0).alias("units_low"),
        pl.col("units_high").alias("units_high"),
        pl.concat_list(needed).list.drop_nulls().alias("missing"),
        *by_group,
    )


def _known(code: str) -> pl.Expr:
    return pl.col(f"{code}_high").is_not_null() & (pl.col(f"{code}_low") == pl.col(f"{code}_high"))
