"""One finding in words; one printed figure in words."""

from __future__ import annotations

from datetime import date

from monitor.findings import Finding
from monitor.record.figures import Printed
from monitor.words import Language, amount, say


def finding(
    language: Language, day: date | None, area_id: str, kind: str, source: str, /, **fields: object
) -> Finding:
    """A finding whose sentence is ``record_finding.<kind>``, filled in with ``fields``."""
    return Finding(day, area_id, kind, say(f"record_finding.{kind}", language, **fields), source)


def as_printed(printed: Printed, language: Language) -> str:
    """The figure with the decimals it was printed with."""
    return amount(printed.value, language, printed.decimals, printed.decimals)
