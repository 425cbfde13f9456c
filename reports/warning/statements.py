"""What public sources say of an area's dwellings and plan: as published, gaps as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.plan_record import QUANTITIES
from monitor.record.notes import note_in
from monitor.words import Language, amount, say
from reports.warning.dwellings import PUBLISHED
from reports.warning.model import FamilyRecord, Statement

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.setting import Setting


def published_record(setting: Setting, area_id: str) -> FamilyRecord | None:
    """The public statements on an area; None where it was never under a plan."""
    rows = setting.tables.rows("family_record", area_id)
    if not rows:
        return None
    language = setting.language
    bound = {
        row["bound"]
        for row in setting.tables.rows("family_share", area_id)
        if row["reading"] == PUBLISHED
    }
    return FamilyRecord(
        head=say("target.public.head", language, number=len(rows)),
        statements=tuple(_statement(row, language) for row in rows),
        conflicts=_conflicts(setting.tables.rows("family_conflicts", area_id), language),
        bound="".join(say(f"target.public.bound_{one}", language) for one in sorted(bound)),
    )


def _statement(row: Row, language: Language) -> Statement:
    values = "; ".join(
        say(
            "target.record.value",
            language,
            quantity=_quantity(name, language),
            value=_printed(row[name], language),
        )
        for name in QUANTITIES
        if row[name] not in (None, "")
    )
    values = values or say("target.record.nothing_printed", language)
    if row["dispensation"]:
        target = _printed(row["dispensation"], language)
        values = say("target.public.dispensation", language, values=values, target=target)
    if row["check"] == "not_possible":
        missing = [name for name in (row["missing"] or "").split("|") if name]
        words = ", ".join(_quantity(name, language) for name in missing)
        check = say("target.public.not_possible", language, missing=words)
    else:
        check = say(f"target.public.{row['check']}", language)
    source = row["source"] or ""
    return Statement(
        year=_year(row["year"], language),
        text=say(
            "target.public.statement",
            language,
            values=values,
            check=check,
            confidence=say(f"target.public.confidence.{row['confidence']}", language),
        ),
        source=source if source.startswith("http") else "",
        place=urlsplit(source.split(" ")[0]).netloc.removeprefix("www.") or source,
        note=note_in(language, row["note"] or ""),
    )


def _conflicts(rows: list[Row], language: Language) -> tuple[str, ...]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["quantity"], []).append(row)
    return tuple(
        say(
            "target.record.conflict",
            language,
            quantity=_quantity(quantity, language),
            values="; ".join(
                dict.fromkeys(
                    say(
                        "target.record.conflict_value",
                        language,
                        value=_printed(row["value"], language),
                        year=_year(row["year"], language),
                    )
                    for row in told
                )
            ),
            same=say("target.record.same_year", language) if told[0]["same_year"] else "",
        )
        for quantity, told in found.items()
    )


def _quantity(name: str, language: Language) -> str:
    return say(f"target.quantity.{name}", language)


def _printed(value: object, language: Language) -> str:
    """A count with its thousands marked; a share, which is text, exact as printed."""
    text = str(value)
    if text.isdigit():
        return amount(int(text), language)
    return text.replace(".", ",") if language == "da" else text


def _year(year: int | None, language: Language) -> str:
    return say("target.record.undated", language) if year is None else str(year)
