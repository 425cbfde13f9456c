"""Random areas near the limits, with any figures missing, as facts and as the panel's rows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

import polars as pl

from monitor.law.load import law_by_id
from monitor.panel import FIGURE_COLUMNS, NATION, Panel
from monitor.verdicts import AreaVerdict, judge
from tests import oracle
from tests.oracle import Facts, Share

LIST_DATES = {
    "2010": date(2012, 10, 1),
    "2013": date(2016, 12, 1),
    "2018": date(2019, 12, 1),
    "2021": date(2023, 12, 1),
}


def slots(version: str) -> list[tuple[str, int]]:
    """Every figure of an area that can be missing: (what, year)."""
    year = LIST_DATES[version].year
    outside, convicted = oracle.YEARS_BACK[version]
    found = [("residents", 0), ("nonwestern", 0)]
    if version != "2010":
        found += [("schooling", 0), ("income", 0)]
    found += [("outside", year - back) for back in outside]
    return found + [("convicted", year - back) for back in convicted]


def near(rng: random.Random, percents: tuple[Fraction, ...], sizes: tuple[int, ...]) -> Share:
    """A share near or exactly at one of the limits, or anywhere."""
    size = rng.choice(sizes)
    limit = rng.choice(percents)
    count = round(limit * size / 100) + rng.choice((-40, -2, -1, 0, 0, 0, 1, 2, 40))
    return min(max(count, 0), size), size


def area(rng: random.Random, version: str, present: dict[tuple[str, int], bool]) -> Facts:
    facts = Facts()
    limits = tuple(Fraction(x) for x in (30, 40, 50))
    for (what, year), there in present.items():
        if not there:
            continue
        if what == "residents":
            facts.residents = rng.choice((998, 999, 1000, 1001, 2500))
        elif what == "nonwestern":
            facts.nonwestern = near(rng, limits, (900, 1000, 1400))
        elif what == "schooling":
            facts.schooling = near(rng, (Fraction(50), Fraction(60)), (300, 350, 490))
        elif what == "income":
            facts.income_percent = Fraction(
                rng.choice((540, 549, 550, 551, 640, 649, 650, 651)), 10
            )
        elif what == "outside":
            facts.outside[year] = near(rng, (Fraction(30), Fraction(40)), (600, 700, 990))
        else:
            multiples = tuple(Fraction(x, 100) for x in (140, 210, 270))
            facts.convicted[year] = near_rate(rng, multiples)
    return facts


def near_rate(rng: random.Random, percents: tuple[Fraction, ...]) -> Share:
    size = rng.choice((1000, 2000, 1500))
    return max(round(rng.choice(percents) * size / 100) + rng.choice((-9, -1, 0, 0, 1, 9)), 0), size


def drawn(version: str, count: int, seed: int) -> Iterator[tuple[tuple[bool, ...], Facts]]:
    """Areas that between them lack every combination of figures, and the nation's years with."""
    rng = random.Random(seed)
    names = slots(version)
    patterns = list(product((True, False), repeat=len(names)))
    nation_patterns = list(product((True, False), repeat=2))
    rng.shuffle(patterns)
    for number in range(count):
        # half of the areas lack nothing or little, so that the limits are met from both sides
        pattern = patterns[number % len(patterns)]
        if number >= len(patterns) and number % 2:
            pattern = tuple(rng.random() < 0.9 for _ in names)
        nation = nation_patterns[(number // len(patterns)) % 4 if number % 3 else 0]
        yield nation, area(rng, version, dict(zip(names, pattern, strict=True)))


def rows(area_id: str, version: str, facts: Facts) -> Iterator[dict[str, object]]:
    list_date = LIST_DATES[version]
    january = f"{list_date.year}-01-01"

    def row(
        code: str, period: str, value: object, decimals: int | None = None
    ) -> dict[str, object]:
        return {
            "area_id": area_id,
            "indicator": code,
            "period": period,
            "value": str(value),
            "decimals": decimals,
            "standing": "known",
            "known_from": list_date,
            "source": "drawn",
            "low": str(value),
            "high": str(value),
        }

    def share(code: str, base: str, period: str, counted: Share) -> Iterator[dict[str, object]]:
        yield row(f"{code}_count", period, counted[0])
        yield row(base, period, counted[1])

    if facts.residents is not None:
        yield row("residents", january, facts.residents)
    if facts.nonwestern is not None:
        # an exact share of its own: residents may be missing without it
        yield row("nonwestern_pct", january, oracle.percent(facts.nonwestern))
    if facts.schooling is not None:
        yield from share("basic_education", "basic_education_base", january, facts.schooling)
    if facts.income_percent is not None:
        period = str(list_date.year - 2)
        yield row("income_pct_of_region", period, facts.income_percent)
    for year, counted in facts.outside.items():
        yield from share("outside_labour", "outside_labour_base", str(year), counted)
    for year, counted in facts.convicted.items():
        yield from share("convicted", "convicted_base", str(year), counted)


NATION_SHARE = {2: (3500, 500000), 1: (7000, 1000000)}
"""0.7 percent in both years, so that 1.4 and 2.1 are exact ties."""


def names_of(areas: Sequence[Facts]) -> list[str]:
    return [f"area-{number:05d}" for number in range(len(areas))]


def figures(version: str, areas: Sequence[Facts]) -> pl.DataFrame:
    """The panel's rows of areas that share one nation (that of the first)."""
    found = [
        row
        for area_id, facts in zip(names_of(areas), areas, strict=True)
        for row in rows(area_id, version, facts)
    ]
    found += rows(NATION, version, Facts(convicted=areas[0].nation_convicted))
    schema = FIGURE_COLUMNS | {"low": pl.String, "high": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


def judged(version: str, areas: Sequence[Facts]) -> list[AreaVerdict]:
    """The engine's verdicts, in order."""
    panel = Panel(figures(version, areas))
    return judge(panel, law_by_id(version), LIST_DATES[version], names_of(areas))
