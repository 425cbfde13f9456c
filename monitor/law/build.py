"""From a law file's raw tree to a ``Law``: every key known, every number held against its quote."""

from __future__ import annotations

from datetime import date

from monitor.criteria import high_is_bad
from monitor.law.category import read_categories, read_switch
from monitor.law.criterion import read_criterion
from monitor.law.duties import (
    read_combined_letting,
    read_legal_status,
    read_release,
    read_target,
)
from monitor.law.fields import CITATION, Table
from monitor.law.model import AppliedFrom, Law, Publication
from monitor.law.vocabulary import CRITERIA, READINGS

_KEYS = (
    "id",
    "title",
    "enacted",
    "in_force_from",
    "in_force_until",
    "checked_until",
    "date_evidence",
    "applied_from",
    "act",
    "unit",
    "publication",
    "criteria",
    "categories",
    "switches",
    "target",
    "release",
    "combined_letting",
    "legal_status",
)


def build_law(
    tree: dict[str, object], file: str, waived: frozenset[str] = frozenset(), scenario: str = ""
) -> Law:
    """The version of the act that ``tree`` describes.

    Args:
        tree: a law file as TOML reads it, decimals exact.
        file: the file's name, for the faults.
        waived: dotted paths set by a scenario, not held against the quotations.
        scenario: the scenario's id, if there is one.

    Raises:
        LawFileError: the tree says something impossible, or not enough.
    """
    top = Table(file, "", tree, waived, scenario).allow(*_KEYS)
    for key in ("switches", "criteria", "categories"):
        top.table(key)
    switches = {row.name(): read_switch(row) for row in top.tables("switches", READINGS)}
    for name in ("population", "two_year_mean"):
        top.table("switches").table(name)
    criteria = {
        row.name(): read_criterion(row, switches) for row in top.tables("criteria", CRITERIA)
    }
    categories = read_categories(top, criteria)
    combined = (
        read_combined_letting(top.table("combined_letting"))
        if top.has("combined_letting")
        else None
    )
    law = Law(
        id=top.text("id"),
        title=top.words("title"),
        act=top.table("act").allow(*CITATION).citation(),
        enacted=top.optional_day("enacted"),
        in_force_from=top.day("in_force_from"),
        in_force_until=top.optional_day("in_force_until"),
        checked_until=top.day("checked_until"),
        unit=top.table("unit").allow(*CITATION).citation(),
        criteria=criteria,
        categories=categories,
        switches=switches,
        tree=tree,
        combined_letting=() if combined is None else combined.rules,
        release=(read_release(top.table("release"), categories) if top.has("release") else None),
        scenario=scenario,
        publication=_publication(top.table("publication")),
        applied_from=_applied_from(top),
        date_evidence={
            row.name(): row.dating()
            for row in top.tables("date_evidence", ("enacted", "in_force_from"))
        },
        combined=combined,
        target=(
            read_target(top.table("target"), categories, criteria) if top.has("target") else None
        ),
        legal_status=tuple(
            read_legal_status(row, categories, criteria) for row in top.rows("legal_status")
        ),
    )
    _check_limits(top, law)
    _check_dates(top, law)
    return law


def _publication(row: Table) -> Publication:
    row.allow("month", "day", *CITATION)
    citation = row.citation()
    month, day = row.integer("month", 1), row.integer("day", 1)
    row.holds_day("month", month, day, citation)
    return Publication(month, day, citation)


def _applied_from(top: Table) -> AppliedFrom | None:
    if not top.has("applied_from"):
        return None
    row = top.table("applied_from").allow("date", "reason", *CITATION)
    return AppliedFrom(row.day("date"), row.words("reason"), row.citation())


def _check_limits(top: Table, law: Law) -> None:
    """Every tested (category, criterion) has a limit, and no limit stands there untested."""
    tested = set(law.tests())
    for category, criterion in law.tests():
        if category not in law.criteria[criterion].limits:
            raise top.refuse("missing_key", f"criteria.{criterion}.limits.{category}")
    for code, asked in law.criteria.items():
        signs = list(dict.fromkeys(limit.operator for limit in asked.limits.values()))
        if len({high_is_bad(sign) for sign in signs}) > 1:
            raise top.refuse(
                "opposite_operators", f"criteria.{code}.limits", found=", ".join(signs)
            )
    for code, tested_criterion in law.criteria.items():
        for category in tested_criterion.limits:
            if (category, code) not in tested:
                raise top.refuse("untested_limit", f"criteria.{code}.limits.{category}")


def _check_dates(top: Table, law: Law) -> None:
    evidence = top.table("date_evidence")
    for key in ("enacted", "in_force_from"):
        evidence.table(key)
    if law.enacted is None and not law.date_evidence["enacted"].note:
        raise top.refuse("missing_key", "enacted")
    if law.enacted is not None and law.enacted > law.in_force_from:
        raise top.refuse("enacted_late", "enacted", found=law.enacted, latest=law.in_force_from)
    if law.applied_from is not None and law.applied_from.on >= law.in_force_from:
        raise top.refuse(
            "applied_late", "applied_from.date", found=law.applied_from.on, before=law.in_force_from
        )
    if law.in_force_until is not None and law.in_force_until < law.in_force_from:
        raise top.refuse(
            "until_early", "in_force_until", found=law.in_force_until, earliest=law.in_force_from
        )
    for key, day in _days_inside(law):
        if day < law.first_day or (law.in_force_until is not None and day > law.in_force_until):
            raise top.refuse(
                "outside_version",
                key,
                found=day,
                first=law.first_day,
                last=law.in_force_until or "…",
            )


def _days_inside(law: Law) -> list[tuple[str, date]]:
    """Every date that must lie in the version's own span, with its key."""
    days = [("checked_until", law.checked_until)]
    for criterion in law.criteria.values():
        days += [(f"criteria.{criterion.code}.exceptions", day) for day in criterion.exceptions]
    for category in law.categories.values():
        days += [(f"categories.{category.code}.transitional", day) for day in category.transitional]
    return days
