"""Disagreements, named: between computed and published, between readings, and in the record.

A finding is listed with its explanation and never smoothed over (``design.md`` 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.classification import Classification, LawOf, ListedArea, published_list_name
from monitor.published import Published
from monitor.readings import printed_decimals
from monitor.verdicts import AreaVerdict, WhyRow
from monitor.words import Language, amount, day_in_words, say

UNDECIDED = ("unknown", "n/a")


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit, in words; ``list_date`` is None where no one list is meant."""

    list_date: date | None
    area_id: str
    kind: str
    text: str
    source: str


def findings_of(classification: Classification, language: Language = "da") -> list[Finding]:
    """What a classification turned up, by date and area.

    Kinds: ``no_values`` (on a list, no figure known; one for the list where that goes for
    most areas on it), ``printed_on_limit`` (rounding hides the
    answer), ``differs`` (the strict reading contradicts the published list), ``bases_differ``
    (published and computed figures give different verdicts), ``printed_mean_differs`` (a mean as
    printed and the years' own counts do), ``two_year_mean_differs`` (the two readings of a mean of
    counts give different verdicts).
    """
    found = [finding for row in classification.rows for finding in _of_row(row, language)]
    bare = _mostly_without_values(classification)
    kept = [f for f in found if f.kind != "no_values" or f.list_date not in bare]
    return kept + [_whole_list(day, *counts, language) for day, counts in bare.items()]


def _mostly_without_values(classification: Classification) -> dict[date, tuple[int, int]]:
    """Lists most of whose several areas have no values: date -> (without, on the list).

    One sentence for the list, or thirty alike would bury the findings that are not.
    """
    found = {}
    for day in classification.list_dates:
        listed = [row for row in classification.on(day) if "yes" in row.published.values()]
        bare = sum(map(_without_values, listed))
        if len(listed) > 1 and 2 * bare > len(listed):
            found[day] = (bare, len(listed))
    return found


def _without_values(row: ListedArea) -> bool:
    return all(why.reading is None or why.criterion == "population" for why in row.verdict.why)


def _whole_list(day: date, bare: int, listed: int, language: Language) -> Finding:
    text = say(
        "finding.no_values_on_list",
        language,
        date=day_in_words(day, language),
        areas=bare,
        listed=listed,
    )
    return Finding(day, "", "no_values", text, "")


def _of_row(row: ListedArea, language: Language) -> Iterator[Finding]:
    listed = [name for name, said in row.published.items() if said == "yes"]
    if listed and _without_values(row):
        yield _finding(
            row,
            "no_values",
            say(
                "finding.no_values",
                language,
                list=_terms(row, listed, language),
                date=day_in_words(row.list_date, language),
            ),
        )
    for why in row.verdict.why:
        if why.on_the_limit:
            yield _finding(row, "printed_on_limit", _on_limit(row, why, language), why)
    yield from _contradictions(row, language)
    if row.other_basis is not None:
        yield from _bases(row, language)
    yield from _printed_means(row, language)
    if row.other_mean is not None:
        yield from _means(row, row.other_mean, language)


def _contradictions(row: ListedArea, language: Language) -> Iterator[Finding]:
    for name, said in row.published.items():
        if said in UNDECIDED or name not in row.law.categories:
            continue
        computed = row.strict.get(published_list_name(row.law, name), "n/a")
        if computed in UNDECIDED or computed == said:
            continue
        yield _finding(
            row,
            "differs",
            say(
                "finding.differs",
                language,
                list=row.law.categories[name].terms[language],
                date=day_in_words(row.list_date, language),
                computed=say(f"verdict.{computed}", language),
                published=say(f"verdict.{said}", language),
                version=row.law.id,
            ),
        )


def _bases(row: ListedArea, language: Language) -> Iterator[Finding]:
    if row.other_basis is None:
        return
    by_test = {(why.category, why.criterion): why for why in row.other_basis.why}
    for why in row.verdict.why:
        other = by_test[why.category, why.criterion]
        if why.reading is None or other.reading is None:
            continue
        if {why.met_strict, other.met_strict} == {"yes", "no"}:
            yield _finding(
                row,
                "bases_differ",
                say(
                    "finding.bases_differ",
                    language,
                    criterion=row.law.criteria[why.criterion].name[language],
                    date=day_in_words(row.list_date, language),
                    published=_amount(why, language),
                    computed=_amount(other, language),
                    operator=why.operator,
                    limit=_limit(why, language),
                ),
                why,
            )


def _printed_means(row: ListedArea, language: Language) -> Iterator[Finding]:
    """Where a mean printed for several years and the years' own counts part."""
    own = row.other_basis or row.verdict
    by_test = {(why.category, why.criterion): why for why in own.why}
    for printed in own.beside:
        why = by_test[printed.category, printed.criterion]
        if {why.met_strict, printed.met_strict} != {"yes", "no"}:
            continue
        yield _finding(
            row,
            "printed_mean_differs",
            say(
                "finding.printed_mean_differs",
                language,
                criterion=row.law.criteria[why.criterion].name[language],
                date=day_in_words(row.list_date, language),
                printed=_amount(printed, language),
                counts=_precise(why, language),
                operator=why.operator,
                limit=_precise_limit(why, language),
            ),
            printed,
        )


def _means(row: ListedArea, other: AreaVerdict, language: Language) -> Iterator[Finding]:
    """Where the mean of the yearly shares and the share of the years' counts part."""
    by_test = {(why.category, why.criterion): why for why in other.why}
    computed = row.verdict if row.other_basis is None else row.other_basis
    for why in computed.why:
        opposite = by_test[why.category, why.criterion]
        if {why.met_strict, opposite.met_strict} != {"yes", "no"}:
            continue
        if why.reading is None or why.reading.pooled is None:
            continue
        shares, counts = why, opposite
        if row.law.switch("two_year_mean") == "counts":
            shares, counts = opposite, why
        yield _finding(
            row,
            "two_year_mean_differs",
            say(
                "finding.two_year_mean_differs",
                language,
                criterion=row.law.criteria[why.criterion].name[language],
                date=day_in_words(row.list_date, language),
                list=row.law.categories[why.category].terms[language],
                shares=_precise(shares, language),
                counts=_precise(counts, language),
                operator=why.operator,
                limit=_precise_limit(why, language),
                used=say(f"two_year_mean.{row.law.switch('two_year_mean')}", language),
            ),
            why,
        )


def _precise(why: WhyRow, language: Language) -> str:
    reading = why.reading
    return "-" if reading is None or reading.value is None else amount(reading.value, language, 4)


def _precise_limit(why: WhyRow, language: Language) -> str:
    return "-" if why.limit.value is None else amount(why.limit.value, language, 4)


def _on_limit(row: ListedArea, why: WhyRow, language: Language) -> str:
    category = row.law.categories[why.category]
    return say(
        "finding.printed_on_limit",
        language,
        criterion=row.law.criteria[why.criterion].name[language],
        value=_amount(why, language),
        limit=_limit(why, language),
        operator=why.operator,
        strict=say(f"verdict.{why.met_strict}", language),
        list=category.terms[language],
        published=say(f"verdict.{row.published.get(why.category, 'n/a')}", language),
        decides=say(
            "finding.decides"
            if row.verdict.categories[why.category] == "unknown"
            else "finding.does_not_decide",
            language,
        ),
    )


def _amount(why: WhyRow, language: Language) -> str:
    reading = why.reading
    if reading is None or reading.value is None:
        return "-"
    shown = printed_decimals(reading.low, reading.high)
    return amount(reading.value, language, max(shown, 2), shown)


def _limit(why: WhyRow, language: Language) -> str:
    return "-" if why.limit.value is None else amount(why.limit.value, language)


def _terms(row: ListedArea, names: list[str], language: Language) -> str:
    return ", ".join(row.law.categories[name].terms[language] for name in names)


def _finding(row: ListedArea, kind: str, text: str, why: WhyRow | None = None) -> Finding:
    source = why.reading.source if why is not None and why.reading is not None else ""
    return Finding(row.list_date, row.area_id, kind, text, source)


def off_list_dates(
    days: Iterable[date], published: Published, law_of: LawOf, language: Language = "da"
) -> list[Finding]:
    """A finding for each day judged that is no list date (``no_list_date``)."""
    found = []
    for day in days:
        due = law_of(day).publication
        if published.known(day) or (due is not None and due.list_date(day.year) == day):
            continue
        text = say("finding.no_list_date", language, date=day_in_words(day, language))
        found.append(Finding(day, "", "no_list_date", text, ""))
    return found
