"""The 40 percent rule in lines of text: what the command prints, one function a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from forecasts.delay import FEWEST_CHANGES
from forecasts.least_change import Bounds, Infeasible, Plan
from forecasts.plans import LATE, PACE
from forecasts.target_outlook import Standing, area_names, bounds_of, paths, plans, standing
from monitor.account import TermRow, Worth, ends, why, worth
from monitor.dispensation import routes
from monitor.indicators import indicators
from monitor.levers import levers
from monitor.target_study import TargetStudy
from monitor.words import Language, amount, day_in_words, say

ALMOST_SURE = 99
"""Percent above which a probability is said in words."""


def area_lines(study: TargetStudy, area_id: str, lang: Language) -> list[str]:
    """Everything about one area: the account, readings, who is bound, levers, paths, routes."""
    account = study.account(area_id)
    table = paths(study)
    stands = standing(study, area_id, table)
    reason = study.bound.filter(pl.col("area_id") == area_id)[f"why_{lang}"][0]
    return [
        say(
            "target.say.area",
            lang,
            area=shown_name(study, area_id),
            on=day_in_words(account["date"], lang),
            version=study.rule.version,
        ),
        *_share_lines(study, area_id, account["date"], lang),
        *(_term_line(term, lang) for term in why(account, study.rule.used, study.rule)),
        _reading_line(study, area_id, account["date"], lang),
        str(reason),
        *_lever_lines(study, area_id, lang),
        *_path_lines(study, area_id, table, stands, lang),
        *_pace_lines(study, stands, lang),
        _chance_line(stands, lang),
        *_route_lines(study, area_id, lang),
    ]


def shown_name(study: TargetStudy, area_id: str) -> str:
    """The area's name as the folder or the record has it, else its id."""
    return study.given.names.get(area_id) or area_names().get(area_id, area_id)


def overview_lines(study: TargetStudy, lang: Language) -> list[str]:
    """One line for every area with an account."""
    lines = []
    newest = study.latest().select("area_id", "date")
    used = study.share.filter(pl.col("used")).join(newest, on=["area_id", "date"])
    for row in used.sort("area_id").iter_rows(named=True):
        reason = study.bound.filter(pl.col("area_id") == row["area_id"])[f"why_{lang}"][0]
        lines.append(
            say(
                "target.say.overview",
                lang,
                area=shown_name(study, row["area_id"]),
                share=_share_words(row, lang),
                target=amount(row["target"], lang),
                met=say(f"target.met.{row['met']}", lang),
                bound=reason,
            )
        )
    return lines


def _share_words(row: Mapping[str, Any], lang: Language) -> str:
    if row["share"] is not None:
        return say("target.say.overview_share", lang, share=amount(row["share"], lang))
    low, high = amount(row["share_low"], lang), amount(row["share_high"], lang)
    return say("target.say.overview_range", lang, low=low, high=high)


def fault_lines(study: TargetStudy, lang: Language) -> list[str]:
    """Every refused row's sentence."""
    if not study.faults:
        return []
    head = say("target.say.faults", lang, number=len(study.faults))
    return [head, *(fault.sentence(lang) for fault in study.faults)]


def plan_lines(study: TargetStudy, area_id: str, lang: Language) -> list[str]:
    """The frontier of least-change plans of one area."""
    account = study.account(area_id)
    found = plans(study, area_id)
    if not found:
        if not account["missing"]:
            return [say("target.plan.a_range", lang, area=shown_name(study, area_id))]
        missing = _missing(account["missing"], lang)
        return [
            say("target.plan.no_account", lang, area=shown_name(study, area_id), missing=missing)
        ]
    head = say(
        "target.plan.head",
        lang,
        area=shown_name(study, area_id),
        on=day_in_words(account["date"], lang),
        target=amount(study.percent(area_id), lang),
        reading=say(f"target.reading.{study.rule.used.code}", lang),
    )
    bounds = bounds_of(study, area_id)
    return [head, *(_plan_line(plan, bounds, lang) for plan in found)]


def plan_name(name: str, lang: Language) -> str:
    """A plan's name in words; a plan that is several at once has all its names."""
    first, _, others = name.partition("|")
    if others:
        one, other = plan_name(first, lang), plan_name(others, lang)
        return say("target.plan.and", lang, one=one, other=other)
    known = levers()
    for stem in ("built_at_most", "without"):
        rest = name.removeprefix(f"{stem}_")
        if rest != name:
            lever = known[rest].name[lang] if rest in known else ""
            return say(f"target.plan.{stem}", lang, number=rest, lever=lever)
    return say(f"target.plan.{name}", lang)


def _plan_line(plan: Plan | Infeasible, bounds: Bounds, lang: Language) -> str:
    name = plan_name(plan.name, lang)
    if isinstance(plan, Infeasible):
        best = amount(plan.best_share, lang) if plan.best_share is not None else ""
        if plan.because:
            told = "; ".join(_bound_words(code, bounds, lang) for code in plan.because)
            because = say("target.plan.because", lang, levers=told)
        else:
            because = say("target.plan.because_together", lang)
        return say("target.plan.infeasible", lang, plan=name, share=best, because=because)
    known = levers()
    parts = [
        say(
            "target.plan.amount_m2" if known[code].unit == "m2" else "target.plan.amount",
            lang,
            amount=amount(many, lang),
            lever=known[code].name[lang],
        )
        for code, many in plan.amounts.items()
    ]
    cost = ""
    if plan.cost is not None and bounds.costs:
        cost = say("target.plan.cost", lang, cost=amount(plan.cost, lang, 0))
    return say(
        "target.plan.reaches",
        lang,
        plan=name,
        levers=", ".join(parts) or say("target.plan.nothing_needed", lang),
        share="" if plan.share is None else amount(plan.share, lang),
        touched=amount(plan.touched, lang),
        demolished=amount(plan.demolished, lang),
        built=amount(plan.built, lang),
        cost=cost,
    )


def _bound_words(code: str, bounds: Bounds, lang: Language) -> str:
    lever = levers()[code].name[lang]
    if code not in bounds.most:
        return say("target.plan.bound_none", lang, lever=lever)
    reason = bounds.reasons.get(code, "")
    most = amount(bounds.most[code], lang)
    shown = f": {reason}" if reason else ""
    return say("target.plan.bound_lever", lang, lever=lever, most=most, reason=shown)


def _missing(codes: list[str], lang: Language) -> str:
    return ", ".join(indicators()[code].name[lang].lower() for code in codes)


def _share_lines(study: TargetStudy, area_id: str, on: date, lang: Language) -> list[str]:
    row = study.share.filter(
        (pl.col("area_id") == area_id) & (pl.col("date") == on) & pl.col("used")
    ).row(0, named=True)
    shared = {
        "target": amount(study.percent(area_id), lang),
        "deadline": day_in_words(study.rule.deadline, lang),
        "met": say(f"target.met.{row['met']}", lang),
    }
    if row["share"] is None:
        missing = _missing([code for code in row["missing"].split("|") if code], lang)
        low, high = amount(row["share_low"], lang), amount(row["share_high"], lang)
        return [say("target.say.range", lang, low=low, high=high, missing=missing, **shared)]
    over = say(
        "target.say.over" if row["over"] > 0 else "target.say.room",
        lang,
        number=amount(abs(row["over"]), lang),
    )
    return [
        say(
            "target.say.share",
            lang,
            family=amount(row["family"], lang),
            all=amount(row["all"], lang),
            share=amount(row["share"], lang),
            over=over if row["over"] else "",
            **shared,
        )
    ]


def _number(low: Fraction | int, high: Fraction | int | None, lang: Language) -> str:
    if high is None:
        return say("target.say.at_least", lang, number=amount(low, lang))
    if low == high:
        return amount(low, lang)
    return say("target.say.between", lang, low=amount(low, lang), high=amount(high, lang))


def _term_line(term: TermRow, lang: Language) -> str:
    return say(
        f"target.say.term_{term.term}",
        lang,
        number=_number(term.low, term.high, lang),
        dwellings=_number(term.dwellings_low, term.dwellings_high, lang),
        counted=say(f"target.say.{'counted' if term.counted else 'left_out'}", lang),
    )


def _reading_line(study: TargetStudy, area_id: str, on: date, lang: Language) -> str:
    rows = study.share.filter(
        (pl.col("area_id") == area_id) & (pl.col("date") == on) & ~pl.col("used")
    )
    others = "; ".join(
        say(
            "target.say.other_reading",
            lang,
            share=_share_words(row, lang).removesuffix(" pct.").removesuffix(" percent"),
            reading=say(f"target.reading.{row['reading']}", lang),
            met=say(f"target.met.{row['met']}", lang),
        )
        for row in rows.iter_rows(named=True)
    )
    return say(
        "target.say.reading",
        lang,
        reading=say(f"target.reading.{study.rule.used.code}", lang),
        others=others,
    )


def _lever_lines(study: TargetStudy, area_id: str, lang: Language) -> list[str]:
    low, high = ends(study.account(area_id), study.rule.used)
    if low is None or low != high:
        return []
    lines = [say("target.say.lever_head", lang)]
    for lever in levers().values():
        found = worth(low, lever, study.rule.used, study.rule, study.percent(area_id))
        if found is None:
            continue
        lines.append(
            say(
                "target.say.lever",
                lang,
                lever=lever.name[lang],
                points=_points(found.points, lang, 4),
                unit=say(f"target.say.unit_{found.unit}", lang),
                needed=_needed_words(found, lang),
            )
        )
    return lines


def _needed_words(found: Worth, lang: Language) -> str:
    if found.needed is not None:
        number = amount(found.needed, lang)
    elif found.stock is not None:
        number = say("target.say.too_many", lang)
    else:
        return say("target.say.never", lang)
    return say("target.say.alone", lang, number=number)


def _points(value: Fraction, lang: Language, decimals: int = 2) -> str:
    sign = {-1: "\N{MINUS SIGN}", 0: "", 1: "+"}[(value > 0) - (value < 0)]
    return f"{sign}{amount(abs(value), lang, decimals)}"


def _path_lines(
    study: TargetStudy, area_id: str, table: pl.DataFrame, stands: Standing, lang: Language
) -> list[str]:
    lines = [say("target.say.path_head", lang)]
    mine = table.filter((pl.col("area_id") == area_id) & (pl.col("lever") == "") & pl.col("used"))
    for path in (*LATE, PACE):
        rows = mine.filter(pl.col("path") == path).sort("date")
        if rows.is_empty():
            lines.append(say("target.say.no_pace", lang))
            continue
        shares = ", ".join(
            f"{row['date'].year}: {_share_words(row, lang)}" for row in rows.iter_rows(named=True)
        )
        lines.append(
            say(
                "target.say.path",
                lang,
                path=say(f"target.path.{path}", lang),
                shares=shares,
                reached=_reached(path, rows, stands, lang),
                met=say(f"target.met.{stands.at_deadline[path]}", lang),
            )
        )
    if stands.overdue:
        on = day_in_words(study.as_of, lang)
        lines.append(say("target.say.overdue", lang, number=stands.overdue, on=on))
    return lines


def _reached(path: str, rows: pl.DataFrame, stands: Standing, lang: Language) -> str:
    if stands.at_deadline[path] == "unknown":
        return say("target.undecided", lang)
    if path in stands.reached:
        day = stands.reached[path]
        if day is None:
            return say("target.say.not_reached", lang)
        return say("target.say.reached", lang, on=day_in_words(day, lang))
    inside = rows.filter(pl.col("reached") == "yes")
    if inside.is_empty():
        return say("target.say.not_reached", lang)
    return say("target.say.reached_by", lang, on=day_in_words(inside["date"][0], lang))


def _pace_lines(study: TargetStudy, stands: Standing, lang: Language) -> list[str]:
    if stands.needed_a_year is None or stands.needed_pace is None:
        return []
    unknown = say("target.say.own_pace_unknown", lang)
    return [
        say(
            "target.say.pace",
            lang,
            number=amount(stands.needed_a_year, lang),
            needed=_points(stands.needed_pace, lang),
            own=unknown if stands.own_pace is None else _points(stands.own_pace, lang),
        )
    ]


def chance_words(probability: float, lang: Language) -> str:
    """A probability in percent; under 1 and over 99 in words."""
    percent = 100.0 * probability
    if percent < 1:
        return say("target.say.below_one", lang)
    if percent > ALMOST_SURE:
        return say("target.say.above_99", lang)
    return say("target.say.percent", lang, number=amount(percent, lang, 0))


def _chance_line(stands: Standing, lang: Language) -> str:
    if stands.chance is not None:
        return say(
            "target.say.chance",
            lang,
            chance=chance_words(stands.chance, lang),
            low=amount(100.0 * (stands.chance_low or 0.0), lang, 0),
            high=amount(100.0 * (stands.chance_high or 0.0), lang, 0),
            together=chance_words(stands.chance_together or 0.0, lang),
            number=stands.changes_seen,
        )
    if stands.changes_seen >= FEWEST_CHANGES:
        return say("target.say.no_chance_for_range", lang)
    return say("target.say.too_few", lang, number=stands.changes_seen, fewest=FEWEST_CHANGES)


def _route_lines(study: TargetStudy, area_id: str, lang: Language) -> list[str]:
    lines = []
    for route in routes(study.law, study.rule, study.facts(area_id)):
        lines.append(
            say(
                "target.say.route",
                lang,
                name=route.name[lang],
                cite=route.cite,
                open=say(f"target.verdict.{route.open}", lang),
            )
        )
        lines += [
            say(
                "target.say.condition",
                lang,
                number=row.number,
                condition=row.condition[lang],
                found=f" ({row.found})" if row.found else "",
                holds=say(f"target.verdict.{row.holds}", lang),
            )
            for row in route.why
        ]
    return lines
