"""Models and results in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from monitor.errors import FigureError
from monitor.local.calibrate import calibrate
from monitor.local.cuts import end
from monitor.local.load import load_model, shipped
from monitor.local.model import Axis, Category, Model
from monitor.local.parts import Mark
from monitor.local.run import LocalRun
from monitor.local.sections import headline, ranked
from monitor.local.targets import load_targets, shipped_targets
from monitor.words import Language, amount, say


def listing(language: Language) -> str:
    """The shipped models and target files, one a line."""
    lines = [say("local.list.models", language)]
    for name in shipped():
        lines.append(f"  {name:<20} {load_model(name).name[language]}")
    lines.append(say("local.list.targets", language))
    for name in shipped_targets():
        lines.append(f"  {name:<20} {load_targets(name).name[language]}")
    return "\n".join(lines)


def in_words(model: Model, language: Language) -> str:
    """A model as a planner reads it."""
    lines = [f"{model.name[language]} ({model.id})", model.about[language]]
    if model.note[language]:
        lines.append(model.note[language])
    lines.append(say("local.show.source", language, source=model.source))
    lines.append(f"{say('local.show.units', language)} {_units(model, language)}")
    lines.append(f"{say('local.show.reference', language)} {_reference(model, language)}")
    lines.append(
        say(
            "local.show.missing",
            language,
            least=model.at_least,
            mark=_mark(model.missing, language),
        )
    )
    lines.append(say("local.show.indicators", language))
    for entry in model.indicators:
        direction = say(f"local.direction.{entry.direction}", language)
        base = f" / {entry.denominator[language]}" if entry.denominator[language] else ""
        has = "" if entry.available else f" – {say('local.show.not_available', language)}"
        said = _mark(entry.mark, language)
        lines.append(f"  {entry.code:<22} {entry.name[language]}{base}; {direction}{has} [{said}]")
    for axis in model.axes.values():
        lines.extend(_axis(axis, language))
    if model.grid is not None:
        cells = ", ".join(model.grid.attention) or "–"
        fields = {"rows": model.grid.rows, "columns": model.grid.columns, "cells": cells}
        said = _mark(model.grid.mark, language)
        lines.append(f"{say('local.show.grid', language, **fields)} [{said}]")
    if model.watch is not None:
        lines.append(f"{model.watch.name[language]} [{_mark(model.watch.mark, language)}]")
    return "\n".join(lines)


def _axis(axis: Axis, language: Language) -> Iterator[str]:
    rule = say(f"local.rule.{axis.rule}", language)
    measure = say(f"local.measure.{axis.measure}", language, years=axis.over_years)
    yield f"{axis.name[language]} ({axis.code}): {measure}; {rule} [{_mark(axis.mark, language)}]"
    if axis.breaks:
        breaks = ", ".join(amount(number, language, 4) for number in axis.breaks)
        yield f"  {say('local.show.breaks', language, breaks=breaks)}"
    if axis.user_breaks:
        yield f"  {say('local.show.user_breaks', language)}"
    for entry in axis.categories:
        ends = _ends(entry, language)
        yield f"  {entry.word[language]}: {ends} [{_mark(entry.mark, language)}]"


def _ends(entry: Category, language: Language) -> str:
    parts = []
    if entry.low is not None:
        key = "local.show.from" if entry.low_included else "local.show.above"
        parts.append(say(key, language, end=amount(entry.low, language, 4)))
    if entry.high is not None:
        key = "local.show.to" if entry.high_included else "local.show.below"
        parts.append(say(key, language, end=amount(entry.high, language, 4)))
    return ", ".join(parts)


def _units(model: Model, language: Language) -> str:
    units = model.units
    said = _mark(units.mark, language)
    if units.above is not None:
        return f"{say('local.show.residents_above', language, bound=units.above)} [{said}]"
    if units.from_ is not None:
        return f"{say('local.show.residents_from', language, bound=units.from_)} [{said}]"
    return f"{say('local.show.all_units', language)} [{said}]"


def _reference(model: Model, language: Language) -> str:
    rule = model.reference
    year = "" if rule.year is None else f" {rule.year}"
    return f"{say(f'local.reference.{rule.of}', language)}{year} [{_mark(rule.mark, language)}]"


def _mark(mark: Mark, language: Language) -> str:
    return say(f"local.evidence.{mark.evidence}", language)


def assumed(model: Model, language: Language) -> list[str]:
    """Every table of the model that is assumed or from memory, with its line."""
    marks: list[tuple[int, str, Mark]] = [
        (model.line("units"), "units", model.units.mark),
        (model.line("reference"), "reference", model.reference.mark),
    ]
    if ("missing",) in model.lines:
        marks.append((model.line("missing"), "missing", model.missing))
    for number, entry in enumerate(model.indicators):
        marks.append((model.line("indicator", number), f"indicator {entry.code}", entry.mark))
    for name, axis in model.axes.items():
        marks.append((model.line("axis", name), f"axis.{name}", axis.mark))
        for number, category in enumerate(axis.categories):
            line = model.line("axis", name, "category", number)
            marks.append((line, f"axis.{name} {category.code}", category.mark))
    for name, part in (
        ("grid", model.grid),
        ("list", model.watch),
        ("smoothing", model.smoothing),
        ("allocation", model.allocation),
    ):
        if part is not None:
            marks.append((model.line(name), name, part.mark))
    return [
        say("local.check.assumed", language, line=line, what=what, mark=_mark(mark, language))
        for line, what, mark in sorted(marks, key=lambda row: row[0])
        if mark.evidence in ("assumed", "memory")
    ]


def summary(run: LocalRun, language: Language) -> str:
    """The newest year in words: counts per category, then the areas from the worst."""
    scored = run.scored
    year = scored.panel.years[-1]
    lines = [f"{scored.model.name[language]}, {year}"]
    if scored.model.note[language]:
        lines.append(scored.model.note[language])
    if scored.model.final in scored.axes or scored.model.final == "grid":
        final = scored.model.axes.get(scored.model.final)
        if final is None or final.categories:
            lines.append(headline(scored, year, language))
            lines.extend(_areas(run, year, language))
            return "\n".join(lines)
    lines.append(say("local.summary.no_categories", language))
    return "\n".join(lines)


SHOWN = 40
"""Areas the summary lists; the tables have them all."""


def _areas(run: LocalRun, year: int, language: Language) -> Iterator[str]:
    table = ranked(run.scored, year, run.firm, language)
    for row in table.head(SHOWN).iter_rows(named=True):
        firm = f"; {say('local.summary.sensitive', language)}" if row["sensitive"] == "yes" else ""
        rank = row["rank"] or "–"
        some = _some_missing(row, language)
        yield f"  {rank:>3}. {row['area_id']}: {row['word']}, {_points(row, language)}{some}{firm}"
    if table.height > SHOWN:
        yield f"  {say('local.summary.more', language, more=table.height - SHOWN)}"


def _some_missing(row: dict[str, Any], language: Language) -> str:
    have, of = row["available"], row["indicators"]
    if have is None or have == of:
        return ""
    return f", {say('local.note.available', language, have=have, of=of).rstrip('.')}"


def _points(row: dict[str, Any], language: Language) -> str:
    """Points of the most there could be and last year's, or the score of a continuous scale."""
    if row["max_points"] is None:
        return "–" if row["score"] is None else amount(row["score"], language)
    said = f"{amount(row['points'], language)}/{amount(row['max_points'], language)}"
    if row["last_points"] is None:
        return said
    return f"{said} ({amount(row['last_points'], language)})"


def calibration(run: LocalRun, wanted: str, language: Language) -> str:
    """Cut-offs for a distribution given as ``category=areas,...``, in words.

    Raises:
        FigureError: the distribution is no such list, or does not fit.
    """
    scored = run.scored
    counts: dict[str, int] = {}
    for part in wanted.split(","):
        name, _, number = part.strip().partition("=")
        if not number.isdigit():
            raise FigureError("local.calibrate.form", found=wanted)
        counts[name] = int(number)
    if scored.model.final not in scored.axes:
        raise FigureError("local.calibrate.axis", model=scored.model.id)
    found = calibrate(scored.axes[scored.model.final], len(scored.panel.years) - 1, counts)
    cuts = ", ".join(f"{code} {_point(cut)}" for code, cut in found.cutoffs.items())
    reached = ", ".join(f"{code}={number}" for code, number in found.reached.items())
    key = "local.calibrate.exact" if found.exact else "local.calibrate.near"
    return say(key, language, cuts=cuts, reached=reached)


def _point(number: Fraction) -> str:
    """A cut-off as it is written into the model file."""
    return end(number)
