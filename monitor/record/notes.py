"""The record's notes on dwellings in the reader's language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.words import Language


@cache
def danish_notes() -> dict[str, str]:
    """The Danish of each English note of ``family_housing.csv``."""
    text = files("monitor.record").joinpath("notes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def note_in(language: Language, note: str) -> str:
    """The note in the reader's language; one nobody translated stands as the record has it."""
    return danish_notes().get(note, note) if language == "da" else note
