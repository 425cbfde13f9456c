"""Joint draws: streams by area, the law's own kernels, known figures locked, nothing from later."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import numpy as np
import polars as pl
import pytest

from forecasts.locked import lock
from forecasts.panel import gather
from forecasts.prior import read_prior
from forecasts.public import public_figures
from forecasts.scales import INDICATORS, scale_of
from forecasts.simulate import each_area, prepare
from forecasts.streams import stream
from monitor.categories import categorise
from monitor.law.load import law_on
from monitor.panel import FIGURE_COLUMNS, Panel
from monitor.public_record import record_regions

PRIOR = read_prior()
ORIGIN = date(2016, 12, 1)
LISTS = (date(2017, 12, 1), date(2018, 12, 1))
REFERENCES = {code: one.reference for code, one in PRIOR.indicators.items()}


def simulated(figures=None, areas=None, origin=ORIGIN, lists=LISTS, draws=500, **more):
    frame = public_figures() if figures is None else figures
    known = gather(frame, record_regions(), origin, PRIOR, areas)
    return prepare(known, lists, tuple(law_on(day) for day in lists), PRIOR, draws=draws, **more)


def printed_bytes(made, workers=1):
    """One hash per area of every draw it makes."""

    def one(area):
        block = made.block(area)
        return sha256(b"".join(block[code].tobytes() for code in INDICATORS)).hexdigest()

    return dict(zip(made.areas, each_area(made, one, workers), strict=True))


def test_shuffled_rows_and_any_number_of_workers_give_the_same_bytes():
    once = printed_bytes(simulated())
    shuffled = public_figures().sample(fraction=1.0, shuffle=True, seed=5)
    assert printed_bytes(simulated(shuffled), workers=2) == once
    assert printed_bytes(simulated(), workers=3) == once


def test_areas_drawn_in_any_order_or_alone_give_the_same_bytes():
    made = simulated()
    forward = [made.block(area)["residents"] for area in range(5)]
    backward = [made.block(area)["residents"] for area in reversed(range(5))]
    for one, other in zip(forward, reversed(backward), strict=True):
        assert one.tobytes() == other.tobytes()


def test_a_new_area_without_figures_moves_no_other_area():
    before = simulated()
    after = simulated(areas=[*before.areas, "synthetic-new"], figures=public_figures())
    assert "synthetic-new" not in before.areas
    known, found = printed_bytes(before), printed_bytes(after)
    assert {area: found[area] for area in known} == known


@pytest.fixture(autouse=True)
def _new_area_has_a_region(monkeypatch):
    regions = {**record_regions(), "synthetic-new": "region-085"}
    monkeypatch.setattr("tests.forecasts.test_simulate.record_regions", lambda: regions)


def test_a_new_area_with_figures_leaves_the_others_own_streams_alone():
    own = stream("bispehaven").standard_normal(4)
    assert stream("bispehaven").standard_normal(4).tolist() == own.tolist()
    assert stream("gellerupparken-toveshoej").standard_normal(4).tolist() != own.tolist()
    assert stream("bispehaven", seed=1).standard_normal(4).tolist() != own.tolist()


def test_a_new_area_with_figures_moves_others_through_the_common_path_only():
    """What is drawn for an area alone, apart from the common path and its mean, stays the same."""

    def own_part(made):
        area = made.areas.index("bispehaven")
        found = {}
        for code, part in made.parts.items():
            drawn = made.block(area)[code].T - part.constant[area][:, None]
            path = part.paths[part.model.observations.region[area]]
            found[code] = drawn - part.weights[area] @ path
        return found

    before = own_part(simulated(areas=["bispehaven", "vollsmose"]))
    made = simulated(areas=["bispehaven", "vollsmose", "agervang"])
    after = own_part(made)
    for code in INDICATORS:
        assert after[code] == pytest.approx(before[code], abs=1e-4)
        assert np.abs(after[code]).max() > 0.01


def test_a_poisoned_future_changes_nothing_before_the_origin():
    poisoned = public_figures().with_columns(
        value=pl.when(pl.col("known_from") > ORIGIN).then(pl.lit("77")).otherwise(pl.col("value"))
    )
    assert poisoned.filter(pl.col("value") == "77").height > 100
    assert printed_bytes(simulated(poisoned)) == printed_bytes(simulated())


def test_a_redefinition_nobody_knew_of_is_not_foreseen():
    """Only education taken in Denmark counts from May 2018: 20 points more, and unknown in 2016."""
    code = "basic_education_pct"
    last = (date(2018, 12, 1),)
    for day, foreseen in ((ORIGIN, False), (date(2018, 5, 9), True)):
        made = simulated(origin=day, lists=last, areas=["bispehaven"])
        middle = np.median(made.printed(code, made.block(0)[code]))
        assert (middle > 60) == foreseen


def test_the_probabilities_come_from_the_laws_own_kernels():
    made = simulated(draws=200)
    limits = made.limits()
    area = made.areas.index("vollsmose")
    block = made.block(area)
    met = made.verdicts(area, block, limits)
    for number, law in enumerate(made.laws):
        printed = {c: made.printed(c, block[c])[:, number] for c in INDICATORS}
        for category, code in law.tests():
            limit = law.criteria[code].limits[category]
            at = float(limit.value)
            if limit.measure == "times_national":
                at = at * made.national[:, number]
            value = printed[law.criteria[code].indicator]
            plain = {">": value > at, ">=": value >= at, "<": value < at, "<=": value <= at}
            # the draws are compared on the working scale: ties within single precision aside
            near = np.abs(value - at) < 1e-4 * np.abs(at)
            assert np.array_equal(met[number][category, code][~near], plain[limit.operator][~near])
        assert categorise(law, met[number])["parallel"].shape == (200,)


def figure(area, indicator, period, value, list_date=None, known=date(2026, 2, 1), **more):
    row = {
        "area_id": area,
        "list_date": list_date,
        "indicator": indicator,
        "period": period,
        "value": str(value),
        "decimals": None,
        "standing": "known",
        "known_from": known,
        "source": "synthetic",
    }
    return {**row, **more}


def frame(*rows):
    return pl.DataFrame(list(rows), schema=FIGURE_COLUMNS)


def counts(area, years, share=0.41, base=1000):
    rows = []
    for year in years:
        rows.append(figure(area, "outside_labour_base", str(year), base))
        rows.append(figure(area, "outside_labour_count", str(year), round(share * base)))
    return rows


NEXT = (date(2026, 12, 1), date(2027, 12, 1))


def locked_simulation(rows, lists=NEXT):
    figures = frame(*rows)
    known = gather(figures, record_regions(), date(2026, 6, 1), PRIOR)
    laws = tuple(law_on(day) for day in lists)
    panel = Panel(figures, record_regions(), date(2026, 6, 1))
    held = lock(
        panel, known.areas, tuple(zip(laws, lists, strict=True)), REFERENCES,
        relative=known.relative,
    )  # fmt: skip
    return prepare(known, lists, laws, PRIOR, locked=held, draws=400)


def test_two_known_years_lock_the_next_list_exactly_and_leave_the_one_after_open():
    made = locked_simulation(counts("synthetic-new", (2024, 2025), share=0.40))
    share = made.printed("outside_labour_pct", made.block(0)["outside_labour_pct"])
    assert share[:, 0] == pytest.approx(40.0, abs=1e-5)
    assert share[:, 1].std() > 0.2
    met = made.verdicts(0, made.block(0), made.limits())
    # 40 is not over 40, whatever the draws' last binary digit says
    assert not met[0]["exposed", "outside_labour"].any()
    assert 0.1 < met[1]["exposed", "outside_labour"].mean() < 0.9


def test_one_person_more_and_the_locked_share_is_over_the_limit_in_every_draw():
    rows = counts("synthetic-new", (2024, 2025), share=0.40)
    rows[-1]["value"] = "401"
    made = locked_simulation(rows)
    assert made.verdicts(0, made.block(0), made.limits())[0]["exposed", "outside_labour"].all()


def test_a_year_known_only_later_is_not_locked():
    rows = counts("synthetic-new", (2024, 2025))
    for row in rows[2:]:
        row["known_from"] = date(2026, 9, 1)
    made = locked_simulation(rows)
    share = made.printed("outside_labour_pct", made.block(0)["outside_labour_pct"])
    assert share[:, 0].std() > 0.1


def test_a_known_national_rate_and_a_known_share_of_three_times_it_meet_the_criterion():
    rows = [
        figure("dk", "convicted_pct", "2024", "0.7", decimals=1),
        figure("dk", "convicted_count", "2024", 7),
        figure("dk", "convicted_base", "2024", 1000),
        figure("dk", "convicted_count", "2025", 7),
        figure("dk", "convicted_base", "2025", 1000),
    ]
    for year in (2024, 2025):
        rows += [
            figure("synthetic-new", "convicted_count", str(year), 21),
            figure("synthetic-new", "convicted_base", str(year), 1000),
        ]
    made = locked_simulation(rows[1:])
    assert made.relative
    met = made.verdicts(0, made.block(0), made.limits())
    assert met[0]["exposed", "convicted"].all()
    rate = made.printed("convicted_pct", made.block(0)["convicted_pct"])
    assert rate[:, 0] == pytest.approx(2.1, abs=1e-5)
    assert made.national[:, 0] == pytest.approx(0.7, abs=1e-6)


@pytest.mark.parametrize("areas", [1, 2, 3, 4])
def test_few_areas_with_one_figure_of_one_indicator_still_get_wide_answers(areas):
    names = sorted(record_regions())[:areas]
    rows = [
        figure(area, "nonwestern_pct", "2025-01-01", 60 + 5 * n) for n, area in enumerate(names)
    ]
    known = gather(frame(*rows), record_regions(), date(2026, 6, 1), PRIOR)
    lists = tuple(date(year, 12, 1) for year in range(2026, 2032))
    made = prepare(known, lists, tuple(law_on(day) for day in lists), PRIOR, draws=300)
    for area in range(areas):
        for code, drawn in made.block(area).items():
            value = made.printed(code, drawn)
            assert np.isfinite(value).all()
            assert (value >= 0).all()
            spread = np.std(drawn, axis=0)
            assert (np.diff(spread) > -0.1 * spread[:-1]).all()


def test_no_history_at_all_is_as_wide_as_the_prior():
    known = gather(frame(), record_regions(), date(2026, 6, 1), PRIOR, areas=["bispehaven"])
    made = prepare(known, NEXT, tuple(law_on(day) for day in NEXT), PRIOR, draws=2000)
    for code, drawn in made.block(0).items():
        prior = PRIOR.indicators[code]
        assert drawn[:, 0].std() > prior.mean_sd
        assert np.isfinite(made.printed(code, drawn)).all()


def test_an_as_of_before_the_first_figure_knows_nothing():
    known = gather(public_figures(), record_regions(), date(2009, 1, 1), PRIOR, ["vollsmose"])
    assert known.first is None
    assert all(len(one.value) == 0 for one in known.observations.values())


def test_a_series_that_jumps_tenfold_is_marked_and_left_wide():
    rows = [
        figure("synthetic-new", "residents", f"{year}-01-01", 1500 + year - 2016)
        for year in range(2016, 2027)
    ]
    calm = locked_simulation(rows, lists=NEXT[1:])
    rows[5]["value"] = "15000"
    torn = locked_simulation(rows, lists=NEXT[1:])
    assert not calm.remarks
    assert [one.key for one in torn.remarks] == ["forecast.jump"]
    assert torn.remarks[0].period == "2021"
    middle = np.median(torn.printed("residents", torn.block(0)["residents"]))
    assert 1200 < middle < 2100


def test_all_draws_are_inside_what_the_indicator_can_be():
    made = simulated(draws=2000)
    for area in range(0, len(made.areas), 7):
        for code, drawn in made.block(area).items():
            value = made.printed(code, drawn)
            assert value.min() >= 0.0
            if code.endswith("_pct") and code != "income_pct_of_region":
                assert value.max() <= 100.0


def test_scales_of_the_prior_reach_the_draws():
    wide = replace(PRIOR, indicators={c: replace(p, own=4 * p.own) for c, p in
                                      PRIOR.indicators.items()})  # fmt: skip
    known = gather(public_figures(), record_regions(), ORIGIN, PRIOR)
    laws = tuple(law_on(day) for day in LISTS)
    plain = prepare(known, LISTS, laws, PRIOR, draws=400).block(3)["nonwestern_pct"].std()
    assert prepare(known, LISTS, laws, wide, draws=400).block(3)["nonwestern_pct"].std() > plain


def test_percent_and_working_scale_agree_for_a_block():
    made = simulated(draws=50)
    block = made.block(0)["income_pct_of_region"]
    assert made.printed("income_pct_of_region", block) == pytest.approx(
        scale_of("income_pct_of_region").back(block.astype(float))
    )
