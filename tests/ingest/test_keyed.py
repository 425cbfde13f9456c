"""The figures as arrays: where they meet, how they are numbered, how texts are found again."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from monitor.ingest.blocks import SCHEMA, Blocks
from monitor.ingest.keyed import compact, keyed, meet

SMALL = st.lists(st.integers(-3, 6), max_size=8)


@given(SMALL, SMALL)
def test_each_meets_each_of_the_same_number_in_the_order_of_the_first(
    left: list[int], right: list[int]
) -> None:
    one, other = meet(np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))
    expected = [
        (at, place)
        for at, number in enumerate(left)
        for place, same in enumerate(right)
        if number == same
    ]
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == expected


@given(st.lists(st.integers(-3, 6) | st.just(10**9), max_size=8))
def test_groups_stay_apart_when_made_small(numbers: list[int]) -> None:
    groups, known = compact(np.array(numbers, dtype=np.int64))
    assert known[groups].tolist() == numbers


AREAS = st.sampled_from(["brabrand", "gellerup", "åbo", "dk"])
BLOCK = st.tuples(
    st.sampled_from(["residents", "nonwestern_pct", "convicted_count"]),
    st.sampled_from(["2022-01-01", "2023-01-01", "2022", "2021-2022"]),
    st.lists(st.tuples(AREAS, st.none() | st.integers(0, 99).map(str)), min_size=1, max_size=4),
)


@given(st.lists(BLOCK, max_size=5), st.booleans())
def test_figures_as_arrays_are_the_figures_of_the_frame(
    told: list[tuple[str, str, list[tuple[str, str | None]]]], series: bool
) -> None:
    blocks = Blocks()
    for number, (code, period, rows) in enumerate(told):
        areas: object = [area for area, _ in rows]
        blocks.add(
            len(rows),
            {
                "indicator": code,
                "period": period,
                "area_id": pl.Series(areas) if series else areas,
                "value": [value for _, value in rows],
                "file": f"{number}.xlsx",
                "decimals": 0,
            },
        )
    frame, figures = blocks.frame(), keyed(blocks)
    assert frame.columns == list(SCHEMA)
    here = frame[figures.at] if frame.height else frame
    assert [figures.codes[code] for code in figures.code] == here["indicator"].to_list()
    assert [figures.areas[area] for area in figures.area] == here["area_id"].to_list()
    assert [figures.periods[time][0] for time in figures.time] == here["period"].to_list()
    numbers = here["value"].cast(pl.Float64).fill_null(-1.0).to_list()
    assert np.nan_to_num(figures.number, nan=-1.0).tolist() == numbers
    # by indicator and area, the years in order, equals as they were read
    order = list(
        zip(
            here["indicator"],
            here["area_id"],
            figures.span.tolist(),
            figures.year.tolist(),
            figures.at.tolist(),
            strict=True,
        )
    )
    assert order == sorted(order)
    if frame.height:
        some = np.arange(frame.height)[::-1]
        assert blocks.frame(some).equals(frame[some])
