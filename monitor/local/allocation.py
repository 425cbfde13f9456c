"""An amount shared by a key that stands still for some years at a time."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitor.errors import FigureError, NothingToSayError
from monitor.local.score import Scored
from monitor.words import Language

COLUMNS = {
    "model": pl.String,
    "year": pl.Int64,
    "key_year": pl.Int64,
    "area_id": pl.String,
    "share": pl.Float64,
    "amount": pl.Int64,
    "unit": pl.String,
    "note": pl.String,
}


def local_allocation(
    scored: Scored, amount: int | None = None, language: Language = "da"
) -> pl.DataFrame:
    """Every area's share of the key and of the amount, year by year.

    The key of a year is that of the last reset; amounts are whole units and add up exactly (the
    largest remainders get the units left over, ties going to the area id that sorts first).

    Args:
        scored: a model with an ``[allocation]``.
        amount: whole units a year; None takes the model's own.
        language: of the note.

    Raises:
        NothingToSayError: the model allocates nothing, or no amount is given.
        FigureError: the figures lack the year of a reset.
    """
    model, panel = scored.model, scored.panel
    rule = model.allocation
    if rule is None:
        raise NothingToSayError("local.allocation.none", model=model.id)
    whole = amount if amount is not None else rule.amount
    if whole is None:
        raise NothingToSayError("local.allocation.amount", model=model.id)
    frames = []
    for year in panel.years:
        key_year = year - (year - rule.first_year) % rule.reset_every
        if key_year not in panel.years:
            raise FigureError(
                "local.allocation.key_year",
                file=model.file,
                line=model.line("allocation", "first_year"),
                year=year,
                key_year=key_year,
            )
        key = scored.axes[rule.axis].totals.score[panel.years.index(key_year)]
        places = np.flatnonzero(~np.isnan(key))
        share = key[places] / key[places].sum()
        parts = np.floor(share * whole).astype(np.int64)
        order = np.argsort(-(np.round(share * whole - parts, 9)), kind="stable")
        parts[order[: whole - int(parts.sum())]] += 1
        frames.append(
            pl.DataFrame(
                {
                    "model": model.id,
                    "year": year,
                    "key_year": key_year,
                    "area_id": [panel.areas[place] for place in places],
                    "share": share.round(9),
                    "amount": parts,
                    "unit": rule.unit,
                    "note": model.note[language],
                },
                schema=COLUMNS,
            )
        )
    return pl.concat(frames).sort("year", "area_id")
