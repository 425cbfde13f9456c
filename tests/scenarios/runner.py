"""Scenarios as sentences: a TOML table says what is given and what must come out.

A file holds any number of ``[[scenario]]`` tables. The keys are a closed list, so that a slip in a
scenario fails instead of testing nothing. See ``KEYS`` for the words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from monitor.engine import LawRun, run_law
from monitor.indicators import indicators
from monitor.law.load import law_by_id, law_on, load_scenario
from monitor.law.model import Law
from monitor.margins import IncomeStep
from monitor.panel import FIGURE_COLUMNS, NATION, Panel
from monitor.published import Published

AREA, REGION = "the-area", "region-084"

KEYS = {
    "sentence": "what the scenario says, one sentence",
    "on": "the list date",
    "law": "the version to apply; else the one in force that day",
    "scenario": "a shipped scenario to run under",
    "printed": "indicator -> figure printed with the list",
    "printed_nation": "indicator -> the nation's figure printed with the list",
    "yearly": "period -> indicator -> the area's figure",
    "nation": "period -> indicator -> the nation's figure",
    "region": "period -> indicator -> the region's figure",
    "standing": "period -> standing of the area's yearly figures of it; else known",
    "heard": "period -> the day from which they were known; else the list date",
    "lists": "earlier list date -> categories the area was published in",
    "lists_unknown": "earlier list dates whose members are not known",
    "also": "further list dates to judge from figures",
    "mean": "shares or counts: the reading of a mean of several years",
    "kroner_per_person": "what one more person in work adds, as the user says",
    "expect": "what must come out",
}
EXPECTED = {
    "categories": "category -> yes, no, unknown, n/a",
    "strict": "the same, printed figures as they stand",
    "why": "category.criterion -> yes, no, unknown, or 'unknown, yes as printed'",
    "margins": "this or next.category.method -> columns of the margin",
    "absent_margins": "margins that must not be there",
    "clock": "columns of the clock",
    "findings": "kinds of findings, all of them",
    "version": "the id of the version applied",
}
CLOCK = (
    "streak",
    "streak_low",
    "streak_high",
    "lists_needed",
    "earliest_transformation",
    "rules_end",
    "streak_as_of",
    "clean_lists",
)
MARGIN = (
    "points",
    "persons",
    "persons_low",
    "persons_high",
    "kroner",
    "kroner_low",
    "kroner_high",
    "locked",
    "preliminary",
)
CATEGORIES = ("exposed", "parallel", "transformation", "prevention")


class ScenarioError(AssertionError):
    """A scenario that does not hold, or does not say what it means."""


@dataclass(frozen=True)
class Scenario:
    """One sentence with what is given and expected."""

    file: str
    given: Mapping[str, Any]

    @property
    def sentence(self) -> str:
        return str(self.given.get("sentence", ""))

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence}"


def read(path: Path) -> list[Scenario]:
    """The scenarios of a file.

    Raises:
        ScenarioError: a key nobody knows, or a sentence or date missing.
    """
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    closed(path.stem, "the file", tree, ("scenario", "message"))
    found = [Scenario(path.stem, given) for given in tree["scenario"]]
    for scenario in found:
        closed(str(scenario), "the scenario", scenario.given, KEYS)
        for needed in ("sentence", "on", "expect"):
            if needed not in scenario.given:
                raise ScenarioError(f"{scenario}: {needed} is missing")
        closed(str(scenario), "expect", scenario.given["expect"], EXPECTED)
        if not any(scenario.given["expect"].values()):
            raise ScenarioError(f"{scenario}: expects nothing")
    return found


def closed(where: str, part: str, table: Mapping[str, Any], allowed: Any) -> None:
    for key in table:
        if key not in allowed:
            raise ScenarioError(f"{where}: {part} has no key {key!r}; keys: {', '.join(allowed)}")


def run(scenario: Scenario) -> LawRun:
    """What the engine makes of the given."""
    given = scenario.given
    earlier = {date.fromisoformat(day): held for day, held in given.get("lists", {}).items()}
    unknown = given.get("lists_unknown", [])
    step = given.get("kroner_per_person")
    dates = sorted({*earlier, *unknown, *given.get("also", []), given["on"]})
    return run_law(
        Panel(figures(scenario), {AREA: REGION}),
        published(earlier),
        dates,
        [AREA],
        law_of=lambda day: law_for(given, day),
        language="en",
        income_step=None if step is None else IncomeStep(Fraction(step)),
    )


def law_for(given: Mapping[str, Any], day: date) -> Law:
    under = load_scenario(given["scenario"]) if "scenario" in given else None
    law = law_by_id(given["law"], under) if "law" in given else law_on(day, under)
    return law.with_mean(given["mean"]) if "mean" in given else law


def published(earlier: Mapping[date, list[str]]) -> Published:
    """Earlier lists, whole: an area not named in a category was not on it."""
    members = [
        (day, AREA, category) for day, categories in earlier.items() for category in categories
    ]
    whole = [(day, category, True, True) for day in earlier for category in CATEGORIES]
    columns = {"list_date": pl.Date, "area_id": pl.String, "category": pl.String}
    lists = {
        "list_date": pl.Date,
        "category": pl.String,
        "whole": pl.Boolean,
        "first_december": pl.Boolean,
    }
    return Published(
        pl.DataFrame(members, schema=columns, orient="row"),
        pl.DataFrame(whole, schema=lists, orient="row"),
    )


def figures(scenario: Scenario) -> pl.DataFrame:
    """The given figures, columns of the panel."""
    given = scenario.given
    rows = [
        *printed(scenario, AREA, given["on"], given.get("printed", {})),
        *printed(scenario, NATION, given["on"], given.get("printed_nation", {})),
        *yearly(scenario, AREA, given.get("yearly", {})),
        *yearly(scenario, NATION, given.get("nation", {})),
        *yearly(scenario, REGION, given.get("region", {})),
    ]
    return pl.DataFrame(rows, schema=FIGURE_COLUMNS, orient="row")


def printed(
    scenario: Scenario, area_id: str, list_date: date, values: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for code, value in values.items():
        yield figure(scenario, area_id, code, value) | {"list_date": list_date, "period": ""}


def yearly(
    scenario: Scenario, area_id: str, periods: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    for period, values in periods.items():
        for code, value in values.items():
            yield figure(scenario, area_id, code, value) | {
                "list_date": None,
                "period": period,
                "standing": scenario.given.get("standing", {}).get(period, "known"),
                "known_from": scenario.given.get("heard", {}).get(period, scenario.given["on"]),
            }


def figure(scenario: Scenario, area_id: str, code: str, value: Any) -> dict[str, Any]:
    if code not in indicators():
        raise ScenarioError(f"{scenario}: nobody knows the indicator {code!r}")
    if isinstance(value, float):
        raise ScenarioError(f"{scenario}: write {code} in quotes, as it is printed")
    text = str(value)
    shown = len(text.partition(".")[2])
    return {
        "area_id": area_id,
        "indicator": code,
        "value": text,
        "decimals": shown if isinstance(value, str) else None,
        "standing": "known",
        "known_from": scenario.given["on"],
        "source": "scenario",
    }


def check(scenario: Scenario) -> None:
    """Run the scenario.

    Raises:
        ScenarioError: something else comes out than expected.
    """
    result, expect, on = run(scenario), scenario.given["expect"], scenario.given["on"]
    [row] = result.classification.on(on)
    for name, wanted in expect.get("categories", {}).items():
        same(scenario, name, wanted, row.computed.get(name, "n/a"))
    for name, wanted in expect.get("strict", {}).items():
        same(scenario, f"{name} as printed", wanted, row.strict.get(name, "n/a"))
    why = {f"{w.category}.{w.criterion}": met(w.met, w.met_strict) for w in row.verdict.why}
    for name, wanted in expect.get("why", {}).items():
        same(scenario, name, wanted, why.get(name, "not tested"))
    if "version" in expect:
        same(scenario, "version", expect["version"], row.law.id)
    check_margins(scenario, result)
    if "clock" in expect:
        check_clock(scenario, result)
    if "findings" in expect:
        kinds = sorted({f.kind for f in result.findings if f.list_date == on})
        same(scenario, "findings", sorted(expect["findings"]), kinds)


def check_file(path: Path) -> None:
    """Run all scenarios of a file."""
    for scenario in read(path):
        check(scenario)


def check_margins(scenario: Scenario, result: LawRun) -> None:
    expect, on = scenario.given["expect"], scenario.given["on"]
    margins = {
        f"{m.for_list}.{m.category}.{m.method}": m for m in result.margins if m.list_date == on
    }
    for name, wanted in expect.get("margins", {}).items():
        closed(str(scenario), name, wanted, MARGIN)
        if name not in margins:
            raise ScenarioError(
                f"{scenario}: no margin {name}; margins: {', '.join(sorted(margins))}"
            )
        for column, value in wanted.items():
            found = getattr(margins[name], column)
            exact = Fraction(value) if column in ("points", "kroner") else nothing(value)
            same(scenario, f"{name} {column}", exact, found)
    for name in expect.get("absent_margins", []):
        if name in margins:
            raise ScenarioError(f"{scenario}: margin {name} should not be there")


def check_clock(scenario: Scenario, result: LawRun) -> None:
    wanted, on = scenario.given["expect"]["clock"], scenario.given["on"]
    closed(str(scenario), "clock", wanted, CLOCK)
    [clock] = result.tables["clock"].filter(pl.col("list_date") == on).to_dicts()
    for column, value in wanted.items():
        same(scenario, column, nothing(value), clock[column])


def nothing(value: Any) -> Any:
    """TOML has no null: ``"none"`` says that nothing must stand there."""
    return None if value == "none" else value


def met(certain: str, as_printed: str) -> str:
    return certain if certain == as_printed else f"{certain}, {as_printed} as printed"


def same(scenario: Scenario, what: str, wanted: object, found: object) -> None:
    if wanted != found:
        raise ScenarioError(f"{scenario}: {what} should be {wanted}, is {found}")
