"""Who came onto a list and who left it since the one before, and which criterion turned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.categories import Verdict
from monitor.classification import Classification, ListedArea

Kind = Literal["entered", "left"]
Reason = Literal["criteria", "law", "no_figures", "not_in_figures", "lists_in_a_row"]


@dataclass(frozen=True)
class Change:
    """One area on or off a list.

    ``turned`` are the criteria whose verdict (strict reading) turned the way the area went;
    ``reason`` says why there are none: the law changed, no figures before or now, or the figures
    do not show it.
    """

    list_date: date
    before: date
    area_id: str
    category: str
    kind: Kind
    turned: tuple[str, ...]
    reason: Reason


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
        elif not (now.verdict.basis and then.verdict.basis):
            reason = "no_figures"
        else:
            reason = "not_in_figures"
    return Change(now.list_date, then.list_date, now.area_id, category, kind, turned, reason)


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
