"""What the tests of local models share: a small model to change, figures in one line each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from monitor.local.load import load_model, read_model
from monitor.local.model import Model
from monitor.local.panel import Panel, panel
from monitor.local.score import Scored, score

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "local"

SMALL = """\
id = "small"
name = "Lille"
about = "En lille model"
source = "opfundet"{top}

[units]
evidence = "own"

{indicators}
[reference]
{reference}
evidence = "own"
{more}
[axis.level]
{axis}
evidence = "own"
{categories}
"""
RATIO = 'rule = "ratio"\nbreaks = [1.25, 1.75, 2.5]\naggregate = "sum"'
COLOURS = """
[[axis.level.category]]
code = "green"
word = "grøn"
colour = "#2e7d32"
below = 2

[[axis.level.category]]
code = "red"
word = "rød"
colour = "#b71c1c"
from = 2
flag = true
"""


def indicator(code: str, direction: str = "high_is_bad", more: str = "") -> str:
    """One indicator as it stands in a file."""
    lines = f'[[indicator]]\ncode = "{code}"\nname = "{code}"\ndirection = "{direction}"\n'
    return f'{lines}{more}\nevidence = "own"\n\n'


def small_text(
    indicators: str | None = None,
    reference: str = 'of = "municipality"',
    axis: str = RATIO,
    categories: str = COLOURS,
    more: str = "",
    top: str = "",
) -> str:
    """The text of a small model; every part can be another."""
    return SMALL.format(
        indicators=indicator("x") if indicators is None else indicators,
        reference=reference,
        axis=axis,
        categories=categories,
        more=more,
        top=f"\n{top}" if top else "",
    )


def model_of(text: str) -> Model:
    """The model of a text that is in order."""
    reading = read_model(text, "small.toml")
    assert reading.model is not None, [f.sentence("small.toml") for f in reading.faults]
    return reading.model


def figures_of(lines: list[str]) -> pl.DataFrame:
    """Figures as ``area year indicator figure``: 3/20 is a count over its base, - is none."""
    rows = []
    for line in lines:
        area, year, code, figure = line.split()
        count, _, base = figure.partition("/")
        rows.append(
            {
                "area_id": area,
                "year": int(year),
                "indicator": code,
                "value": None if base or figure == "-" else figure,
                "count": int(count) if base else None,
                "base": int(base) if base else None,
            }
        )
    schema = {
        "area_id": pl.String,
        "year": pl.Int64,
        "indicator": pl.String,
        "value": pl.String,
        "count": pl.Int64,
        "base": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema)


def scored_of(model: Model, frame: pl.DataFrame) -> Scored:
    """A model scored on figures."""
    return score(model, panel(frame, {entry.code: entry.per for entry in model.indicators}))


@pytest.fixture
def text() -> Callable[..., str]:
    return small_text


@pytest.fixture
def one_indicator() -> Callable[..., str]:
    return indicator


@pytest.fixture
def model() -> Callable[[str], Model]:
    return model_of


@pytest.fixture
def figures() -> Callable[[list[str]], pl.DataFrame]:
    return figures_of


@pytest.fixture
def scored() -> Callable[[Model, pl.DataFrame], Scored]:
    return scored_of


@pytest.fixture
def small() -> Callable[..., Scored]:
    """A small model on figures, in one step."""

    def found(lines: list[str], **parts: str) -> Scored:
        return scored_of(model_of(small_text(**parts)), figures_of(lines))

    return found


@pytest.fixture(scope="session")
def berlin_table() -> pl.DataFrame:
    """The published tables of the three editions, every cell as text."""
    frames = [
        pl.read_csv(FIXTURES / f"berlin_mss_{year}_plr.csv", infer_schema_length=0)
        for year in (2013, 2017, 2019)
    ]
    return pl.concat(frames)


@pytest.fixture(scope="session")
def berlin(berlin_table: pl.DataFrame) -> Scored:
    """The shipped model on the published figures of all three editions."""
    figures = (
        berlin_table.rename({"inhabitants": "residents"})
        .unpivot(
            index=["plr_id", "edition"],
            on=["residents", "s1", "s2", "s3", "s4", "d1", "d2", "d3", "d4"],
            variable_name="indicator",
        )
        .rename({"plr_id": "area_id", "edition": "year"})
        .with_columns(pl.col("year").cast(pl.Int64))
        .drop_nulls("value")
    )
    return score(load_model("berlin"), panel(figures))


EIGHT = (
    "outside_labour",
    "children_measures",
    "free_daycare",
    "school_absence",
    "health",
    "youth_crime",
    "youth_education",
    "unsafe",
)


def aarhus_lines(year: int, points: dict[str, list[int]], residents: int = 800) -> list[str]:
    """Synthetic areas with given points per indicator; the municipality is at 10 per cent."""
    ratio = {0: 100, 1: 125, 2: 175, 3: 250}
    lines = [f"municipality {year} {code} 100/1000" for code in EIGHT]
    for area, given in points.items():
        lines.append(f"{area} {year} residents {residents}")
        for code, number in zip(EIGHT, given, strict=True):
            lines.append(f"{area} {year} {code} {ratio[number]}/1000")
    return lines


@pytest.fixture
def aarhus() -> Callable[..., Scored]:
    """The shipped model in Aarhus's style on synthetic areas with given points."""

    def found(points: dict[str, list[int]], year: int = 2018, residents: int = 800) -> Scored:
        lines = aarhus_lines(year, points, residents)
        return scored_of(load_model("aarhus_style"), figures_of(lines))

    return found


@pytest.fixture
def lines_of() -> Callable[..., list[str]]:
    return aarhus_lines


@pytest.fixture(scope="session")
def synthetic_panel() -> Panel:
    """Five years of 24 synthetic areas by eight indicators, and the municipality."""
    import numpy as np

    random = np.random.default_rng(4)
    lines = []
    for place in range(24):
        for code in EIGHT:
            share = 0.05 + 0.01 * place
            for year in range(2020, 2025):
                count = int(random.binomial(400, share))
                lines.append(f"syntetisk-{place:02d} {year} {code} {count}/400")
        for year in range(2020, 2025):
            lines.append(f"syntetisk-{place:02d} {year} residents 800")
    for code in EIGHT:
        for year in range(2020, 2025):
            lines.append(f"municipality {year} {code} {4000 + 20 * (year - 2020)}/40000")
    return panel(figures_of(lines))
