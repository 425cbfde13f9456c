"""From figures to observations: working-scale values, the years behind them, what they leave open.

Takes list values of the record and the planner's own yearly figures alike
(``monitor.panel.FIGURE_COLUMNS``): both condition the same yearly path. Nothing is looked at that
was known later than the as-of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from forecasts.observations import Observations
from forecasts.prior import Prior, PriorFile
from forecasts.scales import INDICATORS, Array, inside, scale_of
from forecasts.seen import (
    INCOME,
    Remark,
    Seen,
    Span,
    computed_figures,
    in_order,
    number_of,
    printed_figures,
    read_span,
    reconciled,
)
from forecasts.trajectory import REGION_IDS
from monitor.errors import UnknownNameError
from monitor.indicators import indicator, indicators
from monitor.panel import BOUNDS, FIGURE_COLUMNS, NATION

UNIFORM = 1.0 / np.sqrt(12.0)
CONVICTED = "convicted_pct"


@dataclass(frozen=True)
class Known:
    """Everything known on a date, ready to condition on.

    Attributes:
        areas: ids, sorted.
        observations: per indicator.
        national: (first, last, percent) of the national conviction rate.
        incomes: region -> (first, last, kroner) of the region's mean income.
        relative: whether convictions stand in multiples of the national rate.
        remarks: contradictions, jumps, figures without a period.
        first: the earliest year behind any figure, or None.
        as_of: the date; a redefinition made later is not foreseen.
    """

    areas: tuple[str, ...]
    observations: dict[str, Observations]
    national: tuple[tuple[int, int, float], ...]
    incomes: dict[str, tuple[tuple[int, int, float], ...]]
    relative: bool
    remarks: tuple[Remark, ...]
    first: int | None
    as_of: date = date.max


def gather(
    figures: pl.DataFrame,
    regions: Mapping[str, str],
    as_of: date,
    prior: PriorFile,
    areas: Iterable[str] | None = None,
) -> Known:
    """What is known on ``as_of``.

    Args:
        figures: columns of ``monitor.panel.FIGURE_COLUMNS``, in any order.
        regions: area id -> region id (``region-084``).
        as_of: figures known later are not looked at.
        prior: names the redefinitions and what fills in for unknown denominators.
        areas: the areas to forecast; without it, those with any figure.

    Raises:
        UnknownNameError: nobody says which region an area lies in.
    """
    frame = figures.select(*FIGURE_COLUMNS, *(c for c in BOUNDS if c in figures.columns)).filter(
        (pl.col("known_from") <= as_of) & (pl.col("standing") != "missing")
    )
    rows = sorted(frame.iter_rows(named=True), key=in_order)
    lookup = {
        (row["area_id"], row["period"], row["indicator"]): row
        for row in rows
        if row["list_date"] is None
    }
    local = {row["area_id"] for row in rows if row["area_id"] in regions}
    ids = tuple(sorted(set(areas) if areas is not None else local))
    for area in ids:
        if regions.get(area) not in REGION_IDS:
            raise UnknownNameError("forecast.no_region", area=area, known=", ".join(REGION_IDS))
    remarks: list[Remark] = []
    seen = {}
    for code in INDICATORS:
        found = printed_figures(rows, code, prior, remarks)
        found += computed_figures(lookup, code, regions, prior)
        seen[code] = reconciled(code, found, remarks)
    national = tuple(
        (one.span.first, one.span.last, one.value)
        for one in seen[CONVICTED]
        if one.area_id == NATION
    )
    within = {
        code: sorted(
            (one for one in found if one.area_id in regions and one.area_id in ids),
            key=lambda one: (one.area_id, one.span.first, one.span.last, one.definition),
        )
        for code, found in seen.items()
    }
    rate = _rates(national)
    relative = bool(rate) and all(_mean_rate(rate, one.span) for one in within[CONVICTED])
    residents = _latest(rows, "residents")
    observations = {
        code: _observations(
            prior.indicators[code], ids, regions, within[code], residents,
            _latest(rows, _base_of(code)), rate if relative and code == CONVICTED else {},
        )
        for code in INDICATORS
    }  # fmt: skip
    years = [one.span.first for found in within.values() for one in found]
    return Known(
        areas=ids,
        observations=observations,
        national=national,
        incomes=_incomes(rows, regions),
        relative=relative,
        remarks=tuple(remarks),
        first=min(years, default=None),
        as_of=as_of,
    )


def _latest(rows: Sequence[dict[str, object]], code: str) -> dict[str, float]:
    """Area -> the latest known value of a denominator (rows sorted by known_from)."""
    newest: dict[str, tuple[str, float]] = {}
    codes = {code, indicators()[code].same_as} if code in indicators() else {code}
    for row in rows:
        if row["indicator"] in codes and number_of(row) > 0.0:
            area, period = str(row["area_id"]), str(row["period"] or "")
            if area not in newest or period >= newest[area][0]:
                newest[area] = (period, number_of(row))
    return {area: value for area, (_, value) in newest.items()}


def _base_of(code: str) -> str:
    return "income_base" if code == INCOME else indicator(code).base or "residents"


def _rates(national: Iterable[tuple[int, int, float]]) -> dict[tuple[int, int], float]:
    return {(first, last): rate for first, last, rate in national if rate > 0.0}


def _mean_rate(rates: Mapping[tuple[int, int], float], span: Span) -> float | None:
    if (span.first, span.last) in rates:
        return rates[span.first, span.last]
    yearly = [rates.get((year, year)) for year in range(span.first, span.last + 1)]
    found = [rate for rate in yearly if rate is not None]
    return sum(found) / len(found) if len(found) == len(yearly) else None


def _observations(
    prior: Prior,
    ids: tuple[str, ...],
    regions: Mapping[str, str],
    found: list[Seen],
    residents: Mapping[str, float],
    base: Mapping[str, float],
    rates: Mapping[tuple[int, int], float],
) -> Observations:
    scale = scale_of(prior.code, prior.reference)
    typical = float(scale.back(np.array(prior.mean)))
    index = {area: number for number, area in enumerate(ids)}
    people = np.array([residents.get(area, TYPICAL_RESIDENTS) for area in ids])
    known = np.array([base.get(area, 0.0) for area in ids])
    level = np.full(len(ids), typical)
    area = np.array([index[one.area_id] for one in found], dtype=np.int64)
    printed = inside(prior.code, np.array([one.value for one in found], dtype=np.float64))
    factor: Array = np.array(
        [prior.reference / (_mean_rate(rates, one.span) or prior.reference) for one in found]
    )
    values = printed * factor if len(found) else printed
    level[area] = values  # the last of each area stands: sorted by year
    half = np.array([one.half for one in found]) * factor
    return Observations(
        code=prior.code,
        areas=ids,
        region=np.array([REGION_IDS.index(regions[a]) for a in ids], dtype=np.int64),
        residents=people,
        base=np.where(known > 0.0, known, people * prior.base_share),
        level=level,
        area=area,
        first=np.array([one.span.first for one in found], dtype=np.int64),
        last=np.array([one.span.last for one in found], dtype=np.int64),
        definition=np.array([one.definition for one in found], dtype=np.int64),
        value=scale.forward(values),
        noise=scale.slope(values) * 2.0 * half * UNIFORM,
    )


TYPICAL_RESIDENTS = 1800.0
"""Stands in for the size of an area whose residents nobody gave: it only sets how wide."""


def _incomes(
    rows: Sequence[dict[str, object]], regions: Mapping[str, str]
) -> dict[str, tuple[tuple[int, int, float], ...]]:
    """Region -> its mean incomes, given under its own id or beside an area's."""
    found: dict[str, dict[tuple[int, int], float]] = {}
    for row in rows:
        span = read_span(str(row["period"] or ""))
        if row["indicator"] == "income_region_kr" and span is not None:
            place = str(row["area_id"])
            region = regions.get(place, place)
            if region in REGION_IDS:
                found.setdefault(region, {})[span.first, span.last] = number_of(row)
    return {
        region: tuple((first, last, value) for (first, last), value in sorted(spans.items()))
        for region, spans in sorted(found.items())
    }
