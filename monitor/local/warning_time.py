"""Does it warn in time? Warners' flags against the list that came, as a pure function of histories.

A *list date* is a year here. A *warner* says of an area, once a year, yes (it is on its way), no or
unknown: a local model, the law's own margins, the outlook. An *event* is an area's first listing
after a list it was known not to be on. Nothing here looks at who the warner is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import polars as pl

from monitor.errors import FigureError
from monitor.words import Language, say

FLAGS = ("warner", "area_id", "year", "flag")
LISTED = ("area_id", "year", "listed")
ANSWERS = ("yes", "no", "unknown")
WARNERS = {
    "warner": pl.String,
    "events": pl.Int64,
    "warned": pl.Int64,
    "missed": pl.Int64,
    "unseen": pl.Int64,
    "median_lead": pl.Float64,
    "alarms": pl.Int64,
    "true_alarms": pl.Int64,
    "false_alarms": pl.Int64,
    "open_alarms": pl.Int64,
    "note": pl.String,
}
LEADS = {
    "warner": pl.String,
    "lists_ahead": pl.Int64,
    "events": pl.Int64,
    "warned": pl.Int64,
    "share": pl.Float64,
}
SMALL = 10
"""Fewer events (or alarms) than this are called few in words."""


@dataclass(frozen=True)
class InTime:
    """What warners were worth: one row a warner, and for the chart one row per list ahead.

    ``leads`` says of how many events the warner stood flagged without a break from at least so
    many lists ahead; of the events it could be asked about that far back.
    """

    warners: pl.DataFrame
    leads: pl.DataFrame


@dataclass(frozen=True)
class _Event:
    area_id: str
    at: int


def in_time(
    flags: pl.DataFrame,
    listed: pl.DataFrame,
    horizon: int = 3,
    language: Language = "da",
    notes: Mapping[str, str] | None = None,
) -> InTime:
    """How many lists ahead each warner flagged what was later listed, and its false alarms.

    The flag of a year is taken to be known before that year's list only if the caller says so by
    giving it the year it was known for; a flag of year t warns of the lists of t+1 and later.

    An event is *warned of* if the warner's flag was yes on the list before, and its lead is the
    length of the unbroken run of yes up to there, at most ``horizon``; *missed* if it was no;
    *unseen* if unknown or absent. An *alarm* is a run of yes over lists the area is not on; it is
    true if the area is listed within ``horizon`` lists of its beginning, or on the list right after
    the run; false if those lists are known and it is on none of them; else open.

    Args:
        flags: ``warner``, ``area_id``, ``year``, ``flag`` (yes, no, unknown).
        listed: ``area_id``, ``year``, ``listed`` (yes, no, unknown): the lists that came.
        horizon: how many lists ahead count.
        language: of the note on small numbers.
        notes: by warner, what else must be known of it.

    Raises:
        FigureError: a column is missing, an answer is none of the three, or one is given twice.
    """
    _check(flags, FLAGS, "flag")
    _check(listed, LISTED, "listed")
    lists = sorted(listed["year"].unique().to_list())
    outcome = {
        (area, lists.index(year)): answer
        for area, year, answer in listed.select(LISTED).iter_rows()
    }
    events = list(_events(outcome, len(lists)))
    rows: list[dict[str, Any]] = []
    leads: list[dict[str, object]] = []
    for warner in flags["warner"].unique().sort().to_list():
        own = flags.filter(pl.col("warner") == warner)
        says = {
            (area, lists.index(year)): flag
            for area, year, flag in own.select("area_id", "year", "flag").iter_rows()
            if year in lists
        }
        row = _warner(warner, says, outcome, events, len(lists), horizon, language)
        row["note"] = " ".join(part for part in (row["note"], (notes or {}).get(warner)) if part)
        rows.append(row)
        leads.extend(_leads(warner, says, outcome, events, horizon))
    return InTime(pl.DataFrame(rows, schema=WARNERS), pl.DataFrame(leads, schema=LEADS))


def _check(frame: pl.DataFrame, columns: tuple[str, ...], answer: str) -> None:
    for name in columns:
        if name not in frame.columns:
            raise FigureError("local.in_time.column", column=name, found=", ".join(frame.columns))
    odd = frame.filter(~pl.col(answer).is_in(ANSWERS).fill_null(value=False))
    if not odd.is_empty():
        row = odd.row(0, named=True)
        raise FigureError(
            "local.in_time.answer", area=row["area_id"], year=row["year"], found=row[answer]
        )
    keys = [name for name in columns if name != answer]
    twice = frame.filter(pl.struct(keys).is_duplicated())
    if not twice.is_empty():
        row = twice.row(0, named=True)
        raise FigureError("local.in_time.twice", area=row["area_id"], year=row["year"])


Answers = dict[tuple[str, int], str]


def _events(outcome: Answers, lists: int) -> Iterator[_Event]:
    for area_id in sorted({area for area, _ in outcome}):
        for at in range(1, lists):
            now, before = outcome.get((area_id, at)), outcome.get((area_id, at - 1))
            if now == "yes" and before == "no":
                yield _Event(area_id, at)


def _run(says: Answers, outcome: Answers, area_id: str, last: int) -> int:
    """Lists in a row up to ``last`` on which the warner said yes and the area was not listed."""
    length = 0
    while says.get((area_id, last - length)) == "yes" and (
        outcome.get((area_id, last - length)) == "no"
    ):
        length += 1
    return length


def _warner(
    warner: str,
    says: Answers,
    outcome: Answers,
    events: list[_Event],
    lists: int,
    horizon: int,
    language: Language,
) -> dict[str, Any]:
    before = [says.get((event.area_id, event.at - 1), "unknown") for event in events]
    leads = sorted(
        min(_run(says, outcome, event.area_id, event.at - 1), horizon)
        for event, answer in zip(events, before, strict=True)
        if answer == "yes"
    )
    verdicts = [_verdict(outcome, alarm, lists, horizon) for alarm in _alarms(says, outcome, lists)]
    few = len(events) < SMALL or len(verdicts) < SMALL
    note = say("local.in_time.few", language, events=len(events), alarms=len(verdicts))
    return {
        "warner": warner,
        "events": len(events),
        "warned": before.count("yes"),
        "missed": before.count("no"),
        "unseen": before.count("unknown"),
        "median_lead": float(median(leads)) if leads else None,
        "alarms": len(verdicts),
        "true_alarms": verdicts.count("true"),
        "false_alarms": verdicts.count("false"),
        "open_alarms": verdicts.count("open"),
        "note": note if few else "",
    }


def _alarms(says: Answers, outcome: Answers, lists: int) -> Iterator[tuple[str, int, int]]:
    """(area, first, last) of every run of yes over lists the area is known not to be on."""
    for area_id in sorted({area for area, _ in says}):
        first: int | None = None
        for at in range(lists + 1):
            on = says.get((area_id, at)) == "yes" and outcome.get((area_id, at)) == "no"
            if on and first is None:
                first = at
            elif not on and first is not None:
                yield area_id, first, at - 1
                first = None


def _verdict(outcome: Answers, alarm: tuple[str, int, int], lists: int, horizon: int) -> str:
    area_id, first, last = alarm
    within = range(first + 1, first + horizon + 1)
    after = [last + 1] if last + 1 < lists else []
    answers = [outcome.get((area_id, at), "unknown") for at in (*within, *after)]
    if "yes" in answers:
        return "true"
    return "open" if "unknown" in answers else "false"


def _leads(
    warner: str, says: Answers, outcome: Answers, events: list[_Event], horizon: int
) -> Iterator[dict[str, object]]:
    for ahead in range(1, horizon + 1):
        asked = [
            event
            for event in events
            if all(
                says.get((event.area_id, event.at - back), "unknown") != "unknown"
                for back in range(1, ahead + 1)
            )
        ]
        warned = sum(_run(says, outcome, event.area_id, event.at - 1) >= ahead for event in asked)
        yield {
            "warner": warner,
            "lists_ahead": ahead,
            "events": len(asked),
            "warned": warned,
            "share": round(warned / len(asked), 6) if asked else None,
        }
