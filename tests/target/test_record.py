"""The public record of the areas ever under a plan: as published, checked where it can be."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl

from monitor.law.load import law_on
from monitor.plan_record import areas_under_plan, check, conflicts, own_targets, statements
from monitor.record.load import family_housing, memberships
from monitor.target_record import record_bound

LATE = date(2026, 11, 24)
LAW = law_on(LATE)
AREAS = areas_under_plan(memberships(), LAW)


def told(area_id: str) -> pl.DataFrame:
    return statements(family_housing(), area_id, LATE)


def test_seventeen_areas_have_been_under_a_plan() -> None:
    """The 15 of 2018 and 2019, and Solbakken and Nørager/Søstjernevej of 2020."""
    assert len(AREAS) == 17
    assert {"solbakken", "noerager-soestjernevej", "motalavej", "vollsmose"} <= set(AREAS)
    # a family share is told of Karlemoseparken too, which never had a plan under the act
    assert "karlemoseparken" not in AREAS
    assert all(not told(area).is_empty() for area in AREAS)


def test_the_one_statement_with_both_numbers_is_reproduced() -> None:
    """Stengårdsvej 2019: 579 of 579, printed 100 percent."""
    found = [
        (area, row["year"], check(row))
        for area in AREAS
        for row in told(area).iter_rows(named=True)
        if check(row).verdict != "not_possible"
    ]
    assert [(area, year, one.verdict) for area, year, one in found] == [
        ("stengaardsvej", 2019, "reproduced")
    ]
    assert found[0][2].share == Fraction(100)


def test_every_other_statement_says_what_is_missing() -> None:
    rows = [row for area in AREAS for row in told(area).iter_rows(named=True)]
    named = [check(row).missing for row in rows if check(row).verdict == "not_possible"]
    assert len(named) == len(rows) - 1
    assert all(named)
    # Skovvejen/Skovparken 2019: 944 family dwellings, 87 percent, no total
    skovvejen = told("skovvejen-skovparken").filter(pl.col("family_share_pct") == "87")
    assert check(skovvejen.row(0, named=True)).missing == ("total_dwellings",)


def test_a_share_that_does_not_follow_is_contradicted() -> None:
    row = told("stengaardsvej").filter(pl.col("total_dwellings").is_not_null()).row(0, named=True)
    assert check({**row, "family_share_pct": "99.4"}).verdict == "contradicted"
    assert check({**row, "family_dwellings": 577, "family_share_pct": "99.7"}).verdict == (
        "reproduced"
    )
    assert check({**row, "family_dwellings": 577, "family_share_pct": "99.6"}).verdict == (
        "contradicted"
    )


def test_conflicts_between_sources_are_listed() -> None:
    found = {
        (one.area_id, one.quantity): ([value for value, _, _ in one.values], one.same_year)
        for area in AREAS
        for one in conflicts(told(area), area)
    }
    assert found[("mjoelnerparken", "planned_sale")] == (["256", "260"], False)
    assert found[("munkebo", "planned_demolition")] == (["18", "36", "92"], True)
    assert found[("sundparken", "target_family_share_pct")][1]
    assert ("solbakken", "family_dwellings") not in found


def test_targets_of_their_own_as_published() -> None:
    found = {area: {text for text, _, _ in own_targets(told(area), LAW)} for area in AREAS}
    assert {area: texts for area, texts in found.items() if texts} == {
        "agervang": {"56"},
        "finlandsparken": {"68"},
        "motalavej": {"58"},
        "munkebo": {"60"},
        "noerager-soestjernevej": {"60"},
        "sundparken": {"60"},
    }


def test_nothing_known_later_is_used() -> None:
    early = statements(family_housing(), "vollsmose", date(2020, 1, 1))
    assert early["known_from"].to_list() == sorted(early["known_from"].to_list())
    assert early.height < told("vollsmose").height


def test_who_is_bound_after_the_list_of_2024() -> None:
    """Seven on the list; ten former ones until their plan is carried out, which nobody states."""
    bound = record_bound(date(2024, 12, 1), LAW)
    counted = dict(bound["bound"].value_counts().iter_rows())
    assert counted == {"yes": 7, "unknown": 10}
    assert set(bound.filter(pl.col("bound") == "unknown")["reason"]) == {"former_plan_unknown"}


def test_after_an_unknown_list_nobody_is_surely_on_it() -> None:
    """The list of 1 December 2025 is not known: who was on the last one may have left it."""
    bound = record_bound(LATE, LAW)
    assert set(bound["bound"]) == {"unknown"}
