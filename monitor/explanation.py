"""A verdict opened into its reasons, in plain text: what `explain` and `history` print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from monitor.indicators import indicator
from monitor.law.load import laws
from monitor.law.model import Law
from monitor.readings import printed_decimals
from monitor.words import Language, amount, say

CATEGORIES = ("exposed", "parallel", "transformation", "prevention")
DATE = "list_date"

Row = Mapping[str, Any]


def explain(
    tables: Mapping[str, pl.DataFrame], area_id: str, name: str, day: date, law: Law, lang: Language
) -> Iterator[str]:
    """Lines that open one area's verdict on one list date.

    Args:
        tables: the law's tables of a run.
        area_id: which area, ``name`` as it is shown.
        name: of the area.
        day: the list date.
        law: the version the tables were made with on that day.
        lang: of the words.
    """
    at = (pl.col(DATE) == day) & (pl.col("area_id") == area_id)
    listed = tables["categories"].filter(at).row(0, named=True)
    yield say("explain.head", lang, area=name, date=day.isoformat(), title=law.title[lang])
    if listed["scenario"]:
        yield say("explain.scenario", lang, scenario=listed["scenario"])
    if listed["assumed_unchanged"]:
        yield say("explain.assumed_unchanged", lang, date=law.checked_until.isoformat())
    yield ""
    yield from _verdicts(listed, law, lang)
    yield from _clock(tables["clock"].filter(at), lang)
    yield ""
    yield from _why(tables["criteria"].filter(at), law, lang)
    yield from _margins(tables["margins"].filter(at), law, lang)
    for finding in tables["findings"].filter(at).iter_rows(named=True):
        yield say("explain.finding", lang, text=finding["text"])


def history(
    tables: Mapping[str, pl.DataFrame],
    area_id: str,
    name: str,
    laws: Mapping[date, Law],
    lang: Language,
) -> Iterator[str]:
    """Lines with an area's place on every list date, oldest first."""
    yield name
    rows = []
    clock = {
        row[DATE]: row
        for row in tables["clock"].filter(pl.col("area_id") == area_id).iter_rows(named=True)
    }
    for row in tables["categories"].filter(pl.col("area_id") == area_id).iter_rows(named=True):
        law = laws[row[DATE]]
        places = [
            law.categories[code].terms[lang]
            for code in CATEGORIES
            if row[f"published_{code}"] == "yes"
        ]
        doubtful = [
            law.categories[code].terms[lang]
            for code in CATEGORIES
            if row[f"published_{code}"] == "unknown"
        ]
        said = _places(places, doubtful, lang)
        ticking = clock.get(row[DATE])
        rows.append(
            (
                row[DATE].isoformat(),
                _span(ticking) if ticking else "",
                say(f"verdict.{row['parallel']}", lang),
                said,
            )
        )
    heads = tuple(say(f"history.{key}", lang) for key in ("date", "streak", "figures", "published"))
    yield from aligned([heads, *rows])


def _places(places: list[str], doubtful: list[str], lang: Language) -> str:
    """The lists an area is on, then those that cannot be told, each kind once."""
    if not places and len(doubtful) > 1:
        return say("verdict.unknown", lang)
    open_ones = [say("history.undecided", lang, list=", ".join(doubtful))] if doubtful else []
    return "; ".join([", ".join(places), *open_ones]).strip("; ") or say("history.none", lang)


def _verdicts(listed: Row, law: Law, lang: Language) -> Iterator[str]:
    rows = [
        tuple(say(f"explain.{key}", lang) for key in ("list", "figures", "strict", "published"))
    ]
    for code in CATEGORIES:
        if code not in law.categories:
            continue
        rows.append(
            (
                law.categories[code].terms[lang],
                say(f"verdict.{listed[code]}", lang),
                say(f"verdict.{listed[f'{code}_strict']}", lang),
                say(f"verdict.{listed[f'published_{code}']}", lang),
            )
        )
    yield from aligned(rows)


def _clock(frame: pl.DataFrame, lang: Language) -> Iterator[str]:
    for row in frame.iter_rows(named=True):
        earliest = row["earliest_transformation"]
        yield say("explain.streak", lang, streak=_span(row))
        if earliest is not None:
            yield say(
                "explain.earliest", lang, date=earliest.isoformat(), needed=row["lists_needed"]
            )
        if row["rules_end"] is not None:
            yield say("explain.rules_end", lang, date=row["rules_end"].isoformat())


def _span(row: Row) -> str:
    low, high = row["streak_low"], row["streak_high"]
    return str(low) if low == high else f"{low}-{high}"


def _why(frame: pl.DataFrame, law: Law, lang: Language) -> Iterator[str]:
    heads = tuple(
        say(f"explain.{key}", lang)
        for key in ("criterion", "value", "limit", "met", "period", "citation", "source")
    )
    rows = [heads]
    for row in frame.iter_rows(named=True):
        criterion = law.criteria[row["criterion"]]
        basis = "" if row["decides"] else f" ({say('explain.beside', lang)})"
        short = indicator(criterion.indicator).name[lang]
        term = law.categories[row["category"]].terms[lang]
        rows.append(
            (
                f"{short} [{term}]{basis}",
                value_as_printed(row, lang),
                f"{row['operator']} {'?' if row['limit'] is None else amount(row['limit'], lang)}",
                say(f"verdict.{row['met']}", lang),
                row["period"],
                row["citation"],
                row["source"],
            )
        )
    yield from aligned(rows)


def _margins(frame: pl.DataFrame, law: Law, lang: Language) -> Iterator[str]:
    if frame.is_empty():
        return
    yield ""
    yield say("explain.margins", lang)
    for row in frame.iter_rows(named=True):
        yield f"  {margin_sentence(row, term_of(law, row['category'], lang), lang)}"


def value_as_printed(row: Row, lang: Language) -> str:
    """A why-row's value with the decimals it was printed with: 55,0 is not 55."""
    if row["value"] is None:
        return say("disclosure.cell" if row.get("withheld") else "explain.no_value", lang)
    shown = printed_decimals(row["low"], row["high"])
    return amount(row["value"], lang, max(shown, 2), shown)


def term_of(law: Law, category: str, lang: Language) -> str:
    """The legal name of a category; a later version's where this one does not have it yet."""
    named = next(version for version in (law, *reversed(laws())) if category in version.categories)
    return named.categories[category].terms[lang]


def margin_sentence(row: Row, term: str, lang: Language) -> str:
    """One distance in words: points, persons and kroner, and how the persons are counted.

    Args:
        row: of the table ``margins``.
        term: the legal name of the category whose limit is measured to.
        lang: of the words.
    """
    if row.get("withheld"):
        return say(
            "margin.withheld",
            lang,
            for_list=say(f"margin.{row['for_list']}", lang),
            criterion=say(f"criterion.{row['criterion']}", lang),
            list=term,
        )
    parts = [say("margin.points", lang, points=amount(abs(row["points"]), lang))]
    if row["criterion"] == "population":
        parts = []
    if row["persons"] is not None:
        parts.append(say("margin.persons", lang, persons=abs(row["persons"])))
    elif row["persons_low"] is not None:
        low, high = sorted((abs(row["persons_low"]), abs(row["persons_high"])))
        parts.append(say("margin.persons_range", lang, low=low, high=high))
    if row["kroner"] is not None:
        parts.append(say("margin.kroner", lang, kroner=amount(abs(row["kroner"]), lang, 0)))
    elif row["kroner_low"] is not None:
        low, high = sorted((abs(row["kroner_low"]), abs(row["kroner_high"])))
        edges = {"low": amount(low, lang, 0), "high": amount(high, lang, 0)}
        parts.append(say("margin.kroner_range", lang, **edges))
    return say(
        "margin.sentence",
        lang,
        for_list=say(f"margin.{row['for_list']}", lang),
        side=say(_side(row), lang),
        criterion=say(f"criterion.{row['criterion']}", lang),
        list=term,
        distance=", ".join(parts),
        method=say(f"method.{row['method']}", lang),
        locked=say("margin.locked", lang, years=row["locked"])
        if row["locked"] and row["for_list"] == "next"
        else "",
    )


def _side(row: Row) -> str:
    # income is bad below its limit, everything else above
    above = (row["points"] > 0) != (row["criterion"] == "income")
    return "margin.over" if above else "margin.under"


def aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as columns of even width, two spaces between."""
    table = [list(row) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
