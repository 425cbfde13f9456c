"""The output tables of the local models: ``local_scores`` and ``local_categories``."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from monitor.local.lists import Codes, cell_codes, codes_of, flagged_codes, on_list
from monitor.local.robustness import Robustness
from monitor.local.score import AxisScore, Scored
from monitor.local.shown import Shown, axis_words, cell_words
from monitor.local.units import in_words
from monitor.words import Language, say

Block = npt.NDArray[Any]

SCORES = {
    "model": pl.String,
    "year": pl.Int64,
    "area_id": pl.String,
    "axis": pl.String,
    "indicator": pl.String,
    "value": pl.Float64,
    "reference": pl.Float64,
    "distance": pl.Float64,
    "points": pl.Float64,
    "max_points": pl.Float64,
    "available": pl.Boolean,
    "note": pl.String,
}
CATEGORIES = {
    "model": pl.String,
    "year": pl.Int64,
    "area_id": pl.String,
    "axis": pl.String,
    "final": pl.Boolean,
    "points": pl.Float64,
    "max_points": pl.Float64,
    "score": pl.Float64,
    "category": pl.String,
    "word": pl.String,
    "colour": pl.String,
    "severity": pl.Float64,
    "last_year": pl.String,
    "last_points": pl.Float64,
    "last_max_points": pl.Float64,
    "last_score": pl.Float64,
    "rank": pl.Int64,
    "percentile": pl.Float64,
    "available": pl.Int64,
    "indicators": pl.Int64,
    "attention": pl.String,
    "on_list": pl.String,
    "sensitive": pl.String,
    "note": pl.String,
}


DECIMALS = 9
"""Decimals of computed numbers in the tables; the last binary digits say nothing."""


def local_scores(scored: Scored, language: Language = "da") -> pl.DataFrame:
    """One row per scored area, year, axis and indicator the model counts."""
    frames = [_axis_scores(scored, found, language) for found in scored.axes.values()]
    frame = pl.concat(frames) if frames else pl.DataFrame(schema=SCORES)
    return frame.sort("year", "area_id", "axis", "indicator")


def _axis_scores(scored: Scored, found: AxisScore, language: Language) -> pl.DataFrame:
    panel, axis = scored.panel, found.axis
    wanted = scored.included[:, :, None] & found.expected[:, None, :]
    year, area, column = np.nonzero(wanted)
    value = found.values.value[year, area, column]
    nothing = np.full(value.shape, np.nan)
    reference = nothing if found.center is None else found.center.value[year, column]
    most = nothing if found.most is None else np.array(found.most, dtype=np.float64)[column]
    names = np.array(axis.indicators, dtype=object)[column]
    frame = pl.DataFrame(
        {
            "model": pl.repeat(scored.model.id, value.size, eager=True),
            "year": np.array(panel.years)[year],
            "area_id": pl.Series(np.array(panel.areas, dtype=object)[area], dtype=pl.String),
            "axis": pl.repeat(axis.code, value.size, eager=True),
            "indicator": pl.Series(names, dtype=pl.String),
            "value": value,
            "reference": reference,
            "distance": found.distance[year, area, column],
            "points": found.points[year, area, column],
            "max_points": most,
            "available": ~np.isnan(value),
            "note": pl.repeat(scored.model.note[language], value.size, eager=True),
        },
        schema=SCORES,
    )
    numbers = ["value", "reference", "distance", "points", "max_points"]
    return frame.with_columns(pl.col(numbers).fill_nan(None).round(DECIMALS))


def local_categories(
    scored: Scored, firm: Robustness | None = None, language: Language = "da"
) -> pl.DataFrame:
    """One row per area, year and axis (and the grid), with areas left out and why.

    ``last_year`` is the category of the edition before, null if there is none; ``severity`` runs
    from 0 for the best category of a scale to 1 for the worst. ``sensitive`` is
    yes, no, or unknown where nothing could be tried; only the final axis has it.
    """
    frames = [
        _axis_categories(scored, name, found, firm, language) for name, found in scored.axes.items()
    ]
    if scored.model.grid is not None and scored.model.grid.rows in scored.axes:
        frames.append(_grid_categories(scored, firm, language))
    frame = pl.concat(frames) if frames else pl.DataFrame(schema=CATEGORIES)
    return frame.sort("year", "area_id", "axis")


def _axis_categories(
    scored: Scored, name: str, found: AxisScore, firm: Robustness | None, language: Language
) -> pl.DataFrame:
    words = axis_words(found.axis, language)
    totals = found.totals
    number = (found.ranks > 0).sum(axis=1)[:, None]
    better = number - found.ranks
    # areas of equal score share a rank, and with it a percentile
    percentile = np.where(found.ranks > 0, 100 * better / np.maximum(number - 1, 1), np.nan)
    columns = {
        "points": totals.points,
        "max_points": totals.most,
        "score": totals.score,
        "last_points": _edition_before(scored, totals.points),
        "last_max_points": _edition_before(scored, totals.most),
        "last_score": _edition_before(scored, totals.score),
        "percentile": percentile,
        "rank": found.ranks,
        "available": totals.have,
        "indicators": totals.of,
    }
    flags = flagged_codes(scored.model) if scored.model.final == name else frozenset()
    return _rows(scored, name, codes_of(found), words, columns, flags, firm, language)


def _grid_categories(scored: Scored, firm: Robustness | None, language: Language) -> pl.DataFrame:
    codes = cell_codes(scored.model, scored.axes)
    flags = flagged_codes(scored.model) if scored.model.final == "grid" else frozenset()
    words = cell_words(scored.model, language)
    return _rows(scored, "grid", codes, words, {}, flags, firm, language)


def _edition_before(scored: Scored, block: Block) -> Codes:
    """What stood in the edition before (the panel's previous year), None in the first."""
    before = np.full(block.shape, None, dtype=object)
    before[1:] = block[:-1]
    before[1:][~scored.included[:-1]] = None
    return before


def _rows(
    scored: Scored,
    name: str,
    codes: Codes,
    words: dict[str, Shown],
    columns: dict[str, Block],
    flags: frozenset[str],
    firm: Robustness | None,
    language: Language,
) -> pl.DataFrame:
    final = scored.model.final == name
    state = on_list(scored) if final else np.full(codes.shape, "n/a", dtype=object)
    before = _edition_before(scored, codes)
    places = [(int(y), int(a)) for y, a in np.argwhere(scored.included)]
    places.extend(place for place in scored.reasons if not scored.included[place])
    rows: list[dict[str, object]] = []
    for year, area in sorted(places):
        here = bool(scored.included[year, area])
        code = codes[year, area] if here else ""
        shown = words.get(code, Shown("", "", None))
        attention = "n/a" if not flags else "unknown" if not code else _yes(code in flags)
        row: dict[str, object] = {
            "model": scored.model.id,
            "year": scored.panel.years[year],
            "area_id": scored.panel.areas[area],
            "axis": name,
            "final": final,
            "category": code,
            "word": shown.word,
            "colour": shown.colour,
            "severity": None if shown.severity is None else round(shown.severity, DECIMALS),
            "last_year": before[year, area],
            "attention": attention if here else "n/a",
            "on_list": state[year, area] if here else "n/a",
            "sensitive": _sensitive(firm, year, area) if final and here and code else "n/a",
            "note": _note(scored, name, (year, area), firm if final else None, language),
        }
        for column, block in columns.items():
            row[column] = _number(block[year, area]) if here else None
        if row.get("rank") == 0:
            row["rank"] = None
        rows.append(row)
    return pl.DataFrame(rows, schema=CATEGORIES, strict=False)


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _number(entry: int | float | None) -> int | float | None:
    if isinstance(entry, np.integer):
        return int(entry)
    if entry is None or np.isnan(entry):
        return None
    return round(float(entry), DECIMALS)


def _sensitive(firm: Robustness | None, year: int, area: int) -> str:
    if firm is None or not firm.tested[year, area]:
        return "unknown"
    return _yes(bool(firm.sensitive[year, area]))


def _counted_on(scored: Scored, name: str) -> str:
    """The axis whose indicators are counted: an axis's own, of the grid its rows'."""
    grid = scored.model.grid
    return grid.rows if name == "grid" and grid is not None else name


def _note(
    scored: Scored, name: str, place: tuple[int, int], firm: Robustness | None, language: Language
) -> str:
    """Why an area is out, how many indicators there were, what is sensitive, the model's note."""
    said = []
    if place in scored.reasons and not scored.included[place]:
        said.append(in_words(scored.reasons[place], language))
    elif (axis := _counted_on(scored, name)) in scored.axes:
        totals = scored.axes[axis].totals
        have, of = int(totals.have[place]), int(totals.of[place])
        if have < of:
            said.append(say("local.note.available", language, have=have, of=of))
        if np.isnan(totals.score[place]):
            least = min(scored.model.at_least, of)
            said.append(say("local.note.refused", language, have=have, least=least))
    if firm is not None and firm.sensitive[place]:
        said.append(say("local.note.sensitive", language))
    if scored.model.note[language]:
        said.append(scored.model.note[language])
    return " ".join(said)
