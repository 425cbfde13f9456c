"""The tables' codes in a reader's words, for the workbook: no code stands where a word can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.indicators import indicators
from monitor.law.load import law_on, laws
from monitor.words import say
from monitor.words import sentences as said_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.language import Text
    from reports.source import Row

ANSWERS = ("met", "for_list", "bound", "basis", "available")


def in_words(row: Row, field: str, text: Text) -> object:
    """The cell of ``field`` in words; numbers, dates and free texts as they stand.

    Args:
        row: of one of the run's tables.
        field: the column.
        text: of the reader's language.
    """
    value = row[field]
    if isinstance(value, bool):
        return text(f"answer.{'yes' if value else 'no'}")
    if not isinstance(value, str) or not value:
        return value
    words = WORDS.get(field)
    return value if words is None else words(value, row, text)


def _answer(value: str, row: Row, text: Text) -> str:
    code = {"true": "yes", "false": "no", "n/a": "na"}.get(value.lower(), value)
    return text.optional(f"answer.{code}", value)


def _criterion(value: str, row: Row, text: Text) -> str:
    return text.optional(f"criterion.in_text.{value}", value)


def _category(value: str, row: Row, text: Text) -> str:
    """The list by the name it had on the row's date."""
    law = law_on(row["list_date"]) if row.get("list_date") is not None else laws()[-1]
    for one in (law, *reversed(laws())):
        if value in one.categories:
            return one.categories[value].terms[text.language]
    return value


def _indicator(value: str, row: Row, text: Text) -> str:
    own = row.get(f"name_{text.language}")
    known = indicators()
    return own or (known[value].name[text.language] if value in known else value)


def _method(value: str, row: Row, text: Text) -> str:
    """How persons are counted: ``convicted.open_year`` and its further parts, as sentences."""
    first, *ways = value.split(".")
    said = [text.optional(f"counting.{way}", way) for way in ways]
    return " ".join(said) or text("counting.one_for_one", name=_criterion(first, row, text))


def _operator(value: str, row: Row, text: Text) -> str:
    return text.optional(f"operator_word.{OPERATORS.get(value, value)}", value)


OPERATORS = {">": "over", ">=": "from", "<": "under", "<=": "up_to"}


def _class(value: str, row: Row, text: Text) -> str:
    return text.optional(f"probability.word.{value}", value)


def _reading(value: str, row: Row, text: Text) -> str:
    key = f"target.reading.{value}"
    return say(key, text.language) if key in said_elsewhere() else value


def _named(group: str) -> Callable[[str, Row, Text], str]:
    return lambda value, row, text: text.optional(f"{group}.{value}", value)


WORDS: Mapping[str, Callable[[str, Row, Text], str]] = {
    **dict.fromkeys(ANSWERS, _answer),
    "criterion": _criterion,
    "decisive": _criterion,
    "category": _category,
    "indicator": _indicator,
    "method": _method,
    "operator": _operator,
    "class": _class,
    "reading": _reading,
    "standing": _named("standing"),
    "gravity": _named("gravity"),
    "evidence": _named("evidence"),
    "model": _named("model"),
}
"""Column -> how its codes are said."""
