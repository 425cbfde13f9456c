"""Partial pooling where it is used: a planner's own figures move the prior, and it is said."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from forecasts.pooling import (
    FIT_NOTHING_BELOW,
    MOST_AREAS,
    area_years,
    own_figures,
    pool,
    pooled_prior,
)
from forecasts.prior import read_prior
from forecasts.scales import INDICATORS
from forecasts.tables import Outlooks
from monitor.cli import forvarsel
from monitor.folder_input import from_folder
from monitor.inputs import from_record
from tests.forecasts.worlds import world

ROOT = Path(__file__).parent.parent.parent
DEMO = ROOT / "fixtures" / "demo_kommune"
NEVER_FITTED = ("common", "region", "mean", "own_persistence", "count_persistence", "common_drift")


@pytest.fixture(scope="module")
def demo():
    """The invented municipality: ten areas, more than a hundred area-years of each indicator."""
    inputs, _ = from_folder(DEMO)
    return inputs


@pytest.fixture(scope="module")
def outlooks(demo):
    return Outlooks(demo, demo.known, draws=100)


def test_a_panel_of_more_than_fifty_area_years_is_pooled_and_used_in_the_draws(outlooks):
    simulation = outlooks.simulation()
    for code in INDICATORS:
        one = outlooks.pooled[code]
        assert one.area_years >= FIT_NOTHING_BELOW
        assert one.fitted
        used = simulation.parts[code].model.prior
        assert used == one.used
        assert used.own != one.frozen.own
        for scale in NEVER_FITTED:
            assert getattr(used, scale) == getattr(one.frozen, scale)


def test_the_file_says_what_was_pooled_and_when(outlooks, demo):
    assert outlooks.prior.provenance["pooled"] == list(INDICATORS)
    assert outlooks.prior.provenance["pooled_as_of"] == demo.known
    assert "pooled" not in outlooks.frozen.provenance


def test_diagnostics_remarks_and_manifest_say_it(outlooks, demo, tmp_path):
    tables = outlooks.tables()
    rows = tables["forecast_diagnostics"]
    assert rows["pooled"].all()
    for row in rows.iter_rows(named=True):
        one = outlooks.pooled[row["indicator"]]
        assert row["own_area_years"] == one.area_years
        assert row["own_shock_factor"] == pytest.approx(one.used.own / one.frozen.own, abs=1e-5)
    (text,) = tables["forecast_remarks"].filter(pl.col("kind") == "pooled")["text"]
    assert "afstemt med mappens egne tal" in text
    run = CliRunner().invoke(forvarsel, ["forecast", str(DEMO), "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    (file,) = tmp_path.rglob("manifest.json")
    settings = json.loads(file.read_text(encoding="utf-8"))["settings"]
    assert settings["prior_pooled"] == rows["indicator"].to_list()
    assert settings["prior_as_of"] == "2018-05-09"


def test_below_fifty_area_years_the_frozen_prior_stands(demo):
    few = demo.area_ids[:3]
    small = replace(demo, areas=demo.areas.filter(pl.col("area_id").is_in(few)),
                    figures=demo.figures.filter(
                        ~pl.col("area_id").is_in(demo.area_ids) | pl.col("area_id").is_in(few)
                    ))  # fmt: skip
    found = Outlooks(small, small.known, draws=50)
    assert all(one.area_years < FIT_NOTHING_BELOW for one in found.pooled.values())
    assert found.prior is found.frozen
    assert not found.tables()["forecast_diagnostics"]["pooled"].any()


def test_the_record_is_not_learned_from_twice():
    record = from_record()
    found = Outlooks(record, date(2017, 12, 1), draws=50)
    assert len(found.with_figures) > 20
    assert found.prior is found.frozen
    assert {one.area_years for one in found.pooled.values()} == {0}


def test_lists_printed_after_the_prior_was_learned_are_new_figures():
    old, new = date(2017, 12, 1), date(2022, 12, 1)
    rows = pl.DataFrame(
        {
            "area_id": ["a", "a", "a", "dk"],
            "list_date": [old, new, None, old],
            "known_from": [old, new, date(2016, 2, 1), old],
        }
    )
    kept = own_figures(rows, date(2018, 5, 9), ["a"])
    assert kept.rows() == rows[1:].rows()


def test_a_slip_of_the_pen_teaches_no_scale():
    made = world(4, areas=12, lists=8, code="residents", window=1)
    seen = made.observations
    value = seen.value.copy()
    value[20] += np.log(10.0)
    torn = replace(seen, value=value)
    prior = made.prior
    assert pool(torn, prior).own == pytest.approx(pool(seen, prior).own, rel=0.15)


def test_figures_known_later_move_nothing(demo):
    day = date(2024, 6, 30)
    late = demo.figures.with_columns(
        value=pl.when(pl.col("known_from") > day).then(pl.lit("7")).otherwise("value")
    )
    areas = demo.area_ids
    one, _ = pooled_prior(demo.figures, demo.regions, day, read_prior(), areas)
    other, _ = pooled_prior(late, demo.regions, day, read_prior(), areas)
    assert one.indicators == other.indicators
    assert one.provenance["pooled"]


def test_area_years_count_each_year_of_an_area_once():
    seen = world(1, areas=3, lists=4).observations
    doubled = replace(
        seen,
        **{
            name: np.concatenate([getattr(seen, name)] * 2)
            for name in ("area", "first", "last", "definition", "value", "noise")
        },
    )
    assert area_years(seen) == area_years(doubled) == 12


@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_the_more_area_years_the_nearer_to_their_own_scale(factor):
    """Worlds whose areas move less or more than the frozen prior says; truth is ``factor``."""
    frozen = read_prior().indicators["nonwestern_pct"]
    true = frozen.with_scales({"own": frozen.own * factor})
    off = []
    for areas in (8, 30, 90):
        seen = world(3, areas=areas, lists=8, window=1, code="nonwestern_pct", true=true)
        used = pool(seen.observations, frozen)
        off.append(abs(np.log(used.own / true.own)))
    assert off[0] < abs(np.log(factor))
    assert off[2] < off[0]


def test_some_of_the_areas_keep_their_own_figures():
    seen = world(2, areas=6, lists=4, regions=3).observations
    some = seen.of(np.array([1, 4]))
    assert some.areas == (seen.areas[1], seen.areas[4])
    for number, area in enumerate((1, 4)):
        assert some.value[some.area == number].tolist() == seen.value[seen.area == area].tolist()
        assert some.residents[number] == seen.residents[area]
        assert some.region[number] == seen.region[area]


def test_more_areas_than_are_fitted_on_still_give_the_scale():
    frozen = read_prior().indicators["nonwestern_pct"]
    true = frozen.with_scales({"own": 1.5 * frozen.own})
    made = world(3, areas=MOST_AREAS + 50, lists=5, window=1, code="nonwestern_pct", true=true)
    used = pool(made.observations, frozen)
    assert used.own == pytest.approx(true.own, rel=0.1)
