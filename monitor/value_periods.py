"""Which year a figure is of, by the law of its list; and which lists yearly figures speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from monitor.dates import LATEST
from monitor.indicators import WHOLE, Indicator, indicator
from monitor.law.load import laws
from monitor.law.model import Criterion, Law
from monitor.value_cells import Row

FURTHEST = 5
"""Years from a figure to the last list that may look at it: more than any version's offsets."""
INCOME_PARTS = ("income_kr", "income_region_kr")
PRINTED = ("share", "ratio")
"""Kinds that are printed with a list as the law's own mean."""

LawOf = Callable[[date], Law]


def parts(criterion: Criterion) -> tuple[str, ...]:
    """The indicators a criterion can be reckoned from."""
    shown = indicator(criterion.indicator)
    found = [criterion.indicator, shown.count, shown.base, criterion.base]
    found += [indicator(code).same_as for code in (shown.base, criterion.base) if code]
    found += [f"{criterion.code}_base"]
    found += INCOME_PARTS if criterion.code == "income" else ()
    return tuple(dict.fromkeys(code for code in found if code))


def used_by_any_law(code: str) -> bool:
    """Whether some version of the act looks at the indicator."""
    return any(code in parts(c) for law in laws() for c in law.criteria.values())


def settle_period(
    row: Row, code: Indicator, listed: date, period: str, law: Law
) -> tuple[str, bool]:
    """The period of a figure handed in for a list, and whether it is a single year's figure.

    A share without a period is the mean printed with the list; a count or a sum of money belongs to
    one year, which must be named where the criterion looks at several.

    Raises:
        FigureError: the year is missing, or the law does not look at it for this list.
    """
    criterion = next(
        (c for c in law.criteria.values() if code.code in parts(c) and c.absolute_year is None),
        None,
    )
    if criterion is None:
        return period, False
    own, years = criterion.period(listed), _periods(criterion, listed)
    printed = code.kind in PRINTED
    expected = tuple(dict.fromkeys((own, *years))) if printed or len(years) == 1 else years
    if not period and not printed and len(years) > 1:
        raise row.fault(
            "error.period_needed", "period", indicator=code.code, expected=", ".join(expected)
        )
    if period and period not in expected:
        raise row.fault(
            "error.period_of_list",
            "period",
            found=period,
            indicator=code.code,
            date=listed.isoformat(),
            expected=", ".join(expected),
        )
    found = period or own
    of_one_year = found != own or (not printed and code.kind not in WHOLE)
    return found, of_one_year or (not printed and len(years) > 1)


def lists_of_periods(given: Iterable[tuple[str, str]], law_of: LawOf) -> list[date]:
    """The lists for which some criterion has a figure of every year it looks at.

    Args:
        given: (indicator, period) of yearly figures.
        law_of: the version of a list date.
    """
    held = set(given)
    years = [int(period[:4]) for _, period in held]
    first, publication = laws()[0].first_day, laws()[-1].publication
    found: list[date] = []
    if not years or publication is None:
        return found
    for year in range(max(min(years), first.year), min(max(years) + FURTHEST, LATEST) + 1):
        day = publication.list_date(year)
        if day < first:
            continue
        if any(
            c.code != "population" and _all_there(c, day, held)
            for c in law_of(day).criteria.values()
        ):
            found.append(day)
    return found


def _all_there(criterion: Criterion, day: date, held: set[tuple[str, str]]) -> bool:
    shown = [code for code in parts(criterion) if not code.endswith("_base")]
    own = [code for code in shown if code != "residents"]
    return any((code, criterion.period(day)) in held for code in own) or all(
        any((code, period) in held for code in own) for period in _periods(criterion, day)
    )


def _periods(criterion: Criterion, day: date) -> tuple[str, ...]:
    years = criterion.years(day)
    if criterion.moment == "1 January":
        return tuple(f"{year:04d}-01-01" for year in years)
    return tuple(str(year) for year in years)
