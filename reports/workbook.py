"""The tables as one workbook: real numbers, Danish formats, colours with words, inert formulas."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.outputs import MARK
from monitor.print_layout import HIGHEST, one_page_wide, row_height
from reports.codes import in_words
from reports.language import Text
from reports.numbers import in_percent
from reports.workbook_formats import Formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.words import Language
    from reports.source import Row, Tables
    from reports.warning.model import AreaWarning, MunicipalWarning

HEAD = 3
"""Row of the table heads, from 0: the fourth."""
LONGEST_CELL = 32_000
WIDEST = {"text": 28, "wide": 40}
"""Characters a column of text may take, by kind; longer ones wrap where the kind does."""
NUMBER_WIDTH, CHANCE_WIDTH = 9, 14
HEAD_ROOM = 3
"""Characters beside a head's longest word: its filter button."""
LINE_HEIGHT = 12.75
LETTERS = 1.15
"""Letters of our size in the width of one character of a column."""


@cache
def plan() -> dict[str, dict[str, Any]]:
    """Sheet -> its table and columns, from ``workbook.toml``."""
    return tomllib.loads(files("reports").joinpath("workbook.toml").read_text(encoding="utf-8"))


def workbook(
    warning: MunicipalWarning, tables: Tables, language: Language, created: datetime
) -> bytes:
    """The workbook of a report.

    Args:
        warning: what is said.
        tables: whence the sheets behind the first come.
        language: of heads and words.
        created: the workbook's date; no clock is read.
    """
    buffer = BytesIO()
    book = Workbook(
        buffer,
        {
            "in_memory": True,
            # what looks like a formula, a number or an address is text
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    text = Text(language)
    told = {"title": f"{warning.title}, {warning.place}", "created": created, "category": MARK}
    book.set_properties(told)
    formats = Formats(book)
    names = {area.area_id: area for area in warning.areas}
    parts = ("overview", *plan(), *(("record",) if warning.record else ()), "words")
    _overview(book, warning, text, formats, [text(f"workbook.{name}") for name in parts])
    for name, layout in plan().items():
        _table(book, name, layout, warning, tables, text, formats, names)
    if warning.record:
        _record(book, warning, text, formats)
    _words(book, warning, text, formats)
    book.close()
    return buffer.getvalue()


def _sheet(
    book: Workbook, title: str, warning: MunicipalWarning, text: Text, formats: Formats
) -> Worksheet:
    sheet = book.add_worksheet(title[:31])
    sheet.hide_gridlines(2)
    one_page_wide(sheet)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(HEAD)
    sheet.freeze_panes(HEAD + 1, 1)
    # an ampersand begins a code in a footer
    told = _marks(warning)
    sheet.set_footer(f"&L{told.replace('&', '&&')}&R&P / &N")
    sheet.write_string(0, 0, f"{warning.title}, {warning.place}", formats.title)
    return sheet


def _width(kind: str, head: str, values: Iterable[object]) -> int:
    """Characters a column takes: what stands in it, up to the widest of its kind."""
    least = max(map(len, head.split()), default=0) + HEAD_ROOM
    if kind not in WIDEST:
        return max(least, CHANCE_WIDTH if kind in ("chance", "date") else NUMBER_WIDTH)
    longest = max((len(str(value)) for value in values if value is not None), default=0) + 2
    return max(least, min(longest, WIDEST[kind]))


def _height(
    sheet: Worksheet, row: int, kinds: Sequence[str], widths: Sequence[int], values: Sequence[Any]
) -> None:
    """The row's height where a cell wraps; the letters are narrower than a column's unit."""
    wide = [
        (value, LETTERS * width)
        for kind, width, value in zip(kinds, widths, values, strict=True)
        if kind == "wide"
    ]
    if (height := row_height(wide, LINE_HEIGHT)) > LINE_HEIGHT:
        sheet.set_row(row, height)


def _head_height(sheet: Worksheet, heads: Sequence[str], widths: Sequence[int]) -> None:
    """The heads' height: bold, and clear of the filter buttons."""
    _height(sheet, HEAD, ["wide"] * len(heads), [width - 2 for width in widths], heads)


def _told(sheet: Worksheet, row: int, widths: Sequence[int], said: str, formats: Formats) -> None:
    """A sentence over the whole table's width, in as many lines as it takes."""
    if not said:
        return
    sheet.merge_range(row, 0, row, max(1, len(widths) - 1), said, formats.told)
    sheet.set_row(row, min(HIGHEST, LINE_HEIGHT * ceil(1.05 * len(said) / sum(widths))))


def _intro(warning: MunicipalWarning, text: Text, sheets: list[str]) -> str:
    said = text(
        "workbook.intro", as_of=warning.as_of_text, date=warning.list_text, sheets=", ".join(sheets)
    )
    return _marks(warning, said)


def _marks(warning: MunicipalWarning, *more: str) -> str:
    """What every sheet says of itself, and more: internal, invented, scales that are ours."""
    said = (warning.marking, warning.synthetic_text, *more, warning.local_note)
    return " ".join(filter(None, said))


OVERVIEW: tuple[tuple[str, str], ...] = (
    ("area", "wide"), ("residents", "whole"), ("today", "text"), ("streak", "whole"),
    ("likeliest", "wide"), ("probability", "chance"), ("word", "text"), ("otherwise", "wide"),
    ("otherwise_probability", "chance"), ("came", "wide"), ("colour", "text"), ("points", "points"),
    ("last_points", "text"), ("nearest", "text"), ("distance", "signed"), ("unit", "text"),
    ("family", "one"), ("family_over", "signed"), ("missing", "wide"),
)  # fmt: skip


def _overview(
    book: Workbook, warning: MunicipalWarning, text: Text, formats: Formats, sheets: list[str]
) -> None:
    sheet = _sheet(book, text("workbook.overview"), warning, text, formats)
    # a column nobody fills is left out: what came is known only where one looks back
    shown = [place for place, (key, _) in enumerate(OVERVIEW) if key != "came" or warning.came]
    columns = [OVERVIEW[place] for place in shown]
    rows = [_overview_row(area, text) for area in warning.areas]
    widths = []
    for column, (key, kind) in enumerate(columns):
        number = kind in ("whole", "one", "points", "signed", "chance")
        sheet.write_string(
            HEAD,
            column,
            text(f"workbook_column.{key}"),
            formats.head_right if number else formats.head,
        )
        note = text.optional(f"workbook_note.{key}", "")
        if note:
            sheet.write_comment(HEAD, column, note, {"x_scale": 2, "font_size": 9})
        place = shown[column]
        widths.append(
            _width(kind, text(f"workbook_column.{key}"), (cells[place] for cells in rows))
        )
        sheet.set_column(column, column, widths[-1])
    _told(sheet, 1, widths, _intro(warning, text, sheets), formats)
    _head_height(sheet, [text(f"workbook_column.{key}") for key, _ in columns], widths)
    for index, (area, cells) in enumerate(zip(warning.areas, rows, strict=True)):
        for column, (place, (key, kind)) in enumerate(zip(shown, columns, strict=True)):
            cell, value = formats.of(kind), cells[place]
            if key == "colour":
                cell = formats.local[area.local.code] if area.local else formats.missing
            write(sheet, HEAD + 1 + index, column, value, cell, formats.missing)
        kinds, values = [kind for _, kind in columns], [cells[place] for place in shown]
        _height(sheet, HEAD + 1 + index, kinds, widths, values)
    last = HEAD + max(1, len(warning.areas))
    for column, (key, _) in enumerate(columns):
        if key in ("probability", "otherwise_probability"):
            formats.chances(sheet, HEAD + 1, column, last, text)
    sheet.autofilter(HEAD, 0, last, len(columns) - 1)
    for offset, line in enumerate((*warning.foot, text("workbook.note")), start=2):
        _told(sheet, last + offset, widths, line, formats)
    end = last + 2 + len(warning.foot)
    sheet.print_area(0, 0, end, len(columns) - 1)


def _overview_row(area: AreaWarning, text: Text) -> tuple[Any, ...]:
    likeliest = area.likeliest
    other = area.this[1] if len(area.this) > 1 else None
    local, nearest, family = area.local, area.nearest, area.family
    over = family.over if family is not None else None
    return (
        area.name,
        area.residents,
        area.today.full,
        area.streak,
        likeliest.status.full if likeliest else text("table.undecided"),
        in_percent(likeliest.share)
        if likeliest and likeliest.probability.share is not None
        else None,
        likeliest.probability.word if likeliest else None,
        other.status.full if other else None,
        in_percent(other.share) if other else None,
        f"{area.came.full}, {area.came_note}".removesuffix(", ") if area.came else None,
        local.word if local else None,
        local.points if local else None,
        local.last_text if local else None,
        nearest.tight if nearest else None,
        nearest.number if nearest else None,
        nearest.unit if nearest else None,
        family.share if family else None,
        over,
        text.listed(area.missing) if area.missing else text("workbook_column.nothing"),
    )


def write(
    sheet: Worksheet, row: int, column: int, value: object, cell: Format | None, missing: Format
) -> None:
    """One cell: numbers as numbers, dates as dates, everything else as text that stays text."""
    if value is None:
        sheet.write_blank(row, column, None, cell if cell is not None else missing)
    elif isinstance(value, bool):
        sheet.write_string(row, column, str(value).lower(), cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, cell)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, cell)
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_CELL], cell)


def _table(
    book: Workbook,
    name: str,
    layout: dict[str, Any],
    warning: MunicipalWarning,
    tables: Tables,
    text: Text,
    formats: Formats,
    names: dict[str, AreaWarning],
) -> None:
    sheet = _sheet(book, text(f"workbook.{name}"), warning, text, formats)
    columns = [(column["field"], column["head"], column["kind"]) for column in layout["columns"]]
    for place, (_, head, kind) in enumerate(columns):
        number = kind not in ("text", "wide", "date")
        sheet.write_string(
            HEAD,
            place,
            text(f"workbook_column.{head}"),
            formats.head_right if number else formats.head,
        )
    rows = [
        row
        for row in tables.rows(layout["table"])
        if "area_id" not in row or row["area_id"] is None or row["area_id"] in names
    ]
    cells = [[_value(row, field, names, text) for field, _, _ in columns] for row in rows]
    widths = []
    for place, (_, head, kind) in enumerate(columns):
        widths.append(
            _width(kind, text(f"workbook_column.{head}"), (values[place] for values in cells))
        )
        sheet.set_column(place, place, widths[-1])
        for index, values in enumerate(cells):
            write(sheet, HEAD + 1 + index, place, values[place], formats.of(kind), formats.missing)
    _told(sheet, 1, widths, _marks(warning, f"4-kilder/{layout['table']}.csv"), formats)
    _head_height(sheet, [text(f"workbook_column.{head}") for _, head, _ in columns], widths)
    kinds = [kind for _, _, kind in columns]
    for index, values in enumerate(cells):
        _height(sheet, HEAD + 1 + index, kinds, widths, values)
    sheet.print_area(0, 0, HEAD + max(1, len(rows)), len(columns) - 1)
    sheet.autofilter(HEAD, 0, HEAD + max(1, len(rows)), len(columns) - 1)


def _value(row: Row, field: str, names: dict[str, AreaWarning], text: Text) -> object:
    value = row[field]
    if field == "area_id" and value in names:
        return names[value].name
    return in_words(row, field, text)


def _record(book: Workbook, warning: MunicipalWarning, text: Text, formats: Formats) -> None:
    """The forecast's measured record, as the closing pages print it."""
    sheet = _sheet(book, text("workbook.record"), warning, text, formats)
    widths = (48, 22, 22, 22, 22, 22)
    _told(sheet, 1, widths, _marks(warning, "4-kilder/backtest.csv"), formats)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    line = HEAD
    for table in warning.record:
        for column, head in enumerate(table.columns):
            sheet.write_string(line, column, head, formats.head)
        for cells in table.rows:
            line += 1
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell, formats.of("text"))
        _told(sheet, line + 1, widths, table.note, formats)
        line += 3


def _words(book: Workbook, warning: MunicipalWarning, text: Text, formats: Formats) -> None:
    sheet = _sheet(book, text("workbook.words"), warning, text, formats)
    _told(sheet, 1, (24, 110), _marks(warning), formats)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.write_string(HEAD, 0, text("workbook_column.word"), formats.head)
    sheet.write_string(HEAD, 1, text("workbook_column.meaning"), formats.head)
    line = HEAD + 1
    for head, paragraphs in warning.method:
        for paragraph in paragraphs:
            sheet.write_string(line, 0, head, formats.of("text"))
            sheet.write_string(line, 1, paragraph, formats.wrapped)
            line += 1


def created_on(day: date) -> datetime:
    """The workbook's own date from the report's: midnight."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
