"""Figures one by one, as the forecast sees them: value, years, what the print leaves open.

One figure per window is kept. Where two contradict each other both are named and the figure is
left as open as they are apart; nothing is smoothed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from forecasts.prior import PriorFile
from forecasts.scales import PERCENT
from monitor.indicators import indicator
from monitor.law.load import law_on
from monitor.panel import NATION

PERIOD = re.compile(r"(\d{4})(?:-(\d{4})|-01-01)?")
INCOME = "income_pct_of_region"
TINY = 1e-9


@dataclass(frozen=True)
class Span:
    """The years whose mean a figure is."""

    first: int
    last: int

    def __str__(self) -> str:
        """As a period is written: 2025, 2024-2025."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


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


def read_span(period: str) -> Span | None:
    """The years of a period as ``outputs.md`` writes it, or None."""
    found = PERIOD.fullmatch(period or "")
    if found is None:
        return None
    first = int(found[1])
    return Span(first, int(found[2]) if found[2] else first)


def in_order(row: Mapping[str, object]) -> tuple[str, ...]:
    """A key that orders figures by the day they became known, then by what they are."""
    keys = ("known_from", "area_id", "list_date", "indicator", "period", "value")
    return tuple(str(row[key] or "") for key in keys)


def _definition(code: str, day: date, prior: PriorFile) -> int:
    return sum(change.first_list <= day for change in prior.indicators[code].redefinitions)


def _half(row: Mapping[str, object], code: str) -> float:
    low, high = row.get("low"), row.get("high")
    if low is not None and high is not None:
        return float(Fraction(str(high)) - Fraction(str(low))) / 2.0
    decimals = row["decimals"]
    places = decimals if isinstance(decimals, int) else indicator(code).decimals
    return 0.0 if indicator(code).kind == "base" else 0.5 * 10.0**-places


def number_of(row: Mapping[str, object]) -> float:
    """A figure's value, given as an exact decimal or fraction."""
    return float(Fraction(str(row["value"])))


def _date(row: Mapping[str, object]) -> date:
    known = row["known_from"]
    assert isinstance(known, date)  # noqa: S101 - the schema holds it, mypy needs it
    return known


def printed_figures(
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
        value = number_of(row)
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


def computed_figures(
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
        whole = number_of(other) if other is not None else 0.0
        if other is None or whole <= 0.0:
            continue
        known = max(_date(row), _date(other))
        value = PERCENT * number_of(row) / whole
        found.append(Seen(area, span, _definition(code, known, prior), value, 0.0, known))
    return found


def reconciled(code: str, found: list[Seen], remarks: list[Remark]) -> list[Seen]:
    """One figure per window; a contradiction is kept, remarked and widened, never smoothed."""
    kept: dict[tuple[str, Span, int], Seen] = {}
    for one in sorted(found, key=lambda s: (s.known_from, s.half)):
        key = (one.area_id, one.span, one.definition)
        old = kept.get(key)
        if old is None:
            kept[key] = one
            continue
        if abs(one.value - old.value) > one.half + old.half + TINY:
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
            if abs(mean - one.value) > open_ + TINY:
                remarks.append(_contradiction(code, one, mean))
                one = Seen(one.area_id, one.span, one.definition, one.value,
                           abs(mean - one.value), one.known_from)  # fmt: skip
        result.append(one)
    return result


def _contradiction(code: str, one: Seen, other: float) -> Remark:
    period = str(one.span)
    return Remark(
        "forecast.contradiction", one.area_id, code, period, f"{one.value:g}", f"{other:g}"
    )
