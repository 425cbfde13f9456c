"""Dwellings by kind, year by year, so far and on a path: what the stacked chart shows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from forecasts.plans import OTHERS, events, januaries
from monitor.account import Account, ends
from monitor.dwellings import groups
from monitor.levers import levers
from monitor.target_study import TargetStudy

COUNTED_IN = "counted_in"
"""What the act counts in besides dwellings standing: demolished ones and floor area."""
PLACES = 4
"""Decimals of a bar's numbers as written: a 75th of a dwelling is told from its neighbours."""
OTHER = "other"
"""Dwellings that are not family dwellings, where nobody told their kinds apart."""


@dataclass(frozen=True)
class YearOfKinds:
    """One bar: dwellings by kind on a day, in the reading in use.

    ``kinds`` in the chart's order, family dwellings first, whole dwellings but for ``counted_in``;
    ``all`` their sum; ``allowed`` the target's percentage of it; ``known``: an account, not a plan.
    """

    year: int
    known: bool
    kinds: dict[str, Fraction]
    all: Fraction
    allowed: Fraction
    share: Fraction


def kinds_by_year(study: TargetStudy, area_id: str, path: str = "plan") -> list[YearOfKinds]:
    """The bars of one area: its accounts so far, then every 1 January on a path.

    Only accounts that are known whole are shown. Years in the order of time.

    Args:
        study: the accounting.
        area_id: which area.
        path: a path made of the plan's rows (``plans.LATE``).
    """
    rows = study.accounts.filter(
        (pl.col("area_id") == area_id) & (pl.col("date") <= study.as_of)
    ).sort("date")
    bars, last = [], None
    for row in rows.iter_rows(named=True):
        low, high = ends(row, study.rule.used)
        if low is None or low != high:
            continue
        bars.append(_bar(study, area_id, row["date"].year, True, low, _stock(row)))
        last = (row, low)
    if last is None or last[0]["date"] != rows["date"][-1]:
        return bars
    row, account = last
    moved = events(
        study.plan.filter(pl.col("area_id") == area_id),
        study.latest().filter(pl.col("area_id") == area_id),
        study.as_of,
        study.rule.m2_per_dwelling,
    ).filter(pl.col("path") == path)
    for day in januaries(study.as_of, study.rule.deadline):
        after, stock = account, _stock(row)
        for change in moved.filter(pl.col("year") <= day.year).iter_rows(named=True):
            lever = levers()[change["lever"]]
            after = after.after(lever, change["amount"], study.rule.m2_per_dwelling)
            for kind in OTHERS:
                place = kind if kind in stock else OTHER
                stock[place] = stock.get(place, 0) + change["amount"] * lever.effect(kind)
        bars.append(_bar(study, area_id, day.year, False, after, stock))
    return bars


def _stock(row: dict[str, Any]) -> dict[str, int]:
    told = {kind: row[kind] for kind in groups() if kind != "family"}
    if None in told.values():
        return {OTHER: row["rest_low"]}
    return told


def _bar(
    study: TargetStudy,
    area_id: str,
    year: int,
    known: bool,
    account: Account,
    stock: dict[str, int],
) -> YearOfKinds:
    size = study.rule.m2_per_dwelling
    every = Fraction(account.parts(study.rule.used, size), size)
    standing = account.family + account.rest
    kinds = {"family": Fraction(account.family)}
    kinds |= {kind: Fraction(number) for kind, number in stock.items() if number}
    kinds[COUNTED_IN] = every - standing
    return YearOfKinds(
        year=year,
        known=known,
        kinds=kinds,
        all=every,
        allowed=every * study.percent(area_id) / 100,
        share=100 * account.family / every if every else Fraction(0),
    )


FAMILY_KINDS: dict[str, Any] = {
    "area_id": pl.String,
    "year": pl.Int64,
    "known": pl.Boolean,
    "kind": pl.String,
    "number": pl.Float64,
    "all": pl.Float64,
    "allowed": pl.Float64,
    "share": pl.Float64,
}
"""Columns of ``family_kinds``: a row a bar and kind, bars in the order of time, kinds in that of
the chart."""


def kinds_table(study: TargetStudy) -> pl.DataFrame:
    """The table ``family_kinds``: the bars of every area, on the plan's own dates."""
    rows = [
        (area_id, bar.year, bar.known, kind, *(round(float(part), PLACES) for part in parts))
        for area_id in study.area_ids
        for bar in kinds_by_year(study, area_id)
        for kind, number in bar.kinds.items()
        for parts in [(number, bar.all, bar.allowed, bar.share)]
    ]
    return pl.DataFrame(rows, schema=FAMILY_KINDS, orient="row")
