"""Published lists: what was said on each list date, and whether silence there means "no"."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitor.categories import Verdict

Membership = Verdict


class Published:
    """Memberships as published.

    Args:
        memberships: ``list_date, area_id, category``; further columns are not looked at.
        lists: ``list_date, category, whole, first_december``: ``whole`` says that every member is
            known, so that absence means "no".
        as_of: lists published later are not looked at.
    """

    def __init__(
        self, memberships: pl.DataFrame, lists: pl.DataFrame, as_of: date | None = None
    ) -> None:
        if as_of is not None:
            memberships = memberships.filter(pl.col("list_date") <= as_of)
            lists = lists.filter(pl.col("list_date") <= as_of)
        self._on = set(memberships.select("list_date", "area_id", "category").iter_rows())
        self._whole = {
            (row["list_date"], row["category"]): row["whole"] for row in lists.iter_rows(named=True)
        }
        self.dates: tuple[date, ...] = tuple(sorted(lists["list_date"].unique()))
        self.first_december: tuple[date, ...] = tuple(
            sorted(lists.filter(pl.col("first_december"))["list_date"].unique())
        )

    def status(self, list_date: date, area_id: str, category: str) -> Membership:
        """On the list, not on it, or unknown: the list is incomplete or not known at all."""
        if (list_date, area_id, category) in self._on:
            return "yes"
        return "no" if self._whole.get((list_date, category), False) else "unknown"

    def known(self, list_date: date) -> bool:
        """Whether a list of that date is known."""
        return list_date in self.dates

    def members(self, list_date: date, category: str) -> tuple[str, ...]:
        """The areas on a list, in order of their id."""
        return tuple(sorted(area for day, area, c in self._on if (day, c) == (list_date, category)))

    def whole(self, list_date: date, category: str) -> bool:
        """Whether every member of the list is known."""
        return bool(self._whole.get((list_date, category), False))
