"""The 40 percent rule at size: 1,000 areas with 50 plan rows each, against the bare aggregation.

The bare aggregation sums what every plan row does by area, path and the 1 January it counts on, and
sums dwellings by area, date and indicator: what any answer needs at least. Beside it accounting and
paths in every reading, and one least-change plan. Times are medians of one run; ratios matter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from statistics import median
from time import perf_counter

import numpy as np
import polars as pl

from forecasts.least_change import least_change
from forecasts.plan_paths import family_paths
from forecasts.plans import EFFECTS, LATE, PATHS, open_effects
from forecasts.programme import Bounds
from monitor.account import Account
from monitor.dwellings import COMMERCIAL, DEMOLISHED, DWELLINGS_SCHEMA, accounts, kinds
from monitor.law.load import law_on
from monitor.levers import levers
from monitor.plan_rows import PLAN_SCHEMA
from monitor.target_rule import target_rule
from monitor.target_share import family_share

AREAS, ROWS, REPEATS = 1000, 50, 9
AS_OF = date(2026, 11, 24)


def invented() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Dwellings of two dates and plans of invented areas."""
    rng = np.random.default_rng(168)
    codes = [*kinds(), DEMOLISHED, COMMERCIAL]
    given = [
        {
            **dict.fromkeys(DWELLINGS_SCHEMA),
            "area_id": f"opdigtet-{area:04d}",
            "date": day,
            "indicator": code,
            "value": int(rng.integers(0, 2000 if code == kinds()[0] else 300)) + 500,
            "building": "x",
        }
        for area in range(AREAS)
        for day in (date(2022, 1, 1), date(2026, 1, 1))
        for code in codes
    ]
    names = list(levers())
    planned = [
        {
            **dict.fromkeys(PLAN_SCHEMA),
            "area_id": f"opdigtet-{area:04d}",
            "lever": (lever := names[int(rng.integers(len(names)))]),
            "amount": int(rng.integers(1, 9)),
            "unit": levers()[lever].unit,
            "planned_date": date(int(rng.integers(2024, 2031)), int(rng.integers(1, 13)), 1),
            "status": "planned",
            "note": str(row),
        }
        for area in range(AREAS)
        for row in range(ROWS)
    ]
    return (
        pl.DataFrame(given, schema=DWELLINGS_SCHEMA),
        pl.DataFrame(planned, schema=PLAN_SCHEMA),
    )


def timed(work: Callable[[], object]) -> float:
    """Median seconds."""
    work()
    seconds = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return median(seconds)


def main() -> None:
    """Print the ratios."""
    rule = target_rule(law_on(AS_OF))
    dwellings, plan = invented()

    def bare() -> object:
        sums = dwellings.group_by("area_id", "date", "indicator").agg(pl.col("value").sum())
        effects = open_effects(plan, rule.m2_per_dwelling)
        by_path = [
            effects.with_columns(
                path=pl.lit(path),
                year=pl.col("planned_date").dt.offset_by(f"{late or 0}y").dt.year() + 1,
            )
            for path, late in LATE.items()
        ]
        moved = pl.concat(by_path).group_by("area_id", "path", "year", "lever")
        return sums, moved.agg(pl.col(EFFECTS).sum(), pl.col("amount").sum())

    def whole() -> object:
        terms = accounts(dwellings, rule.m2_per_dwelling)
        return family_share(terms, rule), family_paths(terms, plan, rule, AS_OF)

    aggregation, followed = timed(bare), timed(whole)
    print(f"{AREAS} areas, {ROWS} plan rows each, {len(PATHS)} paths, 4 readings")
    print(f"bare aggregation     {aggregation * 1000:7.1f} ms")
    print(f"accounting and paths {followed * 1000:7.1f} ms, {followed / aggregation:.2f} times")
    account = Account(1400, 600, 120, 9400, 118)
    bounds = Bounds({"build_private": 300, "demolish": 0}, {}, {"sell": Fraction(1)})
    for objective in ("fewest_demolitions", "fewest_touched", "least_cost"):
        seconds = timed(
            lambda objective=objective: least_change(
                account, bounds, rule.used, rule, rule.percent, objective
            )
        )
        print(f"least-change plan, {objective}: {seconds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
