"""A seeded generator of the tables a run writes: ten invented areas in an invented municipality.

Nothing in it is about a real place: "Demokøbing" does not exist, and every figure is drawn or made
up here. It covers what a report must stand: long names, missing figures, a verdict nobody can
give, an area of no interest, a moving limit, a gap in a series.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.source import KINDS, schema

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 23)
THIS = date(2026, 12, 1)
NEXT = date(2027, 12, 1)
LISTS = [date(year, 12, 1) for year in range(2014, 2027)]
INDICATORS = {
    "outside_labour": "outside_labour_pct",
    "convicted": "convicted_pct",
    "basic_education": "basic_education_pct",
    "income": "income_pct_of_region",
    "nonwestern": "nonwestern_pct",
    "population": "residents",
}
CONVICTED_LIMITS = {
    2014: 2.70,
    2015: 2.70,
    2016: 2.70,
    2017: 2.70,
    2018: 1.98,
    2019: 2.03,
    2020: 2.27,
    2021: 2.24,
    2022: 2.18,
    2023: 2.35,
    2024: 2.29,
    2025: 2.27,
    2026: 2.22,
    2027: 2.25,
}
CITATIONS = {
    "outside_labour": "§ 61 a, stk. 1, nr. 1",
    "convicted": "§ 61 a, stk. 1, nr. 2",
    "basic_education": "§ 61 a, stk. 1, nr. 3",
    "income": "§ 61 a, stk. 1, nr. 4",
    "nonwestern": "§ 61 a, stk. 2",
    "population": "§ 61 a, stk. 3",
}
STANDINGS = {"outside_labour": "preliminary", "convicted": "projected"}
PERIODS = {
    "outside_labour": "{y1}-{y0}",
    "convicted": "{y1}-{y0}",
    "basic_education": "{y}-01-01",
    "income": "{y1}",
    "nonwestern": "{y}-01-01",
    "population": "{y}-01-01",
}
SLOTS = (
    ("adults_outside", "Voksne uden for arbejdsmarkedet", "Adults outside the labour market"),
    ("children_placed", "Børn og unge med foranstaltning", "Children with a care measure"),
    ("free_places", "Børn med friplads", "Children with a free place"),
    ("absence", "Skolefravær", "School absence"),
    ("health", "Sundhed", "Health"),
    ("young_charged", "Sigtede unge", "Young people charged"),
    ("no_education", "24-årige uden uddannelse", "24-year-olds without education"),
    ("unsafe", "Utryghed", "Feeling unsafe"),
)
CATEGORIES = ("exposed", "parallel", "transformation", "prevention")


@dataclass(frozen=True)
class Invented:
    """One invented area: its 2026 values, its chances, its local points."""

    area_id: str
    name: str
    residents: int
    values: dict[str, float | None]
    slope: dict[str, float]
    today: str
    streak: int
    this: dict[str, float]
    next: dict[str, float]
    points: tuple[int | None, int]
    family: tuple[int, int] | None
    at: tuple[float, float]
    missing: tuple[tuple[str, str], ...] = ()
    decisive: str | None = None


def _values(
    c2: float | None, c3: float | None, c4: float | None, c5: float | None, c1: float | None
) -> dict[str, float | None]:
    return {
        "outside_labour": c2,
        "convicted": c3,
        "basic_education": c4,
        "income": c5,
        "nonwestern": c1,
    }


def _chances(
    exposed: float, parallel: float, transformation: float, prevention: float
) -> dict[str, float]:
    return dict(zip(CATEGORIES, (exposed, parallel, transformation, prevention), strict=True))


DOWN = {
    "outside_labour": -0.55,
    "convicted": -0.09,
    "basic_education": -0.4,
    "income": 0.3,
    "nonwestern": -0.4,
    "population": -12,
}
AREAS = (
    Invented(
        "demovej-demopark",
        "Demovejen/Demoparken",
        2214,
        _values(40.6, 2.38, 59.1, 57.6, 58.3),
        DOWN,
        "parallel",
        4,
        _chances(0.76, 0.76, 0.76, 0.24),
        _chances(0.22, 0.21, 0.21, 0.78),
        (19, 20),
        (612, 990),
        (55.471, 9.463),
        (("convicted", "2025"), ("outside_labour", "2025")),
        "convicted",
    ),
    Invented(
        "demoby-nord",
        "Demoby Nord",
        3406,
        _values(44.9, 2.91, 63.2, 53.1, 66.0),
        DOWN,
        "transformation",
        7,
        _chances(0.98, 0.98, 0.94, 0.02),
        _chances(0.9, 0.9, 0.88, 0.1),
        (18, 19),
        (473, 1000),
        (55.463, 9.489),
    ),
    Invented(
        "demoby-syd",
        "Demoby Sydkvarteret",
        1388,
        _values(39.7, 2.46, 55.0, 61.0, 44.2),
        {**DOWN, "outside_labour": 0.2},
        "prevention",
        0,
        _chances(0.38, 0.0, 0.0, 0.61),
        _chances(0.35, 0.0, 0.0, 0.6),
        (12, 10),
        (724, 1000),
        (55.475, 9.502),
        (("outside_labour", "2025"),),
    ),
    Invented(
        "aeblehaven",
        "Æblehaven Demo",
        1127,
        _values(41.5, 2.44, 52.0, 60.1, 41.0),
        DOWN,
        "exposed",
        0,
        _chances(0.83, 0.0, 0.0, 0.01),
        _chances(0.6, 0.0, 0.0, 0.2),
        (13, 12),
        (550, 1000),
        (55.480, 9.470),
    ),
    Invented(
        "aagade",
        "Ågade-Demo",
        1904,
        _values(31.0, 1.36, 51.0, 65.6, 38.0),
        DOWN,
        "prevention",
        0,
        _chances(0.0, 0.0, 0.0, 0.34),
        _chances(0.0, 0.0, 0.0, 0.3),
        (8, 10),
        (581, 1000),
        (55.458, 9.478),
    ),
    Invented(
        "demohoej",
        "Demohøj",
        1262,
        _values(33.4, 1.9, 48.0, 66.1, 47.0),
        DOWN,
        "prevention",
        0,
        _chances(0.01, 0.01, 0.0, 0.88),
        _chances(0.02, 0.02, 0.0, 0.82),
        (9, 9),
        (392, 1000),
        (55.484, 9.448),
    ),
    Invented(
        "kloeverdemo",
        "Kløverdemo",
        1541,
        _values(40.1, None, None, None, 49.0),
        DOWN,
        "none",
        0,
        {},
        {},
        (None, 7),
        None,
        (55.452, 9.505),
        (("income", "2024"), ("basic_education", "2026-01-01"), ("convicted", "2024-2025")),
    ),
    Invented(
        "fjorddemo",
        "Fjorddemo",
        1006,
        _values(29.2, 1.2, 41.0, 71.0, 33.0),
        DOWN,
        "none",
        0,
        _chances(0.0, 0.0, 0.0, 0.07),
        _chances(0.0, 0.0, 0.0, 0.05),
        (6, 6),
        (667, 1000),
        (55.455, 9.452),
    ),
    Invented(
        "rosendemo",
        "Rosendemo",
        1173,
        _values(22.0, 0.9, 38.0, 77.0, 21.0),
        DOWN,
        "none",
        0,
        _chances(0.0, 0.0, 0.0, 0.002),
        _chances(0.0, 0.0, 0.0, 0.002),
        (3, 4),
        (348, 1000),
        (55.486, 9.492),
    ),
    Invented(
        "oersteds",
        "Ørstedsdemo, Demogårdene og Det Lange Demonavn ved Den Gamle Demostation",
        1058,
        _values(19.0, 0.7, 33.0, 82.0, 15.0),
        DOWN,
        "none",
        0,
        _chances(0.0, 0.0, 0.0, 0.0),
        _chances(0.0, 0.0, 0.0, 0.0),
        (2, 2),
        (280, 1000),
        (55.468, 9.515),
    ),
)


def tables(seed: int = 0, areas: tuple[Invented, ...] = AREAS) -> dict[str, pl.DataFrame]:
    """All tables of one invented run."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schema()}
    for area in areas:
        chance = random.Random(f"{seed} {area.area_id}")
        _place(rows, area)
        _criteria(rows, area, chance)
        _lists(rows, area)
        _outlook(rows, area)
        _dwellings(rows, area)
        _local(rows, area, chance)
        _whatif(rows, area)
    _common(rows)
    return {
        name: pl.DataFrame(
            rows[name], schema={column: KINDS[kind] for column, kind in columns.items()}
        )
        for name, columns in schema().items()
    }


def write(folder: Path, seed: int = 0, areas: tuple[Invented, ...] = AREAS) -> Path:
    """Write the invented run's tables as csv and parquet, with a manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables(seed, areas).items():
        frame.write_csv(folder / f"{name}.csv")
        frame.write_parquet(folder / f"{name}.parquet")
    manifest = {"as_of": AS_OF.isoformat(), "list_date": THIS.isoformat(), "synthetic": True}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8", newline="\n")
    return folder


def _place(rows: dict[str, list[dict[str, Any]]], area: Invented) -> None:
    rows["areas"].append(
        {
            "area_id": area.area_id,
            "name": area.name,
            "municipality": "Demokøbing",
            "municipality_code": None,
            "region_code": None,
            "lat": area.at[0],
            "lon": area.at[1],
            "synthetic": True,
            "note": None,
        }
    )
    for criterion, period in area.missing:
        rows["needed_figures"].append(
            {
                "list_date": THIS,
                "area_id": area.area_id,
                "criterion": criterion,
                "period": period,
                "standing": "projected"
                if criterion == "convicted"
                else "preliminary"
                if criterion == "outside_labour" and area.this
                else "missing",
                "usual_source": "Danmarks Statistik",
                "usually_known": "november",
            }
        )
        rows["deciding_figures"].append(
            {
                "list_date": THIS,
                "area_id": area.area_id,
                "indicator": INDICATORS[criterion],
                "period": period,
                "expected_gain": 0.11 if criterion == "convicted" else 0.04,
                "usual_source": "Danmarks Statistik",
            }
        )


def _limit(criterion: str, category: str, year: int) -> tuple[str, float]:
    if criterion == "convicted":
        limit = CONVICTED_LIMITS[year]
        return (">=" if year >= 2018 else ">"), (
            limit if category != "prevention" else round(limit * 2 / 3, 2)
        )
    fixed = {
        "outside_labour": (">", 30.0 if category == "prevention" else 40.0),
        "basic_education": (">", 50.0 if year < 2018 else 60.0),
        "income": ("<", 65.0 if category == "prevention" else 55.0),
        "nonwestern": (">", 30.0 if category == "prevention" else 50.0),
        "population": (">=", 1000.0),
    }
    return fixed[criterion]


def _met(operator: str, value: float, limit: float) -> bool:
    return {
        ">": value > limit,
        ">=": value >= limit,
        "<": value < limit,
    }[operator]


def _criteria(rows: dict[str, list[dict[str, Any]]], area: Invented, chance: random.Random) -> None:
    for criterion, indicator in INDICATORS.items():
        final = area.residents if criterion == "population" else area.values[criterion]
        spread = {"convicted": 0.08, "population": 14.0}.get(criterion, 0.45)
        decimals = {"convicted": 2, "population": 0}.get(criterion, 1)
        for list_date in LISTS:
            back = THIS.year - list_date.year
            missing = final is None and back < 2
            if criterion == "population" and list_date.year == 2018:
                missing = True
            level = (
                (55.0 if criterion in ("basic_education", "income") else 40.0)
                if final is None
                else final
            )
            if criterion == "convicted" and final is None:
                level = 2.2
            value = (
                level - area.slope[criterion] * back + (0 if back == 0 else chance.gauss(0, spread))
            )
            if criterion == "basic_education" and list_date.year < 2018:
                value -= 7
            value = None if missing else max(0.0, round(value, decimals))
            for category in ("exposed", "prevention"):
                if category == "prevention" and list_date.year < 2021:
                    continue
                if criterion in ("nonwestern",) and category == "exposed":
                    shown = "parallel"
                else:
                    shown = category
                operator, limit = _limit(criterion, category, list_date.year)
                rows["criteria"].append(
                    {
                        "list_date": list_date,
                        "area_id": area.area_id,
                        "category": shown,
                        "criterion": criterion,
                        "basis": "published" if back else "computed",
                        "value": value,
                        "low": value,
                        "high": value,
                        "operator": operator,
                        "limit": limit,
                        "met": "unknown"
                        if value is None
                        else "yes"
                        if _met(operator, value, limit)
                        else "no",
                        "version": "2021"
                        if list_date.year >= 2021
                        else "2018"
                        if list_date.year >= 2018
                        else "2013",
                        "scenario": None,
                        "citation": CITATIONS[criterion],
                        "evidence": "verbatim",
                        "standing": "missing"
                        if value is None
                        else STANDINGS.get(criterion, "known")
                        if back == 0
                        else "known",
                        "source": "synthetic",
                    }
                )
        if final is None:
            continue
        for ahead in range(0 if criterion in STANDINGS else 1, 4):
            width = (0.35 + 0.75 * ahead) * {"convicted": 0.13, "population": 16.0}.get(
                criterion, 0.9
            )
            middle = final + area.slope[criterion] * ahead
            rows["trajectory"].append(
                {
                    "as_of": AS_OF,
                    "area_id": area.area_id,
                    "indicator": indicator,
                    "list_date": date(THIS.year + ahead, 12, 1),
                    "standing": "projected",
                    "q025": round(middle - 2 * width, 3),
                    "q10": round(middle - 1.3 * width, 3),
                    "q50": round(middle, 3),
                    "q90": round(middle + 1.3 * width, 3),
                    "q975": round(middle + 2 * width, 3),
                }
            )


def _lists(rows: dict[str, list[dict[str, Any]]], area: Invented) -> None:
    levels = {
        "transformation": ("exposed", "parallel", "transformation"),
        "parallel": ("exposed", "parallel"),
        "exposed": ("exposed",),
        "prevention": ("prevention",),
        "none": (),
    }
    for list_date in LISTS:
        back = THIS.year - list_date.year
        held = set(levels[area.today])
        if area.today in ("parallel", "transformation") and back > area.streak:
            held = {"prevention"}
        if area.today == "transformation" and 3 < back <= area.streak:
            held = {"exposed", "parallel"}
        verdict: dict[str, Any] = {"list_date": list_date, "area_id": area.area_id, "finding": None}
        for category in CATEGORIES:
            exists = category == "parallel" or list_date.year >= (
                2021 if category == "prevention" else 2018
            )
            answer = "yes" if category in held else "no"
            if back == 0:
                chance = area.this.get(category)
                answer = "unknown" if chance is None else "yes" if chance > 0.5 else "no"
            verdict[category] = answer if exists else "n/a"
            verdict[f"published_{category}"] = (answer if exists else "n/a") if back else None
        verdict["prevention_published"] = verdict["prevention"]
        verdict["basis"] = "published" if back else "computed"
        rows["categories"].append(verdict)
    rows["clock"].append(
        {
            "list_date": date(2025, 12, 1),
            "area_id": area.area_id,
            "streak": area.streak,
            "streak_low": area.streak,
            "streak_high": area.streak,
            "lists_needed": 5,
            "earliest_transformation": date(2026, 12, 1) if area.streak else date(2030, 12, 1),
            "rules_end": date(2029, 12, 1) if area.streak >= 5 else None,
        }
    )


def _outlook(rows: dict[str, list[dict[str, Any]]], area: Invented) -> None:
    for list_date, chances in ((THIS, area.this), (NEXT, area.next)):
        for category, probability in chances.items():
            rows["outlook"].append(
                {
                    "as_of": AS_OF,
                    "list_date": list_date,
                    "area_id": area.area_id,
                    "category": category,
                    "probability": probability,
                    "stays": 1.0 if category == area.today else 0.0,
                    "logistic": None,
                    "class": None,
                    "decisive": area.decisive,
                    "model": "joint",
                }
            )
    for later in (date(2028, 12, 1), date(2029, 12, 1)):
        for category in area.this:
            rows["outlook"].append(
                {
                    "as_of": AS_OF,
                    "list_date": later,
                    "area_id": area.area_id,
                    "category": category,
                    "probability": None,
                    "stays": None,
                    "logistic": None,
                    "class": "low" if area.next[category] < 0.5 else "medium",
                    "decisive": None,
                    "model": "joint",
                }
            )
    for category in ("exposed", "parallel", "prevention"):
        for criterion in INDICATORS:
            if (category == "parallel") != (criterion == "nonwestern") and category != "prevention":
                continue
            _margins(rows, area, category, criterion)


CHANCE_MET = {"outside_labour": 0.96, "convicted": 0.79}
BASES = {"outside_labour": 0.6, "convicted": 0.7, "basic_education": 0.37, "nonwestern": 1.0}
REGION_KR = 360_000


def _margins(
    rows: dict[str, list[dict[str, Any]]], area: Invented, category: str, criterion: str
) -> None:
    value = area.residents if criterion == "population" else area.values[criterion]
    if value is None:
        return
    operator, limit = _limit(criterion, category, THIS.year)
    for which, drift in (("this", 0.0), ("next", area.slope[criterion])):
        points = value + drift - limit if operator != "<" else limit - value - drift
        persons: float | None = points
        kroner = None
        if criterion == "income":
            persons, kroner = None, round(points * REGION_KR / 100)
        elif criterion != "population":
            persons = points * area.residents * BASES[criterion] / 100
        open_year = which == "next" and criterion in STANDINGS
        rows["margins"].append(
            {
                "list_date": THIS,
                "for_list": which,
                "area_id": area.area_id,
                "category": category,
                "criterion": criterion,
                "points": round(points, 2),
                "persons": None
                if persons is None
                else float(ceil(persons) if persons > 0 else floor(persons)),
                "persons_low": None,
                "persons_high": None,
                "kroner": kroner,
                "method": criterion
                + (".open_year" if open_year else ".each_year" if criterion in STANDINGS else ""),
                "locked": "2025" if open_year else "2024-2025" if criterion in STANDINGS else None,
            }
        )
        if not area.this:
            continue
        known = criterion not in STANDINGS and which == "this"
        sure = 0.996 if points > 0 else 0.004
        chance = sure if known else CHANCE_MET.get(criterion, 0.9) if points > 0 else 0.18
        rows["criterion_outlook"].append(
            {
                "as_of": AS_OF,
                "list_date": THIS if which == "this" else NEXT,
                "area_id": area.area_id,
                "category": category,
                "criterion": criterion,
                "probability": round(chance * (0.6 if open_year else 1), 3),
            }
        )


def _dwellings(rows: dict[str, list[dict[str, Any]]], area: Invented) -> None:
    if area.family is None:
        return
    family, total = area.family
    binding = area.today == "transformation" or area.this.get("transformation", 0) > 0.5
    rows["family_share"].append(
        {
            "date": date(2026, 11, 1),
            "area_id": area.area_id,
            "reading": "demolished counted in",
            "family": family,
            "all": total,
            "demolished_counted": 0,
            "commercial_units": 18,
            "share": round(100 * family / total, 4),
            "over": round(family - 0.4 * total),
            "target": 40.0,
            "deadline": date(2030, 1, 1),
            "bound": "yes" if binding else "no",
        }
    )
    start = 100 * family / total
    if binding:
        ends = {
            "plan": 40.0,
            "plan_late_1": 42.9,
            "plan_late_2": 45.1,
            "pace": 49.0,
            "nothing": start,
        }
        for path, end in ends.items():
            for step, year in enumerate(range(2027, 2031), start=1):
                rows["family_paths"].append(
                    {
                        "area_id": area.area_id,
                        "path": path,
                        "date": date(year, 1, 1),
                        "lever": None,
                        "amount": None,
                        "share": round(start + (end - start) * step / 4, 1),
                        "reached": "yes" if path == "plan" and year == 2030 else "no",
                        "probability": 0.41
                        if path == "plan" and area.area_id == "demoby-nord"
                        else None,
                    }
                )
        for lever, amounts in (
            ("relabel_youth", (0, 24, 8, 0)),
            ("sale", (24, 24, 24, 19)),
            ("demolition", (0, 0, 22, 15)),
            ("new_private", (0, 32, 55, 52)),
        ):
            for year, amount in zip(range(2026, 2030), amounts, strict=True):
                rows["family_plans"].append(
                    {
                        "area_id": area.area_id,
                        "plan": "plan",
                        "date": date(year, 12, 31),
                        "lever": lever,
                        "amount": amount,
                        "share": None,
                        "reached": None,
                        "probability": None,
                    }
                )


def _local(rows: dict[str, list[dict[str, Any]]], area: Invented, chance: random.Random) -> None:
    points, before = area.points
    for slot, (code, danish, english) in enumerate(SLOTS):
        missing = code == "health" or (points is None and slot % 2 == 0)
        distance = round(0.6 + before / 13 + chance.uniform(-0.5, 0.8), 2)
        rows["local_scores"].append(
            {
                "model": "aarhus_style",
                "year": 2026,
                "area_id": area.area_id,
                "indicator": code,
                "value": None if missing else round(10 * distance, 1),
                "reference": 10.0,
                "distance": None if missing else distance,
                "points": None if missing else min(3, int(distance)),
                "available": "no" if missing else "yes",
                "name_da": danish,
                "name_en": english,
            }
        )
    for year, total in ((2025, before), (2026, points)):
        colour = (
            None
            if total is None
            else "red"
            if total >= 18
            else "orange"
            if total >= 11
            else "yellow"
            if total >= 5
            else "green"
        )
        rows["local_categories"].append(
            {
                "model": "aarhus_style",
                "year": year,
                "area_id": area.area_id,
                "points": total,
                "max_points": 21.0,
                "category": colour,
                "last_year": None,
                "sensitive": "no",
                "note": None,
            }
        )


def _whatif(rows: dict[str, list[dict[str, Any]]], area: Invented) -> None:
    for category in ("exposed", "parallel", "transformation"):
        before = area.next.get(category)
        if before is None or before < 0.005:
            continue
        for lever, strength in (
            ("into_work", 0.09),
            ("approved_education", 0.01),
            ("fewer_convicted", 0.22),
            ("moves_in", -0.004),
        ):
            for amount in (0, 1, 5, 10, 20) if lever != "moves_in" else (-30, 0, 30):
                after = before * (1 - strength) ** amount
                rows["whatif"].append(
                    {
                        "area_id": area.area_id,
                        "lever": lever,
                        "amount": amount,
                        "list_date": NEXT,
                        "category": category,
                        "probability_before": before,
                        "probability_after": round(min(0.99, after), 4),
                        "error": 0.02,
                    }
                )


def _common(rows: dict[str, list[dict[str, Any]]]) -> None:
    last = {
        "demovej-demopark": ("yes", 0.88),
        "demoby-nord": ("yes", 0.97),
        "aeblehaven": ("yes", 0.31),
        "demoby-syd": ("no", 0.35),
        "aagade": ("no", 0.22),
        "demohoej": ("no", 0.12),
        "kloeverdemo": ("no", 0.06),
        "fjorddemo": ("no", 0.01),
        "rosendemo": ("no", 0.0),
        "oersteds": ("no", 0.0),
    }
    present = {row["area_id"] for row in rows["areas"]}
    for area_id, (outcome, probability) in last.items():
        if area_id not in present:
            continue
        came = 1.0 if outcome == "yes" else 0.0
        stays = came if area_id not in ("aeblehaven",) else 0.0
        rows["scorecard"].append(
            {
                "as_of": date(2025, 11, 23),
                "list_date": date(2025, 12, 1),
                "area_id": area_id,
                "category": "exposed",
                "probability": probability,
                "stays": stays,
                "outcome": outcome,
                "brier": round((probability - came) ** 2, 4),
                "brier_stays": round((stays - came) ** 2, 4),
                "seal": "0" * 64,
            }
        )
    for kind, gravity, text in (
        ("out_of_range", "error", "140,2"),
        ("unknown_heading", "warning", "Note"),
    ):
        rows["faults"].append(
            {
                "file": "demo_2026.xlsx",
                "sheet": "Beboere",
                "row": "17",
                "column": "D",
                "kind": kind,
                "gravity": gravity,
                "found": text,
                "expected": "0-100",
                "advice": "Ret tallet i kilden.",
            }
        )
    rows["findings"].append(
        {
            "list_date": date(2025, 12, 1),
            "area_id": "aeblehaven",
            "kind": "two_year_mean",
            "text": "Gennemsnittet af andele og andelen af summer giver hver sit svar.",
            "source": "synthetic",
        }
    )
    for effort, follow_up, next_check in (
        ("Jobteam i beboerhuset, 40 pladser", "Jobcenter", "15. januar 2027"),
        ("Fritidsjob til 13-17-årige", "Boligsocial leder", "1. februar 2027"),
        ("Vejledning om godkendt uddannelse", None, None),
    ):
        rows["preventive_work"].append(
            {
                "area_id": "demovej-demopark",
                "effort": effort,
                "follow_up": follow_up,
                "next_check": next_check,
                "source": "synthetic",
            }
        )
    for indicator, value, low, high in (
        ("convicted_pct", 0.18, 0.12, 0.27),
        ("outside_labour_pct", 0.14, 0.06, 0.23),
        ("basic_education_pct", -0.02, -0.06, 0.03),
        ("income_pct_of_region", 0.02, -0.05, 0.08),
        ("nonwestern_pct", -0.03, -0.08, 0.02),
    ):
        rows["backtest"].append(
            {
                "model": "model",
                "target": "value",
                "indicator_or_category": indicator,
                "ahead": 1,
                "year": None,
                "n": 81,
                "score": "skill_crps",
                "value": value,
                "low": low,
                "high": high,
            }
        )
    for model, value in (("stays", 0.185), ("logistic", 0.098), ("model", 0.081)):
        rows["backtest"].append(
            {
                "model": model,
                "target": "membership_values",
                "indicator_or_category": "parallel",
                "ahead": 1,
                "year": None,
                "n": 101,
                "score": "brier",
                "value": value,
                "low": None,
                "high": None,
            }
        )
