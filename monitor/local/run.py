"""One model on one set of figures: every table it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from monitor.local.agreement import agreement
from monitor.local.allocation import local_allocation
from monitor.local.model import Model
from monitor.local.noise import RANK_COLUMNS, rank_intervals
from monitor.local.panel import panel
from monitor.local.robustness import Robustness, robustness
from monitor.local.score import Scored, score
from monitor.local.sections import section_tables
from monitor.local.tables import local_categories, local_scores
from monitor.local.targets import Targets
from monitor.local.tracking import local_targets
from monitor.words import Language

RANK_DRAWS = 400
"""Draws behind the rank intervals of a run: their ends are steady to a place or so."""


@dataclass(frozen=True)
class LocalRun:
    """A model scored, how firmly its categories stand, and the output tables by name."""

    scored: Scored
    firm: Robustness
    tables: dict[str, pl.DataFrame]


def run_local(
    model: Model,
    figures: pl.DataFrame,
    targets: Targets | None = None,
    amount: int | None = None,
    language: Language = "da",
) -> LocalRun:
    """Score figures by a model and make its tables.

    Args:
        model: the model, thresholds and missing indicators already put in.
        figures: ``area_id``, ``year``, ``indicator``, ``value`` and, if known, ``count``, ``base``.
        targets: targets to follow besides.
        amount: the amount a model that allocates shares; None takes the model's own, and without
            one no allocation is made.
        language: of words and notes in the tables.

    Raises:
        FigureError: figures that cannot be scored.
    """
    per = {entry.code: entry.per for entry in model.indicators}
    if targets is not None:
        per |= {entry.indicator: entry.per for entry in targets.targets}
    found = panel(figures, per)
    scored = score(model, found)
    firm = robustness(scored)
    tables = {
        "local_scores": local_scores(scored, language),
        "local_categories": local_categories(scored, firm, language),
        "local_sensitivity": firm.moves,
        "local_ranks": _ranks(scored),
        **section_tables(scored, language),
    }
    if targets is not None:
        tables["local_targets"] = local_targets(targets, found, language)
    rule = model.allocation
    if rule is not None and (amount is not None or rule.amount is not None):
        tables["local_allocation"] = local_allocation(scored, amount, language)
    return LocalRun(scored, firm, tables)


def _ranks(scored: Scored) -> pl.DataFrame:
    """Rank intervals of the newest year on the final axis (the rows' axis of a grid)."""
    model = scored.model
    axis = model.grid.rows if model.final == "grid" and model.grid else model.final
    if axis not in scored.axes:
        axis = next(iter(scored.axes), "")
    if not axis:
        return pl.DataFrame(schema=RANK_COLUMNS)
    return rank_intervals(scored, scored.panel.years[-1], axis, RANK_DRAWS)


def together(runs: Sequence[LocalRun]) -> dict[str, pl.DataFrame]:
    """The tables of several models on the same figures, and how far the models agree."""
    names = dict.fromkeys(name for run in runs for name in run.tables)
    tables = {
        name: pl.concat([run.tables[name] for run in runs if name in run.tables]).unique(
            maintain_order=True
        )
        for name in names
    }
    if len(runs) > 1:
        tables["local_agreement"] = agreement([run.scored for run in runs])
    return tables
