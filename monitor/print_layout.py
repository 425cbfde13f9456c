"""How a worksheet prints: A4 across, as wide as one page, rows as high as what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

A4 = 9
"""The paper's number in a workbook."""
LINE_HEIGHT = 15.0
"""Points of a line in the letters a workbook has unless told otherwise."""
HIGHEST = 409.0
"""Points a row may have; a spreadsheet calls a file with more damaged."""


def one_page_wide(sheet: Worksheet) -> None:
    """A4 across, fitted to the width of one page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def row_height(cells: Iterable[tuple[object, float]], line: float = LINE_HEIGHT) -> float:
    """The height of a row whose cells wrap: not every program finds it by itself.

    Args:
        cells: what stands in each cell and the column's width in characters; None is empty.
        line: height of a line, in points.

    Returns:
        Points: one line at least, and never more than a row may have.
    """
    lines = (
        len(wrap(str(cell), max(1, int(width)), break_on_hyphens=False))
        for cell, width in cells
        if cell is not None
    )
    return min(HIGHEST, line * max(1, *lines, 1))
