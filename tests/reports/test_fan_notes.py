"""Words inside a fan stand clear of its lines, its law marks and its edges."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.words import Language
from reports.charts.draw import text_width
from reports.charts.fans import FRAME, fan_rows
from reports.charts.room import Plot, note_in, traced
from reports.language import Text
from reports.numbers import Numbers
from reports.warning.model import Fan, FanPoint

YEARS = range(2014, 2030)


def fan(values: dict[int, float], limit: float | None = 60.0) -> Fan:
    points = tuple(FanPoint(year, values.get(year), limit=limit) for year in YEARS)
    return Fan(
        "basic_education", "", "", points, (2018, 2021), True, 1, 2026, None, False, "", "", ""
    )


def drawn(one: Fan, language: Language = "da") -> list[dict[str, Any]]:
    text = Text(language)
    return fan_rows(one, text, Numbers(text))


def texts(rows: list[dict[str, Any]], word: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] == "text" and row["text"] == word]


def points_of(row: dict[str, Any], frame: dict[str, Any]) -> tuple[float, float]:
    across = (row["x"] - frame["x"]) / (frame["x2"] - frame["x"]) * FRAME.width
    return across, (frame["y2"] - row["y"]) / (frame["y2"] - frame["y"]) * FRAME.height


def test_a_broken_line_says_so_once_and_marks_every_gap() -> None:
    rows = drawn(fan({2014: 50, 2017: 52, 2018: 70, 2024: 65}))
    assert len(texts(rows, "×")) == 2
    assert len(texts(rows, "ikke offentliggjort")) == 1


def test_an_unbroken_line_says_nothing() -> None:
    rows = drawn(fan({year: 50.0 + year % 3 for year in YEARS}))
    assert not texts(rows, "×")
    assert not texts(rows, "ikke offentliggjort")


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_figure_at_all_is_said_clear_of_the_limit(language: Language) -> None:
    rows = drawn(fan({}), language)
    whole = Text(language)("sheet.not_shown")
    said = [row for row in rows if row["kind"] == "text" and row["text"] and row["text"] in whole]
    assert " ".join(row["text"] for row in said) == whole
    limit = points_of({"x": 2020, "y": 60.0}, rows[0])[1]
    assert all(abs(points_of(row, rows[0])[1] - limit) > row["size"] / 2 for row in said)


def test_a_frame_without_figures_or_limit_has_no_invented_scale() -> None:
    rows = drawn(fan({}, limit=None))
    assert not [row for row in rows if row["kind"] == "grid"]


def test_the_law_s_marks_are_parted_where_words_stand_on_them() -> None:
    rows = drawn(fan({2016: 50, 2023: 52}))
    (words,) = texts(rows, "ikke offentliggjort")
    half = text_width(words["text"], words["size"]) / 2
    middle = points_of(words, rows[0])[0]
    for law in (row for row in rows if row["kind"] == "law"):
        if abs(points_of(law, rows[0])[0] - middle) < half:
            assert not law["y"] < words["y"] < law["y2"]


@given(
    st.dictionaries(st.sampled_from(list(YEARS)[:12]), st.floats(20, 80), min_size=2),
    st.floats(20, 80),
)
def test_words_and_crosses_stay_inside_the_plot(values: dict[int, float], limit: float) -> None:
    rows = drawn(fan(values, limit))
    for row in (*texts(rows, "×"), *texts(rows, "ikke offentliggjort")):
        across, down = points_of(row, rows[0])
        half = text_width(row["text"], row["size"]) / 2
        assert half <= across <= FRAME.width - half
        assert 0 <= down <= FRAME.height


@given(st.floats(15, 90), st.floats(15, 90))
def test_a_note_keeps_clear_of_a_level_line_wherever_it_runs(line: float, wanted: float) -> None:
    plot = Plot(0, 100, 0, 104, 100, 104)
    taken = traced([(0, line), (100, line)])
    note = note_in(plot, (50, wanted), "tal mangler", 7, 9, taken)
    assert abs(note.down - line) >= note.height / 2


def test_the_widest_scale_of_residents_is_not_cut() -> None:
    """Vollsmose had 9,184 residents in 2017: the scale's label is 10.000."""
    label = text_width("10.000", 8) + 5
    assert label <= FRAME.left
