"""The local models' colours in the years to come: draws of figures through the same scoring.

Figures somebody forecasts (those shared with the law) come as draws from outside; the others are
carried on by ``local_level``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from forecasts.local_draws import scored_draws, with_shared
from forecasts.local_level import projected
from monitor.local.arrays import Floats
from monitor.local.lists import Codes, final_codes
from monitor.local.model import Model
from monitor.local.score import Scored
from monitor.local.shown import cell_words
from monitor.words import Language, say

COLUMNS = {
    "model": pl.String,
    "as_of": pl.Int64,
    "year": pl.Int64,
    "area_id": pl.String,
    "category": pl.String,
    "word": pl.String,
    "probability": pl.Float64,
    "unchanged": pl.Float64,
    "draws": pl.Int64,
    "note": pl.String,
}


def local_outlook(
    scored: Scored,
    ahead: int = 2,
    draws: int = 2000,
    seed: int = 1,
    shared: Mapping[str, Mapping[int, Floats]] | None = None,
    language: Language = "da",
) -> pl.DataFrame:
    """The probability of each final category next year and the year after, beside "unchanged".

    ``unchanged`` is what somebody says who expects every area to keep its category. An area that
    cannot be placed in a draw counts under ``unknown``. How good these probabilities are is not
    measured: no public history holds local categories, and the note says so.
    """
    panel = scored.panel
    own = projected(panel, ahead, draws, seed, scored.model.reference_rows)
    figures = with_shared(panel, own, shared or {})
    now = final_codes(scored.model, scored.axes)[-1]
    note = _note(scored.model, sorted(shared or {}), language)
    rows: list[dict[str, object]] = []
    for year in sorted(figures):
        codes = final_codes(scored.model, scored_draws(scored, figures, year))
        for place in np.flatnonzero(scored.included[-1]):
            rows.extend(_rows(scored, year, int(place), codes, str(now[place]), note, language))
    return pl.DataFrame(rows, schema=COLUMNS)


def _note(model: Model, shared: list[str], language: Language) -> str:
    """How the figures were carried on, and the model's own note."""
    said = [say("local.outlook.note", language)]
    if shared:
        names = ", ".join(model.indicator(code).name[language] for code in shared)
        said.append(say("local.outlook.shared", language, names=names))
    return " ".join(part for part in (*said, model.note[language]) if part)


def _rows(
    scored: Scored, year: int, place: int, codes: Codes, now: str, note: str, language: Language
) -> list[dict[str, object]]:
    model, number = scored.model, codes.shape[0]
    found: list[dict[str, object]] = []
    for code, word in {**_words(scored, language), "unknown": ""}.items():
        share = int((codes[:, place] == (code if code != "unknown" else "")).sum())
        if code == "unknown" and not share and now:
            continue
        found.append(
            {
                "model": model.id,
                "as_of": scored.panel.years[-1],
                "year": year,
                "area_id": scored.panel.areas[place],
                "category": code,
                "word": word,
                "probability": round(share / number, 6),
                "unchanged": float(code == (now or "unknown")),
                "draws": number,
                "note": note,
            }
        )
    return found


def _words(scored: Scored, language: Language) -> dict[str, str]:
    model = scored.model
    if model.final == "grid":
        return {code: shown.word for code, shown in cell_words(model, language).items()}
    return {entry.code: entry.word[language] for entry in model.axes[model.final].categories}
