"""The clock: lists in a row, the earliest transformation date, and when letting rules would end.

Published memberships outrank anything computed. Where a list is not known the count has a lowest
and a highest value; nothing is assumed in between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from monitor.categories import Verdict, in_a_row
from monitor.dates import LATEST
from monitor.law.model import Category, Law
from monitor.streaks import run_lengths


class Memberships(Protocol):
    """What is known of an area's place on a list."""

    def __call__(self, list_date: date, area_id: str, category: str) -> Verdict:
        """Yes, no, unknown, or n/a where the category did not exist."""


@dataclass(frozen=True)
class Streak:
    """Lists in a row ending with a list date.

    ``last_known`` is the streak at the last list whose outcome is known (None where there is none,
    or an unknown list before it leaves two answers); ``low`` and ``high`` what it can be at the
    list date itself.
    """

    last_known: int | None
    last_known_date: date | None
    low: int
    high: int


@dataclass(frozen=True)
class ClockReading:
    """One area's clock on a list date."""

    list_date: date
    area_id: str
    streak: Streak
    lists_needed: int | None
    earliest_transformation: date | None
    rules_end: date | None
    clean_lists: int | None


def streak(status: Memberships, area_id: str, category: str, list_dates: Sequence[date]) -> Streak:
    """Lists in a row of ``category`` ending with the last of ``list_dates``.

    Args:
        status: memberships, three-valued.
        area_id: which area.
        category: which list; before a category existed nothing counts.
        list_dates: consecutive 1 December lists, oldest first.
    """
    verdicts = [status(list_date, area_id, category) for list_date in list_dates]
    if not verdicts:
        return Streak(0, None, 0, 0)
    on = np.array([verdict == "yes" for verdict in verdicts])
    perhaps = np.array([verdict in ("yes", "unknown") for verdict in verdicts])
    low, high = run_lengths(on), run_lengths(perhaps)
    settled = [index for index, verdict in enumerate(verdicts) if verdict != "unknown"]
    if not settled:
        return Streak(None, None, int(low[-1]), int(high[-1]))
    last = settled[-1]
    settled_streak = int(low[last]) if low[last] == high[last] else None
    return Streak(settled_streak, list_dates[last], int(low[-1]), int(high[-1]))


def enough_in_a_row(category: Category, list_date: date, counted: Streak) -> Verdict:
    """Whether the lists in a row suffice, whatever the unknown lists held."""
    needed = category.lists_needed(list_date)
    low, high = (
        bool(in_a_row(category, needed, np.array(count, dtype=np.int16)))
        for count in (counted.low, counted.high)
    )
    return "yes" if low else "unknown" if high else "no"


def back_cast(
    law: Law,
    law_of: Callable[[date], Law],
    status: Memberships,
    recomputed: Memberships,
) -> Memberships:
    """Memberships as they would be had earlier years met this version's conditions.

    A reading no authority uses (§ 61 a, stk. 4 by its letter): kept as a switch to show that the
    published lists refute it. Lists made under the same conditions stand as published.
    """

    def asked(list_date: date, area_id: str, category: str) -> Verdict:
        if same_conditions(law, law_of(list_date), category):
            return status(list_date, area_id, category)
        return recomputed(list_date, area_id, category)

    return asked


def same_conditions(one: Law, other: Law, category: str) -> bool:
    """Whether two versions ask the same of one year for a category (limits, operators, counts)."""
    return _conditions(one, category) == _conditions(other, category)


def _conditions(law: Law, code: str | None) -> tuple[object, ...] | None:
    if code is None:
        return ()
    category = law.categories.get(code)
    if category is None:
        return None
    limits = tuple(
        (
            criterion,
            law.criteria[criterion].limits[code].operator,
            law.criteria[criterion].limits[code].measure,
            law.criteria[criterion].limits[code].value,
        )
        for criterion in (*category.counted, *category.required)
    )
    return category.needed, category.counted, limits, _conditions(law, category.within)


def read_clock(
    status: Memberships,
    area_id: str,
    list_dates: Sequence[date],
    law: Law,
    next_list: Callable[[date], date],
    law_of: Callable[[date], Law] | None = None,
) -> ClockReading:
    """The clock of one area at the last of ``list_dates``.

    Args:
        status: memberships, three-valued.
        area_id: which area.
        list_dates: consecutive 1 December lists up to the one in question, oldest first.
        law: the version in force at the last of them.
        next_list: the list date after a list date.
        law_of: the version of any list, earlier and to come; ``law`` for all where not given.
    """
    list_date = list_dates[-1]
    in_force = law_of or (lambda _: law)
    transformation = next(
        (c for c in law.categories.values() if c.lists_in_a_row is not None), None
    )
    # the clock ran before the category existed: the law of 2018 counted back to the list of 2014
    counted_list = "parallel" if transformation is None else transformation.within
    counted = streak(status, area_id, counted_list or "parallel", list_dates)
    needed = None if transformation is None else transformation.lists_needed(list_date)
    return ClockReading(
        list_date=list_date,
        area_id=area_id,
        streak=counted,
        lists_needed=needed,
        earliest_transformation=None
        if needed is None or transformation is None
        else _earliest(
            lambda day: _needed(in_force(day), transformation.code, day),
            _highest(status, area_id, counted_list or "parallel", list_dates),
            list_dates,
            next_list,
        ),
        rules_end=_rules_end(status, area_id, list_dates, law, next_list),
        clean_lists=_clean(status, area_id, list_dates, law),
    )


def _needed(law: Law, code: str, day: date) -> int | None:
    category = law.categories.get(code)
    return None if category is None else category.lists_needed(day)


def _highest(
    status: Memberships, area_id: str, category: str, list_dates: Sequence[date]
) -> list[int]:
    """The most lists in a row that can end with each list."""
    perhaps = [status(day, area_id, category) in ("yes", "unknown") for day in list_dates]
    return [int(length) for length in run_lengths(np.array(perhaps))]


def _earliest(
    lists_needed: Callable[[date], int | None],
    highest: Sequence[int],
    list_dates: Sequence[date],
    next_list: Callable[[date], date],
) -> date | None:
    """The first list on which the lists in a row can suffice, in the run that ends now.

    Every list is asked by what is needed on its own day. Where enough are in a row already it is
    the list on which they first were; else the lists to come are walked, each one longer.
    """
    reached: date | None = None
    for day, length in zip(reversed(list_dates), reversed(highest), strict=True):
        needed = lists_needed(day)
        if needed is None or not length or length < needed:
            break
        reached = day
    if reached is not None:
        return reached
    day, length = list_dates[-1], highest[-1]
    while day.year < LATEST:
        day, length = next_list(day), length + 1
        needed = lists_needed(day)
        if needed is not None and length >= needed:
            return day
    return None


def _clean(status: Memberships, area_id: str, list_dates: Sequence[date], law: Law) -> int | None:
    """Clean lists in a row surely behind an area that has been a transformation area."""
    if law.release is None or list_dates[-1] < law.release.in_force_from:
        return None
    if not any(status(day, area_id, "transformation") == "yes" for day in list_dates):
        return None
    clean = np.array(
        [
            all(status(day, area_id, category) in ("no", "n/a") for category in law.release.failing)
            for day in list_dates
        ]
    )
    return int(run_lengths(clean)[-1])


def _rules_end(
    status: Memberships,
    area_id: str,
    list_dates: Sequence[date],
    law: Law,
    next_list: Callable[[date], date],
) -> date | None:
    """The list with which enough clean ones in a row would end the letting rules, at the earliest.

    Clean lists that may have been clean count too: the date is the earliest possible. Once reached,
    the date at which it was surely reached stands.
    """
    clean_now = _clean(status, area_id, list_dates, law)
    if clean_now is None or law.release is None:
        return None
    perhaps_clean = np.array(
        [
            all(status(day, area_id, category) != "yes" for category in law.release.failing)
            for day in list_dates
        ]
    )
    runs = run_lengths(perhaps_clean)
    listed = [
        i for i, day in enumerate(list_dates) if status(day, area_id, "transformation") == "yes"
    ]
    for index in range(listed[-1], len(list_dates)):
        if runs[index] >= law.release.clean_lists:
            return list_dates[index]
    day = list_dates[-1]
    for _ in range(law.release.clean_lists - int(runs[-1])):
        day = next_list(day)
    return day
