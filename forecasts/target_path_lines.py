"""Paths to the deadline in lines of text: shares, dates, the pace needed, the chance."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from forecasts.delay import FEWEST_CHANGES
from forecasts.plans import LATE, PACE
from forecasts.target_standing import Standing
from monitor.target_study import TargetStudy
from monitor.words import Language, amount, day_in_words, say

ALMOST_SURE = 99
"""Percent above which a probability is said in words."""


def path_lines(
    study: TargetStudy, area_id: str, table: pl.DataFrame, stands: Standing, lang: Language
) -> list[str]:
    """The share every 1 January on each path, when it is reached, and how it stands at the end."""
    lines = [say("target.say.path_head", lang)]
    mine = table.filter((pl.col("area_id") == area_id) & (pl.col("lever") == "") & pl.col("used"))
    for path in (*LATE, PACE):
        rows = mine.filter(pl.col("path") == path).sort("date")
        if rows.is_empty():
            lines.append(say("target.say.no_pace", lang))
            continue
        shares = ", ".join(
            f"{row['date'].year}: {share_words(row, lang)}" for row in rows.iter_rows(named=True)
        )
        lines.append(
            say(
                "target.say.path",
                lang,
                path=say(f"target.path.{path}", lang),
                shares=shares,
                reached=_reached(path, rows, stands, lang),
                met=say(f"target.met.{stands.at_deadline[path]}", lang),
            )
        )
    if stands.overdue:
        on = day_in_words(study.as_of, lang)
        lines.append(say("target.say.overdue", lang, number=stands.overdue, on=on))
    return lines


def _reached(path: str, rows: pl.DataFrame, stands: Standing, lang: Language) -> str:
    if stands.at_deadline[path] == "unknown":
        return say("target.undecided", lang)
    if path in stands.reached:
        day = stands.reached[path]
        if day is None:
            return say("target.say.not_reached", lang)
        return say("target.say.reached", lang, on=day_in_words(day, lang))
    inside = rows.filter(pl.col("reached") == "yes")
    if inside.is_empty():
        return say("target.say.not_reached", lang)
    return say("target.say.reached_by", lang, on=day_in_words(inside["date"][0], lang))


def pace_lines(study: TargetStudy, stands: Standing, lang: Language) -> list[str]:
    """The pace needed from now; nothing where the target is met or the share is a range."""
    if stands.needed_a_year is None or stands.needed_pace is None:
        return []
    unknown = say("target.say.own_pace_unknown", lang)
    return [
        say(
            "target.say.pace",
            lang,
            number=amount(stands.needed_a_year, lang),
            needed=points(stands.needed_pace, lang),
            own=unknown if stands.own_pace is None else points(stands.own_pace, lang),
        )
    ]


def chance_words(probability: float, lang: Language) -> str:
    """A probability in percent; under 1 and over 99 in words."""
    percent = 100.0 * probability
    if percent < 1:
        return say("target.say.below_one", lang)
    if percent > ALMOST_SURE:
        return say("target.say.above_99", lang)
    return say("target.say.percent", lang, number=amount(percent, lang, 0))


def chance_line(stands: Standing, lang: Language) -> str:
    """The probability with its interval, or why there is none."""
    if stands.chance is not None:
        return say(
            "target.say.chance",
            lang,
            chance=chance_words(stands.chance, lang),
            low=amount(100.0 * (stands.chance_low or 0.0), lang, 0),
            high=amount(100.0 * (stands.chance_high or 0.0), lang, 0),
            together=chance_words(stands.chance_together or 0.0, lang),
            number=stands.changes_seen,
        )
    if stands.changes_seen >= FEWEST_CHANGES:
        return say("target.say.no_chance_for_range", lang)
    return say("target.say.too_few", lang, number=stands.changes_seen, fewest=FEWEST_CHANGES)


def share_words(row: Mapping[str, Any], lang: Language) -> str:
    """A share or its range in percent."""
    if row["share"] is not None:
        return say("target.say.overview_share", lang, share=amount(row["share"], lang))
    low, high = amount(row["share_low"], lang), amount(row["share_high"], lang)
    return say("target.say.overview_range", lang, low=low, high=high)


def points(value: Fraction, lang: Language, decimals: int = 2) -> str:
    """Percentage points with their sign."""
    sign = {-1: "\N{MINUS SIGN}", 0: "", 1: "+"}[(value > 0) - (value < 0)]
    return f"{sign}{amount(abs(value), lang, decimals)}"
