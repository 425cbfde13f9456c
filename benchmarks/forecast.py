"""Speed of the draws, as ratios of processor seconds side by side in one run (synthetic areas).

python benchmarks/forecast.py [areas]
"""

import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from forecasts.observations import Observations
from forecasts.panel import Known
from forecasts.pooling import pool
from forecasts.prior import read_prior
from forecasts.scales import INDICATORS, scale_of
from forecasts.simulate import Simulation, each_area, prepare
from forecasts.streams import stream
from monitor.categories import categorise
from monitor.law.load import law_on
from monitor.streaks import step

DRAWS, LISTS, YEARS = 10_000, 10, 10
PRIOR = read_prior()
DAYS = tuple(date(2026 + n, 12, 1) for n in range(LISTS))
LAWS = tuple(law_on(day) for day in DAYS)


def synthetic(areas: int) -> Known:
    """Ten yearly figures of six indicators for each synthetic area."""
    rng = np.random.default_rng(1)
    names = tuple(f"synthetic-{n:05d}" for n in range(areas))
    residents = np.exp(rng.normal(7.5, 0.5, areas))
    area = np.repeat(np.arange(areas), YEARS)
    year = np.tile(np.arange(2015, 2015 + YEARS), areas)
    found = {}
    for code in INDICATORS:
        prior = PRIOR.indicators[code]
        own = prior.mean + prior.level * rng.standard_normal(areas)
        walk = (prior.own * rng.standard_normal((areas, YEARS))).cumsum(axis=1)
        scale = scale_of(code, prior.reference)
        found[code] = Observations(
            code, names, rng.integers(0, 5, areas), residents, residents * prior.base_share,
            scale.back(own), area, year, year, np.zeros(len(area), dtype=np.int64),
            (own[:, None] + walk).ravel(), np.full(len(area), 1e-4),
        )  # fmt: skip
    return Known(names, found, (), {}, relative=False, remarks=(), first=2015)


def whole(known: Known) -> Simulation:
    """The prior moved by the figures, the models conditioned, what is shared drawn."""
    moved = {code: pool(known.observations[code], one) for code, one in PRIOR.indicators.items()}
    return prepare(known, DAYS, LAWS, replace(PRIOR, indicators=moved), draws=DRAWS)


def through_law(made: Simulation) -> np.ndarray:
    """(areas, lists, categories) counts of draws in each category, streaks along the lists."""
    limits = made.limits()

    def count(area: int) -> np.ndarray:
        met = made.verdicts(area, made.block(area), limits)
        streak = np.zeros(made.draws, dtype=np.int16)
        found = []
        for number, law in enumerate(made.laws):
            lists = categorise(law, met[number])
            streak = step(streak, lists["parallel"])
            needed = law.categories["transformation"].lists_needed(made.lists[number])
            hard = streak >= needed
            found.append([lists["exposed"].sum(), lists["parallel"].sum(), hard.sum(),
                          lists["prevention"].sum()])  # fmt: skip
        return np.array(found)

    return np.stack(list(each_area(made, count)))


def normals(made: Simulation) -> None:
    """The same normals and nothing else, on the same number of threads."""

    def draw(area: int) -> None:
        rng = stream(made.areas[area])
        for _ in INDICATORS:
            rng.standard_normal((made.draws, LISTS), dtype=np.float32)

    list(each_area(made, draw))


def timed(work: Callable[[], object]) -> float:
    """Processor seconds one call takes, over all threads: others on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def statsmodels_fits(known: Known, series: int) -> float:
    """Seconds a series of a local level fit and the same number of simulated futures."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    values = known.observations["outside_labour_pct"].value.reshape(-1, YEARS)[:series]

    def fit() -> None:
        for one in values:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = UnobservedComponents(one, "llevel").fit(disp=0)
            found.simulate(LISTS, repetitions=DRAWS, anchor="end")

    return timed(fit) / series


def main(areas: int) -> None:
    """Print the ratios."""
    known = synthetic(areas)
    start = time.process_time()
    made = whole(known)
    fit = time.process_time() - start
    alone = min(timed(lambda: normals(made)) for _ in range(2))
    drawn = timed(lambda: through_law(made))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{areas} areas x 6 indicators x {LISTS} lists x {DRAWS} draws")
    print(f"pooling, conditioning and shared draws {fit:.2f} s; the normals alone {alone:.2f} s")
    print(f"draws through all categories {drawn:.2f} s = {drawn / alone:.2f} times the normals")
    print(f"everything {(drawn + fit) / alone:.2f} times the normals; peak {peak:.0f} MB")
    single = statsmodels_fits(known, 8)
    print(f"statsmodels series by series: {single * areas * 6 / (drawn + fit):.0f} times as long")
    small = synthetic(max(areas // 10, 1))
    tenth = timed(lambda: through_law(whole(small)))
    print(f"ten times the areas: {(drawn + fit) / tenth:.1f} times as long")
    start = time.perf_counter()
    through_law(whole(synthetic(10)))
    ten = time.perf_counter() - start
    print(f"ten areas whole: {ten:.2f} s by the clock, after import")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_100)
