"""From figures to observations: working-scale values, the years behind them, what they leave open.

Takes list values of the record and the planner's own yearly figures alike
(``monitor.panel.FIGURE_COLUMNS``): both condition the same yearly path. Nothing is looked at that
was known later than the as-of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import polars as pl

from forecasts.observations import Observations
from forecasts.prior import Prior, PriorFile
from forecasts.scales import INDICATORS, PERCENT, Array, inside, scale_of
from forecasts.trajectory import REGION_IDS
from monitor.errors import UnknownNameError
from monitor.indicators import indicator, indicators
from monitor.law.load import law_on
from monitor.panel import BOUNDS, FIGURE_COLUMNS, NATION

PERIOD = re.compile(r"(\d{4})(?:-(\d{4})|-01-01)?")
UNIFORM = 1.0 / np.sqrt(12.0)
JUMP = 10.0
INCOME = "income_pct_of_region"
CONVICTED = "convicted_pct"


@dataclass(frozen=True)
class Span:
    """The years whose mean a figure is."""

    first: int
    last: int


@dataclass(frozen=True)
class Seen:
    """One figure as the forecast sees it: printed unit, half-width of its interval."""

    area_id: str
    span: Span
    definition: int
    value: float
    half: float
    known_from: date


@dataclass(frozen=True)
class Remark:
    """Something a reader must know about a figure: a sentence key of ``forecasts/text.toml``."""

    key: str
    area_id: str
    indicator: str
    period: str
    found: str
    expected: str


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
    """

    areas: tuple[str, ...]
    observations: dict[str, Observations]
    national: tuple[tuple[int, int, float], ...]
    incomes: dict[str, tuple[tuple[int, int, float], ...]]
    relative: bool
    remarks: tuple[Remark, ...]
    first: int | None


def read_span(period: str) -> Span | None:
    """The years of a period as ``outputs.md`` writes it, or None."""
    found = PERIOD.fullmatch(period or "")
    if found is None:
        return None
    first = int(found[1])
    return Span(first, int(found[2]) if found[2] else first)


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
    rows = sorted(frame.iter_rows(named=True), key=_order)
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
    seen = {
        code: _reconcile(
            code, [*_printed(rows, code, prior, remarks), *_computed(lookup, code, regions, prior)],
            remarks,
        )
        for code in INDICATORS
    }  # fmt: skip
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
        incomes=_incomes(rows),
        relative=relative,
        remarks=tuple(remarks),
        first=min(years, default=None),
    )


def _order(row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(row[key] or "") for key in ("known_from", "area_id", "list_date", "indicator",
                                                 "period", "value"))  # fmt: skip


def _number(row: Mapping[str, object]) -> float:
    return float(Fraction(str(row["value"])))


def _definition(code: str, day: date, prior: PriorFile) -> int:
    return sum(change.first_list <= day for change in prior.indicators[code].redefinitions)


def _half(row: Mapping[str, object], code: str) -> float:
    low, high = row.get("low"), row.get("high")
    if low is not None and high is not None:
        return float(Fraction(str(high)) - Fraction(str(low))) / 2.0
    decimals = row["decimals"]
    places = decimals if isinstance(decimals, int) else indicator(code).decimals
    return 0.0 if indicator(code).kind == "base" else 0.5 * 10.0**-places


def _printed(
    rows: Sequence[dict[str, object]], code: str, prior: PriorFile, remarks: list[Remark]
) -> list[Seen]:
    """Figures given as they are: list values, means of years, yearly shares."""
    found = []
    for row in rows:
        if row["indicator"] != code:
            continue
        area, period = str(row["area_id"]), str(row["period"] or "")
        span = read_span(period) or _by_law(row, code)
        if span is None:
            remarks.append(Remark("forecast.no_period", area, code, period, str(row["value"]), ""))
            continue
        known = row["known_from"]
        assert isinstance(known, date)  # noqa: S101 - the schema holds it, mypy needs it
        listed = row["list_date"] if isinstance(row["list_date"], date) else known
        definition = _definition(code, listed, prior)
        value = _number(row)
        found.append(Seen(area, span, definition, value, _half(row, code), known))
    return found


def _by_law(row: Mapping[str, object], code: str) -> Span | None:
    """The years of a national figure printed with a list, which names no period of its own."""
    day = row["list_date"]
    if not isinstance(day, date) or row["area_id"] != NATION:
        return None
    for criterion in law_on(day).criteria.values():
        if criterion.indicator == code:
            years = criterion.years(day)
            return Span(years[0], years[-1])
    return None


def _computed(
    lookup: Mapping[tuple[str, str, str], dict[str, object]],
    code: str,
    regions: Mapping[str, str],
    prior: PriorFile,
) -> list[Seen]:
    """Yearly shares from counts, and income from the area's and the region's kroner."""
    entry = indicator(code)
    found = []
    for (area, period, name), row in lookup.items():
        span = read_span(period)
        if span is None:
            continue
        if code == INCOME and name == "income_kr":
            other = lookup.get((area, period, "income_region_kr")) or lookup.get(
                (regions.get(area, ""), period, "income_region_kr")
            )
        elif entry.count is not None and name == entry.count:
            base = entry.base or ""
            other = lookup.get((area, period, base)) or lookup.get(
                (area, period, indicator(base).same_as or "")
            )
        else:
            continue
        whole = _number(other) if other is not None else 0.0
        if other is None or whole <= 0.0:
            continue
        known = max(_date(row), _date(other))
        value = PERCENT * _number(row) / whole
        found.append(Seen(area, span, _definition(code, known, prior), value, 0.0, known))
    return found


def _date(row: Mapping[str, object]) -> date:
    known = row["known_from"]
    assert isinstance(known, date)  # noqa: S101 - the schema holds it, mypy needs it
    return known


def _reconcile(code: str, found: list[Seen], remarks: list[Remark]) -> list[Seen]:
    """One figure per window; a contradiction is kept, remarked and widened, never smoothed."""
    kept: dict[tuple[str, Span, int], Seen] = {}
    for one in sorted(found, key=lambda s: (s.known_from, s.half)):
        key = (one.area_id, one.span, one.definition)
        old = kept.get(key)
        if old is None:
            kept[key] = one
            continue
        if abs(one.value - old.value) > one.half + old.half + 1e-9:
            remarks.append(_contradiction(code, one, old.value))
            middle, apart = 0.5 * (one.value + old.value), abs(one.value - old.value)
            kept[key] = Seen(*key, middle, apart, one.known_from)
        elif one.half < old.half:
            kept[key] = one
    yearly = {(a, s.first, d): one for (a, s, d), one in kept.items() if s.first == s.last}
    result = []
    for figure in kept.values():
        one = figure
        span = range(one.span.first, one.span.last + 1)
        parts = [yearly.get((one.area_id, year, one.definition)) for year in span]
        if len(span) > 1 and all(parts):
            behind = [part for part in parts if part is not None]
            mean = sum(part.value for part in behind) / len(behind)
            open_ = one.half + max(part.half for part in behind)
            if abs(mean - one.value) > open_ + 1e-9:
                remarks.append(_contradiction(code, one, mean))
                one = Seen(one.area_id, one.span, one.definition, one.value,
                           abs(mean - one.value), one.known_from)  # fmt: skip
        result.append(one)
    return result


def _contradiction(code: str, one: Seen, other: float) -> Remark:
    period = f"{one.span.first}-{one.span.last}"
    return Remark(
        "forecast.contradiction", one.area_id, code, period, f"{one.value:g}", f"{other:g}"
    )


def _latest(rows: Sequence[dict[str, object]], code: str) -> dict[str, float]:
    """Area -> the latest known value of a denominator (rows sorted by known_from)."""
    newest: dict[str, tuple[str, float]] = {}
    codes = {code, indicators()[code].same_as} if code in indicators() else {code}
    for row in rows:
        if row["indicator"] in codes and _number(row) > 0.0:
            area, period = str(row["area_id"]), str(row["period"] or "")
            if area not in newest or period >= newest[area][0]:
                newest[area] = (period, _number(row))
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
    rows: Sequence[dict[str, object]],
) -> dict[str, tuple[tuple[int, int, float], ...]]:
    found: dict[str, dict[tuple[int, int], float]] = {}
    for row in rows:
        span = read_span(str(row["period"] or ""))
        if row["indicator"] == "income_region_kr" and span is not None:
            value = _number(row)
            found.setdefault(str(row["area_id"]), {})[span.first, span.last] = value
    return {
        region: tuple((first, last, value) for (first, last), value in sorted(spans.items()))
        for region, spans in sorted(found.items())
    }
