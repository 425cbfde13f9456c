"""What must hold of any area: worse never helps, lists nest, order and scale change nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.categories import Verdict, categorise, published_name
from monitor.law.load import law_by_id, laws
from monitor.panel import Panel
from monitor.verdicts import judge
from tests.drawn import LIST_DATES, NATION_SHARE, area, figures, judged, names_of, slots
from tests.oracle import Facts, Share

RANK = {"no": 0, "unknown": 1, "yes": 2}
VERSIONS = st.sampled_from(sorted(LIST_DATES))
SEEDS = st.integers(0, 10**6)


def known_nation(version: str, facts: Facts, *, known: bool = True) -> Facts:
    year = LIST_DATES[version].year
    nation = {year - back: NATION_SHARE[back] for back in (2, 1)} if known else {}
    return replace(facts, nation_convicted=nation)


def an_area(version: str, seed: int, share_known: float) -> Facts:
    rng = random.Random(seed)
    present = {slot: rng.random() < share_known for slot in slots(version)}
    return known_nation(version, area(rng, version, present), known=rng.random() < share_known)


def categories(version: str, *areas: Facts) -> list[dict[str, Verdict]]:
    return [verdict.categories for verdict in judged(version, areas)]


def more(share: Share | None, by: int) -> Share | None:
    return None if share is None else (min(share[0] + by, share[1]), share[1])


def worse(facts: Facts, by: int) -> Facts:
    """Every figure worse or equal; more residents count as worse too."""
    return replace(
        facts,
        residents=None if facts.residents is None else facts.residents + by,
        nonwestern=more(facts.nonwestern, by),
        schooling=more(facts.schooling, by),
        outside={year: more(share, by) or share for year, share in facts.outside.items()},
        convicted={year: more(share, by) or share for year, share in facts.convicted.items()},
        income_percent=None
        if facts.income_percent is None
        else max(facts.income_percent - Fraction(by, 10), Fraction(0)),
    )


@settings(max_examples=60, deadline=None)
@given(VERSIONS, SEEDS, st.integers(1, 40), st.floats(0.5, 1))
def test_a_worse_figure_never_leaves_a_list(
    version: str, seed: int, by: int, share_known: float
) -> None:
    facts = an_area(version, seed, share_known)
    before, after = categories(version, facts, worse(facts, by))
    for name in law_by_id(version).categories:
        # the published prevention list leaves out the exposed: there worse can mean off it
        assert RANK[after[name]] >= RANK[before[name]]


@settings(max_examples=60, deadline=None)
@given(VERSIONS, SEEDS, st.floats(0, 1))
def test_lists_nest_whatever_is_unknown(version: str, seed: int, share_known: float) -> None:
    [found] = categories(version, an_area(version, seed, share_known))
    for category in law_by_id(version).categories.values():
        if category.within is not None:
            assert RANK[found[category.code]] <= RANK[found[category.within]]
        if category.published_without is not None:
            assert RANK[found[published_name(category.code)]] <= RANK[found[category.code]]


@pytest.mark.parametrize("version", LIST_DATES)
def test_lists_nest_for_every_combination_of_met_criteria(version: str) -> None:
    law = law_by_id(version)
    tests = law.tests()
    number = np.arange(2 ** len(tests))
    met = {test: (number >> place & 1).astype(bool) for place, test in enumerate(tests)}
    found = categorise(law, met)
    for category in law.categories.values():
        if category.within is not None:
            assert not np.any(found[category.code] & ~found[category.within])
        if category.published_without is not None:
            listed = found[published_name(category.code)]
            assert not np.any(listed & found[category.published_without])
            assert np.array_equal(
                listed | (found[category.code] & found[category.published_without]),
                found[category.code],
            )
    assert {law.id for law in laws()} == set(LIST_DATES)


@settings(max_examples=60, deadline=None)
@given(VERSIONS, SEEDS, SEEDS, st.floats(0, 1))
def test_learning_a_figure_never_contradicts_a_yes_or_a_no(
    version: str, seed: int, other: int, share_known: float
) -> None:
    partly = an_area(version, seed, share_known)
    full = known_nation(
        version, area(random.Random(other), version, dict.fromkeys(slots(version), True))
    )
    learned = Facts(
        residents=full.residents if partly.residents is None else partly.residents,
        nonwestern=partly.nonwestern or full.nonwestern,
        schooling=partly.schooling or full.schooling,
        income_percent=full.income_percent
        if partly.income_percent is None
        else partly.income_percent,
        outside=full.outside | partly.outside,
        convicted=full.convicted | partly.convicted,
        nation_convicted=full.nation_convicted | partly.nation_convicted,
    )
    [before], [after] = categories(version, partly), categories(version, learned)
    assert "unknown" not in after.values()
    for name, said in before.items():
        assert said in ("unknown", after[name])


@settings(max_examples=30, deadline=None)
@given(VERSIONS, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_areas_changes_nothing(
    version: str, seed: int, order: random.Random
) -> None:
    areas = [known_nation(version, an_area(version, seed + i, 0.9)) for i in range(12)]
    frame, law, day = figures(version, areas), law_by_id(version), LIST_DATES[version]
    mixed = list(range(frame.height))
    order.shuffle(mixed)
    ids = names_of(areas)
    order.shuffle(ids)
    one = {v.area_id: v for v in judge(Panel(frame), law, day, names_of(areas))}
    other = {v.area_id: v for v in judge(Panel(frame[mixed]), law, day, ids)}
    assert {a: v.categories for a, v in one.items()} == {a: v.categories for a, v in other.items()}
    assert one == other


@settings(max_examples=60, deadline=None)
@given(VERSIONS, SEEDS, st.integers(2, 1000))
def test_so_many_times_as_many_of_everybody_changes_no_share(
    version: str, seed: int, times: int
) -> None:
    def scaled(share: Share | None) -> Share | None:
        return None if share is None else (share[0] * times, share[1] * times)

    facts = an_area(version, seed, 0.9)
    larger = replace(
        facts,
        nonwestern=scaled(facts.nonwestern),
        schooling=scaled(facts.schooling),
        outside={year: scaled(share) or share for year, share in facts.outside.items()},
        convicted={year: scaled(share) or share for year, share in facts.convicted.items()},
    )
    before, after = categories(version, facts, larger)
    assert before == after


def test_drawn_figures_meet_the_limits_from_both_sides() -> None:
    found = [categories("2021", an_area("2021", seed, 1.0))[0] for seed in range(60)]
    for name in ("exposed", "parallel", "prevention", "prevention_published"):
        assert {"yes", "no"} <= {verdict[name] for verdict in found}
