"""Models recompute what their owners published: Berlin 2013, 2017, 2019 and England 2025."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monitor.local.lists import cell_codes, codes_of, final_codes
from monitor.local.load import load_model
from monitor.local.panel import panel
from monitor.local.score import Scored, score

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "local"
STATUS = {
    "hoch": "high",
    "mittel": "middle",
    "niedrig": "low",
    "sehr niedrig": "very_low",
    None: "",
}
DYNAMICS = {"positiv": "positive", "stabil": "stable", "negativ": "negative", None: ""}


def edition(table: pl.DataFrame, year: int) -> pl.DataFrame:
    return table.filter(pl.col("edition") == str(year)).sort("plr_id")


@pytest.mark.parametrize(("year", "areas"), [(2013, 434), (2017, 436), (2019, 436)])
def test_every_class_of_berlin_is_recomputed(
    berlin: Scored, berlin_table: pl.DataFrame, year: int, areas: int
) -> None:
    """All 434 + 436 + 436 = 1,306 areas in both classes; the same areas are left out."""
    at = berlin.panel.years.index(year)
    table = edition(berlin_table, year)
    assert table["plr_id"].to_list() == list(berlin.panel.areas)
    assert berlin.included[at].sum() == areas
    for axis, column, words in (
        ("status", "status_class", STATUS),
        ("dynamics", "dynamik_class", DYNAMICS),
    ):
        mine = list(codes_of(berlin.axes[axis])[at])
        assert mine == [words[word] for word in table[column]]


@pytest.mark.parametrize("year", [2013, 2017, 2019])
def test_berlins_index_and_z_scores_agree_to_the_last_digit_printed(
    berlin: Scored, berlin_table: pl.DataFrame, year: int
) -> None:
    at = berlin.panel.years.index(year)
    table = edition(berlin_table, year)

    def off(column: str, mine: np.ndarray) -> tuple[int, float]:
        printed = table[column].cast(pl.Float64).to_numpy()
        known = ~np.isnan(printed)
        assert not np.isnan(mine[known]).any()
        return int(known.sum()), float(np.abs(mine - printed)[known].max())

    status = berlin.axes["status"]
    number, most = off("status_index", status.totals.score[at])
    assert number >= 434
    # the published figures behind it have five decimals
    assert most < 1e-5
    for column, place in (("zs1", 0), ("zs3", 2), ("zs4", 3)):
        assert off(column, status.distance[at, :, place])[1] < 2e-5
    assert off("zd1", berlin.axes["dynamics"].distance[at, :, 0])[1] < 2e-5


def test_the_sample_spread_would_miss_an_area(berlin: Scored) -> None:
    """That the population's spread is meant is not a matter of taste: 12214422 in 2013."""
    from dataclasses import replace

    model = berlin.model
    axis = replace(model.axes["status"], spread="sample")
    other = score(replace(model, axes={**model.axes, "status": axis}), berlin.panel)
    mine, theirs = codes_of(berlin.axes["status"]), codes_of(other.axes["status"])
    found = [
        (berlin.panel.years[year], berlin.panel.areas[area])
        for year, area in np.argwhere(mine != theirs)
    ]
    assert found == [(2013, "12214422"), (2019, "09030901")]


def test_berlins_twelve_cells_and_areas_in_need_of_attention(berlin: Scored) -> None:
    """Cells by hand from the two published classes: 2019 has 39 very low areas."""
    at = berlin.panel.years.index(2019)
    cells = cell_codes(berlin.model, berlin.axes)[at]
    assert sorted(set(cells) - {""}) == sorted(
        {f"{row}{column}" for row in "1234" for column in "135"} & set(cells)
    )
    assert sum(cell.startswith("4") for cell in cells) == 39
    both = codes_of(berlin.axes["status"])[at], codes_of(berlin.axes["dynamics"])[at]
    low_and_worse = sum((both[0] == "low") & (both[1] == "negative"))
    attention = sum(cell in berlin.model.grid.attention for cell in cells)
    assert attention == 39 + low_and_worse


def test_every_score_and_decile_of_the_english_sample_is_recomputed() -> None:
    table = pl.read_csv(FIXTURES / "england_imd2025_sample.csv", infer_schema_length=0)
    ranks = [name for name in table.columns if name.endswith("_rank")]
    figures = table.unpivot(index="lsoa21_code", on=ranks, variable_name="indicator")
    figures = figures.rename({"lsoa21_code": "area_id"}).with_columns(year=pl.lit(2025))
    found = score(load_model("england_imd"), panel(figures))
    table = table.sort("lsoa21_code")
    scores = found.axes["score"].totals.score[0]
    printed = table["imd_score"].cast(pl.Float64).to_numpy()
    assert int((np.round(scores, 3) == printed).sum()) == 1688
    assert list(final_codes(found.model, found.axes)[0]) == table["imd_decile"].to_list()
