"""The record's notes on dwellings in Danish: each one there, with the same figures."""

from __future__ import annotations

import re

import pytest

from monitor.record.load import family_housing
from monitor.record.notes import danish_notes, note_in

NOTES = sorted({note for note in family_housing()["note"].to_list() if note})


def figures(note: str) -> list[str]:
    """The figures of a note without their thousands' marks, sorted: the word order may differ."""
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d{3})", "", note)))


@pytest.mark.parametrize("note", NOTES)
def test_a_note_has_the_same_figures_in_danish(note: str) -> None:
    danish = note_in("da", note)
    assert danish != note
    assert figures(danish) == figures(note)
    assert note_in("en", note) == note


def test_no_translation_without_its_note() -> None:
    assert set(danish_notes()) == set(NOTES)


def test_a_note_nobody_translated_stands_as_it_is() -> None:
    assert note_in("da", "a note of tomorrow") == "a note of tomorrow"
