"""A second reading of § 61 a and § 61 b in plain Python, written from the dossier's text.

Nothing is imported from the tool and no number is read from its law files. Figures are exact
fractions. Where a figure is missing, values it could have are tried one by one, and the verdict is
yes if it is yes for all of them, no if for none, else unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

Share = tuple[int, int]
"""Persons counted, persons asked about."""

EPSILON = Fraction(1, 10**9)
EVERYBODY = Fraction(100)

YEARS_BACK = {
    # version: years before the list's for those outside work, for the convicted
    "2010": ([4, 3, 2, 1], [4, 3, 2, 1]),
    "2013": ([2, 1], [2, 1]),
    "2018": ([2, 1], [2, 1]),
    "2021": ([2, 1], [2, 1]),
}


@dataclass
class Facts:
    """What is known of an area for one list; None or an absent year where nothing is."""

    residents: int | None = None
    nonwestern: Share | None = None
    outside: dict[int, Share] = field(default_factory=dict)
    convicted: dict[int, Share] = field(default_factory=dict)
    schooling: Share | None = None
    income_percent: Fraction | None = None
    nation_convicted: dict[int, Share] = field(default_factory=dict)


def classify(version: str, list_year: int, facts: Facts) -> dict[str, str]:
    """Per list of that version: yes, no or unknown."""
    back_outside, back_convicted = YEARS_BACK[version]
    outside_years = [list_year - back for back in back_outside]
    convicted_years = [list_year - back for back in back_convicted]
    ways = [
        ways_of_share(facts.nonwestern, ORIGIN[version]),
        ways_of_mean(facts.outside, outside_years, OUTSIDE[version]),
        ways_of_convicted(version, facts, convicted_years),
        ways_of_share(facts.schooling, SCHOOLING[version]),
        ways_of_income(facts.income_percent, INCOME[version]),
        ways_of_residents(facts.residents),
    ]
    outcomes = [lists_of(version, *way) for way in product(*ways)]
    return {
        name: "yes"
        if all(outcome[name] for outcome in outcomes)
        else "unknown"
        if any(outcome[name] for outcome in outcomes)
        else "no"
        for name in outcomes[0]
    }


# limits in percent: (the wider list's, the prevention list's or None); "over", except income
ORIGIN = {"2010": (50,), "2013": (50,), "2018": (50,), "2021": (50, 30)}
OUTSIDE = {"2010": (40,), "2013": (40,), "2018": (40,), "2021": (40, 30)}
SCHOOLING = {"2010": (), "2013": (50,), "2018": (60,), "2021": (60, 60)}
INCOME = {"2010": (), "2013": (55,), "2018": (55,), "2021": (55, 65)}
TIMES = {"2018": (3,), "2021": (3, 2)}
CONVICTED_PER_TEN_THOUSAND = 270

Outcome = tuple[bool, ...]


def lists_of(
    version: str,
    origin: Outcome,
    outside: Outcome,
    convicted: Outcome,
    schooling: Outcome,
    income: Outcome,
    enough: bool,
) -> dict[str, bool]:
    """The lists of one fully known area."""
    if version == "2010":
        return {"parallel": enough and sum([origin[0], outside[0], convicted[0]]) >= 2}
    if version == "2013":
        met = [origin[0], outside[0], convicted[0], schooling[0], income[0]]
        return {"parallel": enough and sum(met) >= 3}
    exposed = enough and sum([outside[0], convicted[0], schooling[0], income[0]]) >= 2
    found = {"exposed": exposed, "parallel": exposed and origin[0]}
    if version == "2021":
        lowered = sum([outside[1], convicted[1], schooling[1], income[1]])
        found["prevention"] = enough and origin[1] and lowered >= 2
        found["prevention_published"] = found["prevention"] and not exposed
    return found


def percent(share: Share) -> Fraction:
    return Fraction(100 * share[0], share[1])


def over(value: Fraction, limits: tuple[int, ...]) -> Outcome:
    return tuple(value > limit for limit in limits)


def around(limits: tuple[Fraction | int, ...]) -> list[Fraction]:
    return [Fraction(limit) + step for limit in limits for step in (-EPSILON, 0, EPSILON)]


def ways_of_share(share: Share | None, limits: tuple[int, ...]) -> set[Outcome]:
    if share is not None:
        return {over(percent(share), limits)}
    return {over(value, limits) for value in [Fraction(0), *around(limits), EVERYBODY]}


def means(known: dict[int, Share], years: list[int], limits: list[Fraction]) -> list[Fraction]:
    """Means the years could have: the mean, or its ends and values around each limit between."""
    shares = [percent(known[year]) for year in years if year in known]
    missing = len(years) - len(shares)
    low = sum(shares, Fraction(0)) / len(years)
    if not missing:
        return [low]
    high = (sum(shares, Fraction(0)) + 100 * missing) / len(years)
    return [low, *(v for v in around(tuple(limits)) if low <= v <= high), high]


def ways_of_mean(
    known: dict[int, Share], years: list[int], limits: tuple[int, ...]
) -> set[Outcome]:
    return {over(value, limits) for value in means(known, years, [Fraction(x) for x in limits])}


def ways_of_convicted(version: str, facts: Facts, years: list[int]) -> set[Outcome]:
    if version in ("2010", "2013"):
        limit = Fraction(CONVICTED_PER_TEN_THOUSAND, 100)
        return {(value > limit,) for value in means(facts.convicted, years, [limit])}
    times = TIMES[version]
    found: set[Outcome] = set()
    ends = means(facts.nation_convicted, years, [])
    for nation_end in ends:
        limits = [nation_end * k for k in times]
        for area in means(facts.convicted, years, limits):
            # the nation's rate that makes the area's just so many times it
            pivots = [area / k for k in times]
            for nation in means(facts.nation_convicted, years, pivots):
                found.add(tuple(area >= nation * k for k in times))
    return found


def ways_of_income(value: Fraction | None, limits: tuple[int, ...]) -> set[Outcome]:
    values = [Fraction(0), *around(limits), Fraction(10**6)] if value is None else [value]
    return {tuple(one < limit for limit in limits) for one in values}


def ways_of_residents(residents: int | None) -> set[bool]:
    values = (0, 999, 1000, 10**6) if residents is None else (residents,)
    return {one >= 1000 for one in values}
