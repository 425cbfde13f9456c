"""The forecast's measured record: how far off it was on earlier lists, beside "no change"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.language import sentence_start
from reports.numbers import in_percent
from reports.warning.model import RecordTable

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.setting import Setting

OURS = ("model", "hazard")
"""The forecast's own models: from figures, and from memberships alone."""
TARGETS = ("membership_values", "membership_history", "leaving", "new_transformation")
"""What was foretold, in the order it is shown."""
BESIDE = ("logistic", "stays")


def record_tables(setting: Setting) -> tuple[RecordTable, ...]:
    """The record pooled over all lists: membership, then the figures; empty where none was kept."""
    return tuple(table for table in (_membership(setting), _values(setting)) if table.rows)


def record_line(setting: Setting) -> str:
    """The record of the probabilities of this report in one sentence; empty where none was kept."""
    found = _pooled(setting, "brier")
    from_figures = not setting.tables.frame("criterion_outlook").is_empty()
    for target in TARGETS[:2] if from_figures else TARGETS[1:2]:
        rows = {row["model"]: row for row in found if row["target"] == target and row["ahead"] == 1}
        ours = next((rows[model] for model in OURS if model in rows), None)
        if ours is None or "stays" not in rows:
            continue
        decimal = setting.numbers.decimal
        return setting.text(
            "record.line",
            ours=decimal(ours["value"], 2),
            stays=decimal(rows["stays"]["value"], 2),
            number=decimal(ours["n"]),
        )
    return ""


def _pooled(setting: Setting, score: str) -> list[Row]:
    """The rows of a score over all lists together."""
    return [
        row
        for row in setting.tables.rows("backtest")
        if row["score"] == score and row["value"] is not None and not row["year"]
    ]


def _membership(setting: Setting) -> RecordTable:
    text, numbers = setting.text, setting.numbers
    groups: dict[tuple[str, str, int], dict[str, Row]] = {}
    for row in _pooled(setting, "brier"):
        key = (row["target"] or "", row["indicator_or_category"] or "", row["ahead"] or 0)
        groups.setdefault(key, {})[row["model"]] = row
    rows = []
    for target in TARGETS:
        for (name, category, ahead), models in groups.items():
            ours = next((models[model] for model in OURS if model in models), None)
            if name != target or ours is None:
                continue
            beside = [
                numbers.decimal(models[model]["value"], 3) if model in models else "–"
                for model in BESIDE
            ]
            rows.append(
                (
                    text(f"record.target.{target}", term=_term(setting, category)),
                    str(ahead),
                    numbers.decimal(ours["n"]),
                    numbers.decimal(ours["value"], 3) + _interval(setting, ours, 3),
                    *beside,
                )
            )
    columns = tuple(
        text(f"record.column.{name}") for name in ("what", "ahead", "n", "ours", *BESIDE)
    )
    return RecordTable(text("record.membership"), columns, tuple(rows), text("record.brier_note"))


def _values(setting: Setting) -> RecordTable:
    text, numbers = setting.text, setting.numbers
    held = {
        (row["indicator_or_category"], row["ahead"]): row
        for row in _pooled(setting, "coverage_80")
        if row["model"] == OURS[0]
    }
    rows = []
    for code in setting.law.criteria:
        for row in _pooled(setting, "skill_crps"):
            if row["model"] != OURS[0] or row["indicator_or_category"] != setting.indicator_of(
                code
            ):
                continue
            covered = held.get((row["indicator_or_category"], row["ahead"]))
            rows.append(
                (
                    sentence_start(setting.criterion_in_text(code)),
                    str(row["ahead"]),
                    numbers.decimal(row["n"]),
                    numbers.signed(row["value"], 2) + _interval(setting, row, 2),
                    "–" if covered is None else numbers.percent(in_percent(covered["value"]), 0),
                )
            )
    columns = tuple(
        text(f"record.column.{name}") for name in ("figure", "ahead", "n", "skill", "held")
    )
    return RecordTable(text("record.values"), columns, tuple(rows), text("record.skill_note"))


def _term(setting: Setting, category: str) -> str:
    known = setting.law.categories.get(category)
    return known.terms[setting.language] if known else setting.text(f"list_name.{category}")


def _interval(setting: Setting, row: Row, places: int) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    decimal = setting.numbers.decimal
    return setting.text(
        "record.interval", low=decimal(row["low"], places), high=decimal(row["high"], places)
    )
