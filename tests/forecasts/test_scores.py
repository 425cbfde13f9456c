"""Scores and baselines against hand-worked figures and their own definitions."""

import numpy as np
import pytest

from forecasts import scores
from forecasts.baselines import (
    Status,
    damped_smoothing,
    logistic_on_distances,
    random_walk_on_counts,
    rate_by_status,
    spread_of_changes,
)
from forecasts.national import draw_series
from forecasts.prior import read_prior


def test_crps_of_a_point_is_the_distance():
    assert scores.crps(np.array([3.0]), np.full((1, 50), 1.0)) == pytest.approx([2.0])


def test_brier_and_log_by_hand():
    came, said = np.array([1.0, 0.0]), np.array([0.8, 0.8])
    assert scores.brier(came, said) == pytest.approx([0.04, 0.64])
    assert scores.log_score(came, said) == pytest.approx([-np.log(0.8), -np.log(0.2)])
    assert np.isfinite(scores.log_score(np.array([1.0]), np.array([0.0]))).all()


def test_the_right_forecast_scores_best_in_the_mean():
    rng = np.random.default_rng(1)
    came = rng.standard_normal(4000)
    mean = {
        sd: scores.crps(came, sd * rng.standard_normal((4000, 100))).mean() for sd in (0.5, 1, 2)
    }
    assert min(mean, key=mean.get) == 1


def test_calibration_bands_hold_right_probabilities_and_not_wrong_ones():
    right, wrong = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        said = rng.random(600)
        came = (rng.random(600) < said).astype(float)
        for found, told in ((right, said), (wrong, np.clip(said + 0.2, 0, 1))):
            bins = scores.calibration(came, told, rng)
            found += [one.band_low <= one.came <= one.band_high for one in bins]
    assert 0.85 < np.mean(right) < 0.97  # the band holds nine of ten
    assert np.mean(wrong) < 0.2


def test_the_two_way_bootstrap_is_wider_than_rows_alone_when_years_hang_together():
    rng = np.random.default_rng(3)
    year = np.repeat([0, 1, 2, 3], 50)
    each = rng.standard_normal(4)[year] + 0.1 * rng.standard_normal(200)
    area = np.tile(np.arange(50), 4)
    low, high = scores.two_way_bootstrap((each,), area, year, scores.first_of, rng)
    rows = np.array([rng.choice(each, 200).mean() for _ in range(500)])
    assert high - low > 3 * (np.percentile(rows, 90) - np.percentile(rows, 10))


def test_average_precision_by_hand():
    assert scores.average_precision(np.array([1, 0, 1.0]), np.array([0.9, 0.8, 0.7])) == (
        pytest.approx((1 + 2 / 3) / 2)
    )
    assert np.isnan(scores.average_precision(np.zeros(3), np.ones(3)))


def test_the_spread_leaves_out_changes_into_the_tested_list():
    figures = {0: {"a": 0.0}, 1: {"a": 1.0}, 2: {"a": 101.0}}
    assert spread_of_changes(figures, 1, without=2) == 1.0
    assert spread_of_changes(figures, 1, without=None) > 50


def test_damped_smoothing_follows_a_trend_less_and_less_and_keeps_short_series():
    series = [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0]]
    one, two, three = (damped_smoothing(series, ahead) for ahead in (1, 2, 3))
    assert one[1] == two[1] == 6.0
    assert 4.0 < one[0] < 5.0
    assert two[0] - one[0] > three[0] - two[0] > 0


def status(seed, count=200):
    rng = np.random.default_rng(seed)
    distance = rng.standard_normal((count, 2))
    came = rng.random(count) < 1 / (1 + np.exp(-3 * distance[:, 0]))
    return Status(distance, rng.random(count) < 0.5, came)


def test_the_logistic_learns_the_distance_that_counts_and_bears_missing_ones():
    past, now = [status(1), status(2)], status(3)
    said = logistic_on_distances(past, now)
    assert scores.brier(now.came.astype(float), said).mean() < 0.15
    gaps = now.distance.copy()
    gaps[:, 1] = np.nan
    said = logistic_on_distances(past, Status(gaps, now.on, now.came))
    assert np.isfinite(said).all()


def test_rates_by_status_are_those_of_the_last_list():
    past = Status(
        np.zeros((4, 1)), np.array([True, True, False, False]), np.array([1, 0, 0, 0]) > 0
    )
    assert rate_by_status([status(1), past], past) == pytest.approx([0.5, 0.5, 1 / 6, 1 / 6])


def test_the_random_walk_on_counts_is_centred_on_the_last_count():
    drawn = random_walk_on_counts([20, 25, 22], 1, 20_000, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(22, abs=0.2)
    assert drawn.min() >= 0


def test_national_draws_keep_what_is_known_and_widen_with_the_years():
    prior = read_prior().national["national_convicted"]
    known = [(2020, 2020, 0.7), (2021, 2021, 0.8)]
    asked = [(2020, 2021), (2021, 2022), (2024, 2025)]
    drawn = draw_series(prior, known, asked, 4000, np.random.default_rng(1))
    assert (drawn[:, 0] == 0.75).all()
    assert 0 < drawn[:, 1].std() < drawn[:, 2].std()
    assert (drawn > 0).all()
    nothing = draw_series(prior, [], asked, 4000, np.random.default_rng(1))
    assert np.isfinite(nothing).all()


def test_the_place_of_a_figure_among_its_draws_by_hand():
    draws = np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 1.0, 5.0, 5.0]])
    assert scores.below(np.array([2.5, 1.0]), draws).tolist() == [0.5, 0.25]


def test_places_are_even_where_the_draws_are_right_and_heaped_where_they_are_too_wide():
    rng = np.random.default_rng(4)
    came = rng.standard_normal(4000)
    right = scores.below(came, rng.standard_normal((4000, 200)))
    wide = scores.below(came, 3.0 * rng.standard_normal((4000, 200)))
    assert np.histogram(right, bins=5, range=(0, 1))[0] / 4000 == pytest.approx(0.2, abs=0.03)
    assert np.histogram(wide, bins=5, range=(0, 1))[0][2] > 0.35 * 4000
