"""The figures asked for of the forecast, beside the measured ones: docs/forecast.md says which."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forecasts.support import measured

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "forecast.md"
SHARES = ("outside_labour_pct", "convicted_pct", "basic_education_pct", "income_pct_of_region",
          "nonwestern_pct")  # fmt: skip


def score(target, model, name, ahead=1, what="parallel"):
    rows = measured().filter(
        pl.col("year").is_null()
        & (pl.col("target") == target)
        & (pl.col("model") == model)
        & (pl.col("score") == name)
        & (pl.col("ahead") == ahead)
        & (pl.col("indicator_or_category") == what)
    )
    return rows["value"].item()


def values(name, what):
    return lambda: score("value", "model", name, what=what)


def mean_of(name):
    return lambda: float(np.mean([score("value", "model", name, what=code) for code in SHARES]))


def member(name, ahead=1, model="model"):
    return lambda: score("membership_values", model, name, ahead)


@dataclass(frozen=True)
class Asked:
    """One figure: what it is, between what it must lie, how it is measured."""

    what: str
    low: float
    high: float
    found: Callable[[], float]

    def line(self):
        """The row of the document."""
        limit = f"at most {self.high:g}" if self.low == -np.inf else f"at least {self.low:g}"
        if np.isfinite(self.low) and np.isfinite(self.high):
            limit = f"{self.low:g} to {self.high:g}"
        value = self.found()
        state = "reached" if self.low <= value <= self.high else "MISSED"
        return f"| {self.what} | {limit} | {value:.3f} | {state} |"


FAR = np.inf
ASKED = (
    Asked("outside, error one list ahead (CRPS, points)", -FAR, 0.92,
          values("crps", "outside_labour_pct")),
    Asked("convicted, the same", -FAR, 0.18, values("crps", "convicted_pct")),
    Asked("basic schooling, the same", -FAR, 0.74, values("crps", "basic_education_pct")),
    Asked("income, the same", -FAR, 1.36, values("crps", "income_pct_of_region")),
    Asked("origin, the same", -FAR, 0.82, values("crps", "nonwestern_pct")),
    Asked("80 % intervals hold, mean of five", 0.76, 0.90, mean_of("coverage_80")),
    Asked("95 % intervals hold, mean of five", 0.92, 1.0, mean_of("coverage_95")),
    Asked("on the next list, Brier", -FAR, 0.097, member("brier")),
    Asked("on the next list, log score", -FAR, 0.31, member("log")),
    Asked("on the list after, Brier", -FAR, 0.14, member("brier", 2)),
    Asked("Brier over the logistic's, next list", -FAR, 1.0,
          lambda: member("brier")() / member("brier", 1, "logistic")()),
    Asked("Brier over the logistic's, list after", -FAR, 1.0,
          lambda: member("brier", 2)() / member("brier", 2, "logistic")()),
)  # fmt: skip


@pytest.mark.parametrize("asked", ASKED, ids=[one.what for one in ASKED])
def test_the_document_says_what_was_asked_and_what_was_measured(asked):
    assert asked.line() in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", ASKED, ids=[one.what for one in ASKED])
def test_every_figure_asked_for_is_reached(asked):
    assert asked.low <= asked.found() <= asked.high
