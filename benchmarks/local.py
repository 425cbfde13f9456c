"""Scoring 10,000 areas x 10 indicators x 20 years against the bare grouped mean, in one run.

Run: python benchmarks/local.py. Ratios of processor seconds, all in one run. The target is 5 times
the bare grouped mean for scoring. Beside it stands the whole way from rows in random order to
categories, which must tell 10,000 areas apart; the mean per year and indicator never looks at an
area's name, so the mean per year and area, which does, stands beside it too.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")

import numpy as np
import polars as pl

from monitor.local.load import read_model
from monitor.local.model import Model
from monitor.local.panel import panel
from monitor.local.score import score

AREAS, INDICATORS, YEARS, ROUNDS = 10_000, 10, 20, 7


def figures() -> pl.DataFrame:
    """Synthetic counts and bases, rows in random order as files come."""
    random = np.random.default_rng(1)
    rows = AREAS * INDICATORS * YEARS
    base = random.integers(200, 4000, rows)
    count = random.binomial(base, random.uniform(0.05, 0.4, rows))
    frame = pl.DataFrame(
        {
            "area_id": np.tile(
                np.repeat([f"syntetisk-{a:05d}" for a in range(AREAS)], INDICATORS), YEARS
            ),
            "year": np.repeat(np.arange(2000, 2000 + YEARS), AREAS * INDICATORS),
            "indicator": np.tile([f"indicator_{k}" for k in range(INDICATORS)], AREAS * YEARS),
            "value": pl.repeat(None, rows, dtype=pl.String, eager=True),
            "count": count,
            "base": base,
        }
    )
    return frame.sample(fraction=1.0, shuffle=True, seed=2)


def model(rule: str, rest: str, mean: str) -> Model:
    """A model of ten indicators."""
    indicators = "".join(
        f'[[indicator]]\ncode = "indicator_{k}"\nname = "{k}"\n'
        'direction = "high_is_bad"\nevidence = "own"\n'
        for k in range(INDICATORS)
    )
    text = f"""
id = "benchmark"
name = "benchmark"
about = "synthetic"
source = "none"
[units]
evidence = "own"
{indicators}
[reference]
of = "areas"
mean = "{mean}"
evidence = "own"
[axis.level]
rule = "{rule}"
{rest}
aggregate = "sum"
evidence = "own"
[[axis.level.category]]
code = "green"
word = "green"
colour = "#000000"
below = 5
[[axis.level.category]]
code = "red"
word = "red"
colour = "#ffffff"
from = 5
"""
    found = read_model(text, "benchmark.toml")
    if found.model is None:
        raise SystemExit(
            "\n".join(fault.sentence("benchmark.toml", "en") for fault in found.faults)
        )
    return found.model


def seconds(work: Callable[[], object]) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return float(np.median(taken))


def main() -> None:
    """Time everything side by side."""
    frame = figures()
    ready = panel(frame)
    points = model("ratio", "breaks = [1.25, 1.75, 2.5]", "pooled")
    spread = model("zscore", "standardise = true", "equal")

    def grouped() -> object:
        means = pl.col("count").sum() / pl.col("base").sum()
        return frame.group_by("year", "indicator").agg(means).sort("year", "indicator")

    def simplest() -> object:
        mean = (pl.col("count") / pl.col("base")).mean()
        return frame.group_by("year", "area_id").agg(mean).sort("year", "area_id")

    bare, per_area = seconds(grouped), seconds(simplest)
    print(f"{frame.height:,} rows; grouped mean per year and indicator: {bare:.3f} s")
    print(f"grouped mean per year and area (the simplest score there is): {per_area:.3f} s")
    for name, work in (
        ("panel from rows", lambda: panel(frame)),
        ("scored, points by ratio", lambda: score(points, ready)),
        ("scored, z-scores standardised again", lambda: score(spread, ready)),
        ("rows to categories, points by ratio", lambda: score(points, panel(frame))),
    ):
        taken = seconds(work)
        ratios = f"{taken / bare:.2f} and {taken / per_area:.2f} times the grouped means"
        print(f"{name}: {taken:.3f} s, {ratios}")


if __name__ == "__main__":
    main()
