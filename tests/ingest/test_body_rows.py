"""Rows taken into a table all at once are those that would be taken one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.ingest import tables
from monitor.ingest.grid import Grid
from monitor.ingest.heading_rows import hold_figures, holds_figures

HEADING: list[object] = ["Boligområde", "År", "Beboere", "Ikke-vestlige, pct."]
NAMES = ["Attrapgården", "I alt", "Kilde: opdigtet", "", " ", "Beboere", 7.0, None]
CELLS = [2017.0, 1994.0, 40.5, 1234.0, "", "40,5", None, True]
ROWS = st.lists(
    st.tuples(st.sampled_from(NAMES), *[st.sampled_from(CELLS)] * 3).map(list)
    | st.tuples(st.just("Attrapgården"), *[st.floats(0, 5000)] * 3).map(list),
    min_size=1,
    max_size=6,
)


def body(rows: list[list[object]]) -> list[tuple[list[int], list[int], list[str]]]:
    grid = Grid("opdigtet.xlsx", "Ark1", [HEADING, *rows])
    return [(t.body, t.totals, t.notes) for t in tables.tables_of(grid)]


@given(ROWS)
def test_at_once_as_one_by_one(rows: list[list[object]]) -> None:
    quick = body(rows)
    # what settles a row or all of them early is switched off
    before = tables.holds_figures
    tables.holds_figures = lambda row: False
    try:
        assert body(rows) == quick
    finally:
        tables.holds_figures = before


def test_most_sheets_are_settled_early() -> None:
    rows: list[list[object]] = [[f"Område {n}", 2020.0, 1200.0 + n, 40.5] for n in range(5)]
    assert all(holds_figures(row) for row in rows)
    assert hold_figures(rows)
    assert not hold_figures([*rows, ["I alt", 2020.0, 6010.0, 40.5]])
    assert not hold_figures([*rows, ["Område 9", 2020.0, 1209.0, 2017.0]])
    assert not hold_figures([*rows, ["Kilde: opdigtet", "", "", ""]])
