"""Options several commands share, checked with a sentence."""

from __future__ import annotations

from datetime import date

from monitor.errors import FigureError


def date_of(option: str, text: str) -> date:
    """A date given on the command line.

    Raises:
        FigureError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise FigureError("error.option_not_a_date", option=option, found=text) from fault
