"""What it takes, and when: ways out by list, what decides, sensitivity, the page's look-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.language import citation
from reports.numbers import in_percent
from reports.warning.model import LedgerRow, Sensitivity, WhatIf, WhatIfLever
from reports.warning.setting import chain
from reports.warning.statuses import WORTH_SAYING, status
from reports.warning.why import chance_met

if TYPE_CHECKING:
    from datetime import date

    from reports.source import Row
    from reports.warning.model import CriterionRow, Distance, Outcome
    from reports.warning.setting import Setting

NO_WAY_OUT = ("nonwestern", "population")
"""Who lives in an area is no lever: nobody is advised to move."""
WAYS_IN = 2
"""Nearest criteria shown for an area that is not over its limits."""
SOON = 100
"""Days from which the time to a list is said in months."""
COLUMNS = 2
"""A table of changes needs at least so many."""
FAR = 9.0
"""Sorts behind every distance that is known."""
SENSITIVITY = (0, 1, 5, 10)


def ledger(
    setting: Setting,
    area_id: str,
    rows: tuple[CriterionRow, ...],
    wanted: tuple[str, ...],
    outcomes: dict[date, tuple[Outcome, ...]],
) -> tuple[LedgerRow, ...]:
    """Ways out of (or into) the list in focus, for this list and the next."""
    counted = {
        code
        for category in wanted
        if category in setting.law.categories
        for code in setting.law.categories[category].counted
        if code not in NO_WAY_OUT
    }
    found: list[LedgerRow] = []
    for which, day in (("this", setting.this), ("next", setting.next)):
        chosen = _chosen(rows, counted, which)
        for position, row in enumerate(chosen):
            distance = row.this if which == "this" else row.next
            if distance is not None:
                found.append(
                    _way(setting, area_id, row, distance, wanted, day, first=position == 0)
                )
        total = _total(setting, day, outcomes.get(day, ()), wanted) if chosen else None
        if total is not None:
            found.append(total)
    return tuple(found)


def _chosen(rows: tuple[CriterionRow, ...], counted: set[str], which: str) -> list[CriterionRow]:
    def distance(row: CriterionRow) -> Distance | None:
        return row.this if which == "this" else row.next

    # the same criteria for both lists: those over their limit on this one
    over = [row for row in rows if row.code in counted and row.this is not None and row.this.bad]
    if over:
        return [row for row in over if distance(row) is not None]
    near = sorted(
        (row for row in rows if row.code in counted and distance(row) is not None),
        key=lambda row: row.this.relative if row.this and row.this.relative is not None else FAR,
    )
    return near[:WAYS_IN]


def _way(
    setting: Setting,
    area_id: str,
    row: CriterionRow,
    distance: Distance,
    wanted: tuple[str, ...],
    day: date,
    *,
    first: bool,
) -> LedgerRow:
    text = setting.text
    which = distance.for_list
    closed = _closed(setting, row.code, day)
    money = row.code == "income"
    kind = "out" if distance.bad else "room"
    amount = text(f"ledger.{kind}.{'money' if money else 'persons'}", amount=distance.amount)
    if distance.of_list:
        amount = f"{amount} {distance.of_list}"
    chance = chance_met(setting, area_id, row.code, wanted, which)
    if chance is not None and chance.share is not None:
        chance = setting.numbers.probability(1 - chance.share)
    return LedgerRow(
        list_text=str(day.year) if first else "",
        list_note=_days(setting, day) if first else "",
        way=row.name,
        citation=row.citation,
        locked=_locked(setting, row.code, day, distance, closed=closed),
        amount=amount,
        rest=text("ledger.closed") if closed else _method(setting, distance),
        probability=chance,
        open=not closed,
    )


def _locked(setting: Setting, code: str, day: date, distance: Distance, *, closed: bool) -> str:
    """The years that can no longer change: those of the table, or all of them."""
    if closed:
        return setting.numbers.period(setting.law_of(day).criteria[code].period(day))
    return distance.locked or setting.text("ledger.nothing_locked")


def _closed(setting: Setting, code: str, day: date) -> bool:
    """Whether every year the criterion looks at on ``day`` is over by the report's date."""
    criterion = setting.law_of(day).criteria.get(code)
    if criterion is None:
        return False
    last = criterion.years(day)[-1]
    if criterion.moment == "1 January":
        return (last, 1, 1) <= (setting.as_of.year, setting.as_of.month, setting.as_of.day)
    return last < setting.as_of.year


def _days(setting: Setting, day: date) -> str:
    left = (day - setting.as_of).days
    if left < 0:
        return ""
    return setting.text(
        "ledger.days" if left < SOON else "ledger.months", days=left, months=left // 30
    )


def _method(setting: Setting, distance: Distance) -> str:
    """The words of how persons are counted: the part after the criterion's code."""
    _, _, way = distance.method.partition(".")
    return setting.text.optional(f"counting.{way}", "") if way else ""


def _total(
    setting: Setting, day: date, outcomes: tuple[Outcome, ...], wanted: tuple[str, ...]
) -> LedgerRow | None:
    """The chance of standing on none of the lists in focus on ``day``."""
    if not outcomes:
        return None
    text, law = setting.text, setting.law_of(day)
    focus = wanted[0] if len(wanted) == 1 else wanted[min(1, len(wanted) - 1)]
    if focus not in law.categories:
        return None
    inner = chain(law)[chain(law).index(focus) :] if focus in chain(law) else (focus,)
    held = sum(outcome.share for outcome in outcomes if outcome.status.code in inner)
    term = law.categories[focus].terms[setting.language]
    if focus in chain(law) and held < WORTH_SAYING and chain(law)[0] in law.categories:
        focus = chain(law)[0]
        held = sum(outcome.share for outcome in outcomes if outcome.status.code in chain(law))
        term = law.categories[focus].terms[setting.language]
    return LedgerRow(
        list_text=str(day.year),
        list_note="",
        way=text("ledger.together"),
        citation=citation(law.categories[focus].citation.cite),
        locked="",
        amount=text("ledger.not_on", term=term),
        rest="",
        probability=setting.numbers.probability(max(0.0, 1 - held)),
        open=True,
        total=True,
    )


def deciding(setting: Setting, area_id: str) -> tuple[str, ...]:
    """Which figures, known now, would move the verdict most, and whence they come."""
    rows = [
        row
        for row in setting.tables.rows("deciding_figures", area_id)
        if row["list_date"] in (None, setting.this)
    ]
    rows.sort(key=lambda row: (-(row["expected_gain"] or 0), row["indicator"] or ""))
    names = {
        setting.indicator_of(code): setting.criterion_in_text(code) for code in setting.law.criteria
    }
    return tuple(
        setting.text(
            "deciding.line",
            name=names.get(row["indicator"], row["indicator"] or ""),
            period=setting.numbers.period(row["period"] or ""),
            source=row["usual_source"] or setting.text("deciding.no_source"),
        )
        for row in rows[:3]
    )


def _shown_category(setting: Setting, rows: list[Row]) -> str | None:
    """The gravest list with an answer worth looking up."""
    present = {row["category"] for row in rows}
    order = (*reversed(chain(setting.law)), *setting.law.categories)
    return next((code for code in order if code in present), None)


def _whatif_rows(setting: Setting, area_id: str) -> tuple[list[Row], str | None, date | None]:
    rows = [row for row in setting.tables.rows("whatif", area_id) if row["list_date"] is not None]
    if not rows:
        return [], None, None
    days = sorted({row["list_date"] for row in rows})
    day = setting.next if setting.next in days else days[-1]
    rows = [row for row in rows if row["list_date"] == day]
    category = _shown_category(setting, rows)
    return [row for row in rows if row["category"] == category], category, day


def sensitivity(setting: Setting, area_id: str) -> Sensitivity | None:
    """Probability after 0, 1, 5 and 10 persons by each lever, from the computed grid."""
    rows, category, day = _whatif_rows(setting, area_id)
    amounts = [amount for amount in SENSITIVITY if any(row["amount"] == amount for row in rows)]
    if not rows or category is None or day is None or len(amounts) < COLUMNS:
        return None
    answers = {(row["lever"], row["amount"]): row["probability_after"] for row in rows}
    table = []
    for lever in dict.fromkeys(row["lever"] for row in rows):
        cells = [answers.get((lever, amount)) for amount in amounts]
        if sum(cell is not None for cell in cells) < COLUMNS:
            continue
        shown = tuple("" if cell is None else setting.numbers.tight_percent(cell) for cell in cells)
        table.append((setting.text.optional(f"whatif.{lever}", lever), shown))
    term = status(setting, setting.law_of(day), category).full
    return Sensitivity(
        setting.text("sensitivity.title", term=term, year=day.year),
        tuple(str(amount) for amount in amounts),
        tuple(table),
    )


def whatif(setting: Setting, area_id: str) -> WhatIf | None:
    """The look-up of the page; None without a grid."""
    rows, category, day = _whatif_rows(setting, area_id)
    if not rows or category is None or day is None:
        return None
    text, numbers = setting.text, setting.numbers
    levers = []
    for lever in dict.fromkeys(row["lever"] for row in rows):
        steps = sorted({row["amount"] for row in rows if row["lever"] == lever} | {0})
        shown = tuple(
            (amount, numbers.signed(amount) if steps[0] < 0 else numbers.decimal(amount))
            for amount in steps
        )
        levers.append(WhatIfLever(lever, text.optional(f"whatif.{lever}", lever), shown))
    before = numbers.probability(rows[0]["probability_before"] or 0.0)
    answers = []
    for row in rows:
        after = numbers.probability(row["probability_after"] or 0.0)
        error = row["error"] or 0.0
        low, high = (
            max(0.0, (after.share or 0) - 2 * error),
            min(1.0, (after.share or 0) + 2 * error),
        )
        answers.append(
            {
                "lever": row["lever"],
                "amount": row["amount"],
                "share": after.share,
                "text": after.text,
                "word": after.word,
                "interval": text(
                    "whatif_page.interval",
                    low=numbers.decimal(in_percent(low)),
                    high=numbers.decimal(in_percent(high)),
                ),
            }
        )
    term = status(setting, setting.law_of(day), category).full
    return WhatIf(
        text("whatif_page.outcome", term=term, date=numbers.date(day)),
        before,
        tuple(levers),
        tuple(answers),
    )
