"""One area's account, and what a lever does to it: exact, one dwelling at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from monitor.levers import Lever
from monitor.target import PERCENT, denominator, met
from monitor.target_rule import Reading, TargetRule


@dataclass(frozen=True)
class Account:
    """The terms of § 168 a stk. 2 for one area, all known.

    Dwellings, except ``m2`` (summed commercial floor area) and ``units`` (the same in whole
    dwellings building by building). ``replaced`` new family dwellings stand in for demolished ones.
    """

    family: int
    rest: int
    demolished: int
    m2: int
    units: int
    replaced: int = 0

    def parts(self, reading: Reading, m2_per_dwelling: int) -> int:
        """All dwellings in parts of a dwelling."""
        counted = max(self.demolished - self.replaced, 0)
        return denominator(
            reading, m2_per_dwelling, self.family, self.rest, counted, self.m2, self.units
        )

    def share(self, reading: Reading, m2_per_dwelling: int) -> Fraction | None:
        """The share in percent; None where there is nothing to share."""
        parts = self.parts(reading, m2_per_dwelling)
        return Fraction(PERCENT * m2_per_dwelling * self.family, parts) if parts else None

    def gap(self, reading: Reading, rule: TargetRule, percent: Fraction) -> int:
        """How far inside the target (negative: outside), in whole parts scaled to be exact."""
        return percent.numerator * self.parts(reading, rule.m2_per_dwelling) - (
            PERCENT * percent.denominator * rule.m2_per_dwelling * self.family
        )

    def meets(self, reading: Reading, rule: TargetRule, percent: Fraction) -> bool:
        """Whether the share is within the target; of nothing there is no share."""
        parts = self.parts(reading, rule.m2_per_dwelling)
        inside = met(rule, self.family, parts, percent.numerator, percent.denominator)
        return parts > 0 and bool(inside)

    def after(self, lever: Lever, amount: int, m2_per_dwelling: int) -> Account:
        """The account after ``amount`` units of a lever; new floor area is one new building."""
        others = ("youth", "elderly", "other_social", "private")
        m2 = amount * lever.effect("m2")
        return replace(
            self,
            family=self.family + amount * lever.effect("family"),
            rest=self.rest + amount * sum(lever.effect(kind) for kind in others),
            demolished=self.demolished + amount * lever.effect("demolished"),
            m2=self.m2 + m2,
            units=self.units + m2 // m2_per_dwelling,
            replaced=self.replaced + amount * lever.effect("built_family"),
        )


def ends(
    row: Mapping[str, Any], reading: Reading | None = None
) -> tuple[Account | None, Account | None]:
    """The accounts with the lowest and the highest share a row of ``dwellings.accounts`` allows.

    None: that end is open (a term nobody gave has no upper end).

    Args:
        row: the terms.
        reading: where given, a term it does not count (dwellings demolished, floor area by
            building) is the same at both ends, however little is known of it.
    """
    fixed = () if reading is None else _uncounted(reading)
    return _end(row, "low", "high", fixed), _end(row, "high", "low", fixed)


def _uncounted(reading: Reading) -> tuple[str, ...]:
    area = "m2" if reading.per_building else "units"
    return (area,) if reading.demolished_counted else (area, "demolished")


def _end(row: Mapping[str, Any], family: str, other: str, fixed: tuple[str, ...]) -> Account | None:
    terms = {"family": row[f"family_{family}"]}
    terms |= {
        name: row[f"{name}_{'low' if name in fixed else other}"]
        for name in ("rest", "demolished", "m2", "units")
    }
    return None if None in terms.values() else Account(**terms)


@dataclass(frozen=True)
class Worth:
    """What a lever is worth in an area now.

    ``points`` is the change of the share by one unit, in percentage points, exact; ``needed`` the
    fewest units that reach the target by this lever alone (None: never, or none are left to take);
    ``stock`` how many there are to take (None: no limit of its own).
    """

    lever: str
    unit: str
    points: Fraction
    needed: int | None
    stock: int | None


def worth(
    account: Account, lever: Lever, reading: Reading, rule: TargetRule, percent: Fraction
) -> Worth | None:
    """One lever's worth; None where the share is not defined (no dwellings)."""
    size = rule.m2_per_dwelling
    step = size if lever.unit == "m2" and reading.per_building else 1
    now, then = account.share(reading, size), account.after(lever, step, size).share(reading, size)
    if now is None or then is None:
        return None
    stock = account.family if lever.effect("family") < 0 else None
    return Worth(
        lever=lever.code,
        unit=lever.unit,
        points=(then - now) / step,
        needed=_needed(account, lever, reading, rule, percent, step, stock),
        stock=stock,
    )


def _needed(
    account: Account,
    lever: Lever,
    reading: Reading,
    rule: TargetRule,
    percent: Fraction,
    step: int,
    stock: int | None,
) -> int | None:
    if account.meets(reading, rule, percent):
        return 0
    # the gap is linear in the amount of every lever that narrows it
    gap = account.gap(reading, rule, percent)
    after = account.after(lever, step, rule.m2_per_dwelling).gap(reading, rule, percent)
    if after <= gap:
        return None
    missing = -gap + (1 if rule.operator == "<" else 0)
    needed = -(-missing // (after - gap)) * step
    if stock is not None and needed > stock:
        return None
    there = account.after(lever, needed, rule.m2_per_dwelling)
    return needed if there.meets(reading, rule, percent) else None


@dataclass(frozen=True)
class TermRow:
    """One term of the account: what was given, and the dwellings it counts for.

    ``low`` and ``high`` are in ``unit``; ``dwellings_low`` and ``dwellings_high`` exact; None: no
    upper end is known. ``counted``: whether the reading in use counts it.
    """

    term: str
    low: int
    high: int | None
    unit: str
    dwellings_low: Fraction
    dwellings_high: Fraction | None
    counted: bool


def why(row: dict[str, Any], reading: Reading, rule: TargetRule) -> tuple[TermRow, ...]:
    """The account of one area and date term by term, numerator first.

    Args:
        row: a row of ``dwellings.accounts``.
        reading: the reading to count by.
        rule: the target as the law file has it.
    """
    found = []
    for term in ("family", "rest", "demolished", "m2"):
        counted = reading.demolished_counted if term == "demolished" else True
        by_building = term == "m2" and reading.per_building
        size = rule.m2_per_dwelling if term == "m2" and not reading.per_building else 1
        source = "units" if by_building else term
        low, high = row[f"{source}_low"], row[f"{source}_high"]
        found.append(
            TermRow(
                term=term,
                low=row[f"{term}_low"],
                high=row[f"{term}_high"],
                unit="m2" if term == "m2" else "dwellings",
                dwellings_low=Fraction(low, size),
                dwellings_high=None if high is None else Fraction(high, size),
                counted=counted,
            )
        )
    return tuple(found)
