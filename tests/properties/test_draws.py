"""Draws take the same way through the law as history, whatever the blocks they go in."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from monitor.draws import lists_of_draws
from monitor.law.load import law_on, load_scenario
from monitor.law.model import Law
from tests import oracle

DATES = [date(year, 12, 1) for year in range(2019, 2027)]
SPANS = {
    "nonwestern": (20, 70),
    "outside_labour": (25, 50),
    "convicted": (0.5, 3),
    "basic_education": (50, 70),
    "income": (45, 75),
    "population": (900, 3000),
}
AREAS, DRAWS = 7, 40


def drawn() -> tuple[dict[str, np.ndarray], np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(4)
    figures = {
        code: rng.uniform(low, high, (len(DATES), AREAS, DRAWS))
        for code, (low, high) in SPANS.items()
    }
    before = {"parallel": rng.integers(0, 5, AREAS).astype(np.int16)}
    return figures, rng.uniform(0.6, 0.8, (len(DATES), DRAWS)), before


def through(laws: list[Law], cells: int = 1 << 16) -> dict[str, np.ndarray]:
    figures, national, before = drawn()
    return lists_of_draws(laws, DATES, figures, national, before, cells)


def test_draws_are_on_the_lists_that_counting_by_hand_gives() -> None:
    laws = [law_on(day) for day in DATES]
    figures, national, before = drawn()
    found = through(laws)
    seen = set()
    for area in range(AREAS):
        for draw in range(DRAWS):
            streak = int(before["parallel"][area])
            for number, law in enumerate(laws):
                row = {code: value[number, area, draw] for code, value in figures.items()}
                convicted = tuple(
                    row["convicted"] >= times * national[number, draw]
                    for times in oracle.TIMES[law.id]
                )
                expected = oracle.lists_of(
                    law.id,
                    tuple(row["nonwestern"] > limit for limit in oracle.ORIGIN[law.id]),
                    tuple(row["outside_labour"] > limit for limit in oracle.OUTSIDE[law.id]),
                    convicted,
                    tuple(row["basic_education"] > limit for limit in oracle.SCHOOLING[law.id]),
                    tuple(row["income"] < limit for limit in oracle.INCOME[law.id]),
                    bool(row["population"] >= 1000),
                )
                streak = streak + 1 if expected["parallel"] else 0
                expected["transformation"] = streak >= 5
                for name, listed in expected.items():
                    assert bool(found[name][number, area, draw]) is bool(listed)
                    seen.add((name, bool(listed)))
    assert {name for name, listed in seen if listed} == set(found)


@pytest.mark.parametrize("cells", [1, 80, 1 << 20])
def test_the_size_of_the_blocks_changes_nothing(cells: int) -> None:
    laws = [law_on(day) for day in DATES]
    usual, other = through(laws), through(laws, cells)
    assert usual.keys() == other.keys()
    for name, listed in usual.items():
        assert np.array_equal(listed, other[name])


def test_no_draw_is_on_a_list_that_does_not_exist_yet() -> None:
    found = through([law_on(day) for day in DATES])
    assert not found["prevention"][:2].any()
    assert found["prevention"][2:].any()


def test_draws_run_under_a_scenario() -> None:
    scenario = load_scenario("four_in_a_row")
    five, four = through([law_on(d) for d in DATES]), through([law_on(d, scenario) for d in DATES])
    assert np.array_equal(five["parallel"], four["parallel"])
    assert four["transformation"].sum() > five["transformation"].sum()
    assert not np.any(five["transformation"] & ~four["transformation"])
