"""What can be worked out about withheld cells from published ones, and what to withhold besides.

Cells are tied by linear relations (a total is the sum of its parts, a share is a count over a known
base). A withheld cell is *recoverable* if the published cells leave it a single value: by linear
arithmetic alone, or because no count is below zero. Relations are exact fractions; the bounds that
follow from counts not being negative are found by linear programming.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

Cell = tuple[str, str, str]
"""(area_id, indicator, period)"""

Values = Mapping[Cell, Fraction]
Row = dict[int, Fraction]


@dataclass(frozen=True)
class Relation:
    """The terms' values times their coefficients add up to nothing."""

    terms: Mapping[Cell, Fraction]

    @classmethod
    def total(cls, whole: Cell, parts: Iterable[Cell]) -> Relation:
        """``whole`` is the sum of ``parts``."""
        return cls({whole: Fraction(-1)} | dict.fromkeys(parts, Fraction(1)))


def withhold_besides(
    values: Values, withheld: Iterable[Cell], relations: Sequence[Relation]
) -> set[Cell]:
    """The cells to withhold so that none of ``withheld`` is recoverable, beyond those themselves.

    One cell at a time, in the relation that gives one away: the smallest that is not withheld yet,
    a total only where no part is left. Every cell of every relation has a value in ``values``.
    """
    first = set(withheld)
    hidden = set(first)
    for part in _components(relations):
        cells = {cell for relation in part for cell in relation.terms}
        if not cells & hidden:
            continue
        while given_away := recoverable(values, hidden & cells, part):
            hidden.add(_cheapest(values, hidden, given_away, part))
    return hidden - first


def recoverable(
    values: Values, withheld: Iterable[Cell], relations: Sequence[Relation]
) -> set[Cell]:
    """Those of ``withheld`` to which the other cells leave a single value."""
    order = {cell: place for place, cell in enumerate(sorted(withheld))}
    rows, constants = [], []
    for relation in relations:
        row = {order[cell]: factor for cell, factor in relation.terms.items() if cell in order}
        if row:
            rows.append(row)
            constants.append(
                -sum(
                    (
                        factor * values[cell]
                        for cell, factor in relation.terms.items()
                        if cell not in order
                    ),
                    Fraction(0),
                )
            )
    alone = _determined(rows)
    found = {cell for cell, place in order.items() if place in alone}
    # what linear arithmetic gives away is mended first; bounds are asked for only then
    return found or {
        cell for cell, place in order.items() if place in _bounded(rows, constants, len(order))
    }


def _determined(rows: Sequence[Row]) -> set[int]:
    """Unknowns a system fixes: the reduced rows with a single entry."""
    reduced: dict[int, Row] = {}
    for source in rows:
        row = dict(source)
        for pivot, known in reduced.items():
            if pivot in row:
                row = _minus(row, known, row[pivot])
        if not row:
            continue
        pivot = min(row)
        row = {place: factor / row[pivot] for place, factor in row.items()}
        for other, known in list(reduced.items()):
            if pivot in known:
                reduced[other] = _minus(known, row, known[pivot])
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _minus(row: Row, known: Row, factor: Fraction) -> Row:
    result = dict(row)
    for place, value in known.items():
        left = result.get(place, Fraction(0)) - factor * value
        if left:
            result[place] = left
        else:
            result.pop(place, None)
    return result


def _bounded(rows: Sequence[Row], constants: Sequence[Fraction], unknowns: int) -> set[int]:
    """Unknowns that "no count is below zero" leaves a single whole number.

    Bounds handed from relation to relation are exact where the relations form a tree; where they
    form a ring they may be too wide, and linear programming settles it.
    """
    low, high = _handed_on(rows, constants, unknowns)
    found = {
        place
        for place, (least, greatest) in enumerate(zip(low, high, strict=True))
        if greatest is not None and floor(greatest) - ceil(least) < 1
    }
    if found or sum(len(row) for row in rows) < len(rows) + len({p for row in rows for p in row}):
        return found
    return _programmed(rows, constants, unknowns)


def _handed_on(
    rows: Sequence[Row], constants: Sequence[Fraction], unknowns: int
) -> tuple[list[Fraction], list[Fraction | None]]:
    """Least and greatest value of each unknown (None: no end), by passing bounds along."""
    low: list[Fraction] = [Fraction(0)] * unknowns
    high: list[Fraction | None] = [None] * unknowns
    for _ in range(unknowns + 1):
        before = (list(low), list(high))
        for row, constant in zip(rows, constants, strict=True):
            for place, factor in row.items():
                least, greatest = _rest(row, constant, place, low, high)
                ends = [None if end is None else end / factor for end in (least, greatest)]
                if factor < 0:
                    ends.reverse()
                if ends[0] is not None:
                    low[place] = max(low[place], ends[0])
                known = high[place]
                if ends[1] is not None and (known is None or ends[1] < known):
                    high[place] = ends[1]
        if (low, high) == before:
            break
    return low, high


def _rest(
    row: Row,
    constant: Fraction,
    place: int,
    low: Sequence[Fraction],
    high: Sequence[Fraction | None],
) -> tuple[Fraction | None, Fraction | None]:
    """What the other terms of a relation leave for one: least and greatest (None: no end)."""
    least: Fraction | None = constant
    greatest: Fraction | None = constant
    for other, factor in row.items():
        if other == place:
            continue
        small, large = (low[other], high[other]) if factor > 0 else (high[other], low[other])
        greatest = None if greatest is None or small is None else greatest - factor * small
        least = None if least is None or large is None else least - factor * large
    return least, greatest


def _programmed(rows: Sequence[Row], constants: Sequence[Fraction], unknowns: int) -> set[int]:
    import numpy as np
    from scipy.optimize import linprog

    matrix = np.zeros((len(rows), unknowns))
    for line, row in enumerate(rows):
        for place, factor in row.items():
            matrix[line, place] = float(factor)
    right = np.array([float(constant) for constant in constants])
    found = set()
    for place in sorted({place for row in rows for place in row}):
        aim = np.zeros(unknowns)
        aim[place] = 1
        least = linprog(aim, A_eq=matrix, b_eq=right, method="highs")
        greatest = linprog(-aim, A_eq=matrix, b_eq=right, method="highs")
        # an unbounded search (status 3) leaves the cell open
        if least.status == 0 and greatest.status == 0 and -greatest.fun - least.fun < _ONE_VALUE:
            found.add(place)
    return found


_ONE_VALUE = 1 - 1e-6
"""Bounds closer than this leave a count one value (solver tolerance allowed for)."""


def _cheapest(
    values: Values, hidden: set[Cell], given_away: set[Cell], relations: Sequence[Relation]
) -> Cell:
    shown = [
        (factor < 0, values[cell], cell)
        for relation in relations
        if relation.terms.keys() & given_away
        for cell, factor in relation.terms.items()
        if cell not in hidden
    ]
    if not shown:
        # given away through other withheld cells: any published cell of the component helps
        shown = [
            (factor < 0, values[cell], cell)
            for relation in relations
            for cell, factor in relation.terms.items()
            if cell not in hidden
        ]
    return min(shown)[2]


def _components(relations: Sequence[Relation]) -> list[list[Relation]]:
    """Relations grouped so that no cell stands in two groups."""
    leader: dict[Cell, Cell] = {}

    def find(cell: Cell) -> Cell:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    for relation in relations:
        cells = list(relation.terms)
        for cell in cells:
            leader.setdefault(cell, cell)
            leader[find(cell)] = find(cells[0])
    groups: dict[Cell, list[Relation]] = {}
    for relation in relations:
        groups.setdefault(find(next(iter(relation.terms))), []).append(relation)
    return list(groups.values())
