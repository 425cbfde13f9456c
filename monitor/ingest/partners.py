"""Figures that must fit together: share, numerator and denominator; parts and wholes.

A share printed with one decimal must hold its count over its base in half a last digit; counts of
full-time persons are rounded themselves.
"""

from __future__ import annotations

from math import log10

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.repeats import place_of
from monitor.ingest.seen import highest_convicted

HUNDRED = 100.0
TINY = 1e-9
NEAR_POWER = 0.02
BASE_SLACK = 1.05
"""A base of a calendar year may exceed the residents of one day by this much."""
KEY = ["area_id", "period", "list_date"]


def _of(work: pl.DataFrame, code: str, *, name: str = "") -> pl.DataFrame:
    rows = work.filter((pl.col("indicator") == code) & pl.col("number").is_not_null())
    return rows.select(*KEY, pl.col("number").alias(name)) if name else rows


def check_partners(work: pl.DataFrame, harvest: Harvest) -> pl.DataFrame:
    """Check shares against counts and bases, bases against each other; refuse the impossible."""
    present = set(work["indicator"].unique().to_list())
    refused: list[int] = []
    for code, known in indicators().items():
        if known.kind != "share" or known.count is None or known.base is None:
            continue
        refused += _count_above(work, known.count, known.base, present, harvest)
        if {code, known.count, known.base} <= present:
            _share(work, code, known.count, known.base, harvest)
    _unseen(work, present, harvest)
    refused += _bases(work, present, harvest)
    _income(work, present, harvest)
    _dwellings(work, present, harvest)
    return work.filter(~pl.col("at").is_in(refused))


def _joined(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    return left.join(right, on=KEY, how="inner", nulls_equal=True, maintain_order="left")


def _share(work: pl.DataFrame, code: str, count: str, base: str, harvest: Harvest) -> None:
    rows = _joined(
        _joined(_of(work, code), _of(work, count, name="count")), _of(work, base, name="base")
    ).filter(pl.col("base") > 0)
    loose = 0.5 if indicators()[count].unit != "persons" else 0.0
    rows = rows.with_columns(
        right=pl.col("count") * HUNDRED / pl.col("base"),
        slack=0.5 * (10.0 ** -pl.col("decimals").cast(pl.Float64))
        + loose * HUNDRED / pl.col("base")
        + TINY,
    ).filter((pl.col("number") - pl.col("right")).abs() > pl.col("slack"))
    for row in rows.iter_rows(named=True):
        factor = power_of_ten(row["number"], row["right"])
        shown = f"{row['count']:.15g} / {row['base']:.15g}"
        right = f"{row['right']:.{max(int(row['decimals'] or 0), 1)}f}"
        fields = {
            "value": Figure(row["value"]),
            "right": Figure(right),
            "parts": shown,
            "indicator": code,
        }
        if factor:
            harvest.fault(place_of(row), f"factor_{factor}", **fields)
        else:
            harvest.fault(place_of(row), "share_not_ratio", **fields)


TWICE = 2.0


def _unseen(work: pl.DataFrame, present: set[str], harvest: Harvest) -> None:
    """A share of convicted twice as high as any ever printed: another figure under its heading."""
    rows = _of(work, "convicted_pct").with_columns(share=pl.col("number"))
    if {"convicted_count", "convicted_base"} <= present and not rows.height:
        rows = _joined(_of(work, "convicted_count"), _of(work, "convicted_base", name="base"))
        rows = rows.filter(pl.col("base") > 0).with_columns(
            share=pl.col("number") * HUNDRED / pl.col("base")
        )
    for row in rows.filter(pl.col("share") > TWICE * highest_convicted()).iter_rows(named=True):
        harvest.fault(
            place_of(row),
            "convicted_unseen",
            value=Figure(f"{row['share']:.4g}"),
            highest=Figure(f"{highest_convicted():.4g}"),
        )


def power_of_ten(value: float, right: float) -> int:
    """10, 100 or 1000 where one is that many times the other, else 0."""
    if value <= 0 or right <= 0:
        return 0
    power = abs(log10(value / right))
    nearest = round(power)
    return 10**nearest if nearest in {1, 2, 3} and abs(power - nearest) < NEAR_POWER else 0


def _count_above(
    work: pl.DataFrame, count: str, base: str, present: set[str], harvest: Harvest
) -> list[int]:
    if not {count, base} <= present:
        return []
    rows = _joined(_of(work, count), _of(work, base, name="base")).filter(
        pl.col("number") > pl.col("base")
    )
    for row in rows.iter_rows(named=True):
        harvest.fault(
            place_of(row),
            "count_above_base",
            value=Figure(row["value"]),
            base=Figure(f"{row['base']:.15g}"),
            indicator=count,
            of=base,
        )
    return [int(at) for at in rows["at"].to_list()]


_NESTED = (
    ("basic_education_base", "outside_labour_base"),
    ("outside_labour_base", "convicted_base"),
    ("convicted_base", "residents"),
    ("basic_education_base", "residents"),
    ("outside_labour_base", "residents"),
    ("income_base", "residents"),
)


def _bases(work: pl.DataFrame, present: set[str], harvest: Harvest) -> list[int]:
    """A denominator above the residents, a narrower age group above a wider one (same year)."""
    refused: list[int] = []
    dated = work.with_columns(year=pl.col("period").str.slice(-4))
    dated = dated.with_columns(
        year=pl.when(pl.col("period").str.len_chars() == len("2026-01-01"))
        .then(pl.col("period").str.slice(0, 4))
        .otherwise(pl.col("year"))
    )
    told: set[int] = set()
    for inner, outer in _NESTED:
        if not {inner, outer} <= present:
            continue
        keys = ["area_id", "year", "list_date"]
        wider = dated.filter(pl.col("indicator") == outer).select(
            *keys, wide=pl.col("number"), wide_period=pl.col("period")
        )
        rows = (
            dated.filter(pl.col("indicator") == inner)
            .join(wider, on=keys, how="inner", nulls_equal=True, maintain_order="left")
            .filter(
                pl.col("number")
                > pl.col("wide")
                * pl.when(pl.col("period") == pl.col("wide_period")).then(1.0).otherwise(BASE_SLACK)
            )
        )
        for row in rows.iter_rows(named=True):
            if row["at"] in told:
                continue
            told.add(row["at"])
            kind = "base_above_residents" if outer == "residents" else "base_above_wider"
            harvest.fault(
                place_of(row),
                kind,
                value=Figure(row["value"]),
                wide=Figure(f"{row['wide']:.15g}"),
                indicator=inner,
                of=outer,
            )
            refused.append(int(row["at"]))
    return refused


def _income(work: pl.DataFrame, present: set[str], harvest: Harvest) -> None:
    needed = {"income_pct_of_region", "income_kr", "income_region_kr"}
    if not needed <= present:
        return
    rows = _joined(
        _joined(_of(work, "income_pct_of_region"), _of(work, "income_kr", name="own")),
        _of(work, "income_region_kr", name="region"),
    ).filter(pl.col("region") > 0)
    rows = rows.with_columns(right=pl.col("own") * HUNDRED / pl.col("region")).filter(
        (pl.col("number") - pl.col("right")).abs()
        > 0.5 * (10.0 ** -pl.col("decimals").cast(pl.Float64)) + TINY
    )
    for row in rows.iter_rows(named=True):
        harvest.fault(
            place_of(row),
            "income_ratio_differs",
            value=Figure(row["value"]),
            right=Figure(f"{row['right']:.1f}"),
            parts=f"{row['own']:.15g} / {row['region']:.15g}",
        )


_ALMENE = ("dwellings_family", "dwellings_youth", "dwellings_elderly", "dwellings_care")


def _dwellings(work: pl.DataFrame, present: set[str], harvest: Harvest) -> None:
    """Dwellings in all below one of their kinds, or a family share that is not family over all."""
    if "dwellings_total" not in present:
        return
    total = _of(work, "dwellings_total", name="total")
    for code in _ALMENE:
        rows = _joined(_of(work, code), total).filter(pl.col("number") > pl.col("total"))
        for row in rows.iter_rows(named=True):
            harvest.fault(
                place_of(row),
                "dwellings_above_total",
                value=Figure(row["value"]),
                total=Figure(f"{row['total']:.15g}"),
                indicator=code,
            )
    if {"family_share", "dwellings_family"} <= present:
        rows = _joined(
            _joined(_of(work, "family_share"), _of(work, "dwellings_family", name="family")), total
        ).filter(pl.col("total") > 0)
        rows = rows.with_columns(right=pl.col("family") * HUNDRED / pl.col("total")).filter(
            (pl.col("number") - pl.col("right")).abs()
            > 0.5 * (10.0 ** -pl.col("decimals").cast(pl.Float64)) + TINY
        )
        for row in rows.iter_rows(named=True):
            harvest.fault(
                place_of(row),
                "family_share_differs",
                value=Figure(row["value"]),
                right=Figure(f"{row['right']:.1f}"),
            )
