"""The outlook of one area, a what-if and a scorecard in sentences, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from forecasts.scales import PERCENT
from forecasts.support import TESTED, Model, measured, word
from monitor.indicators import indicator
from monitor.law.model import Law
from monitor.words import Language, amount, day_in_words, say

EDGE = 0.01
STAYS = {"1.0": "on", "0.0": "off"}


def percent(share: float, language: Language) -> str:
    """A probability in whole percent; under one and over 99 in words."""
    if share < EDGE:
        return say("forecast.under_one", language)
    if share > 1.0 - EDGE:
        return say("forecast.over_99", language)
    return amount(PERCENT * share, language, 0) + " %"


def outlook_lines(
    tables: Mapping[str, pl.DataFrame],
    area: str,
    name: str,
    laws: Mapping[date, Law],
    language: Language,
) -> Iterator[str]:
    """What may come for one area, list by list, and how such words have fared.

    Args:
        tables: ``outlook`` and ``forecast_remarks`` of a run.
        area: which area.
        name: what it is called.
        laws: the version each list is made under.
        language: of the sentences.
    """
    told = (pl.col("area_id") == area) | (pl.col("kind") == "pooled")
    remarks = tables["forecast_remarks"].filter(told)["text"].to_list()
    rows = list(tables["outlook"].filter(pl.col("area_id") == area).iter_rows(named=True))
    if not rows:
        yield say("forecast.outlook_none", language, name=name, why=" ".join(remarks)).strip()
        return
    as_of = rows[0]["as_of"]
    yield say("forecast.outlook_heading", language, name=name, as_of=day_in_words(as_of, language))
    for day in sorted({row["list_date"] for row in rows if row["list_date"] <= as_of}):
        yield say("forecast.outlook_past", language, date=day_in_words(day, language))
    for row in rows:
        yield _line(row, laws[row["list_date"]], language)
    for model in sorted({row["model"] for row in rows}):
        yield _tested(model, language)
    yield from remarks


def _line(row: Mapping[str, object], law: Law, language: Language) -> str:
    day, category = row["list_date"], law.categories[str(row["category"])].terms[language]
    assert isinstance(day, date)  # noqa: S101 - the table's schema holds it, mypy needs it
    said, spoken = row["probability"], say(f"forecast.word.{row['class']}", language)
    where = {"date": day_in_words(day, language), "category": category}
    if not isinstance(said, float):
        return say("forecast.outlook_word", language, **where, word=spoken)
    rest = ""
    if row["standing"] == "known":
        rest = say("forecast.outlook_known", language)
    elif row["decisive"]:
        code = law.criteria[str(row["decisive"])].indicator
        criterion = indicator(code).name[language].lower()
        rest = say("forecast.outlook_decisive", language, criterion=criterion)
    stays = row["stays"]
    unchanged = say(f"forecast.stays.{STAYS.get(str(stays), 'unknown')}", language)
    return say(
        "forecast.outlook_number",
        language,
        **where,
        percent=percent(said, language),
        word=spoken,
        stays=unchanged,
        rest=rest,
    )


def _tested(model: Model, language: Language) -> str:
    target, name = TESTED[model]
    rows = measured().filter(
        pl.col("year").is_null()
        & (pl.col("target") == target)
        & (pl.col("score") == "brier")
        & pl.col("ahead").is_in([1, 2])
    )
    found = {(row["model"], row["ahead"]): row for row in rows.iter_rows(named=True)}
    one, two = (found[name, ahead]["value"] for ahead in (1, 2))
    stays, stays_two = (found["stays", ahead]["value"] for ahead in (1, 2))
    return say(
        f"forecast.outlook_model_{model}",
        language,
        n=found[name, 1]["n"],
        model=amount(one, language, 3, 3),
        stays=amount(stays, language, 3, 3),
        model_two=amount(two, language, 3, 3),
        stays_two=amount(stays_two, language, 3, 3),
    )


def whatif_lines(
    table: pl.DataFrame, locked: tuple[date, ...], laws: Mapping[date, Law], language: Language
) -> Iterator[str]:
    """Before and after, list by list."""
    for day in locked:
        yield say("forecast.whatif_locked", language, date=day_in_words(day, language))
    for row in table.iter_rows(named=True):
        day = row["list_date"]
        if day in locked:
            continue
        before, after = row["probability_before"], row["probability_after"]
        yield say(
            "forecast.whatif_line",
            language,
            date=day_in_words(day, language),
            category=laws[day].categories[row["category"]].terms[language],
            before=_with_word(before, language),
            after=_with_word(after, language),
            error=amount(2.0 * PERCENT * row["error"], language, 1),
            change_error=amount(2.0 * PERCENT * row["change_error"], language, 1),
        )


def _with_word(share: float, language: Language) -> str:
    return f"{percent(share, language)} ({say(f'forecast.word.{word(share)}', language)})"


def score_lines(card: pl.DataFrame, language: Language) -> Iterator[str]:
    """Each sealed outlook's score beside "everyone stays", by list."""
    keys = ("list_date", "as_of", "seal", "before_list")
    for key in card.select(keys).unique().sort(keys).iter_rows():
        day, as_of, seal, before = key
        rows = card.filter(
            (pl.col("list_date") == day) & (pl.col("as_of") == as_of) & (pl.col("seal") == seal)
        )
        both = rows.drop_nulls("brier_stays")
        stays = both["brier_stays"].mean()
        ours = rows["brier"].mean()
        assert isinstance(ours, float)  # noqa: S101 - a group has rows, mypy needs it
        yield say(
            "forecast.scored",
            language,
            n=rows.height,
            date=day_in_words(day, language),
            as_of=day_in_words(as_of, language),
            ours=amount(ours, language, 3, 3),
            stays=amount(stays, language, 3, 3) if isinstance(stays, float) else "?",
            seal=str(seal)[:12],
        )
        if not before:
            yield say("forecast.scored_late", language)
