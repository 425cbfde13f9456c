"""``forvarsel.toml`` beside the files: the planner's answers to what could not be read alone.

```toml
[folder]            # what the whole folder is
municipality = "Odense"         # of areas that name none
region = "083"                  # of areas the record does not know
synthetic = true                # the figures are invented: every page says so
[headings]          # a heading -> a field of headings.toml, an indicator, local:NAME or ignored
"Etnisk andel" = "nonwestern_pct"
[areas]             # a name -> the area it means, or an area of one's own
"Vollsmosse" = "vollsmose"
"Skovbo" = { id = "skovbo", name = "Skovbo", municipality = "Odense" }
[files."tal.xlsx"]  # what a file does not say itself
year = 2024                     # or list_date = 2024-12-01, category = "parallel"
known_from = 2025-02-01
decimal = ","
skip = true
[local]             # the municipality's own list (docs/local-models.md)
models = ["aarhus_style", "nabolag.toml"]   # shipped ids or files beside this one; first is shown
without = ["unsafe"]            # indicators the municipality does not have
targets = "safe_city"           # a shipped target file, or one beside this one
[local.thresholds]  # your own thresholds, for a model that leaves them to you
outside_labour = 40
[local.law]         # a model's indicator that is a figure of the law: taken from there
outside_labour = "outside_labour_pct"
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from monitor.errors import UnreadableFileError
from monitor.indicators import indicators
from monitor.ingest.faults import refused_file
from monitor.ingest.headings import LOCAL, OTHER_FIGURES, THEMES, book
from monitor.ingest.plain import key
from monitor.ingest.tokens import Style

FILE = "forvarsel.toml"


@dataclass(frozen=True)
class FileAnswers:
    """What the planner says about one file."""

    year: int | None = None
    list_date: date | None = None
    category: str = ""
    known_from: date | None = None
    decimal: Style | None = None
    skip: bool = False


@dataclass(frozen=True)
class OwnArea:
    """An area the planner names in ``forvarsel.toml``."""

    area_id: str
    name: str
    municipality: str = ""


@dataclass(frozen=True)
class LocalAnswers:
    """Which local models to score by, and what the planner says of their indicators."""

    models: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    targets: str = ""
    thresholds: Mapping[str, Fraction] = field(default_factory=dict)
    law: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """Those that are files beside ``forvarsel.toml``."""
        return tuple(n for n in (*self.models, self.targets) if n.lower().endswith(".toml"))


@dataclass
class Settings:
    """All answers; empty without a file."""

    headings: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    own_areas: dict[str, OwnArea] = field(default_factory=dict)
    files: dict[str, FileAnswers] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    municipality: str = ""
    region: str = ""
    synthetic: bool = False
    local: LocalAnswers = field(default_factory=LocalAnswers)

    def heading(self, text: str) -> str | None:
        """The answered field of a heading."""
        folded = key(text)
        if folded in self.headings:
            self.used.add(folded)
            return self.headings[folded]
        return None

    def own_municipality(self, name: str) -> bool:
        """Whether an area of the planner's own lies in a municipality of this name."""
        return any(key(area.municipality) == key(name) for area in self.own_areas.values())

    def file(self, shown: str) -> FileAnswers:
        """The answers for a file, by its path in the folder or its bare name."""
        return self.files.get(shown) or self.files.get(shown.rsplit("/", 1)[-1]) or FileAnswers()

    def unused(self) -> list[str]:
        """Answered headings that stand in no file."""
        return [self.shown[folded] for folded in self.headings if folded not in self.used]


def fields_known() -> frozenset[str]:
    """Everything a heading can be answered with."""
    roles = {entry["field"] for entry in book()["name"]}
    return frozenset(roles | set(indicators()) | set(THEMES) | OTHER_FIGURES)


def read_settings(folder: Path) -> Settings:
    """The folder's answers.

    Raises:
        UnreadableFileError: the file is no TOML, or says something that cannot be.
    """
    path = folder / FILE
    if not path.is_file():
        return Settings()
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise refused_file("settings_no_toml", FILE, fault=str(fault)[:120]) from fault
    settings = Settings()
    _whole(settings, _table(tree, "folder"))
    settings.local = _local(_table(tree, "local"))
    for text, meaning in _table(tree, "headings").items():
        if not isinstance(meaning, str) or not (
            meaning in fields_known() or meaning.startswith(LOCAL)
        ):
            raise refused_file(
                "settings_heading", FILE, heading=str(text)[:60], meaning=str(meaning)[:60]
            )
        settings.headings[key(text)] = meaning
        settings.shown[key(text)] = text
    for text, meaning in _table(tree, "areas").items():
        if isinstance(meaning, str):
            settings.areas[text] = meaning
        elif isinstance(meaning, dict) and isinstance(meaning.get("id"), str):
            area = OwnArea(
                meaning["id"], str(meaning.get("name", text)), str(meaning.get("municipality", ""))
            )
            settings.own_areas[area.area_id] = area
            settings.areas[text] = area.area_id
        else:
            raise refused_file("settings_area", FILE, area=str(text)[:60])
    for name, told in _table(tree, "files").items():
        settings.files[str(name)] = _file(str(name), told)
    return settings


def _table(tree: dict[str, Any], name: str) -> dict[str, Any]:
    part = tree.get(name, {})
    if not isinstance(part, dict):
        raise refused_file("settings_part", FILE, part=name)
    return part


def _whole(settings: Settings, told: dict[str, Any]) -> None:
    """What is said of the folder as a whole."""
    kinds: dict[str, type] = {"municipality": str, "region": str, "synthetic": bool}
    for name, value in told.items():
        if name not in kinds or not isinstance(value, kinds[name]):
            raise refused_file("settings_folder", FILE, name=str(name)[:60])
        setattr(settings, name, value)


def _local(told: dict[str, Any]) -> LocalAnswers:
    """What is said of the local models."""
    for name, value in told.items():
        if name in ("models", "without"):
            good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        elif name == "targets":
            good = isinstance(value, str)
        elif name == "thresholds":
            good = isinstance(value, dict) and all(
                isinstance(one, int | Decimal) and not isinstance(one, bool)
                for one in value.values()
            )
        else:
            good = name == "law" and isinstance(value, dict)
            good = good and all(isinstance(one, str) for one in value.values())
        if not good:
            raise refused_file("settings_local", FILE, name=str(name)[:60])
    return LocalAnswers(
        models=tuple(told.get("models", ())),
        without=tuple(told.get("without", ())),
        targets=told.get("targets", ""),
        thresholds={code: Fraction(one) for code, one in told.get("thresholds", {}).items()},
        law=told.get("law", {}),
    )


_DECIMAL: dict[str, Style] = {",": "comma", ".": "point"}


def _file(name: str, told: object) -> FileAnswers:
    def bad(what: str) -> UnreadableFileError:
        return refused_file("settings_file", FILE, name=name[:60], what=what)

    if not isinstance(told, dict):
        raise bad(name)
    year, known = told.get("year"), told.get("known_from")
    list_date, decimal = told.get("list_date"), told.get("decimal")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        raise bad("year")
    for what, value in (("known_from", known), ("list_date", list_date)):
        if value is not None and type(value) is not date:
            raise bad(what)
    if decimal is not None and decimal not in _DECIMAL:
        raise bad("decimal")
    unknown = set(told) - {"year", "known_from", "list_date", "decimal", "skip", "category"}
    if unknown:
        raise bad(sorted(unknown)[0])
    return FileAnswers(
        year=year,
        list_date=list_date,
        category=str(told.get("category", "")),
        known_from=known,
        decimal=_DECIMAL[decimal] if decimal is not None else None,
        skip=bool(told.get("skip", False)),
    )
