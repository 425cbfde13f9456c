"""Departments added up to areas: counts and denominators, never percentages.

A sum is formed only where every department that belongs to the area in that year has its figure;
otherwise the area's figure stays missing and the absent departments are named. Where the area has
a figure of its own, that one stands and a sum that differs is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from monitor.indicators import indicators
from monitor.ingest.blocks import SCHEMA
from monitor.ingest.faults import Figure
from monitor.ingest.grid import Place
from monitor.ingest.harvest import Belonging, Harvest
from monitor.ingest.numbers import decimals_of
from monitor.ingest.plain import key

ADDITIVE = frozenset({"count", "base", "dwellings", "area"})
_SLACK = Decimal("0.001")


@dataclass(frozen=True)
class Part:
    """One department's figure: its value and where it stands (an index into the harvest)."""

    department: str
    value: str | None
    at: int


class Departments:
    """Which department belongs to which area in which year.

    Args:
        belongings: one row per department and span of years; an open end is None.
    """

    def __init__(self, belongings: list[Belonging]) -> None:
        self._by_name: dict[str, list[Belonging]] = {}
        for row in belongings:
            rows = self._by_name.setdefault(key(row.department), [])
            if all(
                (row.area_id, row.first, row.last) != (r.area_id, r.first, r.last) for r in rows
            ):
                rows.append(row)
            if row.name:
                named = self._by_name.setdefault(key(row.name), [])
                if row not in named:
                    named.append(row)

    def area_of(self, department: str, year: int) -> str:
        """The department's area in a year, "" if nobody says."""
        rows = [row for row in self._by_name.get(key(department), []) if _covers(row, year)]
        return rows[0].area_id if rows else ""

    def of_area(self, area_id: str, year: int) -> set[str]:
        """The departments of an area in a year, by their first name."""
        return {
            key(row.department)
            for rows in self._by_name.values()
            for row in rows
            if row.area_id == area_id and _covers(row, year)
        }

    def name(self, sign: str) -> str:
        """A department as the map writes it."""
        return self._by_name[sign][0].department

    def knows(self, department: str) -> bool:
        """Whether the department is on any map."""
        return key(department) in self._by_name

    def check(self, harvest: Harvest) -> None:
        """Departments in two areas at once, and spans that end before they begin."""
        for rows in self._by_name.values():
            for at, row in enumerate(rows):
                if row.first is not None and row.last is not None and row.last < row.first:
                    harvest.fault(
                        row.place,
                        "department_years_reversed",
                        name=row.department,
                        first=row.first,
                        last=row.last,
                    )
                for other in rows[:at]:
                    if other.area_id != row.area_id and _overlap(row, other):
                        harvest.fault(
                            row.place,
                            "department_in_two_areas",
                            name=row.department,
                            one=other.area_id,
                            other=row.area_id,
                        )


def _covers(row: Belonging, year: int) -> bool:
    return (row.first is None or row.first <= year) and (row.last is None or year <= row.last)


def _overlap(one: Belonging, other: Belonging) -> bool:
    first = max(one.first or 0, other.first or 0)
    last = min(one.last or 9999, other.last or 9999)
    return first <= last


Columns = dict[str, list[object]]


def add_up(harvest: Harvest) -> None:
    """Replace the departments' figures by their areas' sums."""
    if not harvest.blocks.has_departments():
        return
    figures: Columns = {name: harvest.blocks.column(name) for name in SCHEMA}
    departments = Departments(harvest.belongings)
    departments.check(harvest)
    own: dict[Sign, int] = {}
    parts: dict[Sign, list[Part]] = {}
    keep: list[int] = []
    for at, department in enumerate(figures["department"]):
        area = str(figures["area_id"][at])
        indicator, period = str(figures["indicator"][at]), str(figures["period"][at])
        if not department:
            keep.append(at)
            if figures["list_date"][at] is None:
                own[area, indicator, period] = at
            continue
        area = area or departments.area_of(str(department), int(period[:4]))
        if not area:
            _unmapped(harvest, departments, figures, at)
            continue
        value = figures["value"][at]
        part = Part(str(department), None if value is None else str(value), at)
        parts.setdefault((area, indicator, period), []).append(part)
    harvest.blocks.parts.clear()
    kept = {name: [column[at] for at in keep] for name, column in figures.items()}
    harvest.extend(len(keep), **kept)
    told: set[tuple[str, str]] = set()
    for sign, some in parts.items():
        if _can_be_added(harvest, departments, figures, sign, some, told):
            _sum(harvest, figures, own, sign, some)


Sign = tuple[str, str, str]
"""Area, indicator, period."""


def _place(figures: Columns, at: int) -> Place:
    return Place(
        str(figures["file"][at]),
        str(figures["sheet"][at]),
        int(str(figures["row"][at])),
        int(str(figures["column"][at])),
    )


def _unmapped(harvest: Harvest, departments: Departments, figures: Columns, at: int) -> None:
    place = _place(figures, at)
    name, year = str(figures["department"][at]), str(figures["period"][at])[:4]
    row = Place(place.file, place.sheet, place.row)
    if departments.knows(name):
        harvest.fault(row, "department_not_in_year", name=name, year=year)
    else:
        harvest.fault(row, "department_unknown", name=name)


def _can_be_added(
    harvest: Harvest,
    departments: Departments,
    figures: Columns,
    sign: Sign,
    parts: list[Part],
    told: set[tuple[str, str]],
) -> bool:
    """Whether every department is there once and the figure is one that adds up."""
    area, indicator, period = sign
    place = _place(figures, parts[0].at)
    wanted = departments.of_area(area, int(period[:4]))
    have = {key(part.department) for part in parts}
    if len(have) < len(parts):
        harvest.fault(place, "department_twice", area=area, period=period)
        return False
    alone = len(parts) == 1 and wanted <= have
    additive = indicator in indicators() and indicators()[indicator].kind in ADDITIVE
    if not additive and not alone:
        if (area, indicator) not in told:
            harvest.fault(place, "department_percentages", area=area, indicator=indicator)
            told.add((area, indicator))
        return False
    absent = [departments.name(name) for name in sorted(wanted - have)]
    absent += [part.department for part in parts if part.value is None]
    if absent:
        harvest.fault(
            place, "department_missing", area=area, period=period, names=", ".join(absent[:5])
        )
    return not absent


def _sum(
    harvest: Harvest, figures: Columns, own: dict[Sign, int], sign: Sign, parts: list[Part]
) -> None:
    """The sum as the area's figure; beside a figure of the area's own it is only compared."""
    area, indicator, period = sign
    total = sum((Decimal(str(part.value)) for part in parts), Decimal(0))
    if sign in own:
        stated = figures["value"][own[sign]]
        if stated is not None and abs(Decimal(str(stated)) - total) > _SLACK:
            harvest.fault(
                _place(figures, own[sign]),
                "department_sum_differs",
                area=area,
                period=period,
                stated=Figure(str(stated)),
                total=Figure(format(total, "f")),
            )
        return
    alone = len(parts) == 1
    first = parts[0].at
    value = str(parts[0].value) if alone else format(total, "f")
    last = max(parts, key=lambda part: str(figures["known_from"][part.at])).at
    cells = [_place(figures, part.at).cell for part in parts]
    standings = {str(figures["standing"][part.at]) for part in parts}
    copied = ("unit", "file", "sheet", "row", "column", "batch", "list_date")
    harvest.put(
        area_id=area,
        indicator=indicator,
        period=period,
        value=value,
        decimals=figures["decimals"][first] if alone else decimals_of(value),
        standing="known" if standings == {"known"} else sorted(standings)[-1],
        known_from=figures["known_from"][last],
        known_basis=figures["known_basis"][last],
        made_from="" if alone else " + ".join(cells),
        **{name: figures[name][first] for name in copied},
    )
