"""From figures to what the law looks at on a list date: one reading per area and criterion.

A reading is an interval. Counts give a point, exactly; a printed figure stands for half a last
digit either way; a missing year can be anything its unit allows, so a mean of a known and a missing
year still has bounds. Windows and reference years come from the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import inf

import polars as pl

from monitor.indicators import WHOLE, alike, indicator
from monitor.law.model import Criterion
from monitor.means import computed
from monitor.readings import PERCENT, STANDINGS, Figure, Reading, YearReading, joined, weakest

NATION = "dk"

FIGURE_COLUMNS = {
    "area_id": pl.String,
    "list_date": pl.Date,
    "indicator": pl.String,
    "period": pl.String,
    "value": pl.String,
    "decimals": pl.Int64,
    "standing": pl.String,
    "known_from": pl.Date,
    "source": pl.String,
}
"""Columns a panel is built from. ``list_date`` is set for a figure published with a list.

Two more may stand beside them, ``low`` and ``high`` (exact, as ``2.5`` or ``79/120``), where the
interval is not half a last digit: a national mean that was printed as three times itself.
"""

BOUNDS = ("low", "high")


class Panel:
    """Figures, looked up by what the law asks for.

    Args:
        figures: columns of ``FIGURE_COLUMNS``; value as an exact decimal string.
        regions: area id -> region id (``region-084``), for the income of the region.
        as_of: figures known later are not looked at.
    """

    def __init__(
        self,
        figures: pl.DataFrame,
        regions: Mapping[str, str] | None = None,
        as_of: date | None = None,
    ) -> None:
        self.regions = dict(regions or {})
        self._figures = figures
        self._listed: dict[tuple[str, date, str], Figure] = {}
        self._yearly: dict[tuple[str, str, str], Figure] = {}
        frame = figures.select(*FIGURE_COLUMNS, *(c for c in BOUNDS if c in figures.columns))
        if as_of is not None:
            self._figures = figures.filter(pl.col("known_from") <= as_of)
            frame = frame.filter(pl.col("known_from") <= as_of)
        for row in frame.sort("known_from", maintain_order=True).iter_rows(named=True):
            figure = _figure(row)
            period = (row["area_id"], row["period"], row["indicator"])
            if row["list_date"] is None:
                self._yearly[period] = figure
                continue
            self._listed[row["area_id"], row["list_date"], row["indicator"]] = figure
            if indicator(row["indicator"]).kind in WHOLE:
                # a head count printed with a list is also the count of its day
                self._yearly.setdefault(period, figure)

    def known_on(self, day: date) -> Panel:
        """The same figures without those known later; without a date a figure is taken as known."""
        late = self._figures.filter(pl.col("known_from") > day)
        if late.is_empty():
            return self
        kept = pl.col("known_from").is_null() | (pl.col("known_from") <= day)
        return Panel(self._figures.filter(kept), self.regions)

    def published(self, area_id: str, list_date: date, code: str) -> Figure | None:
        """The figure printed with the list of ``list_date``."""
        return self._listed.get((area_id, list_date, code))

    def yearly(self, area_id: str, period: str, code: str) -> Figure | None:
        """The figure of one period."""
        return self._yearly.get((area_id, period, code))

    def readings(
        self, area_id: str, list_date: date, criterion: Criterion, two_year_mean: str
    ) -> list[Reading]:
        """What is known of a criterion: the published reading, the computed one, both or neither.

        Args:
            area_id: an area, or ``dk`` for the nation.
            list_date: of the list.
            criterion: of the law in force.
            two_year_mean: ``shares`` or ``counts``, the law's switch.
        """
        found = []
        printed = self.published(area_id, list_date, criterion.indicator)
        if printed is not None and criterion.absolute_year is None:
            found.append(self._from_list(area_id, list_date, criterion, printed))
        years = tuple(self._year(area_id, year, criterion) for year in criterion.years(list_date))
        period = criterion.period(list_date)
        mean = self.yearly(area_id, period, criterion.indicator) if len(years) > 1 else None
        if mean is not None or any(year.value is not None for year in years):
            found.append(computed(criterion, period, years, mean, two_year_mean))
        return found

    def _from_list(
        self, area_id: str, list_date: date, criterion: Criterion, printed: Figure
    ) -> Reading:
        bases = (self.published(area_id, list_date, code) for code in alike(criterion.base))
        base = next((figure for figure in bases if figure is not None), None)
        return Reading(
            criterion=criterion.code,
            basis="published",
            value=printed.value,
            low=printed.low,
            high=printed.high,
            standing=printed.standing,
            period=printed.period or criterion.period(list_date),
            source=printed.source,
            base=base.value if base else None,
        )

    def _year(self, area_id: str, year: int, criterion: Criterion) -> YearReading:
        period = f"{year:04d}-01-01" if criterion.moment == "1 January" else str(year)
        if criterion.code == "income":
            return self._income(area_id, period, criterion)
        code = indicator(criterion.indicator)
        base = self._base(area_id, period, criterion)
        count = self.yearly(area_id, period, code.count) if code.count else None
        printed = self.yearly(area_id, period, criterion.indicator)
        if code.count and count and base and base.value:
            share = count.value * PERCENT / base.value
            return _year_of(period, (share, share, share), (count, base), base, count)
        if printed is not None:
            interval = (printed.value, printed.low, printed.high)
            return _year_of(period, interval, (printed,), base, count)
        return _missing(period, code.highest, base)

    def _base(self, area_id: str, period: str, criterion: Criterion) -> Figure | None:
        bases = (self.yearly(area_id, period, code) for code in alike(criterion.base))
        return next((figure for figure in bases if figure is not None), None)

    def _income(self, area_id: str, period: str, criterion: Criterion) -> YearReading:
        base = self._base(area_id, period, criterion)
        own = self.yearly(area_id, period, "income_kr")
        region = self.yearly(area_id, period, "income_region_kr") or self.yearly(
            self.regions.get(area_id, ""), period, "income_region_kr"
        )
        if own is not None and region is not None and region.low > 0:
            interval = (
                own.value * PERCENT / region.value,
                own.low * PERCENT / region.high,
                own.high * PERCENT / region.low,
            )
            return _year_of(period, interval, (own, region), base, None)
        printed = self.yearly(area_id, period, criterion.indicator)
        if printed is not None:
            return _year_of(
                period, (printed.value, printed.low, printed.high), (printed,), base, None
            )
        return _missing(period, None, base)


def _figure(row: Mapping[str, object]) -> Figure:
    value = Fraction(str(row["value"]))
    decimals = row["decimals"]
    low, high = indicator(str(row["indicator"])).printed_interval(
        value, decimals if isinstance(decimals, int) else None
    )
    bounds_given = row.get("low") is not None and row.get("high") is not None
    if bounds_given:
        low, high = Fraction(str(row["low"])), Fraction(str(row["high"]))
    standing = next(s for s in STANDINGS if s == row["standing"])
    return Figure(
        value=value,
        low=max(low, Fraction(0)),
        high=high,
        standing=standing,
        source=str(row["source"] or ""),
        period=str(row["period"] or ""),
        bounded=bounds_given,
    )


def _year_of(
    period: str,
    interval: tuple[Fraction, Fraction, Fraction],
    behind: tuple[Figure, ...],
    base: Figure | None,
    count: Figure | None,
) -> YearReading:
    value, low, high = interval
    return YearReading(
        period=period,
        value=value,
        low=low,
        high=high,
        base=base.value if base else None,
        count=count.value if count else None,
        standing=weakest(figure.standing for figure in behind),
        source=joined(figure.source for figure in behind),
    )


def _missing(period: str, highest: int | None, base: Figure | None) -> YearReading:
    return YearReading(
        period=period,
        value=None,
        low=Fraction(0),
        high=inf if highest is None else Fraction(highest),
        base=base.value if base else None,
        count=None,
        standing="missing",
        source="",
    )
