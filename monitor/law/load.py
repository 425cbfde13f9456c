"""The law files as ``Law`` objects, one per version, and the one that holds on a list date."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

from monitor.errors import DateOutsideLawError, LawFileError, UnknownNameError, UnreadableFileError
from monitor.law.build import build_law
from monitor.law.model import Law
from monitor.law.scenario import Scenario, apply, read_scenario

__all__ = [
    "Scenario",
    "known_laws",
    "law_by_id",
    "law_on",
    "laws",
    "laws_under",
    "load_scenario",
    "read_laws",
    "shipped_scenarios",
]

_DAY = timedelta(days=1)


@cache
def laws() -> tuple[Law, ...]:
    """All versions of the act, oldest first.

    Raises:
        LawFileError: a law file says something impossible, or the versions overlap or leave a gap.
    """
    return read_laws(files("monitor.law"))


def read_laws(folder: Traversable) -> tuple[Law, ...]:
    """All versions in the law files of ``folder`` (``*.toml`` named by year), oldest first.

    Raises:
        LawFileError: a law file says something impossible, or the versions overlap or leave a gap.
    """
    names = sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.name.endswith(".toml") and entry.name.removesuffix(".toml").isdigit()
    )
    if not names:
        raise LawFileError("law.no_files", file=str(folder))
    found = []
    for name in names:
        law = build_law(read_tree(folder.joinpath(name), name), name)
        if law.id != name.removesuffix(".toml"):
            raise LawFileError("law.id_of_file", file=name, found=law.id)
        found.append(law)
    return check_spans(found)


def read_tree(file: Traversable, name: str) -> dict[str, object]:
    """A TOML file's raw tree, decimals exact.

    Raises:
        UnreadableFileError: the file is not there or is not UTF-8.
        LawFileError: the file is not TOML.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")  # a planner's editor may set a mark first
    except (OSError, UnicodeDecodeError):
        raise UnreadableFileError("law.unreadable", file=name) from None
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise LawFileError("law.not_toml", file=name, found=str(fault)) from None


def check_spans(versions: Iterable[Law]) -> tuple[Law, ...]:
    """The versions oldest first, refused unless each begins the day after the one before ends.

    Raises:
        LawFileError: overlap, gap, or an end on the latest version.
    """
    ordered = tuple(sorted(versions, key=lambda law: law.first_day))
    for earlier, later in pairwise(ordered):
        if earlier.in_force_until is None:
            raise LawFileError("law.no_end", file=f"{earlier.id}.toml", later=later.id)
        expected = earlier.in_force_until + _DAY
        if later.first_day != expected:
            kind = "law.overlap" if later.first_day < expected else "law.gap"
            raise LawFileError(
                kind,
                file=f"{later.id}.toml",
                found=later.first_day,
                earlier=earlier.id,
                until=earlier.in_force_until,
                expected=expected,
            )
    if ordered[-1].in_force_until is not None:
        raise LawFileError(
            "law.latest_ends", file=f"{ordered[-1].id}.toml", found=ordered[-1].in_force_until
        )
    return ordered


def law_by_id(law_id: str, scenario: Scenario | None = None) -> Law:
    """The version ``law_id``, as it stands or under a scenario.

    Raises:
        UnknownNameError: there is no such version.
    """
    versions = laws_under(scenario)
    for law in versions:
        if law.id == law_id:
            return law
    raise UnknownNameError(
        "law.unknown_version", name=law_id, known=", ".join(law.id for law in versions)
    )


def law_on(list_date: date, scenario: Scenario | None = None, *, known: date | None = None) -> Law:
    """The one version that holds for the list of ``list_date``; the latest for dates to come.

    Under a scenario with a first list of its own, earlier lists keep the act as it stands.

    Args:
        list_date: of the list.
        scenario: the act is changed by.
        known: the day from which one looks: versions enacted later are not looked at, the newest of
            those before is assumed unchanged for the lists to come.

    Raises:
        DateOutsideLawError: the date lies before the first version.
    """
    if known is not None:
        versions = known_laws(scenario, known)
        if scenario is not None and not scenario.holds_on(list_date):
            versions = tuple(replace(law, scenario=scenario.id) for law in known_laws(None, known))
        return _holding(versions, list_date)
    versions = laws_under(scenario)
    if scenario is not None and not scenario.holds_on(list_date):
        versions = tuple(replace(law, scenario=scenario.id) for law in laws())
    return _holding(versions, list_date)


def _holding(versions: Sequence[Law], list_date: date) -> Law:
    for law in reversed(versions):
        if law.first_day <= list_date:
            return law
    raise DateOutsideLawError(
        "error.date_outside_law", date=list_date.isoformat(), first=laws()[0].first_day
    )


@cache
def known_laws(scenario: Scenario | None, known: date) -> tuple[Law, ...]:
    """The versions enacted by a day, oldest first; the newest has no end yet.

    A list made under a version before it was enacted tells of it too (``first_day``).
    """
    found = [
        law
        for law in laws_under(scenario)
        if min(law.enacted or law.first_day, law.first_day) <= known
    ]
    if found:
        newest = found[-1]
        found[-1] = replace(
            newest, in_force_until=None, checked_until=min(newest.checked_until, known)
        )
    return tuple(found)


@cache
def laws_under(scenario: Scenario | None) -> tuple[Law, ...]:
    """All versions under a scenario, oldest first; its bases changed, the others as they are.

    Raises:
        LawFileError: the scenario names a path or value the law files do not allow.
    """
    if scenario is None:
        return laws()
    return check_spans(
        build_law(
            apply(scenario, law) if law.id in scenario.base else law.tree,
            f"{scenario.file} ({law.id}.toml)",
            scenario.paths(law.id),
            scenario.id,
        )
        for law in laws()
    )


def load_scenario(path_or_id: str) -> Scenario:
    """A scenario by its file, or one of the shipped ones by its id.

    Raises:
        UnknownNameError: neither a file nor a shipped scenario.
        LawFileError: the file says something the law files do not allow.
    """
    scenario = read_scenario(path_or_id, read_tree, tuple(law.id for law in laws()))
    laws_under(scenario)
    return scenario


def shipped_scenarios() -> tuple[str, ...]:
    """The ids of the scenarios that come with the tool."""
    folder = files("monitor.law").joinpath("scenarios")
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )
