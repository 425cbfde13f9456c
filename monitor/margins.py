"""How far an area is from each limit: percentage points, persons, kroner; this list and the next.

Formulas: the government's own overview of spring 2018 printed ``N (x - limit)``; the whole number
of persons that changes the verdict follows from the operator. For the next list one of the two
years of a mean is often over: then the open year alone has to make up for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from monitor.criteria import high_is_bad, meets
from monitor.law.model import Criterion, Law, Limit, Operator
from monitor.panel import Panel
from monitor.readings import PERCENT, Reading, Standing, YearReading
from monitor.verdicts import LimitReading, WhyRow, national_limits

ForList = Literal["this", "next"]


@dataclass(frozen=True)
class BaseShare:
    """A denominator as a share of residents where only residents are known: usual, low, high."""

    usual: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class IncomeStep:
    """What one person moves in gross income, kroner a year; the user's own assumption."""

    kroner: Fraction


@dataclass(frozen=True)
class Margin:
    """One distance. Positive is over the limit on the bad side.

    ``points`` in percentage points (persons for the population); ``persons`` the smallest whole
    number that changes the verdict, negative where it would bring the criterion about; ``low`` and
    ``high`` where rounding or an unknown denominator leaves a range; ``kroner`` per taxpayer.
    ``kroner_low`` and ``kroner_high`` what rounding and a region's mean known as a range leave.
    ``method`` names the words for how persons are counted; ``locked`` the years already known, of
    which ``preliminary`` may still be revised. A projection locks nothing.
    """

    list_date: date
    for_list: ForList
    area_id: str
    category: str
    criterion: str
    points: Fraction | None
    persons: int | None
    persons_low: int | None
    persons_high: int | None
    kroner: Fraction | None
    method: str
    locked: str
    preliminary: str = ""
    kroner_low: Fraction | None = None
    kroner_high: Fraction | None = None


LOCKING: tuple[Standing, ...] = ("known", "preliminary")
"""Standings of a year that is over."""


@dataclass(frozen=True)
class Locked:
    """The years that are over, and those of them that may be revised; `+` between."""

    years: str
    preliminary: str


NOTHING = Locked("", "")


def locked_of(years: Iterable[tuple[str, Standing]]) -> Locked:
    """What of a list's reference years is over.

    Args:
        years: (period, standing) of each.
    """
    over = [(period, standing) for period, standing in years if standing in LOCKING]
    return Locked(
        "+".join(period for period, _ in over),
        "+".join(period for period, standing in over if standing == "preliminary"),
    )


def persons_to_change(operator: Operator, excess: Fraction, met: bool) -> int:
    """The smallest whole number of persons that turns the verdict.

    Args:
        operator: of the limit; figures on its bad side meet the criterion.
        excess: persons beyond the limit on the bad side, may be a fraction and negative.
        met: whether the criterion is met.

    Returns:
        Positive: so many fewer and it is no longer met. Negative: so many more and it is met.
    """
    on_the_limit_is_met = operator in (">=", "<=")
    if met:
        return floor(excess) + 1 if on_the_limit_is_met else ceil(excess)
    return -ceil(-excess) if on_the_limit_is_met else -(floor(-excess) + 1)


class Distances:
    """Distances of areas from the limits of one list date and the next.

    Args:
        panel: the figures.
        law: of this list.
        next_law: of the next.
        list_date: this list.
        next_date: the next.
        base_shares: denominator code -> its share of residents, for areas whose denominators are
            not known.
        income_step: what one more person in work adds, where the user gives it.
    """

    def __init__(
        self,
        panel: Panel,
        law: Law,
        next_law: Law,
        list_date: date,
        next_date: date,
        base_shares: Mapping[str, BaseShare],
        income_step: IncomeStep | None = None,
    ) -> None:
        self.panel, self.law, self.next_law = panel, law, next_law
        self.list_date, self.next_date = list_date, next_date
        self.base_shares, self.income_step = base_shares, income_step
        # what is said of the next list on the day of this one rests on what was known that day
        self._known = panel.known_on(list_date)
        self._next_limits = national_limits(self._known, next_law, next_date)

    def of_area(self, rows: Sequence[WhyRow]) -> list[Margin]:
        """The distances of one area's why-rows: this list, and the next where it can be said.

        Where the act changes between the two lists the next one's limits are measured too.
        """
        found: list[Margin] = []
        for row in rows:
            if row.reading is not None:
                found += self._now(row, row.reading) + self._next(row, row.reading)
        for row, reading in self._of_next_law(rows):
            found += self._next(row, reading)
        return found

    def _of_next_law(self, rows: Sequence[WhyRow]) -> Iterator[tuple[WhyRow, Reading]]:
        """Why-rows of tests that the law of this list does not have, with this list's reading."""
        tested = {(row.category, row.criterion) for row in rows}
        by_criterion = {row.criterion: row for row in reversed(rows)}
        mean = self.next_law.switch("two_year_mean")
        for (category, code), limit in self._next_limits.items():
            if (category, code) in tested or not rows:
                continue
            row = by_criterion.get(code)
            reading = None if row is None else row.reading
            if row is None:
                criterion = self.next_law.criteria[code]
                readings = self._known.readings(rows[0].area_id, self.list_date, criterion, mean)
                reading = readings[0] if readings else None
            if reading is not None:
                why = replace(
                    rows[0], category=category, criterion=code, reading=reading, limit=limit
                )
                yield why, reading

    def _now(self, row: WhyRow, reading: Reading) -> list[Margin]:
        criterion = self.law.criteria[row.criterion]
        years = len(reading.years)
        method = f"{row.criterion}.each_year" if years > 1 else row.criterion
        span = (reading.low, reading.high)
        locked = locked_of([(reading.period, reading.standing)])
        return self._margins(row, criterion, "this", reading, row.limit, span, method, locked)

    def _next(self, row: WhyRow, now: Reading) -> list[Margin]:
        limit = self._next_limits.get((row.category, row.criterion))
        if limit is None:
            return []
        # the nation's mean of the coming list is mostly not known yet: this list's stands in
        at = row.limit.value if limit.value is None else limit.value
        if at is None:
            return []
        limit = LimitReading(limit.limit, at, at, at)
        criterion = self.next_law.criteria[row.criterion]
        readings = self._known.readings(
            row.area_id, self.next_date, criterion, self.next_law.switch("two_year_mean")
        )
        years = readings[-1].years if readings else ()
        known = [
            (year, year.value)
            for year in years
            if year.value is not None and year.standing in LOCKING
        ]
        window = len(criterion.years(self.next_date))
        locked = locked_of((year.period, year.standing) for year, _ in known)
        if not known:
            return self._as_last_known(row, criterion, limit.limit, at, now, window)
        if len(known) < window:
            return self._open_year(row, criterion, limit.limit, at, known, window, locked)
        coming = readings[-1]
        span = (coming.low, coming.high)
        return self._margins(row, criterion, "next", coming, limit, span, row.criterion, locked)

    def _open_year(
        self,
        row: WhyRow,
        criterion: Criterion,
        limit: Limit,
        at: Fraction,
        known: Sequence[tuple[YearReading, Fraction]],
        window: int,
        locked: Locked,
    ) -> list[Margin]:
        """The open year alone has to bring the mean to the limit, the others being over."""
        last, share = known[-1]
        so_far = sum((value for _, value in known), Fraction(0))
        needed = (at * window - so_far) / (window - len(known))
        alone = LimitReading(limit, needed, needed, needed)
        reading = Reading(
            criterion=criterion.code,
            basis="computed",
            value=share,
            low=share,
            high=share,
            standing="projected",
            period=criterion.period(self.next_date),
            source=last.source,
            base=last.base,
        )
        method = f"{criterion.code}.open_year"
        span = (share, share)
        return self._margins(row, criterion, "next", reading, alone, span, method, locked)

    def _as_last_known(
        self,
        row: WhyRow,
        criterion: Criterion,
        limit: Limit,
        at: Fraction,
        now: Reading,
        window: int,
    ) -> list[Margin]:
        """Nothing of the next list is known by year: as if the figure stood still.

        Where only a mean was published, the year of it that counts again is not known; both are
        taken to be like the mean, which the method's words say.
        """
        if now.value is None:
            return []
        needed = at * window - now.value * (window - 1)
        alone = LimitReading(limit, needed, needed, needed)
        method = f"{row.criterion}.like_mean" if window > 1 else f"{row.criterion}.unchanged"
        # the mean's rounding counts once for the open year and once for each year over
        half = Fraction(now.high - now.low) / 2 * window
        span = (now.value - half, now.value + half)
        return self._margins(row, criterion, "next", now, alone, span, method, NOTHING)

    def _margins(
        self,
        row: WhyRow,
        criterion: Criterion,
        for_list: ForList,
        reading: Reading,
        limit: LimitReading,
        span: tuple[Fraction | float, Fraction | float],
        method: str,
        locked: Locked,
    ) -> list[Margin]:
        if reading.value is None or limit.value is None:
            return []
        operator = limit.limit.operator
        sign = 1 if high_is_bad(operator) else -1
        points = (reading.value - limit.value) * sign
        met = bool(meets(operator, reading.value, limit.value))
        region = self._kroner_per_point(row, reading)
        per_point = region[0] if region is not None else None
        sizes = self._persons_per_point(row, criterion, reading, per_point)
        # a printed figure may be anything within its rounding
        values = [reading.value, *(Fraction(edge) for edge in span)]
        kroner = [
            (value - limit.value) * sign * edge
            for value in values
            for edge in (region[1:] if region is not None else ())
        ]
        found = []
        for suffix, factor in _ways(criterion, limit.value):
            exact, low, high = None, None, None
            if sizes is not None:
                usual, *others = sizes
                exact = persons_to_change(operator, points * usual * factor, met)
                ends = [
                    persons_to_change(
                        operator,
                        (value - limit.value) * sign * size * factor,
                        bool(meets(operator, value, limit.value)),
                    )
                    for value in values
                    for size in others
                ]
                low, high = min(ends), max(ends)
                if low != high and others[0] != others[1]:
                    # without the denominator a number of persons is a range (design.md 4)
                    exact = None
            found.append(
                Margin(
                    list_date=self.list_date,
                    for_list=for_list,
                    area_id=row.area_id,
                    category=row.category,
                    criterion=row.criterion,
                    points=points,
                    persons=exact,
                    persons_low=low,
                    persons_high=high,
                    kroner=None if per_point is None else points * per_point,
                    method=f"{method}{suffix}",
                    locked=locked.years,
                    preliminary=locked.preliminary,
                    kroner_low=min(kroner, default=None),
                    kroner_high=max(kroner, default=None),
                )
            )
        return found

    def _persons_per_point(
        self,
        row: WhyRow,
        criterion: Criterion,
        reading: Reading,
        kroner: Fraction | None,
    ) -> tuple[Fraction, Fraction, Fraction] | None:
        """Persons behind one point: usual, and the least and most where the base is not known."""
        if criterion.unit == "persons":
            return Fraction(1), Fraction(1), Fraction(1)
        base = self._base(row, criterion, reading)
        if base is None:
            return None
        if criterion.code == "income":
            if kroner is None or self.income_step is None:
                return None
            each = kroner / self.income_step.kroner
        else:
            each = Fraction(1, PERCENT)
        usual, low, high = base
        return usual * each, low * each, high * each

    def _base(
        self, row: WhyRow, criterion: Criterion, reading: Reading
    ) -> tuple[Fraction, Fraction, Fraction] | None:
        if reading.base is not None:
            return reading.base, reading.base, reading.base
        share = self.base_shares.get(criterion.base)
        first_of_year = f"{self.list_date.year:04d}-01-01"
        residents = self.panel.published(
            row.area_id, self.list_date, "residents"
        ) or self.panel.yearly(row.area_id, first_of_year, "residents")
        if share is None or residents is None:
            return None
        size = residents.value
        return size * share.usual, size * share.low, size * share.high

    def _kroner_per_point(
        self, row: WhyRow, reading: Reading
    ) -> tuple[Fraction | None, Fraction, Fraction] | None:
        """Kroner behind one point of the region's mean: exact (None for a range), low and high."""
        if reading.criterion != "income":
            return None
        period = reading.period
        region = self.panel.yearly(row.area_id, period, "income_region_kr") or self.panel.yearly(
            self.panel.regions.get(row.area_id, ""), period, "income_region_kr"
        )
        if region is None:
            return None
        if region.bounded:
            return None, region.low / PERCENT, region.high / PERCENT
        exact = region.value / PERCENT
        return exact, exact, exact


def _ways(criterion: Criterion, limit: Fraction) -> list[tuple[str, Fraction]]:
    """How persons can be counted: replaced one for one, or leaving with nobody in their place.

    Who leaves also leaves the denominator, so more of them are needed: n - k over N - k.
    """
    headed = criterion.base in ("residents", "nonwestern_base") and criterion.unit != "persons"
    if headed and limit < PERCENT:  # a share of all cannot be left by leaving
        return [("", Fraction(1)), (".leaving", 1 / (1 - limit / PERCENT))]
    return [("", Fraction(1))]
