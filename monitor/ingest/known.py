"""When a figure was known: stated, with its list, or by when it usually is (``needed.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from monitor.ingest.periods import criterion_of
from monitor.words import Language


@dataclass(frozen=True)
class Usual:
    """From whom a criterion's figures usually come and when."""

    years: int
    month: int
    day: int
    name: dict[Language, str]
    evidence: str
    source: str

    def known(self, last_year: int) -> date:
        """By when a figure whose last reference year is ``last_year`` is usually known."""
        return date(last_year + self.years, self.month, self.day)


@cache
def usual() -> dict[str, Usual]:
    """Criterion (and ``other``) -> usual source."""
    text = files("monitor.ingest").joinpath("needed.toml").read_text(encoding="utf-8")
    return {
        code: Usual(
            row["years"],
            row["month"],
            row["day"],
            {"da": row["da"], "en": row["en"]},
            row["evidence"],
            row["source"],
        )
        for code, row in tomllib.loads(text).items()
    }


def usual_of(code: str) -> Usual:
    """The usual source of an indicator."""
    if code == "outside_labour_1yr_pct":
        return usual()["outside_labour"]
    return usual().get(criterion_of(code) or "other", usual()["other"])


@lru_cache(maxsize=65536)
def known_when(
    code: str, period: str, stated: date | None, list_date: date | None
) -> tuple[date, str]:
    """The date a figure was known and on what ground: stated, list or usual."""
    if stated is not None:
        return stated, "stated"
    if list_date is not None:
        return list_date, "list"
    last = int(period[:4]) if len(period) != len("2024-2025") else int(period[5:])
    return usual_of(code).known(last), "usual"
