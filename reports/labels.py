"""The fixed words of a document or page, with the dates of one report in them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from monitor.words import say
from reports.numbers import Numbers
from reports.warning.fans import AHEAD

if TYPE_CHECKING:
    from reports.language import Text
    from reports.warning.model import MunicipalWarning

GROUPS = (
    "ages", "came", "clock", "criteria", "follows", "foot", "index", "last_year", "ledger",
    "local_lists", "method", "path", "radar", "sensitivity", "sheet", "standing", "table",
)  # fmt: skip


def labels(warning: MunicipalWarning, text: Text) -> dict[str, Any]:
    """The fixed words of a document or page, with the dates of this report in them."""
    year, following = warning.list_text[-4:], warning.next_list_text[-4:]
    target = next(
        (
            area.family.target
            for area in warning.areas
            if area.family is not None and area.family.target is not None
        ),
        None,
    )
    numbers = Numbers(text)
    found: dict[str, Any] = {group: text.group(group) for group in GROUPS}
    found["table"] |= {
        "today": warning.today_head,
        "chances": text("table.chances", date=warning.list_text),
        "family": text("table.family", target="" if target is None else numbers.decimal(target)),
        "local_short": text("page.local_filter"),
    }
    found["criteria"] |= {
        "this": text("criteria.this", year=year),
        "next": text("criteria.next", year=following),
        "chance": text("criteria.chance", date=warning.list_text),
    }
    found["ages"] |= {"title": text("ages.title", date=warning.list_text)}
    found["came"] |= {"title": text("came.title", date=warning.list_text)}
    found["sheet"] |= {
        "fans": text("sheet.fans", year=int(year) + AHEAD),
        "clock": text("sheet.clock", term=warning.row_term),
        "not_in_sources": text("sheet.not_in_sources", names="#names"),
    }
    found["kinds"] = {
        name: say(f"target.chart.{name}", text.language) for name in ("title", "all", "share")
    } | {"source": say("target.public.source", text.language)}
    found |= {
        "undecided": text("table.undecided"),
        "no_figures": text("table.no_figures"),
        "not_local": text("table.not_local"),
        "not_near": text("table.not_near"),
        "unknown": text("family.unknown"),
        "points_word": text("local.points", points="").strip(),
        "status_this": text("sheet.status_on", date=warning.list_text),
        "status_next": text("sheet.status_on", date=warning.next_list_text),
        "list_short": text("page.chance_label", date=warning.list_text),
        "later_note": text("later_words.note"),
        "page": text("head.page", page="#here", pages="#all"),
        "ladder": [dataclasses.asdict(status) for status in warning.ladder],
    }
    return found
