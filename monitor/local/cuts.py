"""Whether an axis's categories cover the scale once: no overlap, no gap, edges said."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from monitor.local.lines import Path, line_of
from monitor.local.model import Category
from monitor.local.shape import Fault


def cut_faults(categories: tuple[Category, ...], path: Path, lines: dict[Path, int]) -> list[Fault]:
    """Overlaps, gaps and inverted ends of categories given from the lowest to the highest."""
    found: list[Fault] = []
    for number, entry in enumerate(categories):
        line = line_of(lines, (*path, number))
        inverted = (
            entry.low is not None
            and entry.high is not None
            and (
                entry.low > entry.high
                or (entry.low == entry.high and not (entry.low_included and entry.high_included))
            )
        )
        if inverted:
            fields = {"category": entry.code, "low": end(entry.low), "high": end(entry.high)}
            found.append(Fault(line, "local.model.category_empty", fields))
    for number, (first, second) in enumerate(pairwise(categories)):
        line = line_of(lines, (*path, number + 1))
        fields = {
            "first": first.code,
            "second": second.code,
            "high": end(first.high),
            "low": end(second.low),
        }
        if first.high is None or second.low is None:
            found.append(Fault(line, "local.model.category_open", fields))
        elif first.high > second.low or (
            first.high == second.low and first.high_included and second.low_included
        ):
            found.append(Fault(line, "local.model.category_overlap", fields))
        elif first.high < second.low or not (first.high_included or second.low_included):
            found.append(Fault(line, "local.model.category_gap", fields))
    if categories and categories[0].low is not None:
        fields = {"category": categories[0].code, "low": end(categories[0].low)}
        found.append(Fault(line_of(lines, (*path, 0)), "local.model.category_bottom", fields))
    if categories and categories[-1].high is not None:
        last = len(categories) - 1
        fields = {"category": categories[-1].code, "high": end(categories[-1].high)}
        found.append(Fault(line_of(lines, (*path, last)), "local.model.category_top", fields))
    return found


def end(number: Fraction | None) -> str:
    """An end of a category as it is written; endless is a dash."""
    return "–" if number is None else f"{float(number):g}"
