"""Who came onto a list and who left it since the one before, and which criterion turned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.categories import Verdict
from monitor.classification import Classification, ListedArea
from monitor.law.model import Category

Kind = Literal["entered", "left"]
Reason = Literal["criteria", "law", "no_figures", "not_in_figures", "lists_in_a_row"]


@dataclass(frozen=True)
class Change:
    """One area on or off a list.

    ``turned`` are the criteria whose verdict (strict reading) turned the way the area went;
    ``reason`` says why there are none: the law changed, no figures before or now, or the figures
    do not show it. ``met`` of ``counted`` criteria are met now (None where one is not known);
    ``needed`` must be.
    """

    list_date: date
    before: date
    area_id: str
    category: str
    kind: Kind
    turned: tuple[str, ...]
    reason: Reason
    met: int | None
    counted: int
    needed: int


def changes(classification: Classification, list_date: date, category: str) -> list[Change]:
    """Changes of a category's published list since the list before, by area id.

    Only where both lists say yes or no of the area; a list of which a member is not known says
    nothing of those it does not name.
    """
    earlier = [day for day in classification.list_dates if day < list_date]
    if not earlier:
        return []
    before = {row.area_id: row for row in classification.on(earlier[-1])}
    found = []
    for now in classification.on(list_date):
        then = before[now.area_id]
        pair = then.published[category], now.published[category]
        if pair == ("no", "yes"):
            found.append(_change(then, now, category, "entered"))
        elif pair == ("yes", "no"):
            found.append(_change(then, now, category, "left"))
    return found


def _change(then: ListedArea, now: ListedArea, category: str, kind: Kind) -> Change:
    turned = _turned(then, now, "yes" if kind == "entered" else "no")
    reason: Reason = "criteria"
    if now.law.categories[category].lists_in_a_row is not None:
        reason, turned = "lists_in_a_row", ()
    elif not turned:
        if now.law is not then.law:
            reason = "law"
        elif not (_figures(now) and _figures(then)):
            reason = "no_figures"
        else:
            reason = "not_in_figures"
    root = _root(now, category)
    verdicts = [
        why.met_strict
        for why in now.verdict.why
        if why.category == root.code and why.criterion in root.counted
    ]
    return Change(
        list_date=now.list_date,
        before=then.list_date,
        area_id=now.area_id,
        category=category,
        kind=kind,
        turned=turned,
        reason=reason,
        met=None if "unknown" in verdicts else verdicts.count("yes"),
        counted=len(root.counted),
        needed=root.needed,
    )


def _root(row: ListedArea, category: str) -> Category:
    """The category whose counted criteria a category stands on."""
    found = row.law.categories[category]
    return found if found.within is None else _root(row, found.within)


def _figures(row: ListedArea) -> bool:
    return any(why.reading is not None and why.criterion != "population" for why in row.verdict.why)


def _turned(then: ListedArea, now: ListedArea, to: Verdict) -> tuple[str, ...]:
    """Criteria that stood the other way before and stand as ``to`` now, in the act's order."""
    before = {why.criterion: why.met_strict for why in then.verdict.why}
    other: Verdict = "no" if to == "yes" else "yes"
    return tuple(
        dict.fromkeys(
            why.criterion
            for why in now.verdict.why
            if why.met_strict == to and before.get(why.criterion) == other
        )
    )
