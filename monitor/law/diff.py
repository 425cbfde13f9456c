"""What one version of the act says that another does not: dotted paths, in the act's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from monitor.law.model import Law
from monitor.law.raw import leaves

Kind = Literal["changed", "added", "removed"]
EVIDENCE_KEYS = frozenset(
    {"quote", "summary", "evidence", "source", "note", "reference_evidence", "reference_note"}
)
"""Keys that say how a rule is known, not what it is."""


@dataclass(frozen=True)
class Difference:
    """One dotted path and its value in either version; None where it does not stand."""

    path: str
    kind: Kind
    before: object
    after: object


def differences(before: Law, after: Law, whole: bool = False) -> tuple[Difference, ...]:
    """Every path that differs, in the order of the act.

    Args:
        before: the earlier version.
        after: the later version.
        whole: also quotations, sources, notes and evidence marks.
    """
    old, new = _rules(before, whole), _rules(after, whole)
    found = []
    for path in _in_order(list(old), list(new)):
        if path not in new:
            found.append(Difference(path, "removed", old[path], None))
        elif path not in old:
            found.append(Difference(path, "added", None, new[path]))
        elif old[path] != new[path]:
            found.append(Difference(path, "changed", old[path], new[path]))
    return tuple(found)


def _rules(law: Law, whole: bool) -> dict[str, object]:
    return {
        path: value
        for path, value in leaves(law.tree).items()
        if whole
        or (path.rpartition(".")[2] not in EVIDENCE_KEYS and not path.startswith("date_evidence."))
    }


def _in_order(old: list[str], new: list[str]) -> list[str]:
    """Both lists as one: the new order, what is gone standing where it stood."""
    merged = list(new)
    kept = set(new)
    place = 0
    for path in old:
        if path in kept:
            place = merged.index(path) + 1
        else:
            merged.insert(place, path)
            place += 1
    return merged
