"""How a category is shown: its words, its colour, and how bad it is on its scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.local.model import Axis, Model
from monitor.words import Language


@dataclass(frozen=True)
class Shown:
    """How a category is shown; ``severity`` runs from 0 (the best) to 1 (the worst)."""

    word: str
    colour: str
    severity: float | None


def axis_words(axis: Axis, language: Language) -> dict[str, Shown]:
    """Category code -> how it is shown, from the lowest to the highest."""
    last = max(len(axis.categories) - 1, 1)
    return {
        entry.code: Shown(
            entry.word[language],
            entry.colour,
            (place if axis.worst == "high" else last - place) / last,
        )
        for place, entry in enumerate(axis.categories)
    }


def cell_words(model: Model, language: Language) -> dict[str, Shown]:
    """Cell code -> how it is shown: the words of both, the row's colour and severity."""
    if model.grid is None:
        return {}
    rows, columns = model.axes[model.grid.rows], model.axes[model.grid.columns]
    shown = axis_words(rows, language)
    return {
        f"{row.number}{column.number}": replace(
            shown[row.code], word=f"{row.word[language]}, {column.word[language]}"
        )
        for row in rows.categories
        for column in columns.categories
    }
