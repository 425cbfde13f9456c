"""Figures become observations: years behind them, what they leave open, contradictions marked."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from forecasts.panel import gather
from forecasts.prior import read_prior
from forecasts.public import public_figures
from forecasts.scales import INDICATORS, scale_of
from forecasts.seen import Span, read_span
from monitor.errors import UnknownNameError
from monitor.law.load import law_on
from monitor.panel import FIGURE_COLUMNS
from monitor.public_record import record_regions
from monitor.record.load import values
from monitor.words import LANGUAGES, say

PRIOR = read_prior()
REGIONS = {"synthetic-a": "region-081", "synthetic-b": "region-084"}
TODAY = date(2026, 6, 1)


def frame(*rows):
    full = [
        {
            "area_id": area,
            "list_date": None,
            "indicator": code,
            "period": period,
            "value": value,
            "decimals": None,
            "standing": "known",
            "known_from": date(2026, 2, 1),
            "source": "synthetic",
            **more,
        }
        for area, code, period, value, more in rows
    ]
    return pl.DataFrame(full, schema=FIGURE_COLUMNS)


def known(*rows, as_of=TODAY):
    return gather(frame(*rows), REGIONS, as_of, PRIOR, areas=REGIONS)


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2026-01-01", Span(2026, 2026)),
        ("2025", Span(2025, 2025)),
        ("2024-2025", Span(2024, 2025)),
        ("2006-2009", Span(2006, 2009)),
        ("", None),
        ("list year uncertain", None),
    ],
)
def test_a_period_is_the_years_behind_a_figure(period, span):
    assert read_span(period) == span


def test_every_figure_of_a_real_list_has_the_years_the_law_says():
    for day, code, period in values().select("list_date", "indicator", "period").unique().rows():
        if code not in INDICATORS or not period or day == date(2018, 5, 9):
            continue
        criterion = next(c for c in law_on(day).criteria.values() if c.indicator == code)
        years = criterion.years(day)
        assert read_span(period) == Span(years[0], years[-1]), (day, code)


def test_counts_give_the_exact_share_and_a_printed_share_leaves_half_a_digit_open():
    seen = known(
        ("synthetic-a", "outside_labour_count", "2025", "403", {}),
        ("synthetic-a", "outside_labour_base", "2025", "1000", {}),
        ("synthetic-b", "outside_labour_pct", "2025", "40.3", {}),
    ).observations["outside_labour_pct"]
    scale = scale_of("outside_labour_pct")
    assert scale.back(seen.value) == pytest.approx([40.3, 40.3])
    assert seen.noise[0] == 0.0
    assert seen.noise[1] == pytest.approx(0.1 / np.sqrt(12) * scale.slope(np.array(40.3)))
    assert seen.base[0] == 1000


def test_income_is_the_ratio_to_the_region_of_the_area():
    seen = known(
        ("synthetic-a", "income_kr", "2024", "210000", {}),
        ("region-081", "income_region_kr", "2024", "400000", {}),
    ).observations["income_pct_of_region"]
    assert 100 * np.exp(seen.value) == pytest.approx([52.5])


def test_the_same_period_twice_is_one_figure_and_the_finer_print_stands():
    seen = known(
        ("synthetic-a", "convicted_pct", "2024-2025", "2.5", {"decimals": 1}),
        ("synthetic-a", "convicted_pct", "2024-2025", "2.48", {"decimals": 2}),
    ).observations["convicted_pct"]
    assert len(seen.value) == 1
    assert 0.9 * seen.value[0] ** 2 == pytest.approx(2.48)


def test_contradictory_yearly_and_published_figures_are_marked_and_widened():
    quiet = [
        ("synthetic-a", "outside_labour_pct", "2023", "41.0", {}),
        ("synthetic-a", "outside_labour_pct", "2024", "43.0", {}),
    ]
    agreeing = known(*quiet, ("synthetic-a", "outside_labour_pct", "2023-2024", "42.0", {}))
    clash = known(*quiet, ("synthetic-a", "outside_labour_pct", "2023-2024", "47.0", {}))
    assert not agreeing.remarks
    (remark,) = clash.remarks
    assert (remark.key, remark.period, remark.found) == (
        "forecast.contradiction",
        "2023-2024",
        "47",
    )
    calm, torn = (one.observations["outside_labour_pct"] for one in (agreeing, clash))
    assert torn.noise.max() > 20 * calm.noise.max()


def test_a_figure_without_a_period_is_named_and_left_out():
    found = known(("synthetic-a", "nonwestern_pct", "", "61.0", {}))
    assert [one.key for one in found.remarks] == ["forecast.no_period"]
    assert len(found.observations["nonwestern_pct"].value) == 0


def test_what_was_known_later_or_is_missing_is_not_looked_at():
    later = {"known_from": date(2026, 7, 1)}
    found = known(
        ("synthetic-a", "nonwestern_pct", "2026-01-01", "61.0", later),
        ("synthetic-a", "nonwestern_pct", "2025-01-01", "60.0", {"standing": "missing"}),
    )
    assert len(found.observations["nonwestern_pct"].value) == 0


def test_convictions_stand_in_multiples_of_the_national_rate_once_it_is_known_throughout():
    own = ("synthetic-a", "convicted_pct", "2024-2025", "2.10", {})
    nation = ("dk", "convicted_pct", "2024-2025", "0.70", {"decimals": 2})
    assert not known(own).relative
    both = known(own, nation)
    assert both.relative
    assert both.observations["convicted_pct"].value[0] ** 2 == pytest.approx(3.0)
    earlier = ("synthetic-b", "convicted_pct", "2019-2020", "2.10", {})
    assert not known(own, nation, earlier).relative


def test_education_printed_from_may_2018_on_is_under_the_new_definition():
    seen = gather(public_figures(), record_regions(), date(2018, 5, 9), PRIOR)
    education = seen.observations["basic_education_pct"]
    at = education.areas.index("bispehaven")
    rows = (education.area == at) & (education.last == 2017)
    assert sorted(education.definition[rows].tolist()) == [0, 1]
    assert np.ptp(education.value[rows]) > 0.8


def test_no_convictions_at_all_is_a_figure_like_others():
    seen = known(("synthetic-a", "convicted_pct", "2025", "0.00", {}))
    assert np.isfinite(seen.observations["convicted_pct"].value).all()
    assert np.isfinite(seen.observations["convicted_pct"].noise).all()


def test_an_area_without_a_region_is_refused_with_a_sentence():
    with pytest.raises(UnknownNameError, match="ingen kendt region"):
        gather(frame(), {"synthetic-a": ""}, TODAY, PRIOR, areas=["synthetic-a"])


def test_every_remark_is_a_sentence_in_both_languages():
    found = known(("synthetic-a", "nonwestern_pct", "", "61.0", {}))
    for one in found.remarks:
        for language in LANGUAGES:
            text = say(
                one.key, language, area=one.area_id, indicator=one.indicator, period=one.period,
                found=one.found, expected=one.expected,
            )  # fmt: skip
            assert "61" in text
