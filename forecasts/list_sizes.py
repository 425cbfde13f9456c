"""The table ``list_size``: how many of the input's areas each list holds, beside a random walk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forecasts.baselines import random_walk_on_counts
from forecasts.horizon import COUNTED, Horizon
from forecasts.rows import Row
from forecasts.streams import stream

CUTS = (10.0, 50.0, 90.0)


def list_size_rows(
    sizes: Mapping[tuple[date, str], NDArray[np.int64]],
    outlook: list[Row],
    lists: Horizon,
    areas: set[str],
    draws: int,
    *,
    newcomers: bool,
) -> list[Row]:
    """Rows of the table, by list and category.

    Args:
        sizes: (list date, category) -> (draws) areas on that list.
        outlook: rows of ``outlook``: how many areas were drawn.
        lists: what was published, and how far ahead a list is.
        areas: the areas spoken of.
        draws: of the random walk.
        newcomers: whether areas never listed before count in.
    """
    rows: list[Row] = []
    for (day, category), size in sorted(sizes.items()):
        if day not in lists.open:
            continue
        cut = np.percentile(size, CUTS).round(1).tolist()
        walk = _walk(lists, day, category, areas, draws)
        counted = sum(1 for row in outlook if row[1] == day and row[3] == category)
        fresh = newcomers and category == COUNTED
        rows.append((lists.as_of, day, category, *cut, *walk, counted, fresh))
    return rows


def _walk(
    lists: Horizon, day: date, category: str, areas: set[str], draws: int
) -> tuple[float | None, ...]:
    """A random walk on how many of these areas each whole list held."""
    counts = [
        sum(area in areas for area in lists.published.members(known, category))
        for known in lists.known
        if lists.published.whole(known, category)
    ]
    if not counts:
        return (None, None, None)
    rng = stream(f"list_size/{category}/{day}")
    walk = random_walk_on_counts(counts, lists.unread(day), draws, rng)
    return tuple(np.percentile(walk, CUTS).round(1).tolist())
