"""Every number, operator, window, date and choice of the law files, changed one at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from monitor.errors import LawFileError
from monitor.law.build import build_law
from monitor.law.load import check_spans, laws, read_tree
from monitor.law.model import Law

STEP = Decimal("0.1")
OTHER_OPERATORS = {">": (">=", "<"), ">=": (">", "<="), "<": ("<=", ">"), "<=": ("<", ">=")}
OTHER_MEASURE = {"fixed": "times_national", "times_national": "fixed", "percent_of_region": ""}
OTHER_MOMENT = {"1 January": "calendar year", "calendar year": "1 January"}
LISTS_OF_NAMES = ("counted", "required", "failing", "not_met")
WORDS = (
    "date_evidence",
    "consequences",
    "legal_status",
    "terms",
    "title",
    "name",
    "act",
    "unit.",
)
"""Parts that are said and decide nothing; their tests are of their words."""


@dataclass(frozen=True)
class LawMutant:
    """One change in one law file."""

    version: str
    path: tuple[str | int, ...]
    old: object
    new: object
    kind: str
    window: int | None = None

    @property
    def name(self) -> str:
        where = ".".join(str(part) for part in self.path)
        return f"{self.version}.toml: {where}: {shown(self.old)} -> {shown(self.new)}"

    @property
    def tokens(self) -> tuple[str, ...]:
        """Words by which a test near to it can be found."""
        return (self.version, *(str(part) for part in self.path))


def shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def law_mutants() -> Iterator[LawMutant]:
    """All changes, in the order of the files."""
    for law in laws():
        for path, value in leaves(law.tree, ()):
            dotted = ".".join(str(part) for part in path)
            if any(dotted.startswith(word) or f".{word}" in dotted for word in WORDS):
                continue
            for new, kind in changes(law, path, value):
                yield LawMutant(law.id, path, value, new, kind)
        yield from window_mutants(law)


def window_mutants(law: Law) -> Iterator[LawMutant]:
    """Windows moved, lengthened and shortened as a whole: the loader refuses one with a hole."""
    for code, criterion in law.criteria.items():
        for key, years in (
            ("reference_years", criterion.reference_years),
            *((f"exceptions.{day}", years) for day, years in criterion.exceptions.items()),
        ):
            path = ("criteria", code, *key.split("."))
            others = [[year + step for year in years] for step in (1, -1)]
            if key == "reference_years" and not criterion.exceptions:
                others.append([years[0] - 1, *years])
                if len(years) > 1:
                    others.append(list(years[1:]))
            for other in others:
                window = len(other) if len(other) != len(years) else None
                yield LawMutant(law.id, path, list(years), other, "window", window)


def leaves(branch: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(branch, dict):
        for key, inner in branch.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(branch, list):
        for place, inner in enumerate(branch):
            yield from leaves(inner, (*path, place))
    else:
        yield path, branch


def changes(law: Law, path: tuple[str | int, ...], value: Any) -> Iterator[tuple[object, str]]:
    key = next(part for part in reversed(path) if isinstance(part, str))
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        kind = {"reference_years": "window", "lists_in_a_row": "years in a row"}.get(key, "number")
        if key == "window_years" or "exceptions" in path:
            kind = "window"
        if "transitional" in path:
            kind = "years in a row"
        yield value + 1, kind
        if value - 1 or key == "needed":
            yield value - 1, kind
    elif isinstance(value, Decimal):
        yield from ((value + STEP, "number"), (value - STEP, "number"))
    elif isinstance(value, date):
        yield from ((value + timedelta(days=step), "date") for step in (1, -1))
    elif key in ("operator", "residents_operator", "percent_operator"):
        yield from ((other, "operator") for other in OTHER_OPERATORS[value])
    elif key == "measure" and OTHER_MEASURE[value]:
        yield OTHER_MEASURE[value], "choice"
    elif key == "moment":
        yield OTHER_MOMENT[value], "choice"
    elif key in LISTS_OF_NAMES or key in ("within", "published_without"):
        yield None, "choice"
    elif key == "value" and path[0] == "switches":
        options = law.switches[str(path[1])].options
        yield from ((option, "choice") for option in options if option != value)


def mutated(mutant: LawMutant, *, quotations: bool = False) -> tuple[Law, ...]:
    """All versions with the one change.

    Args:
        mutant: the change.
        quotations: hold the numbers against the quotations, as the loader does; otherwise all
            are waived, so that only a test of behaviour can tell.

    Raises:
        LawFileError: the change makes a law file the loader refuses.
    """
    name = f"{mutant.version}.toml"
    tree = copy.deepcopy(read_tree(files("monitor.law").joinpath(name), name))
    put(tree, mutant.path, mutant.new)
    if mutant.window is not None:
        put(tree, (*mutant.path[:2], "window_years"), mutant.window)
    waived = frozenset() if quotations else dotted_paths(tree)
    changed = build_law(tree, name, waived)
    return check_spans(changed if law.id == mutant.version else law for law in laws())


def put(tree: Any, path: tuple[str | int, ...], new: object) -> None:
    *way, last = path
    for part in way:
        tree = tree[part]
    if new is None:
        del tree[last]
    else:
        tree[last] = new


def dotted_paths(tree: Any) -> frozenset[str]:
    """Every path with all that leads to it, as the loader writes them."""
    found = set()
    for path, _ in leaves(tree, ()):
        names = [str(part) for part in path if isinstance(part, str)]
        found |= {".".join(names[: n + 1]) for n in range(len(names))}
    return frozenset(found)


def refused(mutant: LawMutant, *, quotations: bool) -> str:
    """The key of the loader's refusal, or nothing."""
    try:
        mutated(mutant, quotations=quotations)
    except LawFileError as fault:
        return fault.key
    return ""
