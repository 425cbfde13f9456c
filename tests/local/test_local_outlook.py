"""Looking forward: a local level with noise, and draws through the same scoring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from forecasts.local_draws import scored_draws, with_shared
from forecasts.local_level import local_level, projected
from forecasts.local_outlook import local_outlook
from monitor.errors import FigureError, NothingToSayError
from monitor.local.lists import final_codes
from monitor.local.load import load_model
from monitor.local.panel import Panel, panel
from monitor.local.score import Scored, score


def series(values: np.ndarray, years: range) -> Panel:
    """A panel of one indicator without counts, (years, areas)."""
    rows = [
        {"area_id": f"a{area:03d}", "year": year, "indicator": "x", "value": f"{value:.9f}"}
        for year, line in zip(years, values, strict=True)
        for area, value in enumerate(line)
    ]
    return panel(pl.DataFrame(rows), {"x": 1})


def test_step_and_noise_are_found_again() -> None:
    """200 areas, 12 years, step 0.5 and noise 1.0 (standard deviations)."""
    random = np.random.default_rng(12)
    level = 50 + random.normal(0, 0.5, (12, 200)).cumsum(axis=0)
    fitted = local_level(series(level + random.normal(0, 1.0, level.shape), range(2010, 2022)))
    assert np.sqrt(fitted.step[0]) == pytest.approx(0.5, abs=0.08)
    assert np.sqrt(fitted.noise[0, 0, 0]) == pytest.approx(1.0, abs=0.05)


def test_counts_have_at_least_the_noise_of_counting(synthetic_panel: Panel) -> None:
    """The synthetic shares stand still: all of their change is binomial noise, none is step."""
    fitted = local_level(synthetic_panel, frozenset({"municipality"}))
    codes = [code for code in synthetic_panel.indicators if code != "residents"]
    for code in codes:
        column = synthetic_panel.indicators.index(code)
        pooled = 0.05 + 0.01 * 11.5
        counting = pooled * (1 - pooled) / 400 * 100**2
        assert fitted.noise[0, 1, column] >= counting * 0.95
        assert fitted.step[column] < counting / 3


def test_intervals_of_the_next_years_hold_what_they_should() -> None:
    """80 per cent intervals over 400 areas hold about 80 per cent, one and two years ahead."""
    random = np.random.default_rng(5)
    level = 50 + random.normal(0, 0.7, (12, 400)).cumsum(axis=0)
    values = level + random.normal(0, 1.0, level.shape)
    draws = projected(series(values[:10], range(2010, 2020)), ahead=2, draws=500, seed=2)
    assert sorted(draws) == [2020, 2021]
    for step, year in enumerate((2020, 2021)):
        low, high = np.quantile(draws[year][:, :, 0], [0.1, 0.9], axis=0)
        held = ((low <= values[10 + step]) & (values[10 + step] <= high)).mean()
        assert held == pytest.approx(0.8, abs=0.05)


def test_an_areas_draws_hang_on_its_own_stream(synthetic_panel: Panel) -> None:
    rows = frozenset({"municipality"})
    one = projected(synthetic_panel, draws=50, seed=1, compared_with=rows)
    two = projected(synthetic_panel, draws=50, seed=1, compared_with=rows)
    assert all(np.array_equal(one[year], two[year], equal_nan=True) for year in one)
    other = projected(synthetic_panel, draws=50, seed=2, compared_with=rows)
    assert not np.array_equal(one[2025], other[2025], equal_nan=True)
    shares = one[2026][:, :, synthetic_panel.indicators.index("unsafe")]
    assert ((shares >= 0) & (shares <= 100)).all()


def test_too_little_history_is_refused(figures: Callable[..., pl.DataFrame]) -> None:
    lines = [f"a {year} x {year - 2000}" for year in range(2020, 2025)]
    with pytest.raises(NothingToSayError) as fault:
        local_level(panel(figures(lines)))
    assert str(fault.value) == (
        'Indikatoren "x" har kun 4 ændringer fra år til år i alt; fremskrivningen kræver mindst '
        "10. Lever flere år eller flere områder."
    )


@pytest.mark.parametrize("name", ["aarhus_style", "berlin"])
def test_draws_that_repeat_history_get_historys_categories(
    name: str, synthetic_panel: Panel, berlin: Scored
) -> None:
    """The same scoring: the last year's own figures, given as draws, are classed as that year."""
    scored = score(load_model(name), synthetic_panel) if name == "aarhus_style" else berlin
    year = scored.panel.years[-1]
    same = np.broadcast_to(scored.panel.value[-1], (3, *scored.panel.value.shape[1:])).copy()
    axes = scored_draws(scored, {year: same}, year)
    rows = "level" if name == "aarhus_style" else "status"
    for draw in range(3):
        assert np.array_equal(axes[rows].classes[draw], scored.axes[rows].classes[-1])
    if name == "aarhus_style":
        assert list(final_codes(scored.model, axes)[0]) == list(
            final_codes(scored.model, scored.axes)[-1]
        )


def test_a_pooled_reference_and_a_base_year_come_with_the_draws(
    small: Callable[..., Scored],
) -> None:
    """Pooled by persons: (20 of 100 and 10 of 300) is 7.5; half a point more in each draw."""
    scored = small(
        ["a 2023 x 20/100", "b 2023 x 10/300", "a 2024 x 20/100", "b 2024 x 10/300"],
        reference='of = "areas"\nmean = "pooled"',
        axis='rule = "ratio"\naggregate = "sum"',
        categories="",
    )
    draws = np.array([[[20.0], [10 / 3]], [[40.0], [20 / 3]]])
    axes = scored_draws(scored, {2025: draws}, 2025)
    assert axes["level"].distance[0, 0, 0] == pytest.approx(20 / 7.5)
    assert axes["level"].distance[1, 0, 0] == pytest.approx(40 / 15)
    fixed = small(
        [
            "municipality 2023 x 10/100",
            "municipality 2024 x 20/100",
            "a 2023 x 2/10",
            "a 2024 x 2/10",
        ],
        reference='of = "municipality"\nyear = 2023',
        axis='rule = "ratio"\naggregate = "sum"',
        categories="",
    )
    axes = scored_draws(fixed, {2025: np.array([[[30.0], [99.0]]])}, 2025)
    assert axes["level"].distance[0, 0, 0] == pytest.approx(3)


def test_a_change_in_the_draws_reaches_back_into_history(small: Callable[..., Scored]) -> None:
    scored = small(
        ["municipality 2023 x 10", "municipality 2024 x 10", "a 2023 x 20", "a 2024 x 30"],
        axis='rule = "difference"\nmeasure = "change"\nover_years = 2\naggregate = "sum"',
        categories="",
    )
    draws = np.array([[[25.0], [11.0]]])
    axes = scored_draws(scored, {2025: draws}, 2025)
    # (25 - 20) of the area against (11 - 10) of the municipality
    assert axes["level"].distance[0, 0, 0] == pytest.approx(4)
    later = scored_draws(scored, {2025: draws, 2026: draws + 2}, 2026)
    assert later["level"].distance[0, 0, 0] == pytest.approx((27 - 30) - (13 - 10))


def test_the_outlook_beside_unchanged(synthetic_panel: Panel) -> None:
    scored = score(load_model("aarhus_style"), synthetic_panel)
    table = local_outlook(scored, draws=300)
    assert table["year"].unique().sort().to_list() == [2025, 2026]
    sums = table.group_by("year", "area_id").agg(pl.col("probability", "unchanged").sum())
    assert sums.height == 48
    assert np.allclose(sums["probability"], 1)
    assert (sums["unchanged"] == 1).all()
    assert all("er ikke målt" in note for note in table["note"])
    assert all("ikke Aarhus Kommunes" in note for note in table["note"])
    assert table.equals(local_outlook(scored, draws=300))


def test_shared_indicators_come_from_outside(synthetic_panel: Panel) -> None:
    """Somebody forecasts outside_labour at 100 per cent: every area gets its three points."""
    scored = score(load_model("aarhus_style"), synthetic_panel)
    areas = len(synthetic_panel.areas)
    place = synthetic_panel.areas.index("municipality")
    given = np.full((40, areas), 100.0)
    given[:, place] = 10.0
    own = projected(synthetic_panel, 1, 40, 1, scored.model.reference_rows)
    draws = with_shared(synthetic_panel, own, {"outside_labour": {2025: given}})
    axes = scored_draws(scored, draws, 2025)
    column = axes["level"].axis.indicators.index("outside_labour")
    points = axes["level"].points[:, scored.included[-1], column]
    assert (points == 3).all()
    with pytest.raises(FigureError) as fault:
        with_shared(synthetic_panel, own, {"outside_labour": {2025: given[:, :3]}})
    assert str(fault.value) == "Trækningerne har formen (40, 3), men skal have (40, 25)."
    with pytest.raises(FigureError):
        scored_draws(scored, {2025: own[2025][:, :2]}, 2025)


def test_an_area_with_too_few_figures_is_unknown_not_harmless(synthetic_panel: Panel) -> None:
    den = synthetic_panel.den.copy()
    den[:, 3, :4] = 0
    scored = score(load_model("aarhus_style"), replace(synthetic_panel, den=den))
    table = local_outlook(scored, draws=50).filter(area_id=synthetic_panel.areas[3])
    assert table.filter(category="unknown")["probability"].to_list() == [1.0, 1.0]
