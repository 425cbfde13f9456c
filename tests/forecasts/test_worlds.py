"""Calibration on worlds with known truth: drawn from the model, and from others that it is not.

A sample runs always; `-m campaign` runs ten times as many worlds. Coverage of 80 per cent intervals
must lie in .72-.88 unless the world breaks an assumption that the test names.
"""

from dataclasses import replace

import numpy as np
import pytest

from forecasts import scores
from forecasts.pooling import pool
from forecasts.prior import read_prior
from forecasts.scales import INDICATORS, scale_of
from tests.forecasts.worlds import forecast, miscalibrated, world

LOW, HIGH = 0.72, 0.88
SAMPLE, CAMPAIGN = 60, 600


def coverage(worlds, prior_of=None, **kind):
    held = []
    for seed in range(worlds):
        made = world(seed, **kind)
        prior = made.prior if prior_of is None else prior_of(made)
        held.append(scores.inside(made.came, forecast(made, prior), 80.0))
    return float(np.concatenate(held).mean())


@pytest.mark.parametrize("code", INDICATORS)
def test_intervals_hold_in_worlds_of_the_model(code):
    assert LOW <= coverage(SAMPLE, code=code) <= HIGH


KINDS = {
    "three years of history": {"lists": 3},
    "one list": {"lists": 1},
    "one area": {"areas": 1},
    "two areas": {"areas": 2},
    "four areas": {"areas": 4},
    "three regions": {"regions": 3, "areas": 12},
    "heavy tails of the areas' own shocks": {"tail": 3.0},
    "strong reversion of the areas' own path": {"reversion": 0.6},
    "two lists ahead": {"ahead": 2},
}


@pytest.mark.parametrize("name", KINDS)
def test_intervals_hold_in_worlds_that_differ(name):
    worlds = 4 * SAMPLE if KINDS[name].get("areas", 8) < 4 else SAMPLE
    assert LOW <= coverage(worlds, **KINDS[name]) <= HIGH


def test_a_regime_shift_breaks_the_common_path_and_the_intervals_fail_that_year():
    # broken assumption: this year's common shock is like other years' (here five times as large)
    assert coverage(SAMPLE, shift=0.3) < 0.3


def test_a_definition_break_nobody_named_breaks_the_intervals():
    # broken assumption: a figure means what it meant before
    assert coverage(SAMPLE, code="basic_education_pct", window=1, own_break=0.25) < 0.4


def test_a_named_definition_break_keeps_them():
    prior = read_prior().indicators["basic_education_pct"]
    change = replace(prior.redefinitions[0], shift=0.0, shift_sd=0.05, own_sd=0.25)
    named = replace(prior, redefinitions=(change,))
    held = []
    for seed in range(SAMPLE):
        made = world(seed, code=prior.code, window=1, own_break=0.25)
        asked = replace(made.asked, definition=np.ones(1, dtype=np.int64))
        drawn = forecast(replace(made, asked=asked), named)
        held.append(scores.inside(made.came, drawn, 80.0))
    assert LOW <= np.concatenate(held).mean() <= HIGH


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_a_miscalibrated_model_fails_these_tests(factor):
    found = coverage(SAMPLE, prior_of=lambda made: miscalibrated(made.prior, factor))
    assert not LOW <= found <= HIGH


def small_municipality(worlds, prior_of=None):
    """Mean CRPS skill over five indicators, and coverage: 8 areas x 6 lists.

    Each world's true scales differ from the frozen ones by about a third, as an unseen
    municipality's do; the baseline is the last figure with the spread of its own earlier changes.
    """
    gains, held = [], []
    for code in INDICATORS[1:]:
        window = 2 if code in ("outside_labour_pct", "convicted_pct") else 1
        ours, theirs = [], []
        for seed in range(worlds):
            rng = np.random.default_rng(900 + seed)
            frozen = read_prior().indicators[code]
            names = ("level", "common", "region", "own", "count")
            factors = np.exp(0.35 * rng.standard_normal(len(names)))
            true = frozen.with_scales(
                {n: getattr(frozen, n) * f for n, f in zip(names, factors, strict=True)}
            )
            made = world(seed, code=code, window=window, true=true)
            prior = frozen if prior_of is None else prior_of(made, frozen)
            scale = scale_of(code, frozen.reference)
            drawn = forecast(made, prior)
            known = made.observations.value.reshape(8, 6)
            spread = np.sqrt(np.mean(np.diff(known, axis=1) ** 2))
            unchanged = known[:, -1:] + spread * rng.standard_normal((8, 400))
            came = scale.back(made.came)
            ours.append(scores.crps(came, scale.back(drawn)))
            theirs.append(scores.crps(came, scale.back(unchanged)))
            held.append(scores.inside(made.came, drawn, 80.0))
        gains.append(1.0 - np.mean(ours) / np.mean(theirs))
    return float(np.mean(gains)), float(np.concatenate(held).mean())


def test_a_small_municipality_gains_from_the_frozen_prior():
    skill, held = small_municipality(SAMPLE)
    assert skill >= 0.06
    assert 0.74 <= held <= 0.88


def test_pooling_mends_most_of_a_prior_that_is_too_narrow():
    def narrow(made):
        return miscalibrated(made.prior, 0.6)

    kind = {"areas": 30, "code": "nonwestern_pct", "window": 1}
    before = coverage(20, prior_of=narrow, **kind)
    after = coverage(20, prior_of=lambda made: pool(made.observations, narrow(made)), **kind)
    assert before < 0.65
    assert after > before + 0.5 * (0.8 - before)


def test_below_fifty_area_years_nothing_is_fitted():
    made = world(1, areas=8, lists=6)
    assert pool(made.observations, made.prior) is made.prior


def test_pooling_leaves_the_shocks_of_the_common_paths_alone():
    made = world(1, areas=30, lists=6)
    pooled = pool(made.observations, made.prior)
    assert (pooled.common, pooled.region) == (made.prior.common, made.prior.region)
    assert pooled.own != made.prior.own


@pytest.mark.campaign
@pytest.mark.parametrize("code", INDICATORS)
def test_campaign_intervals_hold_in_worlds_of_the_model(code):
    assert 0.77 <= coverage(CAMPAIGN, code=code) <= 0.83


@pytest.mark.campaign
def test_campaign_a_small_municipality_gains_from_the_frozen_prior():
    skill, held = small_municipality(CAMPAIGN)
    assert skill >= 0.06
    assert 0.74 <= held <= 0.88
