"""What a planner's folder holds beside the law's figures: dwellings and plans, local indicators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from forecasts.local_outlook import local_outlook
from forecasts.target_tables import tables as target_tables
from monitor.classification import Classification
from monitor.errors import NothingToSayError
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.law.load import Scenario, law_on
from monitor.local.load import load_model
from monitor.local.run import run_local
from monitor.local.warning_time import flags_of, in_time
from monitor.planner_tables import local_figures, preventive_work, target_input, with_names
from monitor.state_list import listed, near_limit
from monitor.target_published import beside, published_tables
from monitor.target_record import first_december_lists
from monitor.target_study import study
from monitor.words import Language

LOCAL_MODEL = "aarhus_style"
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
    model: str = LOCAL_MODEL,
) -> dict[str, pl.DataFrame]:
    """Tables of the 40 percent rule and of the local list, each only where there are figures.

    Args:
        inputs: the folder as input, for its published lists.
        read: the folder as read.
        as_of: nothing known later is used.
        classification: of the law, for the lists the local list is held against.
        scenario: of the law.
        language: of words in the tables.
        model: a shipped local model's id, or a model file.
    """
    found: dict[str, pl.DataFrame] = {}
    law = law_on(as_of, scenario)
    given = target_input(read)
    if law.target is not None and given.dwellings.height:
        published = inputs.published(as_of)
        counted = study(given, as_of, law, published, first_december_lists(as_of, law))
        found |= target_tables(counted, language)
    if read.local.height:
        found |= _local(read, as_of, model, language, classification)
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


def _local(
    read: Ingested, as_of: date, name: str, language: Language, classification: Classification
) -> dict[str, pl.DataFrame]:
    """The local list, what may come of it, and whether it warned in time.

    Nothing where too little is known to score by the model.
    """
    model = load_model(name)
    try:
        ran = run_local(model, local_figures(read, as_of), language=language)
    except NothingToSayError:
        return {}
    short = {entry.code: entry.short for entry in model.indicators}
    flags = pl.concat([flags_of(ran.scored), near_limit(classification)])
    worth = in_time(flags, listed(classification), language=language)
    return {
        **ran.tables,
        "local_scores": with_names(ran.tables["local_scores"], short),
        "local_outlook": local_outlook(ran.scored, language=language),
        "warning_in_time": worth.warners,
        "warning_leads": worth.leads,
    }
