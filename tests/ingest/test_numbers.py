"""Text to numbers: Danish and English, decided per column, refused where two readings fit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ingest.numbers import Kind, read_column
from monitor.ingest.periods import Moment, find_moment, read_moment
from monitor.ingest.typed_cells import exact


def danish(value: Decimal) -> str:
    return f"{value:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1.467", "1.487", "5.317"], "base", ["1467", "1487", "5317"]),
        (["1,752", "2,698"], "base", ["1752", "2698"]),
        (["40,7", "41,0"], "share", ["40.7", "41.0"]),
        (["40.7", "41.0"], "share", ["40.7", "41.0"]),
        (["2,70 pct.", "2.5 %"], "share", ["2.70", "2.5"]),
        (["212.345 kr.", "kr. 198.000", "201.500,-"], "money", ["212345", "198000", "201500"]),
        (["1 467", "2\u00a0215"], "base", ["1467", "2215"]),
        (["43,5*", "43,5²", "43,5 1)"], "share", ["43.5", "43.5", "43.5"]),
        (["51.0 (16,447 kr.)", "30.3 (-160)"], "ratio", ["51.0", "30.3"]),
        ([0.1 + 0.2, 40.0], "share", ["0.3", "40"]),
        (["-3,2", "\u22123,2"], "any", ["-3.2", "-3.2"]),
    ],
)
def test_what_planners_write(cells: list[object], kind: Kind, values: list[str]) -> None:
    assert read_column(cells, kind).values == values


@pytest.mark.parametrize(
    "sign", ["..", ".", "-", "–", "*", "x", "u.o.", "uoplyst", "", "n/a", "<5", "under 5", None]
)
def test_missing_is_never_zero(sign: object) -> None:
    column = read_column([sign, "40,7"], "share")
    assert column.values == [None, "40.7"]
    assert 0 in column.missing


@pytest.mark.parametrize(
    "text",
    [
        "43,51)",
        "1.2.3",
        "40-45",
        "40/41",
        "4O,1",
        "abc",
        "1e5",
        "٤٠",
        "½",
        "1,5 mio",
        "=1+1",
        "#REF!",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    column = read_column([text, "40,7"], "share")
    assert column.values == [None, "40.7"]
    assert 0 in column.problems


def test_one_column_one_decimal_sign() -> None:
    assert read_column(["2.441", "1.35"], "base").problems == {0: "number_ambiguous"}
    assert read_column(["1.467"], "any").problems == {0: "number_ambiguous"}
    assert read_column(["1.467"], "any", answered="comma").values == ["1467"]
    assert read_column(["1.467"], "any", hint="point").values == ["1.467"]
    mixed = read_column(["2,4", "2.5", "2.1"], "share")
    assert mixed.values == ["2.4", "2.5", "2.1"]
    assert mixed.remarks == {0: ["separators_mixed"]}


def test_typed_cells_show_a_columns_decimals() -> None:
    assert read_column([40.0, 41.5, 42.0], "share").decimals == [1, 1, 1]
    assert read_column([40.0, 41.0, 42.0], "share").decimals == [0, 0, 0]
    assert read_column([40.0], "share").decimals == [1]
    computed = read_column([40.123456789, 41.5], "share")
    assert computed.decimals == [9, 1]


@given(
    st.lists(st.decimals(0, 100, allow_nan=False, places=1), min_size=1, max_size=8),
    st.booleans(),
)
def test_shares_come_back_digit_for_digit(values: list[Decimal], comma: bool) -> None:
    texts = [str(value).replace(".", ",") if comma else str(value) for value in values]
    assert [Decimal(str(v)) for v in read_column(texts, "share").values] == values


@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=8), st.sampled_from(".,' "))
def test_persons_come_back_whatever_the_thousands_sign(values: list[int], sign: str) -> None:
    texts = [f"{value:,}".replace(",", sign) for value in values]
    assert read_column(texts, "base").values == [str(value) for value in values]


@given(st.lists(st.decimals(0, 10**6, allow_nan=False, places=2), min_size=1, max_size=6))
def test_kroner_come_back(values: list[Decimal]) -> None:
    assert [
        Decimal(str(v)) for v in read_column([danish(v) for v in values], "money").values
    ] == values


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_typed_number_is_what_excel_shows_or_refused(number: float) -> None:
    column = read_column([number], "any")
    value = column.values[0]
    if value is None:
        assert 0 in column.problems
    else:
        assert "e" not in value.lower()
        assert float(value) == float(f"{number:.15g}")


PRINTED = st.builds(
    lambda whole, places: whole / 10**places, st.integers(-(10**9), 10**9), st.integers(0, 5)
)


@given(
    st.lists(
        PRINTED | st.floats() | st.sampled_from([0.0, -0.0, 0.1 + 0.2, 1e-5, 1e15, 1e16]),
        min_size=1,
        max_size=8,
    )
)
def test_typed_cells_read_at_once_are_what_each_is_alone(numbers: list[float]) -> None:
    column = read_column(numbers, "any")
    assert column.values == [exact(number) for number in numbers]
    lengths = [len(value.partition(".")[2]) for value in column.values if value is not None]
    if lengths and 0 < max(lengths) <= 4:
        assert {own for own in column.decimals if own is not None} == {max(lengths)}
    if column.texts is not None:
        assert column.texts.to_list() == column.values


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_and_none_gains_digits(text: str) -> None:
    value = read_column([text], "any").values[0]
    if value is not None:
        digits = [sign for sign in text if sign.isdecimal()]
        assert len(value.replace(".", "").replace("-", "")) <= max(len(digits), 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2017", "2017"),
        (2017.0, "2017"),
        ("1. jan 2024", "2024-01-01"),
        ("pr. 1. december 2017", "2017-12-01"),
        ("1.12.2017", "2017-12-01"),
        ("01-12-2017", "2017-12-01"),
        ("1/12 2017", "2017-12-01"),
        ("2017-12-01", "2017-12-01"),
        ("January 1, 2017", "2017-01-01"),
        ("2015-2016", "2015-2016"),
        ("2015–2016", "2015-2016"),
        ("2015/16", "2015-2016"),
        ("2015 og 2016", "2015-2016"),
        ("gns. 2015-2016", "2015-2016"),
        ("2023K1", "2023-01-01"),
        ("1. kvartal 2023", "2023-01-01"),
    ],
)
def test_dates_years_and_spans(cell: object, code: str) -> None:
    moment = read_moment(cell)
    assert isinstance(moment, Moment)
    assert moment.code == code


@pytest.mark.parametrize("cell", ["31-02-2020", "12/2017", "1467", "snart", 2017.5, True, "20200"])
def test_what_is_no_time_is_refused(cell: object) -> None:
    assert isinstance(read_moment(cell), str)


def test_a_moment_is_taken_out_of_a_heading() -> None:
    moment, rest = find_moment("Beboere pr. 1. jan 2024")
    assert moment is not None
    assert moment.code == "2024-01-01"
    assert rest == "beboere pr."
