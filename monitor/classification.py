"""Every list re-derived: verdicts from figures, beside what was published, and what disagrees.

The order of work: figures -> verdicts (``verdicts``) -> lists in a row (``clock``) -> beside the
published lists -> findings. The tables are made in ``tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.categories import Verdict, both, published_name
from monitor.clock import (
    ClockReading,
    Memberships,
    back_cast,
    enough_in_a_row,
    read_clock,
    streak,
)
from monitor.law.model import Law
from monitor.panel import Panel
from monitor.published import Published
from monitor.verdicts import AreaVerdict, WhyRow, judge

LawOf = Callable[[date], Law]


@dataclass(frozen=True)
class ListedArea:
    """One area on one list date: what its figures say, what was published, and the clock.

    ``verdict`` is None where the area was not judged. ``computed`` adds the lists in a row to what
    the figures say; ``published`` is n/a where a category did not exist. ``other_mean`` is what
    the figures say by the other reading of a mean of several years (mean of the yearly shares, or
    share of the years' counts), None where no mean of counts stands behind the verdict.
    """

    list_date: date
    area_id: str
    law: Law
    verdict: AreaVerdict
    other_basis: AreaVerdict | None
    other_mean: AreaVerdict | None
    computed: dict[str, Verdict]
    strict: dict[str, Verdict]
    published: dict[str, Verdict]
    clock: ClockReading | None


@dataclass(frozen=True)
class Classification:
    """All areas on all list dates, ordered by date and area id."""

    rows: tuple[ListedArea, ...]
    list_dates: tuple[date, ...]
    laws: dict[date, Law] = field(default_factory=dict)

    def on(self, list_date: date) -> tuple[ListedArea, ...]:
        """The areas of one list date, by area id."""
        return tuple(row for row in self.rows if row.list_date == list_date)

    def of(self, area_id: str) -> tuple[ListedArea, ...]:
        """One area's history, oldest first."""
        return tuple(row for row in self.rows if row.area_id == area_id)

    @property
    def why(self) -> tuple[WhyRow, ...]:
        """Every why-row in order of date and area."""
        return tuple(why for row in self.rows for why in row.verdict.why)


def classify(
    panel: Panel,
    published: Published,
    law_of: LawOf,
    list_dates: Sequence[date],
    area_ids: Sequence[str],
    *,
    judged_by: LawOf | None = None,
) -> Classification:
    """Judge areas on list dates and set the result beside the published lists.

    Args:
        panel: the figures.
        published: the lists as published.
        law_of: the version in force on a list date (or a scenario's).
        list_dates: which lists, any order.
        area_ids: which areas, any order.
        judged_by: the version whose limits are applied, where it is not the one in force.
    """
    ordered, areas = tuple(sorted(set(list_dates))), tuple(sorted(set(area_ids)))
    applied = judged_by or law_of
    laws = {day: applied(day) for day in ordered}
    verdicts = {
        (day, verdict.area_id): verdict
        for day in ordered
        for verdict in judge(panel, laws[day], day, areas)
    }
    computed_alone = {
        (day, verdict.area_id): verdict
        for day in ordered
        for verdict in judge(panel, laws[day], day, areas, "computed")
    }
    other_means = {
        (day, verdict.area_id): verdict
        for day in ordered
        for verdict in _by_the_other_mean(panel, laws[day], day, areas, verdicts, computed_alone)
    }
    status = _status(published, laws, verdicts)
    counted = _clock_dates(published, laws, law_of)
    rows = []
    for day in ordered:
        law = laws[day]
        asked = _asked(law, laws, panel, status, areas)
        for area_id in areas:
            verdict = verdicts[day, area_id]
            other = computed_alone[day, area_id] if "published" in verdict.basis else None
            upto = tuple(d for d in counted if d <= day)
            alone = _by_lists_alone(status, law, verdict, day)
            rows.append(
                ListedArea(
                    list_date=day,
                    area_id=area_id,
                    law=law,
                    verdict=verdict,
                    other_basis=other if other is not None and other.basis else None,
                    other_mean=other_means.get((day, area_id)),
                    computed=_with_lists_in_a_row(
                        law, verdict.categories | alone, asked, area_id, upto, day
                    ),
                    strict=_with_lists_in_a_row(
                        law, verdict.strict | alone, asked, area_id, upto, day
                    ),
                    published={
                        name: _published(published, law, day, area_id, name)
                        for name in ("exposed", "parallel", "transformation", "prevention")
                    },
                    clock=_clock(status, area_id, upto, day, law, law_of),
                )
            )
    return Classification(tuple(rows), ordered, laws)


def _by_the_other_mean(
    panel: Panel,
    law: Law,
    list_date: date,
    area_ids: Sequence[str],
    *verdicts: dict[tuple[date, str], AreaVerdict],
) -> list[AreaVerdict]:
    """Computed verdicts by the reading of a mean that is not in use, where there is another."""
    switch = law.switches["two_year_mean"]
    both = [
        area_id
        for area_id in area_ids
        if any(
            why.reading is not None and why.reading.pooled is not None
            for found in verdicts
            for why in found[list_date, area_id].why
        )
    ]
    others = [option for option in switch.options if option != switch.value]
    return [
        verdict
        for option in others
        for verdict in judge(panel, law.with_mean(option), list_date, both, "computed")
    ]


def _published(
    published: Published, law: Law, list_date: date, area_id: str, category: str
) -> Verdict:
    if category not in law.categories:
        return "n/a"
    return published.status(list_date, area_id, category)


def _status(
    published: Published, laws: dict[date, Law], verdicts: dict[tuple[date, str], AreaVerdict]
) -> Memberships:
    """Memberships as published, else as computed, else unknown."""

    def status(list_date: date, area_id: str, category: str) -> Verdict:
        law = laws.get(list_date)
        if law is not None and category not in law.categories:
            return "n/a"
        said = published.status(list_date, area_id, category)
        if said != "unknown":
            return said
        verdict = verdicts.get((list_date, area_id))
        if verdict is None or law is None or law.categories[category].lists_in_a_row is not None:
            return "unknown"
        return verdict.categories[category]

    return status


def _asked(
    law: Law, laws: dict[date, Law], panel: Panel, status: Memberships, area_ids: Sequence[str]
) -> Memberships:
    # versions before the lists in a row have no such switch
    if "earlier_lists" not in law.switches or law.switch("earlier_lists") == "membership":
        return status

    judged: dict[date, dict[str, AreaVerdict]] = {}

    def recomputed(list_date: date, area_id: str, category: str) -> Verdict:
        if list_date not in judged:
            found = judge(panel, law, list_date, area_ids)
            judged[list_date] = {verdict.area_id: verdict for verdict in found}
        return judged[list_date][area_id].categories[category]

    return back_cast(law, lambda day: laws.get(day, law), status, recomputed)


def _by_lists_alone(
    status: Memberships, law: Law, verdict: AreaVerdict, day: date
) -> dict[str, Verdict]:
    """This year's conditions of categories that count lists, where figures are missing to say.

    Then the published list is all there is, and the lists in a row are re-derived from the lists
    themselves. Figures that say yes or no as they stand end that: what they say is taken, and
    unknown where rounding hides it.
    """
    return {
        category.code: status(day, verdict.area_id, category.within)
        for category in law.categories.values()
        if category.lists_in_a_row is not None and category.within is not None
        if verdict.strict[category.code] == "unknown"
    }


def _with_lists_in_a_row(
    law: Law,
    verdicts: dict[str, Verdict],
    asked: Memberships,
    area_id: str,
    upto: Sequence[date],
    day: date,
) -> dict[str, Verdict]:
    """Verdicts with the lists in a row added to this year's conditions: both must hold."""
    found: dict[str, Verdict] = {}
    for name, verdict in verdicts.items():
        category = law.categories.get(name)
        if category is None or category.lists_in_a_row is None or category.within is None:
            found[name] = verdict
        elif day in upto:
            counted = streak(asked, area_id, category.within, upto)
            found[name] = both(verdict, enough_in_a_row(category, day, counted))
        else:
            found[name] = both(verdict, "unknown")
    return found


def _clock_dates(published: Published, laws: dict[date, Law], law_of: LawOf) -> tuple[date, ...]:
    """The consecutive 1 December lists: those published, those between and those asked about since.

    A list that nobody handed in was made all the same: left out, the lists on each side of it would
    count as in a row.
    """
    last = max(published.dates, default=date.min)
    since = {day for day, law in laws.items() if day > last and _is_publication(law, day)}
    known = since | set(published.first_december)
    if not known:
        return ()
    between: set[date] = set()
    day = min(known)
    while day < max(known):
        if _is_publication(law_of(day), day):
            between.add(day)
        day = next_list(law_of(day))(day)
    return tuple(sorted(known | between))


def _is_publication(law: Law, day: date) -> bool:
    return (day.month, day.day) == _publication_day(law)


def _clock(
    status: Memberships, area_id: str, upto: Sequence[date], day: date, law: Law, law_of: LawOf
) -> ClockReading | None:
    if not upto or upto[-1] != day:
        return None
    return read_clock(status, area_id, upto, law, next_list(law), law_of)


def _publication_day(law: Law) -> tuple[int, int]:
    if law.publication is None:
        msg = f"law {law.id} names no day of publication"
        raise ValueError(msg)
    return law.publication.month, law.publication.day


def next_list(law: Law) -> Callable[[date], date]:
    """The list date after a date, by the act's day of publication."""

    def after(day: date) -> date:
        month, number = _publication_day(law)
        candidate = date(day.year, month, number)
        return candidate if candidate > day else date(day.year + 1, month, number)

    return after


def published_list_name(law: Law, category: str) -> str:
    """The computed verdict that the published list of a category is compared with."""
    found = law.categories[category]
    return category if found.published_without is None else published_name(category)
