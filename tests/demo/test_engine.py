"""The invented lists, made by a plain second reading of the acts, agree with the engine's."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl
import pytest

from monitor.engine import run_law
from monitor.panel import Panel
from monitor.published import Published
from tests.demo.generator import TRUTH
from tests.demo.municipality import AREAS, SPLIT, demo

YEARS = range(2014, 2027)


@cache
def computed() -> dict[tuple[str, int], dict[str, str]]:
    """(area, list year) -> category -> verdict, from the clean figures alone."""
    truth = pl.read_csv(TRUTH / "figures_syntetisk.csv", infer_schema=False)
    figures = truth.select(
        "area_id",
        "indicator",
        "period",
        "value",
        # the second reading takes means and rates as exact; so does this one
        decimals=pl.lit(9, dtype=pl.Int64),
        standing=pl.lit("known"),
        known_from=pl.col("period").str.head(4).str.to_date("%Y"),
        source=pl.lit("syntetisk"),
        list_date=pl.lit(None, dtype=pl.Date),
    )
    nobody = pl.DataFrame(
        schema={"list_date": pl.Date, "area_id": pl.String, "category": pl.String}
    )
    no_lists = pl.DataFrame(
        schema={
            "list_date": pl.Date,
            "category": pl.String,
            "whole": pl.Boolean,
            "first_december": pl.Boolean,
        }
    )
    run = run_law(
        Panel(figures, dict.fromkeys(AREAS, "region-083"), date(2027, 1, 1)),
        Published(nobody, no_lists),
        [date(year, 12, 1) for year in YEARS],
        sorted(AREAS),
    )
    return {
        (row["area_id"], row["list_date"].year): row
        for row in run.tables["categories"].iter_rows(named=True)
    }


@pytest.mark.parametrize("area", AREAS)
def test_the_engine_puts_the_area_on_the_same_lists(area: str) -> None:
    differ = []
    for year, found in demo().lists[area].items():
        verdicts = computed()[area, year]
        for category in ("exposed", "parallel", "prevention_published"):
            expected = category.removesuffix("_published") in found
            said = verdicts[category]
            if said == "n/a":
                assert not expected
            elif said != ("yes" if expected else "no"):
                differ.append((year, category, said))
    assert differ == []


@pytest.mark.parametrize("area", [area for area in AREAS if not area.startswith("modelbyen-")])
def test_the_fifth_list_in_a_row_is_the_same(area: str) -> None:
    years = [year for year, found in demo().lists[area].items() if year >= 2018]
    # before 2018 a list in a row is looked for on the earlier lists, which the first years lack
    for year in [year for year in years if year < (SPLIT if area == "modelbyen" else 2027)]:
        expected = "yes" if "transformation" in demo().lists[area][year] else "no"
        assert computed()[area, year]["transformation"] == expected, year
