"""What-if: the same draws, the same law; more help never hurts, the past cannot be changed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from forecasts.changes import Change, levers
from forecasts.households import persons_per_dwelling
from forecasts.support import lists_supported
from forecasts.tables import Outlooks
from forecasts.through_law import through_law
from forecasts.whatif import changed, errors, open_share
from forecasts.whatif_asked import LEVERS
from monitor.cli import forvarsel
from monitor.errors import NothingToSayError
from monitor.folder_input import from_folder
from monitor.law.load import law_on

ROOT = Path(__file__).parent.parent.parent
COMING, AFTER = date(2026, 12, 1), date(2027, 12, 1)


@pytest.fixture(scope="module")
def outlooks():
    inputs, _ = from_folder(ROOT / "fixtures" / "demo_kommune")
    return Outlooks(inputs, inputs.known, draws=2000)


@pytest.fixture(scope="module")
def grid(outlooks):
    return outlooks.tables()["whatif"]


def answer(outlooks, area, *changes):
    table, locked = outlooks.whatif(area, list(changes))
    return table, locked


def test_nothing_changed_changes_nothing(grid):
    none = grid.filter(pl.col("amount") == 0)
    assert none.height > 0
    assert (none["probability_before"] == none["probability_after"]).all()
    assert (none["change_error"] == 0.0).all()


@pytest.mark.parametrize("lever", ["into_work", "approved_education", "fewer_convicted"])
def test_more_help_never_makes_a_list_likelier(grid, lever):
    rows = grid.filter((pl.col("lever") == lever) & (pl.col("category") == "exposed"))
    assert rows.height > 0
    for _, steps in rows.sort("amount").group_by("area_id", "list_date", maintain_order=True):
        assert (steps["probability_after"].diff().drop_nulls() <= 1e-9).all()


def test_more_residents_never_make_an_area_too_small(grid):
    for lever, sign in (("moves_in", 1), ("moves_out", -1)):
        rows = grid.filter((pl.col("lever") == lever) & (pl.col("category") == "exposed"))
        assert rows.height > 0
        for _, steps in rows.sort("amount").group_by("area_id", "list_date", maintain_order=True):
            assert (sign * steps["probability_after"].diff().drop_nulls() >= -1e-9).all()


def test_the_grid_and_the_command_give_the_same_answer(outlooks, grid):
    asked, _ = answer(outlooks, "skitsebakken", Change(levers()["approved_education"], 10))
    rows = grid.filter(
        (pl.col("area_id") == "skitsebakken")
        & (pl.col("lever") == "approved_education")
        & (pl.col("amount") == 10)
    )
    both = asked.join(rows, on=["list_date", "category"], suffix="_grid")
    assert both.height > 0
    assert (both["probability_after"] == both["probability_after_grid"]).all()


def test_only_years_that_are_not_over_can_be_changed():
    law = law_on(COMING)
    day = date(2026, 9, 30)
    assert open_share(law.criteria["outside_labour"], COMING, day) == 0.0
    assert Fraction(open_share(law.criteria["outside_labour"], AFTER, day)) == Fraction(1, 2)
    assert open_share(law.criteria["basic_education"], COMING, day) == 0.0
    assert open_share(law.criteria["basic_education"], AFTER, day) == 1.0


def test_a_list_whose_years_are_over_is_told_and_unmoved(outlooks):
    table, locked = answer(outlooks, "proevelunden", Change(levers()["into_work"], 50))
    assert locked == (COMING,)
    rows = table.filter(pl.col("list_date") == COMING)
    assert (rows["probability_before"] == rows["probability_after"]).all()


def test_one_person_of_the_denominator_moves_the_figure_by_one_over_it(outlooks):
    """By hand: N persons of the denominator less is 100 N / base points less, in an open year."""
    simulation = outlooks.simulation()
    area, limits = simulation.areas.index("skitsebakken"), simulation.limits()
    number = simulation.lists.index(AFTER)
    block = simulation.block(area)
    before = through_law(simulation, area, block, limits, outlooks.lists)
    change = Change(levers()["approved_education"], 30)
    after = changed(simulation, area, block, limits, outlooks.lists, before, [change])
    code = "basic_education_pct"
    base = simulation.parts[code].model.observations.base[area]
    limit = float(law_on(AFTER).criteria["basic_education"].limits["exposed"].value)
    printed = simulation.printed(code, block[code])[:, number]
    by_hand = printed - 100.0 * 30 / base > limit
    found = after.met[number]["exposed", "basic_education"]
    close = np.abs(printed - 100.0 * 30 / base - limit) < 1e-3
    assert (found == by_hand)[~close].all()
    assert found.sum() < before.met[number]["exposed", "basic_education"].sum()


def test_who_leaves_without_another_coming_also_empties_the_area(outlooks):
    lever = levers()["approved_education"]
    stay, _ = answer(outlooks, "moenstergaarden", Change(lever, 100))
    leave, _ = answer(outlooks, "moenstergaarden", Change(lever, 100, replaced=False))
    both = stay.join(leave, on=["list_date", "category"], suffix="_left").filter(
        (pl.col("category") == "exposed") & (pl.col("list_date") == AFTER)
    )
    assert both["probability_after_left"][0] < both["probability_after"][0]


def test_only_lists_said_in_numbers_are_asked_about(outlooks, grid):
    ahead = {day: outlooks.lists.ahead(day) for day in grid["list_date"].unique()}
    assert set(ahead.values()) <= set(range(1, lists_supported("values") + 1))


def test_errors_are_those_of_so_many_draws():
    before, after = np.ones(400, dtype=bool), np.arange(400) % 2 == 0
    assert errors(before, after) == pytest.approx((0.5 / 20, 0.5 / 20))


def test_an_area_without_recent_figures_is_a_sentence(outlooks):
    with pytest.raises(NothingToSayError) as told:
        answer(outlooks, "modelbyen", Change(levers()["into_work"], 1))
    assert "modelbyen" in told.value.sentence("da")


def test_an_area_with_too_few_figures_gets_no_numbers():
    inputs, _ = from_folder(ROOT / "fixtures" / "demo_kommune")
    figures = inputs.figures.filter(
        (pl.col("area_id") != "skitsebakken") | (pl.col("indicator") == "outside_labour_count")
        | (pl.col("indicator") == "outside_labour_base")
    )  # fmt: skip
    thin = Outlooks(replace(inputs, figures=figures), inputs.known, draws=200)
    assert "skitsebakken" in thin.simulation().areas or "skitsebakken" in thin.with_memberships
    with pytest.raises(NothingToSayError):
        answer(thin, "skitsebakken", Change(levers()["into_work"], 5))


# --- dwellings ----------------------------------------------------------------------------------


def test_persons_per_dwelling_are_residents_over_all_kinds_of_dwellings(outlooks):
    """By hand: Moenstergaarden's residents and dwellings of 1 January 2026, in the demo folder."""
    figures = outlooks.inputs.figures.filter(
        (pl.col("area_id") == "moenstergaarden") & (pl.col("period") == "2026-01-01")
    )
    known = dict(figures.select("indicator", pl.col("value").cast(pl.Float64)).iter_rows())
    dwellings = sum(value for code, value in known.items() if code.startswith("dwellings_"))
    expected = known["residents"] / dwellings
    assert outlooks.households()["moenstergaarden"] == pytest.approx(expected)
    assert 1 < expected < 4


def test_a_kind_of_dwelling_missing_on_the_newest_day_falls_back_to_a_whole_one():
    def row(code, period, value):
        return {"area_id": "a", "list_date": None, "indicator": code, "period": period,
                "value": value, "standing": "known", "known_from": date(2026, 2, 1)}  # fmt: skip

    rows = [
        row("residents", "2025-01-01", "1000"), row("residents", "2026-01-01", "990"),
        row("dwellings_family", "2025-01-01", "400"), row("dwellings_youth", "2025-01-01", "100"),
        row("dwellings_family", "2026-01-01", "400"),
    ]  # fmt: skip
    frame = pl.DataFrame(rows)
    assert persons_per_dwelling(frame, ["a"], date(2026, 6, 1)) == {"a": 2.0}
    assert persons_per_dwelling(frame, ["a"], date(2026, 1, 1)) == {}
    assert persons_per_dwelling(frame, ["b"], date(2026, 6, 1)) == {}


def test_dwellings_gone_take_as_many_residents_as_they_hold(outlooks):
    """Fifty dwellings gone is the same as so many residents who move out, draw by draw."""
    simulation = outlooks.simulation()
    area, limits = simulation.areas.index("moenstergaarden"), simulation.limits()
    number, block = simulation.lists.index(AFTER), simulation.block(area)
    before = through_law(simulation, area, block, limits, outlooks.lists)
    household = outlooks.households()["moenstergaarden"]
    gone = Change(levers()["dwellings_fewer"], 50, household=household)
    assert gone.persons == pytest.approx(-50 * household)
    after = changed(simulation, area, block, limits, outlooks.lists, before, [gone])
    printed = simulation.printed("residents", block["residents"])[:, number]
    by_hand = printed - 50 * household >= 1000
    close = np.abs(printed - 50 * household - 1000) < 0.05
    found = after.met[number]["exposed", "population"]
    assert (found == by_hand)[~close].all()
    assert found.sum() < before.met[number]["exposed", "population"].sum()


def test_more_dwellings_never_make_an_area_too_small(grid):
    for lever, sign in (("dwellings_more", 1), ("dwellings_fewer", -1)):
        rows = grid.filter((pl.col("lever") == lever) & (pl.col("category") == "exposed"))
        assert rows.height > 0
        for _, steps in rows.sort("amount").group_by("area_id", "list_date", maintain_order=True):
            assert (sign * steps["probability_after"].diff().drop_nulls() >= -1e-9).all()


def test_the_grid_holds_every_lever(grid):
    assert set(grid["lever"]) == set(levers())


def test_without_dwellings_the_lever_is_a_sentence_and_not_in_the_grid():
    inputs, _ = from_folder(ROOT / "fixtures" / "demo_kommune")
    bare = replace(
        inputs, figures=inputs.figures.filter(~pl.col("indicator").str.starts_with("dwellings_"))
    )
    without = Outlooks(bare, inputs.known, draws=100)
    with pytest.raises(NothingToSayError) as told:
        answer(without, "moenstergaarden", Change(levers()["dwellings_fewer"], 10))
    assert "boliger kendes ikke" in told.value.sentence("da")
    assert not {"dwellings_fewer", "dwellings_more"} & set(without.tables()["whatif"]["lever"])


# --- as if it had been so -----------------------------------------------------------------------


def test_a_change_of_what_is_known_reaches_a_list_whose_years_are_over(outlooks):
    table, _ = answer(outlooks, "moenstergaarden", Change(levers()["moves_in"], 200))
    past, locked = answer(outlooks, "moenstergaarden", Change(levers()["moves_in"], 200, past=True))
    assert locked == ()
    first = pl.col("list_date") == COMING
    moved = past.filter(first)
    assert (moved["probability_before"] == table.filter(first)["probability_before"]).all()
    assert (moved["probability_after"] != moved["probability_before"]).any()


def test_the_command_takes_every_lever():
    run = CliRunner().invoke
    folder = str(ROOT / "fixtures" / "demo_kommune")
    asked = [part for name in LEVERS for part in ("--" + name.replace("_", "-"), "1")]
    done = run(forvarsel, ["whatif", "Mønstergården", "--input", folder, "--past-too", *asked])
    assert done.exit_code == 0, done.output
    assert "En bolig er regnet som" in done.output
    assert "også dem, der var forbi" in done.output
