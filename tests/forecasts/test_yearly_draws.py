"""Single years out of the outlook's draws: draw by draw the same future as the lists'."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forecasts.local_shared import national_rates, shared_draws
from forecasts.national import draw_series, yearly_series
from forecasts.prior import read_prior
from forecasts.scales import INDICATORS, scale_of
from forecasts.simulate import Simulation
from forecasts.streams import stream
from forecasts.tables import Outlooks
from forecasts.windows import windows
from forecasts.yearly_draws import yearly_draws
from monitor.folder_input import from_folder
from monitor.local.panel import Panel

DEMO = Path(__file__).parents[2] / "fixtures" / "demo_kommune"
YEARS = range(2022, 2030)
DRAWS = 400


@pytest.fixture(scope="module")
def outlooks() -> Outlooks:
    inputs, _ = from_folder(DEMO)
    return Outlooks(inputs, inputs.known, draws=1000)


@pytest.fixture(scope="module")
def simulation(outlooks: Outlooks) -> Simulation:
    found = outlooks.simulation()
    assert found is not None
    return found


def drawn(outlooks: Outlooks, simulation: Simulation) -> dict[str, dict[int, np.ndarray]]:
    names = {code: code for code in INDICATORS}
    areas = Panel(
        simulation.areas, (2025,), (), *(np.zeros((1, len(simulation.areas), 0)),) * 3, ()
    )
    return shared_draws(outlooks, areas, names, YEARS, DRAWS)


@pytest.mark.parametrize("code", INDICATORS)
def test_the_mean_of_the_years_behind_a_list_is_the_lists_own_draw(
    outlooks: Outlooks, simulation: Simulation, code: str
) -> None:
    """On the working scale, for every area and list whose years are all drawn."""
    years = drawn(outlooks, simulation)[code]
    part = simulation.parts[code]
    behind = windows(code, simulation.lists, simulation.laws, outlooks.prior)
    scale = scale_of(code, part.model.prior.reference)
    # a rate of convicted is drawn in multiples of the nation's own
    rates: dict[int, np.ndarray] = {}
    if code == "convicted_pct" and simulation.relative:
        national = national_rates(outlooks, simulation, YEARS)
        reference = part.model.prior.reference
        rates = {year: rate[:DRAWS] / reference for year, rate in national.items()}
    tried = 0
    for number in range(len(simulation.lists)):
        spans = range(int(behind.first[number]), int(behind.last[number]) + 1)
        if not all(year in years for year in spans):
            continue
        for place in range(len(simulation.areas)):
            block = simulation.block(place)[code][:DRAWS, number]
            values = [years[year][:, place] / rates.get(year, 1.0) for year in spans]
            found = np.mean([scale.forward(one) for one in values], axis=0)
            assert np.abs(found - block).max() < 5e-4
            tried += 1
    assert tried >= 2 * len(simulation.areas)


def test_a_year_that_is_a_list_by_itself_is_that_lists_draw(
    outlooks: Outlooks, simulation: Simulation
) -> None:
    """Basic schooling is looked at on one day: the figure of 2027 is that of the list of 2027."""
    code = "basic_education_pct"
    years = drawn(outlooks, simulation)[code]
    number = [day.year for day in simulation.lists].index(2027)
    for place in range(len(simulation.areas)):
        printed = simulation.printed(code, simulation.block(place)[code])[:DRAWS, number]
        assert np.allclose(years[2027][:, place], printed, atol=2e-3)


def test_years_beyond_the_outlook_are_left_out_and_strangers_have_no_draw(
    outlooks: Outlooks, simulation: Simulation
) -> None:
    at = {
        "residents": windows("residents", simulation.lists, simulation.laws, outlooks.prior),
    }
    found = yearly_draws(simulation, ["residents"], [2027, 2040], 50, at)
    assert list(found["residents"]) == [2027]
    stranger = Panel(
        (simulation.areas[0], "municipality"), (2025,), (), *(np.zeros((1, 2, 0)),) * 3, ()
    )
    shared = shared_draws(outlooks, stranger, {"beboere": "residents"}, [2027], 50)
    assert np.isnan(shared["beboere"][2027][:, 1]).all()
    assert not np.isnan(shared["beboere"][2027][:, 0]).any()


def test_the_nations_years_belong_to_its_lists() -> None:
    """Two-year means drawn first, then their years: the mean of logarithms is the drawn one."""
    prior = read_prior().national["national_convicted"]
    known = [(2020, 2020, 2.0), (2021, 2021, 2.1)]
    asked = [(2021, 2022), (2022, 2023)]
    lists = draw_series(prior, known, asked, 300, stream("test/lists"))
    years = yearly_series(prior, known, asked, lists, [2021, 2022, 2023], stream("test/years"))
    assert (years[:, 0] == 2.1).all()
    means = np.exp(np.log(years[:, 1:]).mean(axis=1))
    assert np.allclose(means, lists[:, 1], rtol=1e-3)
    assert np.allclose(np.exp(np.log(years[:, :2]).mean(axis=1)), lists[:, 0], rtol=1e-3)
