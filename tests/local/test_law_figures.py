"""Local indicators that are a figure of the law: its yearly figures, the outlook's own draws."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forecasts.local_outlook import local_outlook
from forecasts.local_shared import shared_draws
from forecasts.tables import Outlooks
from monitor.errors import FigureError
from monitor.folder_input import from_folder
from monitor.ingest.folder import Ingested
from monitor.inputs import Inputs
from monitor.local.choice import law_names
from monitor.local.load import load_model, read_model
from monitor.local.of_law import the_same, yearly_law_figures
from monitor.local.panel import panel
from monitor.local.score import score
from monitor.planner_tables import local_figures

FIXTURES = Path(__file__).parents[2] / "fixtures"
DEMO = FIXTURES / "demo_kommune"
OWN = FIXTURES / "local" / "demo_egen_liste_syntetisk.toml"
DAY = date(2026, 11, 23)
SCHOOLING = """
id = "schooling"
name = "Grundskole"
about = "Ét tal, lovens eget"
source = "opfundet"
[units]
evidence = "own"
[[indicator]]
code = "skole"
name = "Grundskole alene"
direction = "high_is_bad"
law = "basic_education_pct"
evidence = "own"
[reference]
of = "areas"
evidence = "own"
[axis.level]
rule = "value"
breaks = [{limit}]
edge = "above"
aggregate = "sum"
evidence = "own"
[[axis.level.category]]
code = "under"
word = "under"
colour = "#000000"
below = 1
[[axis.level.category]]
code = "over"
word = "over"
colour = "#ffffff"
from = 1
flag = true
"""


@pytest.fixture(scope="module")
def demo() -> tuple[Inputs, Ingested]:
    return from_folder(DEMO, DAY)


def law_rows(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["area_id", "indicator", "period", "value"], orient="row")


def test_counts_over_bases_stay_whole_and_printed_shares_stay_printed() -> None:
    figures = law_rows(
        ("a", "outside_labour_count", "2024", "281"),
        ("a", "outside_labour_base", "2024", "700"),
        ("b", "outside_labour_pct", "2024", "40.1"),
        ("c", "outside_labour_count", "2024", "281.5"),
        ("c", "outside_labour_base", "2024", "700"),
        ("d", "outside_labour_count", "2024", "12"),
        ("a", "income_kr", "2024", "210000"),
        ("region-083", "income_region_kr", "2024", "400000"),
        ("a", "nonwestern_count", "2024-01-01", "300"),
        ("a", "residents", "2024-01-01", "1200"),
    )
    names = {
        "uden_job": "outside_labour_pct",
        "indkomst": "income_pct_of_region",
        "herkomst": "nonwestern_pct",
    }
    found = yearly_law_figures(figures, names, {"a": "region-083"}).sort("indicator", "area_id")
    assert found.rows() == [
        ("a", 2024, "herkomst", None, 300, 1200),
        ("a", 2024, "indkomst", "52.500000", None, None),
        ("a", 2024, "uden_job", None, 281, 700),
        ("b", 2024, "uden_job", "40.1", None, None),
        # full-time persons need not be whole; d has no base and so no share
        ("c", 2024, "uden_job", "40.214286", None, None),
    ]


def test_a_figure_said_to_be_the_laws_that_is_another_is_refused() -> None:
    law = yearly_law_figures(
        law_rows(
            ("a", "outside_labour_count", "2024", "281"),
            ("a", "outside_labour_base", "2024", "700"),
        ),
        {"uden_job": "outside_labour_pct"},
        {},
    )
    own = pl.DataFrame(
        {"area_id": ["a"], "year": [2024], "indicator": ["uden_job"], "value": ["40.1"]}
    )
    names = {"uden_job": "outside_labour_pct"}
    # 281 of 700 is 40.14: printed with one digit it is 40.1
    the_same(own, law, names)
    with pytest.raises(FigureError) as fault:
        the_same(own.with_columns(value=pl.lit("40.2")), law, names)
    assert str(fault.value) == (
        'a, 2024: "uden_job" siges at være lovens tal (outside_labour_pct), men er 40.2 mod lovens '
        "40.14. Ret tallet, eller lad være med at kalde det lovens."
    )


def test_a_folder_gives_the_laws_figures_under_the_models_names(
    demo: tuple[Inputs, Ingested],
) -> None:
    inputs, read = demo
    model = load_model(str(OWN))
    names = law_names(model)
    assert names == {
        "uden_job": "outside_labour_pct",
        "doemte": "convicted_pct",
        "indkomst": "income_pct_of_region",
    }
    found = local_figures(read, DAY, names, inputs.regions)
    one = found.filter(area_id="demoparken", year=2024, indicator="uden_job").row(0, named=True)
    assert (one["count"], one["base"], one["value"]) == (169, 817, None)
    # only the years the municipality's own indicators are given for
    assert found["year"].unique().sort().to_list() == list(range(2019, 2026))
    before = local_figures(read, date(2024, 7, 1), names, inputs.regions)
    assert before.filter(year=2023, indicator="uden_job").is_empty()


def test_a_model_of_the_laws_figures_alone_has_their_years(demo: tuple[Inputs, Ingested]) -> None:
    inputs, read = demo
    from dataclasses import replace

    alone = replace(read, local=read.local.clear())
    found = local_figures(alone, DAY, {"skole": "basic_education_pct"}, inputs.regions)
    years = found["year"].unique().sort().to_list()
    assert years[0] < 2019
    assert years[-1] >= 2025
    assert set(found["indicator"]) == {"skole", "residents"}


def test_the_local_outlook_of_the_laws_figure_is_the_outlooks_own(
    demo: tuple[Inputs, Ingested],
) -> None:
    """One figure of the law and one break: the probability is the share of the outlook's draws.

    Basic schooling on 1 January is the figure of one year and of one list alike, so that the local
    probability of being over 60 in 2027 can be counted on the outlook's draws themselves.
    """
    inputs, read = demo
    limit = 60
    reading = read_model(SCHOOLING.format(limit=limit), "schooling.toml")
    assert reading.model is not None
    names = law_names(reading.model)
    frame = local_figures(read, DAY, names, inputs.regions).filter(pl.col("indicator") == "skole")
    scored = score(reading.model, panel(frame))
    outlooks = Outlooks(inputs, DAY, draws=3000)
    simulation = outlooks.simulation()
    assert simulation is not None
    years = [scored.panel.years[-1] + 1, scored.panel.years[-1] + 2]
    shared = shared_draws(outlooks, scored.panel, names, years, 1500)
    table = local_outlook(scored, 2, 1500, shared=shared)
    assert table["note"].str.contains("følger prognosens trækninger").all()
    number = [day.year for day in simulation.lists].index(2027)
    compared = 0
    for place, area in enumerate(simulation.areas):
        block = simulation.block(place)["basic_education_pct"]
        printed = simulation.printed("basic_education_pct", block)[:1500, number]
        said = table.filter(area_id=area, year=2027, category="over")["probability"]
        if said.len():
            assert said.item() == pytest.approx(np.mean(printed > limit), abs=1e-3)
            compared += 1
    assert compared >= 9
    # by the local level alone it is another forecast
    alone = local_outlook(scored, 2, 1500)
    assert not np.allclose(
        table.filter(category="over")["probability"], alone.filter(category="over")["probability"]
    )
