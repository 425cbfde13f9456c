"""What a reader can check: how large shocks are, in units a planner reads, and what is behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

import numpy as np
import polars as pl

from forecasts.pooling import Pooled
from forecasts.prior import PriorFile
from forecasts.prior_text import prior_text
from forecasts.rows import DIAGNOSTICS, Row, table
from forecasts.scales import PERCENT, scale_of
from forecasts.seen import INCOME
from forecasts.trajectory import STANDARD_RESIDENTS, Conditioned

NORMAL_KURTOSIS = 3.0
RESIDENTS = "residents"
SIZES = (1000.0, 2000.0, 5000.0)
"""Residents of the areas the table speaks of."""


class Innovations(NamedTuple):
    """Of standardised innovations; 0, 1, 0 and 3 where the model is right."""

    mean: float
    variance: float
    lag: float
    kurtosis: float


@dataclass(frozen=True)
class Typical:
    """One indicator's scales in units a planner reads, at a typical level.

    Attributes:
        level: the typical printed value.
        common, region: sd of a year's shock to the nation's and a region's areas, printed unit.
        own: by size, sd of an area's own yearly shock, printed unit.
        noise: by size, sd of the counting noise, printed unit.
        persons: by size, the same in persons of the criterion's denominator; none for income.
        innovations: of the standardised distances from what earlier figures said.
        areas, figures: how many are behind.
    """

    code: str
    level: float
    common: float
    region: float
    own: tuple[float, ...]
    noise: tuple[float, ...]
    persons: tuple[float | None, ...]
    innovations: Innovations
    areas: int
    figures: int


def typical(model: Conditioned) -> Typical:
    """The diagnostics of one indicator."""
    prior, seen = model.prior, model.observations
    scale = scale_of(prior.code, prior.reference)
    level = float(scale.back(np.array(np.mean(seen.value) if len(seen.value) else prior.mean)))
    unit = 1.0 / float(scale.slope(np.array(level)))
    own, noise = [], []
    for size in SIZES:
        own.append(unit * prior.own * (size / STANDARD_RESIDENTS) ** prior.own_size)
        base = np.array(size * prior.base_share)
        noise.append(float(np.sqrt(prior.count * scale.variance(base, np.array(level)))) * unit)
    return Typical(
        code=prior.code,
        level=level,
        common=unit * prior.common,
        region=unit * prior.region,
        own=tuple(own),
        noise=tuple(noise),
        persons=tuple(
            _persons(prior.code, spread, size * prior.base_share)
            for size, spread in zip(SIZES, noise, strict=True)
        ),
        innovations=_moments(model),
        areas=len(set(seen.area.tolist())),
        figures=len(seen.value),
    )


def _persons(code: str, spread: float, base: float) -> float | None:
    if code == RESIDENTS:
        return spread
    return None if code == INCOME else spread * base / PERCENT


def _moments(model: Conditioned) -> Innovations:
    """Of each figure's distance from what the same area's earlier ones say, paths at their mean."""
    seen = model.observations
    if not len(seen.value):
        return Innovations(0.0, 1.0, 0.0, NORMAL_KURTOSIS)
    shared, _ = model.shared()
    paths = (model.grid.paths @ shared)[seen.region]
    open_ = model.residual - (model.design @ paths[:, :, None])[:, :, 0]
    root = np.linalg.cholesky(np.linalg.inv(model.inverse))
    white = np.linalg.solve(root, open_[:, :, None])[:, :, 0]
    count = np.bincount(seen.area, minlength=len(seen.areas))
    used = np.arange(white.shape[1]) < count[:, None]
    values = white[used]
    both = used[:, 1:] & used[:, :-1]
    square = float(np.mean(values**2))
    lag = float(np.mean((white[:, 1:] * white[:, :-1])[both])) / square if both.any() else 0.0
    spread = float(values.var())
    fourth = float(np.mean((values - values.mean()) ** 4))
    kurtosis = fourth / spread**2 if spread > 0.0 else NORMAL_KURTOSIS
    return Innovations(float(values.mean()), spread, lag, kurtosis)


def diagnostics_table(
    models: Mapping[str, Conditioned], pooled: Mapping[str, Pooled], as_of: date
) -> pl.DataFrame:
    """The table ``forecast_diagnostics``: one row an indicator.

    Args:
        models: conditioned on everything known, by indicator.
        pooled: the priors used, beside the frozen ones.
        as_of: of the outlook.
    """
    rows: list[Row] = []
    for code, model in models.items():
        one, prior = typical(model), pooled[code]
        used, frozen = prior.used, prior.frozen
        rows.append(
            (
                as_of, code, one.level, one.common, one.region, *one.own, *one.noise, *one.persons,
                *one.innovations, one.areas, one.figures, prior.area_years, prior.fitted,
                used.own / frozen.own, (used.count / frozen.count) ** 0.5,
                used.level / frozen.level,
            )
        )  # fmt: skip
    return table(rows, DIAGNOSTICS, ("indicator",))


def prior_used(diagnostics: pl.DataFrame, prior: PriorFile) -> dict[str, object]:
    """What a run's manifest says of the prior: where it was learned, what the figures moved.

    Args:
        diagnostics: the table ``forecast_diagnostics``.
        prior: the file, before the figures moved it.
    """
    return {
        "prior_learned_from": str(prior.provenance.get("learned_from", "")),
        "prior_as_of": str(prior.provenance.get("as_of", "")),
        "prior_sha256": sha256(prior_text(prior).encode("utf-8")).hexdigest(),
        "prior_pooled": diagnostics.filter(pl.col("pooled"))["indicator"].to_list(),
    }
