"""How fast draws go through the law: ratios measured side by side in one run.

The lists of 1,100 areas x 16 list dates x 1,000 draws against one pass over the same arrays (every
figure compared once with one number), and against a plain loop over rows, timed on a part and
checked to give the same lists. Least processor times of rounds taken in turn; the ratios matter.

Run: ``python -m benchmarks.law``. Exit code 1 where a ratio is not reached.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable
from datetime import date
from time import process_time

import numpy as np

from monitor.categories import Verdicts
from monitor.draws import Draws, lists_of_draws
from monitor.law.load import law_on
from monitor.law.model import Law

LISTS, AREAS, DRAWS = 16, 1100, 1000
ROUNDS, PART = 9, 20
MOST_PASSES, LEAST_TIMES = 5, 500
COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
SPANS = {
    "nonwestern": (20, 70),
    "outside_labour": (25, 50),
    "convicted": (0.5, 3),
    "basic_education": (50, 70),
    "income": (45, 75),
    "population": (900, 3000),
}


def main() -> int:
    """Measure, print, and say whether both ratios are reached."""
    rng = np.random.default_rng(168)
    dates = [date(2025 + number, 12, 1) for number in range(LISTS)]
    laws = [law_on(day) for day in dates]
    figures = {
        code: (low + (high - low) * rng.random((LISTS, AREAS, DRAWS), dtype=np.float32)).astype(
            np.float32
        )
        for code, (low, high) in SPANS.items()
    }
    national = rng.uniform(0.6, 0.8, (LISTS, DRAWS)).astype(np.float32)
    before = {"parallel": np.arange(AREAS, dtype=np.int16) % 5}
    limit = np.float32(40)

    def one_pass() -> None:
        for drawn in figures.values():
            np.greater(drawn, limit)

    def through_the_law() -> None:
        lists_of_draws(laws, dates, figures, national, before)

    passed, lawful = in_turn(one_pass, through_the_law)
    cells = LISTS * AREAS * DRAWS
    part = {code: drawn[:, :PART, :PART] for code, drawn in figures.items()}
    began = process_time()
    by_rows = row_loop(laws, dates, part, national[:, :PART], before["parallel"])
    looped = (process_time() - began) / (LISTS * PART * PART) * cells
    whole = lists_of_draws(laws, dates, figures, national, before)
    same = all(np.array_equal(by_rows[name], whole[name][:, :PART, :PART]) for name in by_rows)
    print(f"{LISTS} lists x {AREAS} areas x {DRAWS} draws, float32")
    print(f"one pass over the arrays   {passed * 1000:9.0f} ms")
    print(f"through the law            {lawful * 1000:9.0f} ms   {lawful / passed:6.1f} passes")
    print(f"plain loop over rows       {looped:9.1f} s    {looped / lawful:6.0f} times slower")
    print(f"the loop's {LISTS * PART * PART} rows give the same lists: {'yes' if same else 'NO'}")
    good = same and lawful <= MOST_PASSES * passed and looped >= LEAST_TIMES * lawful
    return 0 if good else 1


def in_turn(*works: Callable[[], None]) -> list[float]:
    """The least processor seconds of each, taken in turn: a busy machine meets all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            began = process_time()
            work()
            taken.append(process_time() - began)
    return [min(taken) for taken in times]


def row_loop(
    laws: list[Law], dates: list[date], figures: dict[str, Draws], national: Draws, before: Draws
) -> dict[str, Verdicts]:
    """The same lists, one area, draw and list at a time."""
    lists, areas, draws = next(iter(figures.values())).shape
    names = (*laws[0].categories, "prevention_published")
    found = {name: np.zeros((lists, areas, draws), dtype=np.bool_) for name in names}
    # numbers of the law and figures as plain numbers, outside the loop
    rules = [rules_of(law) for law in laws]
    needed = [
        law.categories["transformation"].lists_needed(day) or 0
        for law, day in zip(laws, dates, strict=True)
    ]
    rates = national.tolist()
    plain = {code: drawn.tolist() for code, drawn in figures.items()}
    for area in range(areas):
        for draw in range(draws):
            streak = int(before[area])
            for number, law in enumerate(laws):
                row = {code: drawn[number][area][draw] for code, drawn in plain.items()}
                on: dict[str, bool] = {}
                for category in law.categories.values():
                    met = {
                        code: compare(row[code], np.float32(at * rates[number][draw]))
                        if relative
                        else compare(row[code], at)
                        for code, compare, at, relative in rules[number][category.code]
                    }
                    yes = all(met[code] for code in category.required)
                    if category.needed:
                        yes = yes and sum(met[c] for c in category.counted) >= category.needed
                    if category.within is not None:
                        yes = yes and on[category.within]
                    on[category.code] = yes
                    if category.published_without is not None:
                        listed = yes and not on[category.published_without]
                        on[f"{category.code}_published"] = listed
                streak = streak + 1 if on["parallel"] else 0
                on["transformation"] = on["transformation"] and streak >= needed[number]
                for name, yes in on.items():
                    found[name][number, area, draw] = yes
    return found


def rules_of(law: Law) -> dict[str, list[tuple[str, Callable[..., bool], float, bool]]]:
    """Per category: criterion, comparison, number, and whether it is a multiple of the nation's."""
    return {
        category.code: [
            (
                code,
                COMPARE[category_limit.operator],
                float(category_limit.value),
                category_limit.measure == "times_national",
            )
            for code in (*category.counted, *category.required)
            for category_limit in (law.criteria[code].limits[category.code],)
        ]
        for category in law.categories.values()
    }


if __name__ == "__main__":
    sys.exit(main())
