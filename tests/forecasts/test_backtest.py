"""The backtest on the record: what must be reached, what stays in, and the same bytes each time."""

import os
import subprocess
import sys
from datetime import date

import numpy as np
import polars as pl
import pytest

from forecasts.backtest.histories import history, history_rows
from forecasts.backtest.membership import membership_rows
from forecasts.backtest.origins import origins, prior_without
from forecasts.backtest.others import other_rows, outlooks
from forecasts.backtest.rows import COLUMNS, as_frame
from forecasts.backtest.summary import sentences
from forecasts.backtest.table import DRAWS, measured
from forecasts.backtest.values import value_rows
from forecasts.histories import later
from forecasts.support import lists_supported
from monitor.public_record import record_published
from monitor.words import LANGUAGES

SHARES = ("outside_labour_pct", "convicted_pct", "basic_education_pct", "income_pct_of_region",
          "nonwestern_pct")  # fmt: skip


def score(target, model, name, ahead=1, what="parallel", year=None):
    rows = measured().filter(
        (pl.col("target") == target)
        & (pl.col("model") == model)
        & (pl.col("score") == name)
        & (pl.col("ahead") == ahead)
        & (pl.col("indicator_or_category") == what)
        & (pl.col("year").is_null() if year is None else pl.col("year") == year)
    )
    return rows["value"].item()


@pytest.mark.parametrize(
    ("code", "most"), list(zip(SHARES, (0.92, 0.18, 0.74, 1.36, 0.82), strict=True))
)
def test_values_one_list_ahead_reach_the_scores_asked_for(code, most):
    assert score("value", "model", "crps", what=code) <= most


def test_intervals_cover_over_the_years_and_each_year_stands_in_the_table():
    eighty = [score("value", "model", "coverage_80", what=code) for code in SHARES]
    ninety_five = [score("value", "model", "coverage_95", what=code) for code in SHARES]
    assert 0.76 <= np.mean(eighty) <= 0.90
    assert np.mean(ninety_five) >= 0.92
    for code in SHARES:
        for year in (2015, 2016, 2017):
            assert 0 <= score("value", "model", "coverage_80", what=code, year=year) <= 1


def test_the_years_of_national_shocks_are_not_hidden():
    assert score("value", "model", "coverage_80", what="income_pct_of_region", year=2016) < 0.5
    assert score("value", "model", "coverage_80", what="outside_labour_pct", year=2015) < 0.6


def test_membership_from_values_reaches_the_scores_asked_for():
    assert score("membership_values", "model", "brier") <= 0.097
    assert score("membership_values", "model", "log") <= 0.31
    assert score("membership_values", "model", "brier", ahead=2) <= 0.14


@pytest.mark.parametrize("ahead", [1, 2])
@pytest.mark.parametrize("other", ["stays", "last_rate", "logistic", "persistence", "average"])
def test_the_model_is_never_worse_than_a_baseline_on_the_same_rows(ahead, other):
    ours = score("membership_values", "model", "brier", ahead=ahead)
    assert ours <= score("membership_values", other, "brier", ahead=ahead)


def test_memberships_alone_reach_what_the_study_found():
    assert score("leaving", "hazard", "brier") <= 0.168
    assert score("membership_history", "hazard", "brier") <= 0.095


def test_memberships_two_lists_ahead_are_measured_and_only_so_said_in_numbers():
    ours = score("membership_history", "hazard", "brier", ahead=2)
    assert ours < score("membership_history", "stays", "brier", ahead=2)
    assert ours < score("membership_history", "pooled_rate", "brier", ahead=2)
    assert lists_supported("memberships") == 2
    far = measured().filter((pl.col("target") == "membership_history") & (pl.col("ahead") > 2))
    assert far.is_empty()


def test_areas_come_or_not_so_many_lists_later_as_the_record_says():
    """Vollsmose: on every list of 2014-2024. Agervang: off the list of 2017."""
    rows = history(date(2018, 12, 1))
    for ahead in (1, 2, 3):
        came = dict(zip(zip(rows.area_id, rows.list_date, strict=True), later(rows, ahead),
                        strict=True))  # fmt: skip
        for year in range(2014, 2019):
            expected = 1 if year + ahead <= 2018 else -1
            assert came["vollsmose", date(year, 12, 1)] == expected
    published = record_published()
    for day in (date(2015, 12, 1), date(2016, 12, 1)):
        came = dict(zip(zip(rows.area_id, rows.list_date, strict=True), later(rows, 2),
                        strict=True))  # fmt: skip
        after = day.replace(year=day.year + 2)
        for area in set(rows.area_id[rows.list_date == day]):
            assert came[area, day] == (published.status(after, area, "parallel") == "yes")


def test_figures_fall_evenly_over_their_own_draws_but_for_the_shocks():
    fifths = [f"pit_{n / 5:.1f}_{(n + 1) / 5:.1f}" for n in range(5)]
    for code in SHARES:
        assert sum(score("value", "model", one, what=code) for one in fifths) == pytest.approx(
            1.0, abs=1e-3
        )
    # the national fall of 2015 came from below the draws, and the table shows it
    assert score("value", "model", "pit_0.0_0.2", what="outside_labour_pct") > 0.2


def test_the_results_without_gain_stay_in():
    assert score("value", "model", "skill_crps", what="nonwestern_pct") < 0
    assert score("list_size", "random_walk", "crps") < score("list_size", "hazard", "crps")


@pytest.mark.parametrize("ahead", [1, 2])
def test_nothing_is_learned_from_the_tested_list_and_the_origin_lies_before_it(ahead):
    found = origins(ahead)
    assert [one.tested.year for one in found] == list(range(2014 + ahead, 2018))
    for one in found:
        assert one.origin < one.lists[0] <= one.tested == one.lists[-1]
        assert prior_without(one.tested).provenance["without"] == one.tested


def test_the_outlook_of_others_stands_beside_ours_and_what_came():
    (theirs,) = outlooks()
    assert theirs["source"].startswith("https://")
    rows = {(r.model, r.target, r.score): r.value for r in other_rows(1000)}
    assert rows["bl_2020", "entrants", "said_pessimistic"] == 4
    assert rows["list", "entrants", "came"] == 1
    assert rows["list", "new_transformation", "came"] == 0
    assert 2 < rows["hazard", "entrants", "expected"] < 6
    # four lists in a row, as the law stood then, against five, as it came
    four = rows["hazard", "new_transformation", "expected_law_2018"]
    assert four > rows["hazard", "new_transformation", "expected_law_2021"]


def test_the_measured_file_is_what_the_backtest_gives():
    histories = [*history_rows(DRAWS, 1), *history_rows(DRAWS, 2)]
    again = as_frame([*histories, *other_rows(DRAWS), *membership_rows(2, DRAWS)])
    targets = pl.col("target").is_in(again["target"].unique().to_list())
    values = (pl.col("target") == "membership_values") | (pl.col("target") == "list_size_values")
    shipped = measured().filter(targets & (~values | (pl.col("ahead") == 2)))
    assert again.equals(shipped)


@pytest.mark.campaign
def test_campaign_the_command_writes_the_measured_file_whatever_the_hash_seed(tmp_path):
    for seed in ("0", "1"):
        place = tmp_path / seed
        code = "from monitor.cli import main; main()"
        ran = subprocess.run(
            [sys.executable, "-c", code, "backtest", "--out", str(place)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr.decode("utf-8")
        written = (place / "backtest" / "backtest.csv").read_text(encoding="utf-8")
        assert written == measured().write_csv()


def test_values_two_lists_ahead_come_out_the_same_in_another_run():
    rows = as_frame(value_rows(2, 200))
    assert rows.schema == COLUMNS
    assert rows.equals(as_frame(value_rows(2, 200)))
    assert rows.filter(pl.col("value").is_nan()).is_empty()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_scores_are_sentences(language):
    told = list(sentences(measured(), language))
    assert len(told) == 16
    assert any("0,086" in line or "0.086" in line for line in told)
