"""What a planner's folder holds beside the law's figures: dwellings and plans, local indicators."""

from __future__ import annotations

from datetime import date

import polars as pl

from forecasts.target_outlook import tables as target_tables
from monitor.errors import NothingToSayError
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.law.load import Scenario, law_on
from monitor.local.load import load_model
from monitor.local.run import run_local
from monitor.planner_tables import local_figures, preventive_work, target_input, with_names
from monitor.target_record import first_december_lists
from monitor.target_study import study
from monitor.words import Language

LOCAL_MODEL = "aarhus_style"


def planner_tables(
    inputs: Inputs,
    read: Ingested,
    as_of: date,
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
        scenario: of the law.
        language: of words in the tables.
        model: a shipped local model's id, or a model file.
    """
    found: dict[str, pl.DataFrame] = {}
    law = law_on(as_of, scenario)
    if law.target is not None and read.dwellings.height:
        given = target_input(read)
        published = inputs.published(as_of)
        counted = study(given, as_of, law, published, first_december_lists(as_of, law))
        found |= target_tables(counted, language)
    if read.local.height:
        found |= _local(read, as_of, model, language)
    work = preventive_work(read)
    return {**found, "preventive_work": work} if work.height else found


def _local(read: Ingested, as_of: date, name: str, language: Language) -> dict[str, pl.DataFrame]:
    """The local list; nothing where too little is known to score by the model."""
    model = load_model(name)
    try:
        tables = run_local(model, local_figures(read, as_of), language=language).tables
    except NothingToSayError:
        return {}
    names = {entry.code: entry.short for entry in model.indicators}
    return {**tables, "local_scores": with_names(tables["local_scores"], names)}
