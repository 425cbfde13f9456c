"""Outlooks of others beside ours, made with what was known on the day of theirs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecasts.backtest.histories import history, standing
from forecasts.backtest.rows import Row
from forecasts.hazard import draw_lists
from forecasts.streams import stream
from monitor.law.load import law_by_id, law_on
from monitor.law.model import Law
from monitor.public_record import record_published
from monitor.streaks import run_lengths

ENTRANTS, HARDENED = "entrants", "new_transformation"
TRANSFORMATION = "transformation"


@dataclass(frozen=True)
class Ours:
    """Draws made on the day of another's outlook.

    Attributes:
        entrants: (draws) areas on the asked list that are not on the list before it.
        hardened: law id -> (draws) areas newly in the transformation category since the known list.
    """

    entrants: NDArray[np.int64]
    hardened: dict[str, NDArray[np.int64]]


def outlooks() -> list[dict[str, Any]]:
    """The outlooks of others, as the file holds them."""
    text = files("forecasts.backtest").joinpath("outlooks.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["outlook"])


def other_rows(draws: int) -> list[Row]:
    """What they said, what we would have said, and what came."""
    rows: list[Row] = []
    for theirs in outlooks():
        asked, name, what = theirs["list"], theirs["by"], theirs["category"]
        then, now = law_by_id(theirs["law"]), law_on(asked)
        ours = _ours(theirs["made"], asked, (then, now), draws)
        ahead = _ahead(theirs["made"], asked)
        where = (what, ahead, asked.year, 1)
        for scenario, number in theirs[ENTRANTS].items():
            rows.append(Row(name, ENTRANTS, *where, f"said_{scenario}", float(number)))
        rows.append(_expected(ENTRANTS, where, "expected", ours.entrants))
        rows.append(Row("list", ENTRANTS, *where, "came", float(_entered(asked, what))))
        hard = (TRANSFORMATION, *where[1:])
        rows.append(Row(name, HARDENED, *hard, "said", float(theirs[HARDENED])))
        for law, drawn in ours.hardened.items():
            rows.append(_expected(HARDENED, hard, f"expected_law_{law}", drawn))
        rows.append(Row("list", HARDENED, *hard, "came", float(_hardened(theirs["made"], asked))))
    return rows


def _expected(
    target: str, where: tuple[str, int, int, int], score: str, drawn: NDArray[np.int64]
) -> Row:
    low, high = np.percentile(drawn, [10.0, 90.0])
    return Row("hazard", target, *where, score, float(drawn.mean()), float(low), float(high))


def _chain() -> tuple[date, ...]:
    return record_published().first_december


def _ahead(made: date, asked: date) -> int:
    return sum(made < day <= asked for day in _chain())


def _newest(made: date) -> date:
    return max(day for day in _chain() if day <= made)


def _ours(made: date, asked: date, laws: tuple[Law, ...], draws: int) -> Ours:
    known = history(made)
    now = standing(known, _newest(made))
    coming = draw_lists(known, now, _ahead(made, asked), draws, stream(f"outlook/{made}"))
    entrants = (coming.on[:, :, -1] & ~coming.on[:, :, -2]).sum(axis=1)
    before = np.broadcast_to(now.streak.astype(np.int16), coming.on.shape[:2])
    streak = run_lengths(coming.on, before)[:, :, -1]
    already = set(record_published().members(_newest(made), TRANSFORMATION))
    fresh = np.array([area not in already for area in now.area_id])
    hardened = {}
    for law in laws:
        needed = law.categories[TRANSFORMATION].lists_needed(asked)
        hardened[law.id] = ((streak >= (needed or 0)) & fresh).sum(axis=1)
    # an area never listed before is on the asked list and not on the one before
    newcomers = coming.new[:, -1] - coming.new[:, -2]
    return Ours(entrants + newcomers, hardened)


def _entered(asked: date, category: str) -> int:
    before = max(day for day in _chain() if day < asked)
    published = record_published()
    return len(set(published.members(asked, category)) - set(published.members(before, category)))


def _hardened(made: date, asked: date) -> int:
    published = record_published()
    found = set(published.members(asked, TRANSFORMATION))
    between = [day for day in _chain() if _newest(made) <= day < asked]
    earlier = {a for day in between for a in published.members(day, TRANSFORMATION)}
    return len(found - earlier)
