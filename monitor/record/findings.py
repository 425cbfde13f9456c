"""What does not fit in the public record, named and explained, never repaired in silence."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.findings import Finding
from monitor.record.cross_checks import cross_findings
from monitor.record.figures import Figures
from monitor.record.listing import listing_findings
from monitor.record.load import Record
from monitor.record.recomputed_table import table_findings
from monitor.record.series import series_findings
from monitor.words import Language

COLUMNS = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "kind": pl.String,
    "text": pl.String,
    "source": pl.String,
}
"""Columns of the ``findings`` table (``docs/outputs.md``)."""


def findings_of_record(record: Record, language: Language = "da") -> tuple[Finding, ...]:
    """All findings of a record by list date (those of no one list first), area and kind.

    Every figure in a sentence is computed from the record; the limits come from the law files.
    """
    figures = Figures(record)
    found = [
        *listing_findings(figures, language),
        *series_findings(figures, language),
        *cross_findings(figures, language),
        *table_findings(figures, language),
    ]
    return tuple(sorted(found, key=lambda f: (f.list_date or date.min, f.area_id, f.kind, f.text)))


def findings_frame(record: Record, language: Language = "da") -> pl.DataFrame:
    """:func:`findings_of_record` as the rows of a table."""
    found = findings_of_record(record, language)
    rows = [(f.list_date, f.area_id, f.kind, f.text, f.source) for f in found]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
