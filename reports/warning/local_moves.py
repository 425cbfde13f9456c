"""What would move an area's local category, in words: the smallest shifts first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reports.language import sentence_start

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.setting import Setting

KINDS = ("person", "break", "cutoff", "indicator")
"""What can move a category, the smallest shift first."""
MOVES = 3
"""Moves named on the page; the table has all."""


def moves(
    setting: Setting, rows: Sequence[Row], names: Mapping[str, str], words: Mapping[str, str]
) -> str:
    """Which single person, break or cut-off, or indicator left out, moves the category.

    Args:
        setting: language and numbers.
        rows: of ``local_sensitivity``, one area and year.
        names: indicator -> its short name.
        words: category -> its word.
    """
    text = setting.text
    said: dict[str, None] = {}
    for row in sorted(rows, key=lambda row: KINDS.index(row["kind"])):
        at, _, step = str(row["change"]).rpartition(" ")
        up = "up" if (step or at).startswith("+") else "down"
        name = names.get(row["indicator"] or "", row["indicator"] or "")
        which = "own" if name else "all"
        key = {
            "person": f"person.{up}",
            "break": f"break.{which}.{up}",
            "cutoff": f"cutoff.{up}",
            "indicator": "indicator",
        }[row["kind"]]
        word = words.get(row["category_after"]) or text("colour.undecided.full")
        shown = _decimal(setting, at)
        said[text(f"local_lists.move.{key}", at=shown, name=name, word=word)] = None
    listed = list(said)
    more = [text("local_lists.more", count=len(listed))] if len(listed) > MOVES else []
    return sentence_start("; ".join([*listed[:MOVES], *more]))


def _decimal(setting: Setting, number: str) -> str:
    """A number as the model file has it, in the reader's decimals."""
    if not number:
        return ""
    return setting.numbers.decimal(float(number), len(number.partition(".")[2]))
