"""One area, one list date, one criterion: the why-rows, and the categories they add up to.

Every verdict of history comes from here: readings of the panel, the law's limits, the kernels of
``criteria`` and ``categories``. Nothing here knows what a list published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import inf

import numpy as np
from numpy.typing import NDArray

from monitor.categories import Test, Verdict, categorise_partly_known, words
from monitor.criteria import effective_limit, meets_surely_and_perhaps
from monitor.law.model import Law, Limit, Operator
from monitor.panel import NATION, Panel
from monitor.readings import Basis, Reading

Bounds = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""(met whatever the figure is, met for some of its values), one entry an area."""


@dataclass(frozen=True)
class LimitReading:
    """A limit on a list date: strict value (None where the national mean is missing) and bounds."""

    limit: Limit
    value: Fraction | None
    low: Fraction | float
    high: Fraction | float


@dataclass(frozen=True)
class WhyRow:
    """One criterion against one limit: what was found, what is asked, and whether it is met.

    ``met`` holds whatever the printed figure's rounding or a missing year may hide;
    ``met_strict`` takes printed figures as they stand.
    """

    list_date: date
    area_id: str
    category: str
    criterion: str
    reading: Reading | None
    limit: LimitReading
    met: Verdict
    met_strict: Verdict

    @property
    def operator(self) -> Operator:
        """The statute's verb as a sign."""
        return self.limit.limit.operator

    @property
    def on_the_limit(self) -> bool:
        """Whether the printed figure lies so near the limit that rounding hides the answer."""
        return self.met == "unknown" and self.met_strict != "unknown"


@dataclass(frozen=True)
class AreaVerdict:
    """What an area's own figures say of one list: categories three-valued, and by strict reading.

    ``transformation`` and its like stand here as "this year's conditions are met"; the lists in a
    row are counted by ``clock``. ``basis`` is empty where no figure is known.
    ``beside`` are means printed for several years whose counts are all known: they decide nothing.
    """

    list_date: date
    area_id: str
    categories: dict[str, Verdict]
    strict: dict[str, Verdict]
    why: tuple[WhyRow, ...]
    basis: str
    beside: tuple[WhyRow, ...] = ()


def national_limits(panel: Panel, law: Law, list_date: date) -> dict[Test, LimitReading]:
    """Every tested limit of ``law`` on ``list_date``, multiples of the nation's mean worked out."""
    found: dict[Test, LimitReading] = {}
    for category, code in law.tests():
        criterion = law.criteria[code]
        limit = criterion.limits[category]
        if limit.measure != "times_national":
            found[category, code] = LimitReading(limit, limit.value, limit.value, limit.value)
            continue
        readings = panel.readings(NATION, list_date, criterion, law.switch("two_year_mean"))
        if not readings:
            found[category, code] = LimitReading(limit, None, Fraction(0), inf)
            continue
        nation = readings[0]
        found[category, code] = LimitReading(
            limit,
            None if nation.value is None else _exact(effective_limit(limit, nation.value)),
            _bound(effective_limit(limit, nation.low)),
            _bound(effective_limit(limit, nation.high)),
        )
    return found


def _exact(value: object) -> Fraction:
    if not isinstance(value, Fraction):
        msg = f"an exact limit was expected, not {value!r}"
        raise TypeError(msg)
    return value


def _bound(value: object) -> Fraction | float:
    if not isinstance(value, Fraction | float):
        msg = f"a bound was expected, not {value!r}"
        raise TypeError(msg)
    return value


def judge(
    panel: Panel, law: Law, list_date: date, area_ids: Sequence[str], basis: Basis | None = None
) -> list[AreaVerdict]:
    """The verdicts of one list date, one per area in the given order.

    Args:
        panel: the figures.
        law: the version to apply, whatever date it is made for.
        list_date: decides the reference periods.
        area_ids: which areas.
        basis: use this basis alone; otherwise the published figure where there is one, else the
            computed one.
    """
    limits = national_limits(panel, law, list_date)
    mean = law.switch("two_year_mean")
    codes = tuple(dict.fromkeys(code for _, code in limits))
    readings = {
        code: [
            _chosen(panel.readings(area_id, list_date, law.criteria[code], mean), basis)
            for area_id in area_ids
        ]
        for code in codes
    }
    if not area_ids:
        return []
    met = {test: _against(readings[test[1]], limits[test]) for test in limits}
    strict = {test: _against(readings[test[1]], limits[test], strict=True) for test in limits}
    verdicts = _categories(law, met)
    strict_verdicts = _categories(law, strict)
    row_words = {test: words(*met[test]) for test in limits}
    strict_words = {test: words(*strict[test]) for test in limits}
    found = []
    for index, area_id in enumerate(area_ids):
        why = tuple(
            WhyRow(
                list_date=list_date,
                area_id=area_id,
                category=category,
                criterion=code,
                reading=readings[code][index],
                limit=limits[category, code],
                met=row_words[category, code][index],
                met_strict=strict_words[category, code][index],
            )
            for category, code in limits
        )
        bases = sorted({row.reading.basis for row in why if row.reading is not None})
        found.append(
            AreaVerdict(
                list_date=list_date,
                area_id=area_id,
                categories={name: verdict[index] for name, verdict in verdicts.items()},
                strict={name: verdict[index] for name, verdict in strict_verdicts.items()},
                why=why,
                basis="+".join(bases),
                beside=tuple(_printed_means(why)),
            )
        )
    return found


def _printed_means(rows: Iterable[WhyRow]) -> Iterator[WhyRow]:
    for row in rows:
        if row.reading is None or row.reading.printed_mean is None:
            continue
        printed = [row.reading.printed_mean]
        yield replace(
            row,
            reading=row.reading.printed_mean,
            met=words(*_against(printed, row.limit))[0],
            met_strict=words(*_against(printed, row.limit, strict=True))[0],
        )


def _chosen(readings: list[Reading], basis: Basis | None) -> Reading | None:
    wanted = [reading for reading in readings if basis in (None, reading.basis)]
    return wanted[0] if wanted else None


def _against(
    readings: Sequence[Reading | None], limit: LimitReading, *, strict: bool = False
) -> Bounds:
    low: list[Fraction | float] = []
    high: list[Fraction | float] = []
    for reading in readings:
        if reading is None:
            low.append(Fraction(0))
            high.append(inf)
        elif strict and reading.value is not None:
            low.append(reading.value)
            high.append(reading.value)
        else:
            low.append(reading.low)
            high.append(reading.high)
    limit_low, limit_high = limit.low, limit.high
    if strict and limit.value is not None:
        limit_low = limit_high = limit.value
    return meets_surely_and_perhaps(
        limit.limit.operator,
        np.array(low, dtype=object),
        np.array(high, dtype=object),
        limit_low,
        limit_high,
    )


def _categories(law: Law, met: dict[Test, Bounds]) -> dict[str, list[Verdict]]:
    bounds = categorise_partly_known(
        law,
        {test: surely for test, (surely, _) in met.items()},
        {test: perhaps for test, (_, perhaps) in met.items()},
    )
    return {name: words(*pair) for name, pair in bounds.items()}
