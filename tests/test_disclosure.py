"""Nothing withheld can be worked out again from what a public edition leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.disclosure import LIMIT, marking, public_tables, withheld_figures
from monitor.errors import FigureError
from monitor.recovery import Cell, Relation, recoverable, withhold_besides


def cell(area: str, code: str = "convicted_count", period: str = "2024") -> Cell:
    return (area, code, period)


def figures(*rows: tuple[str, str, str, object]) -> pl.DataFrame:
    """(area, indicator, period, value) as the frame ``figures``."""
    return pl.DataFrame(
        [(area, code, period, str(value)) for area, code, period, value in rows],
        schema=["area_id", "indicator", "period", "value"],
        orient="row",
    )


def reasons(frame: pl.DataFrame) -> dict[Cell, str]:
    return {(area, code, period): why for area, code, period, why in frame.iter_rows()}


# -- examples a planner can follow


def test_a_count_under_the_limit_goes_and_one_at_the_limit_stays() -> None:
    found = withheld_figures(
        figures(("a", "convicted_count", "2024", 4), ("b", "convicted_count", "2024", 5))
    )
    assert reasons(found) == {cell("a"): "small"}


def test_a_share_beside_its_base_goes_with_its_count() -> None:
    found = withheld_figures(
        figures(
            ("a", "convicted_count", "2024", 3),
            ("a", "convicted_base", "2024", 700),
            ("a", "convicted_pct", "2024", "0.43"),
        )
    )
    assert reasons(found) == {cell("a"): "small", cell("a", "convicted_pct"): "derived"}


def test_a_share_alone_beside_its_base_goes_if_it_stands_for_a_small_count() -> None:
    found = withheld_figures(
        figures(("a", "convicted_base", "2024", 700), ("a", "convicted_pct", "2024", "0.43"))
    )
    assert reasons(found) == {cell("a", "convicted_pct"): "derived"}


def test_everything_over_a_small_base_goes() -> None:
    found = withheld_figures(
        figures(
            ("a", "income_base", "2024", 4),
            ("a", "income_kr", "2024", 200_000),
            ("a", "income_pct_of_region", "2024", "51.0"),
            ("b", "income_base", "2024", 400),
            ("b", "income_kr", "2024", 200_000),
        )
    )
    assert reasons(found) == {
        cell("a", "income_base"): "small",
        cell("a", "income_kr"): "derived",
        cell("a", "income_pct_of_region"): "derived",
    }


def test_a_second_part_goes_where_the_total_would_give_the_first_away() -> None:
    rows = [("d1", 3), ("d2", 12), ("d3", 9), ("area", 24)]
    found = withheld_figures(
        figures(*((name, "convicted_count", "2024", value) for name, value in rows)),
        parts={"area": ["d1", "d2", "d3"]},
    )
    assert reasons(found) == {cell("d1"): "small", cell("d3"): "subtraction"}


def test_the_total_goes_where_no_other_part_is_left() -> None:
    found = withheld_figures(
        figures(("d1", "convicted_count", "2024", 3), ("area", "convicted_count", "2024", 3)),
        parts={"area": ["d1"]},
    )
    assert set(reasons(found)) == {cell("d1"), cell("area")}


def test_two_empty_parts_beside_their_total_are_given_away_by_being_no_less_than_nothing() -> None:
    rows = [("d1", 0), ("d2", 0), ("d3", 40), ("area", 40)]
    found = withheld_figures(
        figures(*((name, "convicted_count", "2024", value) for name, value in rows)),
        parts={"area": ["d1", "d2", "d3"]},
    )
    assert reasons(found) == {
        cell("d1"): "small",
        cell("d2"): "small",
        cell("d3"): "subtraction",
    }


def test_a_two_year_mean_does_not_give_the_small_year_away() -> None:
    found = withheld_figures(
        figures(
            ("a", "convicted_count", "2023", 9),
            ("a", "convicted_base", "2023", 700),
            ("a", "convicted_count", "2024", 3),
            ("a", "convicted_base", "2024", 710),
            ("a", "convicted_pct", "2023-2024", "0.85"),
        )
    )
    assert reasons(found) == {
        cell("a"): "small",
        cell("a", "convicted_pct", "2023-2024"): "derived",
    }


def test_the_limit_is_the_users_and_at_least_one() -> None:
    frame = figures(("a", "convicted_count", "2024", 9))
    assert withheld_figures(frame).is_empty()
    assert withheld_figures(frame, limit=10).height == 1
    with pytest.raises(FigureError) as fault:
        withheld_figures(frame, limit=0)
    assert fault.value.sentence("da") == (
        "Grænsen for små tal er 0, men skal være mindst 1. Vælg for eksempel 5."
    )


def test_dwellings_and_money_are_no_persons() -> None:
    frame = figures(("a", "dwellings_care", "2024-01-01", 2), ("a", "income_region_kr", "2024", 3))
    assert withheld_figures(frame).is_empty()


# -- the tables of a public edition


def public() -> dict[str, pl.DataFrame]:
    source = figures(
        ("a", "convicted_count", "2024", 3),
        ("a", "convicted_base", "2024", 700),
        ("b", "convicted_count", "2024", 30),
    )
    criteria = pl.DataFrame(
        [
            (date(year, 12, 1), area, criterion, 0.43, 0.42, 0.44, "no")
            for year in (2024, 2025, 2026, 2027)
            for area in ("a", "b")
            for criterion in ("convicted", "income")
        ],
        schema=["list_date", "area_id", "criterion", "value", "low", "high", "met"],
        orient="row",
    )
    margins = criteria.select("list_date", "area_id", "criterion").with_columns(persons=-9)
    findings = pl.DataFrame(
        {"list_date": [date(2025, 12, 1)] * 2, "area_id": ["a", "b"], "text": ["x", "y"]}
    )
    tables = {
        "figures": source,
        "criteria": criteria,
        "margins": margins,
        "findings": findings,
        "faults": source,
        "forecast_remarks": findings,
        "forecast_diagnostics": findings,
        "clock": margins,
    }
    return public_tables(tables, withheld_figures(source))


def test_a_public_edition_empties_the_figure_and_says_so() -> None:
    assert public()["figures"].select("area_id", "indicator", "value", "withheld").rows() == [
        ("a", "convicted_count", None, True),
        ("a", "convicted_base", "700", False),
        ("b", "convicted_count", "30", False),
    ]


def test_what_was_made_from_a_withheld_figure_goes_on_every_list_that_looks_back_at_it() -> None:
    tables = public()
    gone = tables["criteria"].filter(pl.col("value").is_null())
    assert gone.select(pl.col("list_date").dt.year(), "area_id", "criterion").rows() == [
        (year, "a", "convicted") for year in (2024, 2025, 2026)
    ]
    assert gone.select("low", "high").null_count().row(0) == (3, 3)
    assert gone["met"].to_list() == ["no"] * 3
    assert tables["margins"].filter(pl.col("persons").is_null()).height == 3
    assert tables["findings"].select("area_id", "text").rows() == [("a", None), ("b", "y")]


def test_what_repeats_her_cells_does_not_leave_and_what_holds_no_figure_is_left_alone() -> None:
    tables = public()
    assert not {"faults", "forecast_remarks", "forecast_diagnostics"} & set(tables)
    assert "withheld" not in tables["clock"].columns


def test_every_page_says_which_edition_it_is() -> None:
    assert marking("da", public=False) == ("Internt: indeholder tal, der ikke må offentliggøres.")
    assert marking("da", public=True, withheld=7) == (
        f"Offentlig udgave: antal under {LIMIT} og tal, der ville røbe dem, er udeladt (7 tal)."
    )


# -- properties: an attacker with pencil, paper and patience


@st.composite
def worlds(
    draw: st.DrawFn, most: int = 12, wide: int = 3
) -> tuple[dict[Cell, Fraction], list[Relation]]:
    """Departments of areas of a municipality: counts, totals, some shares over known bases."""
    areas = draw(
        st.lists(
            st.lists(st.integers(0, most), min_size=1, max_size=wide), min_size=1, max_size=wide
        )
    )
    values: dict[Cell, Fraction] = {}
    relations = []
    for place, departments in enumerate(areas):
        cells = [cell(f"d{place}{number}") for number in range(len(departments))]
        values |= {key: Fraction(value) for key, value in zip(cells, departments, strict=True)}
        whole = cell(f"area{place}")
        values[whole] = Fraction(sum(departments))
        relations.append(Relation.total(whole, cells))
        if draw(st.booleans()):
            share = cell(f"area{place}", "convicted_pct")
            values[share] = values[whole]
            relations.append(Relation.total(share, [whole]))
    if draw(st.booleans()):
        wholes = [cell(f"area{place}") for place in range(len(areas))]
        values[cell("all")] = sum((values[key] for key in wholes), Fraction(0))
        relations.append(Relation.total(cell("all"), wholes))
    return values, relations


def small(values: Mapping[Cell, Fraction]) -> set[Cell]:
    return {key for key, value in values.items() if value < LIMIT}


@settings(deadline=None)
@given(worlds())
def test_no_withheld_cell_is_in_the_row_space_of_what_is_published(
    world: tuple[dict[Cell, Fraction], list[Relation]],
) -> None:
    """An independent check by ranks: a cell is determined iff its unit row adds no rank."""
    values, relations = world
    hidden = small(values) | withhold_besides(values, small(values), relations)
    order = sorted(hidden)
    matrix = np.array(
        [[float(relation.terms.get(key, 0)) for key in order] for relation in relations]
    ).reshape(len(relations), len(order))
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    for place in range(len(order)):
        unit = np.eye(len(order))[place]
        assert np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank + 1


@st.composite
def small_worlds(draw: st.DrawFn) -> tuple[dict[Cell, Fraction], list[Relation]]:
    """One area of two or three departments with small counts, for a walk through all numbers."""
    counts = draw(st.lists(st.integers(0, 7), min_size=2, max_size=3))
    cells = [cell(f"d{number}") for number in range(len(counts))]
    values = {key: Fraction(value) for key, value in zip(cells, counts, strict=True)}
    values[cell("area")] = Fraction(sum(counts))
    return values, [Relation.total(cell("area"), cells)]


def possible(
    values: Mapping[Cell, Fraction], hidden: set[Cell], relations: Sequence[Relation]
) -> dict[Cell, set[int]]:
    """The whole numbers each withheld cell can have: all up to a little over the truth tried."""
    order = sorted(hidden)
    numbers = range(int(max(values.values())) + 3)
    found: dict[Cell, set[int]] = {key: set() for key in order}
    for guess in product(numbers, repeat=len(order)):
        trial = dict(values) | dict(zip(order, guess, strict=True))
        if all(
            sum(factor * trial[key] for key, factor in relation.terms.items()) == 0
            for relation in relations
        ):
            for key, value in zip(order, guess, strict=True):
                found[key].add(value)
    return found


@settings(deadline=None)
@given(small_worlds())
def test_trying_every_number_leaves_each_withheld_cell_at_least_two(
    world: tuple[dict[Cell, Fraction], list[Relation]],
) -> None:
    values, relations = world
    hidden = small(values) | withhold_besides(values, small(values), relations)
    if len(hidden) <= 3:
        for key, numbers in possible(values, hidden, relations).items():
            assert len(numbers) > 1, key


@settings(deadline=None)
@given(worlds(most=3, wide=2), st.data())
def test_recoverable_finds_what_a_walk_through_all_numbers_finds(
    world: tuple[dict[Cell, Fraction], list[Relation]], data: st.DataObject
) -> None:
    values, relations = world
    hidden = set(data.draw(st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True)))
    single = {key for key, seen in possible(values, hidden, relations).items() if len(seen) == 1}
    tied = {key for relation in relations for key in relation.terms}
    found: set[Cell] = set()
    while more := recoverable(values, hidden - found, relations) - found:
        found |= more
    assert found == single & tied


@settings(deadline=None)
@given(worlds())
def test_nothing_goes_where_nothing_is_small(
    world: tuple[dict[Cell, Fraction], list[Relation]],
) -> None:
    values, relations = world
    assert withhold_besides(values, set(), relations) == set()


@settings(deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_relations_changes_nothing(
    world: tuple[dict[Cell, Fraction], list[Relation]], random: object
) -> None:
    values, relations = world
    turned = list(relations)
    random.shuffle(turned)
    assert withhold_besides(values, small(values), turned) == withhold_besides(
        values, small(values), relations
    )


_count = st.integers(0, 15)


@settings(deadline=None)
@given(st.lists(_count, min_size=4, max_size=4), st.integers(60, 90), st.integers(60, 90))
def test_frames_leave_no_small_count_in_any_form(
    counts: list[int], first: int, second: int
) -> None:
    """Two departments of an area over two years: counts, bases, shares and the area's mean."""
    rows: list[tuple[str, str, str, object]] = []
    bases = {"2023": first, "2024": second}
    for number, (area, year) in enumerate(product(("d1", "d2"), bases)):
        rows += [
            (area, "convicted_count", year, counts[number]),
            (area, "convicted_base", year, bases[year]),
        ]
    for place, year in enumerate(bases):
        total = counts[place] + counts[2 + place]
        rows += [
            ("area", "convicted_count", year, total),
            ("area", "convicted_base", year, 2 * bases[year]),
            ("area", "convicted_pct", year, f"{100 * total / (2 * bases[year]):.4f}"),
        ]
    frame = figures(*rows)
    withheld = reasons(withheld_figures(frame, parts={"area": ["d1", "d2"]}))
    assert withheld == reasons(withheld_figures(frame.reverse(), parts={"area": ["d1", "d2"]}))
    shown = {
        (area, code, period): float(value)
        for area, code, period, value in frame.iter_rows()
        if (area, code, period) not in withheld
    }
    assert all(value >= LIMIT for (_, code, _), value in shown.items() if code.endswith("_count"))
    for year, base in bases.items():
        share = shown.get(("area", "convicted_pct", year))
        if share is not None:
            assert share * 2 * base / 100 >= LIMIT - 0.01
            # the share is the total in another form: it may stand only where the total may
            assert ("area", "convicted_count", year) in shown
