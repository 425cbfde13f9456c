"""Counting noise: how far an area's rank could lie from where this year's counts put it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import polars as pl

from monitor.errors import FigureError
from monitor.local.arrays import Whole
from monitor.local.center import Setting
from monitor.local.panel import Panel
from monitor.local.score import Scored, axis_values, score_axis
from monitor.local.values import of_floats

RANK_COLUMNS = {
    "model": pl.String,
    "year": pl.Int64,
    "area_id": pl.String,
    "axis": pl.String,
    "rank": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "draws": pl.Int64,
}


def stream(seed: int, area_id: str) -> np.random.Generator:
    """The random numbers of one area: the same whatever else is drawn, in whatever order."""
    digest = hashlib.sha256(area_id.encode("utf-8")).digest()
    key = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 16, 4)]
    return np.random.default_rng(np.random.SeedSequence([seed, *key]))


def rank_intervals(
    scored: Scored, year: int, axis: str, draws: int = 1000, seed: int = 1
) -> pl.DataFrame:
    """95 per cent intervals of the ranks of one year on one axis, from counting noise alone.

    A share's count is drawn anew from a binomial with the observed share, a rate whose count can
    exceed its base from a Poisson; figures without counts stay as they are. Every draw is scored
    as the year itself was, references among the areas taken anew, rows compared with held still.
    Without a single count there is nothing to draw and no row.

    Raises:
        FigureError: the panel lacks the year.
    """
    panel = scored.panel
    if year not in panel.years:
        known = ", ".join(str(one) for one in panel.years)
        raise FigureError("local.figures.year_unknown", year=year, known=known)
    at = panel.years.index(year)
    found = scored.axes[axis]
    columns = [place for place in panel.columns(found.axis.indicators) if place is not None]
    if not panel.counted[at][:, columns].any():
        return pl.DataFrame(schema=RANK_COLUMNS)
    value = np.empty((draws, len(panel.areas), len(found.axis.indicators)))
    rows = scored.model.reference_rows
    noisy = [
        _redrawn(panel, area_id, place, draws, seed) if area_id not in rows else None
        for place, area_id in enumerate(panel.areas)
    ]
    for number in range(draws):
        num = panel.num.copy()
        for place, own in enumerate(noisy):
            if own is not None:
                num[:, place] = own[number]
        again = replace(panel, num=num)
        value[number] = axis_values(scored.model, found.axis, again, scored.included).value[at]
    setting = Setting(scored.model, found.axis, panel, (year,) * draws)
    included = np.broadcast_to(scored.included[at], (draws, len(panel.areas)))
    ranks = score_axis(setting, of_floats(value), included).ranks
    ranked = np.flatnonzero(found.ranks[at] > 0)
    low, high = np.quantile(ranks[:, ranked], [0.025, 0.975], axis=0, method="nearest")
    frame = pl.DataFrame(
        {
            "model": scored.model.id,
            "year": year,
            "area_id": [panel.areas[place] for place in ranked],
            "axis": axis,
            "rank": found.ranks[at, ranked],
            "low": low.astype(np.int64),
            "high": high.astype(np.int64),
            "draws": draws,
        },
        schema=RANK_COLUMNS,
    )
    return frame.sort("rank", "area_id")


def _redrawn(panel: Panel, area_id: str, place: int, draws: int, seed: int) -> Whole:
    """Numerators of shape (draws, years, indicators) with the counts drawn anew."""
    random = stream(seed, area_id)
    num, den = panel.num[:, place], panel.den[:, place]
    counted = panel.counted[:, place]
    per = np.array(panel.per)
    count = num // per
    share = np.where(counted, count / np.maximum(den, 1), 0.0)
    within = counted & (share <= 1)
    shape = (draws, *num.shape)
    binomial = random.binomial(np.where(within, den, 0), np.minimum(share, 1.0), shape)
    poisson = random.poisson(np.where(counted & ~within, count, 0), shape)
    drawn = np.where(within, binomial, poisson) * per
    return np.where(counted, drawn, num)
