"""The report as one PDF: accessible (PDF/UA-1), archivable (PDF/A-2a), the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Literal

import typst

from reports.charts.draw import fonts_folder
from reports.labels import labels
from reports.language import Text, breakable
from reports.numbers import Numbers

if TYPE_CHECKING:
    from datetime import date

    from monitor.words import Language
    from reports.pictures import Pictures
    from reports.warning.model import AreaWarning, MunicipalWarning

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
REGIONS = {"da": "DK", "en": "GB"}


def document(
    warning: MunicipalWarning, language: Language, as_of: date, pictures: Pictures
) -> bytes:
    """The PDF of a warning.

    Args:
        warning: what is said.
        language: of the fixed words and the document.
        as_of: the document's date; no clock is read.
        pictures: the charts as SVG.
    """
    text = Text(language)
    numbers = Numbers(text)
    data = {
        "language": language,
        "region": REGIONS[language],
        "date": [as_of.year, as_of.month, as_of.day],
        "warning": _content(warning, text, numbers, pictures),
        "text": labels(warning, text),
    }
    return set_whole(json.dumps(data, ensure_ascii=False, default=str))


UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
INSTEAD = "?"
"""What stands for a letter no font of ours has (a Chinese name, an emoji)."""
TRIES = 40


def set_whole(content: str, template: str = "report.typ") -> bytes:
    """Set a document; a letter no font has is replaced: the standards forbid empty boxes.

    Args:
        content: the template's data as JSON.
        template: a file of ``templates``.
    """
    for _ in range(TRIES):
        try:
            return _compiled(content, template)
        except typst.TypstError as fault:
            unshown = "".join(UNSHOWN.findall(str(fault)))
            if not unshown:
                raise
            content = without(content, unshown)
    return _compiled(content, template)


def without(content: str, unshown: str) -> str:
    """``content`` with these letters, and all others of their scripts, replaced."""
    scripts = {script(letter) for letter in unshown}
    return "".join(
        INSTEAD if ord(letter) > ord("~") and script(letter) in scripts else letter
        for letter in content
    )


@cache
def script(letter: str) -> str:
    """The first word of a letter's Unicode name: its script, for letters of a script."""
    return unicodedata.name(letter, letter).split(" ", maxsplit=1)[0]


def _compiled(content: str, template: str) -> bytes:
    with as_file(files("reports").joinpath("templates")) as templates:
        pdf, _ = typst.compile_with_warnings(
            str(templates / template),
            root=str(templates),
            font_paths=[fonts_folder()],
            ignore_system_fonts=True,
            sys_inputs={"data": content},
            pdf_standards=list(STANDARDS),
        )
    return bytes(pdf)


def _content(
    warning: MunicipalWarning, text: Text, numbers: Numbers, pictures: Pictures
) -> dict[str, Any]:
    content = dataclasses.asdict(warning)
    for shown, area in zip(content["areas"], warning.areas, strict=True):
        shown["shown_name"] = breakable(area.name)
        for row, source in zip(shown["criteria"], area.criteria, strict=True):
            for key in ("this", "next"):
                one = getattr(source, key)
                if one is not None:
                    row[key]["line"] = one.line
        shown |= _pictures(area, text, numbers, pictures)
    for key, judged in (("last_year", warning.last_year), ("came", warning.came)):
        if judged is not None:
            content[key]["hits"] = [
                {**dataclasses.asdict(hit), "label": _short(hit.name)} for hit in judged.hits
            ]
    return content


def _short(name: str) -> str:
    longest = 24
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _pictures(
    area: AreaWarning, text: Text, numbers: Numbers, pictures: Pictures
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fan_pictures": [
            {"svg": svg, "alt": fan.description}
            for svg, fan in zip(pictures.fans(area), area.fans, strict=True)
        ]
    }
    if area.radar is not None:
        found["radar_picture"] = {"svg": pictures.radar(area), "alt": area.radar.description}
    if area.kinds is not None:
        found["kinds_picture"] = {"svg": pictures.kinds(area), "alt": area.kinds.description}
    if area.path is not None:
        found["path_picture"] = {"svg": pictures.path(area), "alt": area.path.description}
        found["path_title"] = text("path.title", target=numbers.decimal(area.path.target))
    return found
