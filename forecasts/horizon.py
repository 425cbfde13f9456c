"""Which lists an outlook speaks of, what is known of them, and where the counting starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.categories import Verdict
from monitor.classification import LawOf, next_list
from monitor.clock import Memberships, streak
from monitor.law.model import Law
from monitor.panel import Panel
from monitor.published import Published
from monitor.verdicts import AreaVerdict, judge

COMING = 4
"""Lists after the as-of date an outlook speaks of: the coming one and three more."""
COUNTED = "parallel"
"""The list whose years in a row were counted before a law said so (§ 61 a of 2018 counted back)."""


@dataclass(frozen=True)
class Horizon:
    """The lists before and after a date.

    Attributes:
        as_of: the date.
        known: 1 December lists published by then, those nobody read among them left out.
        open: lists nobody has read yet, published by now or not, oldest first.
        published: what was said on the known ones.
        law_of: the version in force on a date, or a scenario's.
    """

    as_of: date
    known: tuple[date, ...]
    open: tuple[date, ...]
    published: Published
    law_of: LawOf

    @property
    def last(self) -> date | None:
        """The newest list that was read."""
        return self.known[-1] if self.known else None

    def ahead(self, day: date) -> int:
        """How many lists after the as-of date a list is; 0 for one that must be out by then."""
        return sum(self.as_of < one <= day for one in self.open)

    def unread(self, day: date) -> int:
        """How many lists after the last one read a list is."""
        return sum(one <= day for one in self.open)

    def chain(self) -> tuple[date, ...]:
        """Every 1 December list from the first one read, also those nobody handed in."""
        if not self.known:
            return self.open
        days = [self.known[0]]
        while days[-1] < self.open[-1]:
            days.append(next_list(self.law_of(days[-1]))(days[-1]))
        return tuple(days)

    def drawn(self, areas: Sequence[str]) -> tuple[date, ...]:
        """The lists to draw: the open ones, and earlier ones unknown for some of ``areas``.

        Only as far back as lists in a row are counted.
        """
        chain = self.chain()
        first = chain.index(self.open[0])
        needed = max((lists_needed(self.law_of(day), day) for day in self.open), default=0)
        for number in range(max(first - needed, 0), first):
            day = chain[number]
            if any(self.published.status(day, area, COUNTED) == "unknown" for area in areas):
                return chain[number:]
        return chain[first:]

    def streak_before(self, area: str, first: date) -> int:
        """Lists in a row ending with the last one before ``first``."""
        earlier = tuple(day for day in self.chain() if day < first)
        status: Memberships = self.published.status
        return streak(status, area, COUNTED, earlier).low


def lists_needed(law: Law, day: date) -> int:
    """The most lists in a row any category of a law asks for."""
    return max((c.lists_needed(day) or 0 for c in law.categories.values()), default=0)


def horizon(published: Published, as_of: date, law_of: LawOf, coming: int = COMING) -> Horizon:
    """The lists read by a date and those that follow.

    Raises:
        DateOutsideLawError: no law covers the lists after ``as_of``.
    """
    known = published.first_december
    day = known[-1] if known else as_of
    found: list[date] = []
    while sum(one > as_of for one in found) < coming:
        day = next_list(law_of(day))(day)
        found.append(day)
    return Horizon(as_of, known, tuple(found), published, law_of)


class Today:
    """Where each area stands today: on the newest list read, else by its newest figures."""

    def __init__(self, lists: Horizon, panel: Panel, areas: Sequence[str]) -> None:
        self._lists = lists
        self._judged: dict[str, AreaVerdict] = {}
        if lists.last is not None:
            law = lists.law_of(lists.last)
            found = judge(panel, law, lists.last, tuple(sorted(areas)))
            self._judged = {one.area_id: one for one in found}

    def standing(self, area: str, category: str, name: str) -> Verdict:
        """On the list or not.

        Args:
            area: which area.
            category: whose list.
            name: the computed verdict its published list is compared with.
        """
        day = self._lists.last
        if day is None:
            return "unknown"
        said = self._lists.published.status(day, area, category)
        law = self._lists.law_of(day)
        if said != "unknown" or category not in law.categories:
            return said if category in law.categories else "n/a"
        if law.categories[category].lists_in_a_row is not None or area not in self._judged:
            return "unknown"
        return self._judged[area].categories.get(name, "unknown")
