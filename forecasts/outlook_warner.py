"""The outlook as a warner of the lists that came: what it said of each list from the one before.

What a run sealed in the archive before a list came out is what it said. Where nothing was sealed
the outlook is made again from the figures known on that list's day; its national prior has seen
later lists, so that such a look back is kinder to it than a sealed outlook, and the note says so.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl

from forecasts.horizon import Horizon
from forecasts.outlook import fresh
from forecasts.tables import Outlooks
from forecasts.through_law import through_law
from monitor.classification import Classification
from monitor.inputs import Inputs
from monitor.law.load import Scenario
from monitor.state_list import lists_that_came

OUTLOOK = "outlook"
LOOK_BACK_DRAWS = 2000
MORE_LIKELY = 0.5
"""A warning is a list more likely than not."""
SCHEMA = {
    "warner": pl.String,
    "area_id": pl.String,
    "year": pl.Int64,
    "flag": pl.String,
    "sealed": pl.Boolean,
}


def outlook_flags(
    inputs: Inputs,
    classification: Classification,
    *,
    scenario: Scenario | None = None,
    sealed: pl.DataFrame | None = None,
    draws: int = LOOK_BACK_DRAWS,
) -> pl.DataFrame:
    """``warner, area_id, year, flag, sealed``: yes where the next list was more likely than not.

    Unknown where no number was given, or where the category was not law yet when it was given. The
    last list known is not looked back from: nothing came after it yet.

    Args:
        inputs: figures, lists and areas.
        classification: of the law, for the lists that came.
        scenario: of the law.
        sealed: the table ``scorecard`` of the archive, where there is one.
        draws: joint draws of a look back.
    """
    lists = lists_that_came(classification)
    said = _sealed(sealed)
    rows: list[tuple[str, str, int, str, bool]] = []
    for (day, _), (after, category) in pairwise(lists):
        made = {
            area: found
            for (listed, area, code), found in said.items()
            if listed == after and code == category
        }
        again = _looked_back(inputs, day, after, category, scenario, draws)
        for area in inputs.area_ids:
            chance = made.get(area, again.get(area))
            flag = "unknown" if chance is None else "yes" if chance > MORE_LIKELY else "no"
            rows.append((OUTLOOK, area, day.year, flag, area in made))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _sealed(scorecard: pl.DataFrame | None) -> dict[tuple[date, str, str], float]:
    """(list, area, category) -> what was said in time, the newest of those one list ahead."""
    if scorecard is None or scorecard.is_empty():
        return {}
    rows = scorecard.filter(pl.col("before_list") & (pl.col("lists_ahead") == 1)).sort("as_of")
    return {
        (day, area, category): chance
        for day, area, category, chance in rows.select(
            "list_date", "area_id", "category", "probability"
        ).iter_rows()
    }


def _looked_back(
    inputs: Inputs,
    day: date,
    after: date,
    category: str,
    scenario: Scenario | None,
    draws: int,
) -> dict[str, float]:
    """Area -> the chance of the list of ``after`` from what was known on ``day``."""
    outlooks = Outlooks(inputs.as_known(day), day, scenario, draws=draws)
    simulation = outlooks.simulation()
    lists: Horizon = outlooks.lists
    if simulation is None or after not in simulation.lists:
        return {}
    number = simulation.lists.index(after)
    if category not in simulation.laws[number].categories:
        return {}
    limits = simulation.limits()
    found = {}
    for place, area in enumerate(simulation.areas):
        if not fresh(simulation, place, number, category):
            continue
        judged = through_law(simulation, place, simulation.block(place), limits, lists)
        on = judged.on.get((number, category))
        if on is not None:
            found[area] = float(on.mean())
    return found
