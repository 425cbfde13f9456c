"""The clock: years in a row as parallel society, the chances of the coming years, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.warning.model import Clock, ClockSquare

if TYPE_CHECKING:
    from datetime import date

    from reports.source import Row
    from reports.warning.setting import Setting

BEFORE, AFTER = 6, 4
"""Years shown before and after the coming list."""


def newest(setting: Setting, area_id: str) -> Row | None:
    """The clock row of the newest list that is known."""
    rows = [
        row
        for row in setting.tables.rows("clock", area_id)
        if row["list_date"] is not None and row["list_date"] < setting.this
    ]
    return max(rows, key=lambda row: row["list_date"], default=None)


def streak_text(setting: Setting, area_id: str) -> tuple[int | None, str]:
    """(years in a row, words); the words give the range where a list is not known."""
    row = newest(setting, area_id)
    if row is None or row["streak"] is None:
        return None, ""
    text, streak = setting.text, row["streak"]
    low, high = row["streak_low"], row["streak_high"]
    if low is not None and high is not None and low != high:
        return streak, text("streak.range", number=streak, year=_known_date(row).year)
    return streak, text("streak.one" if streak == 1 else "streak.years", number=streak)


def clock(setting: Setting, area_id: str) -> Clock:
    """The squares and the sentences of the clock."""
    text, numbers = setting.text, setting.numbers
    row = newest(setting, area_id)
    answers = {
        found["list_date"].year: found["published_parallel"] or found["parallel"] or "unknown"
        for found in setting.tables.rows("categories", area_id)
        if found["list_date"] in setting.lists
    }
    chances = {
        found["list_date"].year: found["probability"]
        for found in setting.tables.rows("outlook", area_id)
        if found["category"] == "parallel" and found["probability"] is not None
    }
    last_year = _known_date(row).year if row else 0
    streak = (row["streak"] if row else 0) or 0
    squares = []
    for year in range(setting.this.year - BEFORE, setting.this.year + AFTER + 1):
        if year in chances:
            share = chances[year]
            squares.append(ClockSquare(year, "coming", numbers.tight_percent(share), share))
        elif answers.get(year) == "yes":
            number = streak - (last_year - year)
            squares.append(ClockSquare(year, "on", str(number) if number > 0 else ""))
        elif answers.get(year) == "no":
            squares.append(ClockSquare(year, "off", ""))
        elif year < setting.this.year:
            squares.append(ClockSquare(year, "unknown", "?"))
        else:
            squares.append(ClockSquare(year, "later", ""))
    ends = _ends(setting, row)
    return Clock(tuple(squares), _sentences(setting, row, ends), ends, text("clock.description"))


def _known_date(row: Row) -> date:
    """The last list the streak is known for."""
    known: date = row["streak_as_of"] or row["list_date"]
    return known


def _ends(setting: Setting, row: Row | None) -> str:
    """When the letting rules of a transformation area would end."""
    if row is None or row["rules_end"] is None:
        return ""
    key = "clock.rules_end" if row["streak"] else "clock.rules_end_left"
    return setting.text(key, date=setting.numbers.date(row["rules_end"]))


def _sentences(setting: Setting, row: Row | None, ends: str) -> tuple[str, ...]:
    text, numbers = setting.text, setting.numbers
    if row is None:
        return (text("clock.missing"),)
    found = []
    low, high = row["streak_low"], row["streak_high"]
    streak = row["streak"]
    if streak is not None:
        date_text = numbers.date(_known_date(row))
        key = "clock.known" if streak else "clock.known_none"
        found.append(text(key, number=streak, date=date_text))
    if low is not None and high is not None and low != high:
        found.append(text("clock.range", low=low, high=high, date=numbers.date(row["list_date"])))
    earliest, needed = row["earliest_transformation"], row["lists_needed"]
    if earliest is not None and needed is not None:
        if streak is not None and streak >= needed:
            found.append(text("clock.enough", number=needed))
        else:
            found.append(text("clock.earliest", date=numbers.date(earliest), number=needed))
    if ends:
        found.append(ends)
    return tuple(found)
