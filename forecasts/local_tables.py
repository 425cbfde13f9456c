"""Every table of the local lists of a folder: scores, outlook, agreement, and whether they warned.

The models come in the order the planner named them; the first is the one the pages lead with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from forecasts.local_outlook import local_outlook
from forecasts.local_shared import shared_draws
from forecasts.outlook_warner import OUTLOOK, outlook_flags
from forecasts.tables import Outlooks
from monitor.classification import Classification
from monitor.errors import NothingToSayError
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.law.load import Scenario
from monitor.local.choice import DEFAULT, Chosen, law_names
from monitor.local.flags import flags_of
from monitor.local.load import load_model
from monitor.local.model import Model
from monitor.local.run import LocalRun, run_local, together
from monitor.local.warning_time import FLAGS, in_time
from monitor.planner_tables import local_figures, with_names
from monitor.state_list import listed, near_limit
from monitor.words import Language, say

DRAWS = 2000
"""Draws of the local outlook; of the law's own figures the first so many of the outlook's."""
AHEAD = 2
MODELS = {
    "model": pl.String,
    "place": pl.Int64,
    "name_da": pl.String,
    "name_en": pl.String,
    "note_da": pl.String,
    "note_en": pl.String,
    "scored": pl.Boolean,
}


def default_models(read: Ingested) -> Chosen:
    """The default model without the indicators a folder does not hold: nobody asked for them."""
    held = set(read.local["indicator"])
    models = []
    for name in DEFAULT:
        model = load_model(name)
        indicators = tuple(
            replace(entry, available=entry.available and entry.code in held)
            for entry in model.indicators
        )
        if sum(entry.available for entry in indicators) >= model.at_least:
            models.append(replace(model, indicators=indicators))
    return Chosen(tuple(models))


def local_tables(
    inputs: Inputs,
    read: Ingested,
    as_of: date,
    classification: Classification,
    chosen: Chosen,
    *,
    scenario: Scenario | None = None,
    sealed: pl.DataFrame | None = None,
    language: Language = "da",
) -> dict[str, pl.DataFrame]:
    """The local lists, what may come of them, how far they agree, and whether they warned in time.

    Empty where there are no figures to score by.

    Args:
        inputs: the folder as input.
        read: the folder as read.
        as_of: nothing known later is used.
        classification: of the law, for the lists the local lists are held against.
        chosen: models and targets.
        scenario: of the law.
        sealed: the table ``scorecard`` of the archive, for what was said in time.
        language: of words in the tables.

    Raises:
        FigureError: figures that cannot be scored by a model.
    """
    runs: list[LocalRun] = []
    outlooks: list[pl.DataFrame] = []
    coming = None
    targets = chosen.targets
    for model in chosen.models:
        names = law_names(model)
        if not read.local.height and not names:
            continue
        try:
            figures = local_figures(read, as_of, names, inputs.regions)
            run = _named(run_local(model, figures, targets, language=language))
        except NothingToSayError:
            continue
        targets = None
        runs.append(run)
        panel = run.scored.panel
        shared = {}
        if names:
            coming = coming or Outlooks(inputs, as_of, scenario, language)
            years = [panel.years[-1] + step for step in range(1, AHEAD + 1)]
            shared = shared_draws(coming, panel, names, years, DRAWS)
        try:
            outlooks.append(
                local_outlook(run.scored, AHEAD, DRAWS, shared=shared, language=language)
            )
        except NothingToSayError:
            # too few years to learn from: the list stands without an outlook
            continue
    if not runs:
        return {}
    tables = together(runs)
    tables["local_models"] = _models(chosen.models, runs)
    if outlooks:
        tables["local_outlook"] = pl.concat(outlooks)
    said = outlook_flags(inputs, classification, scenario=scenario, sealed=sealed)
    worth = in_time(
        pl.concat(
            [
                *(flags_of(run.scored) for run in runs),
                near_limit(classification),
                said.select(FLAGS),
            ]
        ),
        listed(classification),
        language=language,
        notes={run.scored.model.id: run.scored.model.note[language] for run in runs}
        | {OUTLOOK: _outlook_note(said, language)},
    )
    return {**tables, "warning_in_time": worth.warners, "warning_leads": worth.leads}


def _named(run: LocalRun) -> LocalRun:
    """The run with each indicator's short name beside its scores."""
    short = {entry.code: entry.short for entry in run.scored.model.indicators}
    named = with_names(run.tables["local_scores"], short)
    return replace(run, tables={**run.tables, "local_scores": named})


def _models(models: Sequence[Model], runs: Sequence[LocalRun]) -> pl.DataFrame:
    scored = {run.scored.model.id for run in runs}
    rows = [
        (
            model.id,
            place,
            model.name["da"],
            model.name["en"],
            model.note["da"],
            model.note["en"],
            model.id in scored,
        )
        for place, model in enumerate(models, 1)
    ]
    return pl.DataFrame(rows, schema=MODELS, orient="row")


def _outlook_note(said: pl.DataFrame, language: Language) -> str:
    numbers = said.filter(pl.col("flag") != "unknown")["sealed"]
    return say("local.in_time.outlook", language, sealed=numbers.sum(), all=numbers.len())
