"""Faults of a model file whose shape is right but which cannot mean what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import cast

from monitor.law.load import laws
from monitor.local.cuts import cut_faults
from monitor.local.lines import Path, line_of
from monitor.local.model import WITH_REFERENCE, Axis, Gate, Model
from monitor.local.shape import Fault, Tree, place

OF_CHANGES = ("difference", "zscore", "robust_z", "percentile", "value")
"""Rules that can judge a change, which may be negative or nought."""


def sense_faults(model: Model, tree: Tree) -> list[Fault]:
    """Everything that contradicts itself, in the order of the lines."""
    found = [
        *_indicators(model),
        *_units(model, tree),
        *_reference(model, tree),
        *_final(model),
        *_grid(model),
        *_list(model),
        *_allocation(model),
    ]
    for axis in model.axes.values():
        found.extend(_axis(model, axis))
        for number, row in enumerate(_category_rows(tree, axis.code)):
            for one, other in (("from", "above"), ("to", "below")):
                if one in row and other in row:
                    path: Path = ("axis", axis.code, "category", number)
                    yes = {"one": one, "other": other, "table": place(path)}
                    found.append(_fault(model, "local.model.either", (*path, other), **yes))
    return sorted(found, key=lambda fault: fault.line)


def _fault(model: Model, key: str, path: Path, **fields: object) -> Fault:
    return Fault(line_of(model.lines, path), key, fields)


def _category_rows(tree: Tree, axis: str) -> list[Tree]:
    row = cast("dict[str, Tree]", tree["axis"])[axis]
    return cast("list[Tree]", row.get("category", []))


def _indicators(model: Model) -> Iterator[Fault]:
    codes = Counter(entry.code for entry in model.indicators)
    themes = {theme.code for theme in model.themes}
    seen: set[str] = set()
    for number, entry in enumerate(model.indicators):
        path: Path = ("indicator", number)
        if codes[entry.code] > 1 and entry.code in seen:
            yield _fault(model, "local.model.twice", (*path, "code"), name=entry.code)
        seen.add(entry.code)
        if entry.weight <= 0:
            weight = f"{float(entry.weight):g}"
            yield _fault(
                model, "local.model.weight", (*path, "weight"), name=entry.code, weight=weight
            )
        if entry.theme is None and themes:
            known = ", ".join(sorted(themes))
            yield _fault(model, "local.model.no_theme", path, name=entry.code, known=known)
        elif entry.theme is not None and entry.theme not in themes:
            known = ", ".join(sorted(themes)) or "–"
            fields = {"what": "theme", "name": entry.theme, "known": known}
            yield _fault(model, "local.model.unknown_name", (*path, "theme"), **fields)
        if entry.law is not None and entry.law not in law_figures():
            fields = {"name": entry.law, "known": ", ".join(law_figures())}
            yield _fault(model, "local.model.unknown_law", (*path, "law"), **fields)
        yield from _ascending(model, entry.breaks, (*path, "breaks"))


@cache
def law_figures() -> tuple[str, ...]:
    """The figures any version of the act looks at, in alphabetical order."""
    codes = {criterion.indicator for law in laws() for criterion in law.criteria.values()}
    return tuple(sorted(codes))


def _units(model: Model, tree: Tree) -> Iterator[Fault]:
    units = model.units
    if units.above is not None and units.from_ is not None:
        fields = {"one": "above", "other": "from", "table": "units"}
        yield _fault(model, "local.model.either", ("units", "from"), **fields)
    if units.residents is None and (units.above is not None or units.from_ is not None):
        key = "above" if units.above is not None else "from"
        yield _fault(model, "local.model.residents", ("units", key), bound=key)


def _reference(model: Model, tree: Tree) -> Iterator[Fault]:
    compared = [axis for axis in model.axes.values() if axis.rule in WITH_REFERENCE]
    of = model.reference.of
    if of != "areas" and not compared:
        rule = next(iter(model.axes.values())).rule
        yield _fault(model, "local.model.reference_unused", ("reference", "of"), of=of, rule=rule)
    says_mean = "mean" in cast("Tree", tree["reference"])
    if of == "areas" and compared and not says_mean:
        yield _fault(model, "local.model.reference_mean", ("reference",))


def _axis(model: Model, axis: Axis) -> Iterator[Fault]:
    path: Path = ("axis", axis.code)
    codes = {entry.code for entry in model.indicators}
    for number, code in enumerate(axis.indicators):
        if code not in codes:
            fields = {"what": "indicator", "name": code, "known": ", ".join(sorted(codes))}
            yield _fault(model, "local.model.unknown_name", (*path, "indicators", number), **fields)
            return
    yield from _ascending(model, axis.breaks, (*path, "breaks"))
    yield from _breaks(model, axis, path)
    if axis.rule.startswith("rank_") and axis.ranks == "given" and axis.population is None:
        yield _fault(model, "local.model.population", path, axis=axis.code)
    if axis.measure == "change":
        if not axis.over_years:
            yield _fault(model, "local.model.over_years", path, axis=axis.code)
        if axis.rule not in OF_CHANGES:
            fields = {"rule": axis.rule, "rules": ", ".join(OF_CHANGES)}
            yield _fault(model, "local.model.change_rule", (*path, "rule"), **fields)
    words = Counter(entry.code for entry in axis.categories)
    for number, entry in enumerate(axis.categories):
        if words[entry.code] > 1 and entry.code in {c.code for c in axis.categories[:number]}:
            here = (*path, "category", number, "code")
            yield _fault(model, "local.model.twice", here, name=entry.code)
    yield from cut_faults(axis.categories, (*path, "category"), model.lines)


def _breaks(model: Model, axis: Axis, path: Path) -> Iterator[Fault]:
    own = [entry for entry in model.of_axis(axis) if entry.breaks]
    if axis.user_breaks and (axis.breaks or own):
        yield _fault(model, "local.model.user_breaks", (*path, "user_breaks"), axis=axis.code)
    if (axis.breaks or own) and axis.rule in ("index", "share", "rank_share", "rank_exponential"):
        yield _fault(model, "local.model.no_breaks", (*path, "rule"), rule=axis.rule)
    if own and not axis.breaks:
        for entry in model.of_axis(axis):
            if not entry.breaks:
                where = ("indicator", [e.code for e in model.indicators].index(entry.code))
                fields = {"name": entry.code, "axis": axis.code}
                yield _fault(model, "local.model.some_breaks", where, **fields)


def _ascending(model: Model, breaks: tuple[Fraction, ...], path: Path) -> Iterator[Fault]:
    for number, (first, second) in enumerate(pairwise(breaks)):
        if first >= second:
            fields = {"first": f"{float(first):g}", "second": f"{float(second):g}"}
            yield _fault(model, "local.model.breaks_order", (*path, number + 1), **fields)


def _final(model: Model) -> Iterator[Fault]:
    known = [*model.axes, *(["grid"] if model.grid else [])]
    if model.final not in known:
        fields = {"what": "final", "name": model.final, "known": ", ".join(known)}
        yield _fault(model, "local.model.unknown_name", ("final",), **fields)
    elif len(model.axes) > 1 and ("final",) not in model.lines and not model.grid:
        yield _fault(model, "local.model.final", ("axis",), known=", ".join(known))


def _grid(model: Model) -> Iterator[Fault]:
    if not model.grid:
        return
    for key, name in (("rows", model.grid.rows), ("columns", model.grid.columns)):
        axis = model.axes.get(name)
        if axis is None:
            fields = {"what": "axis", "name": name, "known": ", ".join(model.axes)}
            yield _fault(model, "local.model.unknown_name", ("grid", key), **fields)
            return
        if not axis.categories or any(entry.number is None for entry in axis.categories):
            yield _fault(model, "local.model.grid_number", ("axis", name), axis=name)
            return
    known = cells(model)
    for number, code in enumerate(model.grid.attention):
        if code not in known:
            fields = {"what": "cell", "name": code, "known": ", ".join(known)}
            yield _fault(model, "local.model.unknown_name", ("grid", "attention", number), **fields)


def cells(model: Model) -> tuple[str, ...]:
    """The codes of the grid's cells, row by row."""
    if not model.grid:
        return ()
    rows, columns = model.axes[model.grid.rows], model.axes[model.grid.columns]
    return tuple(f"{r.number}{c.number}" for r in rows.categories for c in columns.categories)


def _list(model: Model) -> Iterator[Fault]:
    if not model.watch:
        return
    for key, gate in (("enter", model.watch.enter), ("leave", model.watch.leave)):
        yield from _gate(model, gate, ("list", key))


def _gate(model: Model, gate: Gate, path: Path) -> Iterator[Fault]:
    if gate.axis == "grid" and model.grid:
        known = cells(model)
    elif gate.axis in model.axes:
        known = tuple(entry.code for entry in model.axes[gate.axis].categories)
    else:
        fields = {"what": "axis", "name": gate.axis, "known": ", ".join(model.axes)}
        yield _fault(model, "local.model.unknown_name", (*path, "axis"), **fields)
        return
    for number, code in enumerate(gate.categories):
        if code not in known:
            fields = {"what": "category", "name": code, "known": ", ".join(known) or "–"}
            here = (*path, "categories", number)
            yield _fault(model, "local.model.unknown_name", here, **fields)


def _allocation(model: Model) -> Iterator[Fault]:
    if not model.allocation:
        return
    axis = model.axes.get(model.allocation.axis)
    if axis is None:
        fields = {"what": "axis", "name": model.allocation.axis, "known": ", ".join(model.axes)}
        yield _fault(model, "local.model.unknown_name", ("allocation", "axis"), **fields)
    elif axis.rule != "share":
        yield _fault(model, "local.model.allocation_rule", ("allocation", "axis"), rule=axis.rule)
