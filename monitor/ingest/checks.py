"""Checks beyond form: one figure, two that contradict, its partners, its history, the record.

A figure that cannot be true is refused (error); one that looks like a slip is kept and named
(warning). Nothing is mended.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from monitor.indicators import indicators
from monitor.ingest.against_record import check_record
from monitor.ingest.columns import LOST_BELOW, RATIO_FROM, RATIO_TO
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.headings import LOCAL
from monitor.ingest.keyed import Keyed, keyed
from monitor.ingest.numbers import WHOLE
from monitor.ingest.partners import check_partners
from monitor.ingest.places import Places
from monitor.ingest.repeats import place_of
from monitor.ingest.series import check_series
from monitor.ingest.twice import check_known, check_lists, check_own_areas, check_twice

HUNDRED = 100


KRONER_FROM = 30_000


KRONER_TO = 3_000_000


LARGEST_AREA = 50_000

"""More residents than any Danish housing area: a thousands slip."""


NATION = ("dk", "region-")


def check(frame: pl.DataFrame, harvest: Harvest, places: Places) -> pl.DataFrame:
    """Make every check; the figures that may be used.

    Args:
        frame: the harvested figures, columns ``folder.FIGURES``.
        harvest: takes the faults.
        places: the areas' municipalities.
    """
    work = frame.with_columns(
        number=pl.col("value").cast(pl.Float64, strict=False), at=pl.int_range(pl.len())
    )
    figures = keyed(harvest.blocks, work["number"])
    refused = _single(figures, work, harvest)
    figures = figures.without(refused)
    twice = check_twice(figures, work, harvest)
    figures = figures.without(twice)
    unfit = check_partners(figures, work, harvest)
    figures = figures.without(unfit)
    gone = sorted({*refused, *twice, *unfit})
    kept = work.filter(~pl.col("at").is_in(gone)) if gone else work
    check_series(figures, kept, harvest)
    check_record(figures, kept, harvest)
    check_known(figures, kept, harvest)
    check_lists(harvest)
    check_own_areas(harvest, places)
    return _in_order(figures, kept).select(frame.columns)


ORDER = ("area_id", "indicator", "period", "list_date", "file", "sheet", "row", "column")


def _in_order(figures: Keyed, kept: pl.DataFrame) -> pl.DataFrame:
    """The frame by area, indicator, period, list date, and place."""
    places = np.argsort(figures.sign, kind="stable")
    if (np.diff(figures.sign[places]) == 0).any():
        # the same figure twice (known from two dates): the place decides
        return kept.sort(*ORDER, nulls_last=True, maintain_order=True)
    return kept[np.searchsorted(kept["at"].to_numpy(), figures.at[places])]


def _kinds(kind: str) -> list[str]:
    codes = [code for code, known in indicators().items() if known.kind == kind]
    return [*codes, *_OTHER_KINDS.get(kind, ())]


_OTHER_KINDS = {
    "share": ("outside_labour_1yr_pct", "family_share"),
    "dwellings": ("dwellings_total",),
}


def _rules() -> Iterator[tuple[str, pl.Expr]]:
    number, code = pl.col("number"), pl.col("indicator")
    nation = pl.any_horizontal(*[pl.col("area_id").str.starts_with(name) for name in NATION])
    excess = code.str.starts_with("excess_")
    local = code.str.starts_with(LOCAL)
    ratio = _kinds("ratio")
    whole = [c for kind in sorted(WHOLE) for c in _kinds(kind)] + [
        c for c in _kinds("count") if indicators()[c].unit == "persons"
    ]
    residents = code.is_in(["residents"])
    yield "negative", (number < 0) & ~excess & ~local
    yield "above_hundred", code.is_in(_kinds("share")) & (number > HUNDRED)
    yield (
        "thousands_lost",
        residents & (number > 0) & (number < float(LOST_BELOW)) & (number % 1 != 0),
    )
    yield "not_whole", code.is_in(whole) & (number % 1 != 0)
    yield "base_zero", code.is_in(_kinds("base")) & (number == 0)
    yield (
        "ratio_out_of_range",
        code.is_in(ratio) & ((number < float(RATIO_FROM)) | (number > float(RATIO_TO))),
    )
    yield (
        "kroner_out_of_range",
        code.is_in(_kinds("money")) & ((number < KRONER_FROM) | (number > KRONER_TO)),
    )
    yield "too_many_people", residents & ~nation & (number > LARGEST_AREA)


def _single(figures: Keyed, work: pl.DataFrame, harvest: Harvest) -> list[int]:
    """Each figure by itself; one fault a figure, the first that fits."""
    suspects = _suspects(figures)
    if not suspects:
        return []
    refused: list[int] = []
    rest = work.filter(pl.col("indicator").is_in(suspects))
    for kind, rule in _rules():
        bad = rule.fill_null(value=False)
        for row in rest.filter(bad).iter_rows(named=True):
            harvest.fault(
                place_of(row), kind, value=Figure(row["value"]), indicator=row["indicator"]
            )
            refused.append(int(row["at"]))
        rest = rest.filter(~bad)
    return refused


def _suspects(figures: Keyed) -> list[str]:
    """Indicators of which the smallest, the largest or a broken number is refused by some rule.

    The rules are limits of size, and whole numbers: where these fit, all of an indicator's do.
    """
    places, starts = np.unique(figures.code, return_index=True)
    if not places.size:
        return []
    number = figures.number
    broken = np.flatnonzero((number != np.rint(number)) & ~np.isnan(number))
    of_broken, first = np.unique(figures.code[broken], return_index=True)
    low, high = np.fmin.reduceat(number, starts), np.fmax.reduceat(number, starts)
    tried = pl.DataFrame(
        {
            "indicator": [figures.codes[place] for place in (*places, *places, *of_broken)],
            "number": np.concatenate([low, high, number[broken[first]]]),
            "area_id": "",
        }
    ).with_columns(pl.col("number").fill_nan(None))
    found = tried.filter(pl.any_horizontal(*(rule for _, rule in _rules())))
    return found["indicator"].unique().sort().to_list()
