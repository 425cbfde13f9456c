"""A category, its consequences and the law's open readings as a law file gives them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from monitor.law.fields import CITATION, Table
from monitor.law.model import Category, Consequence, Criterion, Switch
from monitor.law.vocabulary import CATEGORIES, READINGS
from monitor.words import LANGUAGES

_KEYS = (
    "terms",
    "within",
    "needed",
    "counted",
    "required",
    "lists_in_a_row",
    "transitional",
    "published_without",
    "publication",
    *CITATION,
    "consequences",
)


def read_categories(top: Table, criteria: dict[str, Criterion]) -> dict[str, Category]:
    """The categories in the order of the file, each within one that stands before it.

    Raises:
        LawFileError: something is missing, unknown, out of order or not borne out by its quotation.
    """
    found: dict[str, Category] = {}
    for row in top.tables("categories", allowed=CATEGORIES):
        found[row.name()] = _category(row, criteria, found)
    return found


def read_consequences(row: Table) -> tuple[Consequence, ...]:
    """What follows by law: each with a text, which stands for the words where none are quoted."""
    found = []
    for inner in row.tables("consequences"):
        inner.allow(*LANGUAGES, *CITATION)
        text = inner.languages()
        found.append(Consequence(inner.name(), text, inner.citation(fallback=text["da"])))
    return tuple(found)


def read_switch(row: Table) -> Switch:
    """An open reading: the one in use and those there are.

    Raises:
        LawFileError: the engine cannot follow the reading.
    """
    row.allow("value", "options", *CITATION)
    options = row.choices("options", READINGS[row.name()])
    return Switch(row.name(), row.choice("value", options), options, row.citation())


def _category(row: Table, criteria: dict[str, Criterion], before: Iterable[str]) -> Category:
    row.allow(*_KEYS)
    citation = row.citation()
    within = row.choice("within", before) if row.has("within") else None
    counted = row.choices("counted", criteria)
    required = row.choices("required", [code for code in criteria if code not in counted])
    needed = row.integer("needed", 0)
    if needed > len(counted) or (counted and not needed):
        raise row.refuse("needed_of", "needed", found=needed, most=len(counted))
    if needed:
        row.holds_number("needed", needed, citation)
    lists = row.integer("lists_in_a_row", 1) if row.has("lists_in_a_row") else None
    if lists is not None:
        row.holds_number("lists_in_a_row", lists, citation)
        if within is None:
            raise row.refuse("missing_key", "within")
    published_without, publication = None, None
    if row.has("published_without"):
        published_without = row.choice("published_without", before)
        publication = row.table("publication").allow(*CITATION).citation()
    return Category(
        code=row.name(),
        terms=row.words("terms"),
        within=within,
        needed=needed,
        counted=counted,
        required=required,
        citation=citation,
        lists_in_a_row=lists,
        transitional=_transitional(row, lists),
        published_without=published_without,
        publication=publication,
        consequences=read_consequences(row),
    )


def _transitional(row: Table, lists: int | None) -> dict[date, int]:
    dates = row.by_date("transitional")
    if dates and lists is None:
        raise row.refuse("missing_key", "lists_in_a_row")
    found = {}
    for day, name in dates.items():
        inner = row.table("transitional")
        found[day] = inner.integer(name, 1)
        inner.holds_number(name, found[day], row.citation())
    return found
