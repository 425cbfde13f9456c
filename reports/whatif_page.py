"""The what-if as one page, before and after with the interval: PDF (UA-1, A-2a) or HTML."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2

from monitor.disclosure import marking
from monitor.errors import OutputError
from monitor.outputs import RESERVED
from reports.document import REGIONS
from reports.language import Text, citation, sentence_start
from reports.numbers import Numbers, Probability, edges
from reports.typeset import set_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from forecasts.whatif_asked import Asked
    from monitor.words import Language

ENDINGS = (".pdf", ".html")
ERRORS = 2
"""Standard errors on each side of an interval, as the command's lines say them."""
PERCENT = 100.0
RESIDENTS = "population"
"""Levers of this criterion move residents and nothing else."""
WORTH_SAYING = 1.0
"""A change of fewer points is not the page's headline: numbers are said in whole percent."""


@dataclass(frozen=True)
class Row:
    """One outcome of one list, before and after; shares unrounded, 0 to 1."""

    term: str
    before: Probability
    after: Probability
    interval: str
    moved: str


@dataclass(frozen=True)
class WhatIfPage:
    """All that stands on the page, ready to be set."""

    title: str
    place: str
    as_of_text: str
    name: str
    asked: str
    lead: str
    locked: tuple[str, ...]
    lists: tuple[tuple[str, tuple[Row, ...]], ...]
    notes: tuple[str, ...]
    laws: tuple[str, ...]
    scenario: str
    warning_text: str
    foot: str


def whatif_page(asked: Asked, language: Language) -> WhatIfPage:
    """What the page says of an answer."""
    text = Text(language)
    numbers = Numbers(text)
    municipality = asked.municipality
    place = text("head.municipality", name=municipality) if municipality else text("head.unnamed")
    changes = [
        text(
            "whatif_alone.change",
            number=numbers.decimal(change.amount),
            what=text(f"whatif.{change.lever.code}"),
        )
        for change in asked.changes
    ]
    days = [day for day in sorted(asked.laws) if day not in asked.locked]
    return WhatIfPage(
        title=text("whatif_page.title"),
        place=place,
        as_of_text=text("head.as_of", date=numbers.date(asked.as_of)),
        name=asked.name,
        asked=text("whatif_alone.asked", changes=text.listed(changes)),
        lead=_lead(asked, text, numbers),
        locked=tuple(text("whatif_alone.locked", date=numbers.date(day)) for day in asked.locked),
        lists=tuple(
            (
                text("whatif_alone.term", date=numbers.date(day)),
                tuple(
                    _row(row, asked, text, numbers)
                    for row in asked.table.iter_rows(named=True)
                    if row["list_date"] == day
                ),
            )
            for day in days
        ),
        notes=(
            text("whatif_alone.model"),
            text("whatif_alone.years_past")
            if asked.past
            else text("whatif_alone.years", date=numbers.date(asked.as_of)),
            *_who(asked, text, numbers),
            text("whatif_alone.error"),
            text("foot.words"),
        ),
        laws=_laws(asked, text, numbers),
        scenario=text("whatif_alone.scenario", scenario=asked.scenario) if asked.scenario else "",
        warning_text=" ".join(_warnings(asked, place, text)),
        foot=text("whatif_alone.foot", laws=text.listed(_acts(asked))),
    )


def _who(asked: Asked, text: Text, numbers: Numbers) -> list[str]:
    """Who is concerned by each kind of change, one sentence a kind."""
    found = []
    for change in asked.changes:
        if change.lever.criterion != RESIDENTS:
            found.append(f"whatif_alone.{'replaced' if change.replaced else 'not_replaced'}")
        else:
            found.append("whatif_alone.residents")
    notes = [text(key) for key in dict.fromkeys(found)]
    households = {c.household for c in asked.changes if c.lever.dwellings and c.household}
    return notes + [
        text("whatif_alone.household", persons=numbers.decimal(one, 2)) for one in households
    ]


def _warnings(asked: Asked, place: str, text: Text) -> Iterator[str]:
    """What every page says of itself: that it is internal, that its figures are invented."""
    if asked.internal:
        yield marking(text.language, public=False)
    if asked.synthetic:
        yield text("head.synthetic", place=place)


def _row(row: dict[str, Any], asked: Asked, text: Text, numbers: Numbers) -> Row:
    term = asked.laws[row["list_date"]].categories[row["category"]].terms[text.language]
    before, after = row["probability_before"], row["probability_after"]
    return Row(
        term=sentence_start(term),
        before=numbers.probability(before),
        after=numbers.probability(after),
        interval=_interval(after, ERRORS * row["error"], text, numbers),
        moved=text(
            "whatif_alone.moved",
            change=numbers.signed(PERCENT * (after - before), 1),
            error=numbers.decimal(PERCENT * ERRORS * row["change_error"], 1),
        ),
    )


def _interval(share: float, error: float, text: Text, numbers: Numbers) -> str:
    """From and to; under or over the edge alone, where no draw may have shown it at all."""
    low, high = max(0.0, share - error), min(1.0, share + error)
    under, over = edges()
    if PERCENT * high < under or PERCENT * low > over:
        return numbers.probability(share).text
    return text(
        "whatif_alone.interval",
        low=numbers.decimal(PERCENT * low, 1),
        high=numbers.decimal(PERCENT * high, 1),
    )


def _lead(asked: Asked, text: Text, numbers: Numbers) -> str:
    """The outcome that moves most, in words."""
    rows = [
        row for row in asked.table.iter_rows(named=True) if row["list_date"] not in asked.locked
    ]
    if not rows:
        return text("whatif_alone.lead_locked")
    most = max(rows, key=lambda row: abs(row["probability_after"] - row["probability_before"]))
    points = PERCENT * (most["probability_after"] - most["probability_before"])
    if abs(points) < WORTH_SAYING:
        return text("whatif_alone.lead_still")
    day = most["list_date"]
    said = _row(most, asked, text, numbers)
    return text(
        "whatif_alone.lead",
        term=said.term,
        date=numbers.date(day),
        before=f"{said.before.text} ({said.before.word})",
        after=f"{said.after.text} ({said.after.word})",
        change=said.moved,
    )


def _laws(asked: Asked, text: Text, numbers: Numbers) -> tuple[str, ...]:
    """Each version of the law once, with the lists it holds for."""
    days: dict[str, list[date]] = {}
    for day, law in sorted(asked.laws.items()):
        days.setdefault(law.id, []).append(day)
    found = []
    for under in days.values():
        law = asked.laws[under[0]]
        said = text(
            "whatif_alone.law",
            title=law.title[text.language],
            cite=citation(law.act.cite),
            dates=text.listed([numbers.date(day) for day in under]),
        )
        if law.assumed_unchanged(under[-1]):
            checked = numbers.date(law.checked_until)
            said = text("whatif_alone.law_unchanged", law=said, checked=checked)
        found.append(said)
    return tuple(found)


def _acts(asked: Asked) -> list[str]:
    """The acts by number alone, in the order of the lists."""
    cites = [law.act.cite.split(" (")[0] for _, law in sorted(asked.laws.items())]
    return list(dict.fromkeys(cites))


def page_bytes(asked: Asked, language: Language, ending: str) -> bytes:
    """The page as ``.pdf`` or ``.html``, the same bytes for the same answer."""
    page = whatif_page(asked, language)
    text = Text(language)
    words = text.group("whatif_alone") | {"page": text("head.page", page="#here", pages="#all")}
    if ending == ".pdf":
        day = asked.as_of
        data = {
            "language": language,
            "region": REGIONS[language],
            "date": [day.year, day.month, day.day],
            "page": asdict(page),
            "text": words,
        }
        return set_whole(json.dumps(data, ensure_ascii=False), "whatif.typ")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("whatif.html.j2")
    style = _template("lists.css") + _template("whatif.css")
    return (template.render(p=page, t=words, language=language, style=style) + "\n").encode()


def _template(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def check_place(path: Path) -> None:
    """Whether a page can be asked for under this name.

    Raises:
        OutputError: another ending, or a name Windows keeps for devices.
    """
    if path.suffix.lower() not in ENDINGS:
        raise OutputError("report.page_ending", path=path)
    if path.name.partition(".")[0].upper() in RESERVED:
        raise OutputError("error.output_reserved", place=path, name=path.name)


def write_page(path: Path, asked: Asked, language: Language) -> bool:
    """Write the page whole or not at all; another page of the same name is not overwritten.

    Returns:
        Whether it was written; False where the same bytes stood there already.

    Raises:
        OutputError: another ending, other content there already, or not writable.
    """
    check_place(path)
    content = page_bytes(asked, language, path.suffix.lower())
    making = path.with_name(f".{path.name}-{os.getpid()}.part")
    try:
        if path.exists():
            if path.is_file() and path.read_bytes() == content:
                return False
            raise OutputError("report.page_exists", path=path)
        path.parent.mkdir(parents=True, exist_ok=True)
        making.write_bytes(content)
        making.rename(path)
    except OSError as fault:
        with suppress(OSError):
            making.unlink(missing_ok=True)
        reason = fault.strerror or str(fault)
        raise OutputError("report.page_not_written", path=path, reason=reason) from fault
    return True
