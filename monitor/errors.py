"""The faults a planner meets: one sentence each, one exit code per kind, no traceback.

Exit codes: 0 clean; 2 the command line itself (click); 10-17 below; 70 a fault of ours.
"""

from __future__ import annotations

from typing import ClassVar

from monitor.words import Language, Phrase, say


class ForvarselError(Exception):
    """A fault shown as one sentence: what, where, found, expected, what to do.

    Args:
        key: the sentence's key in ``monitor/text.toml`` (or in a file added by ``words.add``).
        fields: what the sentence's placeholders stand for.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(self.sentence("da"))

    def sentence(self, language: Language) -> str:
        """The fault as one sentence in ``language``."""
        return say(self.key, language, **self.fields)

    def phrase(self) -> Phrase:
        """The fault as part of another sentence."""
        return Phrase(self.key, self.fields)


class DateOutsideLawError(ForvarselError):
    """A date no law file covers."""

    exit_code = 10


class UnknownNameError(ForvarselError):
    """An area, indicator, scenario, law, model or other name nobody knows."""

    exit_code = 11


class FigureError(ForvarselError):
    """A figure that cannot be what its place says: duplicate, out of range, text for a number."""

    exit_code = 12


class LawFileError(ForvarselError):
    """A law file, scenario or model file that says something impossible, or not enough."""

    exit_code = 13


class OutputError(ForvarselError):
    """A place that cannot be written to, or that holds something already."""

    exit_code = 14


class UnreadableFileError(ForvarselError):
    """A file that is missing, locked, empty, of another kind than its name says, or hostile."""

    exit_code = 15


class ArchiveError(ForvarselError):
    """An archive that is locked, of another version, or tampered with."""

    exit_code = 16


class NothingToSayError(ForvarselError):
    """Too little is known for the answer asked for."""

    exit_code = 17
