"""Open changes of one municipality: against statsmodels, by hand, and over simulated ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from forecasts.delay import Change, anniversary, begun_years, count_changes, whole_years
from forecasts.delay_chances import arrivals, exposure, open_changes, outcome, sizes
from forecasts.delay_evidence import LEVELS, Grid, evidence, full_grid
from forecasts.delay_model import fit, modes
from monitor.account import Account
from monitor.law.load import law_by_id
from monitor.target_rule import target_rule
from tests.target.frames import plan

AS_OF = date(2026, 4, 1)
FORTY = (40, 1)
RULE = target_rule(law_by_id("2021"))


def changes(*patterns: tuple[str, int, int, int | None, int]) -> list[Change]:
    """(area, planned year, followed, late, how many) -> so many changes."""
    return [
        Change(area, year, followed, late, dropped=False)
        for area, year, followed, late, many in patterns
        for _ in range(many)
    ]


SEEN = changes(
    ("a", 2021, 3, 0, 9),
    ("a", 2021, 3, 2, 4),
    ("a", 2022, 2, None, 3),
    ("b", 2021, 3, 0, 2),
    ("b", 2021, 3, 1, 5),
    ("b", 2022, 2, 1, 4),
    ("b", 2022, 2, None, 6),
)


def one_point(area: float, year: float, dropped: float) -> Grid:
    return Grid(*(np.array([number]) for number in (area, year, dropped, 0.0)))


@pytest.mark.parametrize(("area", "year"), [(0.5, 0.8), (1.0, 0.3)])
def test_the_mode_is_that_of_statsmodels_mixed_logit(area: float, year: float) -> None:
    """Nothing dropped: the slope of statsmodels' posterior is nought where our mode is."""
    from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

    seen = evidence(tuple(SEEN))
    found = modes(seen, one_point(area, year, 1e-12)).at[0]
    times = seen.many[seen.change].astype(int)
    rows = np.repeat(np.arange(len(times)), times)
    theirs = BinomialBayesMixedGLM(
        seen.came[rows],
        seen.design[rows, :LEVELS],
        seen.design[rows, LEVELS:],
        np.repeat([0, 1], [len(seen.areas), len(seen.years)]),
        fe_p=1.5,
    )
    # their parameters: levels, logs of the two standard deviations, areas and years
    spreads = np.log([area, year])
    slope = theirs.logposterior_grad(np.concatenate([found[:LEVELS], spreads, found[LEVELS:]]))
    assert np.abs(np.delete(slope, [LEVELS, LEVELS + 1])).max() < 1e-4


def test_more_dropped_the_longer_overdue() -> None:
    """A change five years overdue is likelier dropped than one overdue since yesterday."""
    history = changes(("a", 2020, 5, 0, 20), ("a", 2020, 5, None, 5), ("a", 2020, 5, 1, 5))
    rng = np.random.default_rng(1)
    fitted = fit(count_changes(history), rng)
    planned = [date(2020, 6, 1), date(2026, 3, 31)]
    by_2036 = arrivals(fitted, "a", planned, AS_OF, [date(2036, 1, 1)], rng)[0].mean(axis=0)
    assert by_2036[0] < by_2036[1] - 0.25


def test_a_late_area_is_late_again_and_a_new_one_lies_between() -> None:
    history = changes(
        ("slow", 2021, 4, None, 15), ("slow", 2021, 4, 3, 5), ("fast", 2021, 4, 0, 20)
    )
    fitted = fit(count_changes(history), np.random.default_rng(1))
    chance = {
        area: arrivals(
            fitted, area, [date(2027, 6, 1)], AS_OF, [date(2028, 1, 1)], np.random.default_rng(2)
        )[0].mean()
        for area in ("slow", "fast", "new")
    }
    assert chance["slow"] < chance["new"] < chance["fast"]
    assert chance["slow"] < 0.3
    assert chance["fast"] > 0.8


def test_known_dropped_changes_raise_the_share_that_never_comes() -> None:
    kept = fit(count_changes(SEEN), np.random.default_rng(1))
    gone = [Change("a", 2021, 3, None, dropped=True)] * 12
    less = fit(count_changes([*SEEN, *gone]), np.random.default_rng(1))
    assert less.dropped.mean() > kept.dropped.mean() + 0.1


def test_how_much_of_a_year_of_delay_is_left() -> None:
    """Planned 1 July 2025, read 1 April 2026: three quarters of its first year have gone."""
    planned = [date(2025, 7, 1), date(2026, 7, 1)]
    gone = exposure(planned, date.min, AS_OF, 3)
    left = exposure(planned, AS_OF, date(2028, 1, 1), 3)
    assert gone[0].round(2).tolist() == [1.0, 0.75, 0.0]
    assert left[0].round(2).tolist() == [0.0, 0.25, 1.0]
    assert gone[1].tolist() == [0, 0, 0]
    assert left[1].round(2).tolist() == [1.0, 1.0, 0.5]


def test_sizes_only_where_changes_enough_tell_both_numbers() -> None:
    told = [replace(one, ratio=0.8 if at % 2 else 1.0) for at, one in enumerate(SEEN)]
    assert fit(count_changes(SEEN), np.random.default_rng(1)).sizes is None
    assert fit(count_changes(told[:9]), np.random.default_rng(1)).sizes is None
    found = fit(count_changes(told), np.random.default_rng(1)).sizes
    assert found is not None
    assert np.exp(found[:, 0].mean()) == pytest.approx(np.sqrt(0.8), abs=0.02)


def test_the_grid_says_each_prior_once() -> None:
    grid = full_grid()
    assert len(grid.area) == 4 * 4 * 7
    assert len({*zip(grid.area, grid.year, grid.dropped, strict=True)}) == len(grid.area)


class World:
    """One simulated municipality: its true chances, its past and what becomes of its plan."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.areas = [f"omr{number}" for number in range(int(rng.integers(2, 7)))]
        spread_area, spread_year = rng.uniform(0, 0.9, 2)
        self.area = dict(zip(self.areas, rng.normal(0, spread_area, len(self.areas)), strict=True))
        self.year = rng.normal(0, spread_year, 40)
        self.levels = rng.normal([0.0, -0.2], [0.8, 0.6])
        self.dropped = rng.uniform(0, 0.3) * (rng.random() < 0.75)
        self.size = (rng.normal(-0.05, 0.05), rng.uniform(0.0, 0.3))

    def planned(self, first: date, last: date) -> date:
        return first + timedelta(days=int(self.rng.integers((last - first).days)))

    def done(self, area: str, planned: date) -> date | None:
        """The day it comes; within a year of delay any day is as likely."""
        if self.rng.random() < self.dropped:
            return None
        for k in range(25):
            logit = self.levels[min(k, 1)] + self.area[area] + self.year[planned.year + k - 2015]
            if self.rng.random() < expit(logit):
                late = max(k - 1, 0)
                days = int(self.rng.integers(1, 366)) if k else 0
                return anniversary(planned, late) + timedelta(days=days)
        return None

    def ratio(self) -> float:
        mean, spread = self.size
        return float(np.exp(mean + spread * self.rng.standard_normal()))


def simulated(rng: np.random.Generator) -> float:
    """Where the true share of one area lies among its forecasts, ties broken at random."""
    world = World(rng)
    history, waiting = [], []
    for _ in range(int(rng.integers(20, 81))):
        area = str(rng.choice(world.areas))
        planned = world.planned(date(2020, 1, 1), AS_OF)
        came = world.done(area, planned)
        followed = whole_years(planned, AS_OF)
        ratio = None
        late = None
        if came is not None and came < AS_OF:
            ratio = world.ratio()
            late = begun_years(planned, came)
        else:
            waiting.append((area, planned, came))
        seen = late if late is not None and late <= followed else None
        history.append(Change(area, planned.year, followed, seen, dropped=False, ratio=ratio))
    area = str(rng.choice(world.areas))
    for _ in range(int(rng.integers(3, 12))):
        planned = world.planned(AS_OF, date(2029, 12, 1))
        waiting.append((area, planned, world.done(area, planned)))
    mine = [(planned, came) for one, planned, came in waiting if one == area]
    amounts = np.exp(rng.normal(3.0, 0.8, len(mine))).astype(int) + 1
    rows = plan(
        *(
            {"area_id": area, "lever": "sell", "amount": int(amount), "planned_date": planned}
            | {"note": str(number)}
            for number, (amount, (planned, _)) in enumerate(zip(amounts, mine, strict=True))
        )
    )
    account, deadline = Account(5000, 3000, 0, 0, 0), date(2030, 1, 1)
    still = open_changes(area, rows, RULE, AS_OF, AS_OF)
    fitted = fit(count_changes(history), rng)
    by_then = arrivals(fitted, area, still.planned, AS_OF, [deadline], rng)[0][:, np.newaxis]
    came = rng.random((len(by_then), 5, len(mine))) < by_then
    size = sizes(fitted, len(mine), 5, rng)
    _, shares = outcome(came, size, still, account, RULE, FORTY)
    # what became of it, size and all
    sold = sum(
        round(amount * world.ratio())
        for amount, (_, day) in zip(amounts.tolist(), mine, strict=True)
        if day is not None and day < deadline
    )
    truth = 100.0 * (5000 - sold) / 8000
    return float((shares < truth - 1e-9).mean() + rng.random() * np.isclose(shares, truth).mean())


def places(municipalities: int, seed: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    return np.array([simulated(rng) for _ in range(municipalities)])


def within(found: NDArray[np.float64], coverage: float) -> float:
    tail = (1 - coverage) / 2
    return float(((found > tail) & (found < 1 - tail)).mean())


def test_forecasts_of_the_share_cover_as_they_say_in_a_sample() -> None:
    """80 municipalities: within 10 points of 90 percent, three standard errors of the sample."""
    assert abs(within(places(80, 168), 0.9) - 0.9) <= 0.1


@pytest.mark.campaign
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_forecasts_of_the_share_cover_within_three_points(seed: int) -> None:
    """1,000 simulated municipalities; areas, years, dropped changes and sizes all vary."""
    found = places(1000, seed)
    assert abs(within(found, 0.9) - 0.9) <= 0.03
    assert abs(within(found, 0.8) - 0.8) <= 0.03


def test_rows_in_any_order_wait_alike() -> None:
    rows = [
        {"lever": "sell", "amount": 10, "planned_date": date(2025, 6, 1)},
        {"lever": "demolish", "amount": 12, "planned_date": date(2027, 6, 1)},
    ]
    one, other = (
        open_changes("a", plan(*order), RULE, AS_OF, AS_OF) for order in (rows, rows[::-1])
    )
    assert one.planned == other.planned
    assert pl.DataFrame(one.effects).equals(pl.DataFrame(other.effects))
