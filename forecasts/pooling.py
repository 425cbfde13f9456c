"""Partial pooling: how far a user's own figures move the frozen prior, and what says so.

Below fifty area-years nothing is fitted. From fifty on the scales of the areas themselves are,
their logarithms held within about a third of the frozen ones (Gelman et al. 2013, 5); shocks of the
common paths never are: one municipality's years are too few to tell them. What the frozen prior was
learned from is not learned from twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from forecasts.learn import learn
from forecasts.observations import Observations
from forecasts.panel import gather
from forecasts.prior import Centre, Prior, PriorFile
from forecasts.surprises import widen_jumps

LOCAL_SD = 0.35
"""Sd of a user's own log scales around the frozen ones."""
FIT_NOTHING_BELOW = 50
NATIONAL_FROM = 500
"""Area-years from which the figures may move the scales twice as far."""
MOST_AREAS = 400
"""Areas a scale is fitted on at most, evenly taken by id: more tell it no better, only slower."""
OWN_SCALES = ("own", "count", "level")
"""What a user's own figures may move."""


@dataclass(frozen=True)
class Pooled:
    """One indicator's prior as it is used, beside the frozen one.

    ``area_years`` figures of the user's own; ``fitted`` whether they moved the prior.
    """

    used: Prior
    frozen: Prior
    area_years: int

    @property
    def fitted(self) -> bool:
        """Whether anything was fitted."""
        return self.used is not self.frozen


def pool(observations: Observations, prior: Prior) -> Prior:
    """The frozen prior moved as far as a user's own figures can move it; itself below fifty."""
    count = area_years(observations)
    if count < FIT_NOTHING_BELOW:
        return prior
    sd = LOCAL_SD if count <= NATIONAL_FROM else 2.0 * LOCAL_SD
    frozen = {"own": prior.own, "count": prior.count, "level": prior.level}
    centres = {key: Centre(frozen[key], sd) for key in OWN_SCALES}
    if len(observations.areas) > MOST_AREAS:
        chosen = np.linspace(0, len(observations.areas) - 1, MOST_AREAS).astype(np.int64)
        observations = observations.of(chosen)
    # a figure no other can explain is widened first: a slip of the pen must not teach a scale
    first, last = int(observations.first.min()), int(observations.last.max())
    widened, _ = widen_jumps(observations, prior, first, last)
    return learn(widened.observations, prior, centres).prior


def area_years(observations: Observations) -> int:
    """How many years of areas have a figure; one under two definitions counts once."""
    return len(set(zip(observations.area.tolist(), observations.last.tolist(), strict=True)))


def own_figures(figures: pl.DataFrame, learned_to: date, areas: Iterable[str]) -> pl.DataFrame:
    """The areas' figures without those the frozen prior was learned from: lists of by then."""
    learned = (
        pl.col("list_date").is_not_null()
        & (pl.col("known_from") <= learned_to)
        & pl.col("area_id").is_in(list(areas))
    )
    return figures.filter(~learned)


def pooled_prior(
    figures: pl.DataFrame,
    regions: Mapping[str, str],
    as_of: date,
    prior: PriorFile,
    areas: Iterable[str],
) -> tuple[PriorFile, dict[str, Pooled]]:
    """The prior file as a user's panel moves it, and how far each indicator was moved.

    Args:
        figures: columns of ``monitor.panel.FIGURE_COLUMNS``, the record's among them.
        regions: area id -> region id.
        as_of: figures known later are not looked at.
        prior: the frozen prior; its provenance says what it was learned from.
        areas: the panel's areas.
    """
    ids, learned_to = tuple(areas), prior.provenance.get("as_of")
    own = own_figures(figures, learned_to, ids) if isinstance(learned_to, date) else figures
    known = gather(own, regions, as_of, prior, areas=ids)
    found = {}
    for code, frozen in prior.indicators.items():
        seen = known.observations[code]
        used = pool(seen, frozen)
        found[code] = Pooled(used, frozen, area_years(seen))
    moved = replace(prior, indicators={code: one.used for code, one in found.items()})
    if not any(one.fitted for one in found.values()):
        return prior, found
    provenance: dict[str, object] = {
        **prior.provenance,
        "pooled_as_of": as_of,
        "pooled": [code for code, one in found.items() if one.fitted],
    }
    return replace(moved, provenance=provenance), found
