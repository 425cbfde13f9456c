"""The cells of a file of values, each checked for what its column says: one sentence per fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from monitor.areas import find_area
from monitor.dates import read_date
from monitor.errors import FigureError, UnknownNameError
from monitor.indicators import WHOLE, Indicator, indicators
from monitor.panel import NATION
from monitor.public_record import record_regions

REGION = "region-"
MOST_DECIMALS = 10

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,10})?")
_PERIOD = re.compile(r"[0-9]{4}(-01-01|-[0-9]{4})?")


@dataclass(frozen=True)
class Row:
    """One row: its file's name, its number, its cells by heading."""

    file: str
    number: int
    cells: dict[str, str]

    def fault(self, key: str, column: str, **fields: object) -> FigureError:
        """A fault of one cell."""
        return FigureError(key, file=self.file, row=self.number, column=column, **fields)

    def indicator(self) -> Indicator:
        """The indicator the row is of."""
        code = self.cells["indicator"]
        if code not in indicators():
            raise UnknownNameError(
                "error.unknown_indicator_at",
                file=self.file,
                row=self.number,
                name=code,
                known=", ".join(indicators()),
            )
        return indicators()[code]

    def area(self, *, new_areas: bool) -> str:
        """The area, region or nation by its id."""
        name = self.cells["area_id"]
        regions = sorted(set(record_regions().values()))
        if name == NATION or name in regions:
            return name
        if name.startswith(REGION):
            raise UnknownNameError(
                "error.unknown_region",
                file=self.file,
                row=self.number,
                found=name,
                known=", ".join(regions),
            )
        try:
            return find_area(name)
        except UnknownNameError as fault:
            if new_areas and name:
                return name
            raise UnknownNameError(
                "error.at_place",
                file=self.file,
                row=self.number,
                column="area_id",
                fault=fault.phrase(),
            ) from fault

    def date(self, column: str) -> date | None:
        """The date in a column; None where the cell is empty."""
        text = self.cells.get(column, "")
        if not text:
            return None
        found = read_date(text)
        if found is None:
            raise self.fault("error.not_a_date", column, found=text)
        return found

    def period(self) -> str:
        """The period as ``outputs.md`` writes it, or nothing."""
        text = self.cells.get("period", "")
        if text and _PERIOD.fullmatch(text) is None:
            raise self.fault("error.not_a_period", "period", found=text)
        return text

    def value(self, code: Indicator) -> str:
        """The number, as written: digits with a point, whole where persons are counted."""
        text = self.cells["value"]
        if _NUMBER.fullmatch(text) is None:
            if _NUMBER.fullmatch(text.removeprefix("-")) and text.strip("-0."):
                raise self.fault("error.negative", "value", found=text, indicator=code.code)
            raise self.fault("error.not_a_number", "value", found=text)
        if code.kind in WHOLE and "." in text:
            raise self.fault("error.not_whole", "value", found=text, indicator=code.code)
        if code.highest is not None and float(text) > code.highest:
            raise self.fault(
                "error.share_above",
                "value",
                found=text,
                indicator=code.code,
                highest=code.highest,
            )
        return text

    def decimals(self, code: Indicator) -> int:
        """Printed precision: as given, else the usual one, or more where the figure shows more."""
        given = self.cells.get("decimals", "")
        if given:
            if re.fullmatch(r"[0-9]{1,2}", given) is None or int(given) > MOST_DECIMALS:
                raise self.fault("error.decimals", "decimals", found=given, most=MOST_DECIMALS)
            return int(given)
        return max(len(self.cells["value"].partition(".")[2]), code.decimals)
