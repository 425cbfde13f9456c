"""Dwellings by kind through the years, counted and planned, as the stacked chart shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.dwellings import group_names
from monitor.words import say
from reports.warning.model import FamilyKinds, KindsBar

if TYPE_CHECKING:
    from monitor.words import Language
    from reports.source import Row
    from reports.warning.setting import Setting

EXTRA = ("other", "counted_in")
"""Parts of a bar that are no kind of the register's: kinds not told apart, what the act counts in.
"""
MOST_BARS = 8


def kinds_chart(setting: Setting, area_id: str) -> FamilyKinds | None:
    """The bars of an area; None where no account is known whole."""
    by_bar: dict[tuple[int, bool], list[Row]] = {}
    for row in setting.tables.rows("family_kinds", area_id):
        if row["year"] is not None and row["number"] is not None:
            by_bar.setdefault((row["year"], bool(row["known"])), []).append(row)
    if not by_bar:
        return None
    names = _names(setting.language)
    bars = _fewer(
        [
            KindsBar(
                year=year,
                known=known,
                parts=tuple(
                    (code := str(row["kind"]), names.get(code, code), float(row["number"]))
                    for row in rows
                ),
                all=rows[0]["all"],
                allowed=rows[0]["allowed"],
                share=rows[0]["share"],
            )
            for (year, known), rows in by_bar.items()
        ]
    )
    numbers, language = setting.numbers, setting.language
    first, last = bars[0], bars[-1]
    percent = numbers.decimal(round(100 * last.allowed / last.all, 2)) if last.all else ""
    seen = [code for code in names if any(code == part for bar in bars for part, _, _ in bar.parts)]
    return FamilyKinds(
        bars=bars,
        target_text=say("target.chart.target", language, percent=percent),
        counted=say("target.chart.counted", language),
        planned=say("target.chart.planned", language),
        description=say(
            "target.chart.description",
            language,
            first=first.year,
            first_share=numbers.decimal(first.share, 1),
            last=last.year,
            last_share=numbers.decimal(last.share, 1),
            percent=percent,
        ),
        names=tuple(names[code] for code in seen),
        short={code: say(f"target.chart.short.{code}", language) for code in seen},
        table=tuple(
            (
                str(bar.year),
                (
                    *(_cell(setting, bar, code) for code in seen),
                    numbers.decimal(bar.all, 0),
                    numbers.percent(bar.share),
                ),
            )
            for bar in bars
        ),
    )


def _names(language: Language) -> dict[str, str]:
    found: dict[str, str] = {code: words[language] for code, words in group_names().items()}
    return found | {code: say(f"target.chart.{code}", language) for code in EXTRA}


def _fewer(bars: list[KindsBar]) -> tuple[KindsBar, ...]:
    """At most ``MOST_BARS``: the first account, the latest ones, and every planned year."""
    too_many = max(len(bars) - MOST_BARS, 0)
    known = [bar for bar in bars if bar.known]
    kept = [*known[:1], *known[1 + too_many :]]
    return (*kept, *(bar for bar in bars if not bar.known))


def _cell(setting: Setting, bar: KindsBar, code: str) -> str:
    number = next((number for part, _, number in bar.parts if part == code), 0.0)
    return setting.numbers.decimal(number, 0)
