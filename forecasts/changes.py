"""What can be changed in a what-if, and by how much: the levers of ``whatif.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Lever:
    """One thing that can be changed: ``persons`` is what a unit adds to the numerator.

    ``dwellings`` instead, where a unit is a dwelling and its residents are the area's mean.
    """

    code: str
    criterion: str
    persons: int
    amounts: tuple[int, ...]
    dwellings: int = 0

    def of(self, household: float | None) -> float | None:
        """What a unit adds in an area of so many persons per dwelling; None where unknown."""
        if not self.dwellings:
            return float(self.persons)
        return None if household is None else self.dwellings * household


@dataclass(frozen=True)
class Change:
    """So much of a lever; not ``replaced`` where those concerned leave and nobody comes.

    ``household`` is the area's persons per dwelling, for levers that count in dwellings. With
    ``past`` it acts on figures known in full too, as if it had been so.
    """

    lever: Lever
    amount: int
    replaced: bool = True
    household: float | None = None
    past: bool = False

    @property
    def persons(self) -> float:
        """What it adds to the numerator, in persons; 0 where that is not known."""
        return (self.lever.of(self.household) or 0.0) * self.amount


@cache
def levers() -> dict[str, Lever]:
    """All levers in the order of the file."""
    text = files("forecasts").joinpath("whatif.toml").read_text(encoding="utf-8")
    return {
        code: Lever(
            code,
            row["criterion"],
            row.get("persons", 0),
            tuple(row["amounts"]),
            row.get("dwellings", 0),
        )
        for code, row in tomllib.loads(text).items()
    }
