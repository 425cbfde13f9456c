"""The public record as the forecast takes it: the figures of lists and of the recomputation."""

from __future__ import annotations

from functools import cache

import polars as pl

from monitor.inputs import Inputs
from monitor.public_record import recomputation_figures, record_figures


@cache
def public_figures() -> pl.DataFrame:
    """Every published figure, columns of ``monitor.panel.FIGURE_COLUMNS`` and its bounds."""
    return pl.concat([record_figures(), recomputation_figures()])


def figures_behind(inputs: Inputs) -> pl.DataFrame:
    """A body of input's figures, and the recomputation's of the real areas among its own.

    The law is not applied to the recomputation, which was no list; what an area was under the
    definitions of 2018 is known from it all the same.
    """
    if inputs.synthetic:
        return inputs.figures
    own = recomputation_figures().filter(pl.col("area_id").is_in(list(inputs.area_ids)))
    return pl.concat([inputs.figures, own.select(inputs.figures.columns)])
