"""What a report draws of a local model: the ranked table, the counts, the radar, the grid."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitor.local.arrays import Flags
from monitor.local.lists import cell_codes, final_codes
from monitor.local.robustness import Robustness
from monitor.local.score import Scored
from monitor.local.shown import axis_words, cell_words
from monitor.local.tables import local_categories
from monitor.words import Language, say

RADAR = {
    "year": pl.Int64,
    "area_id": pl.String,
    "indicator": pl.String,
    "name": pl.String,
    "direction": pl.String,
    "area": pl.Float64,
    "municipality": pl.Float64,
    "all_areas": pl.Float64,
}

GRID: dict[str, pl.DataType | type[pl.DataType]] = {
    "cell": pl.String,
    "row": pl.String,
    "column": pl.String,
    "word": pl.String,
    "row_word": pl.String,
    "column_word": pl.String,
    "attention": pl.Boolean,
    "areas": pl.Int64,
    "area_ids": pl.List(pl.String()),
}


def ranked(
    scored: Scored, year: int, firm: Robustness | None = None, language: Language = "da"
) -> pl.DataFrame:
    """The areas of one year from the worst to the best, with last year's category and points.

    For a grid the order is that of its rows' axis. ``change`` is up (worse), down (better), same
    or null, by the points scaled to all indicators: one that is missing is no improvement.
    """
    model = scored.model
    frame = local_categories(scored, firm, language).filter(pl.col("year") == year)
    found = frame.filter(pl.col("final") & pl.col("category").ne(""))
    if model.final == "grid" and model.grid is not None:
        numbers = ["points", "max_points", "score", "rank", "percentile"]
        numbers += ["last_points", "last_max_points", "last_score"]
        axis = frame.filter(pl.col("axis") == model.grid.rows)
        found = found.drop(numbers).join(axis.select("area_id", *numbers), on="area_id")
    moved = pl.col("score") - pl.col("last_score")
    change = (
        pl.when(moved > 0)
        .then(pl.lit("up"))
        .when(moved < 0)
        .then(pl.lit("down"))
        .when(moved == 0)
        .then(pl.lit("same"))
    )
    return found.with_columns(change.alias("change")).sort("rank", "area_id")


def counts(scored: Scored, year: int, language: Language = "da") -> pl.DataFrame:
    """Areas per final category, worst first, this edition and the one before, and who changed.

    Columns: category, word, colour, severity, areas, last_areas (null in the first edition),
    entered and left (lists of area ids; an area new to the model has entered nothing).
    """
    model = scored.model
    codes = final_codes(model, scored.axes)
    at = scored.panel.years.index(year)
    now = codes[at]
    before = codes[at - 1] if at else np.full(now.shape, "", dtype=object)
    moved = (now != "") & (before != "") & (now != before)
    names = np.array(scored.panel.areas, dtype=object)
    rows: list[dict[str, object]] = [
        {
            "category": code,
            "word": word,
            "colour": colour,
            "severity": severity,
            "areas": int((now == code).sum()),
            "last_areas": int((before == code).sum()) if at else None,
            "entered": list(names[moved & (now == code)]),
            "left": list(names[moved & (before == code)]),
        }
        for code, word, colour, severity in _categories(scored, language)
    ]
    return pl.DataFrame(
        rows,
        schema={
            "category": pl.String,
            "word": pl.String,
            "colour": pl.String,
            "severity": pl.Float64,
            "areas": pl.Int64,
            "last_areas": pl.Int64,
            "entered": pl.List(pl.String()),
            "left": pl.List(pl.String()),
        },
    )


def _categories(scored: Scored, language: Language) -> list[tuple[str, str, str, float | None]]:
    model = scored.model
    if model.final == "grid":
        words = cell_words(model, language)
        codes = sorted(words, reverse=True)
    else:
        axis = model.axes[model.final]
        words = axis_words(axis, language)
        codes = list(words)[::-1] if axis.worst == "high" else list(words)
    return [(code, words[code].word, words[code].colour, words[code].severity) for code in codes]


def headline(scored: Scored, year: int, language: Language = "da") -> str:
    """Counts per category and how many areas changed, as one sentence."""
    table = counts(scored, year, language)
    parts = ", ".join(f"{row['areas']} {row['word']}" for row in table.iter_rows(named=True))
    changed = sum(len(row) for row in table["entered"].to_list())
    if not scored.panel.years.index(year):
        return say("local.headline.first", language, counts=parts)
    return say("local.headline.again", language, counts=parts, changed=changed)


def radar(scored: Scored, year: int, language: Language = "da") -> pl.DataFrame:
    """Per area and indicator: the area, the municipality, all scored areas.

    ``municipality`` is the row the model compares with (null if the figures have none),
    ``all_areas`` the pooled mean of the scored areas where all have counts, else their plain mean.
    """
    panel, model = scored.panel, scored.model
    at = panel.years.index(year)
    row = panel.place(model.reference.row or "municipality")
    codes = [entry.code for entry in model.indicators if entry.code in panel.indicators]
    rows: list[dict[str, object]] = []
    for code in codes:
        column = panel.indicators.index(code)
        value = panel.value[at, :, column]
        members = scored.included[at] & ~np.isnan(value)
        everybody = _mean(scored, at, column, members)
        entry = model.indicator(code)
        rows.extend(
            {
                "year": year,
                "area_id": panel.areas[place],
                "indicator": code,
                "name": entry.name[language],
                "direction": entry.direction,
                "area": _or_none(float(value[place])),
                "municipality": None if row is None else _or_none(float(value[row])),
                "all_areas": everybody,
            }
            for place in np.flatnonzero(scored.included[at])
        )
    return pl.DataFrame(rows, schema=RADAR).sort("area_id", maintain_order=True)


def _mean(scored: Scored, at: int, column: int, members: Flags) -> float | None:
    panel = scored.panel
    if not members.any():
        return None
    if panel.counted[at, members, column].all():
        whole = int(panel.num[at, members, column].sum())
        return whole / int(panel.den[at, members, column].sum())
    return float(panel.value[at, members, column].mean())


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else number


def grid(scored: Scored, year: int, language: Language = "da") -> pl.DataFrame:
    """The level-by-change grid of one year: every cell, its words, its areas, whether it warns.

    Columns: cell, row, column, word, row_word, column_word, attention, areas (count), area_ids.
    """
    model = scored.model
    if model.grid is None:
        return pl.DataFrame(schema=GRID)
    codes = cell_codes(model, scored.axes)[scored.panel.years.index(year)]
    words = cell_words(model, language)
    names = np.array(scored.panel.areas, dtype=object)
    rows: list[dict[str, object]] = []
    for row in model.axes[model.grid.rows].categories:
        for column in model.axes[model.grid.columns].categories:
            cell = f"{row.number}{column.number}"
            inside = codes == cell
            rows.append(
                {
                    "cell": cell,
                    "row": row.code,
                    "column": column.code,
                    "word": words[cell].word,
                    "row_word": row.word[language],
                    "column_word": column.word[language],
                    "attention": cell in model.grid.attention,
                    "areas": int(inside.sum()),
                    "area_ids": list(names[inside]),
                }
            )
    return pl.DataFrame(rows, schema=GRID)


def section_tables(scored: Scored, language: Language = "da") -> dict[str, pl.DataFrame]:
    """What a report draws, as tables: counts of every year, grid and radar of the newest one.

    Lists of area ids stand in one cell with a bar between them.
    """
    years = scored.panel.years
    model, newest = pl.lit(scored.model.id).alias("model"), years[-1]
    dated = [counts(scored, year, language).with_columns(year=pl.lit(year)) for year in years]
    found = {
        "local_counts": pl.concat(dated).select(model, "year", pl.exclude("year")),
        "local_radar": radar(scored, newest, language).select(model, pl.all()),
    }
    cells = grid(scored, newest, language)
    if cells.height:
        found["local_grid"] = cells.select(model, pl.lit(newest).alias("year"), pl.all())
    return {
        name: frame.with_columns(pl.selectors.by_dtype(pl.List(pl.String)).list.join("|"))
        for name, frame in found.items()
    }
