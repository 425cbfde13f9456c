"""The model in Aarhus's style: 8 x 3 points, four colours, and what is said with every result."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from monitor.errors import FigureError
from monitor.local.calibrate import calibrate, with_cutoffs
from monitor.local.lists import final_codes
from monitor.local.load import load_model, without
from monitor.local.robustness import robustness
from monitor.local.score import Scored, score
from monitor.local.sections import counts, headline, radar, ranked
from monitor.local.tables import local_categories, local_scores

NOTE = "Pointskala og grænser er antagelser og ikke Aarhus Kommunes."
WORST_TO_BEST = {"very_exposed": 2, "exposed": 10, "at_risk": 19, "outside_risk": 7}


def spread(total: int) -> list[int]:
    """Points on eight indicators that add up to ``total``."""
    return [min(3, max(0, total - 3 * place)) for place in range(8)]


def test_eight_indicators_give_at_most_three_points_each(aarhus: Callable[..., Scored]) -> None:
    found = aarhus({"syntetisk-a": [3] * 8, "syntetisk-b": [0] * 8, "syntetisk-c": spread(19)})
    totals = found.axes["level"].totals
    areas = [f"syntetisk-{letter}" for letter in "abc"]
    places = [found.panel.areas.index(area) for area in areas]
    assert list(totals.points[0, places]) == [24, 0, 19]
    assert list(totals.most[0, places]) == [24, 24, 24]
    codes = final_codes(found.model, found.axes)
    assert list(codes[0, places]) == ["very_exposed", "outside_risk", "very_exposed"]


@pytest.mark.parametrize(
    ("total", "category"),
    [
        (4, "outside_risk"),
        (5, "at_risk"),
        (10, "at_risk"),
        (11, "exposed"),
        (17, "exposed"),
        (18, "very_exposed"),
    ],
)
def test_colours_change_exactly_at_their_cutoffs(
    aarhus: Callable[..., Scored], total: int, category: str
) -> None:
    found = aarhus({"syntetisk": spread(total)})
    place = found.panel.areas.index("syntetisk")
    assert final_codes(found.model, found.axes)[0, place] == category


def test_500_residents_are_not_more_than_500(aarhus: Callable[..., Scored]) -> None:
    for residents, included in ((500, 0), (501, 1)):
        found = aarhus({"syntetisk": [1] * 8}, residents=residents)
        assert found.included.sum() == included
    left_out = local_categories(aarhus({"syntetisk": [1] * 8}, residents=500))
    note = f"Udeladt: 500 beboere, modellen kræver flere end 500. {NOTE}"
    assert left_out["note"].to_list() == [note]


def test_every_row_says_that_points_and_cutoffs_are_assumed(aarhus: Callable[..., Scored]) -> None:
    found = aarhus({"syntetisk-a": spread(12), "syntetisk-b": spread(3)})
    for table in (local_scores(found), local_categories(found, robustness(found))):
        assert table.height
        assert all(NOTE in note for note in table["note"])
    assert "Aarhus Kommunes kategoriseringsmodel" not in found.model.name["da"]


def test_what_is_assumed_is_marked_so() -> None:
    model = load_model("aarhus_style")
    level = model.axes["level"]
    assert level.mark.evidence == "assumed"
    assert {category.mark.evidence for category in level.categories} == {"assumed"}
    assert model.units.mark.evidence == "verbatim"
    assert model.reference.mark.evidence == "secondary"


def test_six_of_eight_indicators_are_scaled_and_five_refused(
    aarhus: Callable[..., Scored], synthetic_panel: object
) -> None:
    from monitor.local.panel import Panel, panel

    full = aarhus({"syntetisk": [3, 3, 3, 0, 0, 0, 0, 0]})
    assert isinstance(full.panel, Panel)
    keep = full.panel.indicators
    for missing, note in (
        (("unsafe", "health"), f"6 af 8 indikatorer. {NOTE}"),
        (
            ("unsafe", "health", "youth_crime"),
            f"5 af 8 indikatorer. Ingen kategori: 5 indikatorer, modellen kræver mindst 6. {NOTE}",
        ),
    ):
        rows = [
            {
                "area_id": area,
                "year": 2018,
                "indicator": code,
                "value": str(full.panel.value[0, a, i]),
            }
            for a, area in enumerate(full.panel.areas)
            for i, code in enumerate(keep)
            if code not in missing and full.panel.den[0, a, i]
        ]
        found = score(without(full.model, missing), panel(pl.DataFrame(rows)))
        table = local_categories(found, robustness(found))
        row = table.row(0, named=True)
        assert row["note"].replace("Kategorien er følsom. ", "") == note
        assert row["available"] == 8 - len(missing)
        if len(missing) == 2:
            # 9 of 18 points is 12 of 24: orange, not the yellow of nine points
            assert (row["points"], row["max_points"], row["score"]) == (9, 18, 12)
            assert row["category"] == "exposed"
        else:
            assert row["category"] == ""


def test_the_distribution_of_2018_is_reached_on_38_synthetic_areas(
    aarhus: Callable[..., Scored],
) -> None:
    """2 red, 10 orange, 19 yellow, 7 green; known of the city: red begins at 19 or below."""
    totals = [
        21,
        19,
        *[13 + place % 4 for place in range(10)],
        *[6 + place % 6 for place in range(19)],
    ]
    totals += [place % 5 for place in range(7)]
    found = aarhus({f"syntetisk-{place:02d}": spread(total) for place, total in enumerate(totals)})
    calibration = calibrate(found.axes["level"], 0, WORST_TO_BEST)
    assert calibration.exact
    assert calibration.reached == {code: WORST_TO_BEST[code] for code in reversed(WORST_TO_BEST)}
    assert calibration.cutoffs == {"at_risk": 6, "exposed": 13, "very_exposed": 19}
    again = score(with_cutoffs(found.model, "level", calibration.cutoffs), found.panel)
    table = counts(again, 2018)
    assert dict(table.select("category", "areas").iter_rows()) == WORST_TO_BEST
    assert headline(again, 2018) == (
        "2 særligt udsat område, 10 udsat område, 19 risikoområde, 7 uden for risiko."
    )
    # an aid, not a default: the shipped model is as it was
    assert load_model("aarhus_style").axes["level"].category("very_exposed").low == 18


def test_equal_totals_cannot_be_parted_and_it_is_said(aarhus: Callable[..., Scored]) -> None:
    found = aarhus({f"syntetisk-{place}": spread(10) for place in range(4)})
    wanted = {"outside_risk": 1, "at_risk": 1, "exposed": 1, "very_exposed": 1}
    calibration = calibrate(found.axes["level"], 0, wanted)
    assert not calibration.exact
    assert sum(calibration.reached.values()) == 4
    with pytest.raises(FigureError) as fault:
        calibrate(found.axes["level"], 0, {**wanted, "exposed": 3})
    assert str(fault.value) == (
        "Fordelingen outside_risk=1, at_risk=1, exposed=3, very_exposed=1 (6 områder) passer ikke: "
        "der er 4 områder, og kategorierne er outside_risk, at_risk, exposed, very_exposed. Giv et "
        "antal for hver, så summen passer."
    )


@pytest.fixture
def two_years(
    figures: Callable[..., pl.DataFrame],
    scored: Callable[..., Scored],
    lines_of: Callable[..., list[str]],
) -> Scored:
    """A falls from 19 to 17 points, b stays at 7, c rises from 3 to 6, d is new."""
    before = lines_of(2017, {"a": spread(19), "b": spread(7), "c": spread(3)})
    after = lines_of(2018, {"a": spread(17), "b": spread(7), "c": spread(6), "d": spread(5)})
    return scored(load_model("aarhus_style"), figures([*before, *after]))


def test_areas_are_ranked_by_points_with_last_years(two_years: Scored) -> None:
    table = ranked(two_years, 2018)
    columns = ["rank", "area_id", "points", "last_points", "change", "category", "last_year"]
    assert table.select(columns).rows() == [
        (1, "a", 17, 19, "down", "exposed", "very_exposed"),
        (2, "b", 7, 7, "same", "at_risk", "at_risk"),
        (3, "c", 6, 3, "up", "at_risk", "outside_risk"),
        (4, "d", 5, None, None, "at_risk", None),
    ]


def test_counts_per_colour_and_who_changed(two_years: Scored) -> None:
    table = counts(two_years, 2018)
    columns = ["category", "areas", "last_areas", "entered", "left"]
    assert table.select(columns).rows() == [
        ("very_exposed", 0, 1, [], ["a"]),
        ("exposed", 1, 0, ["a"], []),
        ("at_risk", 3, 1, ["c"], []),
        ("outside_risk", 0, 1, [], ["c"]),
    ]
    assert headline(two_years, 2018) == (
        "0 særligt udsat område, 1 udsat område, 3 risikoområde, 0 uden for risiko; områder, der "
        "har skiftet kategori: 2."
    )


def test_the_radar_has_eight_axes_and_three_series(two_years: Scored) -> None:
    table = radar(two_years, 2018).filter(area_id="a")
    assert table.height == 8
    row = table.filter(indicator="outside_labour").row(0, named=True)
    # a, b, c and d have three points each on the first indicator: 25 per cent against 10
    assert (row["area"], row["municipality"], row["all_areas"]) == (25, 10, 25)
