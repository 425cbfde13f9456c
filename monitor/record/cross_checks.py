"""Findings where a printed value meets a limit, another source, a total, a change of boundary."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from monitor.areas import change_in_words
from monitor.findings import Finding
from monitor.indicators import indicator
from monitor.law.load import law_on
from monitor.record.completeness import HALF, WIDEST, complete, met_as_printed
from monitor.record.figures import Figures
from monitor.record.saying import as_printed, finding
from monitor.words import Language, Phrase, amount, day_in_words


def cross_findings(figures: Figures, language: Language) -> Iterator[Finding]:
    """Findings on ties, other sources, official totals, doubtful years and boundaries."""
    for check in (
        _on_a_limit,
        _sources_differ,
        _criterion_counts,
        _totals,
        _list_year_unknown,
        _boundaries,
    ):
        yield from check(figures, language)


def _on_a_limit(figures: Figures, language: Language) -> Iterator[Finding]:
    """Printed values that are exactly a limit of their list's law."""
    for day in figures.dates(WIDEST):
        law = law_on(day)
        category = law.categories[WIDEST]
        if category.within is not None:
            # the law of several lists: no list under it has enough values to weigh a tie
            continue
        for area in sorted(complete(figures, day)):
            met = {
                code: met_as_printed(figures, area, day, law, code, category.code)
                for code in category.counted
            }
            for code in category.counted:
                printed = figures.get(area, day, law.criteria[code].indicator)
                limit = law.criteria[code].limits[category.code]
                if printed is None or printed.value != limit.value:
                    continue
                others = sum(met[other] for other in met if other != code)
                deciding = others == category.needed - 1
                word = "deciding" if deciding else "not_deciding"
                on_list = "yes" if area in figures.members(day, category.code) else "no"
                yield finding(
                    language,
                    day,
                    area,
                    "value_is_limit",
                    printed.source,
                    area=figures.names[area],
                    date=day_in_words(day, language),
                    criterion=indicator(printed.indicator).name[language].lower(),
                    value=as_printed(printed, language),
                    operator=limit.operator,
                    limit=amount(limit.value, language),
                    strict=Phrase(f"record_finding.{'met' if met[code] else 'not_met'}"),
                    deciding=Phrase(
                        f"record_finding.{word}", {"others": others, "needed": category.needed}
                    ),
                    published=Phrase(f"verdict.{on_list}"),
                )


def _sources_differ(figures: Figures, language: Language) -> Iterator[Finding]:
    for row in figures.record.values.filter(pl.col("other_value") != "").iter_rows(named=True):
        yield finding(
            language,
            row["list_date"],
            row["area_id"],
            "sources_differ",
            row["source"],
            area=figures.names[row["area_id"]],
            date=day_in_words(row["list_date"], language),
            criterion=indicator(row["indicator"]).name[language].lower(),
            value=amount(Fraction(row["value"]), language),
            other=amount(Fraction(row["other_value"]), language),
            other_source=row["other_source"],
        )


def _criterion_counts(figures: Figures, language: Language) -> Iterator[Finding]:
    """Official numbers of areas meeting the conviction criterion against the values."""
    rows = figures.record.national.filter(
        pl.col("quantity") == "areas_meeting_conviction_criterion"
    )
    for row in rows.iter_rows(named=True):
        day = row["list_date"]
        law = law_on(day)
        computed = sum(
            met_as_printed(figures, area, day, law, "convicted", WIDEST)
            for area in figures.members(day, WIDEST)
        )
        if computed != int(row["value"]):
            yield finding(
                language,
                day,
                "",
                "criterion_count_differs",
                row["source"],
                date=day_in_words(day, language),
                official=row["value"],
                computed=computed,
            )


def _totals(figures: Figures, language: Language) -> Iterator[Finding]:
    """Official totals over a list against the sum of its areas, where most have values."""
    for row in figures.record.national.filter(pl.col("category") == WIDEST).iter_rows(named=True):
        if row["quantity"] not in ("residents_total", "nonwestern_total_pct"):
            continue
        day = row["list_date"] or max(
            d for d in figures.dates(WIDEST) if d.year == int(row["period"])
        )
        members = figures.members(day, WIDEST)
        residents, share = figures.of(day, "residents"), figures.of(day, "nonwestern_pct")
        areas = sorted(members & set(residents) & set(share))
        if len(areas) <= HALF * len(members):
            continue
        total = sum((residents[area].value for area in areas), Fraction(0))
        counted = sum((residents[area].value * share[area].value for area in areas), Fraction(0))
        computed = total if row["quantity"] == "residents_total" else counted / total
        places = row["decimals"]
        if round(computed, places) == Fraction(row["value"]):
            continue
        yield finding(
            language,
            day,
            "",
            "total_differs",
            row["source"],
            date=day_in_words(day, language),
            quantity=Phrase(f"record_finding.{row['quantity']}"),
            official=amount(Fraction(row["value"]), language, places, places),
            areas=len(areas),
            members=len(members),
            computed=amount(computed, language, places, places),
        )


def _list_year_unknown(figures: Figures, language: Language) -> Iterator[Finding]:
    rows = figures.record.values.filter(pl.col("period_basis") == "unknown")
    keys = rows.unique(["list_date", "area_id"]).sort("list_date", "area_id")
    for row in keys.iter_rows(named=True):
        yield finding(
            language,
            row["list_date"],
            row["area_id"],
            "list_year_unknown",
            row["source"],
            area=figures.names[row["area_id"]],
            date=day_in_words(row["list_date"], language),
        )


def _boundaries(figures: Figures, language: Language) -> Iterator[Finding]:
    """Changes of boundary: figures before and after do not compare."""
    rows = figures.record.area_changes.filter(
        pl.col("kind").is_in(["split", "split_from", "reduced", "extended"])
    )
    for row in rows.iter_rows(named=True):
        name = figures.names[row["area_id"]]
        text = change_in_words(row, name, language)
        yield Finding(row["first_list"], row["area_id"], "boundary", text, row["source"])
