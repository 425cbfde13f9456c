"""Leaving and coming back from memberships alone: the record's histories, and worlds of our own."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from forecasts.backtest.histories import history, standing
from forecasts.hazard import draw_lists, fit_leaving, newcomers, return_rate
from forecasts.histories import at_risk, yearly_lists
from monitor.record.load import lists, memberships, values

LAST = date(2024, 12, 1)


def test_the_record_has_552_area_years_at_risk_with_47_leavers_and_18_returns():
    rows = history(LAST)
    year = np.array([day.year for day in rows.list_date])
    tested = (year >= 2014) & (year <= 2023)
    assert tested.sum() == 552
    assert (tested & rows.on).sum() == 209
    assert (tested & rows.on & (rows.next_on == 0)).sum() == 47
    assert (tested & ~rows.on & (rows.next_on == 1)).sum() == 18


def test_one_list_a_year_and_the_interim_lists_are_not_years_of_their_own():
    chain = yearly_lists(lists(), LAST)
    assert [day.year for day in chain] == list(range(2010, 2025))
    assert date(2011, 1, 1) not in chain
    assert date(2014, 2, 1) not in chain


def test_a_poisoned_future_changes_no_history_before_it():
    poisoned = memberships().with_columns(
        area_id=pl.when(pl.col("list_date") > date(2019, 12, 1))
        .then(pl.lit("vollsmose"))
        .otherwise(pl.col("area_id"))
    )
    residents = values().filter(pl.col("indicator") == "residents")
    spoilt = residents.with_columns(
        value=pl.when(pl.col("known_from") > date(2019, 12, 1))
        .then(pl.lit("9"))
        .otherwise(pl.col("value"))
    )
    for day in (date(2016, 12, 1), date(2019, 12, 1)):
        clean = at_risk(memberships(), lists(), residents, day)
        other = at_risk(poisoned, lists(), spoilt, day)
        assert np.array_equal(clean.on, other.on)
        assert np.array_equal(clean.residents, other.residents, equal_nan=True)
        assert fit_leaving(clean).coefficients.tolist() == fit_leaving(other).coefficients.tolist()


def synthetic_history(seed, years=40, areas=60):
    """Memberships from the model itself: known coefficients, year effects, nobody comes back."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(7.5, 0.5, areas))
    start = date(1980, 12, 1)
    days = [start.replace(year=1980 + n) for n in range(years)]
    on, streak = np.ones(areas, dtype=bool), np.ones(areas, dtype=int)
    listed = []
    for day in days:
        listed += [(day, f"synthetic-{n:03d}", "parallel") for n in np.flatnonzero(on)]
        logit = -0.8 - 0.6 * np.log(np.maximum(streak, 1)) - 0.9 * np.log(size / 2000)
        leave = expit(logit + 0.7 * rng.standard_normal())
        uniform = rng.random(areas)
        on = np.where(on, uniform >= leave, uniform < 0.3)
        streak = np.where(on, streak + 1, 0)
    member = pl.DataFrame(listed, schema=["list_date", "area_id", "category"], orient="row")
    dates = pl.DataFrame(
        [(day, "parallel", True) for day in days], schema=["list_date", "category", "whole"],
        orient="row",
    )  # fmt: skip
    people = pl.DataFrame(
        [(f"synthetic-{n:03d}", start - timedelta(1), f"{s:.0f}") for n, s in enumerate(size)],
        schema=["area_id", "known_from", "value"],
        orient="row",
    )
    return at_risk(member, dates, people, days[-1])


def test_the_coefficients_of_a_known_world_come_back():
    found = fit_leaving(synthetic_history(3))
    error = np.sqrt(np.diag(found.covariance))
    assert np.abs(found.coefficients - [-0.8, -0.6, -0.9]) == pytest.approx(
        0, abs=3.5 * error.max()
    )
    assert found.coefficients[1] < 0
    assert found.coefficients[2] < 0
    assert 0.4 < found.year_sd < 1.1


def test_probabilities_are_the_mean_of_the_draws():
    known = history(date(2020, 12, 1))
    now = standing(known, date(2020, 12, 1))
    listed = now.where(now.on)
    drawn = draw_lists(known, listed, 1, 20_000, np.random.default_rng(1))
    said = 1.0 - fit_leaving(known).probability(listed)
    assert drawn.on[:, :, 0].mean(axis=0) == pytest.approx(said, abs=0.02)


def test_the_rate_of_coming_back_is_kept_when_years_differ():
    known = history(date(2020, 12, 1))
    now = standing(known, date(2020, 12, 1))
    away = now.where(~now.on)
    drawn = draw_lists(known, away, 1, 20_000, np.random.default_rng(1))
    assert drawn.on.mean() == pytest.approx(return_rate(known), rel=0.15)
    assert drawn.new.mean() == pytest.approx(newcomers(known), rel=0.15)


def test_the_lists_of_2025_and_2026_from_the_record():
    known = history(LAST)
    now = standing(known, LAST)
    coming = draw_lists(known, now, 2, 20_000, np.random.default_rng(2))
    low, middle, high = np.percentile(coming.sizes()[:, 0], [10, 50, 90])
    assert (low, middle, high) == pytest.approx((6.5, 8.5, 11), abs=1.5)
    stay = coming.on[:, now.on].mean(axis=0)
    assert (stay[:, 1] < stay[:, 0]).all()
    names = now.area_id[now.on].tolist()
    assert stay[names.index("gellerupparken-toveshoej"), 0] > stay[names.index("askeroed"), 0]


def test_no_history_or_a_single_list_is_no_fault():
    first = history(date(2010, 10, 26))
    found = fit_leaving(first)
    assert found.area_years == 0
    assert ((found.probability(first) > 0.05) & (found.probability(first) < 0.6)).all()
    nothing = history(date(2009, 1, 1))
    assert len(nothing.on) == 0
    assert return_rate(nothing) == pytest.approx(0.05)
