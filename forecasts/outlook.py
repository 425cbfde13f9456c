"""The outlook of areas with figures: draws through criteria, categories and lists in a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts.horizon import Horizon, Today
from forecasts.rows import Row, chance
from forecasts.simulate import Simulation, each_area
from forecasts.support import lists_supported, word
from forecasts.through_law import (
    LEAST_GAIN,
    Bools,
    Judged,
    criteria_of,
    decisive,
    figure_gap,
    gain,
    published_lists,
    settled,
    through_law,
)
from forecasts.whatif import grid, worth_asking
from monitor.ingest.known import usual
from monitor.law.model import Criterion, Law
from monitor.panel import Panel
from monitor.words import Language

GAINS_AHEAD = 2
"""Lists ahead for which it is said which figure would settle most."""
Logistic = Mapping[tuple[date, str, str], float]
"""(list date, area, category) -> the logistic on distances."""


@dataclass
class Found:
    """Rows of every table, lists said in numbers, and how many areas each draw puts on a list."""

    outlook: list[Row] = field(default_factory=list)
    criteria: list[Row] = field(default_factory=list)
    deciding: list[Row] = field(default_factory=list)
    whatif: list[Row] = field(default_factory=list)
    numbers: set[tuple[date, str]] = field(default_factory=set)
    sizes: dict[tuple[date, str], NDArray[np.int64]] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take in another area's rows; sizes add up draw by draw."""
        self.outlook += other.outlook
        self.criteria += other.criteria
        self.deciding += other.deciding
        self.whatif += other.whatif
        for key, size in other.sizes.items():
            self.sizes[key] = self.sizes[key] + size if key in self.sizes else size


@dataclass(frozen=True)
class Surroundings:
    """What every area's rows need besides its draws."""

    lists: Horizon
    today: Today
    panel: Panel
    logistic: Logistic
    language: Language
    scenario: str = ""
    households: Mapping[str, float] = field(default_factory=dict)


def areas_with_figures(
    simulation: Simulation, around: Surroundings, workers: int = 2
) -> tuple[Found, ...]:
    """The rows of every area of a simulation, by area id."""
    limits = simulation.limits()
    numbers = supported_lists(simulation, around.lists)

    def one(area: int) -> Found:
        block = simulation.block(area)
        judged = through_law(simulation, area, block, limits, around.lists)
        found = _rows(simulation, area, judged, around)
        if found.numbers:
            household = around.households.get(simulation.areas[area])
            asked = grid(simulation, area, block, limits, around.lists, judged, numbers, household)
            said = [row for row in asked if (row.list_date, row.category) in found.numbers]
            found.whatif += worth_asking(said)
        return found

    return tuple(each_area(simulation, one, workers))


def supported_lists(simulation: Simulation, lists: Horizon) -> tuple[int, ...]:
    """Numbers of the coming lists for which the backtest supports a number."""
    farthest = lists_supported("values")
    return tuple(
        number for number, day in enumerate(simulation.lists) if 0 < lists.ahead(day) <= farthest
    )


def fresh(simulation: Simulation, area: int, number: int, category: str) -> bool:
    """Whether an area's figures are as near a list as the backtest's were to those it tested."""
    gap = figure_gap(simulation, area, number, category)
    return gap is not None and gap <= lists_supported("values")


def _rows(simulation: Simulation, area: int, judged: Judged, around: Surroundings) -> Found:
    found, name = Found(), simulation.areas[area]
    ever: dict[str, Bools] = {}
    sure = settled(simulation, area)
    for number, (law, day) in enumerate(zip(simulation.laws, simulation.lists, strict=True)):
        if day not in around.lists.open:
            continue
        met = judged.met[number]
        for category, verdict in published_lists(law).items():
            on = judged.on[number, category]
            stood = around.today.standing(name, category, verdict)
            before = judged.on.get((number - 1, category)) if number else None
            if before is None:
                before = None if stood in ("unknown", "n/a") else np.full(on.shape, stood == "yes")
            gap = figure_gap(simulation, area, number, category)
            farthest, ahead = lists_supported("values"), around.lists.ahead(day)
            known = (number, category) in sure
            near = fresh(simulation, area, number, category)
            spoken = known or (near and ahead <= farthest)
            standing = "known" if known else "projected" if near or ahead > farthest else "thin"
            if spoken:
                found.numbers.add((day, category))
            ever[category] = ever.get(category, np.zeros(on.shape, dtype=bool)) | on
            found.outlook.append(
                outlook_row(
                    around, day, name, category, on, before, ever[category],
                    stays=stood, law=law, model="values",
                    decides=decisive(law, category, on, met),
                    standing=standing,
                    supported=spoken,
                    gap=gap,
                    ahead=ahead,
                )
            )  # fmt: skip
            found.sizes[day, category] = on.astype(np.int64)
        for category, code in law.tests():
            one = simulation.locked.verdict(area, number, category, code)
            found.criteria.append(
                (around.lists.as_of, day, name, category, code,
                 chance(float(met[category, code].mean())), "projected" if one is None else "known")
            )  # fmt: skip
        if 0 < around.lists.ahead(day) <= GAINS_AHEAD:
            found.deciding += _deciding(simulation, area, number, judged, around)
    return found


def outlook_row(
    around: Surroundings,
    day: date,
    area: str,
    category: str,
    on: Bools,
    before: Bools | None,
    ever: Bools,
    *,
    stays: str,
    law: Law,
    model: str,
    decides: str,
    standing: str,
    ahead: int,
    supported: bool,
    gap: int | None,
) -> Row:
    """One row of the table ``outlook``: a number where it is supported, a word always."""
    lists = around.lists
    share = float(on.mean())

    def number(drawn: Bools | None) -> float | None:
        return chance(float(drawn.mean())) if supported and drawn is not None else None

    return (
        lists.as_of, day, area, category,
        number(on),
        {"yes": 1.0, "no": 0.0}.get(stays),
        around.logistic.get((day, area, category)) if supported else None,
        word(share), decides, model,
        number(None if before is None else on & ~before),
        number(None if before is None else before & ~on),
        number(ever),
        standing, ahead, gap, law.id, around.scenario, law.assumed_unchanged(day),
    )  # fmt: skip


def _deciding(
    simulation: Simulation, area: int, number: int, judged: Judged, around: Surroundings
) -> list[Row]:
    law, day = simulation.laws[number], simulation.lists[number]
    name = simulation.areas[area]
    rows: list[Row] = []
    for code, criterion in law.criteria.items():
        if (area, number, criterion.indicator) in simulation.locked.values:
            continue
        gains = [
            (gain(judged.on[number, category], judged.met[number], code), category)
            for category in law.categories
            if code in criteria_of(law, category)
        ]
        if not gains:
            continue
        best, category = max(gains, key=lambda pair: pair[0])
        if best > LEAST_GAIN:
            source = usual().get(code, usual()["other"]).name[around.language]
            period = _missing_period(around.panel, law, name, day, criterion)
            row = (day, name, criterion.indicator, period, best, source, category, code)
            rows.append(row)
    return rows


def _missing_period(panel: Panel, law: Law, area: str, day: date, criterion: Criterion) -> str:
    """The one year that is missing where others are known, else the whole period."""
    mean = law.switch("two_year_mean") if "two_year_mean" in law.switches else "shares"
    for reading in panel.readings(area, day, criterion, mean):
        missing = [year.period for year in reading.years if year.value is None]
        if len(missing) == 1:
            return missing[0]
    return criterion.period(day)
