"""The model of one indicator: against statsmodels, against brute force, and its own draws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.statespace.mlemodel import MLEModel

from forecasts.observations import Windows
from forecasts.prior import read_prior
from forecasts.scales import INDICATORS, scale_of
from forecasts.shared import draw_shared
from forecasts.trajectory import condition, own_kernels, own_variances
from tests.forecasts.worlds import FIRST, world

LISTS = 8


def one_area(code: str, seed: int = 3):
    """One area's two-year means over eight lists; convictions keep their damped drift apart."""
    made = world(seed, code=code, areas=1, lists=LISTS, window=2)
    return made, replace(made.prior, common_drift=0.0)


class StateSpace(MLEModel):
    """The same model written as a recursion: m, C, R, a, W, u and last year's z."""

    def __init__(self, values, prior, slow, noise, open_):
        super().__init__(values, k_states=7, k_posdef=4)
        self.ssm["design"] = np.array([[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]])
        move = np.eye(7)
        move[4, 4], move[5, 5] = prior.own_persistence, prior.count_persistence
        move[6] = [1, 1, 1, 1, 1, 1, 0]
        self.ssm["transition"] = move
        selection = np.zeros((7, 4))
        selection[[1, 2, 4, 5], [0, 1, 2, 3]] = 1.0
        self.ssm["selection"] = selection
        fresh = noise * (1.0 - prior.count_persistence**2)
        self.ssm["state_cov"] = np.diag([prior.common**2, prior.region**2, slow, fresh])
        self.ssm["obs_cov"] = np.array([[open_]])
        start = np.zeros(7)
        start[0] = prior.mean
        spread = np.zeros(7)
        spread[[0, 3]] = prior.mean_sd**2, prior.level**2
        spread[4] = slow / (1.0 - prior.own_persistence**2)
        spread[5] = noise
        self.ssm.initialize_known(start, np.diag(spread))

    @property
    def start_params(self):
        return np.array([])

    @property
    def param_names(self):
        return []

    def update(self, params, **_):
        return super().update(params)


@pytest.mark.parametrize("code", INDICATORS)
def test_one_area_agrees_with_statsmodels_in_likelihood_and_forecast(code):
    made, prior = one_area(code)
    seen = made.observations
    slow, noise = own_variances(seen, prior)
    last = int(seen.last[-1])
    asked = Windows(
        np.array([last, last + 1, last + 2]),
        np.array([last + 1, last + 2, last + 3]),
        np.zeros(3, dtype=np.int64),
    )
    model = condition(seen, prior, FIRST + 0, last + 3)
    mean, covariance = model.moments(asked, 0)

    values = np.concatenate([np.full(int(seen.last[0]) - FIRST, np.nan), seen.value])
    open_ = seen.noise[0] ** 2 + 1e-10
    other = StateSpace(values, prior, slow[0], noise[0], open_)
    filtered = other.smooth([])
    ahead = filtered.get_forecast(3)

    # statsmodels counts missing years as burnt: the likelihood is that of the figures alone
    assert filtered.llf == pytest.approx(model.log_likelihood, abs=1e-6)
    assert ahead.predicted_mean == pytest.approx(mean, abs=1e-6)
    assert ahead.var_pred_mean == pytest.approx(np.diag(covariance) + open_, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    code=st.sampled_from(INDICATORS),
    areas=st.integers(1, 5),
    lists=st.integers(1, 4),
    window=st.sampled_from([1, 2, 4]),
    seed=st.integers(0, 10_000),
)
def test_the_summed_information_equals_one_large_gaussian(code, areas, lists, window, seed):
    made = world(seed, code=code, areas=areas, lists=lists, window=window, regions=min(areas, 3))
    seen, prior = made.observations, made.prior
    end = int(made.asked.last[-1])
    model = condition(seen, prior, FIRST, end)
    rows = model.grid.design(seen)
    asked = model.grid.design(made.asked)
    years = model.grid.years
    slow, noise = own_variances(seen, prior)
    level, walk, count = own_kernels(prior, years)
    paths, spread = model.grid.paths, np.diag(model.grid.prior_variance)

    def shared(left, right, a, b):
        return left @ paths[seen.region[a]] @ spread @ paths[seen.region[b]].T @ right.T

    def own(left, right, a):
        return left @ (level + slow[a] * walk + noise[a] * count) @ right.T

    size = len(seen.value)
    full = np.zeros((size, size))
    cross = np.zeros((1, size))
    for i in range(size):
        cross[0, i] = shared(asked, rows[[i]], 0, seen.area[i])[0, 0]
        if seen.area[i] == 0:
            cross[0, i] += own(asked, rows[[i]], 0)[0, 0]
        for j in range(size):
            full[i, j] = shared(rows[[i]], rows[[j]], seen.area[i], seen.area[j])[0, 0]
            if seen.area[i] == seen.area[j]:
                full[i, j] += own(rows[[i]], rows[[j]], seen.area[i])[0, 0]
    full += np.diag(seen.noise**2 + 1e-10)
    open_ = seen.value - prior.mean
    mean = prior.mean + cross @ np.linalg.solve(full, open_)
    own_part = shared(asked, asked, 0, 0) + own(asked, asked, 0)
    left = own_part - cross @ np.linalg.solve(full, cross.T)
    density = -0.5 * (
        open_ @ np.linalg.solve(full, open_)
        + np.linalg.slogdet(full)[1]
        + size * np.log(2.0 * np.pi)
    )

    found_mean, found_spread = model.moments(made.asked, 0)
    assert found_mean == pytest.approx(mean, abs=1e-6)
    assert found_spread == pytest.approx(left, rel=1e-5, abs=1e-9)
    assert model.log_likelihood == pytest.approx(density, abs=1e-5)


@pytest.mark.parametrize("code", INDICATORS)
def test_draws_have_the_analytic_mean_and_covariance(code):
    made = world(5, code=code, areas=6, lists=5, regions=2)
    prior = replace(made.prior, tail=1e6)  # shocks as good as normal: the moments are known
    last = int(made.asked.last[-1])
    asked = Windows(
        made.asked.first[0] + np.arange(3), made.asked.last[0] + np.arange(3), np.zeros(3, int)
    )
    model = condition(made.observations, prior, FIRST, last + 2)
    shared = draw_shared(model, 40_000, np.random.default_rng(1))
    rows, gain, spread = model.gains(asked)
    for area in range(2):
        path = shared.paths[:, made.observations.region[area]]
        left = model.residual[area] - path @ model.design[area].T
        noise = np.random.default_rng(2).standard_normal((40_000, 3))
        drawn = path @ rows.T + left @ gain[area].T + noise @ np.linalg.cholesky(spread[area]).T
        mean, covariance = model.moments(asked, area)
        sd = np.sqrt(np.diag(covariance))
        assert drawn.mean(axis=0) == pytest.approx(mean, abs=float(0.03 * sd.max()))
        assert np.cov(drawn.T) / np.outer(sd, sd) == pytest.approx(
            covariance / np.outer(sd, sd), abs=0.04
        )


def test_unseen_shocks_have_the_spread_and_the_tail_of_the_prior():
    made = world(1, areas=1, lists=1)
    model = condition(made.observations, made.prior, FIRST, FIRST + 6)
    paths = draw_shared(model, 40_000, np.random.default_rng(4)).paths[:, 0]
    step = paths[:, 5] - paths[:, 4]
    spread = np.hypot(made.prior.common, made.prior.region)
    assert step.std() == pytest.approx(spread, rel=0.1)
    assert np.mean(np.abs(step) > 3 * spread) > 0.004  # a normal shock: 0.0027


def test_an_exactly_known_year_leaves_nothing_open():
    made = world(2, areas=3, lists=4, window=1)
    seen = replace(made.observations, noise=np.zeros_like(made.observations.noise))
    model = condition(seen, made.prior, FIRST, int(seen.last.max()) + 1)
    last = seen.last[seen.area == 1][-1]
    again = Windows(np.array([last]), np.array([last]), np.zeros(1, dtype=np.int64))
    mean, covariance = model.moments(again, 1)
    assert mean[0] == pytest.approx(seen.value[seen.area == 1][-1], abs=1e-6)
    assert covariance[0, 0] < 1e-9


def test_one_of_two_years_known_halves_what_is_open():
    made = world(2, areas=1, lists=5, window=1, code="convicted_pct")
    last = int(made.observations.last[-1])
    asked = Windows(np.array([last, last + 1]), np.array([last + 1, last + 2]), np.zeros(2, int))
    model = condition(made.observations, made.prior, FIRST, last + 2)
    _, covariance = model.moments(asked, 0)
    assert covariance[0, 0] < 0.5 * covariance[1, 1]


def test_a_redefinition_is_widened_until_the_area_has_figures_of_both_kinds():
    prior = read_prior().indicators["basic_education_pct"]
    made = world(7, code="basic_education_pct", areas=4, lists=4, window=1)
    seen = made.observations
    model = condition(seen, prior, FIRST, int(made.asked.last[0]))
    new = replace(made.asked, definition=np.ones(1, dtype=np.int64))
    old_mean, old_spread = model.moments(made.asked, 0)
    new_mean, new_spread = model.moments(new, 0)
    change = prior.redefinitions[0]
    assert new_mean[0] - old_mean[0] == pytest.approx(change.shift, abs=1e-6)
    expected = old_spread[0, 0] + change.shift_sd**2 + change.own_sd**2
    assert new_spread[0, 0] == pytest.approx(expected, rel=1e-6)


def test_the_redefinition_is_told_from_the_data_when_both_kinds_are_there():
    made = world(7, code="basic_education_pct", areas=4, lists=4, window=1)
    seen = made.observations
    rows = seen.last == seen.last.max()
    both = replace(
        seen,
        area=np.r_[seen.area, seen.area[rows]],
        first=np.r_[seen.first, seen.first[rows]],
        last=np.r_[seen.last, seen.last[rows]],
        definition=np.r_[seen.definition, np.ones(rows.sum(), dtype=np.int64)],
        value=np.r_[seen.value, seen.value[rows] + 0.5],
        noise=np.r_[seen.noise, seen.noise[rows]],
    )
    model = condition(both, made.prior, FIRST, int(made.asked.last[0]))
    new = replace(made.asked, definition=np.ones(1, dtype=np.int64))
    gap = model.moments(new, 2)[0][0] - model.moments(made.asked, 2)[0][0]
    assert gap == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize("code", INDICATORS)
def test_working_scales_go_back_and_their_slopes_are_right(code):
    scale = scale_of(code, read_prior().indicators[code].reference)
    value = np.array([0.4, 3.0, 41.0, 63.5])
    assert scale.back(scale.forward(value)) == pytest.approx(value)
    step = 1e-6
    rise = (scale.forward(value + step) - scale.forward(value - step)) / (2 * step)
    assert scale.slope(value) == pytest.approx(rise, rel=1e-4)
