"""Who is bound, three-valued, and the two routes to a target of one's own with their reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from monitor.bound import carried_out, duty
from monitor.categories import Verdict
from monitor.dispensation import Facts, routes
from monitor.law.load import law_on
from monitor.published import Published
from monitor.target_rule import target_rule
from tests.target.frames import plan

LAW = law_on(date(2026, 12, 1))
RULE = target_rule(LAW)
DATES = tuple(date(year, 12, 1) for year in range(2018, 2025))


def published(*listed: tuple[int, str], whole_until: int = 2024) -> Published:
    """Lists of an area ``a``: (year, category) of each place on a list."""
    members = pl.DataFrame(
        [(date(year, 12, 1), "a", category) for year, category in listed],
        schema={"list_date": pl.Date, "area_id": pl.String, "category": pl.String},
        orient="row",
    )
    lists = pl.DataFrame(
        [
            (day, category, day.year <= whole_until, True)
            for day in DATES
            for category in ("parallel", "transformation")
        ],
        schema={
            "list_date": pl.Date,
            "category": pl.String,
            "whole": pl.Boolean,
            "first_december": pl.Boolean,
        },
        orient="row",
    )
    return Published(members, lists)


PARALLEL = [(year, "parallel") for year in range(2020, 2024)]


@pytest.mark.parametrize(
    ("listed", "whole_until", "done", "bound", "reason"),
    [
        ([(2024, "transformation")], 2024, "yes", "yes", "listed"),
        ([(2020, "transformation")], 2024, "no", "yes", "former"),
        ([(2020, "transformation")], 2024, "yes", "no", "carried_out"),
        ([(2020, "transformation")], 2024, "unknown", "unknown", "former_plan_unknown"),
        ([], 2024, "unknown", "no", "never_listed"),
        # four lists in a row and the fifth not known: it may be the fifth
        (PARALLEL, 2023, "unknown", "unknown", "perhaps_listed"),
        # three cannot become five with one unknown list
        (PARALLEL[1:], 2023, "unknown", "no", "never_listed"),
    ],
)
def test_who_is_bound(
    listed: list[tuple[int, str]], whole_until: int, done: Verdict, bound: Verdict, reason: str
) -> None:
    found = duty("a", published(*listed, whole_until=whole_until), DATES, LAW, done)
    assert (found.bound, found.reason) == (bound, reason)


def test_the_reason_in_words() -> None:
    found = duty(
        "a", published((2019, "transformation"), (2020, "transformation")), DATES, LAW, "no"
    )
    assert found.sentence("da").replace("\N{NO-BREAK SPACE}", " ") == (
        "Fortsat omfattet: på listen 1. december 2019 til 1. december 2020, og planen er ikke "
        "gennemført."
    )


def test_a_plan_is_carried_out_when_every_row_is_done() -> None:
    done: dict[str, Any] = {"lever": "sell", "amount": 1, "status": "done", "note": "x"}
    assert carried_out(plan(done), "a") == "yes"
    assert carried_out(plan(done, {"lever": "sell", "amount": 2}), "a") == "no"
    dropped = {"lever": "sell", "amount": 2, "status": "dropped"}
    assert carried_out(plan(done, dropped), "a") == "yes"
    assert carried_out(plan(), "a") == "unknown"


WHOLE = {
    "account_credible": "yes",
    "building_insufficient": "yes",
    "sale_at_loss": "yes",
    "plan_being_drawn_up": "yes",
    "convicted_met": "no",
}
NUMBERS = {"family_in_parallel": 601, "family_in_municipality": 5000, "residents": 2099}


@pytest.mark.parametrize(
    ("answers", "numbers", "special", "small"),
    [
        ({}, {}, "yes", "yes"),
        # 600 of 5,000 is 12 percent, and the act asks for more
        ({}, {"family_in_parallel": 600}, "no", "yes"),
        ({}, {"residents": 2100}, "yes", "no"),
        ({"convicted_met": "yes"}, {}, "yes", "no"),
        ({"convicted_met": "unknown"}, {}, "yes", "unknown"),
        ({"sale_at_loss": "unknown"}, {}, "unknown", "yes"),
        # one no settles it, whatever is unknown
        ({"sale_at_loss": "unknown", "account_credible": "no"}, {}, "no", "yes"),
        ({"plan_being_drawn_up": "no"}, {}, "yes", "no"),
    ],
)
def test_the_two_routes(
    answers: dict[str, Verdict], numbers: dict[str, int], special: str, small: str
) -> None:
    facts = Facts({**WHOLE, **answers}, {**NUMBERS, **numbers})
    assert [route.open for route in routes(LAW, RULE, facts)] == [special, small]


def test_silence_is_neither_yes_nor_no() -> None:
    found = routes(LAW, RULE, Facts({}, {}))
    assert [route.open for route in found] == ["unknown", "unknown"]
    assert {row.holds for route in found for row in route.why} == {"unknown"}
    assert [len(route.why) for route in found] == [4, 3]
    assert [route.cite for route in found] == ["§ 168 a, stk. 3", "§ 168 a, stk. 4"]
