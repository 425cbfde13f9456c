"""The local lists' own page: every model's list, how far they agree, whether they warned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.warning.local import (
    models_scored,
)
from reports.warning.local_list import OneModel
from reports.warning.local_view import (
    LocalLists,
    Warner,
)

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.model import AreaWarning
    from reports.warning.setting import Setting

ATTENTION = ("outlook", "law_margins")
"""Warners that are no local model."""


def local_lists(setting: Setting, areas: tuple[AreaWarning, ...]) -> LocalLists | None:
    """Everything the page says; None where no model was scored."""
    models = models_scored(setting)
    if not models:
        return None
    told = {row["model"]: row for row in setting.tables.rows("local_models")}
    names = {row["area_id"]: row["name"] for row in setting.tables.rows("areas")}
    pages = {area.area_id: area.slug for area in areas}
    lists = tuple(
        OneModel(setting, model, told.get(model), {**dict.fromkeys(pages), **names}, pages).whole()
        for model in models
    )
    return LocalLists(
        lists=lists,
        not_scored=tuple(
            setting.text("local_lists.not_scored", name=row[f"name_{setting.language}"])
            for row in told.values()
            if not row["scored"]
        ),
        agreement=_agreement(setting, told),
        warners=_warners(setting, told),
        aheads=tuple(setting.text(f"local_lists.ahead.{number}") for number in _aheads(setting)),
    )


def _name(setting: Setting, told: dict[str, Row], model: str) -> str:
    if model in ATTENTION:
        return setting.text(f"local_lists.warner.{model}")
    row = told.get(model)
    return (row[f"name_{setting.language}"] if row else None) or model


def _agreement(setting: Setting, told: dict[str, Row]) -> tuple[str, ...]:
    """How far every pair of models agreed in the newest year both scored."""
    pairs: dict[tuple[str, str], Row] = {}
    for row in setting.tables.rows("local_agreement"):
        pair = (row["model_a"], row["model_b"])
        if pair not in pairs or row["year"] > pairs[pair]["year"]:
            pairs[pair] = row
    return tuple(
        setting.text(
            "local_lists.agreement",
            a=_name(setting, told, first),
            b=_name(setting, told, second),
            **{key: row[key] for key in ("year", "areas", "both", "only_a", "only_b", "neither")},
        )
        for (first, second), row in pairs.items()
    )


def _aheads(setting: Setting) -> list[int]:
    return sorted({row["lists_ahead"] for row in setting.tables.rows("warning_leads")})


def _warners(setting: Setting, told: dict[str, Row]) -> tuple[Warner, ...]:
    """Local models first, in their order, then the law's margins and the outlook."""
    text, numbers = setting.text, setting.numbers
    order = [*models_scored(setting), *reversed(ATTENTION)]
    rows = {row["warner"]: row for row in setting.tables.rows("warning_in_time")}
    leads = {(r["warner"], r["lists_ahead"]): r for r in setting.tables.rows("warning_leads")}
    found = []
    for code in (one for one in order if one in rows):
        row = rows[code]
        lead = row["median_lead"]
        cells: list[tuple[str, float | None]] = []
        for ahead in _aheads(setting):
            one = leads.get((code, ahead))
            asked = one["events"] if one else 0
            key = "local_lists.of_events" if asked else "local_lists.nothing_asked"
            warned = one["warned"] if one else 0
            cells.append((text(key, warned=warned, events=asked), one["share"] if one else None))
        found.append(
            Warner(
                name=_name(setting, told, code),
                hits=text(
                    "local_lists.hits",
                    **{k: row[k] for k in ("warned", "events", "missed", "unseen")},
                ),
                alarms=text(
                    "local_lists.alarms",
                    **{k: row[k] for k in ("alarms", "true_alarms", "false_alarms", "open_alarms")},
                ),
                lead=text("local_lists.no_lead")
                if lead is None
                else text(
                    "local_lists.lead", lists=numbers.decimal(lead, 0 if lead % 1 == 0 else 1)
                ),
                cells=tuple(cells),
                note=row["note"] or "",
            )
        )
    return tuple(found)
