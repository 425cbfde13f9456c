"""What the backtest supports as a number, and the words used where it does not."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

import polars as pl

from forecasts.scales import PERCENT

Model = Literal["values", "memberships"]
"""Where a probability comes from: figures drawn through the law, or membership histories alone."""
TESTED: dict[Model, tuple[str, str]] = {
    "values": ("membership_values", "model"),
    "memberships": ("membership_history", "hazard"),
}
"""Model -> (target, model) in the table of the backtest."""
ROOT_CATEGORY = "parallel"
"""The only list old enough to have been backtested; what rests on it is as well supported."""


@cache
def measured() -> pl.DataFrame:
    """The table ``backtest`` as it ships, made by ``forvarsel backtest``."""
    content = files("forecasts.backtest").joinpath("measured.csv").read_bytes()
    return pl.read_csv(BytesIO(content), schema_overrides={"year": pl.Int64})


@cache
def lists_supported(model: Model) -> int:
    """Lists ahead up to which the model's Brier score is below that of "everyone stays"."""
    target, name = TESTED[model]
    pooled = measured().filter(
        pl.col("year").is_null() & (pl.col("target") == target) & (pl.col("score") == "brier")
    )
    found = {
        (row["model"], row["ahead"]): row["value"]
        for row in pooled.iter_rows(named=True)
        if row["indicator_or_category"] == ROOT_CATEGORY
    }
    ahead = 0
    while (name, ahead + 1) in found:
        if found[name, ahead + 1] >= found["stays", ahead + 1]:
            break
        ahead += 1
    return ahead


@cache
def _words() -> tuple[tuple[float, str], ...]:
    text = files("forecasts").joinpath("classes.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["words"]
    return tuple((float(row.get("below", "inf")), str(row["code"])) for row in rows)


def word(probability: float) -> str:
    """The class of an unrounded probability: ``very_low`` to ``very_high``."""
    return next(code for below, code in _words() if PERCENT * probability < below)
