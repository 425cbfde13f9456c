"""The public record as the forecast takes it: the figures of lists and of the recomputation."""

from __future__ import annotations

from functools import cache

import polars as pl

from monitor.public_record import recomputation_figures, record_figures


@cache
def public_figures() -> pl.DataFrame:
    """Every published figure, columns of ``monitor.panel.FIGURE_COLUMNS`` and its bounds."""
    return pl.concat([record_figures(), recomputation_figures()])
