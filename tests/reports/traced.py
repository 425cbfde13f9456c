"""Where a number of an output can come from: the rows of one area, fixed words, a short sum.

A token is a number as printed, with its decimals: 40,0 and 40 are two tokens. Its origin must be
among the tables named for the part of the page it stands in, in rows of that area (or of the
country, the region, the whole municipality).
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from random import Random

PLACES = (0, 1, 2)
SECTIONS: dict[str, tuple[str, ...]] = {
    "front": (
        "outlook", "local_categories", "clock", "criteria", "margins", "needed_figures",
        "trajectory", "scorecard",
    ),
    "criteria": ("criteria", "margins", "criterion_outlook", "trajectory"),
    "whatif": ("whatif",),
    "fans": ("criteria", "trajectory"),
    "ledger": ("criteria", "margins", "criterion_outlook", "outlook"),
    "sens": ("whatif", "deciding_figures"),
    "clock": ("clock", "outlook", "categories"),
    "radar": ("local_scores", "local_radar"),
    "path": (
        "family_share", "family_paths", "family_kinds", "family_standing", "family_plans",
        "family_record", "family_conflicts",
    ),
    "efforts": ("preventive_work", "findings", "forecast_remarks"),
    "reservations": (),
    "conseq": (),
    "history": ("categories",),
}  # fmt: skip
"""Part of an area's page (the id of its heading) -> tables its numbers may come from."""

NUMBER = {
    "da": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}


def tokens(text: str, language: str) -> list[str]:
    """The numbers of a text as printed, thousands closed up and a point before decimals."""
    found = NUMBER[language].findall(text)
    if language == "da":
        return [one.replace(".", "").replace(",", ".") for one in found]
    return [one.replace(",", "") for one in found]


def rounded(value: str | Decimal, places: int) -> str:
    """Half up on the decimal as it stands in the table, without its sign."""
    exact = abs(Decimal(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:f}"


class Parts(HTMLParser):
    """The visible text of a page by part: the id of the last heading before it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.part = "front"
        self.text: dict[str, list[str]] = {}
        self.in_main = False
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "style"):
            self._silent += 1
        if tag == "main":
            self.in_main = True
        if tag == "aside" and values.get("id") == "whatif":
            self.part = "whatif"
        if tag == "h2" and values.get("id") in SECTIONS:
            self.part = values["id"] or ""
        if self.in_main and values.get("aria-label"):
            self.text.setdefault(self.part, []).append(values["aria-label"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        if tag == "main":
            self.in_main = False

    def handle_data(self, data: str) -> None:
        if self.in_main and not self._silent and data.strip():
            self.text.setdefault(self.part, []).append(data)


@dataclass
class Sources:
    """The csv files of one run, read as text, and nothing else."""

    folder: Path
    language: str
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def rows(self, table: str, area_id: str | None = None) -> list[dict[str, str]]:
        """All rows, or those of one area and of no area in particular."""
        if table not in self._tables:
            path = self.folder / f"{table}.csv"
            if path.is_file():
                with path.open(encoding="utf-8", newline="") as stream:
                    self._tables[table] = list(csv.DictReader(stream))
            else:
                self._tables[table] = []
        rows = self._tables[table]
        if area_id is None or not rows or "area_id" not in rows[0]:
            return rows
        return [row for row in rows if row["area_id"] in (area_id, "", "dk")]

    def pool(self, tables: Iterable[str], area_id: str) -> set[str]:
        """Every token the rows of ``area_id`` in ``tables`` can be printed as."""
        found: set[str] = set()
        for table in tables:
            for row in self.rows(table, area_id):
                for column, cell in row.items():
                    found.update(_printed(column, cell or "", self.language))
                found.update(_worked_out(table, row))
        return found


def _printed(column: str, cell: str, language: str) -> Iterator[str]:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        # dates, periods and sentences: the digits that stand in them
        yield from (str(int(one)) for one in re.findall(r"\d+", cell))
        yield from tokens(cell.replace("\u00a0", " "), language)
        return
    if column.startswith("probability"):
        yield from _percent(number)
        return
    yield from (rounded(number, places) for places in PLACES)


def _percent(share: Decimal) -> Iterator[str]:
    yield rounded(100 * share, 0)
    yield rounded(100 * (1 - share), 0)


def _worked_out(table: str, row: dict[str, str]) -> Iterator[str]:
    """The few sums the report makes, one by one."""
    if table == "clock" and row["streak"]:
        # the numbered squares, and "it would be year n in a row"
        yield from (str(number) for number in range(int(float(row["streak"])) + 2))
    if table == "whatif" and row["probability_after"]:
        after, error = Decimal(row["probability_after"]), Decimal(row["error"] or "0")
        for end in (after - 2 * error, after + 2 * error):
            yield rounded(100 * min(Decimal(1), max(Decimal(0), end)), 0)


@cache
def fixed(language: str) -> frozenset[str]:
    """Numbers that stand in sentences of the house and in the act's own words, no placeholders."""
    found: set[str] = set()
    told = [files("reports").joinpath("text", f"{language}.toml").read_text(encoding="utf-8")]
    told.append(files("reports").joinpath("numbers.toml").read_text(encoding="utf-8"))
    laws = [
        path for path in files("monitor").joinpath("law").iterdir() if path.name.endswith("toml")
    ]
    told += [path.read_text(encoding="utf-8") for path in laws]
    for text in told:
        for sentence in _sentences(tomllib.loads(text)):
            found.update(tokens(re.sub(r"\{[^}]*\}", " ", sentence), language))
            found.update(str(int(one)) for one in re.findall(r"\d+", sentence))
    return frozenset(found)


def _sentences(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for branch in tree.values():
            yield from _sentences(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _sentences(branch)
    elif tree is not None:
        yield str(tree)


@dataclass(frozen=True)
class Number:
    """One number of one area's page: where it stands, as printed, and the words around it."""

    area_id: str
    part: str
    token: str
    said: str


@dataclass
class Check:
    """The pages of one run against its own sources."""

    run: Path
    language: str
    coming: int

    def __post_init__(self) -> None:
        self.sources = Sources(self.run / "4-kilder", self.language)
        self._pools: dict[tuple[str, str], set[str]] = {}
        self._grids: dict[str, set[str]] = {}

    def numbers(self, area_id: str, page: Path) -> list[Number]:
        """All visible numbers of a page, charts and their words for screen readers among them."""
        content = page.read_text(encoding="utf-8")
        self._grids[area_id] = grid(content)
        return [
            Number(area_id, part, token, said)
            for part, words in Parts(content).text.items()
            for said in words
            for token in tokens(said.replace("\u00a0", " "), self.language)
        ]

    def traced(self, number: Number) -> bool:
        """Whether the number has an origin where it stands."""
        key = (number.area_id, number.part)
        if key not in self._pools:
            tables = (*SECTIONS[number.part], "areas")
            pool = self.sources.pool(tables, number.area_id) | fixed(self.language)
            if number.part in ("fans", "radar", "path"):
                pool |= self._grids[number.area_id]
            # the years a list looks at, the axis of time: the law's offsets from the list's year
            pool |= {str(year) for year in range(self.coming - BEFORE, self.coming + AHEAD + 1)}
            self._pools[key] = pool
        return number.token in self._pools[key]


BEFORE, AHEAD = 12, 4
"""Years before and after the coming list a page speaks of."""


def grid(page: str) -> set[str]:
    """Where the charts' lines across stand: the numbers on the axes, nothing else."""
    found = re.search(r'id="chart-data">(.*?)</script>', page, re.DOTALL)
    if found is None:
        return set()
    shown: set[str] = set()
    for charts in json.loads(found.group(1)).values():
        for chart in charts if isinstance(charts, list) else ():
            for mark in chart:
                if mark.get("kind") in ("grid", "ring"):
                    for value in (mark.get("y"), mark.get("value")):
                        if isinstance(value, int | float):
                            shown.update(rounded(repr(value), places) for places in PLACES)
    return shown


def mutated(token: str, chance: Random) -> str:
    """The token with one digit changed to another."""
    places = [place for place, sign in enumerate(token) if sign.isdigit()]
    place = chance.choice(places)
    digit = chance.choice([one for one in "0123456789" if one != token[place]])
    return token[:place] + digit + token[place + 1 :]


def fan_cells(page: str) -> Iterator[tuple[str, str, tuple[str, str, str]]]:
    """(title, year, (value, limit, interval)) of each row of the charts' tables."""
    table = re.compile(
        r'<span class="unseen">: ([^<]*)</span></summary><table class="plain"><thead>.*?'
        r"<tbody>(.*?)</tbody>",
        re.DOTALL,
    )
    row = re.compile(
        r'<tr><th scope="row">(\d{4})</th><td class="right">([^<]*)</td>'
        r'<td class="right">([^<]*)</td><td class="right">([^<]*)</td></tr>'
    )
    begin, end = page.index('id="fans"'), page.index('id="ledger"')
    for title, body in table.findall(page[begin:end]):
        for year, *cells in row.findall(body):
            yield title, year, (cells[0], cells[1], cells[2])


def whatif_answers(page: str) -> list[dict[str, object]]:
    """The computed answers a page holds for its look-up."""
    found = re.search(r'id="whatif-data">(.*?)</script>', page, re.DOTALL)
    return [] if found is None else list(json.loads(found.group(1))["answers"])
