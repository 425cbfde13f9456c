"""Checks beyond form: one figure, two that contradict, its partners, its history, the record.

A figure that cannot be true is refused (error); one that looks like a slip is kept and named
(warning). Nothing is mended.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.against_record import check_record
from monitor.ingest.columns import LOST_BELOW, RATIO_FROM, RATIO_TO
from monitor.ingest.faults import Figure
from monitor.ingest.harvest import Harvest
from monitor.ingest.headings import LOCAL
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
    work = _single(work, harvest)
    work = check_twice(work, harvest)
    work = check_partners(work, harvest)
    check_series(work, harvest)
    check_record(work, harvest)
    check_known(work, harvest)
    check_lists(harvest)
    check_own_areas(harvest, places)
    return work.select(frame.columns)


def refuse(work: pl.DataFrame, bad: pl.DataFrame) -> pl.DataFrame:
    """The figures without the bad ones."""
    return work.filter(~pl.col("at").is_in(bad["at"].to_list())) if bad.height else work


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


def _single(work: pl.DataFrame, harvest: Harvest) -> pl.DataFrame:
    """Each figure by itself; one fault a figure, the first that fits."""
    for kind, rule in _rules():
        bad = work.filter(rule.fill_null(value=False))
        for row in bad.iter_rows(named=True):
            harvest.fault(
                place_of(row), kind, value=Figure(row["value"]), indicator=row["indicator"]
            )
        work = refuse(work, bad)
    return work


FEW_OF = 50
