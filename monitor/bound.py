"""Which areas the target binds: transformation areas, and former ones until the plan is done.

Ministry, 1 December 2020: areas that leave the list "er fortsat omfattet af kravet om at gennemføre
en udviklingsplan". Whether a plan is carried out is read from its own rows; without rows it is
unknown, never yes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from monitor.categories import Verdict
from monitor.clock import enough_in_a_row, streak
from monitor.law.model import Law
from monitor.published import Published
from monitor.words import Language, day_in_words, say


@dataclass(frozen=True)
class Duty:
    """Whether an area is bound on a date, and why.

    ``listed_first`` and ``listed_last`` are the lists it stood on as a transformation area;
    ``reason`` names the sentence ``target.bound.<reason>``.
    """

    area_id: str
    bound: Verdict
    reason: str
    listed_first: date | None
    listed_last: date | None

    def sentence(self, language: Language) -> str:
        """Why, in words."""
        return say(
            f"target.bound.{self.reason}",
            language,
            first=_day(self.listed_first, language),
            last=_day(self.listed_last, language),
        )


def _day(day: date | None, language: Language) -> str:
    return say("target.none", language) if day is None else day_in_words(day, language)


def duty(
    area_id: str,
    published: Published,
    list_dates: tuple[date, ...],
    law: Law,
    carried_out: Verdict,
) -> Duty:
    """Whether § 168 a binds an area after the last of ``list_dates``.

    Args:
        area_id: which area.
        published: the lists as published.
        list_dates: consecutive 1 December lists up to the date in question, oldest first.
        law: the version in force at the last of them.
        carried_out: whether the area's plan is carried out, three-valued.
    """
    code = law.target.applies_to if law.target is not None else ""
    category = law.categories[code]
    on = [day for day in list_dates if published.status(day, area_id, code) == "yes"]
    first, last = (on[0], on[-1]) if on else (None, None)
    newest = published.status(list_dates[-1], area_id, code)
    if newest == "yes":
        return Duty(area_id, "yes", "listed", first, last)
    if not on:
        within = category.within or code
        counted = streak(published.status, area_id, within, list_dates)
        could = enough_in_a_row(category, list_dates[-1], counted)
        if newest == "unknown" and could != "no":
            return Duty(area_id, "unknown", "perhaps_listed", first, last)
        return Duty(area_id, "no", "never_listed", first, last)
    verdicts: dict[Verdict, Verdict] = {"yes": "no", "no": "yes"}
    reasons = {"yes": "carried_out", "no": "former"}
    return Duty(
        area_id,
        verdicts.get(carried_out, "unknown"),
        reasons.get(carried_out, "former_plan_unknown"),
        first,
        last,
    )


def carried_out(plan: pl.DataFrame, area_id: str) -> Verdict:
    """Whether every row of an area's plan is done (dropped rows aside); unknown without rows."""
    rows = plan.filter((pl.col("area_id") == area_id) & (pl.col("status") != "dropped"))
    if rows.is_empty():
        return "unknown"
    return "yes" if bool((rows["status"] == "done").all()) else "no"


def bound_areas(
    area_ids: list[str],
    published: Published,
    list_dates: tuple[date, ...],
    law: Law,
    plan_standing: Callable[[str], Verdict],
) -> pl.DataFrame:
    """``duty`` for many areas: area_id, bound, reason, first and last list, why in words."""
    found = [
        duty(area_id, published, list_dates, law, plan_standing(area_id))
        for area_id in sorted(area_ids)
    ]
    return pl.DataFrame(
        [
            {
                "area_id": one.area_id,
                "bound": one.bound,
                "reason": one.reason,
                "listed_first": one.listed_first,
                "listed_last": one.listed_last,
                "why_da": one.sentence("da"),
                "why_en": one.sentence("en"),
            }
            for one in found
        ],
        schema={
            "area_id": pl.String,
            "bound": pl.String,
            "reason": pl.String,
            "listed_first": pl.Date,
            "listed_last": pl.Date,
            "why_da": pl.String,
            "why_en": pl.String,
        },
    )
