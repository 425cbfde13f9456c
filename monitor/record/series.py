"""Findings on the published values: gaps, repeats, leaps, ties, sources that differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

import polars as pl

from monitor.criteria import meets
from monitor.findings import Finding
from monitor.indicators import indicator, indicators
from monitor.law.load import law_on
from monitor.law.model import Category, Law, Limit
from monitor.record.brackets import PERCENT
from monitor.record.figures import Figures, Printed
from monitor.record.reading import codes
from monitor.words import Language, Phrase, amount, say

WIDEST = "parallel"
"""The category that exists on every list."""
HALF = Fraction(1, 2)
"""A list is held to have values when more than this part of its members have."""


def series_findings(figures: Figures, language: Language) -> Iterator[Finding]:
    """All findings on the values printed with the lists."""
    for check in (
        _without_values,
        _repeated,
        _on_a_limit,
        _income_leap,
        _residents_leaps,
        _sources_differ,
        _criterion_counts,
        _totals,
        _list_year_unknown,
        _boundaries,
    ):
        yield from check(figures, language)


def _finding(
    language: Language, day: date | None, area_id: str, kind: str, source: str, /, **fields: object
) -> Finding:
    return Finding(day, area_id, kind, say(f"record_finding.{kind}", language, **fields), source)


def _said(printed: Printed, language: Language) -> str:
    return amount(printed.value, language, printed.decimals, printed.decimals)


def _needed(law: Law) -> set[str]:
    """The indicators without which the widest list cannot be recomputed."""
    category = law.categories[WIDEST]
    chain: list[Category] = [category]
    while chain[-1].within is not None:
        chain.append(law.categories[chain[-1].within])
    return {law.criteria[c].indicator for one in chain for c in (*one.counted, *one.required)}


def _complete(figures: Figures, day: date) -> set[str]:
    """Areas with every value their list's law asks for."""
    needed = _needed(law_on(day))
    return {
        area
        for area in figures.areas_with_values(day)
        if all(figures.get(area, day, code) is not None for code in needed)
    }


def _has_values(figures: Figures, day: date) -> bool:
    """Whether most members of the list have every value."""
    members = figures.members(day, WIDEST)
    return len(members & _complete(figures, day)) > HALF * len(members)


def _without_values(figures: Figures, language: Language) -> Iterator[Finding]:
    """Members without values: each named where the others have them, else the list as a whole."""
    for day in figures.dates(WIDEST):
        members, complete = figures.members(day, WIDEST), _complete(figures, day)
        missing = sorted(members - complete)
        source = figures.source_of_list(day)
        if not _has_values(figures, day):
            yield _finding(
                language,
                day,
                "",
                "list_without_values",
                source,
                date=day.isoformat(),
                with_values=len(members & complete),
                members=len(members),
            )
            continue
        for area in missing:
            yield _finding(
                language,
                day,
                area,
                "listed_without_values",
                figures.source_of_membership(day, area, WIDEST),
                area=figures.names[area],
                date=day.isoformat(),
                others=len(members) - len(missing),
            )


def _repeated(figures: Figures, language: Language) -> Iterator[Finding]:
    """A list that prints the figures of the list before, indicator by indicator."""
    for before, day in pairwise(figures.dates(WIDEST)):
        same: list[str] = []
        new: dict[str, tuple[int, int]] = {}
        source = ""
        for code in indicators():
            now, then = figures.of(day, code), figures.of(before, code)
            shared = sorted(set(now) & set(then))
            changed = sum(now[area].value != then[area].value for area in shared)
            if shared and not changed:
                same.append(code)
                source = now[shared[0]].source
            elif shared:
                new[code] = (changed, len(shared))
        if not same or not new:
            continue
        changed, areas = next(iter(new.values()))
        yield _finding(
            language,
            day,
            "",
            "repeated_values",
            source,
            date=day.isoformat(),
            before=before.isoformat(),
            repeated=_names(same, language),
            new=_names(list(new), language),
            changed=changed,
            areas=areas,
        )


def _names(found: list[str], language: Language) -> str:
    return ", ".join(indicator(code).name[language].lower() for code in found)


def _on_a_limit(figures: Figures, language: Language) -> Iterator[Finding]:
    """Printed values that are exactly a limit of their list's law."""
    for day in figures.dates(WIDEST):
        law = law_on(day)
        category = law.categories[WIDEST]
        if category.within is not None:
            # the law of several lists: no list under it has enough values to weigh a tie
            continue
        for area in sorted(_complete(figures, day)):
            met = {
                code: _meets(figures, area, day, law, code, category.code)
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
                yield _finding(
                    language,
                    day,
                    area,
                    "value_is_limit",
                    printed.source,
                    criterion=indicator(printed.indicator).name[language],
                    value=_said(printed, language),
                    operator=limit.operator,
                    limit=amount(limit.value, language),
                    strict=Phrase(f"record_finding.{'met' if met[code] else 'not_met'}"),
                    deciding=Phrase(
                        f"record_finding.{word}", {"others": others, "needed": category.needed}
                    ),
                    published=Phrase(f"verdict.{on_list}"),
                )


def _meets(figures: Figures, area: str, day: date, law: Law, code: str, category: str) -> bool:
    printed = figures.get(area, day, law.criteria[code].indicator)
    return printed is not None and _passes(printed, law.criteria[code].limits[category])


def _passes(printed: Printed, limit: Limit) -> bool:
    return bool(meets(limit.operator, printed.value, limit.value))


def _income_leap(figures: Figures, language: Language) -> Iterator[Finding]:
    """The largest mean change of the income figure between two 1 December lists."""
    code = "income_pct_of_region"
    steps: dict[tuple[date, date], dict[str, Fraction]] = {}
    days = [day for day in figures.dates(WIDEST) if _has_values(figures, day)]
    for before, day in pairwise(days):
        now, then = figures.of(day, code), figures.of(before, code)
        shared = sorted(set(now) & set(then))
        if len(shared) > 1 and day.year == before.year + 1:
            steps[before, day] = {area: now[area].value - then[area].value for area in shared}
    if not steps:
        return
    leap = max(steps, key=lambda step: abs(_mean(steps[step])))
    change = steps[leap]
    by_region: dict[str, dict[str, Fraction]] = {}
    for area, points in change.items():
        by_region.setdefault(figures.regions[area], {})[area] = points
    yield _finding(
        language,
        leap[1],
        "",
        "income_leap",
        figures.of(leap[1], code)[min(change)].source,
        before=leap[0].isoformat(),
        date=leap[1].isoformat(),
        mean=amount(_mean(change), language, 1, 1),
        areas=len(change),
        lowest=amount(min(change.values()), language, 1, 1),
        highest=amount(max(change.values()), language, 1, 1),
        regions="; ".join(
            f"{figures.region_names[region]} {amount(_mean(points), language, 1, 1)}"
            for region, points in sorted(by_region.items())
        ),
        others="; ".join(
            f"{before.isoformat()}-{day.isoformat()}: {amount(_mean(points), language, 1, 1)}"
            for (before, day), points in steps.items()
            if (before, day) != leap
        ),
    )


def _mean(points: dict[str, Fraction]) -> Fraction:
    return sum(points.values(), Fraction(0)) / len(points)


def _residents_leaps(figures: Figures, language: Language) -> Iterator[Finding]:
    """Residents that change by more than the leap in ``codes.toml`` from one year to the next."""
    leap = codes()["leap"]["residents_percent"]
    by_area: dict[str, list[Printed]] = {}
    for day in figures.dates(WIDEST):
        for area, printed in figures.of(day, "residents").items():
            by_area.setdefault(area, []).append(printed)
    for area, series in sorted(by_area.items()):
        for before, now in pairwise(series):
            percent = PERCENT * (now.value / before.value - 1)
            if now.list_date.year - before.list_date.year != 1 or abs(percent) <= leap:
                continue
            yield _finding(
                language,
                now.list_date,
                area,
                "residents_leap",
                now.source,
                area=figures.names[area],
                residents=amount(now.value, language, 0),
                date=now.list_date.isoformat(),
                before_residents=amount(before.value, language, 0),
                before=before.list_date.isoformat(),
                change=amount(percent, language, 1),
            )


def _sources_differ(figures: Figures, language: Language) -> Iterator[Finding]:
    for row in figures.record.values.filter(pl.col("other_value") != "").iter_rows(named=True):
        yield _finding(
            language,
            row["list_date"],
            row["area_id"],
            "sources_differ",
            row["source"],
            area=figures.names[row["area_id"]],
            date=row["list_date"].isoformat(),
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
            _meets(figures, area, day, law, "convicted", WIDEST)
            for area in figures.members(day, WIDEST)
        )
        if computed != int(row["value"]):
            yield _finding(
                language,
                day,
                "",
                "criterion_count_differs",
                row["source"],
                date=day.isoformat(),
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
        yield _finding(
            language,
            day,
            "",
            "total_differs",
            row["source"],
            date=day.isoformat(),
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
        yield _finding(
            language,
            row["list_date"],
            row["area_id"],
            "list_year_unknown",
            row["source"],
            area=figures.names[row["area_id"]],
            date=row["list_date"].isoformat(),
        )


def _boundaries(figures: Figures, language: Language) -> Iterator[Finding]:
    """Changes of boundary: figures before and after do not compare."""
    rows = figures.record.area_changes.filter(
        pl.col("kind").is_in(["split", "split_from", "reduced", "extended"])
    )
    for row in rows.iter_rows(named=True):
        name = figures.names[row["area_id"]]
        text = say(f"area.change.{row['kind']}", language, area=name, **row)
        yield Finding(row["first_list"], row["area_id"], "boundary", text, row["source"])
