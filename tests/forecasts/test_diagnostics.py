"""What a planner can check: sizes of shocks, surprises, boundaries that moved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forecasts.boundaries import boundaries
from forecasts.diagnostics import typical
from forecasts.surprises import newest_surprises, surprises, widen_jumps
from forecasts.tables import Outlooks, forecast_tables
from forecasts.trajectory import condition
from monitor.folder_input import from_folder
from monitor.inputs import from_record
from tests.forecasts.worlds import FIRST, world

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2021, 6, 1)


def conditioned(made):
    return condition(made.observations, made.prior, FIRST, int(made.asked.last[-1]))


def test_shocks_and_noise_are_in_units_a_planner_reads():
    """By hand: a share of 40 per cent moves by 0.24 points for every hundredth of the logit."""
    made = world(1, areas=4, lists=4)
    level = np.log(40 / 60)
    seen = replace(made.observations, value=np.full_like(made.observations.value, level))
    found = typical(conditioned(replace(made, observations=seen)))
    prior = made.prior
    assert found.level == pytest.approx(40.0)
    assert found.common == pytest.approx(24.0 * prior.common)
    assert found.own[1] == pytest.approx(24.0 * prior.own)
    base = 2000 * prior.base_share
    points = 100 * np.sqrt(prior.count * 0.4 * 0.6 / base)
    assert found.noise[1] == pytest.approx(points, rel=1e-6)
    assert found.persons[1] == pytest.approx(points * base / 100, rel=1e-6)


def test_noise_of_income_is_not_counted_in_persons():
    found = typical(conditioned(world(1, code="income_pct_of_region", window=1)))
    assert found.persons == (None, None, None)
    residents = typical(conditioned(world(1, code="residents", window=1)))
    assert residents.persons == residents.noise


def test_innovations_are_standard_where_the_model_is_right():
    found = [typical(conditioned(world(seed, areas=40, lists=8))).innovations for seed in range(8)]
    mean, variance, lag, kurtosis = np.mean(found, axis=0)
    assert abs(mean) < 0.15
    assert variance == pytest.approx(1.0, abs=0.15)
    assert abs(lag) < 0.15
    assert kurtosis == pytest.approx(3.0, abs=0.5)


def test_heavy_tails_show_in_the_kurtosis():
    quiet, loud = (
        np.mean(
            [typical(conditioned(world(s, code="nonwestern_pct", window=1, areas=40, lists=8,
                                       tail=tail))).innovations.kurtosis for s in range(6)]
        )
        for tail in (None, 2.5)
    )  # fmt: skip
    assert loud > quiet + 1


def test_a_newest_figure_far_from_the_others_is_a_surprise_and_no_jump():
    made = world(2, code="residents", areas=6, lists=8, window=1)
    value = made.observations.value.copy()
    value[7] += 0.2  # the newest of the first area: a fifth more residents
    seen = replace(made.observations, value=value)
    model, jumps = widen_jumps(seen, made.prior, FIRST, int(made.asked.last[-1]))
    assert not jumps
    (told,) = newest_surprises(model)
    assert (told.key, told.area_id) == ("forecast.surprise", seen.areas[0])
    assert float(told.found) > 1.1 * float(told.expected)


def test_one_slip_marks_itself_and_neither_its_neighbours_nor_the_other_areas():
    made = world(2, code="residents", areas=10, lists=10, window=1)
    value = made.observations.value.copy()
    value[14] += np.log(10.0)
    seen = replace(made.observations, value=value)
    calm = replace(made.prior, own=0.25 * made.prior.own, count=0.25 * made.prior.count)
    for prior in (made.prior, calm):
        _, jumps = widen_jumps(seen, prior, FIRST, int(made.asked.last[-1]))
        assert [one.area_id for one in jumps] == [seen.areas[1]]
        right = np.exp(made.observations.value[14])
        assert float(jumps[0].expected) == pytest.approx(right, rel=0.15)


def test_a_figure_left_out_is_predicted_from_the_others_alone():
    made = world(6, areas=1, lists=5)
    model = conditioned(made)
    seen = made.observations
    number = 2
    shared = model.grid.paths @ model.shared()[0]
    rows = np.arange(5) != number
    covariance = np.linalg.inv(model.inverse[0])
    open_ = model.residual[0] - model.design[0] @ shared[seen.region[0]]
    gain = covariance[number, rows] @ np.linalg.inv(covariance[np.ix_(rows, rows)])
    residual = open_[number] - gain @ open_[rows]
    spread = covariance[number, number] - gain @ covariance[rows, number]
    found = surprises(model)[number]
    assert found.residual == pytest.approx(residual)
    assert found.standardised == pytest.approx(residual / np.sqrt(spread))


# --- boundaries ---------------------------------------------------------------------------------


def figure(indicator, period, value, known):
    return {
        "area_id": "stengaardsvej",
        "list_date": None,
        "indicator": indicator,
        "period": period,
        "value": str(value),
        "decimals": None,
        "standing": "known",
        "known_from": known,
        "source": "synthetic",
    }


def test_a_boundary_the_record_knows_is_named_beside_the_figure_it_explains():
    """Stengaardsvej lost 200 row houses in 2019 (record); the figures here are synthetic."""
    record = from_record()
    rows = []
    for year in range(2016, 2021):
        people, known = (1800 if year < 2020 else 1000), date(year + 1, 3, 1)
        rows.append(figure("residents", f"{year}-01-01", people, known))
        rows.append(figure("outside_labour_pct", str(year), "41.0", known))
        rows.append(figure("convicted_pct", str(year), "2.10", known))
    given = {name: record.figures.schema[name] for name in rows[0]}
    figures = pl.concat([record.figures, pl.DataFrame(rows, schema=given)], how="diagonal")
    areas = record.areas.filter(pl.col("area_id") == "stengaardsvej")
    made = forecast_tables(replace(record, figures=figures, areas=areas), TODAY, draws=50)
    told = made["forecast_remarks"].filter(pl.col("area_id") == "stengaardsvej")
    (boundary,) = told.filter(pl.col("kind") == "boundary")["text"]
    assert "Afgrænsningen af" in boundary
    odd = told.filter(pl.col("kind").is_in(["jump", "surprise"]) & (pl.col("period") == "2020"))
    assert odd["indicator"].to_list() == ["residents"]
    assert boundary in odd["text"][0]


def test_a_boundary_not_known_yet_is_not_told():
    names = {"stengaardsvej": "Stengårdsvej", "agervang": "Agervang"}
    assert boundaries(names, date(2019, 6, 1), None, "da") == ()
    (told,) = boundaries(names, TODAY, None, "da")
    assert (told.area_id, told.year) == ("stengaardsvej", 2019)


def test_figures_of_before_the_split_of_vollsmose_are_told_once_it_is_known():
    for day, kinds in ((date(2018, 11, 30), set()), (date(2018, 12, 2), {"boundary"})):
        made = forecast_tables(from_record(), day, draws=50)["forecast_remarks"]
        told = made.filter((pl.col("area_id") == "vollsmose") & (pl.col("kind") == "boundary"))
        assert set(told["kind"]) == kinds


def departments(*rows):
    return pl.DataFrame(
        rows, schema=["department", "name", "area_id", "first_year", "last_year"], orient="row"
    )


def test_a_department_that_comes_or_goes_moves_a_boundary_and_a_new_name_does_not():
    rows = departments(
        ("1", "Nord", "a", 2010, None),
        ("2", "Syd", "a", 2010, 2018),
        ("3", "Øst", "a", 2015, 2016),
        ("3", "Østre", "a", 2017, None),
    )
    found = boundaries({"a": "Prøveby"}, TODAY, rows, "da")
    said = (
        "Prøveby har fra {} andre afdelinger end før ({}); "
        "tal før og efter er ikke for det samme sted."
    )
    assert [one.year for one in found] == [2015, 2019]
    assert [one.text for one in found] == [said.format(2015, "Østre"), said.format(2019, "Syd")]
    assert boundaries({"a": "Prøveby"}, date(2018, 6, 1), rows, "da") == found[:1]
    assert "other departments" in boundaries({"a": "Prøveby"}, TODAY, rows, "en")[0].text


def test_the_folder_s_own_split_is_no_boundary_of_areas_that_began_with_it():
    inputs, _ = from_folder(ROOT / "fixtures" / "demo_kommune")
    made = Outlooks(inputs, inputs.known, draws=50).tables()
    assert "boundary" not in set(made["forecast_remarks"]["kind"])
