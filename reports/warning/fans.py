"""One fan a criterion: printed figures, the limit as it moved, what may come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.numbers import is_whole
from reports.warning.model import Fan, FanPoint
from reports.warning.why import high_is_bad, ordered_criteria, pick

if TYPE_CHECKING:
    from datetime import date

    from reports.source import Row
    from reports.warning.setting import Setting

FIRST_SHOWN = 12
"""Years before the coming list that the charts begin with."""
AHEAD = 3
"""Years after the coming list that the charts hold."""


def fans(setting: Setting, area_id: str, wanted: tuple[str, ...]) -> tuple[Fan, ...]:
    """The fans of the criteria in focus, in the order of the why-table."""
    return tuple(_fan(setting, area_id, code, wanted) for code in ordered_criteria(setting, wanted))


def _law_years(setting: Setting) -> tuple[int, ...]:
    """List years that were the first under another version of the act."""
    found = []
    before = None
    for year in range(first_year(setting), setting.this.year + 1):
        day = setting.this.replace(year=year)
        if day < setting.first_law:
            continue
        law = setting.law_of(day)
        if before is not None and law.id != before:
            found.append(year)
        before = law.id
    return tuple(found)


def first_year(setting: Setting) -> int:
    """The first year of all charts: the first list there is, or so many years back."""
    oldest = setting.lists[0].year if setting.lists else setting.this.year - 1
    return min(max(setting.this.year - FIRST_SHOWN, oldest), setting.this.year - 1)


def last_year(setting: Setting) -> int:
    """The last year of all charts."""
    return setting.this.year + AHEAD


def _fan(setting: Setting, area_id: str, code: str, wanted: tuple[str, ...]) -> Fan:
    text, numbers = setting.text, setting.numbers
    places = setting.places(code)
    rows = _by_list(setting, area_id, code, wanted)
    quantiles = {
        row["list_date"].year: row
        for row in setting.tables.rows("trajectory", area_id)
        if row["indicator"] == setting.indicator_of(code) and row["list_date"] is not None
    }
    points, coming_value, coming_known = _points(setting, rows, quantiles)
    operator = next((row["operator"] for row in reversed(rows.values()) if row["operator"]), None)
    operator = operator or _operator(setting, code, wanted)
    limit = next((point.limit for point in reversed(points) if point.limit is not None), None)
    middle = next((point.q50 for point in reversed(points) if point.q50 is not None), None)
    shown = places if limit is not None and not is_whole(limit) else 0
    return Fan(
        criterion=code,
        title=text.optional(f"criterion.long.{code}", setting.criterion_name(code)),
        subtitle=text.optional(f"fan.subtitle.{code}", ""),
        points=points,
        law_years=_law_years(setting),
        high_is_bad=high_is_bad(operator),
        places=places,
        coming_year=setting.this.year,
        coming_value=coming_value,
        coming_known=coming_known,
        limit_label=""
        if limit is None
        else text("fan.limit", number=numbers.decimal(limit, shown)),
        middle_label=""
        if middle is None or points[-1].q50 is None
        else text("fan.middle", number=numbers.decimal(middle, places)),
        description=_description(setting, code, coming_value, limit, places, shown),
    )


def _by_list(setting: Setting, area_id: str, code: str, wanted: tuple[str, ...]) -> dict[date, Row]:
    grouped: dict[date, list[Row]] = {}
    for row in setting.tables.rows("criteria", area_id):
        day = row["list_date"]
        if row["criterion"] != code or day is None:
            continue
        if (day.month, day.day) == (setting.this.month, setting.this.day):
            grouped.setdefault(day, []).append(row)
    found = {}
    for day in sorted(grouped):
        chosen = pick(grouped[day], (*wanted, "parallel"))
        if chosen is not None:
            found[day] = chosen
    return found


def _points(
    setting: Setting, rows: dict[date, Row], quantiles: dict[int, Row]
) -> tuple[tuple[FanPoint, ...], float | None, bool]:
    by_year = {day.year: row for day, row in rows.items()}
    known = [
        year
        for year, row in by_year.items()
        if row["value"] is not None
        and not (year >= setting.this.year and row["standing"] in ("projected", "preliminary"))
    ]
    last_known = max(known, default=None)
    coming = by_year.get(setting.this.year)
    coming_known = last_known == setting.this.year
    coming_value = coming["value"] if coming else None
    if coming_value is None and setting.this.year in quantiles:
        coming_value = quantiles[setting.this.year]["q50"]
    held = None
    found = []
    for year in range(first_year(setting), last_year(setting) + 1):
        row, quantile = by_year.get(year), quantiles.get(year)
        value = row["value"] if row and year in known else None
        held = row["limit"] if row and row["limit"] is not None else held
        limit = row["limit"] if row else None
        if limit is None:
            # a list nobody has seen is taken to keep the limit, as the drawn line does
            limit = held
        inside = known and min(known) < year < max(known)
        bands = _bands(value if year == last_known else None, quantile, last_known, year)
        found.append(FanPoint(year, value, bool(inside and value is None), limit, *bands))
    return tuple(found), coming_value, coming_known


def _bands(
    anchor: float | None, quantile: Row | None, last_known: int | None, year: int
) -> tuple[float | None, ...]:
    """Quantiles of a year; at the last known list the fan starts from its figure."""
    if anchor is not None:
        return (anchor,) * 5
    if quantile is None or (last_known is not None and year <= last_known):
        return (None,) * 5
    return tuple(quantile[name] for name in ("q025", "q10", "q50", "q90", "q975"))


def _operator(setting: Setting, code: str, wanted: tuple[str, ...]) -> str:
    criterion = setting.law.criteria[code]
    limits = [criterion.limits[category] for category in wanted if category in criterion.limits]
    return (limits or list(criterion.limits.values()))[0].operator


def _description(
    setting: Setting, code: str, value: float | None, limit: float | None, places: int, shown: int
) -> str:
    text, numbers = setting.text, setting.numbers
    name = setting.criterion_name(code)
    if value is None:
        return text("fan.description_missing", name=name)
    if limit is None:
        return text("fan.description_no_limit", name=name, value=numbers.decimal(value, places))
    return text(
        "fan.description",
        name=name,
        value=numbers.decimal(value, places),
        limit=numbers.decimal(limit, shown),
        year=setting.this.year,
    )
