"""Findings on the values printed with the lists as series: gaps, repeats, leaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from monitor.findings import Finding
from monitor.indicators import indicator, indicators
from monitor.record.brackets import PERCENT
from monitor.record.completeness import WIDEST, complete, has_values
from monitor.record.figures import Figures, Printed
from monitor.record.reading import codes
from monitor.record.saying import finding
from monitor.words import Language, amount, day_in_words


def series_findings(figures: Figures, language: Language) -> Iterator[Finding]:
    """Findings on gaps, repeats and leaps."""
    for check in (_without_values, _repeated, _income_leap, _residents_leaps):
        yield from check(figures, language)


def _without_values(figures: Figures, language: Language) -> Iterator[Finding]:
    """Members without values: each named where the others have them, else the list as a whole."""
    for day in figures.dates(WIDEST):
        members, full = figures.members(day, WIDEST), complete(figures, day)
        missing = sorted(members - full)
        source = figures.source_of_list(day)
        if not has_values(figures, day):
            yield finding(
                language,
                day,
                "",
                "list_without_values",
                source,
                date=day_in_words(day, language),
                with_values=len(members & full),
                members=len(members),
            )
            continue
        for area in missing:
            yield finding(
                language,
                day,
                area,
                "listed_without_values",
                figures.source_of_membership(day, area, WIDEST),
                area=figures.names[area],
                date=day_in_words(day, language),
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
        yield finding(
            language,
            day,
            "",
            "repeated_values",
            source,
            date=day_in_words(day, language),
            before=day_in_words(before, language),
            repeated=_names(same, language),
            new=_names(list(new), language),
            changed=changed,
            areas=areas,
        )


def _names(found: list[str], language: Language) -> str:
    return ", ".join(indicator(code).name[language].lower() for code in found)


def _income_leap(figures: Figures, language: Language) -> Iterator[Finding]:
    """The largest mean change of the income figure between two 1 December lists."""
    code = "income_pct_of_region"
    steps: dict[tuple[date, date], dict[str, Fraction]] = {}
    days = [day for day in figures.dates(WIDEST) if has_values(figures, day)]
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
    yield finding(
        language,
        leap[1],
        "",
        "income_leap",
        figures.of(leap[1], code)[min(change)].source,
        before=day_in_words(leap[0], language),
        date=day_in_words(leap[1], language),
        mean=amount(_mean(change), language, 1, 1),
        areas=len(change),
        lowest=amount(min(change.values()), language, 1, 1),
        highest=amount(max(change.values()), language, 1, 1),
        regions="; ".join(
            f"{figures.region_names[region]} {amount(_mean(points), language, 1, 1)}"
            for region, points in sorted(by_region.items())
        ),
        others="; ".join(
            f"{before.year}-{day.year}: {amount(_mean(points), language, 1, 1)}"
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
            yield finding(
                language,
                now.list_date,
                area,
                "residents_leap",
                now.source,
                area=figures.names[area],
                residents=amount(now.value, language, 0),
                date=day_in_words(now.list_date, language),
                before_residents=amount(before.value, language, 0),
                before=day_in_words(before.list_date, language),
                change=amount(percent, language, 1),
            )
