"""Which figures the coming lists need, which the folder has, from whom the others usually come.

For each area and criterion of the coming list and the one after: every reference year the act
looks at, its standing, the usual source and by when it is usually known.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from monitor.indicators import indicators
from monitor.ingest.known import usual
from monitor.ingest.times import list_date_of
from monitor.law.load import law_on
from monitor.law.model import Criterion
from monitor.record.load import areas
from monitor.words import Language

COLUMNS = {
    "list_date": pl.Date,
    "area_id": pl.String,
    "criterion": pl.String,
    "period": pl.String,
    "standing": pl.String,
    "usual_source": pl.String,
    "usually_known": pl.Date,
}
NATION = "dk"
_RANK = {"known": 0, "preliminary": 1, "projected": 2, "missing": 3}


def coming_lists(as_of: date, count: int = 2) -> tuple[date, ...]:
    """The next lists after a date."""
    first = list_date_of(as_of.year)
    year = as_of.year if first > as_of else as_of.year + 1
    return tuple(list_date_of(year + step) for step in range(count))


def latest_known(figures: pl.DataFrame) -> date | None:
    """The latest date anything in the figures was known: what ``--as-of`` is without being told."""
    day = figures.filter(pl.col("value").is_not_null())["known_from"].drop_nulls().max()
    return day if isinstance(day, date) else None


def needed_figures(
    figures: pl.DataFrame,
    as_of: date,
    language: Language = "da",
    region_of: dict[str, str] | None = None,
) -> pl.DataFrame:
    """The table ``needed_figures`` of ``outputs.md``.

    Args:
        figures: accepted figures, columns ``folder.FIGURES``.
        as_of: nothing known later counts.
        language: of the usual sources.
        region_of: region of the planner's own areas (area id -> ``region-08x``).
    """
    known = figures.filter(pl.col("known_from") <= as_of)
    own = known.filter(pl.col("list_date").is_null())
    # whole lists hold the country's areas: the planner's own are those with figures of their own
    owners = own if own.height else known
    have: dict[tuple[str, str, str], str] = {}
    for row in own.sort("known_from", "file", "sheet", "row").iter_rows(named=True):
        standing = row["standing"] if row["value"] is not None else "missing"
        have[row["area_id"], row["indicator"], row["period"]] = standing
    ids = [i for i in owners["area_id"].unique().sort().to_list() if not _is_nation(i)]
    regions = dict(areas().select("area_id", pl.format("region-{}", "region_code")).iter_rows())
    regions |= region_of or {}
    rows: list[tuple[date, str, str, str, str, str, date]] = []
    for list_date in coming_lists(as_of):
        law = law_on(list_date)
        for criterion in law.criteria.values():
            for area in ids:
                rows += _rows(criterion, list_date, area, have, language)
            rows += _wider(criterion, list_date, ids, regions, have, language)
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _is_nation(area_id: str) -> bool:
    return area_id == NATION or area_id.startswith("region-")


def periods_of(criterion: Criterion, list_date: date) -> list[str]:
    """The single reference years of a criterion, as periods."""
    if criterion.moment == "1 January":
        return [f"{year:04d}-01-01" for year in criterion.years(list_date)]
    return [str(year) for year in criterion.years(list_date)]


def _rows(
    criterion: Criterion,
    list_date: date,
    area: str,
    have: dict[tuple[str, str, str], str],
    language: Language,
) -> Iterable[tuple[date, str, str, str, str, str, date]]:
    for period in periods_of(criterion, list_date):
        standing = _standing(criterion.indicator, area, period, have)
        yield _row(criterion.code, list_date, area, period, standing, language)


def _row(
    code: str, list_date: date, area: str, period: str, standing: str, language: Language
) -> tuple[date, str, str, str, str, str, date]:
    source = usual().get(code, usual()["other"])
    return (
        list_date,
        area,
        code,
        period,
        standing,
        source.name[language],
        source.known(int(period[:4])),
    )


def _standing(indicator: str, area: str, period: str, have: dict[tuple[str, str, str], str]) -> str:
    """The best standing a figure has: as a share, or as count and base."""
    found = have.get((area, indicator, period), "missing")
    known = indicators().get(indicator)
    if known is not None and known.count and known.base:
        bases = [known.base, f"{known.count.removesuffix('_count')}_base"]
        parts = [have.get((area, known.count, period), "missing")]
        parts.append(
            min(
                (have.get((area, base, period), "missing") for base in bases), key=_RANK.__getitem__
            )
        )
        found = min(found, max(parts, key=_RANK.__getitem__), key=_RANK.__getitem__)
    if known is not None and known.kind == "ratio":
        found = min(found, have.get((area, "income_kr", period), "missing"), key=_RANK.__getitem__)
    return found


def _wider(
    criterion: Criterion,
    list_date: date,
    ids: list[str],
    regions: dict[str, str],
    have: dict[tuple[str, str, str], str],
    language: Language,
) -> Iterable[tuple[date, str, str, str, str, str, date]]:
    """What the limit itself needs: the national share, or the regional mean of kroner."""
    measures = {limit.measure for limit in criterion.limits.values()}
    if "times_national" in measures:
        for period in periods_of(criterion, list_date):
            standing = _standing(criterion.indicator, NATION, period, have)
            yield _row(criterion.code, list_date, NATION, period, standing, language)
    if "percent_of_region" in measures:
        for region in sorted({regions[area] for area in ids if area in regions}):
            for period in periods_of(criterion, list_date):
                beside = [
                    have.get((area, "income_region_kr", period), "missing")
                    for area in ids
                    if regions.get(area) == region
                ]
                standing = min(
                    have.get((region, "income_region_kr", period), "missing"),
                    have.get((region, "income_kr", period), "missing"),
                    max(beside, key=_RANK.__getitem__),
                    key=_RANK.__getitem__,
                )
                yield _row(criterion.code, list_date, region, period, standing, language)
