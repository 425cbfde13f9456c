"""The 40 percent rule for a planner's areas: input checked, accounts, shares, who is bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from monitor.bound import bound_areas, carried_out
from monitor.categories import Verdict
from monitor.dispensation import Facts
from monitor.dwelling_checks import checked_dwellings
from monitor.dwellings import accounts
from monitor.errors import NothingToSayError
from monitor.law.model import Law
from monitor.plan_rows import checked_plan, latest
from monitor.published import Published
from monitor.target import with_targets
from monitor.target_faults import Fault
from monitor.target_input import TargetInput
from monitor.target_rule import TargetRule, target_rule
from monitor.target_share import family_share


@dataclass(frozen=True)
class TargetStudy:
    """Everything the accounting says on a date.

    ``accounts`` are the terms (``dwellings.accounts``), ``plan`` the rows that can be followed,
    ``share`` the table ``family_share``, ``bound`` one row an area with its reason.
    """

    as_of: date
    law: Law
    rule: TargetRule
    given: TargetInput
    accounts: pl.DataFrame
    plan: pl.DataFrame
    share: pl.DataFrame
    bound: pl.DataFrame
    faults: list[Fault]

    @property
    def area_ids(self) -> list[str]:
        """The areas with dwellings, sorted."""
        return sorted(self.accounts["area_id"].unique())

    @property
    def targets(self) -> pl.DataFrame:
        """Dispensations known on the date."""
        return self.given.targets.filter(pl.col("date") <= self.as_of)

    def latest(self) -> pl.DataFrame:
        """The newest account of each area."""
        return latest(self.accounts, self.as_of)

    def percent(self, area_id: str) -> Fraction:
        """The area's own target on the date, in percent."""
        asked = pl.DataFrame({"area_id": [area_id], "date": [self.as_of]})
        row = with_targets(asked, self.rule, self.targets).row(0, named=True)
        return Fraction(row["percent_num"], row["percent_den"])

    def account(self, area_id: str) -> dict[str, Any]:
        """The newest account of one area.

        Raises:
            NothingToSayError: the area has no account that can be used.
        """
        rows = self.latest().filter(pl.col("area_id") == area_id)
        if rows.is_empty():
            raise NothingToSayError("target.no_account", area=area_id, as_of=self.as_of.isoformat())
        return rows.row(0, named=True)

    def facts(self, area_id: str) -> Facts:
        """What the planner said of the conditions for dispensation."""
        rows = self.given.conditions.filter(pl.col("area_id") == area_id)
        answers: dict[str, Verdict] = {}
        numbers: dict[str, int] = {}
        for row in rows.iter_rows(named=True):
            if row["answer"] is not None:
                answers[row["condition"]] = row["answer"]
            if row["value"] is not None:
                numbers[row["condition"]] = row["value"]
        return Facts(answers, numbers)


def study(
    given: TargetInput,
    as_of: date,
    law: Law,
    published: Published,
    list_dates: Iterable[date],
) -> TargetStudy:
    """Check the input and make up every account.

    Args:
        given: the planner's tables.
        as_of: nothing known later is used.
        law: the version whose target holds.
        published: the lists as published.
        list_dates: the 1 December lists up to ``as_of``, oldest first, known or not.
    """
    rule = target_rule(law)
    known = given.dwellings.filter(pl.col("date") <= as_of)
    dwellings, dwelling_faults = checked_dwellings(known)
    terms = accounts(dwellings, rule.m2_per_dwelling)
    plan, plan_faults = checked_plan(given.plan, terms, as_of)
    areas = sorted(terms["area_id"].unique())
    bound = bound_areas(
        areas, published, tuple(list_dates), law, lambda area_id: carried_out(plan, area_id)
    )
    targets = given.targets.filter(pl.col("date") <= as_of)
    return TargetStudy(
        as_of=as_of,
        law=law,
        rule=rule,
        given=given,
        accounts=terms,
        plan=plan,
        share=family_share(terms, rule, targets, bound),
        bound=bound,
        faults=sorted(
            _as_headed(fault, given) for fault in (*given.faults, *dwelling_faults, *plan_faults)
        ),
    )


def _as_headed(fault: Fault, given: TargetInput) -> Fault:
    """The fault with its column under the heading the planner wrote."""
    if given.cells is None:
        return fault
    return replace(fault, column=given.cells.heading(fault.file, fault.column))


def list_dates_until(as_of: date, law: Law, first: date) -> tuple[date, ...]:
    """The ordinary list dates from ``first`` to ``as_of``; a list due but unknown is among them."""
    publication = law.publication
    if publication is None:
        return ()
    every = (publication.list_date(year) for year in range(first.year, as_of.year + 1))
    return tuple(day for day in every if first <= day <= as_of)
