"""Faults in what a planner gives for the 40 percent rule: each row's sentence, each row on its own.

A refused row is named and left out; the rest goes on, and the missing term makes the share a range.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from monitor.words import Language, say

Gravity = Literal["error", "warning", "info"]

FAULTS_SCHEMA: dict[str, Any] = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "kind": pl.String,
    "gravity": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "advice": pl.String,
}


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of one row: where, what was found, and the words for what was expected.

    ``kind`` names the sentences ``target.fault_expected.<kind>`` and
    ``target.fault_advice.<kind>``; ``fields`` fill their placeholders.
    """

    file: str
    sheet: str
    row: int
    column: str
    kind: str
    found: str
    gravity: Gravity = "error"
    fields: tuple[tuple[str, str], ...] = field(default=())

    def expected(self, language: Language) -> str:
        """What should have stood there."""
        return say(f"target.fault_expected.{self.kind}", language, **dict(self.fields))

    def advice(self, language: Language) -> str:
        """What was done about it, and what the planner can do."""
        return say(f"target.fault_advice.{self.kind}", language, **dict(self.fields))

    def sentence(self, language: Language) -> str:
        """The whole fault as one line."""
        return say(
            "target.fault_in_sheet" if self.sheet else "target.fault",
            language,
            file=self.file,
            sheet=self.sheet,
            row=self.row,
            column=self.column,
            found=self.found or say("target.nothing", language),
            expected=self.expected(language),
            advice=self.advice(language),
        )


def faults_frame(faults: list[Fault], language: Language = "da") -> pl.DataFrame:
    """The faults as the table ``faults`` of ``outputs.md``, sorted by file, row and column."""
    rows = [
        {
            "file": fault.file,
            "sheet": fault.sheet,
            "row": fault.row,
            "column": fault.column,
            "kind": fault.kind,
            "gravity": fault.gravity,
            "found": fault.found,
            "expected": fault.expected(language),
            "advice": fault.advice(language),
        }
        for fault in sorted(faults)
    ]
    return pl.DataFrame(rows, schema=FAULTS_SCHEMA)
