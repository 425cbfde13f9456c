"""The outlook: probabilities that nest, known figures that decide, nothing from later, no crash."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.horizon import horizon
from forecasts.support import lists_supported, measured, word
from forecasts.tables import Outlooks, forecast_tables
from forecasts.through_law import decisive, gain, settled
from monitor.errors import DateOutsideLawError
from monitor.folder_input import from_folder
from monitor.inputs import from_record
from monitor.law.load import law_on, load_scenario, shipped_scenarios
from reports.numbers import word_code
from reports.source import schema

ROOT = Path(__file__).parent.parent.parent
RECORD = from_record()
BEFORE_2016 = date(2016, 11, 23)
LIST_2016, LIST_2017 = date(2016, 12, 1), date(2017, 12, 1)
DRAWS = 400
NUMBERS = ("probability", "stays", "logistic", "enters", "leaves", "reached")
TABLES = {
    "outlook",
    "criterion_outlook",
    "list_size",
    "trajectory",
    "deciding_figures",
    "whatif",
    "forecast_remarks",
    "forecast_diagnostics",
}


def tables(inputs=RECORD, as_of=BEFORE_2016, draws=DRAWS, **more):
    return forecast_tables(inputs, as_of, draws=draws, **more)


@pytest.fixture(scope="module")
def found():
    """The record as known a week before the list of 2016."""
    return tables(draws=4000)


@pytest.fixture(scope="module")
def demo():
    """The invented municipality, its figures of 2025 and 2026 partly known."""
    inputs, _ = from_folder(ROOT / "fixtures" / "demo_kommune")
    return inputs, tables(inputs, inputs.known)


def came(day, category="parallel"):
    rows = RECORD.memberships.filter(
        (pl.col("list_date") == day) & (pl.col("category") == category)
    )
    return set(rows["area_id"])


def brier(outlook, day, column="probability"):
    rows = outlook.filter(
        (pl.col("list_date") == day) & pl.col("probability").is_not_null()
    ).drop_nulls(column)
    on = came(day)
    return float(
        np.mean([(p - (a in on)) ** 2 for a, p in rows.select("area_id", column).iter_rows()])
    )


def sound(made):
    """No NaN anywhere, probabilities within 0 and 1, a class and a standing on every row."""
    assert set(made) == TABLES
    for name, frame in made.items():
        for column, kind in frame.schema.items():
            if kind == pl.Float64:
                assert not frame[column].is_nan().any(), (name, column)
    outlook = made["outlook"]
    for column in NUMBERS:
        assert outlook[column].drop_nulls().is_between(0, 1).all(), column
    assert made["criterion_outlook"]["probability"].is_between(0, 1).all()
    assert outlook["class"].is_in(["very_low", "low", "medium", "high", "very_high"]).all()
    assert outlook["standing"].is_in(["known", "projected", "thin"]).all()


# --- the record a week before the list of 2016 -------------------------------------------------


def test_the_record_before_the_list_of_2016_says_more_than_everyone_stays(found):
    sound(found)
    for day in (LIST_2016, LIST_2017):
        assert brier(found["outlook"], day) < 0.75 * brier(found["outlook"], day, "stays")
    coming = found["outlook"].filter(pl.col("list_date") == LIST_2016)
    assert coming["probability"].null_count() == 0
    assert abs(coming["probability"].sum() - len(came(LIST_2016))) < 6


def test_beyond_two_lists_only_words(found):
    outlook = found["outlook"]
    assert outlook.filter(pl.col("lists_ahead") > lists_supported("values"))[
        "probability"
    ].null_count() == len(outlook.filter(pl.col("lists_ahead") > lists_supported("values")))


def test_memberships_alone_are_said_in_numbers_as_far_as_was_measured():
    outlook = tables(as_of=date(2024, 12, 1), draws=100)["outlook"]
    alone = outlook.filter(pl.col("model") == "memberships")
    far = alone.filter(pl.col("lists_ahead") > lists_supported("memberships"))
    assert far.height > 0
    assert far["probability"].null_count() == far.height
    near = alone.filter(pl.col("lists_ahead") <= lists_supported("memberships"))
    assert near["probability"].null_count() == 0


def test_what_is_supported_is_what_the_backtest_measured():
    rows = measured().filter(pl.col("year").is_null() & (pl.col("score") == "brier"))
    for model, target, name in (
        ("values", "membership_values", "model"),
        ("memberships", "membership_history", "hazard"),
    ):
        for ahead in range(1, lists_supported(model) + 1):
            of = rows.filter((pl.col("target") == target) & (pl.col("ahead") == ahead))
            value = dict(of.select("model", "value").iter_rows())
            assert value[name] < value["stays"]


@given(st.floats(0, 1))
def test_words_are_those_of_the_pages(share):
    assert word(share) == word_code(100.0 * share)


def test_the_lists_of_2025_and_2026_of_real_areas():
    made = tables(as_of=date(2026, 11, 23))
    sound(made)
    alone = made["outlook"].filter(pl.col("model") == "memberships")
    assert {date(2025, 12, 1), date(2026, 12, 1)} <= set(alone["list_date"])
    first = alone.filter(
        (pl.col("list_date") == date(2025, 12, 1)) & (pl.col("category") == "parallel")
    )
    assert first["probability"].null_count() == 0
    assert 5 < first["probability"].sum() < 12
    size = made["list_size"].filter(
        (pl.col("list_date") == date(2025, 12, 1)) & (pl.col("category") == "parallel")
    )
    assert size["q10"][0] <= 8 <= size["q90"][0]
    assert made["outlook"]["assumed_unchanged"].all()


def test_what_the_recomputation_of_may_2018_printed_is_known_after_it():
    """Bispehaven: 72.8 per cent under the new definition of schooling, 51.3 under the old."""
    made = tables(as_of=date(2018, 11, 30))["trajectory"].filter(
        (pl.col("area_id") == "bispehaven")
        & (pl.col("indicator") == "basic_education_pct")
        & (pl.col("list_date") == date(2018, 12, 1))
    )
    assert made["q10"][0] < 72.8 < made["q90"][0]
    assert made["q90"][0] - made["q10"][0] < 5


# --- nesting, lists in a row, what is known -----------------------------------------------------


def test_the_lists_nest_and_prevention_is_apart(demo):
    _, made = demo
    sound(made)
    wide = made["outlook"].pivot("category", index=("area_id", "list_date"), values="probability")
    numbers = wide.drop_nulls()
    assert numbers.height > 10
    assert (numbers["transformation"] <= numbers["parallel"]).all()
    assert (numbers["parallel"] <= numbers["exposed"]).all()
    assert (numbers["exposed"] + numbers["prevention"] <= 1 + 1e-9).all()


def test_entering_leaving_and_reached_agree_with_the_probability(demo):
    _, made = demo
    rows = made["outlook"].drop_nulls(["probability", "enters", "leaves"])
    first = rows.filter(pl.col("lists_ahead") == 1).drop_nulls("stays")
    assert first.height > 10
    balance = first["stays"] + first["enters"] - first["leaves"] - first["probability"]
    assert balance.abs().max() < 2e-4
    assert (rows["reached"] >= rows["probability"] - 1e-9).all()


def test_what_known_figures_decide_is_0_or_1_and_stands_as_known(demo):
    inputs, made = demo
    known = made["outlook"].filter(pl.col("standing") == "known")
    assert known.height > 3
    assert known["probability"].is_in([0.0, 1.0]).all()
    settled_rows = made["criterion_outlook"].filter(pl.col("standing") == "known")
    assert settled_rows.height > 20
    assert settled_rows["probability"].is_in([0.0, 1.0]).all()
    outlooks = Outlooks(inputs, inputs.known, draws=DRAWS)
    simulation = outlooks.simulation()
    sure = {
        (simulation.areas[area], simulation.lists[number], category)
        for area in range(len(simulation.areas))
        for number, category in settled(simulation, area)
    }
    assert set(known.select("area_id", "list_date", "category").iter_rows()) <= sure


def test_published_lists_start_the_streak_and_unknown_ones_are_drawn(demo):
    inputs, made = demo
    rows = made["outlook"].filter(
        (pl.col("category") == "transformation") & (pl.col("list_date") == date(2026, 12, 1))
    )
    published = inputs.published(inputs.known)
    for area, chance in rows.select("area_id", "probability").iter_rows():
        row = [published.status(date(year, 12, 1), area, "parallel") for year in range(2022, 2026)]
        if "no" in row:
            assert chance == 0.0
    gap = replace(
        inputs, lists=inputs.lists.filter(pl.col("list_date") != date(2025, 12, 1)),
        memberships=inputs.memberships.filter(pl.col("list_date") != date(2025, 12, 1)),
    )  # fmt: skip
    again = tables(gap, inputs.known)["outlook"]
    assert date(2025, 12, 1) in set(again["list_date"])
    assert set(again.filter(pl.col("list_date") == date(2025, 12, 1))["lists_ahead"]) <= {0, 1}


# --- what decides -------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=5, max_size=60))
def test_a_figure_known_can_save_no_more_than_there_is_to_save(rows):
    on, first, second = (np.array(column, dtype=bool) for column in zip(*rows, strict=True))
    met = {("exposed", "income"): first, ("exposed", "convicted"): second}
    spread = float(on.mean() * (1 - on.mean()))
    for code in ("income", "convicted"):
        assert -1e-12 <= gain(on, met, code) <= spread + 1e-12
    assert gain(first, met, "income") == pytest.approx(float(first.mean() * (1 - first.mean())))


def test_the_criterion_that_alone_is_open_decides():
    law = law_on(date(2026, 12, 1))
    coin = np.arange(1000) % 2 == 0
    sure = np.ones(1000, dtype=bool)
    met = dict.fromkeys(law.tests(), sure)
    met |= {("exposed", "convicted"): ~sure, ("exposed", "basic_education"): ~sure}
    met |= {("exposed", "income"): coin}
    assert decisive(law, "exposed", coin, met) == "income"
    assert decisive(law, "exposed", sure, met) == ""


def test_the_missing_figure_is_the_one_year_that_is_missing(demo):
    _, made = demo
    first = made["deciding_figures"].sort("expected_gain", descending=True).row(0, named=True)
    coming = made["deciding_figures"].filter(pl.col("list_date") == date(2026, 12, 1))
    assert "2025" in set(coming.filter(pl.col("criterion") == "convicted")["period"])
    assert 0 < first["expected_gain"] <= 0.25
    assert made["deciding_figures"]["usual_source"].str.len_chars().min() > 0


# --- the same bytes, nothing from later ---------------------------------------------------------


def shuffled(inputs, seed):
    def mixed(frame):
        return frame.sample(fraction=1.0, shuffle=True, seed=seed)

    return replace(
        inputs,
        figures=mixed(inputs.figures),
        memberships=mixed(inputs.memberships),
        lists=mixed(inputs.lists),
        areas=mixed(inputs.areas),
    )


def test_areas_in_any_order_and_any_number_of_workers_give_the_same_bytes():
    once = {name: frame.write_csv() for name, frame in tables().items()}
    again = tables(shuffled(RECORD, 3), workers=1)
    assert {name: frame.write_csv() for name, frame in again.items()} == once


def test_a_poisoned_future_changes_nothing():
    once = tables()
    later = pl.col("known_from") > BEFORE_2016
    poisoned = replace(
        RECORD,
        figures=RECORD.figures.with_columns(
            value=pl.when(later).then(pl.lit("77")).otherwise("value")
        ),
        memberships=RECORD.memberships.filter(pl.col("list_date") <= BEFORE_2016),
    )
    for name, frame in tables(poisoned).items():
        assert frame.equals(once[name]), name


# --- scenarios ----------------------------------------------------------------------------------


def test_a_scenario_changes_only_what_it_names(demo):
    inputs, made = demo
    under = tables(inputs, inputs.known, scenario=load_scenario("four_in_a_row"))
    assert under["trajectory"].equals(made["trajectory"])
    columns = ["area_id", "list_date", "category", "probability", "class"]
    for category in ("exposed", "parallel", "prevention"):
        same = pl.col("category") == category
        assert (
            under["outlook"].filter(same).select(columns)
            .equals(made["outlook"].filter(same).select(columns))
        )  # fmt: skip
    hard = pl.col("category") == "transformation"
    more, before = (t["outlook"].filter(hard)["probability"] for t in (under, made))
    assert (more.drop_nulls() >= before.drop_nulls()).all()
    assert set(under["outlook"]["scenario"]) == {"four_in_a_row"}


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_scenario_gives_an_outlook_or_a_remark(name):
    made = tables(as_of=date(2024, 12, 1), scenario=load_scenario(name), draws=100)
    sound(made)
    told = set(made["outlook"]["area_id"]) | set(made["forecast_remarks"]["area_id"])
    assert set(RECORD.area_ids) <= told


# --- bad input ----------------------------------------------------------------------------------


def only(area, inputs=RECORD):
    return replace(inputs, areas=inputs.areas.filter(pl.col("area_id") == area))


def without_lists(inputs):
    return replace(inputs, memberships=inputs.memberships.clear(), lists=inputs.lists.clear())


def test_no_history_at_all_is_a_sentence():
    bare = without_lists(replace(only("agervang"), figures=RECORD.figures.clear()))
    made = tables(bare)
    sound(made)
    assert made["outlook"].is_empty()
    told = made["forecast_remarks"].filter(pl.col("area_id") == "agervang")
    assert told["kind"].to_list() == ["no_history"]
    assert "ingen nyere tal og ingen listehistorik" in told["text"][0]


def test_a_single_figure_is_a_wide_outlook_in_words():
    one = RECORD.figures.filter(
        (pl.col("area_id") == "agervang")
        & (pl.col("list_date") == date(2015, 12, 1))
        & (pl.col("indicator") == "outside_labour_pct")
    )
    assert one.height == 1
    made = tables(without_lists(replace(only("agervang"), figures=one)))
    sound(made)
    assert made["outlook"].height > 0
    assert made["outlook"]["probability"].null_count() == made["outlook"].height
    assert "thin" in set(made["outlook"]["standing"])
    fan = made["trajectory"].filter(pl.col("indicator") == "convicted_pct")
    assert (fan["q975"] > 3 * fan["q025"]).all()


def test_a_tenfold_figure_is_told_and_moves_no_other_area():
    slip = (
        (pl.col("area_id") == "agervang")
        & (pl.col("list_date") == date(2015, 12, 1))
        & (pl.col("indicator") == "residents")
    )
    figures = RECORD.figures.with_columns(
        value=pl.when(slip).then(pl.col("value") + "0").otherwise("value")
    )
    made = tables(replace(RECORD, figures=figures))
    sound(made)
    told = made["forecast_remarks"].filter(pl.col("kind") == "jump")
    assert "agervang" in set(told["area_id"])


def test_before_the_first_list_is_a_sentence():
    with pytest.raises(DateOutsideLawError):
        tables(as_of=date(2009, 1, 1))


@pytest.mark.parametrize(
    "day", [date(2010, 10, 26), date(2013, 9, 30), date(2018, 12, 2), date(2031, 6, 1)]
)
def test_any_day_gives_sound_tables(day):
    sound(tables(as_of=day, draws=100))


def test_an_area_without_region_or_no_area_at_all():
    sound(tables(replace(only("agervang"), regions={}), draws=100))
    sound(tables(replace(RECORD, areas=RECORD.areas.clear()), draws=100))


# --- the tables the report reads ----------------------------------------------------------------


def test_every_column_the_report_reads_is_there(found):
    for name in TABLES & set(schema()):
        assert set(schema()[name]) <= set(found[name].columns), name


def test_the_horizon_holds_unread_lists_and_four_to_come():
    lists = horizon(RECORD.published(date(2026, 11, 23)), date(2026, 11, 23), law_on)
    assert lists.last == date(2024, 12, 1)
    assert [day.year for day in lists.open] == [2025, 2026, 2027, 2028, 2029]
    assert [lists.ahead(day) for day in lists.open] == [0, 1, 2, 3, 4]
    assert [lists.unread(day) for day in lists.open] == [1, 2, 3, 4, 5]
