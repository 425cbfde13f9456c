"""What reading a folder brings in, before it is put in order: figures, memberships, departments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from monitor.ingest.blocks import Blocks
from monitor.ingest.faults import Fault
from monitor.ingest.grid import Place


@dataclass(frozen=True)
class Understood:
    """What was read as what: one column of one table, or a whole table (column 0)."""

    place: Place
    rows: str
    heading: str
    field: str
    unit: str
    period: str
    mark: str
    skipped: int = 0


@dataclass(frozen=True)
class Member:
    """An area on a list (``standing`` on) or printed with it as gone from it (left)."""

    list_date: date
    area_id: str
    category: str
    standing: str
    new: bool
    place: Place
    batch: str


@dataclass(frozen=True)
class Belonging:
    """A department and the area it belongs to, with the first and last year (None: open)."""

    department: str
    name: str
    area_id: str
    first: int | None
    last: int | None
    place: Place


@dataclass(frozen=True)
class PlanRow:
    """One line of a development plan; the lever in the planner's own words."""

    area_id: str
    lever: str
    amount: int
    unit: str
    planned_date: date | None
    status: str
    date_done: date | None
    amount_done: int | None
    note: str
    source: str
    place: Place


@dataclass(frozen=True)
class FreeText:
    """A text beside an area: a note, or what is done there (``field`` says which)."""

    area_id: str
    period: str
    field: str
    text: str
    place: Place


@dataclass
class Harvest:
    """Everything read from a folder's files."""

    blocks: Blocks = field(default_factory=Blocks)
    faults: list[Fault] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    belongings: list[Belonging] = field(default_factory=list)
    plans: list[PlanRow] = field(default_factory=list)
    texts: list[FreeText] = field(default_factory=list)
    target_rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    target_headings: dict[tuple[str, str], str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    totals: list[tuple[str, str, str, Place, tuple[int, ...]]] = field(default_factory=list)
    area_rows: Counter[str] = field(default_factory=Counter)

    def fault(self, place: Place, kind: str, **fields: object) -> None:
        """Put a fault on the list."""
        self.faults.append(Fault(place, kind, fields))

    def put(self, **figure: object) -> None:
        """Take in one figure; what is not named is empty."""
        self.blocks.add(1, figure)

    def extend(self, count: int, **columns: object) -> None:
        """Take in ``count`` figures at once: a list is a column, anything else stands in each."""
        self.blocks.add(count, columns)
