"""What the report draws: counts that add up, severities that rise, tables that travel as cells."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from monitor.local.load import load_model, shipped
from monitor.local.score import Scored
from monitor.local.sections import counts, section_tables
from monitor.local.shown import axis_words
from tests.local.conftest import COLOURS, figures_of, model_of, scored_of, small_text

FIGURE = st.sampled_from(["4", "10", "12", "20", "30", "-"])
HISTORY = st.lists(st.tuples(FIGURE, FIGURE, FIGURE), min_size=1, max_size=6)


def scored(history: list[tuple[str, str, str]]) -> Scored:
    """Areas over three years against a municipality at 10."""
    lines = [f"municipality {2020 + at} x 10" for at in range(3)]
    for area, figures in enumerate(history):
        lines += [f"a{area} {2020 + at} x {figure}" for at, figure in enumerate(figures)]
    return scored_of(model_of(small_text(categories=COLOURS)), figures_of(lines))


@given(HISTORY)
def test_every_placed_area_is_counted_once_and_who_moved_explains_the_change(
    history: list[tuple[str, str, str]],
) -> None:
    found = scored(history)
    for at, year in enumerate((2020, 2021, 2022)):
        table = counts(found, year)
        placed = [row[at] for row in history if row[at] != "-"]
        assert table["areas"].sum() == len(placed)
        if not at:
            assert table["last_areas"].null_count() == table.height
            continue
        both = [row for row in history if row[at] != "-" and row[at - 1] != "-"]
        new = len(placed) - len(both)
        gone = sum(row[at - 1] != "-" for row in history) - len(both)
        net = 0
        for row in table.iter_rows(named=True):
            net += row["areas"] - row["last_areas"] - len(row["entered"]) + len(row["left"])
        # what moved between categories cancels; the rest came or went
        assert net == new - gone
        assert sum(map(len, table["entered"])) == sum(map(len, table["left"]))


@given(HISTORY)
def test_lists_of_areas_travel_as_one_cell(history: list[tuple[str, str, str]]) -> None:
    tables = section_tables(scored(history))
    assert set(tables) == {"local_counts", "local_radar"}
    for frame in tables.values():
        assert pl.List not in [kind.base_type() for kind in frame.dtypes]
    newest = tables["local_counts"].filter(year=2022)
    direct = counts(scored(history), 2022)
    assert newest["entered"].to_list() == ["|".join(ids) for ids in direct["entered"]]


def test_severity_runs_from_the_best_to_the_worst_category_of_every_shipped_scale() -> None:
    for name in shipped():
        for axis in load_model(name).axes.values():
            severities = [shown.severity for shown in axis_words(axis, "da").values()]
            rising = severities if axis.worst == "high" else severities[::-1]
            assert rising == sorted(rising), (name, axis.code)
            if len(severities) > 1:
                assert (min(severities), max(severities)) == (0, 1), (name, axis.code)
