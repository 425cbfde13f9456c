"""The one list of faults: what, where, found, expected, what to do, how grave.

The sentences stand in ``faults.toml`` (found, expected, advice; da and en), the gravity of each
kind in ``gravity.toml``. An error means that the figure was not taken; a warning that it was taken
and may be wrong; info says what was done.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

from monitor.errors import UnreadableFileError
from monitor.indicators import indicators
from monitor.ingest.grid import Place, letters
from monitor.record.load import areas
from monitor.words import Language, Phrase, say

Gravity = Literal["error", "warning", "info"]
GRAVITIES: tuple[Gravity, ...] = ("error", "warning", "info")
COLUMNS = ("file", "sheet", "row", "column", "kind", "gravity", "found", "expected", "advice")


@cache
def gravities() -> dict[str, Gravity]:
    """Kind of fault -> how grave, in the order of the file."""
    text = files("monitor.ingest").joinpath("gravity.toml").read_text(encoding="utf-8")
    tree = tomllib.loads(text)
    return {kind: gravity for gravity in GRAVITIES for kind in tree[gravity]}


@dataclass(frozen=True)
class Fault:
    """One fault at one place. ``fields`` fill the sentences of its kind."""

    place: Place
    kind: str
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def gravity(self) -> Gravity:
        """How grave this kind is."""
        return gravities()[self.kind]

    def text(self, part: str, language: Language = "da") -> str:
        """``found``, ``expected`` or ``advice`` in a language."""
        return say(f"fault.{self.kind}.{part}", language, **_shown(self.fields, language))

    def sentence(self, language: Language = "da") -> str:
        """The whole fault as one line for the screen."""
        said = say("fault.sentence", language, **self.phrases(_shown(self.fields, language)))
        # an abbreviation's own full stop ends the sentence
        return _TWO_STOPS.sub(r"\1.", said)

    def phrases(self, fields: dict[str, object]) -> dict[str, object]:
        """The place and the three parts of the sentence."""
        parts = {
            part: Phrase(f"fault.{self.kind}.{part}", fields)
            for part in ("found", "expected", "advice")
        }
        return {"place": place_phrase(self.place), **parts}


class Figure(str):
    """An exact decimal string inside a sentence: shown with the language's decimal sign."""

    __slots__ = ()


def _shown(fields: dict[str, object], language: Language) -> dict[str, object]:
    """Fields as a reader sees them: indicators by name, figures with their decimal sign."""
    shown: dict[str, object] = {}
    for name, value in fields.items():
        if isinstance(value, Figure) and language == "da":
            shown[name] = value.replace(".", ",")
        elif isinstance(value, Phrase):
            shown[name] = Phrase(value.key, _shown(value.fields, language))
        elif name in _CODES and value in indicators():
            shown[name] = indicators()[str(value)].name[language]
        elif name in _AREAS and value in _area_names():
            shown[name] = _area_names()[str(value)]
        else:
            shown[name] = value
    return shown


_CODES = frozenset({"indicator", "of", "other_indicator"})
_AREAS = frozenset({"area", "one", "other"})
_TWO_STOPS = re.compile(r"\b(pct|kr)\.\.")


@cache
def _area_names() -> dict[str, str]:
    return dict(areas().select("area_id", "name").iter_rows())


def place_phrase(place: Place) -> Phrase:
    """A place in words: file, sheet, cell, row or column."""
    sheet = place.sheet
    known: dict[str, object] = {"file": place.file, "sheet": sheet, "row": place.row}
    known |= {"cell": place.cell, "column": letters(place.column)}
    what = "cell" if place.cell else "row" if place.row else "column" if place.column else "file"
    return Phrase(f"fault.place.{what}_in_sheet" if sheet else f"fault.place.{what}", known)


def refused_file(kind: str, file: str, **fields: object) -> UnreadableFileError:
    """A file that cannot be read, as the error a command shows and as a fault to list."""
    fault = Fault(Place(file), kind, fields)
    return UnreadableFileError("fault.sentence", **fault.phrases(fields), fault=fault)


def fault_of(error: UnreadableFileError) -> Fault:
    """The fault inside an error made by ``refused_file``."""
    found = error.fields["fault"]
    if not isinstance(found, Fault):
        raise error
    return found


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults by file, sheet, row, column and kind, each once."""
    keyed = {
        (
            fault.place.file,
            fault.place.sheet,
            fault.place.row,
            fault.place.column,
            list(gravities()).index(fault.kind),
            str(sorted(fault.fields.items(), key=lambda pair: pair[0])),
        ): fault
        for fault in faults
    }
    return [keyed[key] for key in sorted(keyed)]


def fault_table(faults: Iterable[Fault], language: Language = "da") -> pl.DataFrame:
    """The faults as ``outputs.md`` has them; row and column are null where there is none."""
    rows = [
        (
            fault.place.file,
            fault.place.sheet,
            fault.place.row or None,
            letters(fault.place.column) or None,
            fault.kind,
            fault.gravity,
            fault.text("found", language),
            fault.text("expected", language),
            fault.text("advice", language),
        )
        for fault in faults
    ]
    kinds = [pl.String, pl.String, pl.Int64, *[pl.String] * 6]
    return pl.DataFrame(rows, schema=dict(zip(COLUMNS, kinds, strict=True)), orient="row")
