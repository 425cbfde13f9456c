"""What a heading means: looked up in ``headings.toml``, never by likeness.

A heading is compared by its letters and digits, with its period, unit and measure words taken out
and kept. Where nothing fits, or two things do, the candidates become a question that
``forvarsel.toml`` answers once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

from monitor.indicators import indicators
from monitor.ingest.periods import Moment, find_moment
from monitor.ingest.plain import key, plain
from monitor.ingest.tokens import unit_words
from monitor.template_sheets import template_sheets

THEMES = ("nonwestern", "outside_labour", "convicted", "basic_education", "income")
LOCAL = "local:"
Measure = Literal["share", "count", "base", ""]
SHARE_UNITS = frozenset({"percent", "permille", "per10000", "per100000"})


@dataclass(frozen=True)
class Heading:
    """A heading taken apart.

    ``field`` is a role (area, year, value, ...), an indicator code, a theme whose unit is not known
    yet, or "" where nothing fits; ``candidates`` are what it may mean then.
    """

    text: str
    field: str = ""
    measure: Measure = ""
    unit: str = ""
    moment: Moment | None = None
    mark: Literal["attested", "inferred", "answered", "contents", ""] = ""
    source: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def is_indicator(self) -> bool:
        """Whether the column holds figures (of a known code, a theme, or a local indicator)."""
        return (
            self.field in indicators()
            or self.field in THEMES
            or self.field in OTHER_FIGURES
            or self.field.startswith(LOCAL)
        )

    @property
    def bare_moment(self) -> bool:
        """Whether the heading is nothing but a year or date."""
        return self.moment is not None and not self.field and not self.candidates


OTHER_FIGURES = frozenset({"outside_labour_1yr_pct", "dwellings_total", "family_share"})
"""Figures kept beside the criteria's: read and checked against, but no indicator code."""


@cache
def book() -> dict[str, Any]:
    """``headings.toml``."""
    text = files("monitor.ingest").joinpath("headings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def names() -> dict[str, tuple[str, str, str]]:
    """Folded heading -> (field, attested or inferred, source)."""
    found: dict[str, tuple[str, str, str]] = {}
    for entry in book()["name"]:
        for text, source in entry["attested"]:
            found[key(text)] = (entry["field"], "attested", source)
        for text in entry["inferred"]:
            found.setdefault(key(text), (entry["field"], "inferred", ""))
    for code in indicators():
        # a code is its own heading: our tidy tables
        found.setdefault(key(code), (code, "attested", "t"))
    for sheet in template_sheets():
        for column in sheet.columns:
            for text in column.heading.values():
                found.setdefault(key(text), (column.field, "attested", "t"))
    return found


@cache
def _measure_words() -> dict[str, str]:
    return {word: what for what, words in book()["measure"].items() for word in words}


@cache
def _unit_pattern() -> re.Pattern[str]:
    texts = sorted((word for word in unit_words() if word not in _NO_UNIT), key=len, reverse=True)
    return re.compile(
        r"(?<![a-z0-9])(" + "|".join(re.escape(text) for text in texts) + r")(?![a-z0-9])"
    )


_NO_UNIT = frozenset({"beboere", "boliger", "lejemaal"})
_PERCENT_SIGN = re.compile(r"%")


@lru_cache(maxsize=16384)
def read_heading(text: str) -> Heading:
    """A heading's field, measure, unit and moment.

    Args:
        text: the heading as it stands, its rows joined by spaces.
    """
    moment, rest = find_moment(text)
    exact = names().get(key(text)) or (names().get(key(rest)) if key(rest) else None)
    bare, unit = _without_unit(rest)
    words = [word for word in re.split(r"[^a-z0-9%+]+", bare) if word]
    measure: Measure = ""
    kept: list[str] = []
    for word in words:
        what = _measure_words().get(word)
        if what in {"share", "count", "base"}:
            measure = cast("Measure", what)
        elif what is None:
            kept.append(word)
    if unit in SHARE_UNITS and not measure:
        measure = "share"
    known = Heading(text, measure=measure, unit=unit, moment=moment)
    if exact is None:
        exact = names().get("".join(kept)) if kept else None
    if exact is not None:
        field, mark, source = exact
        return _settled(replace(known, field=field, mark=cast("Any", mark), source=source))
    return _settled(_by_phrase(known, key(text), kept))


def _without_unit(text: str) -> tuple[str, str]:
    unit = ""
    bare = text
    found = _unit_pattern().search(bare)
    while found:
        unit = unit or unit_words()[found.group(1)]
        bare = bare[: found.start()] + " " + bare[found.end() :]
        found = _unit_pattern().search(bare)
    if "%" in bare:
        unit, bare = unit or "percent", _PERCENT_SIGN.sub(" ", bare)
    return bare, unit


def _by_phrase(known: Heading, folded: str, kept: list[str]) -> Heading:
    hits: dict[str, tuple[str, str]] = {}
    for phrase in book()["phrase"]:
        if all(stem in folded for stem in phrase["all"]) and not any(
            stem in folded for stem in phrase["none"]
        ):
            hits.setdefault(phrase["field"], (phrase["mark"], phrase["source"]))
    if len(hits) == 1:
        field, (mark, source) = next(iter(hits.items()))
        return replace(known, field=field, mark=cast("Any", mark), source=source)
    if hits:
        return replace(known, candidates=tuple(hits))
    return replace(known, candidates=_alike(kept))


_STEM = 5


def _alike(kept: list[str]) -> tuple[str, ...]:
    """Fields one of whose known headings shares a long word: candidates for a question only."""
    stems = {word[:_STEM] for word in kept if len(word) >= _STEM and word.isalpha()}
    found: dict[str, None] = {}
    for entry in book()["name"]:
        if entry["field"] == "ignored":
            continue
        for text in [pair[0] for pair in entry["attested"]] + entry["inferred"]:
            words = re.split(r"[^a-z0-9]+", plain(text))
            if any(word[:_STEM] in stems for word in words if len(word) >= _STEM):
                found[entry["field"]] = None
    return tuple(found)[:4]


def _settled(heading: Heading) -> Heading:
    """A theme whose measure is stated becomes its indicator."""
    theme = heading.field
    if theme not in THEMES:
        return heading
    if theme == "income":
        if heading.unit in {"kroner", "thousand_kroner", "million_kroner"}:
            return replace(heading, field="income_kr")
        if heading.unit == "percent" or heading.measure == "share":
            return replace(heading, field="income_pct_of_region")
        return heading
    if heading.unit == "persons" and heading.measure != "share":
        return replace(heading, field=f"{theme}_count")
    if heading.measure:
        suffix = {"share": "pct", "count": "count", "base": "base"}[heading.measure]
        # "Antal domte pr. 10.000" is a rate whatever its first word says
        suffix = "pct" if heading.unit in SHARE_UNITS else suffix
        return replace(heading, field=f"{theme}_{suffix}")
    return heading


def answered(heading: Heading, field: str) -> Heading:
    """The heading with the field ``forvarsel.toml`` states."""
    return _settled(replace(heading, field=field, mark="answered", source="", candidates=()))


def says(text: str) -> frozenset[str]:
    """What a caption, title, sheet or file name says: listed, left, departments, a category."""
    folded = plain(text)
    return frozenset(
        entry["says"] for entry in book()["caption"] if any(part in folded for part in entry["any"])
    )


@lru_cache(maxsize=1024)
def category_of(text: str) -> str:
    """The category a cell names, "" if none."""
    folded = plain(text)
    return next(
        (e["code"] for e in book()["category"] if any(part in folded for part in e["any"])), ""
    )


@lru_cache(maxsize=1024)
def plan_status(text: str) -> str:
    """How far a planned change is: planned, started, done, dropped; "" if nobody knows."""
    folded = plain(text)
    return next((code for code, words in book()["plan_status"].items() if folded in words), "")


@cache
def _lines() -> dict[str, tuple[str, ...]]:
    return {what: tuple(words) for what, words in book()["lines"].items()}


@lru_cache(maxsize=16384)
def is_stop(text: str) -> bool:
    """Whether a line ends a table ("Kilde:", "Anm.:", "* ...")."""
    folded = plain(text)
    return any(
        folded == word
        or (folded.startswith(word) and (word[-1] in ":*)" or folded[len(word)] == " "))
        for word in _lines()["stop"]
        if folded.startswith(word)
    )


@lru_cache(maxsize=16384)
def is_total(text: str) -> bool:
    """Whether a row's name is that of a total or a mean, not of an area."""
    folded = plain(text).rstrip(":")
    return (
        folded in _lines()["total"]
        or folded.startswith(("i alt ", "gennemsnit ", "total "))
        or folded.endswith(" i alt")
    )


@cache
def _country() -> dict[str, str]:
    return {name: place for place, names in book()["country"].items() for name in names}


@lru_cache(maxsize=16384)
def country_or_region(text: str) -> str | None:
    """``dk`` or ``region-08x`` for a name or code of the country or a region."""
    folded = plain(text)
    found = _country().get(folded)
    if found is None and " " in folded:
        code, _, name = folded.partition(" ")
        if code.isdecimal():
            found = _country().get(name)
    return found
