"""Figures exactly on a limit: counts, means of two years of counts, multiples of the nation's.

Each tie is built so that its answer is known without any arithmetic of the tool's: on the limit,
one person over it, or one under. 100,000 in a campaign, some of them in every run.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm

import pytest

from tests.drawn import LIST_DATES, judged
from tests.oracle import Facts, Share

# percent as (number, of): 40 percent is 2 of 5
LIMITS = {
    "2013": {"outside": (2, 5), "schooling": (1, 2), "nonwestern": (1, 2), "convicted": (27, 1000)},
    "2018": {"outside": (2, 5), "schooling": (3, 5), "nonwestern": (1, 2), "convicted": (3, 1)},
    "2021": {"outside": (2, 5), "schooling": (3, 5), "nonwestern": (1, 2), "convicted": (3, 1)},
}
CODES = {
    "outside": "outside_labour",
    "schooling": "basic_education",
    "nonwestern": "nonwestern",
    "convicted": "convicted",
}


@dataclass
class Tie:
    """An area whose four figures lie on, one over or one under their limits."""

    facts: Facts
    side: dict[str, int]


def one_year(rng: random.Random, limit: tuple[int, int]) -> tuple[Share, int]:
    side = rng.choice((-1, 0, 0, 1))
    size = limit[1] * rng.randint(30, 4000)
    return (size // limit[1] * limit[0] + side, size), side


def two_years(rng: random.Random, limit: tuple[int, int]) -> tuple[Share, Share, int]:
    """Any share one year and, the next, what brings the mean to the limit."""
    first_size = rng.randint(200, 3000)
    first = rng.randint(0, 2 * first_size * limit[0] // limit[1])
    second_size = lcm(first_size, limit[1]) * rng.randint(1, 3)
    # second / second_size = 2 limit - first / first_size, in whole numbers
    second = 2 * limit[0] * second_size // limit[1] - first * second_size // first_size
    side = rng.choice((-1, 0, 0, 1))
    if second > second_size or second + side < 0:
        return two_years(rng, limit)
    return (first, first_size), (second + side, second_size), side


def of_the_nation(
    rng: random.Random, times: int, nation: tuple[Share, Share]
) -> tuple[Share, Share, int]:
    """Shares whose sum is so many times the sum of the nation's: each off by the same, both ways."""
    (one, one_of), (two, two_of) = nation
    size = one_of * two_of * rng.randint(1, 20)
    off = rng.randint(0, times * one * size // one_of)
    side = rng.choice((-1, 0, 0, 1))
    first = times * one * size // one_of - off
    second = times * two * size // two_of + off
    return (first, size), (second + side, size), side


def ties(rng: random.Random, version: str, count: int) -> Iterator[Tie]:
    """Ties that share one nation."""
    limits, year = LIMITS[version], LIST_DATES[version].year
    sizes = (rng.randint(300, 997), rng.randint(300, 997))
    nation: tuple[Share, Share] = (
        (rng.randint(1, 6), sizes[0]),
        (rng.randint(1, 6), sizes[1]),
    )
    for _ in range(count):
        facts, side = Facts(residents=1500), {}
        facts.nonwestern, side["nonwestern"] = one_year(rng, limits["nonwestern"])
        facts.schooling, side["schooling"] = one_year(rng, limits["schooling"])
        first, second, side["outside"] = two_years(rng, limits["outside"])
        facts.outside = {year - 2: first, year - 1: second}
        if version == "2013":
            first, second, side["convicted"] = two_years(rng, limits["convicted"])
        else:
            first, second, side["convicted"] = of_the_nation(rng, limits["convicted"][0], nation)
        facts.convicted = {year - 2: first, year - 1: second}
        facts.nation_convicted = {year - 2: nation[0], year - 1: nation[1]}
        yield Tie(facts, side)


def wrong_of(version: str, count: int, seed: int, batch: int = 250) -> tuple[int, int, int]:
    """Exact ties tried (their neighbours too), wrong verdicts, and how many floats would get wrong."""
    rng = random.Random(seed)
    tried = wrong = wrong_by_floats = 0
    main = "parallel" if version == "2013" else "exposed"
    while tried < count:
        made = list(ties(rng, version, batch))
        for tie, verdict in zip(made, judged(version, [t.facts for t in made]), strict=True):
            met = {(w.category, w.criterion): w.met for w in verdict.why}
            for name, side in tie.side.items():
                at_least = name == "convicted" and version != "2013"
                expected = side > 0 or (side == 0 and at_least)
                category = "parallel" if name == "nonwestern" else main
                tried += side == 0
                wrong += met[category, CODES[name]] != ("yes" if expected else "no")
                wrong_by_floats += by_floats(version, name, tie.facts) is not expected
    return tried, wrong, wrong_by_floats


def by_floats(version: str, name: str, facts: Facts) -> bool:
    """What ordinary arithmetic says: the mean of a / b over the years, against the limit."""
    number, of = LIMITS[version][name]
    if name in ("nonwestern", "schooling"):
        share = facts.nonwestern if name == "nonwestern" else facts.schooling
        assert share is not None
        return share[0] / share[1] > number / of
    years = facts.outside if name == "outside" else facts.convicted
    mean = sum(count / size for count, size in years.values()) / 2
    if name == "outside" or version == "2013":
        return mean > number / of
    nation = sum(count / size for count, size in facts.nation_convicted.values()) / 2
    return mean >= number * nation


@pytest.mark.parametrize("version", LIMITS)
def test_no_tie_goes_wrong(version: str) -> None:
    tried, wrong, by_ordinary_arithmetic = wrong_of(version, 4000, seed=7)
    assert tried >= 4000
    assert wrong == 0
    # the ties bite: ordinary floating-point numbers get some of them wrong
    assert by_ordinary_arithmetic > 0


@pytest.mark.campaign
@pytest.mark.parametrize("version", LIMITS)
def test_no_tie_of_a_hundred_thousand_goes_wrong(version: str) -> None:
    tried, wrong, _ = wrong_of(version, 34000, seed=8)
    assert tried >= 34000
    assert wrong == 0
