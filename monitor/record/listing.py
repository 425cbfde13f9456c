"""Findings on who was on the lists: counts, gaps, nesting, moves, and the limits by list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import chain, combinations, pairwise

import polars as pl

from monitor.findings import Finding
from monitor.law.load import law_on
from monitor.record.completeness import WIDEST
from monitor.record.figures import Figures
from monitor.record.saying import finding
from monitor.words import Language, Phrase, amount, day_in_words

Counts = tuple[int, int, int]


def listing_findings(figures: Figures, language: Language) -> Iterator[Finding]:
    """All findings on memberships and official figures of the lists."""
    for check in (
        _areas_counted,
        _areas_on_all,
        _incomplete,
        _not_nested,
        _moves,
        _conviction_limits,
    ):
        yield from check(figures, language)


def _national(figures: Figures, quantity: str) -> pl.DataFrame:
    return figures.record.national.filter(pl.col("quantity") == quantity)


def ever_all_once(lists: list[set[str]]) -> Counts:
    """How many areas are on any of the lists, on all, on one only."""
    ever = set().union(*lists)
    once = [area for area in ever if sum(area in members for members in lists) == 1]
    return len(ever), len(ever.intersection(*lists)), len(once)


def _areas_counted(figures: Figures, language: Language) -> Iterator[Finding]:
    """The official counts over several lists, and the selection of lists that gives them."""
    official = [
        _national(figures, quantity)
        for quantity in ("areas_ever_on_list", "areas_on_all_lists", "areas_on_one_list_only")
    ]
    if not all(len(rows) for rows in official):
        return
    row = official[0].row(0, named=True)
    wanted = tuple(int(rows["value"][0]) for rows in official)
    first, last = (int(year) for year in row["period"].split("-"))
    days = [day for day in figures.dates(WIDEST) if first <= day.year <= last]
    members = {day: figures.members(day, WIDEST) for day in days}
    doubtful = [day for day in days if not _last_of_year(day, days)]
    every = ever_all_once(list(members.values()))
    fields: dict[str, object] = {
        "period": row["period"],
        "lists": len(days),
        **dict(zip(("ever", "all", "once"), wanted, strict=True)),
        **dict(zip(("ever_all", "all_all", "once_all"), every, strict=True)),
    }
    for left_out in _selections(doubtful):
        if ever_all_once([members[day] for day in days if day not in left_out]) == wanted:
            kept = [day for day in doubtful if day not in left_out]
            yield finding(
                language,
                None,
                "",
                "areas_counted",
                row["source"],
                without=_days(left_out, language),
                **{"with": _days(kept, language)},
                **fields,
            )
            return
    yield finding(language, None, "", "areas_counted_otherwise", row["source"], **fields)


def _areas_on_all(figures: Figures, language: Language) -> Iterator[Finding]:
    """The official count of areas on every list, and which lists it can have looked at."""
    for row in _national(figures, "areas_on_all_lists_since_2010").iter_rows(named=True):
        first, last = (int(year) for year in row["period"].split("-"))
        days = [day for day in figures.dates(WIDEST) if first <= day.year <= last]
        members = {day: figures.members(day, WIDEST) for day in days}
        doubtful = [day for day in days if not _last_of_year(day, days)]
        fitting = [
            left_out
            for left_out in _selections(doubtful)
            if ever_all_once([members[day] for day in days if day not in left_out])[1]
            == int(row["value"])
        ]
        yield finding(
            language,
            None,
            "",
            "areas_on_all",
            row["source"],
            period=row["period"],
            all=row["value"],
            all_all=ever_all_once(list(members.values()))[1],
            lists=len(days),
            without=_days(fitting[0], language) if fitting else "-",
        )


def _selections(doubtful: list[date]) -> Iterator[tuple[date, ...]]:
    """Every choice of doubtful lists to leave out, the smallest first."""
    sizes = range(len(doubtful) + 1)
    return chain.from_iterable(combinations(doubtful, size) for size in sizes)


def _last_of_year(day: date, days: list[date]) -> bool:
    """Whether it is its year's only list, or the later of two (an extra list came before)."""
    return day == max(other for other in days if other.year == day.year)


def _days(days: Iterable[date], language: Language) -> object:
    said = [day_in_words(day, language) for day in days]
    return ", ".join(said) or Phrase("record_finding.nothing_left_out")


def _incomplete(figures: Figures, language: Language) -> Iterator[Finding]:
    for row in figures.record.lists.filter(~pl.col("whole")).iter_rows(named=True):
        yield finding(
            language,
            row["list_date"],
            "",
            "incomplete_list",
            row["count_source"] or row["source"],
            date=day_in_words(row["list_date"], language),
            list=_term(row["list_date"], row["category"], language),
            found=row["found"],
            official="?" if row["official_count"] is None else row["official_count"],
        )


def _term(day: date, category: str, language: Language) -> str:
    return law_on(day).categories[category].terms[language]


def _not_nested(figures: Figures, language: Language) -> Iterator[Finding]:
    """An area of a narrower list that is missing from the wider one the law puts it in."""
    for day in figures.dates(WIDEST):
        for category in law_on(day).categories.values():
            if category.within is None:
                continue
            wider = figures.members(day, category.within)
            for area in sorted(figures.members(day, category.code) - wider):
                yield finding(
                    language,
                    day,
                    area,
                    "not_nested",
                    figures.source_of_membership(day, area, category.code),
                    area=figures.names[area],
                    date=day_in_words(day, language),
                    list=category.terms[language],
                    wider=_term(day, category.within, language),
                )


def _moves(figures: Figures, language: Language) -> Iterator[Finding]:
    """Official numbers of new areas and leavers against the names, where both lists are whole."""
    whole = figures.record.lists.filter(pl.col("whole"))
    for category in sorted(set(whole["category"])):
        days = sorted(whole.filter(pl.col("category") == category)["list_date"])
        for before, day in pairwise(days):
            official = {
                row["quantity"]: (int(row["value"]), row["source"])
                for row in figures.record.national.iter_rows(named=True)
                if (row["list_date"], row["category"]) == (day, category)
                and row["quantity"] in ("entrants", "leavers")
            }
            now, then = figures.members(day, category), figures.members(before, category)
            computed = {"entrants": len(now - then), "leavers": len(then - now)}
            if all(official[name][0] == computed[name] for name in official):
                continue
            yield finding(
                language,
                day,
                "",
                "moves_differ",
                next(iter(official.values()))[1],
                date=day_in_words(day, language),
                list=_term(day, category, language),
                computed_entrants=computed["entrants"],
                computed_leavers=computed["leavers"],
                **{name: official.get(name, ("?",))[0] for name in ("entrants", "leavers")},
            )


def _conviction_limits(figures: Figures, language: Language) -> Iterator[Finding]:
    """The conviction limit by list: fixed, a multiple of the national mean, or not found."""
    printed = _national(figures, "convicted_threshold_pct").sort("list_date")
    fixed = printed.filter(pl.col("multiple").is_null())
    for value in sorted(set(fixed["value"])):
        rows = fixed.filter(pl.col("value") == value)
        yield finding(
            language,
            None,
            "",
            "conviction_limit_fixed",
            rows["source"][0],
            value=amount(Fraction(value), language, 2, 2),
            first=day_in_words(rows["list_date"][0], language),
            last=day_in_words(rows["list_date"][-1], language),
            lists=len(rows),
        )
    for row in printed.filter(pl.col("multiple").is_not_null()).iter_rows(named=True):
        value, half = Fraction(row["value"]), Fraction(1, 2 * 10 ** row["decimals"])
        doubt = "doubtful" if row["confidence"] == "uncertain" else "nothing"
        yield finding(
            language,
            row["list_date"],
            "",
            "conviction_limit",
            row["source"],
            date=day_in_words(row["list_date"], language),
            value=amount(value, language, row["decimals"], row["decimals"]),
            multiple=row["multiple"],
            low=amount((value - half) / row["multiple"], language, 4),
            high=amount((value + half) / row["multiple"], language, 4),
            doubt=Phrase(f"record_finding.{doubt}"),
        )
    known = set(printed["list_date"])
    for day in figures.dates(WIDEST):
        limits = law_on(day).criteria["convicted"].limits.values()
        if day not in known and any(limit.measure == "times_national" for limit in limits):
            said = day_in_words(day, language)
            yield finding(language, day, "", "conviction_limit_unknown", "", date=said)
