"""Every rule, by hand-computed scenarios in rules.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from monitor.local.lists import final_codes
from monitor.local.score import Scored

SCENARIOS = tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SCENARIOS["scenario"], ids=lambda case: case["sentence"])
def test_a_rule_by_hand(
    case: dict[str, Any], small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    parts = {key: case[key] for key in ("axis", "reference", "more") if key in case}
    code = one_indicator("x", case.get("direction", "high_is_bad"))
    colours = {} if "category" in case else {"categories": ""}
    found = small(case["figures"], indicators=code, **parts, **colours)
    level = found.axes["level"]
    assert {"points", "distance", "category"} & set(case)
    for area, points in case.get("points", {}).items():
        assert level.points[-1, found.panel.areas.index(area), 0] == points, area
    for area, distance in case.get("distance", {}).items():
        place = found.panel.areas.index(area)
        assert level.distance[-1, place, 0] == pytest.approx(distance, abs=1e-9), area
    for area, category in case.get("category", {}).items():
        codes = final_codes(found.model, found.axes)
        assert codes[-1, found.panel.areas.index(area)] == category


def test_weights_and_themes(
    model: Callable[..., Any],
    text: Callable[..., str],
    one_indicator: Callable[..., str],
    figures: Callable[..., Any],
    scored: Callable[..., Scored],
) -> None:
    """Theme one is the mean of 3 and 5, theme two is 10 alone: (4 + 3 x 10) / 4 = 8.5."""
    themes = (
        '[[theme]]\ncode = "one"\nname = "one"\n\n'
        '[[theme]]\ncode = "two"\nname = "two"\nweight = 3\n\n'
    )
    indicators = "".join(
        one_indicator(code, more=f'theme = "{theme}"')
        for code, theme in (("x", "one"), ("y", "one"), ("z", "two"))
    )
    found = scored(
        model(
            text(
                indicators=themes + indicators,
                reference='of = "areas"',
                axis='rule = "value"\naggregate = "mean"',
                categories="",
            )
        ),
        figures(["a 2024 x 3", "a 2024 y 5", "a 2024 z 10"]),
    )
    assert found.axes["level"].totals.score[0, 0] == pytest.approx(8.5)


def test_a_missing_indicator_is_never_nought_but_scaled_up(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    lines = [f"municipality 2024 {code} 10/100" for code in "xyz"]
    lines += ["a 2024 x 25/100", "a 2024 y 25/100"]
    lines += ["b 2024 x 25/100"]
    found = small(
        lines,
        indicators="".join(one_indicator(code) for code in "xyz"),
        more='[missing]\nat_least = 2\nevidence = "own"\n',
    )
    totals = found.axes["level"].totals
    assert totals.points[0, 0] == 6
    assert totals.most[0, 0] == 6
    assert totals.score[0, 0] == 9
    assert (totals.have[0, 0], totals.of[0, 0]) == (2, 3)
    assert np.isnan(totals.score[0, 1])
    assert final_codes(found.model, found.axes)[0, 1] == ""


def test_a_scaled_total_exactly_on_a_cutoff_is_decided_by_whole_numbers(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    """1 of 3 points on one of three indicators is 3 of 9 scaled; the cut-off 3 is reached."""
    lines = [f"municipality 2024 {code} 10/100" for code in "xyz"]
    lines += ["a 2024 x 13/100", "b 2024 x 12/100"]
    found = small(
        lines,
        indicators="".join(one_indicator(code, more="weight = 0.1") for code in "xyz"),
        more='[missing]\nat_least = 1\nevidence = "own"\n',
        categories=(
            '[[axis.level.category]]\ncode = "green"\nword = "g"\ncolour = "#1"\nbelow = 0.3\n'
            '[[axis.level.category]]\ncode = "red"\nword = "r"\ncolour = "#2"\nfrom = 0.3\n'
        ),
    )
    assert list(final_codes(found.model, found.axes)[0, :2]) == ["red", "green"]


def test_figures_without_a_value_are_missing_and_stay_so(small: Callable[..., Scored]) -> None:
    found = small(["municipality 2024 x 10/100", "a 2024 x -", "b 2024 x 0/100"])
    codes = final_codes(found.model, found.axes)[0]
    assert codes[1] == "green"
    assert codes[0] == ""
