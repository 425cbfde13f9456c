"""Target trackers: the halving of a gap, and the targets of Safe City."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from monitor.errors import FigureError
from monitor.local.load import ModelFileError
from monitor.local.panel import panel
from monitor.local.targets import load_targets, read_targets
from monitor.local.tracking import local_targets


def test_half_as_exposed_in_2025_as_in_2017(figures: Callable[..., pl.DataFrame]) -> None:
    """Gap 20 in 2017; the straight path asks for 20 x (1 - 1/2 x 4/8) = 15 in 2021, 10 in 2025."""
    lines = ["rest_of_city 2017 outside_labour 20", "rest_of_city 2021 outside_labour 20"]
    lines += ["rest_of_city 2025 outside_labour 20", "a 2017 outside_labour 40"]
    lines += ["a 2021 outside_labour 35", "a 2025 outside_labour 30.1"]
    lines += ["b 2017 outside_labour 18", "b 2021 outside_labour 19", "c 2017 outside_labour 30"]
    table = local_targets(load_targets("copenhagen_halving"), panel(figures(lines)))
    columns = ["area_id", "year", "value", "planned", "on_track"]
    assert table.select(columns).rows() == [
        ("a", 2017, 20, 20, "yes"),
        ("a", 2021, 15, 15, "yes"),
        ("a", 2025, 10.1, 10, "no"),
        ("b", 2017, -2, None, "n/a"),
        ("b", 2021, -1, None, "n/a"),
        ("b", 2025, None, None, "n/a"),
        ("c", 2017, 10, 10, "yes"),
        ("c", 2021, None, 7.5, "unknown"),
        ("c", 2025, None, 5, "unknown"),
    ]
    assert all("den lige vej er vores læsning" in note for note in table["note"])


def test_space_per_resident_is_halved_the_other_way_round(
    figures: Callable[..., pl.DataFrame],
) -> None:
    lines = ["rest_of_city 2017 m2_per_resident 40", "a 2017 m2_per_resident 30"]
    lines += ["rest_of_city 2025 m2_per_resident 40", "a 2025 m2_per_resident 35"]
    table = local_targets(load_targets("copenhagen_halving"), panel(figures(lines)))
    assert table.select("value", "planned", "on_track").rows() == [(10, 10, "yes"), (5, 5, "yes")]


def test_safe_city(figures: Callable[..., pl.DataFrame]) -> None:
    """Unsafe 9 per cent in 2017 to 5 in 2021: 7 in 2019. Fewer than 290 is not 290."""
    lines = ["municipality 2019 unsafe 7.0", "municipality 2021 unsafe 5.1"]
    lines += ["municipality 2019 crime_per_1000 76", "municipality 2019 charged_15_17 2.9"]
    lines += ["municipality 2019 charged_18_25 1.02", "municipality 2019 gang_members 300"]
    lines += ["municipality 2021 gang_members 290", "d1 2021 unsafe 10.0", "d2 2021 unsafe 10.1"]
    table = local_targets(load_targets("safe_city"), panel(figures(lines)))

    def row(target: str, year: int) -> tuple[object, ...]:
        found = table.filter(target=target, year=year)
        return found.select("value", "planned", "on_track").row(0)

    assert row("unsafe_at_home", 2019) == (7, 7, "yes")
    assert row("unsafe_at_home", 2021) == (5.1, 5, "no")
    assert row("crimes_against_persons", 2019) == (76, 76.4, "yes")
    assert row("charged_15_17", 2019) == (2.9, 2.875, "no")
    assert row("charged_18_25", 2019) == (1.02, 1.01, "no")
    assert row("gang_members", 2019) == (300, None, "n/a")
    assert row("gang_members", 2021) == (290, 290, "no")
    assert row("districts_unsafe", 2021) == (1, 0, "no")


OWN = """
id = "own"
name = "Mine mål"
source = "Byrådet"
[[target]]
id = "absence"
name = "Fravær"
indicator = "absence"
measure = "value"
start_year = 2024
end_year = 2028
end_factor = 0.5
path = "straight"
evidence = "own"
"""


def test_a_start_is_measured_or_missed(figures: Callable[..., pl.DataFrame]) -> None:
    targets = read_targets(OWN, "own.toml")
    found = panel(figures(["municipality 2024 absence 8", "municipality 2026 absence 6"]))
    table = local_targets(targets, found)
    assert table.select("year", "planned", "on_track").rows() == [
        (2024, 8, "yes"),
        (2026, 6, "yes"),
    ]
    with pytest.raises(FigureError) as fault:
        local_targets(targets, panel(figures(["municipality 2026 absence 6"])))
    assert str(fault.value) == (
        'Målet "absence" har intet udgangspunkt: målfilen giver intet start_value, og tallene har '
        'ingen "absence" for 2024.'
    )


@pytest.mark.parametrize(
    ("replace", "by", "sentence"),
    [
        (
            "end_factor = 0.5",
            "",
            'own.toml, linje 5: målet "absence" skal have enten end_value eller end_factor, og kun '
            "det ene.",
        ),
        (
            "end_year = 2028",
            "end_year = 2024",
            'own.toml, linje 11: målet "absence" slutter i 2024, men begynder i 2024. Lad det '
            "slutte senere.",
        ),
        (
            'measure = "value"',
            'measure = "gap"',
            'own.toml, linje 9: målet "absence" måler gap og skal have "against".',
        ),
        (
            'path = "straight"',
            'path = "curved"',
            'own.toml, linje 13: "target[1].path" er "curved", men skal være en af straight, '
            "end_only.",
        ),
    ],
)
def test_a_faulty_target_file_names_its_line(replace: str, by: str, sentence: str) -> None:
    with pytest.raises(ModelFileError) as fault:
        read_targets(OWN.replace(replace, by), "own.toml")
    assert str(fault.value) == sentence
