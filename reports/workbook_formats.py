"""The workbook's cell formats: Arial, hairlines, the local colours, probabilities said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import palette
from reports.numbers import edges

if TYPE_CHECKING:
    from reports.language import Text

NUMBERS = {
    "whole": "#,##0",
    "year": "0",
    "one": "0.0",
    "points": "General",
    "two": "0.00",
    "three": "0.000",
    "signed": "+#,##0;-#,##0;0",
    "signed_two": "+0.00;-0.00;0.00",
    "date": "d\\.m\\.yyyy",
}


LEFT: dict[str, Any] = {"align": "left", "indent": 1}
"""Text stands clear of the number to its left; an indent needs an alignment of its own."""


class Formats:
    """All formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.title = self._new(bold=True, font_size=13, line=False)
        self.note = self._new(font_color=palette.INK_2, font_size=9, line=False)
        self.told = self._new(font_color=palette.INK_2, font_size=9, line=False, text_wrap=True)
        head = {"bold": True, "font_color": palette.INK_2, "text_wrap": True, "valign": "bottom"}
        self.head = self._new(**head, bottom=2, bottom_color=palette.INK, line=False, **LEFT)
        self.head_right = self._new(
            **head, bottom=2, bottom_color=palette.INK, line=False, align="right"
        )
        self.missing = self._new(italic=True, font_color=palette.INK_2)
        self.wrapped = self._new(text_wrap=True, **LEFT)
        self._kinds: dict[str, Format] = {
            "text": self._new(**LEFT),
            "wide": self._new(text_wrap=True, **LEFT),
            "chance": self._new(num_format='0" pct."', align="right"),
        }
        for kind, pattern in NUMBERS.items():
            side = LEFT if kind == "date" else {"align": "right"}
            self._kinds[kind] = self._new(num_format=pattern, **side)
        self.local = {
            code: self._new(
                bg_color=fill,
                font_color=palette.LOCAL_TEXT[code],
                border_color=palette.LOCAL_LINE[code],
                **LEFT,
                italic=code == "undecided",
                bold=code != "undecided",
            )
            for code, fill in palette.LOCAL_FILL.items()
        }

    def of(self, kind: str) -> Format:
        """The format of a kind of column."""
        return self._kinds[kind]

    def chances(self, sheet: Worksheet, first: int, column: int, last: int, text: Text) -> None:
        """Data bars of 0-100, and the words of the edges where a number would round too far."""
        under, over = edges()
        for criteria, value, key in ((">", over, "over"), ("<", under, "under")):
            words = text(f"probability.{key}", number=value)
            sheet.conditional_format(
                first, column, last, column,
                {
                    "type": "cell", "criteria": criteria, "value": value,
                    "format": self._book.add_format({"num_format": f'"{words}"'}),
                },
            )  # fmt: skip
        sheet.conditional_format(
            first, column, last, column,
            {
                "type": "data_bar", "bar_color": palette.BAND_INNER, "bar_solid": True,
                "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100,
                "bar_border_color": palette.BAND_INNER,
            },
        )  # fmt: skip

    def _new(self, *, line: bool = True, **more: object) -> Format:
        style: dict[str, object] = {
            "font_name": "Arial",
            "font_size": 10,
            "font_color": palette.INK,
        }
        style |= {"valign": "top"}
        if line:
            style |= {"bottom": 1, "bottom_color": palette.GRID}
        return self._book.add_format(style | more)
