"""The view model of the local lists: what their own page says, ready to be set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LocalCount:
    """One category: colour code, word, areas now and in the edition before, who changed."""

    code: str
    word: str
    number: int
    before: str
    moved: str


@dataclass(frozen=True)
class LocalRow:
    """One area in the order of the points: category and points with last year's."""

    rank: str
    name: str
    page: str
    code: str
    word: str
    points: str
    last_code: str
    last: str
    arrow: str
    note: str


@dataclass(frozen=True)
class LocalGrid:
    """Level by change: the columns' words, and per row its word and its cells.

    A cell holds the areas' names, and whether the model asks for attention there.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    caption: str


@dataclass(frozen=True)
class LocalYear:
    """One year to come: per area the share of draws in each colour, and of no change at all."""

    caption: str
    codes: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class LocalList:
    """One model's list of the newest year."""

    model: str
    name: str
    note: str
    headline: str
    counts: tuple[LocalCount, ...]
    rows: tuple[LocalRow, ...]
    grid: LocalGrid | None
    coming: tuple[LocalYear, ...]
    coming_note: str


@dataclass(frozen=True)
class Warner:
    """What one warner was worth: name, hits, alarms, lead, and a cell per list ahead.

    A cell is its text and the share for its bar, None where nothing could be asked.
    """

    name: str
    hits: str
    alarms: str
    lead: str
    cells: tuple[tuple[str, float | None], ...]
    note: str


@dataclass(frozen=True)
class LocalLists:
    """All local lists of a run, how far they agree, and whether they warned in time."""

    lists: tuple[LocalList, ...]
    not_scored: tuple[str, ...]
    agreement: tuple[str, ...]
    warners: tuple[Warner, ...]
    aheads: tuple[str, ...]
