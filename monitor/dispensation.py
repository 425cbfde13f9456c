"""The two routes to a target of one's own, § 168 a stk. 3 and 4, as three-valued checks.

Some conditions are numbers of the act, some only the parties can answer for; nobody's silence
counts as a yes or a no.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from monitor.categories import Verdict
from monitor.criteria import meets
from monitor.law.model import Bound, Law
from monitor.target_rule import SMALL_AREAS, SPECIAL_CASES, TargetRule
from monitor.words import Language

ANSWERED: tuple[str, ...] = (
    "account_credible",
    "building_insufficient",
    "sale_at_loss",
    "plan_being_drawn_up",
    "convicted_met",
)
"""Conditions answered yes, no or unknown; the last is the convictions criterion of § 61 a."""
COUNTED: tuple[str, ...] = ("family_in_parallel", "family_in_municipality", "residents")
"""Conditions that need a number: social family dwellings in the municipality's ghetto areas or
parallel societies, in the whole municipality, and residents of the area."""


@dataclass(frozen=True)
class Facts:
    """What is known of an area's case; a number nobody gave is None, an answer "unknown"."""

    answers: dict[str, Verdict]
    numbers: dict[str, int]

    def answer(self, condition: str) -> Verdict:
        """Yes, no or unknown."""
        return self.answers.get(condition, "unknown")


@dataclass(frozen=True)
class ConditionRow:
    """One condition of one route: what the act asks, what was found, whether it holds."""

    route: str
    number: int
    condition: dict[Language, str]
    found: str
    holds: Verdict


@dataclass(frozen=True)
class Route:
    """A route: open only if all its conditions hold."""

    key: str
    name: dict[Language, str]
    cite: str
    open: Verdict
    why: tuple[ConditionRow, ...]


def routes(law: Law, rule: TargetRule, facts: Facts) -> tuple[Route, ...]:
    """Both routes with their why-rows, in the order of the act.

    Args:
        law: the version whose conditions and words are used.
        rule: the numbers of the target.
        facts: what the parties say and the figures show.
    """
    part, whole = (facts.numbers.get(name) for name in COUNTED[:2])
    share = None if part is None or not whole else Fraction(100 * part, whole)
    residents = facts.numbers.get("residents")
    told = {
        SPECIAL_CASES: (
            _answered(facts, "account_credible"),
            (_shown(share, part, whole), _number(rule.municipality, share)),
            _answered(facts, "building_insufficient"),
            _answered(facts, "sale_at_loss"),
        ),
        SMALL_AREAS: (
            (
                "" if residents is None else str(residents),
                _number(rule.residents, None if residents is None else Fraction(residents)),
            ),
            ("", _opposite(facts.answer("convicted_met"))),
            _answered(facts, "plan_being_drawn_up"),
        ),
    }
    found = []
    for key, rows in told.items():
        entry = law.target.dispensations[key] if law.target is not None else None
        if entry is None:
            continue
        why = tuple(
            ConditionRow(key, number, words, shown, holds)
            for number, (words, (shown, holds)) in enumerate(
                zip(entry.conditions, rows, strict=True), start=1
            )
        )
        found.append(Route(key, entry.name, entry.citation.cite, _all_of(why), why))
    return tuple(found)


def _answered(facts: Facts, condition: str) -> tuple[str, Verdict]:
    return "", facts.answer(condition)


def _opposite(answer: Verdict) -> Verdict:
    opposites: dict[Verdict, Verdict] = {"yes": "no", "no": "yes"}
    return opposites.get(answer, "unknown")


def _number(bound: Bound, value: Fraction | None) -> Verdict:
    if value is None:
        return "unknown"
    compared = meets(bound.operator, np.array([value], dtype=object), bound.value)
    return "yes" if bool(compared[0]) else "no"


def _shown(share: Fraction | None, part: int | None, whole: int | None) -> str:
    return "" if share is None else f"{part}/{whole}"


def _all_of(why: tuple[ConditionRow, ...]) -> Verdict:
    holds = {row.holds for row in why}
    return "no" if "no" in holds else "unknown" if "unknown" in holds else "yes"
