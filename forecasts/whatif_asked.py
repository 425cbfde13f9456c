"""The what-if a planner asks for on the command line: the options, one call, the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from monitor.words import Language

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from forecasts.changes import Change
    from monitor.inputs import Inputs
    from monitor.law.load import Scenario
    from monitor.law.model import Law

LEVERS = {
    "into_work": "full-time persons of a year who come into work",
    "educated": "persons 30-59 who get an approved education",
    "convictions": "fewer persons convicted",
    "moves_in": "residents who move in, as the area is on average",
    "moves_out": "residents who move out, nobody in their place",
    "dwellings_fewer": "dwellings gone, with as many residents as one holds on average",
    "dwellings_more": "dwellings built, with as many residents as one holds on average",
}
"""Option -> its help; what each does stands in ``whatif.toml``."""
CODES = {"educated": "approved_education", "convictions": "fewer_convicted"}


@dataclass(frozen=True)
class Asked:
    """One area before and after changes: the table ``whatif`` and what it rests on.

    ``locked`` are the lists no change reaches, ``laws`` the version each list is made under;
    ``internal`` says that the figures are a planner's own.
    """

    area_id: str
    name: str
    municipality: str
    as_of: date
    synthetic: bool
    scenario: str
    changes: tuple[Change, ...]
    table: pl.DataFrame
    locked: tuple[date, ...]
    laws: Mapping[date, Law]
    internal: bool = False

    @property
    def past(self) -> bool:
        """Whether the changes act on known figures too."""
        return any(change.past for change in self.changes)


def lever_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """One option a lever."""
    for name, text in reversed(LEVERS.items()):
        option = "--" + name.replace("_", "-")
        command = click.option(option, name, type=int, default=None, help=text)(command)
    return command


def changes_asked(
    amounts: Mapping[str, int | None], *, replaced: bool, past: bool = False
) -> tuple[Change, ...]:
    """The changes of the options given.

    Raises:
        FigureError: an amount below 0.
        NothingToSayError: no option given.
    """
    from forecasts.changes import Change, levers
    from monitor.errors import FigureError, NothingToSayError

    asked = {name: number for name, number in amounts.items() if number is not None}
    for name, number in asked.items():
        if number < 0:
            option = "--" + name.replace("_", "-")
            raise FigureError("forecast.whatif_amount", option=option, found=number)
    if not asked:
        raise NothingToSayError("forecast.whatif_nothing")
    return tuple(
        Change(levers()[CODES.get(name, name)], number, replaced, past=past)
        for name, number in asked.items()
    )


def ask(
    inputs: Inputs,
    as_of: date,
    area: str,
    changes: tuple[Change, ...],
    scenario: Scenario | None = None,
    language: Language = "da",
) -> Asked:
    """The answer for one area.

    Raises:
        UnknownNameError: an area nobody knows.
        NothingToSayError: the area has no recent figures, or its dwellings are not known.
    """
    from forecasts.tables import Outlooks
    from forecasts.whatif_answer import with_households
    from monitor.areas import find_area
    from monitor.law.load import law_on

    area_id = find_area(area, inputs.areas)
    place = inputs.areas.filter(inputs.areas["area_id"] == area_id).row(0, named=True)
    outlooks = Outlooks(inputs, as_of, scenario, language)
    table, locked = outlooks.whatif(area_id, list(changes))
    changes = tuple(with_households(changes, area_id, outlooks.households()))
    return Asked(
        area_id=area_id,
        name=place["name"] or area_id,
        municipality=place["municipality"] or "",
        as_of=as_of,
        synthetic=inputs.synthetic,
        internal=bool(inputs.files),
        scenario=scenario.id if scenario else "",
        changes=changes,
        table=table,
        locked=locked,
        laws={one: law_on(one, scenario) for one in table["list_date"].unique().sort()},
    )


def lines(asked: Asked, language: Language) -> Iterator[str]:
    """What the command prints: before and after, list by list, and what the answer is."""
    from forecasts.outlook_lines import whatif_lines
    from monitor.words import amount, day_in_words, say

    yield from whatif_lines(asked.table, asked.locked, asked.laws, language)
    for change in asked.changes:
        if change.lever.dwellings and change.household is not None:
            yield say(
                "forecast.whatif_household", language, persons=amount(change.household, language)
            )
            break
    key = "forecast.whatif_note_past" if asked.past else "forecast.whatif_note"
    yield say(key, language, as_of=day_in_words(asked.as_of, language))
