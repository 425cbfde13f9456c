"""The lists an invented area would have been on: a plain second reading of the acts.

Written apart from the law files, list by list, on whole numbers and fractions; used only to give
invented areas a consistent past. ``docs`` of the fixture say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Figures = Mapping[tuple[str, int], int]
"""(code, year) -> figure of one area."""

FIRST_LIST, LAST_LIST = 2014, 2026


def share(figures: Figures, code: str, year: int) -> Fraction:
    """A yearly share in percent."""
    base = "residents" if code == "nonwestern" else f"{code}_base"
    return Fraction(100 * figures[f"{code}_count", year], figures[base, year])


def two_years(figures: Figures, code: str, year: int) -> Fraction:
    """The mean of the shares of the two years before the list's."""
    return (share(figures, code, year - 2) + share(figures, code, year - 1)) / 2


def categories(
    figures: Figures, year: int, national_bp: Mapping[int, int], region: Mapping[int, int]
) -> set[str]:
    """Categories of one area on the list of 1 December ``year``, without the years in a row."""
    if figures["residents", year] < 1000:
        return set()
    nonwestern = share(figures, "nonwestern", year)
    outside = two_years(figures, "outside_labour", year)
    convicted = two_years(figures, "convicted", year)
    basic = share(figures, "basic_education", year)
    income = Fraction(100 * figures["income_kr", year - 2], region[year - 2])
    national = Fraction(national_bp[year - 2] + national_bp[year - 1], 200)
    if year <= 2017:
        met = [nonwestern > 50, outside > 40, convicted > Fraction(27, 10), basic > 50, income < 55]
        return {"parallel"} if sum(met) >= 3 else set()
    found: set[str] = set()
    if sum([outside > 40, convicted >= 3 * national, basic > 60, income < 55]) >= 2:
        found.add("exposed")
        if nonwestern > 50:
            found.add("parallel")
        return found
    lower = [outside > 30, convicted >= 2 * national, basic > 60, income < 65]
    if year >= 2021 and nonwestern > 30 and sum(lower) >= 2:
        found.add("prevention")
    return found


def history(
    figures: Figures, years: range, national_bp: Mapping[int, int], region: Mapping[int, int]
) -> dict[int, set[str]]:
    """Categories by list year, with the fifth parallel list in a row (from 2018 on) marked."""
    found = {year: categories(figures, year, national_bp, region) for year in years}
    for year in years:
        last_five = range(year - 4, year + 1)
        if year >= 2018 and all("parallel" in found.get(past, set()) for past in last_five):
            found[year] = found[year] | {"transformation"}
    return found
