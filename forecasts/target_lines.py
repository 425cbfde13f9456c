"""The 40 percent rule in lines of text: what the command prints, one function a question."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl

from forecasts.target_outlook import area_names, paths
from forecasts.target_path_lines import chance_line, pace_lines, path_lines, points, share_words
from forecasts.target_standing import standing
from monitor.account import TermRow, Worth, ends, why, worth
from monitor.dispensation import routes
from monitor.indicators import indicators
from monitor.levers import levers
from monitor.target_study import TargetStudy
from monitor.words import Language, amount, day_in_words, say


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
        *path_lines(study, area_id, table, stands, lang),
        *pace_lines(study, stands, lang),
        chance_line(stands, lang),
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
                share=share_words(row, lang),
                target=amount(row["target"], lang),
                met=say(f"target.met.{row['met']}", lang),
                bound=reason,
            )
        )
    return lines


def fault_lines(study: TargetStudy, lang: Language) -> list[str]:
    """Every refused row's sentence."""
    if not study.faults:
        return []
    head = say("target.say.faults", lang, number=len(study.faults))
    return [head, *(fault.sentence(lang) for fault in study.faults)]


def missing_words(codes: list[str], lang: Language) -> str:
    """The names of what is missing, in a row."""
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
        missing = missing_words([code for code in row["missing"].split("|") if code], lang)
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
            share=share_words(row, lang).removesuffix(" pct.").removesuffix(" percent"),
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
                points=points(found.points, lang, 4),
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
