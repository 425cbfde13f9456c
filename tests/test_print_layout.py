"""Rows of a workbook as high as what stands in them, and never higher than a workbook may have."""

import pytest

from monitor.print_layout import HIGHEST, LINE_HEIGHT, row_height


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ([], 1),
        ([(None, 10), ("", 10)], 1),
        ([("ti tegn og", 10)], 1),
        ([("ti tegn og mere", 10)], 2),
        ([("kort", 10), ("et to tre fire fem seks", 8)], 3),
    ],
)
def test_a_row_is_as_high_as_its_longest_cell(
    cells: list[tuple[object, float]], lines: int
) -> None:
    assert row_height(cells) == lines * LINE_HEIGHT


def test_a_cell_of_thousands_of_letters_does_not_damage_the_file() -> None:
    assert row_height([("ord " * 8_000, 20)]) == HIGHEST
