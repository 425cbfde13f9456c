"""Where an area stands: its place on the lists of a date, and the chances of each place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reports.language import NO_BREAK
from reports.warning.model import HistoryRow, Outcome, Status
from reports.warning.setting import chain, separate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.law.model import Law
    from reports.source import Row
    from reports.warning.setting import Setting

LADDER = ("exposed", "parallel", "transformation")
"""The steps of the ladder drawn for a status."""
WORTH_SAYING = 0.01
"""The second outcome is printed from this probability on."""


def status(setting: Setting, law: Law, code: str) -> Status:
    """The status ``code`` in the words of ``law``."""
    text = setting.text
    if code in ("none", "unknown"):
        return Status(code, text(f"status.{code}"), text(f"status.{code}"), 0, known=code == "none")
    if code.startswith("not_"):
        term = law.categories[code.removeprefix("not_")].terms[setting.language]
        said = text("status.not_on", term=term)
        return Status(code, said, said, 0)
    full = law.categories[code].terms[setting.language]
    level = LADDER.index(code) + 1 if code in LADDER else 0
    return Status(code, text.optional(f"short.{law.id}.{code}", full), full, level, ring=level == 0)


def place(row: Row, law: Law) -> str:
    """The code of the place a row of ``categories`` gives: what was published, else computed."""
    answers = {code: _answer(row, code) for code in law.categories}
    for code in reversed(chain(law)):
        if answers[code] == "yes":
            return code
    for code in separate(law):
        stands = row.get(f"published_{code}") or row.get(f"{code}_published") or answers[code]
        if stands == "yes":
            return code
        answers[code] = stands
    asked = [answers[code] for code in law.categories if answers[code] != "n/a"]
    return "unknown" if not asked or "unknown" in asked else "none"


def today(setting: Setting, area_id: str) -> tuple[Status, date | None]:
    """The area's place on the newest known list, and that list's date.

    A list of which nothing is known of any area is passed over; on one that is known in part an
    area may be known only not to be on the narrower list.
    """
    for day in reversed(setting.known_lists):
        row = next(
            (row for row in setting.tables.rows("categories", area_id) if row["list_date"] == day),
            None,
        )
        if row is None:
            continue
        law = setting.law_of(day)
        code = place(row, law)
        if code == "unknown":
            surely_not = [one for one in chain(law) if _answer(row, one) == "no"]
            code = f"not_{surely_not[0]}" if surely_not else code
        return status(setting, law, code), day
    return status(setting, setting.law, "unknown"), None


def _answer(row: Row, code: str) -> str:
    return row.get(f"published_{code}") or row.get(code) or "unknown"


def outcomes(setting: Setting, area_id: str, list_date: date) -> tuple[Outcome, ...]:
    """What can happen on ``list_date``, likeliest first; the outcomes exclude each other.

    The outlook's probabilities are of being on each list; the lists nest, so what is left of a
    wider list when the narrower is taken away is the chance of being on the wider only.
    """
    law = setting.law_of(list_date)
    found = {
        row["category"]: row["probability"]
        for row in setting.tables.rows("outlook", area_id)
        if row["list_date"] == list_date and row["probability"] is not None
    }
    if not found:
        return ()
    shares = exclusive(found, law)
    ordered = sorted(enumerate(shares), key=lambda item: (-item[1][1], item[0]))
    return tuple(
        Outcome(status(setting, law, code), setting.numbers.probability(share))
        for position, (_, (code, share)) in enumerate(ordered)
        if position == 0 or share >= WORTH_SAYING
    )


def exclusive(found: Mapping[str, float], law: Law) -> list[tuple[str, float]]:
    """The chances of each place from the chances of each list; they add up to one.

    Args:
        found: category -> probability of being on its list.
        law: whose lists nest, and which stand alone.
    """
    nested = [code for code in chain(law) if code in found]
    alone = [code for code in separate(law) if code in found]
    shares: list[tuple[str, float]] = []
    inner = 0.0
    for code in reversed(nested):
        shares.append((code, max(0.0, found[code] - inner)))
        inner = max(inner, found[code])
    shares += [(code, found[code]) for code in alone]
    widest = chain(law)[0]
    rest = "none" if widest in found else f"not_{(nested or alone)[0]}"
    shares.append((rest, max(0.0, 1 - inner - sum(found[code] for code in alone))))
    return shares


def later(setting: Setting, area_id: str) -> tuple[str, ...]:
    """Lists beyond the horizon of numbers: classes in words, one sentence a list date."""
    by_date = _classes(setting, area_id)
    return tuple(
        setting.text("later.line", year=day.year, chances=", ".join(by_date[day]))
        for day in sorted(by_date)
        if day > setting.this
    )


def in_words_only(setting: Setting, area_id: str) -> str:
    """What earlier lists alone say of the coming one, where no number is supported; else empty."""
    found = _classes(setting, area_id).get(setting.this)
    return setting.text("later.coming", chances=", ".join(found)) if found else ""


def _classes(setting: Setting, area_id: str) -> dict[date, list[str]]:
    by_date: dict[date, list[str]] = {}
    for row in setting.tables.rows("outlook", area_id):
        day, code = row["list_date"], row["class"]
        if day is None or row["probability"] is not None or not code:
            continue
        law = setting.law_of(day)
        if row["category"] not in law.categories:
            continue
        term = status(setting, law, row["category"]).full
        word = setting.numbers.probability_class(code).word
        by_date.setdefault(day, []).append(f"{term}{NO_BREAK}{word}")
    return by_date


def squares(setting: Setting, area_id: str) -> tuple[str, ...]:
    """The newest five lists, oldest first: filled, empty or unknown as parallel society."""
    from reports.warning.setting import SHORTEST

    answers = {
        row["list_date"]: _answer(row, "parallel")
        for row in setting.tables.rows("categories", area_id)
    }
    marks = {"yes": "filled", "no": "empty"}
    newest = setting.lists[-SHORTEST:]
    return tuple(marks.get(answers.get(day) or "unknown", "unknown") for day in newest)


def history(setting: Setting, area_id: str) -> tuple[HistoryRow, ...]:
    """Every earlier list, newest first."""
    found = []
    for row in setting.tables.rows("categories", area_id):
        day = row["list_date"]
        if day is None or day >= setting.this:
            continue
        law = setting.law_of(day)
        found.append(
            HistoryRow(
                day,
                setting.numbers.date(day),
                status(setting, law, place(row, law)),
                row["basis"] or "",
            )
        )
    return tuple(sorted(found, key=lambda item: item.list_date, reverse=True))


def urgency(outcomes_: tuple[Outcome, ...], today_: Status, levels: dict[str, int]) -> float:
    """The order of page 1: expected step on the coming list plus the chance of moving up.

    Args:
        outcomes_: what can happen, excluding each other; empty when nobody can say.
        today_: the place today.
        levels: status code -> step, 0 for no list.
    """
    if not outcomes_:
        return 0.5 + levels.get(today_.code, 0)
    now = levels.get(today_.code, 0)
    expected = sum(outcome.share * levels.get(outcome.status.code, 0) for outcome in outcomes_)
    up = sum(outcome.share for outcome in outcomes_ if levels.get(outcome.status.code, 0) > now)
    return expected + up
