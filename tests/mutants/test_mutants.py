"""Mutants of the law files and of the engine: each is killed by a test or listed as equivalent."""

from __future__ import annotations

from datetime import date

import pytest

from tests.mutants.__main__ import equivalent, run
from tests.mutants.engine import all_engine_mutants
from tests.mutants.law_files import law_mutants, mutated
from tests.mutants.loop import forget, law_files
from tests.published import test_lists_in_a_row as lists_in_a_row

SAMPLE, SEED = 16, 20261201


def five_to_four(name: str) -> tuple[object, ...]:
    [mutant] = [m for m in law_mutants() if m.name == name]
    return mutated(mutant)


@pytest.mark.parametrize(
    ("name", "list_date"),
    [
        (
            "2018.toml: categories.transformation.transitional.2019-12-01: 5 -> 4",
            date(2019, 12, 1),
        ),
        ("2021.toml: categories.transformation.lists_in_a_row: 5 -> 4", date(2021, 12, 1)),
    ],
)
def test_four_instead_of_five_is_killed_by_the_list_of_its_year(name: str, list_date: date) -> None:
    [(day, marks, count)] = [row for row in lists_in_a_row.FIVE if row[0] == list_date]
    changed = five_to_four(name)
    try:
        with law_files(changed):
            forget()
            with pytest.raises(AssertionError):
                lists_in_a_row.test_five_lists_in_a_row_give_the_published_names(day, marks, count)
    finally:
        forget()
    lists_in_a_row.test_five_lists_in_a_row_give_the_published_names(day, marks, count)


def test_a_sample_of_mutants_is_killed_or_listed() -> None:
    outcome = run(SAMPLE, SEED)
    assert len(outcome.results) == SAMPLE
    assert outcome.living == []
    assert outcome.listed_but_killed == []


@pytest.mark.campaign
def test_every_mutant_is_killed_or_listed() -> None:
    outcome = run()
    assert outcome.living == []
    assert outcome.listed_but_killed == []


def test_no_mutant_is_named_twice_and_every_listed_one_exists() -> None:
    names = [m.name for m in (*law_mutants(), *all_engine_mutants())]
    assert len(set(names)) == len(names)
    assert set(equivalent()) <= set(names)


def test_every_equivalent_mutant_has_a_reason() -> None:
    assert all(len(reason.split()) > 4 for reason in equivalent().values())
