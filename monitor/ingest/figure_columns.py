"""Columns of figures into the harvest: which they are, their numbers, their periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.ingest.context import Context
from monitor.ingest.headings import (
    Heading,
    read_heading,
)
from monitor.ingest.numbers import evidence
from monitor.ingest.tables import Table
from monitor.ingest.times import When
from monitor.ingest.tokens import Style, Token, show, token
from monitor.ingest.views import View

_MOST = 0.5


def figure_columns(view: View, when: When, context: Context) -> list[int]:
    """Columns that hold figures; an unclear heading over numbers becomes a question."""
    found: list[int] = []
    title = _titled(view.table)
    for at, heading in enumerate(view.headings):
        if heading.field == "ignored" and heading.moment is None:
            continue
        if heading.bare_moment and title is not None:
            view.headings[at] = replace(title, moment=heading.moment, text=heading.text)
            heading = view.headings[at]
        if heading.is_indicator:
            found.append(at)
        elif heading.field == "not_a_criterion":
            context.harvest.fault(
                view.heading_place(at), "heading_not_a_criterion", heading=show(heading.text)
            )
        elif not heading.field and _holds_numbers(view.cells[at]):
            _unclear(view, at, heading, context)
    return found


def _unclear(view: View, at: int, heading: Heading, context: Context) -> None:
    place = view.heading_place(at)
    if not heading.text:
        context.harvest.fault(place, "heading_missing")
    elif heading.bare_moment:
        context.harvest.fault(place, "heading_only_year", heading=show(heading.text))
    elif heading.candidates:
        context.harvest.fault(
            place,
            "heading_unclear" if len(heading.candidates) > 1 else "heading_near",
            heading=show(heading.text),
            candidates=", ".join(heading.candidates),
        )
    else:
        context.harvest.fault(place, "heading_unknown", heading=show(heading.text))


def _holds_numbers(cells: Sequence[object]) -> bool:
    filled = [cell for cell in cells if cell not in ("", None)]
    numbers = sum(
        (isinstance(cell, int | float) and not isinstance(cell, bool))
        or (isinstance(cell, str) and isinstance(token(cell), Token))
        for cell in filled
    )
    return bool(filled) and numbers > _MOST * len(filled)


def _titled(table: Table) -> Heading | None:
    """The figure a table's title or sheet name stands for, where the columns are only years."""
    for text in [*reversed(table.titles), table.grid.sheet, table.grid.file.rsplit("/", 1)[-1]]:
        heading = read_heading(text.rsplit(".", 1)[0] if text.endswith(table.grid.suffix) else text)
        if heading.is_indicator:
            return heading
    return None


def proof_of(view: View, columns: Sequence[int]) -> tuple[Style | None, int]:
    """The decimal sign the table's figures prove, if they agree."""
    comma = point = 0
    for at in columns:
        told = evidence(view.cells[at])
        comma, point = comma + told["comma"], point + told["point"]
    if comma == point:
        return None, 0
    return ("comma", comma) if comma > point else ("point", point)
