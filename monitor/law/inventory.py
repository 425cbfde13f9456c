"""What stands in the law files, counted: limits, and citations by how sure we are of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import cast

from monitor.law.model import EVIDENCE, Evidence, Law


@dataclass(frozen=True)
class Inventory:
    """Counts for one version: limits, citations, and citations by evidence mark."""

    law: Law
    limits: int
    citations: int
    evidence: dict[Evidence, int]


def inventory(law: Law) -> Inventory:
    """The version's counts."""
    marks = Counter(_marks(law.tree))
    return Inventory(
        law=law,
        limits=sum(len(criterion.limits) for criterion in law.criteria.values()),
        citations=sum(marks.values()),
        evidence={mark: marks[mark] for mark in EVIDENCE},
    )


def _marks(branch: object) -> list[Evidence]:
    if isinstance(branch, list):
        return [mark for row in branch for mark in _marks(row)]
    if not isinstance(branch, dict):
        return []
    own = [cast("Evidence", branch["evidence"])] if "cite" in branch else []
    return own + [mark for inner in branch.values() for mark in _marks(inner)]
