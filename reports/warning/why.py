"""The why-rows of the coming list: value, limit, met, distance this list and next, chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.indicators import indicators
from reports.language import NO_BREAK, citation
from reports.numbers import is_whole, rounded
from reports.warning.model import CriterionRow, Distance
from reports.warning.setting import chain, separate
from reports.warning.statuses import WORTH_SAYING

if TYPE_CHECKING:
    from reports.numbers import Probability
    from reports.source import Row
    from reports.warning.model import Outcome, Status
    from reports.warning.setting import Setting

STANDINGS = ("known", "preliminary", "projected", "missing")
LOW_IS_BAD = ("<", "<=")
OLDEST = 100
"""An upper age from here on is no limit."""
FROM_HERE = 0.1
"""A list is in focus from this probability on."""


def focus(setting: Setting, today: Status, outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    """The categories whose limits matter for an area: the nested lists, or the list of its own.

    The nested lists, unless the area stands on or may come onto a list of its own only.
    """
    law = setting.law
    nested, alone = chain(law), separate(law)
    chances = {outcome.status.code: outcome.share for outcome in outcomes}
    if not alone or today.code in nested or not outcomes:
        return nested
    if sum(chances.get(code, 0.0) for code in nested) >= FROM_HERE:
        return nested
    if today.code in alone or any(chances.get(code, 0.0) >= WORTH_SAYING for code in alone):
        return alone
    return nested


def high_is_bad(operator: str | None) -> bool:
    """Whether larger figures meet the criterion (the operator of the row says so)."""
    return operator not in LOW_IS_BAD


def pick(rows: list[Row], wanted: tuple[str, ...]) -> Row | None:
    """The row of the first wanted category, published before computed."""
    for category in wanted:
        found = [row for row in rows if row["category"] == category]
        if found:
            return sorted(found, key=lambda row: row["basis"] != "published")[0]
    return sorted(rows, key=lambda row: row["basis"] != "published")[0] if rows else None


def criteria_rows(
    setting: Setting, area_id: str, wanted: tuple[str, ...]
) -> tuple[CriterionRow, ...]:
    """One row a criterion in the order of the act, the conditions of its own last."""
    rows = [
        row for row in setting.tables.rows("criteria", area_id) if row["list_date"] == setting.this
    ]
    coming = {
        row["indicator"]: row
        for row in setting.tables.rows("trajectory", area_id)
        if row["list_date"] == setting.this
    }
    found = []
    for code in ordered_criteria(setting, wanted):
        of_code = [row for row in rows if row["criterion"] == code]
        row = pick(of_code, wanted)
        found.append(_row(setting, area_id, code, row, of_code, coming, wanted))
    return tuple(found)


def ordered_criteria(setting: Setting, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The criteria that decide the wanted categories: counted first, conditions after."""
    categories = [setting.law.categories[code] for code in wanted if code in setting.law.categories]
    counted = [criterion for category in categories for criterion in category.counted]
    required = [criterion for category in categories for criterion in category.required]
    last = [criterion for criterion in required if criterion != "population"]
    return tuple(dict.fromkeys((*counted, *last, *required)))


def _row(
    setting: Setting,
    area_id: str,
    code: str,
    row: Row | None,
    of_code: list[Row],
    coming: dict[str, Row],
    wanted: tuple[str, ...],
) -> CriterionRow:
    text, numbers = setting.text, setting.numbers
    places = setting.places(code)
    value = row["value"] if row else None
    standing = (row["standing"] if row else None) or ("known" if value is not None else "missing")
    met = (row["met"] if row else None) or "unknown"
    projected = coming.get(setting.indicator_of(code))
    if value is None and projected is not None and projected["q50"] is not None:
        value, standing = projected["q50"], "projected"
    operator, limit = _limit_of(setting, code, row, wanted)
    this = distance(setting, area_id, code, wanted, "this", operator)
    return CriterionRow(
        code=code,
        name=setting.criterion_name(code),
        detail=_detail(setting, code),
        last=_last_value(setting, area_id, code, places) if value is None else "",
        value=value,
        value_text="" if value is None else numbers.decimal(value, places),
        standing=standing if standing in STANDINGS else "known",
        standing_word=text.optional(f"standing.{standing}", standing),
        limit=limit,
        limit_text=_limit_text(setting, operator, limit, places),
        other_limit=_other_limit(setting, code, row, of_code, places),
        met=met,
        met_word=text.optional(f"met.{met}", met),
        points_text=_points(setting, value, limit, places, code),
        this=this,
        next=distance(setting, area_id, code, wanted, "next", operator),
        probability=chance_met(setting, area_id, code, wanted, "this"),
        citation=citation((row["citation"] if row else None) or ""),
    )


def _limit_of(
    setting: Setting, code: str, row: Row | None, wanted: tuple[str, ...]
) -> tuple[str | None, float | None]:
    """(operator, limit) of the row, else the fixed number the act itself names."""
    if row is not None and row["limit"] is not None:
        return row["operator"], row["limit"]
    limits = setting.law.criteria[code].limits
    named = next((limits[category] for category in wanted if category in limits), None)
    if named is None:
        return None, None
    return named.operator, None if named.measure == "times_national" else float(named.value)


def _last_value(setting: Setting, area_id: str, code: str, places: int) -> str:
    """The newest list's figure, where the coming list's is missing: never in its place."""
    rows = [
        row
        for row in setting.tables.rows("criteria", area_id)
        if row["criterion"] == code
        and row["value"] is not None
        and row["list_date"] is not None
        and row["list_date"] < setting.this
    ]
    newest = max(rows, key=lambda row: row["list_date"], default=None)
    if newest is None:
        return ""
    return setting.text(
        "criterion.last_value",
        year=newest["list_date"].year,
        value=setting.numbers.decimal(newest["value"], places),
    )


def _detail(setting: Setting, code: str) -> str:
    text, numbers = setting.text, setting.numbers
    criterion = setting.law.criteria.get(code)
    if criterion is None:
        return ""
    parts = []
    if criterion.ages is not None:
        low, high = criterion.ages
        parts.append(
            text("criterion.ages", low=low, high=high)
            if high and high < OLDEST
            else text("criterion.from_age", low=low)
        )
    period = numbers.period(criterion.period(setting.this))
    if criterion.window_years > 1:
        years = criterion.period(setting.this).split("-")
        span = text("period.span", first=years[0], last=years[-1])
        parts.append(text("criterion.mean_of", period=span))
    elif criterion.moment == "1 January":
        parts.append(text("criterion.as_of", period=period))
    else:
        parts.append(period)
    if indicators().get(criterion.indicator) and indicators()[criterion.indicator].kind == "ratio":
        parts.append(text("criterion.of_region"))
    return ", ".join(parts)


def _limit_text(setting: Setting, operator: str | None, limit: float | None, places: int) -> str:
    if limit is None:
        return ""
    shown = places if not is_whole(limit) else 0
    number = setting.numbers.decimal(limit, shown)
    return setting.text(f"operator.{_operator_code(operator)}", number=number)


def _operator_code(operator: str | None) -> str:
    return {">": "over", ">=": "from", "<": "under", "<=": "up_to"}.get(operator or ">", "over")


def _other_limit(
    setting: Setting, code: str, row: Row | None, of_code: list[Row], places: int
) -> str:
    """The limit of the other list, where it is another number."""
    for other in of_code:
        if row is None or other["limit"] is None or other["limit"] == row["limit"]:
            continue
        category = setting.law.categories.get(other["category"])
        if category is None or other["category"] in chain(setting.law)[2:]:
            continue
        term = setting.text.optional(
            f"short.{setting.law.id}.{category.code}", category.terms[setting.language]
        )
        limit = _limit_text(setting, other["operator"], other["limit"], places)
        return setting.text("criterion.other_limit", term=term, limit=limit)
    return ""


def _points(
    setting: Setting, value: float | None, limit: float | None, places: int, code: str
) -> str:
    """Value less limit in percentage points, as a plain subtraction of the two beside it."""
    if value is None or limit is None or code == "population":
        return ""
    apart = rounded(value, places) - rounded(limit, places)
    return setting.numbers.signed(float(apart), places)


def margin_row(
    setting: Setting, area_id: str, code: str, wanted: tuple[str, ...], which: str
) -> tuple[Row | None, int | None]:
    """The distance of one criterion in the wanted categories, and whose list's figure it is.

    The coming list's own distance; where its figures are not known, the newest list's, looking
    ahead to the coming one where the table has that. The year is None for the coming list itself.
    """
    rows = [
        row
        for row in setting.tables.rows("margins", area_id)
        if row["criterion"] == code and not (row["method"] or "").endswith(".leaving")
    ]
    last = max(
        (row["list_date"] for row in rows if row["list_date"] and row["list_date"] < setting.this),
        default=None,
    )
    tries = [(setting.this, which, None)]
    # an older list's distance would be about other figures and another law
    if which == "this" and last is not None and last in setting.known_lists[-1:]:
        tries += [(last, "next", last.year), (last, "this", last.year)]
    for day, for_list, year in tries:
        found = [row for row in rows if row["list_date"] == day and row["for_list"] == for_list]
        law = setting.law_of(day)
        for category in (*wanted, *(chain(law) if year else ())):
            for row in found:
                if row["category"] == category:
                    return row, year
    return None, None


def distance(
    setting: Setting,
    area_id: str,
    code: str,
    wanted: tuple[str, ...],
    which: str,
    operator: str | None,
) -> Distance | None:
    """The distance of one criterion in words; None where no table has it."""
    row, year = margin_row(setting, area_id, code, wanted, which)
    if row is None:
        return None
    text, numbers = setting.text, setting.numbers
    name = setting.criterion_in_text(code)
    number, unit, amount = _amount(setting, row, code)
    if amount == "":
        return None
    signed = number if number is not None else row["points"]
    bad = (signed or 0) > 0
    above = bad == high_is_bad(
        operator if operator is not None else _operator_of(setting, code, wanted)
    )
    side = text("side.over") if above else text("side.under")
    locked = " + ".join(numbers.period(part) for part in (row["locked"] or "").split("+") if part)
    tight = text.optional(f"criterion.tight.{code}", name)
    of_list = "" if year is None else text("criterion.last_list", year=year)
    if of_list:
        name, tight = f"{name} {of_list}", f"{tight} {of_list}"
    in_words = amount
    if row["persons"] is not None and number is not None and text.has(f"count.{abs(int(number))}"):
        digits = numbers.decimal(abs(number))
        in_words = amount.replace(digits, text.count(abs(int(number))), 1)
    return Distance(
        criterion=code,
        name=name,
        tight=tight,
        amount=amount,
        amount_in_words=in_words,
        bare=_bare(setting, row, amount, number),
        note=text("unit.full_time_note") if code == "outside_labour" else "",
        of_list=of_list,
        side=side,
        bad=bad,
        number=number,
        unit=unit,
        for_list=which,
        locked=locked,
        method=row["method"] or "",
        relative=_relative(setting, area_id, row),
    )


def _relative(setting: Setting, area_id: str, row: Row) -> float | None:
    """The distance as a share of the limit, to compare criteria of unlike units."""
    for found in setting.tables.rows("criteria", area_id):
        if (found["list_date"], found["category"], found["criterion"]) == (
            row["list_date"],
            row["category"],
            row["criterion"],
        ):
            return (
                abs(row["points"]) / found["limit"]
                if found["limit"] and row["points"] is not None
                else None
            )
    return None


def _bare(setting: Setting, row: Row, amount: str, number: float | None) -> str:
    """The amount without its unit where the table's head gives it: persons."""
    if number is None or (row["persons"] is None and row["persons_low"] is None):
        return amount
    if row["persons"] is not None:
        return setting.numbers.decimal(abs(number))
    return amount.split(NO_BREAK)[0]


def _operator_of(setting: Setting, code: str, wanted: tuple[str, ...]) -> str:
    criterion = setting.law.criteria[code]
    for category in wanted:
        if category in criterion.limits:
            return criterion.limits[category].operator
    return next(iter(criterion.limits.values())).operator


def _amount(setting: Setting, row: Row, code: str) -> tuple[float | None, str, str]:
    """(signed number, unit for the workbook, words) of a distance."""
    text, numbers = setting.text, setting.numbers
    if row["kroner"] is not None and code == "income":
        return row["kroner"], text("unit.kroner_word"), numbers.kroner(abs(row["kroner"]))
    unit = text("unit.full_time_word" if code == "outside_labour" else "unit.persons_word")
    if row["persons"] is not None:
        return row["persons"], unit, numbers.persons(row["persons"], code)
    low, high = row["persons_low"], row["persons_high"]
    if low is not None and high is not None:
        near, far = (
            sorted((abs(low), abs(high))) if low * high > 0 else (0, max(abs(low), abs(high)))
        )
        middle = (low + high) / 2
        words = text(
            "unit.range", low=numbers.decimal(near), many=numbers.persons(max(far, 2), code)
        )
        return middle, unit, words
    if row["points"] is not None:
        words = text(
            "unit.points", number=numbers.decimal(abs(row["points"]), setting.places(code))
        )
        return row["points"], text("unit.points_word"), words
    return None, "", ""


def chance_met(
    setting: Setting, area_id: str, code: str, wanted: tuple[str, ...], which: str
) -> Probability | None:
    """The probability that the criterion is met on this or the next list."""
    day = setting.this if which == "this" else setting.next
    for category in wanted:
        for row in setting.tables.rows("criterion_outlook", area_id):
            if (
                row["list_date"] == day
                and row["criterion"] == code
                and row["category"] == category
                and row["probability"] is not None
            ):
                return setting.numbers.probability(row["probability"])
    return None


def nearest(
    setting: Setting, area_id: str, rows: tuple[CriterionRow, ...], wanted: tuple[str, ...]
) -> Distance | None:
    """The limit to look at: the one the outlook names as decisive, else the relatively nearest.

    Where only the number of residents is known nothing is near: the criteria that count are not.
    """
    if all(row.this is None for row in rows if row.code != "population"):
        return None
    decisive = [
        row["decisive"]
        for row in setting.tables.rows("outlook", area_id)
        if row["list_date"] == setting.this and row["category"] in wanted and row["decisive"]
    ]
    by_code = {row.code: row for row in rows if row.this is not None}
    for code in decisive:
        if code in by_code:
            return by_code[code].this
    near = [
        (row.this.relative, position, row.this)
        for position, row in enumerate(rows)
        if row.this is not None and row.this.relative is not None
    ]
    if not near:
        return next((row.this for row in rows if row.this is not None), None)
    return min(near, key=lambda item: item[:2])[2]
