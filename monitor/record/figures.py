"""Published figures one by one, exact, for the checks of the record against itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from monitor.record.load import Record


@dataclass(frozen=True)
class Printed:
    """A figure as printed: its exact value, half a last digit, and where it is from."""

    area_id: str
    list_date: date
    indicator: str
    value: Fraction
    decimals: int
    period: str
    source: str

    @property
    def half(self) -> Fraction:
        """Half a last digit: the figure lies within this of ``value``."""
        return Fraction(1, 2 * 10**self.decimals)


class Figures:
    """The record's values by area, list date and indicator, and its members by list."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._values = {
            (row["area_id"], row["list_date"], row["indicator"]): Printed(
                row["area_id"],
                row["list_date"],
                row["indicator"],
                Fraction(row["value"]),
                row["decimals"],
                row["period"],
                row["source"],
            )
            for row in record.values.iter_rows(named=True)
        }
        self.names: dict[str, str] = dict(record.areas.select("area_id", "name").iter_rows())
        self.regions: dict[str, str] = dict(
            record.areas.select("area_id", "region_code").iter_rows()
        )
        self.region_names: dict[str, str] = dict(
            record.municipalities.select("region_code", "region").iter_rows()
        )

    def get(self, area_id: str, list_date: date, indicator: str) -> Printed | None:
        """One figure, if it was printed."""
        return self._values.get((area_id, list_date, indicator))

    def of(self, list_date: date, indicator: str) -> dict[str, Printed]:
        """All figures of one indicator of one list date, by area id."""
        return {
            area: printed
            for (area, day, code), printed in sorted(self._values.items())
            if (day, code) == (list_date, indicator)
        }

    def areas_with_values(self, list_date: date) -> set[str]:
        """Areas with any figure under that list date."""
        return {area for area, day, _ in self._values if day == list_date}

    def members(self, list_date: date, category: str) -> set[str]:
        """Areas on one list."""
        rows = self.record.memberships.filter(
            (pl.col("list_date") == list_date) & (pl.col("category") == category)
        )
        return set(rows["area_id"])

    def dates(self, category: str) -> list[date]:
        """The list dates on which the category existed, oldest first."""
        rows = self.record.lists.filter(pl.col("category") == category)
        return sorted(rows["list_date"])

    def recomputed(self) -> list[date]:
        """The dates of recomputations, which are no lists."""
        return sorted(set(self.record.recomputation["list_date"]))

    def list_before(self, day: date, category: str) -> date:
        """The last list before ``day``."""
        return max(known for known in self.dates(category) if known < day)

    def region_income(self, region: str) -> tuple[int, int] | None:
        """The recorded bounds of a region's mean income, statutory measure, kroner."""
        rows = self.record.national.filter(pl.col("area_id") == f"region-{region}")
        ends = [
            rows.filter(pl.col("quantity") == f"income_region_{end}_kr")["value"].to_list()
            for end in ("low", "high")
        ]
        return (int(ends[0][0]), int(ends[1][0])) if all(ends) else None

    def source_of_membership(self, list_date: date, area_id: str, category: str) -> str:
        """Where it is said that the area is on that list."""
        rows = self.record.memberships.filter(
            (pl.col("list_date") == list_date)
            & (pl.col("area_id") == area_id)
            & (pl.col("category") == category)
        )
        return str(rows["source"][0])

    def source_of_list(self, list_date: date) -> str:
        """Where the list itself is from."""
        rows = self.record.lists.filter(pl.col("list_date") == list_date)
        return str(rows["source"][0])
