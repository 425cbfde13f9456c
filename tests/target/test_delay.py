"""The delay model: counted by hand, and its intervals against simulated municipalities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from forecasts.delay import (
    COVERAGE,
    FEWEST_CHANGES,
    Change,
    Delays,
    begun_years,
    count_changes,
    count_delays,
    delays,
    share_done_within,
)
from forecasts.delay_chances import chances_by_january
from forecasts.target_lines import area_lines
from forecasts.target_outlook import DELAYS, paths
from forecasts.target_standing import standing
from monitor.account import Account
from monitor.law.load import law_by_id
from monitor.target_record import study_of_folder
from monitor.target_rule import target_rule
from tests.target.frames import plan

AS_OF = date(2026, 11, 24)
RULE = target_rule(law_by_id("2021"))
WITHIN = (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("done", "late"),
    [
        (date(2022, 12, 1), 0),
        (date(2023, 3, 1), 0),
        (date(2023, 3, 2), 1),
        (date(2024, 3, 1), 1),
        (date(2024, 3, 2), 2),
    ],
)
def test_delay_in_begun_years(done: date, late: int) -> None:
    assert begun_years(date(2023, 3, 1), done) == late


def test_completed_and_overdue_changes_by_hand() -> None:
    """One on time, one in its second year, one open for 2.6 years, one dropped, one not yet due."""
    rows = plan(
        {"lever": "sell", "amount": 1, "planned_date": date(2024, 3, 1), "note": "a"}
        | {"status": "done", "date_done": date(2024, 2, 1)},
        {"lever": "sell", "amount": 2, "planned_date": date(2023, 3, 1), "note": "b"}
        | {"status": "done", "date_done": date(2024, 6, 1)},
        {"lever": "demolish", "amount": 3, "planned_date": date(2024, 4, 1)},
        {"lever": "merge", "amount": 4, "planned_date": date(2025, 6, 1), "status": "dropped"},
        {"lever": "sell", "amount": 5, "planned_date": date(2027, 6, 1)},
    )
    found = delays(rows, AS_OF)
    assert found.changes == 4
    assert found.at_risk == (4, 3, 2)
    assert found.completed == (1, 0, 1)
    assert not found.enough


def test_a_change_done_in_a_year_not_yet_over_is_censored() -> None:
    """Otherwise the done ones of this year would count and the open ones would not."""
    rows = plan(
        {"lever": "sell", "amount": 1, "planned_date": date(2026, 3, 1)}
        | {"status": "done", "date_done": date(2026, 6, 1)}
    )
    found = delays(rows, AS_OF)
    assert (found.changes, found.at_risk, found.completed) == (1, (1,), (0,))


def municipality(rng: np.random.Generator) -> tuple[Delays, NDArray[np.float64]]:
    """One simulated municipality: what is seen of it, and its true chances year by year."""
    changes = int(rng.integers(FEWEST_CHANGES, 81))
    true = np.concatenate([rng.uniform(0.2, 0.8, 1), rng.uniform(0.2, 0.7, 8)])
    followed = np.floor(rng.uniform(0, 6, changes)).astype(np.int64)
    comes = rng.random((changes, len(true))) < true
    late = np.where(comes.any(axis=1), comes.argmax(axis=1), 99)
    came = late <= followed
    return count_delays(np.where(came, late, followed), came), true


def coverage(municipalities: int, seed: int) -> NDArray[np.float64]:
    """How often the interval for "at most so late" holds the truth, per entry of ``WITHIN``."""
    rng = np.random.default_rng(seed)
    held = np.zeros((municipalities, len(WITHIN)))
    for one in range(municipalities):
        seen, true = municipality(rng)
        for place, years in enumerate(WITHIN):
            truth = 1 - np.prod(1 - true[: years + 1])
            _, low, high = share_done_within(seen, years, rng, 1000)
            held[one, place] = low <= truth <= high
    return held.mean(axis=0)


def test_intervals_cover_as_they_say_in_a_sample() -> None:
    """300 municipalities: within 5 points of 90 percent, three standard errors of the sample."""
    assert np.abs(coverage(300, 168) - COVERAGE).max() <= 0.05


@pytest.mark.campaign
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_intervals_cover_within_three_points(seed: int) -> None:
    """1,000 simulated municipalities."""
    assert np.abs(coverage(1000, seed) - COVERAGE).max() <= 0.03


def seen_as(on_time: int, later: tuple[int, ...], still_open: int) -> Delays:
    """So many on time, so many in each year after, the rest open two years after their date."""
    late = [0] * on_time + [k for k, many in enumerate(later, start=1) for _ in range(many)]
    ends: list[int | None] = [*late, *[None] * still_open]
    return count_changes(
        [Change("a", 2020 + at % 4, 2, end, dropped=False) for at, end in enumerate(ends)]
    )


SEEN = seen_as(30, (18, 6), 6)


def chance_of(*rows: dict, account: Account, seen: Delays = SEEN) -> list[float]:
    found = chances_by_january(
        "a", account, plan(*rows), seen, RULE, (40, 1), AS_OF, date(2026, 1, 1)
    )
    return [one.probability for one in found]


def test_what_was_seen_counts_as_before() -> None:
    assert (SEEN.changes, SEEN.at_risk, SEEN.completed) == (60, (60, 30, 12), (30, 18, 6))


def test_the_chance_of_one_change_is_the_chance_that_it_comes() -> None:
    """30 of 60 came on time: a change due in December 2029 that decides has chance a half."""
    half = chance_of(
        {"lever": "sell", "amount": 20, "planned_date": date(2029, 12, 1)},
        account=Account(60, 40, 0, 0, 0),
    )
    assert half[:3] == [0, 0, 0]
    assert 0.45 < half[3] < 0.57


def test_a_change_due_on_the_deadline_comes_too_late() -> None:
    """It counts only if completed before 1 January 2030."""
    found = chance_of(
        {"lever": "sell", "amount": 20, "planned_date": date(2030, 1, 1)},
        account=Account(60, 40, 0, 0, 0),
    )
    assert found == [0, 0, 0, 0]


def test_the_chance_never_falls_with_time_and_is_one_where_the_target_is_met() -> None:
    rows = [
        {"lever": "sell", "amount": 10, "planned_date": date(2025, 6, 1)},
        {"lever": "demolish", "amount": 12, "planned_date": date(2027, 6, 1)},
    ]
    found = chance_of(*rows, account=Account(60, 40, 0, 0, 0))
    assert found == sorted(found)
    assert 0 < found[-1] < 1
    assert chance_of(*rows, account=Account(30, 70, 0, 0, 0)) == [1, 1, 1, 1]


def test_the_same_input_gives_the_same_chance_whatever_the_order_of_rows() -> None:
    rows = [
        {"lever": "sell", "amount": 10, "planned_date": date(2025, 6, 1)},
        {"lever": "demolish", "amount": 12, "planned_date": date(2027, 6, 1)},
    ]
    account = Account(60, 40, 0, 0, 0)
    assert chance_of(*rows, account=account) == chance_of(*reversed(rows), account=account)


def history(changes: int) -> str:
    """Plan rows of an invented area: so many past changes, two in three done, some of them late."""
    lines = ["area_id,lever,amount,unit,planned_date,status,date_done,note"]
    for number in range(changes):
        year = 2020 + number % 5
        done = "" if number % 3 == 0 else f"{year + number % 2}-09-01"
        status = "done" if done else "started"
        lines.append(f"opdigtet,relabel_youth,1,dwellings,{year}-06-01,{status},{done},{number}")
    lines.append("opdigtet,demolish,200,dwellings,2028-06-01,planned,,stor")
    return "\n".join(lines) + "\n"


DWELLINGS = (
    "area_id,date,indicator,value,building\n"
    "opdigtet,2026-01-01,dwellings_total,1000,\nopdigtet,2026-01-01,dwellings_family,590,\n"
    "opdigtet,2026-01-01,demolished_not_replaced,0,\nopdigtet,2026-01-01,commercial_m2,0,x\n"
)


@pytest.mark.parametrize(("changes", "given"), [(FEWEST_CHANGES, True), (19, False)])
def test_a_probability_only_where_enough_changes_are_completed_or_overdue(
    folder: Callable[..., Path], changes: int, given: bool
) -> None:
    study = study_of_folder(folder(dwellings=DWELLINGS, plan=history(changes)), AS_OF)
    table = paths(study)
    stands = standing(study, "opdigtet", table)
    assert stands.changes_seen == changes
    line = next(line for line in area_lines(study, "opdigtet", "da") if "andsynlighed" in line)
    if not given:
        assert stands.chance is None
        assert DELAYS not in set(table["path"])
        assert line == (
            "For få gennemførte ændringer til at give en sandsynlighed (19 gennemførte eller "
            "overskredne, mindst 20 kræves)."
        )
        return
    rows = table.filter(table["path"] == DELAYS).sort("date")
    assert rows["probability"].to_list() == sorted(rows["probability"].to_list())
    assert stands.chance is not None
    assert stands.chance_low is not None
    assert stands.chance_high is not None
    assert stands.chance_low < stands.chance < stands.chance_high
    assert "Bygger på 20 gennemførte eller overskredne ændringer." in line
    assert paths(study).equals(table)
