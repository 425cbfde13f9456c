"""Least-change plans in lines of text."""

from __future__ import annotations

from forecasts.programme import Bounds, Infeasible, Plan
from forecasts.target_lines import missing_words, shown_name
from forecasts.target_plans import bounds_of, plans
from monitor.levers import levers
from monitor.target_study import TargetStudy
from monitor.words import Language, amount, day_in_words, say


def plan_lines(study: TargetStudy, area_id: str, lang: Language) -> list[str]:
    """The frontier of least-change plans of one area."""
    account = study.account(area_id)
    found = plans(study, area_id)
    if not found:
        if not account["missing"]:
            return [say("target.plan.a_range", lang, area=shown_name(study, area_id))]
        missing = missing_words(account["missing"], lang)
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
