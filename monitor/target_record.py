"""The public record and a planner's folder, as the 40 percent rule takes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from monitor.bound import bound_areas
from monitor.errors import NothingToSayError
from monitor.folder_input import from_folder
from monitor.law.load import law_by_id, law_on, load_scenario
from monitor.law.model import Law
from monitor.plan_record import areas_under_plan
from monitor.planner_tables import target_input
from monitor.public_record import record_lists, record_memberships, record_published
from monitor.record.load import areas, family_housing
from monitor.target_input import read_target_input
from monitor.target_study import TargetStudy, list_dates_until, study

TIDY = ("dwellings.csv", "plan.csv", "register.csv")
"""The simple tables; where one of them is there, the folder is read as those."""


def record_frames() -> dict[str, pl.DataFrame]:
    """``areas``, ``memberships`` and ``family_housing`` of the record."""
    return {
        "areas": areas(),
        "memberships": record_memberships(),
        "family_housing": family_housing(),
    }


def record_as_of() -> date:
    """The last day anything of lists, dwellings or plans became known."""
    known: list[date] = [*record_memberships()["known_from"], *family_housing()["known_from"]]
    return max(known)


def target_law(on: date, law_id: str | None = None, scenario: str | None = None) -> Law:
    """The version whose target holds on a date, or the one asked for."""
    under = load_scenario(scenario) if scenario else None
    return law_by_id(law_id, under) if law_id else law_on(on, under)


def first_december_lists(as_of: date, law: Law) -> tuple[date, ...]:
    """The 1 December lists up to ``as_of``, oldest first; one due but unknown is among them."""
    known = record_lists().filter(pl.col("first_december"))["list_date"].min()
    return list_dates_until(as_of, law, known) if isinstance(known, date) else ()


def record_bound(as_of: date, law: Law) -> pl.DataFrame:
    """Who is bound among the areas ever under a plan; whether plans are done is not known."""
    published = record_published(as_of)
    ids = areas_under_plan(record_memberships(), law)
    return bound_areas(ids, published, first_december_lists(as_of, law), law, lambda _: "unknown")


def study_of_folder(
    folder: Path,
    as_of: date | None = None,
    drawn: date | None = None,
    law_id: str | None = None,
    scenario: str | None = None,
) -> TargetStudy:
    """The accounting of a planner's folder, with the lists as published.

    Args:
        folder: the simple tables of ``target_input``, or workbooks as they are, read as a run
            reads them, with the folder's own lists.
        as_of: nothing known later is used; without it the latest date in the input.
        drawn: the date the register export was drawn.
        law_id: count by this version; without it the one in force on ``as_of``.
        scenario: a shipped scenario's id or a scenario file.

    Raises:
        NothingToSayError: nothing in the folder has a date.
    """
    if not folder.is_dir() or any((folder / name).is_file() for name in TIDY):
        given = read_target_input(folder, drawn)
        day = as_of or given.latest_date()
        published = record_published(day) if day else None
    else:
        inputs, read = from_folder(folder, as_of)
        given = target_input(read)
        day = (as_of or inputs.known) if given.dwellings.height or read.plans.height else None
        published = inputs.published(day) if day else None
    if day is None or published is None:
        raise NothingToSayError("target.nothing_dated", folder=str(folder))
    law = target_law(day, law_id, scenario)
    return study(given, day, law, published, first_december_lists(day, law))
