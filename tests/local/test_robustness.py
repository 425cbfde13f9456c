"""What moves a category: a person, a break, an indicator; agreement, noise, allocation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from monitor.errors import FigureError, NothingToSayError
from monitor.local.agreement import agreement
from monitor.local.allocation import local_allocation
from monitor.local.load import load_model
from monitor.local.noise import rank_intervals
from monitor.local.panel import Panel, panel
from monitor.local.robustness import robustness
from monitor.local.score import Scored, score
from monitor.local.tables import local_categories

EDGE = """
[[axis.level.category]]
code = "green"
word = "grøn"
colour = "#1"
below = 1
[[axis.level.category]]
code = "red"
word = "rød"
colour = "#2"
from = 1
flag = true
"""


def test_the_single_person_who_moves_the_category_is_found(small: Callable[..., Scored]) -> None:
    """25 of 100 against 20 is exactly 1.25, one fewer is green; 24 needs one more; 30 stands."""
    found = small(
        ["municipality 2024 x 20/100", "a 2024 x 25/100", "b 2024 x 24/100", "c 2024 x 30/100"],
        axis='rule = "ratio"\nbreaks = [1.25]\naggregate = "sum"',
        categories=EDGE,
    )
    firm = robustness(found)
    columns = ["area_id", "kind", "change", "category", "category_after"]
    assert firm.moves.select(columns).rows() == [
        ("a", "break", "1.25 +10%", "red", "green"),
        ("a", "person", "-1", "red", "green"),
        ("b", "break", "1.25 -10%", "green", "red"),
        ("b", "person", "+1", "green", "red"),
    ]
    table = local_categories(found, firm)
    assert table["sensitive"].to_list() == ["yes", "yes", "no"]
    assert table["note"].to_list() == ["Kategorien er følsom.", "Kategorien er følsom.", ""]


def test_without_counts_no_person_can_be_tried(small: Callable[..., Scored]) -> None:
    found = small(["municipality 2024 x 20.0", "a 2024 x 25.0"], categories=EDGE)
    assert set(robustness(found).moves["kind"]) == {"break"}


def test_a_person_moves_a_low_is_bad_figure_the_other_way(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    found = small(
        ["municipality 2024 x 60/100", "a 2024 x 30/100"],
        indicators=one_indicator("x", "low_is_bad"),
        axis='rule = "ratio"\nbreaks = [2]\naggregate = "sum"',
        categories=EDGE,
    )
    moves = robustness(found).moves.filter(kind="person")
    assert moves.select("change", "category_after").rows() == [("+1", "green")]


def test_a_rate_per_thousand_is_moved_by_one_person(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    found = small(
        ["municipality 2024 x 20/1000", "a 2024 x 25/1000"],
        indicators=one_indicator("x", more="per = 1000"),
        axis='rule = "ratio"\nbreaks = [1.25]\naggregate = "sum"',
        categories=EDGE,
    )
    assert found.axes["level"].values.value[0, 0, 0] == 25
    moves = robustness(found).moves.filter(kind="person")
    assert moves.select("change", "category_after").rows() == [("-1", "green")]


def test_leaving_out_an_indicator_is_listed_and_does_not_make_it_sensitive(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    found = small(
        [
            *("municipality 2024 x 100/1000", "municipality 2024 y 100/1000"),
            *("a 2024 x 200/1000", "a 2024 y 100/1000"),
        ],
        indicators=one_indicator("x") + one_indicator("y"),
        axis='rule = "ratio"\nbreaks = [1.5]\naggregate = "sum"',
        categories=EDGE,
    )
    firm = robustness(found)
    assert firm.moves.select("kind", "indicator", "category_after").rows() == [
        ("indicator", "x", "green")
    ]
    assert not firm.sensitive.any()


def test_in_berlin_the_cutoffs_are_moved(berlin: Scored) -> None:
    firm = robustness(berlin)
    assert set(firm.moves["kind"]) == {"cutoff", "indicator"}
    near = firm.moves.filter(kind="cutoff", change="1.5 -10%")
    assert near.height
    at = {area: place for place, area in enumerate(berlin.panel.areas)}
    scores = berlin.axes["status"].totals.score
    for year, area in near.select("year", "area_id").iter_rows():
        assert 1.35 < scores[berlin.panel.years.index(year), at[area]] <= 1.5


def test_models_that_agree_and_models_that_do_not(small: Callable[..., Scored]) -> None:
    lines = ["municipality 2024 x 10/100", "a 2024 x 13/100", "b 2024 x 20/100", "c 2024 x 5/100"]
    first = small(lines, categories=EDGE)
    strict = small(
        lines, axis='rule = "ratio"\nbreaks = [1.75]\naggregate = "sum"', categories=EDGE
    )
    other = replace(strict, model=replace(strict.model, id="strict"))
    row = agreement([first, other]).row(0, named=True)
    assert (row["areas"], row["both"], row["only_a"], row["only_b"]) == (3, 1, 1, 0)
    assert row["neither"] == 1
    # ranks 2, 1, 3 against 2, 1, 2: Spearman of (2, 1, 3) and (2.5, 1, 2.5)
    assert row["rank_correlation"] == pytest.approx(0.866025, abs=1e-6)


def test_rank_intervals_hold_the_rank_and_know_no_order(synthetic_panel: Panel) -> None:
    found = score(load_model("aarhus_style"), synthetic_panel)
    table = rank_intervals(found, 2024, "level", draws=200, seed=3)
    assert table.height == 24
    assert (table["low"] <= table["high"]).all()
    inside = (table["low"] <= table["rank"]) & (table["rank"] <= table["high"])
    assert inside.sum() >= 22
    # an area's draws hang on its own id alone: without two others its counts are the same
    again = rank_intervals(found, 2024, "level", draws=200, seed=3)
    assert table.equals(again)
    other = rank_intervals(found, 2024, "level", draws=200, seed=4)
    assert not table.equals(other)
    with pytest.raises(FigureError) as fault:
        rank_intervals(found, 1999, "level")
    assert str(fault.value) == (
        "Året 1999 er ikke blandt tallene. De dækker: 2020, 2021, 2022, 2023, 2024."
    )


def test_a_large_area_moves_less_than_a_small_one(figures: Callable[..., pl.DataFrame]) -> None:
    """The same shares from ten times as many persons: narrower intervals of rank."""
    widths = []
    for times in (1, 100):
        lines = [f"municipality 2024 {code} 100/1000" for code in ("x",)]
        lines += [f"a{n} 2024 x {(20 + n) * times}/{100 * times}" for n in range(12)]
        from monitor.local.load import read_model

        text = (
            'id = "r"\nname = "r"\nabout = "r"\nsource = "r"\n[units]\nevidence = "own"\n'
            '[[indicator]]\ncode = "x"\nname = "x"\ndirection = "high_is_bad"\nevidence = "own"\n'
            '[reference]\nof = "municipality"\nevidence = "own"\n'
            '[axis.level]\nrule = "ratio"\naggregate = "sum"\nevidence = "own"\n'
        )
        model = read_model(text, "r.toml").model
        assert model is not None
        table = rank_intervals(score(model, panel(figures(lines))), 2024, "level", 300)
        widths.append((table["high"] - table["low"]).sum())
    assert widths[1] < widths[0] / 3


def test_an_amount_is_shared_to_the_last_unit_and_the_key_stands_four_years(
    figures: Callable[..., pl.DataFrame],
) -> None:
    """Shares of residents, crimes, disadvantaged: a (1/2 + 1/4 + 1/4) / 3 = 1/3."""
    lines = []
    for year, crimes in ((2022, (1, 3)), (2023, (4, 0)), (2026, (2, 2))):
        lines += [f"a {year} residents 100", f"b {year} residents 100"]
        lines += [f"a {year} crimes {crimes[0]}", f"b {year} crimes {crimes[1]}"]
        lines += [f"a {year} disadvantaged 10", f"b {year} disadvantaged 30"]
    found = score(load_model("belgian_key"), panel(figures(lines)))
    table = local_allocation(found, 1000)
    assert table.select("year", "key_year", "area_id", "amount").rows() == [
        (2022, 2022, "a", 333),
        (2022, 2022, "b", 667),
        (2023, 2022, "a", 333),
        (2023, 2022, "b", 667),
        (2026, 2026, "a", 417),
        (2026, 2026, "b", 583),
    ]
    with pytest.raises(NothingToSayError):
        local_allocation(found)
    late = score(load_model("belgian_key"), panel(figures([x for x in lines if " 2022 " not in x])))
    with pytest.raises(FigureError) as fault:
        local_allocation(late, 1000)
    assert str(fault.value) == (
        f"belgian_key.toml, linje {found.model.line('allocation', 'first_year')}: nøglen for 2023 "
        "er fra 2022, men tallene har ikke 2022. Lever det år, eller ret first_year."
    )


def test_other_shipped_models_run_on_synthetic_figures() -> None:
    """Every shipped model scores figures made for its indicators, and places its areas."""
    random = np.random.default_rng(8)
    for name in ("hamburg", "flanders", "rotterdam", "copenhagen"):
        model = load_model(name)
        span = {"residents": (400, 900)}
        rows = [
            {
                "area_id": area,
                "year": year,
                "indicator": code,
                "value": f"{random.uniform(*span.get(code, (5, 60))):.2f}",
            }
            for year in (2014, 2017, 2020)
            for area in ("municipality", *(f"syntetisk-{n:02d}" for n in range(20)))
            for code in ("residents", *(entry.code for entry in model.indicators))
        ]
        found = score(model, panel(pl.DataFrame(rows)))
        assert found.included[-1].sum() == 20
        table = local_categories(found, robustness(found)).filter(year=2020)
        if name == "copenhagen":
            # no built-in threshold: percentiles only
            assert set(found.axes) == {"standing"}
            assert table["percentile"].null_count() == 0
        else:
            assert table.filter(final=True, category="").is_empty()
        assert table.height
