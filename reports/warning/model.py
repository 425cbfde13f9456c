"""The view model: what is said about a municipality and its areas, ready to be set.

Every text is in the reader's language and already rounded; numbers beside texts are for bars,
sorting and the workbook, and unrounded. Document, pages and workbook read these and nothing else
about an area.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.numbers import Probability
from reports.warning.local_view import LocalLists


@dataclass(frozen=True)
class Status:
    """A place on the lists of one date: code, words, and the marks drawn for it.

    ``level`` is the step of the ladder (0 none, 1 to 3), ``ring`` the mark of a list of its own.
    """

    code: str
    short: str
    full: str
    level: int
    ring: bool = False
    known: bool = True


@dataclass(frozen=True)
class Outcome:
    """One thing that can happen on a list date; the outcomes of a date exclude each other."""

    status: Status
    probability: Probability

    @property
    def share(self) -> float:
        """The probability, 0 where only a class is given."""
        return self.probability.share or 0.0


@dataclass(frozen=True)
class Local:
    """The local list's category with last year's: colour code, words, points, direction."""

    code: str
    word: str
    full: str
    points: float | None
    points_text: str
    arrow: str
    arrow_word: str
    last_code: str
    last_text: str
    sensitive: bool


@dataclass(frozen=True)
class Distance:
    """How far a figure is from a limit: amount and unit, side, criterion.

    ``of_list`` names the older list whose figure was measured, where the coming one's is missing.
    """

    criterion: str
    name: str
    tight: str
    amount: str
    amount_in_words: str
    bare: str
    note: str
    of_list: str
    side: str
    bad: bool
    number: float | None
    unit: str
    for_list: str
    locked: str
    method: str
    relative: float | None

    @property
    def line(self) -> str:
        """``3 personer over``."""
        return f"{self.amount} {self.side}".strip()


@dataclass(frozen=True)
class Family:
    """Family dwellings' share against the target; ``share`` None where it cannot be said."""

    share: float | None
    text: str
    target: float | None
    over: float | None
    over_text: str
    date_text: str
    bound: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class CriterionRow:
    """One criterion on the coming list, as the why-table shows it."""

    code: str
    name: str
    detail: str
    last: str
    value: float | None
    value_text: str
    standing: str
    standing_word: str
    limit: float | None
    limit_text: str
    other_limit: str
    met: str
    met_word: str
    points_text: str
    this: Distance | None
    next: Distance | None
    probability: Probability | None
    citation: str


@dataclass(frozen=True)
class FanPoint:
    """One list year of a fan: observed value, limit, quantiles; None where there is none."""

    year: int
    value: float | None = None
    gap: bool = False
    limit: float | None = None
    q025: float | None = None
    q10: float | None = None
    q50: float | None = None
    q90: float | None = None
    q975: float | None = None


@dataclass(frozen=True)
class Fan:
    """One criterion through the years: what was printed, the limit, what may come."""

    criterion: str
    title: str
    subtitle: str
    points: tuple[FanPoint, ...]
    law_years: tuple[int, ...]
    high_is_bad: bool
    places: int
    coming_year: int
    coming_value: float | None
    coming_known: bool
    limit_label: str
    middle_label: str
    description: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw but the frame."""
        return all(point.value is None and point.q50 is None for point in self.points)


@dataclass(frozen=True)
class LedgerRow:
    """A way out (or in): list, criterion with paragraph, what is locked, what it takes, chance."""

    list_text: str
    list_note: str
    way: str
    citation: str
    locked: str
    amount: str
    rest: str
    probability: Probability | None
    open: bool
    total: bool = False


@dataclass(frozen=True)
class Sensitivity:
    """Probability of the named outcome for changes of 0, 1, 5, 10 persons, by lever."""

    title: str
    amounts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ClockSquare:
    """One list year of the clock: on the list (which in a row), coming (chance), or unjudged."""

    year: int
    kind: str
    label: str
    share: float = 0.0


@dataclass(frozen=True)
class Clock:
    """Years in a row as parallel society, and what they lead to."""

    squares: tuple[ClockSquare, ...]
    sentences: tuple[str, ...]
    rules_end: str
    description: str


@dataclass(frozen=True)
class RadarAxis:
    """One local indicator: how many times the municipality's figure; None where it is missing."""

    name: str
    times: float | None
    text: str
    others: float | None


@dataclass(frozen=True)
class Radar:
    """The local profile; the municipality is 1 on every axis, outward is worse."""

    axes: tuple[RadarAxis, ...]
    note: str
    assumption: str
    description: str


@dataclass(frozen=True)
class PathLine:
    """One path of the family share: label and (year, percent) points."""

    code: str
    label: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class FamilyPath:
    """Paths to the target: lines, the target, the levers by year, and what is said about them."""

    lines: tuple[PathLine, ...]
    target: float
    years: tuple[str, ...]
    levers: tuple[tuple[str, tuple[str, ...]], ...]
    sentences: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class KindsBar:
    """One bar of dwellings by kind: (code, name, number) from the bottom, family first.

    ``allowed`` is the target's percentage of ``all``; ``known``: counted, not planned.
    """

    year: int
    known: bool
    parts: tuple[tuple[str, str, float], ...]
    all: float
    allowed: float
    share: float


@dataclass(frozen=True)
class FamilyKinds:
    """Dwellings by kind, counted and planned, in the order of the years."""

    bars: tuple[KindsBar, ...]
    target_text: str
    counted: str
    planned: str
    description: str
    names: tuple[str, ...]
    short: dict[str, str]
    table: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Statement:
    """What one public source says of an area's dwellings and plan, as published."""

    year: str
    text: str
    source: str
    place: str
    note: str


@dataclass(frozen=True)
class FamilyRecord:
    """The public statements on one area, where they differ, and whether the target binds it."""

    head: str
    statements: tuple[Statement, ...]
    conflicts: tuple[str, ...]
    bound: str


@dataclass(frozen=True)
class Effort:
    """A piece of preventive work: what, who follows up, when next."""

    effort: str
    follow_up: str
    next_check: str


@dataclass(frozen=True)
class LegalConsequence:
    """What follows by law, with its paragraph."""

    text: str
    citation: str
    evidence: str


@dataclass(frozen=True)
class WhatIfLever:
    """One lever of the page's look-up: its words and computed steps."""

    code: str
    label: str
    steps: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class WhatIf:
    """The computed answers: (lever, amount) -> probability after, with its error."""

    title: str
    before: Probability
    levers: tuple[WhatIfLever, ...]
    answers: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class HistoryRow:
    """What one earlier list said about the area."""

    list_date: date
    date_text: str
    status: Status
    basis: str


@dataclass(frozen=True)
class RecordTable:
    """A part of the forecast's measured record: head, columns, rows of finished cells, a note."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class AreaWarning:
    """Everything said about one area, in the order it is said.

    ``in_words`` is what earlier lists alone say of a list nobody can put a number on;
    ``missing_row`` leaves out of ``missing_text`` what every area lacks; ``came`` is the place on
    the coming list, where the report looks back and the list is known by now.
    """

    area_id: str
    name: str
    municipality: str
    slug: str
    at: tuple[float, float] | None
    residents: float | None
    residents_text: str
    today: Status
    today_text: str
    squares: tuple[str, ...]
    streak: int | None
    streak_text: str
    this: tuple[Outcome, ...]
    next: tuple[Outcome, ...]
    later: tuple[str, ...]
    undecided: bool
    in_words: str
    missing: tuple[str, ...]
    missing_text: str
    missing_row: str
    came: Status | None
    came_note: str
    local: Local | None
    nearest: Distance | None
    family: Family | None
    urgency: float
    last_year_text: str
    summary: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]
    criteria_note: str
    fans: tuple[Fan, ...]
    ledger: tuple[LedgerRow, ...]
    deciding: tuple[str, ...]
    sensitivity: Sensitivity | None
    clock: Clock
    radar: Radar | None
    path: FamilyPath | None
    kinds: FamilyKinds | None
    record: FamilyRecord | None
    efforts: tuple[Effort, ...]
    consequences: tuple[LegalConsequence, ...]
    reservations: tuple[str, ...]
    findings: tuple[str, ...]
    whatif: WhatIf | None
    history: tuple[HistoryRow, ...]

    @property
    def likeliest(self) -> Outcome | None:
        """The likeliest outcome of the coming list."""
        return self.this[0] if self.this else None


@dataclass(frozen=True)
class Count:
    """How many areas have a colour, and the change in words."""

    code: str
    number: int
    word: str
    full: str
    change: str


@dataclass(frozen=True)
class Age:
    """How old one figure is on the list date."""

    name: str
    standing: str
    period: str
    months: int
    months_text: str


@dataclass(frozen=True)
class Hit:
    """One area of last year's warning: what we said and what came."""

    name: str
    share: float
    said: str
    came: bool
    missed: bool
    near: bool


@dataclass(frozen=True)
class LastYear:
    """A warning against what came: last year's, or this one's where one looks back."""

    sentences: tuple[str, ...]
    score: str
    hits: tuple[Hit, ...]
    category: str
    axis: str


@dataclass(frozen=True)
class Follows:
    """What follows by law for one area if the warning holds."""

    area: str
    text: str


@dataclass(frozen=True)
class MunicipalWarning:
    """The whole report: page 1, then the areas by urgency."""

    title: str
    place: str
    one_municipality: bool
    as_of: date
    as_of_text: str
    list_text: str
    next_list_text: str
    synthetic: bool
    synthetic_text: str
    headline: str
    lead: str
    counts: tuple[Count, ...]
    areas: tuple[AreaWarning, ...]
    row_term: str
    today_head: str
    last_year: LastYear | None
    ages: tuple[Age, ...]
    follows: tuple[Follows, ...]
    law_text: str
    ladder: tuple[Status, ...]
    foot: tuple[str, ...]
    came: LastYear | None
    came_head: str
    method: tuple[tuple[str, tuple[str, ...]], ...]
    record: tuple[RecordTable, ...]
    lacking: tuple[str, ...]
    public: bool
    local_lists: LocalLists | None
    local_note: str
    marking: str = ""
    """Whether the report may leave the house; on every page and sheet. Empty for the record's."""
