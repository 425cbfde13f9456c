"""Rows of the table ``backtest``, and the scores that fill them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from forecasts import scores
from forecasts.scales import Array
from forecasts.streams import stream

COLUMNS = {
    "model": pl.String,
    "target": pl.String,
    "indicator_or_category": pl.String,
    "ahead": pl.Int64,
    "year": pl.Int64,
    "n": pl.Int64,
    "score": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
DIGITS = 4
INTERVAL = 80.0
"""``low`` and ``high`` are the bounds of the 80 per cent interval over areas and years."""


@dataclass(frozen=True)
class Row:
    """One score; ``year`` None for all tested lists together."""

    model: str
    target: str
    what: str
    ahead: int
    year: int | None
    n: int
    score: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Cases:
    """What a score is taken over: (m) areas and tested years."""

    area: NDArray[np.object_]
    year: NDArray[np.int64]

    def __len__(self) -> int:
        """How many."""
        return len(self.year)


def mean_rows(
    model: str, target: str, what: str, ahead: int, score: str, cases: Cases, each: Array
) -> list[Row]:
    """The mean score of all cases with its two-way bootstrap interval, and of each year."""
    name = f"backtest/{model}/{target}/{what}/{ahead}/{score}"
    low, high = scores.two_way_bootstrap(
        (each,), cases.area, cases.year, scores.first_of, stream(name), INTERVAL
    )
    rows = [Row(model, target, what, ahead, None, len(each), score, float(each.mean()), low, high)]
    for year in np.unique(cases.year).tolist():
        inside = each[cases.year == year]
        value = float(inside.mean())
        rows.append(Row(model, target, what, ahead, year, len(inside), score, value))
    return rows


def skill_row(
    model: str,
    target: str,
    what: str,
    ahead: int,
    score: str,
    cases: Cases,
    each: tuple[Array, Array],
) -> Row:
    """One minus the mean score over the baseline's, with its two-way bootstrap interval."""
    name = f"backtest/{model}/{target}/{what}/{ahead}/{score}"
    low, high = scores.two_way_bootstrap(
        each, cases.area, cases.year, scores.skill, stream(name), INTERVAL
    )
    value = float(scores.skill((each[0].mean(keepdims=True), each[1].mean(keepdims=True)))[0])
    return Row(model, target, what, ahead, None, len(each[0]), score, value, low, high)


def probability_rows(
    model: str,
    target: str,
    what: str,
    ahead: int,
    cases: Cases,
    came: Array,
    said: Array,
    entrant: NDArray[np.bool_],
) -> list[Row]:
    """Brier, log score, average precision for entrants, calibration with its consistency band.

    Args:
        model: whose probabilities.
        target: of the table.
        what: the category.
        ahead: lists ahead.
        cases: areas and tested years.
        came: (m) 1 where the area was on the list.
        said: (m) probabilities.
        entrant: (m) off the list at the origin: who could enter.
    """
    name = (model, target, what, ahead)
    rows = mean_rows(*name, "brier", cases, scores.brier(came, said))
    rows += mean_rows(*name, "log", cases, scores.log_score(came, said))
    precision = scores.average_precision(came[entrant], said[entrant])
    if not np.isnan(precision):
        rows.append(Row(*name, None, int(entrant.sum()), "average_precision", precision))
    rng = stream(f"backtest/calibration/{model}/{target}/{ahead}")
    for one in scores.calibration(came, said, rng):
        label = f"calibration_{one.low:.1f}_{one.high:.1f}"
        rows.append(Row(*name, None, one.count, f"said_{label}", one.said))
        rows.append(
            Row(*name, None, one.count, f"came_{label}", one.came, one.band_low, one.band_high)
        )
    return rows


def as_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The table, in a fixed order, rounded once."""
    table = pl.DataFrame(
        [
            (r.model, r.target, r.what, r.ahead, r.year, r.n, r.score, r.value, r.low, r.high)
            for r in rows
        ],
        schema=COLUMNS,
        orient="row",
    )
    rounded = table.with_columns(pl.col("value", "low", "high").round(DIGITS) + 0.0)
    return rounded.sort(
        "target", "indicator_or_category", "ahead", "score", "model", "year", nulls_last=True
    )
