"""Exports of the statistics bank: totals of the country and the regions.

The bank has no table of a housing area and none that equals a criterion. What is taken is what
means the same: residents, and residents from non-western countries, of the country and its
regions. The rest is named and left. Long exports, PX and JSON-stat come as one row a number; a
matrix is turned into that (``bank_matrix``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.ingest.cells import Opened
from monitor.ingest.harvest import Harvest, Understood
from monitor.ingest.headings import Heading, book, country_or_region
from monitor.ingest.known import known_when
from monitor.ingest.numbers import read_column
from monitor.ingest.periods import Moment, read_moment
from monitor.ingest.plain import plain
from monitor.ingest.tokens import show
from monitor.ingest.views import View

_NONWESTERN_PARTS = 2


def is_kind(text: str, what: str) -> bool:
    """Whether a variable's name is one of a kind: geography, origin, time, content, people."""
    return plain(text) in book()["statbank"][what]


def is_statbank(labels: Sequence[Heading]) -> bool:
    """Whether headings are those of a bank export: time and content at least."""
    texts = [label.text for label in labels]
    return any(is_kind(text, "time") for text in texts) and any(
        is_kind(text, "content") for text in texts
    )


def spellings(cell: object) -> list[str]:
    """A value as it stands, and its code and its text where both stand in it ("25 Indv...")."""
    text = plain(show(cell))
    code, _, rest = text.partition(" ")
    return [text, code, rest] if rest else [text]


def is_origin(cell: object) -> bool:
    """Whether a value is a group of people from non-western countries."""
    return any(name in book()["statbank"]["nonwestern"] for name in spellings(cell))


def is_all(cell: object, variable: str = "") -> bool:
    """Whether a value is its variable's total; a bare nought is that of some variables only.

    "0 år" among ages is the newborn, not everyone.
    """
    text, *parts = spellings(cell)
    told = book()["statbank"]
    if text in told["all"] or text in told["nought"].get(plain(variable), ()):
        return True
    # "TOT I alt", "0000 I alt"; but not "Kvinder i alt"
    return bool(parts) and parts[1] in told["all"] and _is_code(parts[0])


def _is_code(text: str) -> bool:
    return text.isdecimal() or text in book()["statbank"]["all"]


@dataclass(frozen=True)
class _Columns:
    """Which column holds what."""

    time: int
    content: int
    place: int | None
    origin: int | None
    others: tuple[int, ...]


def _columns(texts: Sequence[str]) -> _Columns:
    def all_of(what: str) -> list[int]:
        return [at for at, text in enumerate(texts) if is_kind(text, what)]

    time, content = all_of("time")[0], all_of("content")[0]
    place, origin = next(iter(all_of("geography")), None), next(iter(all_of("origin")), None)
    others = [at for at in range(len(texts)) if at not in {time, content, place, origin}]
    return _Columns(time, content, place, origin, tuple(others))


def read_statbank(view: View, opened: Opened, harvest: Harvest, stated: date | None = None) -> bool:
    """Take residents and non-western residents of the country and the regions.

    Args:
        view: a row a number, with headings that say what stands in each column.
        opened: the file.
        harvest: takes the figures and the faults.
        stated: since when the planner says the file was known.
    """
    texts = [heading.text for heading in view.headings]
    columns = _columns(texts)
    content = columns.content
    if not all(is_kind(texts[at], "people") for at in columns.others):
        harvest.fault(
            view.heading_place(content), "statbank_not_needed", table=" ".join(texts)[:60]
        )
        return True
    numbers = read_column(view.cells[content], "base", 0)
    sums: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    left = 0
    for record in range(view.height):
        if record in numbers.problems:
            harvest.fault(
                view.place(record, content),
                numbers.problems[record],
                value=show(view.cells[content][record]),
                heading=texts[content],
            )
            continue
        sign = _sign(view, columns, texts, record)
        value = numbers.values[record]
        if sign is None or value is None:
            left += 1
            continue
        sums.setdefault(sign, []).append((record, value))
    for (area, code, period), parts in sorted(sums.items()):
        _put_sum(view, content, (area, code, period), parts, opened, harvest, stated)
    if not sums:
        harvest.fault(view.heading_place(content), "statbank_no_total", rows=view.height)
    first, last = view.place(0, content).row, view.place(view.height - 1, content).row
    harvest.understood.append(
        Understood(
            view.heading_place(content),
            f"{first}-{last}",
            texts[content],
            "residents, nonwestern_count" if columns.origin is not None else "residents",
            "persons",
            _span(sorted({period for _, _, period in sums})),
            "attested",
            left,
        )
    )
    return True


def _sign(
    view: View, columns: _Columns, texts: Sequence[str], record: int
) -> tuple[str, str, str] | None:
    """(area, indicator, period) of a row that is wanted: a total on a 1 January."""
    cells = view.cells
    area = "dk" if columns.place is None else _area(cells[columns.place][record])
    code = _code(cells[columns.origin][record]) if columns.origin is not None else "residents"
    moment = read_moment(cells[columns.time][record])
    total = all(is_all(cells[at][record], texts[at]) for at in columns.others)
    if area is None or not code or not total or not isinstance(moment, Moment):
        return None
    if moment.day is not None and (moment.day.month, moment.day.day) != (1, 1):
        return None
    return area, code, f"{moment.first:04d}-01-01"


def _area(cell: object) -> str | None:
    return country_or_region(show(cell))


def _code(cell: object) -> str:
    if is_origin(cell):
        return "nonwestern_count"
    return "residents" if is_all(cell, book()["statbank"]["origin"][0]) else ""


def _span(periods: list[str]) -> str:
    if not periods:
        return ""
    return periods[0] if len(periods) == 1 else f"{periods[0]} .. {periods[-1]}"


def _put_sum(
    view: View,
    content: int,
    sign: tuple[str, str, str],
    parts: list[tuple[int, str]],
    opened: Opened,
    harvest: Harvest,
    stated: date | None,
) -> None:
    area, code, period = sign
    wanted = _NONWESTERN_PARTS if code == "nonwestern_count" else 1
    place = view.place(parts[0][0], content)
    if len(parts) != wanted:
        kind = "statbank_parts" if code == "nonwestern_count" else "statbank_twice"
        harvest.fault(place, kind, have=len(parts), wanted=wanted, period=period)
        return
    known, basis = known_when(code, period, stated, None)
    harvest.put(
        area_id=area,
        indicator=code,
        period=period,
        value=str(sum(int(value) for _, value in parts)),
        decimals=0,
        unit="persons",
        standing="known",
        known_from=known,
        known_basis=basis,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        batch=opened.sha256,
        made_from=" + ".join(view.place(record, content).cell for record, _ in parts)
        if len(parts) > 1
        else "",
    )
