"""The columns of the forecast's tables, and how rows become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

OUTLOOK = {
    "as_of": pl.Date,
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "probability": pl.Float64,
    "stays": pl.Float64,
    "logistic": pl.Float64,
    "class": pl.String,
    "decisive": pl.String,
    "model": pl.String,
    "enters": pl.Float64,
    "leaves": pl.Float64,
    "reached": pl.Float64,
    "standing": pl.String,
    "lists_ahead": pl.Int64,
    "figure_gap": pl.Int64,
    "version": pl.String,
    "scenario": pl.String,
    "assumed_unchanged": pl.Boolean,
}
CRITERION_OUTLOOK = {
    "as_of": pl.Date,
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "criterion": pl.String,
    "probability": pl.Float64,
    "standing": pl.String,
}
DECIDING = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "expected_gain": pl.Float64,
    "usual_source": pl.String,
    "category": pl.String,
    "criterion": pl.String,
}
LIST_SIZE = {
    "as_of": pl.Date,
    "list_date": pl.Date,
    "category": pl.String,
    "q10": pl.Float64,
    "q50": pl.Float64,
    "q90": pl.Float64,
    "random_walk_q10": pl.Float64,
    "random_walk_q50": pl.Float64,
    "random_walk_q90": pl.Float64,
    "areas": pl.Int64,
    "newcomers": pl.Boolean,
}
WHATIF = {
    "area_id": pl.String,
    "lever": pl.String,
    "amount": pl.Int64,
    "list_date": pl.Date,
    "category": pl.String,
    "probability_before": pl.Float64,
    "probability_after": pl.Float64,
    "error": pl.Float64,
    "change_error": pl.Float64,
}
REMARKS = {
    "as_of": pl.Date,
    "area_id": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "kind": pl.String,
    "text": pl.String,
}
DIAGNOSTICS = {
    "as_of": pl.Date,
    "indicator": pl.String,
    "level": pl.Float64,
    "common_shock": pl.Float64,
    "region_shock": pl.Float64,
    "own_shock_1000": pl.Float64,
    "own_shock_2000": pl.Float64,
    "own_shock_5000": pl.Float64,
    "noise_1000": pl.Float64,
    "noise_2000": pl.Float64,
    "noise_5000": pl.Float64,
    "noise_persons_1000": pl.Float64,
    "noise_persons_2000": pl.Float64,
    "noise_persons_5000": pl.Float64,
    "innovation_mean": pl.Float64,
    "innovation_variance": pl.Float64,
    "innovation_lag": pl.Float64,
    "innovation_kurtosis": pl.Float64,
    "areas": pl.Int64,
    "figures": pl.Int64,
    "own_area_years": pl.Int64,
    "pooled": pl.Boolean,
    "own_shock_factor": pl.Float64,
    "noise_factor": pl.Float64,
    "level_factor": pl.Float64,
}
"""Sizes in the names are residents; factors are the used scale over the frozen national one."""
DIGITS = 6
CHANCES = 4
"""Decimals of a probability: finer than ten thousand draws can tell apart."""

Row = tuple[object, ...]


def table(
    rows: Iterable[Row], columns: Mapping[str, type[pl.DataType]], by: Sequence[str]
) -> pl.DataFrame:
    """Rows as a frame, sorted, numbers rounded once."""
    frame = pl.DataFrame(list(rows), schema=columns, orient="row")
    numbers = [name for name, kind in columns.items() if kind == pl.Float64]
    return frame.with_columns(pl.col(numbers).round(DIGITS) + 0.0).sort(list(by), nulls_last=True)


def chance(share: float) -> float:
    """A probability as the tables hold it."""
    return round(share, CHANCES)
