"""What a planner's folder holds beside the law's figures: dwellings and plans, local indicators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from forecasts.local_tables import default_models, local_tables
from forecasts.target_tables import tables as target_tables
from monitor.classification import Classification
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.law.load import Scenario, law_on
from monitor.local.choice import Chosen
from monitor.planner_tables import preventive_work, target_input
from monitor.target_published import beside, published_tables
from monitor.target_record import first_december_lists
from monitor.target_study import study
from monitor.words import Language

SHARED = ("family_share", "family_plans")
"""Tables that hold published rows beside computed ones."""


def planner_tables(
    inputs: Inputs,
    read: Ingested,
    as_of: date,
    classification: Classification,
    *,
    scenario: Scenario | None = None,
    language: Language = "da",
    local: Chosen | None = None,
    sealed: pl.DataFrame | None = None,
) -> dict[str, pl.DataFrame]:
    """Tables of the 40 percent rule and of the local list, each only where there are figures.

    Args:
        inputs: the folder as input, for its published lists.
        read: the folder as read.
        as_of: nothing known later is used.
        classification: of the law, for the lists the local list is held against.
        scenario: of the law.
        language: of words in the tables.
        local: the local models to score by; None takes the default, as far as it is delivered.
        sealed: the table ``scorecard`` of the archive, for what was said in time.
    """
    found: dict[str, pl.DataFrame] = {}
    law = law_on(as_of, scenario)
    given = target_input(read)
    if law.target is not None and given.dwellings.height:
        published = inputs.published(as_of)
        counted = study(given, as_of, law, published, first_december_lists(as_of, law))
        found |= target_tables(counted, language)
    if local is None:
        local = default_models(read)
    found |= local_tables(
        inputs,
        read,
        as_of,
        classification,
        local,
        scenario=scenario,
        sealed=sealed,
        language=language,
    )
    work = preventive_work(read)
    return {**found, "preventive_work": work} if work.height else found


def published_dwellings(
    inputs: Inputs,
    as_of: date,
    own: Mapping[str, pl.DataFrame],
    *,
    scenario: Scenario | None = None,
) -> dict[str, pl.DataFrame]:
    """What public sources say of the run's areas ever under a plan, beside the planner's rows.

    Nothing where the figures are invented: no real place is theirs.

    Args:
        inputs: what is known.
        as_of: nothing known later is used.
        own: the tables made of the planner's own figures.
        scenario: of the law.
    """
    if inputs.synthetic:
        return {}
    found = published_tables(inputs.area_ids, as_of, law_on(as_of, scenario))
    return {
        name: beside(own.get(name), table) if name in SHARED else table
        for name, table in found.items()
    }
