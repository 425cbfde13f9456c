"""The grid, and a list with separate rules for entering and leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.local.lists import on_list
from monitor.local.score import Scored
from monitor.local.sections import grid
from monitor.local.tables import local_categories

WATCH = """
[list]
name = "Særlig liste"
enter = {{ axis = "level", categories = ["red"], years = {enter} }}
leave = {{ axis = "level", categories = ["green"], years = {leave} }}
evidence = "own"
"""
VALUE = 'rule = "value"\nbreaks = [10, 20, 30]\naggregate = "sum"'
THREE = """
[[axis.level.category]]
code = "green"
word = "grøn"
colour = "#1"
below = 1
[[axis.level.category]]
code = "yellow"
word = "gul"
colour = "#2"
from = 1
below = 2
[[axis.level.category]]
code = "red"
word = "rød"
colour = "#3"
from = 2
flag = true
"""
VALUES = {"g": "5", "y": "15", "r": "25", "?": "-", ".": None}
SHOWN = {"yes": "+", "no": "-", "unknown": "?", "n/a": "."}


@pytest.mark.parametrize(
    ("history", "enter", "leave", "states"),
    [
        ("gyryg", 1, 1, "--++-"),  # yellow neither enters nor leaves
        ("rgrgg", 1, 2, "++++-"),  # one green edition is not two
        ("rrgg", 2, 1, "-+--"),
        ("r?g", 1, 1, "+?-"),  # a missing edition could have let it out
        ("g?y", 1, 1, "-??"),  # yellow lets nobody in and nobody out: still unknown
        ("g?g", 1, 1, "-?-"),
        ("g?r", 1, 1, "-?+"),
        ("r.y", 1, 1, "+.+"),  # not there that year: the state stands
    ],
)
def test_entering_and_leaving_are_separate_rules(
    small: Callable[..., Scored],
    one_indicator: Callable[..., str],
    history: str,
    enter: int,
    leave: int,
    states: str,
) -> None:
    lines = []
    for place, letter in enumerate(history):
        lines.append(f"b {2020 + place} x 5")
        lines.append(f"b {2020 + place} y 1")
        if VALUES[letter] is not None:
            lines.append(f"a {2020 + place} x {VALUES[letter]}")
            # y only shows that the area is there that year
            lines.append(f"a {2020 + place} y 1")
    found = small(
        lines,
        indicators=one_indicator("x") + one_indicator("y"),
        reference='of = "areas"',
        axis=f'{VALUE}\nindicators = ["x"]',
        categories=THREE + WATCH.format(enter=enter, leave=leave),
    )
    assert "".join(SHOWN[state] for state in on_list(found)[:, 0]) == states


EXIT = """
[axis.quality]
rule = "value"
breaks = [50]
indicators = ["networks"]
aggregate = "sum"
evidence = "own"
{user}
[[axis.quality.category]]
code = "weak"
word = "svagt"
colour = "#1"
below = 1
[[axis.quality.category]]
code = "strong"
word = "stærkt"
colour = "#2"
from = 1
[list]
name = "Særlig liste"
enter = {{ axis = "level", categories = ["red"] }}
leave = {{ axis = "quality", categories = ["strong"] }}
evidence = "own"
"""


def test_an_area_can_leave_by_other_indicators_than_it_entered_by(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    """Gropiusstadt left Berlin's programme without improving on what had brought it in."""
    axis = 'rule = "value"\nbreaks = [10, 20]\nindicators = ["jobless"]\naggregate = "sum"'
    lines = []
    for year, networks in enumerate(("20", "40", "60", "60"), 2016):
        lines += [f"gropius {year} jobless 25", f"gropius {year} networks {networks}"]
        lines += [f"other {year} jobless 5", f"other {year} networks {networks}"]
    found = small(
        lines,
        indicators=one_indicator("jobless") + one_indicator("networks"),
        reference='of = "areas"',
        axis=axis,
        more="[missing]\nat_least = 1\nevidence = 'own'",
        categories=THREE + EXIT.format(user=""),
        top='final = "level"',
    )
    states = on_list(found)
    # as jobless as ever; back in the year after, since the way in is still open
    assert list(states[:, 0]) == ["yes", "yes", "no", "yes"]
    assert set(states[:, 1]) == {"no"}


def test_a_way_out_that_waits_for_thresholds_is_unknown(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    axis = 'rule = "value"\nbreaks = [10, 20]\nindicators = ["jobless"]\naggregate = "sum"'
    found = small(
        ["a 2024 jobless 25", "a 2024 networks 60", "a 2025 jobless 25", "a 2025 networks 60"],
        indicators=one_indicator("jobless") + one_indicator("networks"),
        reference='of = "areas"',
        axis=axis,
        more="[missing]\nat_least = 1\nevidence = 'own'",
        categories=THREE + EXIT.format(user="user_breaks = true").replace("breaks = [50]\n", ""),
        top='final = "level"',
    )
    assert list(on_list(found)[:, 0]) == ["yes", "unknown"]


def test_the_grid_of_berlin_counts_every_area_once(berlin: Scored) -> None:
    for year, areas in ((2013, 434), (2017, 436), (2019, 436)):
        table = grid(berlin, year)
        assert table.height == 12
        assert table["areas"].sum() == areas
        assert table.filter(attention=True)["cell"].to_list() == ["35", "41", "43", "45"]
        for row in table.iter_rows(named=True):
            assert len(row["area_ids"]) == row["areas"]


def test_cells_are_the_final_category_and_areas_left_out_say_why(berlin: Scored) -> None:
    table = local_categories(berlin).filter(final=True, year=2019)
    assert table["axis"].unique().to_list() == ["grid"]
    notes = dict(table.select("area_id", "note").iter_rows())
    assert notes["01011102"].startswith("Udeladt: 196 beboere, modellen kræver mindst 300.")
    assert notes["10010203"].startswith("Udeladt: ekstrem værdi, udeladt af udgiveren.")
    assert table.filter(category="")["on_list"].unique().to_list() == ["n/a"]
    assert set(table["on_list"]) == {"yes", "no", "n/a"}
