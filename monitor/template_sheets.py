"""The sheets and headings of the planner's template, read from ``template.toml``.

Apart from the writing, so that ingest knows the headings without loading what writes them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from monitor.words import Language

Kind = Literal["area", "year", "whole", "kroner", "percent", "date", "choice", "text"]
Filled = Literal["area_years", "areas", "country_years", "nothing"]


@dataclass(frozen=True)
class Column:
    """One heading: the field it means, what a cell may hold, what its row's year means for it."""

    field: str
    kind: Kind
    heading: dict[Language, str]
    width: int
    moment: str = ""
    choices: dict[Language, list[str]] | None = None


@dataclass(frozen=True)
class TemplateSheet:
    """One sheet of the template, headings in its first row."""

    code: str
    name: dict[Language, str]
    about: dict[Language, str]
    filled: Filled
    columns: tuple[Column, ...]


@cache
def template_sheets() -> tuple[TemplateSheet, ...]:
    """All sheets in the order of the workbook (its guide, which holds no figures, left out)."""
    tree = tomllib.loads(files("monitor").joinpath("template.toml").read_text(encoding="utf-8"))
    return tuple(
        TemplateSheet(
            code=sheet["code"],
            name=sheet["name"],
            about=sheet["about"],
            filled=cast("Filled", sheet["filled"]),
            columns=tuple(Column(**column) for column in sheet["column"]),
        )
        for sheet in tree["sheet"]
    )
