"""What a table's reading needs to know about its file and folder."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.ingest.cells import Opened
from monitor.ingest.harvest import (
    Harvest,
)
from monitor.ingest.places import (
    Places,
)
from monitor.ingest.plain import plain
from monitor.ingest.settings import Settings
from monitor.ingest.tokens import show, words_of
from monitor.ingest.views import View

CATEGORIES = ("transformation", "prevention", "parallel", "exposed")


@dataclass
class Context:
    """What a table's reading needs to know about its file and folder."""

    opened: Opened
    settings: Settings
    places: Places
    harvest: Harvest

    @property
    def file(self) -> str:
        """The file as sentences name it."""
        return self.opened.file


def shown_at(view: View, record: int, column: int | None) -> str:
    """A cell as a sentence quotes it; "" where there is no such column."""
    return "" if column is None else show(view.cells[column][record])


def clean(cell: object) -> object:
    """A cell without the spaces around it."""
    return cell.strip() if isinstance(cell, str) else cell


def time_fault(view: View, record: int, column: int, kind: str, context: Context) -> None:
    """Say that a cell is no time."""
    cell = view.cells[column][record]
    context.harvest.fault(view.place(record, column), kind, value=show(cell))


def yes_or_no(cell: object) -> bool | None:
    """A cell as yes or no; None where it says neither."""
    if isinstance(cell, bool):
        return cell
    text = plain(show(cell))
    if text in words_of("yes")["words"]:
        return True
    return False if text in words_of("no")["words"] else None
