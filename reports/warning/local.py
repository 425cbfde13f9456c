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
"""Whose colours page 1 shows when a run scored several models."""
NOT_FINAL = ("false", "no")
"""A model of several axes also writes each axis; only the final category is shown."""
SOCIAL_AREAS = ("social_areas", "all_social", "almene")
"""Area ids under which a run may give the mean of all social areas."""


@cache
def _names() -> dict[str, str]:
    tree = tomllib.loads(files("reports").joinpath("colours.toml").read_text(encoding="utf-8"))
    return {name: colour for colour, row in tree.items() for name in row["names"]}


def colour(category: str | None) -> str:
    """The colour code of a model's category; ``undecided`` where it has none."""
    return _names().get((category or "").lower(), UNDECIDED)


def model_shown(setting: Setting) -> str | None:
    """The local model page 1 shows: the one in Aarhus's style, else the first of the run."""
    models = (
        setting.tables.frame("local_categories")["model"].drop_nulls().unique().sort().to_list()
    )
    return SHOWN_MODEL if SHOWN_MODEL in models else next(iter(models), None)


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
    code = colour(newest["category"]) if newest["points"] is not None else UNDECIDED
    last_code = colour(before["category"] if before else newest["last_year"])
    last_points = before["points"] if before else newest["last_points"]
    arrow = _direction(newest["points"], last_points)
    return Local(
        code=code,
        word=text(f"colour.{code}.word"),
        full=text(f"colour.{code}.full"),
        points=newest["points"],
        points_text=_points(setting, newest["points"]),
        arrow=text.optional(f"arrow.{arrow}.mark", ""),
        arrow_word=text.optional(f"arrow.{arrow}.word", ""),
        last_code=last_code,
        last_text=_last(setting, last_code, last_points),
        sensitive=newest["sensitive"] in ("yes", "true", "1"),
    )


def _points(setting: Setting, points: float | None) -> str:
    if points is None:
        return ""
    places = 0 if float(points).is_integer() else 1
    return setting.numbers.decimal(points, places)


def _last(setting: Setting, code: str, points: float | None) -> str:
    if code == UNDECIDED and points is None:
        return setting.text("local.no_last")
    word = setting.text(f"colour.{code}.word")
    return setting.text("local.last", word=word, points=_points(setting, points)).rstrip()


def _direction(now: float | None, before: float | None) -> str:
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
                text(f"colour.{code}.count_full"),
                text(f"counts.{key}", number=abs(now - before)),
            )
        )
    return tuple(found)


def radar(setting: Setting, area_id: str) -> Radar | None:
    """The area's profile in times the municipality's figures; None without local scores."""
    model = model_shown(setting)
    rows = [row for row in setting.tables.rows("local_scores", area_id) if row["model"] == model]
    if not rows:
        return None
    newest = max(row["year"] or 0 for row in rows)
    others = _others(setting, model, newest)
    text = setting.text
    axes = []
    for row in rows:
        if (row["year"] or 0) != newest:
            continue
        name = row[f"name_{setting.language}"] or row["indicator"]
        times = None
        if row["value"] is not None and row["reference"]:
            times = row["value"] / row["reference"]
        shown = (
            text("radar.missing")
            if times is None
            else text("radar.times", number=setting.numbers.decimal(times, 1))
        )
        axes.append(RadarAxis(name, times, shown, others.get(row["indicator"])))
    available = sum(axis.times is not None for axis in axes)
    return Radar(
        axes=tuple(axes),
        note=text("radar.available", available=available, all=len(axes)),
        assumption=text("local.assumption") if model == SHOWN_MODEL else "",
        description=text(
            "radar.description",
            axes="; ".join(f"{axis.name}: {axis.text}" for axis in axes),
        ),
    )


def _others(setting: Setting, model: str | None, year: int) -> dict[str, float]:
    found = {}
    for area_id in SOCIAL_AREAS:
        for row in setting.tables.rows("local_scores", area_id):
            if row["model"] == model and row["year"] == year and row["value"] and row["reference"]:
                found[row["indicator"]] = row["value"] / row["reference"]
    return found
