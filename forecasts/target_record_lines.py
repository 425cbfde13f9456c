"""What public sources say of the areas ever under a plan, in lines of text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from monitor.law.model import Law
from monitor.plan_record import (
    QUANTITIES,
    Conflict,
    areas_under_plan,
    check,
    conflicts,
    own_targets,
    statements,
)
from monitor.words import Language, amount, day_in_words, say


def record_lines(
    record: Mapping[str, pl.DataFrame],
    bound: pl.DataFrame,
    law: Law,
    as_of: date,
    lang: Language,
) -> list[str]:
    """The public record of the areas ever under a plan, a line each."""
    ids = areas_under_plan(record["memberships"], law)
    names = dict(record["areas"].select("area_id", "name").iter_rows())
    lines = [say("target.record.head", lang, number=len(ids), as_of=day_in_words(as_of, lang))]
    for area_id in ids:
        told = statements(record["family_housing"], area_id, as_of)
        shares = told.filter(pl.col("family_share_pct") != "")
        own = own_targets(told, law)
        differing = conflicts(told, area_id)
        printed = shares.select("family_share_pct", "year").unique(maintain_order=True)
        share = "".join(
            say(
                "target.record.area_share", lang, share=_printed(text, lang), year=_year(year, lang)
            )
            for text, year in printed.iter_rows()
        )
        lines.append(
            say(
                "target.record.area",
                lang,
                area=names[area_id],
                statements=told.height,
                share=share,
                own="".join(
                    say("target.record.area_own", lang, target=_printed(text, lang))
                    for text in dict.fromkeys(text for text, _, _ in own)
                ),
                conflicts=_differing(differing, lang),
                bound=bound.filter(pl.col("area_id") == area_id)[f"why_{lang}"][0],
            )
        )
    return lines


def record_area_lines(
    record: Mapping[str, pl.DataFrame], area_id: str, as_of: date, lang: Language
) -> list[str]:
    """Every public statement on one area, whether its share can be recomputed, and conflicts."""
    told = statements(record["family_housing"], area_id, as_of)
    names = dict(record["areas"].select("area_id", "name").iter_rows())
    if told.is_empty():
        return [say("target.record.none_for_area", lang, area=names.get(area_id, area_id))]
    lines = [names.get(area_id, area_id)]
    for row in told.iter_rows(named=True):
        values = [
            say(
                "target.record.value",
                lang,
                quantity=say(f"target.quantity.{name}", lang),
                value=_printed(str(row[name]), lang),
            )
            for name in QUANTITIES
            if row[name] not in (None, "")
        ]
        lines.append(
            say(
                "target.record.statement",
                lang,
                year=_year(row["year"], lang),
                values="; ".join(values) or say("target.record.nothing_printed", lang),
                check=_check_words(row, lang),
                confidence=row["confidence"],
                source=row["source"],
                note=say("target.record.note", lang, note=row["note"]) if row["note"] else "",
            )
        )
    for conflict in conflicts(told, area_id):
        shown = "; ".join(
            say(
                "target.record.conflict_value",
                lang,
                value=_printed(value, lang),
                year=_year(year, lang),
            )
            for value, year, _ in conflict.values
        )
        lines.append(
            say(
                "target.record.conflict",
                lang,
                quantity=say(f"target.quantity.{conflict.quantity}", lang),
                values=shown,
                same=say("target.record.same_year", lang) if conflict.same_year else "",
            )
        )
    return lines


def _differing(found: list[Conflict], lang: Language) -> str:
    if not found:
        return ""
    told = ", ".join(say(f"target.quantity.{conflict.quantity}", lang) for conflict in found)
    return say("target.record.area_conflicts", lang, quantities=told)


def _check_words(row: Mapping[str, Any], lang: Language) -> str:
    found = check(dict(row))
    missing = ", ".join(say(f"target.quantity.{name}", lang) for name in found.missing)
    return say(
        f"target.record.{found.verdict}",
        lang,
        family=row["family_dwellings"],
        total=row["total_dwellings"],
        share="" if found.share is None else amount(found.share, lang),
        missing=missing,
    )


def _printed(text: str, lang: Language) -> str:
    return text.replace(".", ",") if lang == "da" else text


def _year(year: int | None, lang: Language) -> str:
    return say("target.record.undated", lang) if year is None else str(year)
