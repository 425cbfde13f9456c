"""The state's list as what local lists are held against, and the law's own margins as a warner."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.categories import Verdict
from monitor.classification import Classification, ListedArea

NEAR_LIMIT = "law_margins"
"""The warner that flags an area one criterion short of the widest list."""

_LISTED = {"area_id": pl.String, "year": pl.Int64, "listed": pl.String}
_FLAGS = {"warner": pl.String, "area_id": pl.String, "year": pl.Int64, "flag": pl.String}


def listed(classification: Classification) -> pl.DataFrame:
    """``area_id, year, listed`` (yes, no, unknown): the widest list of each yearly list date."""
    rows = [
        (row.area_id, row.list_date.year, row.published[_widest(row)])
        for row in classification.rows
        if row.clock is not None
    ]
    return pl.DataFrame(rows, schema=_LISTED, orient="row")


def lists_that_came(classification: Classification) -> list[tuple[date, str]]:
    """(list date, widest category) of each yearly list of which anything is known, in order."""
    found = {
        (row.list_date, _widest(row))
        for row in classification.rows
        if row.clock is not None and row.published[_widest(row)] in ("yes", "no")
    }
    return sorted(found)


def near_limit(classification: Classification) -> pl.DataFrame:
    """``warner, area_id, year, flag``: one criterion short, or fewer, of the widest list.

    Unknown where a missing figure could change it.
    """
    rows = [
        (NEAR_LIMIT, row.area_id, row.list_date.year, _near(row))
        for row in classification.rows
        if row.clock is not None
    ]
    return pl.DataFrame(rows, schema=_FLAGS, orient="row")


def _widest(row: ListedArea) -> str:
    """The list within which the others lie."""
    return next(code for code, found in row.law.categories.items() if found.within is None)


def _near(row: ListedArea) -> Verdict:
    category = row.law.categories[_widest(row)]
    verdicts = [
        why.met_strict
        for why in row.verdict.why
        if why.category == category.code and why.criterion in category.counted
    ]
    sure, open_ = verdicts.count("yes"), verdicts.count("unknown")
    if sure >= category.needed - 1:
        return "yes"
    return "unknown" if sure + open_ >= category.needed - 1 else "no"
