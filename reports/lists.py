"""The pages on the lists: each published list beside the one re-derived, changes and why-rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from monitor.categories import Verdict
from monitor.changes import changes
from monitor.classification import Classification, ListedArea, published_list_name
from monitor.engine import LawRun
from monitor.explanation import margin_sentence, term_of, value_as_printed
from monitor.indicators import indicator
from monitor.law.model import Law
from monitor.words import Language, amount, day_in_words, say

CATEGORIES = ("exposed", "parallel", "transformation", "prevention")


@dataclass(frozen=True)
class ListsPages:
    """What the pages show.

    Attributes:
        run: of the law over all lists.
        recomputation: the table of May 2018 under the criteria to come; None without it.
        names: area id -> name with municipality.
        counts: official counts, columns of the record's ``lists`` or none.
        as_of: the day up to which data were known.
        scenario: id, empty for the law in force.
        synthetic: whether the figures are invented.
        marking: whether the pages may leave the house; empty for the public record's.
    """

    run: LawRun
    recomputation: LawRun | None
    names: Mapping[str, str]
    counts: pl.DataFrame
    as_of: date
    scenario: str = ""
    synthetic: bool = False
    marking: str = ""


def write_lists(pages: ListsPages, folder: Path, lang: Language) -> None:
    """Write ``index.html`` and one page a list into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.globals["t"] = lambda key, **fields: say(f"lists.{key}", lang, **fields)
    shared = {
        "lang": lang,
        "as_of": day_in_words(pages.as_of, lang),
        "scenario": pages.scenario,
        "synthetic": pages.synthetic,
        "marking": pages.marking,
        "style": _template("lists.css"),
    }
    classification = pages.run.classification
    _write(
        folder / "index.html",
        environment.get_template("lists.html.j2").render(
            **shared,
            first=classification.list_dates[0].year,
            last=classification.list_dates[-1].year,
            lists=[
                summary
                for day in classification.list_dates
                for summary in _summaries(classification, day, pages.counts, lang)
            ],
            recomputation=_recomputation(pages, lang),
            findings=_general_findings(pages),
        ),
    )
    template = environment.get_template("list.html.j2")
    for day in classification.list_dates:
        law = classification.laws[day]
        _write(
            folder / f"{day.isoformat()}.html",
            template.render(
                **shared,
                date=day_in_words(day, lang),
                law=law.title[lang],
                unchecked=day_in_words(law.checked_until, lang)
                if law.assumed_unchanged(day)
                else "",
                summaries=list(_summaries(classification, day, pages.counts, lang)),
                changes=list(_changes(pages, day, lang)),
                areas=list(_areas(pages.run, pages.names, day, lang)),
            ),
        )


def _checked_until(law: Law, day: date, lang: Language) -> str:
    return day_in_words(law.checked_until, lang) if law.assumed_unchanged(day) else ""


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _template(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _summaries(
    classification: Classification, day: date, counts: pl.DataFrame, lang: Language
) -> Iterator[dict[str, Any]]:
    """Per category of one list date: official count, and how the re-derived verdicts stand."""
    law = classification.laws[day]
    rows = classification.on(day)
    for code, category in law.categories.items():
        pairs = [_pair(row, law, code) for row in rows]
        known = counts.filter((pl.col("list_date") == day) & (pl.col("category") == code))
        official = known["official_count"].to_list() if "official_count" in known.columns else []
        published = [said for said, _ in pairs]
        yield {
            "date": day.isoformat(),
            "day": day_in_words(day, lang),
            "law": law.id,
            "category": category.terms[lang],
            "official": official[0] if official and official[0] is not None else None,
            "found": published.count("yes"),
            "known": not known.is_empty() or "yes" in published,
            "confirmed": pairs.count(("yes", "yes")),
            "left": pairs.count(("no", "no")),
            "contradicted": pairs.count(("yes", "no")) + pairs.count(("no", "yes")),
            "undecided": pairs.count(("yes", "unknown")),
            "undecided_left": sum(
                row.published[code] == "no" and _by_rounding(row, law, code) for row in rows
            ),
            "figures": ("yes", "yes") in pairs or ("yes", "no") in pairs,
        }


def _pair(row: ListedArea, law: Law, code: str) -> tuple[Verdict, Verdict]:
    """(published, re-derived by the strict reading) of one area."""
    return row.published[code], row.strict.get(published_list_name(law, code), "n/a")


def _by_rounding(row: ListedArea, law: Law, code: str) -> bool:
    """Whether the figures say yes or no as printed and rounding hides which it is."""
    name = published_list_name(law, code)
    return row.computed.get(name) == "unknown" and row.strict.get(name) in ("yes", "no")


def _changes(pages: ListsPages, day: date, lang: Language) -> Iterator[dict[str, str]]:
    classification = pages.run.classification
    law = classification.laws[day]
    for code, category in law.categories.items():
        for change in changes(classification, day, code):
            yield {
                "area": pages.names[change.area_id],
                "id": change.area_id,
                "what": say(f"lists.{change.kind}", lang, category=category.terms[lang]),
                "reason": say(
                    f"lists.reason_{change.reason}",
                    lang,
                    criteria=", ".join(say(f"criterion.{c}", lang) for c in change.turned),
                ),
                "now": ""
                if change.met is None or change.reason == "lists_in_a_row"
                else say(
                    "lists.now_met",
                    lang,
                    met=change.met,
                    counted=change.counted,
                    needed=change.needed,
                ),
            }


def _areas(
    run: LawRun, names: Mapping[str, str], day: date, lang: Language
) -> Iterator[dict[str, Any]]:
    """Areas on a list or with figures that day, with their why-rows."""
    at = pl.col("list_date") == day
    why = run.tables["criteria"].filter(at).partition_by("area_id", as_dict=True)
    margins = run.tables["margins"].filter(at).partition_by("area_id", as_dict=True)
    findings = run.tables["findings"].filter(at).partition_by("area_id", as_dict=True)
    for row in sorted(run.classification.on(day), key=lambda row: names[row.area_id]):
        criteria = why.get((row.area_id,))
        if criteria is None:
            continue
        distances = margins.get((row.area_id,))
        remarks = findings.get((row.area_id,))
        yield {
            "id": row.area_id,
            "name": names[row.area_id],
            "verdicts": [
                {
                    "category": category.terms[lang],
                    "published": say(f"verdict.{row.published[code]}", lang),
                    "rederived": say(f"verdict.{_pair(row, row.law, code)[1]}", lang),
                    "differs": _pair(row, row.law, code) in (("yes", "no"), ("no", "yes")),
                }
                for code, category in row.law.categories.items()
            ],
            "streak": _streak(row),
            "why": [_why(r, row.law, lang) for r in criteria.iter_rows(named=True)],
            "margins": []
            if distances is None
            else [
                margin_sentence(m, term_of(row.law, m["category"], lang), lang)
                for m in distances.iter_rows(named=True)
            ],
            "findings": [] if remarks is None else remarks["text"].drop_nulls().to_list(),
        }


def _streak(row: ListedArea) -> str:
    if row.clock is None:
        return ""
    low, high = row.clock.streak.low, row.clock.streak.high
    return str(low) if low == high else f"{low}-{high}"


def _why(row: Mapping[str, Any], law: Law, lang: Language) -> dict[str, Any]:
    criterion = law.criteria[row["criterion"]]
    unknown = say("explain.no_value", lang)
    limit = unknown if row["limit"] is None else amount(row["limit"], lang)
    return {
        "criterion": indicator(criterion.indicator).name[lang],
        "category": law.categories[row["category"]].terms[lang],
        "value": value_as_printed(row, lang),
        "limit": f"{row['operator']} {limit}",
        "met": say(f"verdict.{row['met']}", lang),
        "is_met": row["met"],
        "period": row["period"],
        "citation": row["citation"],
        "source": row["source"],
        "link": row["source"].split(";")[0] if row["source"].startswith("https://") else "",
        "beside": not row["decides"],
    }


def _recomputation(pages: ListsPages, lang: Language) -> dict[str, Any] | None:
    run = pages.recomputation
    if run is None:
        return None
    day = run.classification.list_dates[0]
    rows = run.classification.on(day)
    return {
        "date": day_in_words(day, lang),
        "all": len(rows),
        "yes": sum(row.computed["parallel"] == "yes" for row in rows),
        "areas": list(_areas(run, pages.names, day, lang)),
    }


def _general_findings(pages: ListsPages) -> list[str]:
    dates = pages.run.classification.list_dates
    return [
        finding.text
        for finding in pages.run.findings
        if finding.list_date is None or finding.list_date not in dates or not finding.area_id
    ]
