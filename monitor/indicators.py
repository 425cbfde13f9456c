"""The indicator codes: unit, kind, printed precision and names, read from ``indicators.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from monitor.errors import UnknownNameError
from monitor.words import Language


@dataclass(frozen=True)
class Indicator:
    """One code of the common vocabulary.

    ``decimals`` is the printed precision assumed where a source does not show it; ``count`` and
    ``base`` name the numerator and denominator a share is made of; ``same_as`` the code that says
    the same thing.
    """

    code: str
    kind: str
    unit: str
    decimals: int
    name: dict[Language, str]
    count: str | None = None
    base: str | None = None
    same_as: str | None = None

    @property
    def highest(self) -> int | None:
        """The largest value that can be meant, or None."""
        return 100 if self.kind == "share" else None

    def printed_interval(
        self, value: Fraction, decimals: int | None = None
    ) -> tuple[Fraction, Fraction]:
        """[low, high) that a figure printed as ``value`` stands for.

        Half a last digit each way; a number of persons or dwellings is itself, (value, value).
        """
        if self.kind in WHOLE:
            return value, value
        places = self.decimals if decimals is None else decimals
        half = Fraction(1, 2 * 10**places)
        return value - half, value + half


WHOLE = frozenset({"base", "count", "dwellings"})
"""Kinds that are counted, not rounded."""


@cache
def indicators() -> dict[str, Indicator]:
    """All codes in the order of the file."""
    tree = tomllib.loads(files("monitor").joinpath("indicators.toml").read_text(encoding="utf-8"))
    return {
        code: Indicator(
            code=code,
            kind=row["kind"],
            unit=row["unit"],
            decimals=row["decimals"],
            name={"da": row["da"], "en": row["en"]},
            count=row.get("count"),
            base=row.get("base"),
            same_as=row.get("same_as"),
        )
        for code, row in tree.items()
    }


def indicator(code: str) -> Indicator:
    """One code's entry.

    Raises:
        UnknownNameError: nobody knows the code.
    """
    known = indicators()
    if code not in known:
        raise UnknownNameError("error.unknown_indicator", name=code, known=", ".join(known))
    return known[code]


@cache
def alike(code: str) -> tuple[str, ...]:
    """The code and those that say the same thing under another name, the code first."""
    known = indicators()
    named = known[code].same_as if code in known else None
    others = [named, *(other for other, entry in known.items() if entry.same_as == code)]
    return tuple(dict.fromkeys([code, *(other for other in others if other)]))
