"""The report as one PDF: accessible (PDF/UA-1) and archivable (PDF/A-2a), the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import typst

from reports.charts.draw import fonts_folder
from reports.charts.fans import fan_svg
from reports.charts.path import path_svg
from reports.charts.radar import radar_svg
from reports.language import Text, breakable
from reports.numbers import Numbers

if TYPE_CHECKING:
    from datetime import date

    from monitor.words import Language
    from reports.warning.model import AreaWarning, MunicipalWarning

STANDARDS = ["ua-1", "a-2a"]
REGIONS = {"da": "DK", "en": "GB"}


def document(warning: MunicipalWarning, language: Language, as_of: date) -> bytes:
    """The PDF of a warning.

    Args:
        warning: what is said.
        language: of the fixed words and the document.
        as_of: the document's date; no clock is read.
    """
    text = Text(language)
    numbers = Numbers(text)
    data = {
        "language": language,
        "region": REGIONS[language],
        "date": [as_of.year, as_of.month, as_of.day],
        "warning": _content(warning, text, numbers),
        "text": labels(warning, text),
    }
    with as_file(files("reports").joinpath("templates")) as templates:
        pdf, _ = typst.compile_with_warnings(
            str(templates / "report.typ"),
            root=str(templates),
            font_paths=[fonts_folder()],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
            pdf_standards=STANDARDS,
        )
    return bytes(pdf)


def _content(warning: MunicipalWarning, text: Text, numbers: Numbers) -> dict[str, Any]:
    content = dataclasses.asdict(warning)
    for shown, area in zip(content["areas"], warning.areas, strict=True):
        shown["shown_name"] = breakable(area.name)
        for row, source in zip(shown["criteria"], area.criteria, strict=True):
            for key in ("this", "next"):
                one = getattr(source, key)
                if one is not None:
                    row[key]["line"] = one.line
        shown |= _pictures(area, text, numbers)
    if warning.last_year is not None:
        content["last_year"]["hits"] = [
            {**dataclasses.asdict(hit), "label": _short(hit.name)} for hit in warning.last_year.hits
        ]
    return content


def _short(name: str) -> str:
    longest = 24
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _pictures(area: AreaWarning, text: Text, numbers: Numbers) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fan_pictures": [
            {"svg": fan_svg(fan, text, numbers), "alt": fan.description} for fan in area.fans
        ]
    }
    if area.radar is not None:
        found["radar_picture"] = {"svg": radar_svg(area.radar), "alt": area.radar.description}
    if area.path is not None:
        found["path_picture"] = {
            "svg": path_svg(area.path, text, numbers),
            "alt": area.path.description,
        }
        found["path_title"] = text("path.title", target=numbers.decimal(area.path.target))
    return found


GROUPS = (
    "ages", "clock", "criteria", "follows", "foot", "index", "last_year", "ledger", "method",
    "path", "radar", "sensitivity", "sheet", "standing", "table",
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
    found["sheet"] |= {"fans": text("sheet.fans", year=int(year) + 3)}
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
