"""The local list: colour, points, last year's, the radar; only what the model's tables say."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.warning.model import Count, Local, Radar, RadarAxis

if TYPE_CHECKING:
    from reports.warning.model import AreaWarning
    from reports.warning.setting import Setting

COLOURS = ("red", "orange", "yellow", "green")
UNDECIDED = "undecided"
SHOWN_MODEL = "aarhus_style"
"""Whose colours page 1 shows when a run does not say which model comes first."""
STEPS = (("red", 0.9), ("orange", 0.6), ("yellow", 0.25), ("green", 0.0))
"""Colour of a category no list of names holds, by how bad it is from 0 to 1."""
NOT_FINAL = ("false", "no")
"""A model of several axes also writes each axis; only the final category is shown."""


@cache
def _names() -> dict[str, str]:
    tree = tomllib.loads(files("reports").joinpath("colours.toml").read_text(encoding="utf-8"))
    return {name: colour for colour, row in tree.items() for name in row["names"]}


def colour(category: str | None, severity: float | None = None) -> str:
    """The colour code of a model's category; ``undecided`` where it has none.

    Args:
        category: its code.
        severity: how bad it is, from 0 to 1, for categories of the planner's own.
    """
    named = _names().get((category or "").lower())
    if named is not None or severity is None:
        return named or UNDECIDED
    return next(code for code, least in STEPS if severity >= least)


def models_scored(setting: Setting) -> list[str]:
    """The models of the run in the planner's order; by id where the run does not say."""
    told = [row for row in setting.tables.rows("local_models") if row["scored"]]
    if told:
        return [row["model"] for row in sorted(told, key=lambda row: row["place"])]
    models = setting.tables.frame("local_categories")["model"].drop_nulls().unique().sort()
    found = models.to_list()
    return sorted(found, key=lambda model: (model != SHOWN_MODEL, model))


def model_shown(setting: Setting) -> str | None:
    """The local model page 1 shows: the first the planner named."""
    return next(iter(models_scored(setting)), None)


def assumed(setting: Setting) -> bool:
    """Whether a model in Aarhus's style is on the pages, whose scale is not the city's."""
    return not setting.public and SHOWN_MODEL in models_scored(setting)


def local(setting: Setting, area_id: str) -> Local | None:
    """The newest local category of an area with the year before; None without a local model."""
    model = model_shown(setting)
    rows = sorted(
        (
            row
            for row in setting.tables.rows("local_categories", area_id)
            if row["model"] == model and row["final"] not in NOT_FINAL
        ),
        key=lambda row: row["year"] or 0,
    )
    if not rows:
        return None
    newest = rows[-1]
    before = next((row for row in rows if row["year"] == newest["year"] - 1), None)
    text = setting.text
    code = colour(newest["category"], newest["severity"])
    last_code = (
        colour(before["category"], before["severity"]) if before else colour(newest["last_year"])
    )
    last_points = before["points"] if before else newest["last_points"]
    # scaled to all indicators where the table says so: one that is missing is no improvement
    arrow = arrow_of(newest["points"], last_points)
    if newest["score"] is not None and newest["last_score"] is not None:
        arrow = arrow_of(newest["score"], newest["last_score"])
    return Local(
        code=code,
        word=text(f"colour.{code}.word"),
        full=(newest["word"] if code != UNDECIDED else "") or text(f"colour.{code}.full"),
        points=newest["points"],
        points_text=points_text(setting, newest["points"]),
        arrow=text.optional(f"arrow.{arrow}.mark", ""),
        arrow_word=text.optional(f"arrow.{arrow}.word", ""),
        last_code=last_code,
        last_text=_last(setting, last_code, last_points),
        sensitive=newest["sensitive"] in ("yes", "true", "1"),
    )


def points_text(setting: Setting, points: float | None) -> str:
    """Points as printed: whole where they are whole."""
    if points is None:
        return ""
    places = 0 if float(points).is_integer() else 1
    return setting.numbers.decimal(points, places)


def _last(setting: Setting, code: str, points: float | None) -> str:
    if code == UNDECIDED and points is None:
        return setting.text("local.no_last")
    word = setting.text(f"colour.{code}.word")
    return setting.text("local.last", word=word, points=points_text(setting, points)).rstrip()


def arrow_of(now: float | None, before: float | None) -> str:
    """Which way the points went: up, down, level, or none where that is not known."""
    if now is None or before is None:
        return "none"
    return "up" if now > before else "down" if now < before else "level"


def counts(setting: Setting, areas: tuple[AreaWarning, ...]) -> tuple[Count, ...]:
    """How many areas of each colour, with the change in words; empty without a local model."""
    judged = [area.local for area in areas if area.local is not None]
    if not judged:
        return ()
    text = setting.text
    found = []
    for code in (*COLOURS, UNDECIDED):
        now = sum(one.code == code for one in judged)
        if code == UNDECIDED and now == 0 and all(one.last_code != code for one in judged):
            continue
        before = sum(one.last_code == code for one in judged)
        key = "same" if now == before else "more" if now > before else "fewer"
        found.append(
            Count(
                code,
                now,
                text(f"colour.{code}.count"),
                _meanings(setting, code),
                text(f"counts.{key}", number=abs(now - before)),
            )
        )
    return tuple(found)


def _meanings(setting: Setting, code: str) -> str:
    """What a colour stands for in the model shown: its categories' words, else Aarhus's."""
    model = model_shown(setting)
    words = {
        row["word"]: None
        for row in setting.tables.rows("local_counts")
        if row["model"] == model
        and row["word"]
        and colour(row["category"], row["severity"]) == code
    }
    if words and code != UNDECIDED:
        return "; ".join(words)
    return setting.text(f"colour.{code}.count_full")


def radar(setting: Setting, area_id: str) -> Radar | None:
    """The area's profile in times the municipality's figures; None without local scores."""
    model = model_shown(setting)
    rows = [row for row in setting.tables.rows("local_scores", area_id) if row["model"] == model]
    if not rows:
        return None
    newest = max(row["year"] or 0 for row in rows)
    drawn = {
        row["indicator"]: row
        for row in setting.tables.rows("local_radar", area_id)
        if row["model"] == model and row["year"] == newest
    }
    text = setting.text
    axes: dict[str, RadarAxis] = {}
    for row in rows:
        if (row["year"] or 0) != newest or row["indicator"] in axes:
            continue
        name = row[f"name_{setting.language}"] or row["indicator"]
        beside = drawn.get(row["indicator"], {})
        bad_is_low = beside.get("direction") == "low_is_bad"
        base = row["reference"] or beside.get("municipality") or beside.get("all_areas")
        times = _times(row["value"], base, bad_is_low)
        others = _times(beside.get("all_areas"), base, bad_is_low)
        shown = (
            text("radar.missing")
            if times is None
            else text("radar.times", number=setting.numbers.decimal(times, 1))
        )
        axes[row["indicator"]] = RadarAxis(name, times, shown, others)
    found = tuple(axes.values())
    available = sum(axis.times is not None for axis in found)
    return Radar(
        axes=found,
        note=text("radar.available", available=available, all=len(found)),
        assumption=text("local.assumption") if model == SHOWN_MODEL else "",
        description=text(
            "radar.description",
            axes="; ".join(f"{axis.name}: {axis.text}" for axis in found),
        ),
    )


def _times(value: float | None, base: float | None, bad_is_low: bool) -> float | None:
    """How many times the base a figure is on the bad side: more is worse."""
    top, bottom = (base, value) if bad_is_low else (value, base)
    return None if top is None or not bottom or (bad_is_low and not top) else top / bottom
