"""Options several commands share, checked with a sentence."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from monitor.dates import read_date
from monitor.errors import FigureError
from monitor.margins import IncomeStep


def date_of(option: str, text: str) -> date:
    """A date given on the command line.

    Raises:
        FigureError: it is none.
    """
    found = read_date(text)
    if found is None:
        raise FigureError("error.option_not_a_date", option=option, found=text)
    return found


def income_step_of(text: str, option: str = "--income-step") -> IncomeStep:
    """Kroner a year one more person in work adds, as the user assumes.

    Raises:
        FigureError: no amount above nought.
    """
    if re.fullmatch(r"[0-9]{1,9}", text) is None or not int(text):
        raise FigureError("error.income_step", option=option, found=text)
    return IncomeStep(Fraction(text))
