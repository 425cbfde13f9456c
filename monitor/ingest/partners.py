"""Figures that must fit together: share, numerator and denominator; parts and wholes.

A share printed with one decimal must hold its count over its base in half a last digit; counts of
full-time persons are rounded themselves.
"""

from __future__ import annotations

from math import log10

import numpy as np
import polars as pl

from monitor.indicators import indicators
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.keyed import Bools, Floats, Keyed, beside, meet, rows_at
from monitor.ingest.repeats import place_of
from monitor.ingest.seen import highest_convicted

HUNDRED = 100.0
TINY = 1e-9
NEAR_POWER = 0.02
BASE_SLACK = 1.05
"""A base of a calendar year may exceed the residents of one day by this much."""


def check_partners(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> list[int]:
    """Check shares against counts and bases, bases against each other; the impossible figures."""
    refused: list[int] = []
    for code, known in indicators().items():
        if known.kind != "share" or known.count is None or known.base is None:
            continue
        refused += _count_above(figures, work, known.count, known.base, harvest)
        _share(figures, work, code, known.count, known.base, harvest)
    _unseen(figures, work, harvest)
    refused += _bases(figures, work, harvest)
    _income(figures, work, harvest)
    _dwellings(figures, work, harvest)
    return refused


def _together(figures: Keyed, *codes: str) -> list[Keyed]:
    """The figures of several indicators for the same area, period and list date, in parallel."""
    found = [figures.of(codes[0])]
    for code in codes[1:]:
        left, right = beside(found[0], figures.of(code))
        if left is not found[0]:
            at = meet(left.at, found[0].at)[1]
            found = [part.where(at) for part in found]
        found.append(right)
    return found


def _half_digit(figures: Keyed) -> Floats:
    """Half a last printed digit."""
    return 0.5 * 10.0 ** -figures.decimals.astype(np.float64)


def _ratio(part: Keyed, whole: Keyed) -> Floats:
    """Percent; without end where there is no whole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return part.number * HUNDRED / whole.number


def _share(
    figures: Keyed, work: pl.DataFrame, code: str, count: str, base: str, harvest: Harvest
) -> None:
    if not {code, count, base} <= figures.present:
        return
    share, part, whole = _together(figures, code, count, base)
    loose = 0.5 if indicators()[count].unit != "persons" else 0.0
    right = _ratio(part, whole)
    with np.errstate(divide="ignore"):
        slack = _half_digit(share) + loose * HUNDRED / whole.number + TINY
    bad = (whole.number > 0) & (np.abs(share.number - right) > slack)
    rows = rows_at(work, share.at[bad])
    for place in np.flatnonzero(bad).tolist():
        row = rows[int(share.at[place])]
        factor = power_of_ten(row["number"], float(right[place]))
        harvest.fault(
            place_of(row),
            f"factor_{factor}" if factor else "share_not_ratio",
            value=Figure(row["value"]),
            right=Figure(f"{right[place]:.{max(int(row['decimals'] or 0), 1)}f}"),
            parts=f"{part.number[place]:.15g} / {whole.number[place]:.15g}",
            indicator=code,
        )


TWICE = 2.0


def _unseen(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """A share of convicted twice as high as any ever printed: another figure under its heading."""
    rows = figures.of("convicted_pct")
    share = rows.number
    if {"convicted_count", "convicted_base"} <= figures.present and not rows.at.size:
        rows, whole = _together(figures, "convicted_count", "convicted_base")
        rows, whole = rows.where(whole.number > 0), whole.where(whole.number > 0)
        share = _ratio(rows, whole)
    high = share > TWICE * highest_convicted()
    found = rows_at(work, rows.at[high])
    for place in np.flatnonzero(high).tolist():
        harvest.fault(
            place_of(found[int(rows.at[place])]),
            "convicted_unseen",
            value=Figure(f"{share[place]:.4g}"),
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
    figures: Keyed, work: pl.DataFrame, count: str, base: str, harvest: Harvest
) -> list[int]:
    if not {count, base} <= figures.present:
        return []
    part, whole = _together(figures, count, base)
    return _above(
        work,
        part,
        whole,
        part.number > whole.number,
        ("count_above_base", "base", {"indicator": count, "of": base}),
        harvest,
    )


def _above(
    work: pl.DataFrame,
    part: Keyed,
    whole: Keyed,
    bad: Bools,
    kind: tuple[str, str, dict[str, str]],
    harvest: Harvest,
) -> list[int]:
    """Say of each bad part what it is above; the figures said it of."""
    name, called, fields = kind
    rows = rows_at(work, part.at[bad])
    for place in np.flatnonzero(bad).tolist():
        row = rows[int(part.at[place])]
        above = {called: Figure(f"{whole.number[place]:.15g}")}
        harvest.fault(place_of(row), name, value=Figure(row["value"]), **above, **fields)
    return [int(at) for at in part.at[bad]]


_NESTED = (
    ("basic_education_base", "outside_labour_base"),
    ("outside_labour_base", "convicted_base"),
    ("convicted_base", "residents"),
    ("basic_education_base", "residents"),
    ("outside_labour_base", "residents"),
    ("income_base", "residents"),
)


def _bases(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> list[int]:
    """A denominator above the residents, a narrower age group above a wider one (same year)."""
    refused: list[int] = []
    for inner, outer in _NESTED:
        if not {inner, outer} <= figures.present:
            continue
        part, whole = figures.of(inner), figures.of(outer)
        left, right = meet(_of_year(part), _of_year(whole))
        part, whole = part.where(left), whole.where(right)
        slack = np.where(part.period == whole.period, 1.0, BASE_SLACK)
        bad = part.number > whole.number * slack
        if not bad.any():
            continue
        order = np.lexsort((whole.at[bad], part.at[bad]))
        part, whole = part.where(bad).where(order), whole.where(bad).where(order)
        # each figure once, against the first that it is above
        _, first = np.unique(part.at, return_index=True)
        new = np.array([p for p in first if part.at[p] not in refused], dtype=np.int64)
        part, whole = part.where(new), whole.where(new)
        name = "base_above_residents" if outer == "residents" else "base_above_wider"
        told = (name, "wide", {"indicator": inner, "of": outer})
        refused += _above(work, part, whole, np.full(new.size, True), told, harvest)
    return refused


def _of_year(figures: Keyed) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Area, year and list date as one number."""
    listed = figures.time % figures.lists
    return (figures.area * (10_000) + figures.year) * figures.lists + listed


def _income(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    codes = ("income_pct_of_region", "income_kr", "income_region_kr")
    if not {*codes} <= figures.present:
        return
    ratio, own, region = _together(figures, *codes)
    right = _ratio(own, region)
    bad = (region.number > 0) & (np.abs(ratio.number - right) > _half_digit(ratio) + TINY)
    rows = rows_at(work, ratio.at[bad])
    for place in np.flatnonzero(bad).tolist():
        row = rows[int(ratio.at[place])]
        harvest.fault(
            place_of(row),
            "income_ratio_differs",
            value=Figure(row["value"]),
            right=Figure(f"{right[place]:.1f}"),
            parts=f"{own.number[place]:.15g} / {region.number[place]:.15g}",
        )


_ALMENE = ("dwellings_family", "dwellings_youth", "dwellings_elderly", "dwellings_care")


def _dwellings(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> None:
    """Dwellings in all below one of their kinds, or a family share that is not family over all."""
    if "dwellings_total" not in figures.present:
        return
    for code in _ALMENE:
        part, whole = _together(figures, code, "dwellings_total")
        told = ("dwellings_above_total", "total", {"indicator": code})
        _above(work, part, whole, part.number > whole.number, told, harvest)
    if not {"family_share", "dwellings_family"} <= figures.present:
        return
    share, part, whole = _together(figures, "family_share", "dwellings_family", "dwellings_total")
    right = _ratio(part, whole)
    bad = (whole.number > 0) & (np.abs(share.number - right) > _half_digit(share) + TINY)
    rows = rows_at(work, share.at[bad])
    for place in np.flatnonzero(bad).tolist():
        row = rows[int(share.at[place])]
        harvest.fault(
            place_of(row),
            "family_share_differs",
            value=Figure(row["value"]),
            right=Figure(f"{right[place]:.1f}"),
        )
