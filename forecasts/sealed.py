"""Sealed outlooks: into the archive before a list is out, opened and scored when it is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import StringIO

import polars as pl

from forecasts.rows import OUTLOOK, Row, table
from monitor.archive import Appended, Archive, memberships_known, outlooks, seal_outlook
from monitor.archive.outlooks import Outlook
from monitor.categories import Verdict
from monitor.errors import NothingToSayError
from monitor.inputs import Inputs
from monitor.law.load import law_on
from monitor.published import Published
from monitor.verdicts import judge

SCORECARD = {
    "as_of": pl.Date,
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "probability": pl.Float64,
    "stays": pl.Float64,
    "outcome": pl.String,
    "brier": pl.Float64,
    "brier_stays": pl.Float64,
    "seal": pl.String,
    "model": pl.String,
    "scenario": pl.String,
    "before_list": pl.Boolean,
    "lists_ahead": pl.Int64,
}
CRITERION_SCORECARD = {
    "as_of": pl.Date,
    "list_date": pl.Date,
    "area_id": pl.String,
    "category": pl.String,
    "criterion": pl.String,
    "probability": pl.Float64,
    "outcome": pl.String,
    "brier": pl.Float64,
    "seal": pl.String,
}
SEALED = ("outlook", "criterion_outlook")
BY = ("list_date", "as_of", "area_id", "category", "seal")
Outcome = Callable[[date, str, str], Verdict]
"""(list date, area, category) -> on the list or not."""
Met = Callable[[date, str, str, str], Verdict]
"""(list date, area, category, criterion) -> met or not."""


def payload(tables: Mapping[str, pl.DataFrame]) -> bytes:
    """The tables that are sealed, in bytes that depend on nothing else."""
    content = {name: tables[name].write_csv() for name in SEALED}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0).encode("utf-8")


def seal(archive: Archive, tables: Mapping[str, pl.DataFrame], as_of: date) -> Appended | None:
    """Seal a run's outlook; None where it speaks of no list to come.

    Raises:
        ArchiveError: the archive is locked.
    """
    coming = tables["outlook"].filter(pl.col("list_date") > as_of)["list_date"]
    first = coming.min()
    if not isinstance(first, date):
        return None
    return seal_outlook(archive, as_of, first, payload(tables))


def outcomes(archive: Archive, published: Published) -> Outcome:
    """What came: as the archive's files say, else as published."""
    said: dict[tuple[date, str, str], Verdict] = {
        (row["list_date"], row["area_id"], row["category"]): "yes"
        if row["status"] in ("listed", "new")
        else "no"
        for row in memberships_known(archive).iter_rows(named=True)
    }

    def outcome(day: date, area: str, category: str) -> Verdict:
        return said.get((day, area, category)) or published.status(day, area, category)

    return outcome


def met_by_figures(inputs: Inputs) -> Met:
    """Whether criteria were met, by all figures known now."""
    panel = inputs.panel(inputs.known)

    @cache
    def on(day: date) -> dict[tuple[str, str, str], Verdict]:
        return {
            (one.area_id, why.category, why.criterion): why.met
            for one in judge(panel, law_on(day), day, inputs.area_ids)
            for why in one.why
        }

    def met(day: date, area: str, category: str, criterion: str) -> Verdict:
        return on(day).get((area, category, criterion), "unknown")

    return met


def score(
    archive: Archive, outcome: Outcome, met: Met, published: Published
) -> dict[str, pl.DataFrame]:
    """``scorecard`` and ``criterion_scorecard`` of every sealed outlook whose list is known.

    Only what was given as a number is scored. An outlook sealed after its list was in the archive
    is scored and marked (``before_list``).

    Args:
        archive: holds the sealed outlooks.
        outcome: what came.
        met: whether a criterion was met, by the figures known now.
        published: which lists are known.

    Raises:
        NothingToSayError: nothing is sealed, or no list of a sealed outlook is known yet.
        ArchiveError: an outlook no longer has the hash it was sealed with.
    """
    opened = outlooks(archive)
    if not opened:
        raise NothingToSayError("forecast.nothing_sealed", file=archive.path)
    cards: list[Row] = []
    criteria: list[Row] = []
    for one in opened:
        content = json.loads(one.payload.decode("utf-8"))
        cards += _cards(one, _read(content["outlook"]), outcome)
        criteria += _criteria(one, _read(content["criterion_outlook"]), met, published)
    if not cards:
        raise NothingToSayError(
            "forecast.no_list_yet",
            file=archive.path,
            lists=", ".join(sorted({one.list_date.isoformat() for one in opened})),
        )
    return {
        "scorecard": table(cards, SCORECARD, BY),
        "criterion_scorecard": table(criteria, CRITERION_SCORECARD, (*BY, "criterion")),
    }


def _read(text: str) -> pl.DataFrame:
    frame = pl.read_csv(StringIO(text), infer_schema=False)
    kinds = {**OUTLOOK, "probability": pl.Float64}
    known = {name: kind for name, kind in kinds.items() if name in frame.columns}
    dates = [name for name, kind in known.items() if kind == pl.Date]
    numbers = [name for name, kind in known.items() if kind in (pl.Float64, pl.Int64)]
    return frame.with_columns(
        pl.col(dates).str.to_date("%Y-%m-%d"),
        *(pl.col(name).cast(known[name]) for name in numbers),
    )


def _cards(one: Outlook, frame: pl.DataFrame, outcome: Outcome) -> list[Row]:
    rows: list[Row] = []
    for row in frame.iter_rows(named=True):
        day, said, stays = row["list_date"], row["probability"], row["stays"]
        if said is None or day <= one.as_of:
            continue
        came = outcome(day, row["area_id"], row["category"])
        if came not in ("yes", "no"):
            continue
        on = float(came == "yes")
        rows.append(
            (one.as_of, day, row["area_id"], row["category"], said, stays, came, (said - on) ** 2,
             None if stays is None else (stays - on) ** 2, one.sha256, row["model"],
             row["scenario"] or "", one.before_list, row["lists_ahead"])
        )  # fmt: skip
    return rows


def _criteria(one: Outlook, frame: pl.DataFrame, met: Met, published: Published) -> list[Row]:
    rows: list[Row] = []
    for row in frame.iter_rows(named=True):
        day, said = row["list_date"], row["probability"]
        if said is None or day <= one.as_of or not published.known(day):
            continue
        came = met(day, row["area_id"], row["category"], row["criterion"])
        if came in ("yes", "no"):
            on = float(came == "yes")
            rows.append(
                (one.as_of, day, row["area_id"], row["category"], row["criterion"], said, came,
                 (said - on) ** 2, one.sha256)
            )  # fmt: skip
    return rows
