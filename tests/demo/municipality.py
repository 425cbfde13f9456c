"""Demokøbing, an invented municipality: its areas, their departments and where they are heading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from tests.demo.rules import FIRST_LIST, LAST_LIST, Figures, history
from tests.demo.world import BASES, YEARS, Levels, World, simulate

NAME = "Demokøbing"
MARK = "SYNTETISK"
CODE = "999"
REGION = "083"
SEED = 20261201
SPLIT = 2020
"""The first year in which Modelbyen is two areas."""

Path = tuple[float, float]


@dataclass(frozen=True)
class Department:
    """A landlord's unit: number, name, area (and area before the split), start and end levels."""

    number: str
    name: str
    area: str
    residents: Path
    nonwestern: Path
    outside_labour: Path
    convicted: Path
    basic_education: Path
    income: Path
    before: str = ""


AREAS: dict[str, tuple[str, str]] = {
    "attrapgaarden": ("Attrapgården", "Attrapgården (Nordre og Søndre Attrapgård)"),
    "demoparken": ("Demoparken", "Boligområdet Demoparken"),
    "eksempelvej-forsoegsvej": ("Eksempelvej/Forsøgsvej", "Eksempelvej og Forsøgsvej m.fl."),
    "fiktionsparken": ("Fiktionsparken", "Fiktionsparken, afd. 21"),
    "kopivaenget": ("Kopivænget", "Kopivænget I og II"),
    "modelbyen": ("Modelbyen", "Modelbyen (til 2019)"),
    "modelbyen-nord": ("Modelbyen Nord", "Modelbyen, den nordlige del"),
    "modelbyen-syd": ("Modelbyen Syd", "Modelbyen, den sydlige del"),
    "moenstergaarden": ("Mønstergården", "Mønstergaarden"),
    "proevelunden": ("Prøvelunden", "Prøvelunden og Prøvevænget"),
    "skitsebakken": ("Skitsebakken", "Skitse-Bakken"),
}
"""Area id -> (name, a longer or other form of it used in some files)."""

DEPARTMENTS = (
    Department(
        "9901-01",
        "Nordre Attrapgård",
        "attrapgaarden",
        (1450, 1250),
        (68, 64),
        (46, 43.5),
        (3.9, 3.2),
        (72, 68),
        (51, 53),
    ),
    Department(
        "9901-02",
        "Søndre Attrapgård",
        "attrapgaarden",
        (1100, 980),
        (72, 70),
        (48, 44),
        (4.1, 3.3),
        (75, 70),
        (50, 52.5),
    ),
    Department(
        "9901-11",
        "Demoparken",
        "demoparken",
        (1320, 1400),
        (22, 27),
        (24, 21),
        (1.0, 0.9),
        (44, 40),
        (72, 75),
    ),
    Department(
        "9902-05",
        "Eksempelvej",
        "eksempelvej-forsoegsvej",
        (900, 880),
        (47, 57),
        (37, 41),
        (2.2, 3.2),
        (62, 67),
        (57, 53.6),
    ),
    Department(
        "9902-06",
        "Forsøgsvej",
        "eksempelvej-forsoegsvej",
        (640, 660),
        (46, 58),
        (37, 42),
        (2.1, 3.1),
        (63, 68),
        (57, 53.4),
    ),
    Department(
        "9902-21",
        "Fiktionsparken",
        "fiktionsparken",
        (1750, 1820),
        (49, 61),
        (36, 43),
        (2.2, 3.5),
        (63, 70),
        (58, 52),
    ),
    Department(
        "9903-07",
        "Kopivænget",
        "kopivaenget",
        (1240, 1210),
        (34, 43),
        (32, 35),
        (1.9, 2.2),
        (57, 59),
        (64, 61),
    ),
    Department(
        "9901-31",
        "Modelbyen Øst",
        "modelbyen-nord",
        (820, 790),
        (54, 44),
        (43, 33),
        (3.2, 2.0),
        (68, 58),
        (54, 60),
        "modelbyen",
    ),
    Department(
        "9901-32",
        "Modelbyen Vest",
        "modelbyen-nord",
        (700, 680),
        (53, 43),
        (42, 33),
        (3.1, 2.0),
        (67, 58),
        (54, 61),
        "modelbyen",
    ),
    Department(
        "9901-33",
        "Modelbyen Syd",
        "modelbyen-syd",
        (1180, 1120),
        (66, 56),
        (46, 37.5),
        (3.6, 2.6),
        (73, 64),
        (52, 56),
        "modelbyen",
    ),
    Department(
        "9904-02",
        "Mønstergården",
        "moenstergaarden",
        (1060, 955),
        (55, 57),
        (42, 41),
        (3.0, 2.8),
        (68, 66),
        (53, 54.5),
    ),
    Department(
        "9903-14",
        "Prøvelunden",
        "proevelunden",
        (880, 860),
        (56, 51),
        (42, 36),
        (3.3, 2.2),
        (70, 61),
        (54, 58),
    ),
    Department(
        "9903-15",
        "Prøvevænget",
        "proevelunden",
        (560, 570),
        (58, 52),
        (43, 36),
        (3.4, 2.2),
        (71, 62),
        (53, 57.5),
    ),
    Department(
        "9904-09",
        "Skitsebakken",
        "skitsebakken",
        (1390, 1340),
        (41, 46),
        (41, 41.5),
        (2.5, 2.7),
        (64, 66),
        (55.5, 54),
    ),
)


@dataclass(frozen=True)
class Demo:
    """The invented truth: departments, areas by year, and the lists they would have been on.

    ``departments`` and ``areas`` map an id to its figures by (code, year); ``lists`` maps an area
    to its categories by list year.
    """

    world: World
    departments: dict[str, dict[tuple[str, int], int]]
    areas: dict[str, dict[tuple[str, int], int]]
    lists: dict[str, dict[int, set[str]]]

    @property
    def national_bp(self) -> dict[int, int]:
        """National share convicted by year, hundredths of a percent."""
        return by_year(self.world.national_convicted_bp)

    @property
    def region(self) -> dict[int, int]:
        """Regional mean income by year, kroner."""
        return by_year(self.world.region_income)


def by_year(series: np.ndarray) -> dict[int, int]:
    """A series over the years of the world as a mapping."""
    return {int(year): int(value) for year, value in zip(YEARS, series, strict=True)}


def area_of(department: Department, year: int) -> str:
    """The area a department belongs to in ``year``."""
    return department.before if department.before and year < SPLIT else department.area


@cache
def demo() -> Demo:
    """The municipality, always the same."""
    fields = ("residents", "nonwestern", "outside_labour", "convicted", "basic_education", "income")
    levels = Levels(
        **{name: np.array([getattr(unit, name) for unit in DEPARTMENTS], float) for name in fields}
    )
    world = simulate(levels, np.random.default_rng(SEED))
    departments = {
        unit.number: {
            (code, int(year)): int(values[place, number])
            for code, values in world.counts.items()
            for number, year in enumerate(YEARS)
        }
        for place, unit in enumerate(DEPARTMENTS)
    }
    areas = {area: _sum(area, departments) for area in AREAS}
    national, region = by_year(world.national_convicted_bp), by_year(world.region_income)
    lists = {area: _lists(area, figures, national, region) for area, figures in areas.items()}
    return Demo(world, departments, areas, lists)


def _sum(
    area: str, departments: dict[str, dict[tuple[str, int], int]]
) -> dict[tuple[str, int], int]:
    """Counts added up over the area's departments of each year; the mean income by taxpayers.

    The parts of Modelbyen have figures of their own before the split too: a list looks two years
    back over the delimitation of its day.
    """
    found: dict[tuple[str, int], int] = {}
    for year in map(int, YEARS):
        members = [
            unit.number
            for unit in DEPARTMENTS
            if unit.area == area or (unit.before == area and year < SPLIT)
        ]
        if not members:
            continue
        for code in ("residents", *BASES, *(f"{name}_count" for name in _COUNTED)):
            found[code, year] = sum(departments[number][code, year] for number in members)
        taxed = sum(
            departments[number]["income_kr", year] * departments[number]["income_base", year]
            for number in members
        )
        base = found["income_base", year]
        found["income_kr", year] = (2 * taxed + base) // (2 * base)
    return found


_COUNTED = ("nonwestern", "outside_labour", "convicted", "basic_education")


def _lists(
    area: str, figures: Figures, national: dict[int, int], region: dict[int, int]
) -> dict[int, set[str]]:
    first, last = FIRST_LIST, LAST_LIST
    if area == "modelbyen":
        last = SPLIT - 1
    if area.startswith("modelbyen-"):
        first = SPLIT
    return history(figures, range(first, last + 1), national, region)
