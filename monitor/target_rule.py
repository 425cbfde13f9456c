"""The target as the law file has it: percent, deadline, parts of a dwelling, readings, routes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from monitor.law.model import Operator


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

    ``lists_needed`` are the lists in a row of a transformation area; ``municipality_percent`` and
    ``residents`` belong to the two routes to dispensation (stk. 3 and 4).
    """

    percent: Fraction
    operator: Operator
    deadline: date
    m2_per_dwelling: int
    used: Reading
    version: str
    municipality_percent: Fraction
    municipality_operator: Operator
    residents: int
    residents_operator: Operator

    def readings(self) -> tuple[Reading, ...]:
        """Every reading, the one in use first."""
        every = [Reading(*choice) for choice in product((True, False), (False, True))]
        return (self.used, *(one for one in every if one != self.used))
