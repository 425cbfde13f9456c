"""The recomputation of May 2018: ten of ten parallel, and the brackets that do not fit.

The ten names are verbatim in the table; the table was printed in a report, not in a list.
"""

from __future__ import annotations

import re

import pytest

from monitor import recomputation
from monitor.classification import Classification, classify
from monitor.inputs import from_record
from monitor.panel import Panel
from monitor.public_record import recomputation_figures
from monitor.record.load import known_findings

TEN = {
    "agervang",
    "bispehaven",
    "finlandsparken",
    "mjoelnerparken",
    "munkebo",
    "ringparken-slagelse",
    "stengaardsvej",
    "sundparken",
    "taastrupgaard",
    "vollsmose",
}


def recomputed() -> Classification:
    figures = recomputation_figures()
    # without a national rate: the verdict holds whatever the conviction limit is
    return classify(
        Panel(figures, from_record().regions),
        recomputation.published(),
        lambda _: recomputation.law(),
        [recomputation.day()],
        sorted(set(figures["area_id"])),
    )


def test_ten_of_ten_are_parallel_whatever_the_conviction_limit() -> None:
    rows = {row.area_id: row for row in recomputed().rows}
    full = {a for a, row in rows.items() if row.published["parallel"] == "yes"}
    assert full >= TEN
    for area_id in TEN:
        assert rows[area_id].computed["parallel"] == "yes"
        assert rows[area_id].strict["parallel"] == "yes"
        convicted = [w for w in rows[area_id].verdict.why if w.criterion == "convicted"]
        assert {why.met for why in convicted} == {"unknown"}


def test_the_law_tried_is_the_one_of_2018() -> None:
    assert recomputation.law().id == "2018"


MISFITS = [
    ("bispehaven", "bracket_fits_before", "383"),
    ("finlandsparken", "bracket_persons", "360"),
    ("munkebo", "bracket_persons", "145"),
    ("ringparken-slagelse", "bracket_persons", "121"),
    ("vollsmose", "bracket_fits_before", "1,737"),
    ("vollsmose", "bracket_income", "-6,435"),
]


@pytest.mark.parametrize(("area_id", "kind", "bracket"), MISFITS)
def test_a_bracket_that_misfits_is_named(area_id: str, kind: str, bracket: str) -> None:
    found = known_findings("en").filter(area_id=area_id, kind=kind)
    assert re.search(rf"(?<![\d,]){re.escape(bracket)}(?!\d)", found["text"].item())


def test_no_other_bracket_misfits() -> None:
    kinds = ("bracket_persons", "bracket_fits_before", "bracket_income")
    found = known_findings("en").filter(known_findings("en")["kind"].is_in(kinds))
    assert {(row["area_id"], row["kind"]) for row in found.iter_rows(named=True)} == {
        (area_id, kind) for area_id, kind, _ in MISFITS
    }
