"""The levers of a development plan: what one unit of each does to the account of § 168 a.

The levers are data (``levers.toml``). A dwelling sold, relabelled or demolished leaves the
numerator; one built outside the family stock joins the denominator; commercial floor area joins it
at so many square metres a dwelling. A new social family dwelling joins both, and replaces a
demolished one while there are any: § 168 a stk. 2 counts only demolished dwellings "som ikke er
erstattet af andre almene familieboliger".
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from monitor.words import Language

EFFECTS: tuple[str, ...] = (
    "family",
    "youth",
    "elderly",
    "other_social",
    "private",
    "demolished",
    "built_family",
    "m2",
)
"""What a lever can change, in the order of the account."""


@dataclass(frozen=True)
class Lever:
    """One way to move the share.

    ``effects`` are per unit (a dwelling or a square metre); ``rank`` orders levers that do equally
    well, smallest first; ``touches`` says that an existing dwelling is changed.
    """

    code: str
    unit: str
    touches: bool
    demolishes: bool
    rank: int
    effects: dict[str, int]
    alias: tuple[str, ...]
    name: dict[Language, str]

    def effect(self, on: str) -> int:
        """The change of ``on`` by one unit of this lever."""
        return self.effects.get(on, 0)


@cache
def levers() -> dict[str, Lever]:
    """All levers in the order of the file."""
    tree = tomllib.loads(files("monitor").joinpath("levers.toml").read_text(encoding="utf-8"))
    return {
        code: Lever(
            code=code,
            unit=row["unit"],
            touches=row["touches"],
            demolishes=row["demolishes"],
            rank=row["rank"],
            effects=row["effects"],
            alias=tuple(row["alias"]),
            name={"da": row["da"], "en": row["en"]},
        )
        for code, row in tree.items()
    }


@cache
def lever_names() -> dict[str, str]:
    """Every code, name and alias in small letters -> lever code."""
    return {
        word.casefold(): lever.code
        for lever in levers().values()
        for word in (lever.code, *lever.name.values(), *lever.alias)
    }


@cache
def effects_table() -> pl.DataFrame:
    """One row per lever: ``lever`` and one integer column per entry of ``EFFECTS``."""
    return pl.DataFrame(
        [
            {"lever": lever.code, **{on: lever.effect(on) for on in EFFECTS}}
            for lever in levers().values()
        ],
        schema={"lever": pl.String, **dict.fromkeys(EFFECTS, pl.Int64)},
    )
