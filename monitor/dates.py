"""Dates as people hand them in: year-month-day, and no others."""

from __future__ import annotations

import re
from datetime import date

LATEST = 2100
"""The last year taken: a list further off is a slip of the pen."""


def read_date(text: str) -> date | None:
    """The date written as 2016-12-01; None where the text is anything else or beyond ``LATEST``."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year <= LATEST else None
