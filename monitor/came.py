"""The list that came: set beside a warning looked back on, never an input to it."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.inputs import Inputs
from monitor.law.load import law_on
from monitor.published import Published

CATEGORIES = ("exposed", "parallel", "transformation", "prevention")
SCHEMA = {"list_date": pl.Date, "area_id": pl.String} | dict.fromkeys(CATEGORIES, pl.String)


def came_table(inputs: Inputs, as_of: date, list_date: date) -> pl.DataFrame | None:
    """Where each area stood on the list of ``list_date``; None where it is not known by now.

    Args:
        inputs: all that is known today, not as known on ``as_of``.
        as_of: the day of the warning.
        list_date: the first list after it.

    Returns:
        ``list_date, area_id`` and per category ``yes``, ``no``, ``unknown`` or ``n/a`` (a list the
        act of that day did not have). Areas first heard of after ``as_of`` are left out.
    """
    published = Published(inputs.memberships, inputs.lists)
    if list_date <= as_of or not published.known(list_date):
        return None
    law = law_on(list_date)
    rows = [
        (
            list_date,
            area,
            *(
                published.status(list_date, area, category) if category in law.categories else "n/a"
                for category in CATEGORIES
            ),
        )
        for area in sorted(inputs.as_known(as_of).area_ids)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
