"""The outlook as a warner: what it said of each list from the one before, sealed or looked back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from forecasts.outlook_warner import OUTLOOK, outlook_flags
from forecasts.tables import Outlooks
from monitor.classification import Classification
from monitor.engine import run_inputs
from monitor.folder_input import from_folder
from monitor.inputs import Inputs
from monitor.local.warning_time import FLAGS, in_time
from monitor.state_list import listed, lists_that_came, near_limit

DEMO = Path(__file__).parents[2] / "fixtures" / "demo_kommune"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo() -> tuple[Inputs, Classification]:
    inputs, _ = from_folder(DEMO, DAY)
    return inputs, run_inputs(inputs, DAY).classification


@pytest.fixture(scope="module")
def flags(demo: tuple[Inputs, Classification]) -> pl.DataFrame:
    return outlook_flags(*demo, draws=500)


def test_the_widest_list_of_each_year_that_came(demo: tuple[Inputs, Classification]) -> None:
    came = lists_that_came(demo[1])
    assert came[0] == (date(2014, 12, 1), "parallel")
    assert came[-1] == (date(2025, 12, 1), "exposed")
    assert [category for _, category in came].index("exposed") == 4


def test_what_was_said_on_a_list_day_is_the_outlook_of_that_day(
    demo: tuple[Inputs, Classification], flags: pl.DataFrame
) -> None:
    """The flags of 2023 against the outlook's own table as of 1 December 2023."""
    inputs, _ = demo
    day = date(2023, 12, 1)
    table = Outlooks(inputs.as_known(day), day, draws=500).tables(workers=1)["outlook"]
    said = {
        row["area_id"]: row["probability"]
        for row in table.filter(
            (pl.col("list_date") == date(2024, 12, 1)) & (pl.col("category") == "exposed")
        ).iter_rows(named=True)
    }
    mine = dict(flags.filter(year=2023).select("area_id", "flag").iter_rows())
    compared = 0
    for area, chance in said.items():
        if chance is not None:
            # printed probabilities are whole percent: on the edge both are right
            assert mine[area] == ("yes" if chance > 0.5 else "no") or abs(chance - 0.5) < 0.01
            compared += 1
    assert compared >= 8


def test_before_the_list_was_law_nothing_is_said_of_it(flags: pl.DataFrame) -> None:
    """From the list of 2017 nobody could speak of exposed areas, which the act of 2018 brought."""
    assert set(flags.filter(year=2017)["flag"]) == {"unknown"}
    assert flags["year"].max() == 2024


def test_what_was_sealed_in_time_is_what_was_said(
    demo: tuple[Inputs, Classification], flags: pl.DataFrame
) -> None:
    inputs, classification = demo
    row = {
        "as_of": date(2023, 11, 20),
        "list_date": date(2024, 12, 1),
        "area_id": "demoparken",
        "category": "exposed",
        "probability": 0.9,
        "before_list": True,
        "lists_ahead": 1,
    }
    late = {**row, "area_id": "kopivaenget", "before_list": False}
    far = {**row, "area_id": "skitsebakken", "lists_ahead": 2}
    sealed = pl.DataFrame([row, late, far])
    found = outlook_flags(inputs, classification, sealed=sealed, draws=500)
    changed = found.join(flags, on=["area_id", "year"], suffix="_before").filter(
        pl.col("flag") != pl.col("flag_before")
    )
    assert changed.select("area_id", "year", "flag").rows() == [("demoparken", 2023, "yes")]
    assert found.filter("sealed").select("area_id", "year").rows() == [("demoparken", 2023)]


def test_it_stands_beside_the_laws_margins(
    demo: tuple[Inputs, Classification], flags: pl.DataFrame
) -> None:
    _, classification = demo
    both = pl.concat([flags.select(FLAGS), near_limit(classification)])
    found = in_time(both, listed(classification), notes={OUTLOOK: "set bagfra."})
    assert found.warners["warner"].to_list() == ["law_margins", OUTLOOK]
    one = found.warners.filter(warner=OUTLOOK).row(0, named=True)
    assert one["events"] == 5
    assert one["warned"] + one["missed"] + one["unseen"] == 5
    assert one["warned"] >= 1
    assert one["alarms"] == one["true_alarms"] + one["false_alarms"] + one["open_alarms"]
    assert one["note"].startswith("Bygger på 5 nye områder på listen og")
    assert one["note"].endswith("for lidt til at rangordne varslerne. set bagfra.")
