"""The target as the law file has it: percent, deadline, parts of a dwelling, readings, routes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from monitor.errors import LawFileError
from monitor.law.model import Bound, Law, Operator

SPECIAL_CASES = "loss"
SMALL_AREAS = "small"
"""The law file's names for the two routes to dispensation, stk. 3 and stk. 4."""


@dataclass(frozen=True)
class Reading:
    """One reading of § 168 a stk. 2 where the text leaves a choice.

    ``demolished_counted``: dwellings demolished after 2010 and not replaced "kan medtælles".
    ``per_building``: floor area becomes whole dwellings building by building instead of summed.
    """

    demolished_counted: bool
    per_building: bool

    @property
    def code(self) -> str:
        """``counted`` or ``left_out``, then ``summed`` or ``per_building``."""
        demolished = "counted" if self.demolished_counted else "left_out"
        return f"{demolished}-{'per_building' if self.per_building else 'summed'}"


@dataclass(frozen=True)
class TargetRule:
    """The statutory target and the reading in use. Percentages are exact.

    ``municipality`` and ``residents`` are the numbers in the two routes to dispensation (stk. 3
    and 4).
    """

    percent: Fraction
    operator: Operator
    deadline: date
    m2_per_dwelling: int
    used: Reading
    version: str
    citation: str
    municipality: Bound
    residents: Bound

    def readings(self) -> tuple[Reading, ...]:
        """Every reading, the one in use first."""
        every = [Reading(*choice) for choice in product((True, False), (False, True))]
        return (self.used, *(one for one in every if one != self.used))


def target_rule(law: Law) -> TargetRule:
    """The target of one version of the act, with the readings its switches choose.

    Raises:
        LawFileError: the version knows no target (before the act of 2018).
    """
    target = law.target
    if target is None:
        raise LawFileError("target.no_target_in_law", version=law.id)
    routes = target.dispensations
    return TargetRule(
        percent=target.share.value,
        operator=target.share.operator,
        deadline=target.deadline,
        m2_per_dwelling=target.square_metres,
        used=Reading(
            demolished_counted=law.switch("demolished_counted") == "yes",
            per_building=law.switch("commercial_rounding") == "per_building",
        ),
        version=law.id,
        citation=target.share.citation.cite,
        municipality=routes[SPECIAL_CASES].bound,
        residents=routes[SMALL_AREAS].bound,
    )
