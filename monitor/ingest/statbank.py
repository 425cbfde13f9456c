"""Exports of the statistics bank (long form): totals of the country and the regions.

The bank has no table of a housing area and none that equals a criterion. What is taken is what
means the same: residents, and residents from non-western countries, of the country and its
regions. The rest is named and left.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.ingest.cells import Opened
from monitor.ingest.harvest import Harvest, Understood
from monitor.ingest.headings import Heading, book, country_or_region
from monitor.ingest.known import known_when
from monitor.ingest.numbers import read_column
from monitor.ingest.periods import Moment, read_moment
from monitor.ingest.plain import plain
from monitor.ingest.tables import Table
from monitor.ingest.tokens import show
from monitor.ingest.views import View


def _kind(text: str, what: str) -> bool:
    return plain(text) in book()["statbank"][what]


def is_statbank(labels: Sequence[Heading], table: Table) -> bool:
    """Whether a table has the columns of a bank export: time, content, at least one more."""
    texts = [label.text for label in labels]
    return any(_kind(text, "time") for text in texts) and any(
        _kind(text, "content") for text in texts
    )


def _codes(cell: object) -> list[str]:
    """A value as code, as text, or both ("25 Indvandrere fra ...")."""
    text = plain(show(cell))
    code, _, rest = text.partition(" ")
    return [text, code, rest] if code.isdecimal() and rest else [text]


def read_statbank(view: View, opened: Opened, harvest: Harvest) -> bool:
    """Take residents and non-western residents of the country and the regions."""
    texts = [heading.text for heading in view.headings]
    time = next(at for at, text in enumerate(texts) if _kind(text, "time"))
    content = next(at for at, text in enumerate(texts) if _kind(text, "content"))
    place_at = next((at for at, text in enumerate(texts) if _kind(text, "geography")), None)
    origin = next((at for at, text in enumerate(texts) if _kind(text, "origin")), None)
    others = [at for at in range(len(texts)) if at not in {time, content, place_at, origin}]
    if not _counts_people(texts, others):
        harvest.fault(
            view.heading_place(content), "statbank_not_needed", table=" ".join(texts)[:60]
        )
        return True
    numbers = read_column(view.cells[content], "base", 0)
    sums: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    left = 0
    for record in range(view.height):
        area = country_or_region(_name(view, place_at, record))
        code = _origin(view, origin, record)
        total = all(
            any(name in book()["statbank"]["all"] for name in _codes(view.cells[at][record]))
            for at in others
        )
        moment = read_moment(view.cells[time][record])
        if record in numbers.problems:
            harvest.fault(
                view.place(record, content),
                numbers.problems[record],
                value=show(view.cells[content][record]),
                heading=texts[content],
            )
            continue
        value = numbers.values[record]
        if area is None or not code or not total or not isinstance(moment, Moment) or value is None:
            left += 1
            continue
        if moment.day is not None and (moment.day.month, moment.day.day) != (1, 1):
            left += 1
            continue
        period = f"{moment.first:04d}-01-01"
        sums.setdefault((area, code, period), []).append((record, value))
    for (area, code, period), parts in sorted(sums.items()):
        _put_sum(view, content, area, code, period, parts, opened, harvest)
    harvest.understood.append(
        Understood(
            view.heading_place(content),
            f"{view.place(0, content).row}-{view.place(view.height - 1, content).row}",
            texts[content],
            "residents, nonwestern_count" if origin is not None else "residents",
            "persons",
            _span(sorted({period for _, _, period in sums})),
            "attested",
            left,
        )
    )
    return True


def _span(periods: list[str]) -> str:
    if not periods:
        return ""
    return periods[0] if len(periods) == 1 else f"{periods[0]} .. {periods[-1]}"


def _name(view: View, column: int | None, record: int) -> str:
    return "dk" if column is None else show(view.cells[column][record])


def _origin(view: View, column: int | None, record: int) -> str:
    if column is None:
        return "residents"
    names = _codes(view.cells[column][record])
    if any(name in book()["statbank"]["nonwestern"] for name in names):
        return "nonwestern_count"
    return "residents" if any(name in book()["statbank"]["all"] for name in names) else ""


def _counts_people(texts: Sequence[str], others: Sequence[int]) -> bool:
    """Population tables have only place, sex, age, civil status, country of origin beside time."""
    known = {"koen", "alder", "civilstand", "ieland", "statsb"}
    return all(plain(texts[at]) in known for at in others)


_NONWESTERN_PARTS = 2


def _put_sum(
    view: View,
    content: int,
    area: str,
    code: str,
    period: str,
    parts: list[tuple[int, str]],
    opened: Opened,
    harvest: Harvest,
) -> None:
    wanted = _NONWESTERN_PARTS if code == "nonwestern_count" else 1
    place = view.place(parts[0][0], content)
    if len(parts) != wanted:
        harvest.fault(place, "statbank_parts", have=len(parts), wanted=wanted, period=period)
        return
    known, basis = known_when(code, period, None, None)
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
