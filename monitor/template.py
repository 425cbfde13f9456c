"""The planner's template: a workbook with the headings ingest reads, her areas filled in.

Sheets, headings and what a cell may hold are data (``template.toml``); ingest takes the headings
from the same place, so what is written here is read back as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import cast

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from monitor.errors import OutputError, UnknownNameError
from monitor.folding import fold
from monitor.print_layout import one_page_wide, row_height
from monitor.record.load import areas, memberships, municipalities
from monitor.template_sheets import Column, TemplateSheet, template_sheets
from monitor.words import Language, Phrase, say

ROWS = 2000
"""Rows of each sheet that are checked while typing."""

YEARS_AROUND_LIST = (-2, 2)
"""Years filled in without ``--years``: from two before the record's last list to two after it."""

MOST_YEARS = 30


@dataclass(frozen=True)
class Municipality:
    """Whom the template is for, and the areas the record knows of it: (id, name)."""

    code: str
    name: str
    region: str
    areas: tuple[tuple[str, str], ...]


def find_municipality(name: str) -> Municipality:
    """The municipality called or numbered ``name``, letters and case aside.

    Raises:
        UnknownNameError: none of the 98; near names are suggested.
    """
    known = {}
    for row in municipalities().sort("municipality_code").iter_rows(named=True):
        known[fold(row["municipality"])] = row
        known[row["municipality_code"]] = row
    found = known.get(fold(name))
    if found is None:
        near = [known[key]["municipality"] for key in get_close_matches(fold(name), known)]
        advice = (
            Phrase("error.template_near", {"near": ", ".join(dict.fromkeys(near))})
            if near
            else Phrase("error.template_98")
        )
        raise UnknownNameError("error.template_municipality", name=name, advice=advice)
    own = areas().filter(areas()["municipality_code"] == found["municipality_code"])
    return Municipality(
        found["municipality_code"],
        found["municipality"],
        found["region"],
        tuple(own.sort("name", "area_id").select("area_id", "name").iter_rows()),
    )


def last_list() -> date:
    """The newest list the record holds."""
    return cast("date", memberships()["list_date"].max())


def years_given(text: str | None) -> range:
    """The years to fill in: "2022-2026", or those around the record's last list.

    Raises:
        UnknownNameError: not a span of at most ``MOST_YEARS`` years.
    """
    if text is None:
        before, after = YEARS_AROUND_LIST
        return range(last_list().year + before, last_list().year + after + 1)
    first, dash, last = text.partition("-")
    given = [int(part) if part.isdecimal() else 0 for part in (first, last if dash else first)]
    span = range(given[0], given[1] + 1)
    if not all(date.min.year <= year <= date.max.year for year in given) or not (
        0 < len(span) <= MOST_YEARS
    ):
        raise UnknownNameError("error.template_years", found=text, most=MOST_YEARS)
    return span


def write_template(
    target: Path, municipality: Municipality, years: range, language: Language = "da"
) -> None:
    """Write the template for ``municipality``; the same call gives the same bytes.

    Raises:
        OutputError: ``target`` is there already, or cannot be written.
    """
    if target.exists():
        raise OutputError("error.template_exists", target=target)
    book = xlsxwriter.Workbook(str(target), {"strings_to_formulas": False})
    day = last_list()
    book.set_properties(
        {
            "title": say("template.title", language, municipality=municipality.name),
            "created": datetime.combine(day, time.min),
        }
    )
    try:
        _Writer(book, municipality, years, language).write()
        book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as fault:
        target.unlink(missing_ok=True)
        raise OutputError("error.template_not_written", target=target, reason=fault) from fault


GUIDE_WIDTH = 110
"""Characters of the guide's text column."""


class _Writer:
    """One template being written."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        municipality: Municipality,
        years: range,
        language: Language,
    ) -> None:
        self.book, self.municipality, self.years = book, municipality, years
        self.language: Language = language
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC", "border": 1}
        )
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "whole": book.add_format({"num_format": "#,##0"}),
            "kroner": book.add_format({"num_format": "#,##0"}),
        }

    def write(self) -> None:
        """The guide, then every sheet."""
        self._guide()
        for sheet in template_sheets():
            page = self.book.add_worksheet(sheet.name[self.language])
            page.set_tab_color("#FFC000")
            page.freeze_panes(1, 1)
            page.repeat_rows(0)
            one_page_wide(page)
            for number, column in enumerate(sheet.columns):
                shape = self.formats.get(column.kind)
                page.set_column(number, number, column.width, shape)
                page.write_string(0, number, column.heading[self.language], self.heading)
                if column.kind != "text":
                    rule = self._rule(column, number)
                    page.data_validation(1, number, ROWS, number, rule)
            heads = ((column.heading[self.language], column.width - 1) for column in sheet.columns)
            page.set_row(0, row_height(heads))
            for line, row in enumerate(self._rows(sheet), start=1):
                for number, column in enumerate(sheet.columns):
                    value = row.get(column.field)
                    if isinstance(value, int):
                        page.write_number(line, number, value)
                    elif value is not None:
                        page.write_string(line, number, str(value))

    def _guide(self) -> None:
        page = self.book.add_worksheet(self._say("guide"))
        one_page_wide(page)
        page.set_column(0, 0, 28)
        page.set_column(1, 1, GUIDE_WIDTH)
        page.write_string(0, 0, self._say("title", municipality=self.municipality.name), self.title)
        known = self._say(
            "areas_known" if self.municipality.areas else "areas_none",
            count=len(self.municipality.areas),
            municipality=self.municipality.name,
            last=last_list().isoformat(),
        )
        for line, text in enumerate((self._say("how"), known, self._say("missing")), start=2):
            self._told(page, line, text)
        page.write_string(6, 0, self._say("sheet"), self.heading)
        page.write_string(6, 1, self._say("holds"), self.heading)
        for line, sheet in enumerate(template_sheets(), start=7):
            page.write_string(line, 0, sheet.name[self.language], self.wrapped)
            self._told(page, line, sheet.about[self.language])

    def _told(self, page: Worksheet, line: int, text: str) -> None:
        """A text of the guide, its row as high as it is."""
        page.write_string(line, 1, text, self.wrapped)
        page.set_row(line, row_height([(text, GUIDE_WIDTH)]))

    def _rows(self, sheet: TemplateSheet) -> list[dict[str, object]]:
        named = [
            {"area": name, "area_id": area_id, "municipality": self.municipality.name}
            for area_id, name in self.municipality.areas
        ]
        if sheet.filled == "areas":
            return [dict(row) for row in named]
        if sheet.filled == "area_years":
            return [{**row, "year": year} for row in named for year in self.years]
        if sheet.filled == "country_years":
            places = (self._say("country"), self._say("region", region=self.municipality.region))
            return [{"area": place, "year": year} for place in places for year in self.years]
        return []

    def _rule(self, column: Column, number: int) -> dict[str, object]:
        """What Excel checks while she types; marks for a suppressed figure are let through."""
        cell = f"{xlsxwriter.utility.xl_col_to_name(number)}2"
        number_rules = {
            "year": f"AND(ISNUMBER({cell}),{cell}=INT({cell}),{cell}>=1000,{cell}<=9999)",
            "whole": f"AND(ISNUMBER({cell}),{cell}=INT({cell}),{cell}>=0)",
            "kroner": f"AND(ISNUMBER({cell}),{cell}>=0)",
            "percent": f"AND(ISNUMBER({cell}),{cell}>=0)",
            "date": f"AND(ISNUMBER({cell}),{cell}>=1)",
        }
        rule: dict[str, object] = {"error_message": self._say(f"stop_{column.kind}")}
        if column.kind in number_rules:
            free = f'{cell}="..",{cell}="*"'
            rule |= {"validate": "custom", "value": f"=OR({number_rules[column.kind]},{free})"}
        elif column.kind == "area":
            names = next(sheet for sheet in template_sheets() if sheet.code == "areas")
            source = f"='{names.name[self.language]}'!$A$2:$A${ROWS + 1}"
            rule |= {"validate": "list", "source": source, "error_type": "warning"}
        else:
            choices = (column.choices or {})[self.language]
            rule |= {"validate": "list", "source": choices, "error_type": "warning"}
        return rule

    def _say(self, key: str, **fields: object) -> str:
        return say(f"template.{key}", self.language, **fields)
