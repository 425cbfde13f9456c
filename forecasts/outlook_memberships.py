"""The outlook of areas of which only memberships are known: the hazard, list by list."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from forecasts.hazard import ComingLists, draw_lists
from forecasts.histories import AtRisk, at_risk
from forecasts.horizon import COUNTED, Horizon
from forecasts.outlook import Found, Surroundings, outlook_row
from forecasts.rows import Row
from forecasts.streams import SEED, stream
from forecasts.through_law import Bools
from monitor.categories import in_a_row
from monitor.clock import same_conditions
from monitor.law.load import law_on
from monitor.law.model import Law
from monitor.streaks import Counts, run_lengths


def history_of(
    memberships: pl.DataFrame, lists: pl.DataFrame, figures: pl.DataFrame, as_of: date
) -> AtRisk:
    """Area-years of the whole lists published by ``as_of``."""
    residents = figures.filter(
        (pl.col("indicator") == "residents") & (pl.col("standing") != "missing")
    ).select("area_id", "known_from", "value")
    return at_risk(memberships, lists, residents, as_of, COUNTED)


def standing_at_last(history: AtRisk) -> AtRisk:
    """The rows of the newest list."""
    newest = max(history.list_date, default=None)
    return history.where(np.array([day == newest for day in history.list_date], dtype=bool))


def made_as_before(lists: Horizon) -> bool:
    """Whether the coming lists are made as the past ones were: under a scenario they may not be."""
    return all(
        COUNTED in lists.law_of(day).categories
        and same_conditions(lists.law_of(day), law_on(day), COUNTED)
        for day in lists.open
    )


def areas_with_memberships(
    history: AtRisk,
    now: AtRisk,
    areas: set[str],
    around: Surroundings,
    draws: int,
    *,
    newcomers: bool,
) -> Found:
    """Rows of ``parallel`` and of what counts its lists in a row.

    Args:
        history: every area-year, what is fitted on.
        now: the rows of the newest list.
        areas: the areas to speak of.
        around: lists and laws.
        draws: how many.
        newcomers: whether areas never listed before count in the size of the list.
    """
    lists, found = around.lists, Found()
    if not len(now.on):
        return found
    newest = now.list_date[0]
    after = tuple(day for day in lists.chain() if day > newest)
    coming = draw_lists(history, now, len(after), draws, stream("outlook/memberships", SEED))
    before = [lists.streak_before(str(area), after[0]) for area in now.area_id]
    counted = run_lengths(
        coming.on, np.broadcast_to(np.array(before, dtype=np.int16), coming.on.shape[:2])
    )
    for place, area in enumerate(now.area_id):
        if area in areas:
            found.add(_area(str(area), place, after, coming, counted, around))
    for number, day in enumerate(after):
        if newcomers and (day, COUNTED) in found.sizes:
            found.sizes[day, COUNTED] = found.sizes[day, COUNTED] + coming.new[:, number]
    return found


def _area(
    area: str,
    place: int,
    after: tuple[date, ...],
    coming: ComingLists,
    counted: Counts,
    around: Surroundings,
) -> Found:
    found, lists = Found(), around.lists
    draws = coming.on.shape[0]
    previous: dict[str, Bools] = {}
    ever: dict[str, Bools] = {}
    for number, day in enumerate(after):
        law = lists.law_of(day)
        rows: list[Row] = []
        now = _lists_of(law, day, coming.on[:, place, number], counted[:, place, number])
        for code, on in now.items():
            ever[code] = ever.get(code, np.zeros(draws, dtype=bool)) | on
            stood = around.today.standing(area, code, code)
            known = np.full(draws, stood == "yes") if stood in ("yes", "no") else None
            rows.append(
                outlook_row(
                    around, day, area, code, on, previous.get(code, known), ever[code],
                    stays=stood, law=law, model="memberships", decides="",
                    standing="projected", ahead=number + 1,
                )
            )  # fmt: skip
            found.sizes[day, code] = on.astype(np.int64)
        previous = now
        found.outlook += rows
    return found


def _lists_of(law: Law, day: date, on: Bools, counted: Counts) -> dict[str, Bools]:
    """The list itself and the one that counts its lists in a row."""
    found = {COUNTED: on}
    for code, category in law.categories.items():
        if category.within == COUNTED and category.lists_in_a_row is not None:
            found[code] = in_a_row(category, category.lists_needed(day), counted)
    return found
