"""One area from its tables: everything said about it, in the order it is said."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.language import citation, sentence_start
from reports.warning import came, clock, dwellings, fans, local, record, statuses, steering, why
from reports.warning.kinds import kinds_chart
from reports.warning.model import AreaWarning, Effort, LegalConsequence
from reports.warning.statements import published_record

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.model import CriterionRow, Distance, Outcome, Status
    from reports.warning.setting import Setting

LEVELS = {"none": 0, "prevention": 1, "exposed": 2, "parallel": 3, "transformation": 4}
"""Order of gravity of a status, for sorting only."""
LIKELY = 1 / 3
REMARKED = ("contradiction", "jump", "surprise", "boundary")
"""Remarks of the forecast that are worth a line on the area's own page."""


def area_warning(setting: Setting, place: Row) -> AreaWarning:
    """Everything said about the area of ``place`` (a row of ``areas``)."""
    area_id = place["area_id"]
    today, day = statuses.today(setting, area_id)
    this = statuses.outcomes(setting, area_id, setting.this)
    following = statuses.outcomes(setting, area_id, setting.next)
    wanted = why.focus(setting, today, this)
    rows = why.criteria_rows(setting, area_id, wanted)
    nearest = why.nearest(setting, area_id, rows, wanted)
    streak, streak_text = clock.streak_text(setting, area_id)
    missing = missing_figures(setting, area_id)
    residents = next((row.value for row in rows if row.code == "population"), None)
    residents = residents if residents is not None else _last_residents(setting, area_id)
    family = dwellings.family(setting, area_id)
    numbers, text = setting.numbers, setting.text
    undecided = not this
    return AreaWarning(
        area_id=area_id,
        name=place["name"] or area_id,
        municipality=place["municipality"] or "",
        slug=slug(area_id),
        at=(place["lat"], place["lon"])
        if place["lat"] is not None and place["lon"] is not None
        else None,
        residents=residents,
        residents_text=""
        if residents is None
        else text("unit.residents.many", number=numbers.decimal(residents)),
        today=today,
        today_text="" if day is None else numbers.date(day),
        squares=statuses.squares(setting, area_id),
        streak=streak,
        streak_text=streak_text,
        this=this,
        next=following,
        later=statuses.later(setting, area_id),
        undecided=undecided,
        missing=missing,
        missing_text=text("missing.line", figures=text.listed(missing)) if missing else "",
        missing_row=text("missing.line", figures=text.listed(missing)) if missing else "",
        came=came.came(setting, area_id),
        came_note=came.note(setting, area_id, this),
        local=None if setting.public else local.local(setting, area_id),
        nearest=nearest,
        family=family,
        urgency=statuses.urgency(this, today, LEVELS),
        last_year_text=record.said_last_year(setting, area_id),
        summary=_summary(setting, today, this, rows, nearest, missing, wanted, streak),
        criteria=rows,
        criteria_note=_criteria_note(setting, wanted),
        fans=fans.fans(setting, area_id, wanted),
        ledger=steering.ledger(
            setting, area_id, rows, wanted, {setting.this: this, setting.next: following}
        ),
        deciding=steering.deciding(setting, area_id),
        sensitivity=steering.sensitivity(setting, area_id),
        clock=clock.clock(setting, area_id),
        radar=None if setting.public else local.radar(setting, area_id),
        path=dwellings.path(setting, area_id, family),
        kinds=kinds_chart(setting, area_id),
        record=published_record(setting, area_id),
        efforts=tuple(
            Effort(
                row["effort"] or text("effort.empty"),
                row["follow_up"] or text("effort.empty"),
                row["next_check"] or text("effort.empty"),
            )
            for row in setting.tables.rows("preventive_work", area_id)
            if not setting.public
        ),
        consequences=consequences(setting, today, this),
        reservations=_reservations(setting, rows, this),
        findings=tuple(
            row["text"]
            for row in setting.tables.rows("findings", area_id)
            if row["text"] and (row["list_date"] is None or row["list_date"] >= _recent(setting))
        )
        + _forecast_remarks(setting, area_id),
        whatif=steering.whatif(setting, area_id),
        history=statuses.history(setting, area_id),
    )


def _forecast_remarks(setting: Setting, area_id: str) -> tuple[str, ...]:
    """What the forecast marked of the area's figures: contradictions, jumps, boundaries moved."""
    rows = setting.tables.rows("forecast_remarks", area_id)
    return tuple(row["text"] for row in rows if row["text"] and row["kind"] in REMARKED)


def _recent(setting: Setting) -> object:
    return setting.lists[-1] if setting.lists else setting.this


def slug(area_id: str) -> str:
    """A file name for any area id: lower case, no Danish letters, no reserved signs."""
    bare = unicodedata.normalize("NFKD", area_id.lower()).encode("ascii", "ignore").decode()
    bare = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].strip("-")
    return f"omr-{bare}"


def _last_residents(setting: Setting, area_id: str) -> float | None:
    rows = [
        row
        for row in setting.tables.rows("criteria", area_id)
        if row["criterion"] == "population" and row["value"] is not None
    ]
    newest = max(rows, key=lambda row: row["list_date"], default=None)
    return newest["value"] if newest else None


def missing_figures(setting: Setting, area_id: str) -> tuple[str, ...]:
    """Figures of the coming list that are missing, preliminary or projected, in words."""
    text = setting.text
    found = []
    for row in setting.tables.rows("needed_figures", area_id):
        if row["list_date"] not in (None, setting.this) or row["standing"] == "known":
            continue
        code = row["criterion"] or ""
        name = text.optional(f"criterion.tight.{code}", setting.criterion_name(code))
        key = "missing.final" if row["standing"] == "preliminary" else "missing.figure"
        period = (row["period"] or "").removesuffix("-01-01")
        found.append(text(key, name=name, period=setting.numbers.period(period)))
    return tuple(dict.fromkeys(found))


def _summary(
    setting: Setting,
    today: Status,
    this: tuple[Outcome, ...],
    rows: tuple[CriterionRow, ...],
    nearest: Distance | None,
    missing: tuple[str, ...],
    wanted: tuple[str, ...],
    streak: int | None,
) -> tuple[str, ...]:
    text, numbers = setting.text, setting.numbers
    sentences = []
    if this:
        sentences.append(outcome_sentence(setting, text("summary.the_area"), today, this[0]))
    else:
        sentences.append(text("summary.undecided", date=numbers.date(setting.this)))
    if this and this[0].status.code in ("parallel", "transformation") and streak:
        sentences.append(text("summary.in_a_row", number=streak + 1, term=setting.row_term))
    counted = [row for row in rows if row.code in _counted(setting, wanted)]
    met = [setting.criterion_in_text(row.code) for row in counted if row.met == "yes"]
    unknown = [setting.criterion_in_text(row.code) for row in counted if row.met == "unknown"]
    needed = next(
        (
            setting.law.categories[code].needed
            for code in wanted
            if setting.law.categories[code].needed
        ),
        0,
    )
    if counted and len(unknown) < len(counted):
        key = (
            "summary.met_none" if not met else "summary.met_one" if len(met) == 1 else "summary.met"
        )
        sentences.append(
            sentence_start(
                text(
                    key,
                    number=text.count(len(met)),
                    all=text.count(len(counted)),
                    needed=text.count(needed),
                    names=text.listed(met),
                )
            )
        )
    if counted and len(unknown) == len(counted):
        sentences.append(text("summary.no_figures"))
    elif unknown:
        sentences.append(sentence_start(text("summary.unknown", names=text.listed(unknown))))
    if nearest is not None:
        sentences.append(text("summary.nearest", name=nearest.name, distance=nearest.line))
    if missing:
        sentences.append(text("summary.missing", figures=text.listed(missing)))
    return tuple(sentences)


def _counted(setting: Setting, wanted: tuple[str, ...]) -> set[str]:
    return {code for category in wanted for code in setting.law.categories[category].counted}


def outcome_sentence(setting: Setting, subject: str, today: Status, outcome: Outcome) -> str:
    """One sentence: what becomes of the area, how likely, and when."""
    text, numbers = setting.text, setting.numbers
    now, then = today.code, outcome.status.code
    if then.startswith("not_"):
        key = "outcome.off_one"
    elif then == "none":
        key = "outcome.off" if today.known and now != "none" else "outcome.stays_off"
    else:
        key = "outcome.stays" if then == now else "outcome.becomes"
    return text(
        key,
        subject=subject,
        word=outcome.probability.word,
        number=outcome.probability.text,
        term=outcome.status.full,
        now=today.full,
        date=numbers.date(setting.this),
    )


def _criteria_note(setting: Setting, wanted: tuple[str, ...]) -> str:
    """How many criteria the list asks for, in the law's terms."""
    text, law = setting.text, setting.law
    lines = []
    for code in wanted:
        category = law.categories[code]
        if category.needed:
            lines.append(
                text(
                    "criteria.needed",
                    term=category.terms[setting.language],
                    needed=text.count(category.needed),
                    all=text.count(len(category.counted)),
                )
            )
        for required in category.required:
            if required != "population" and category.within is not None:
                lines.append(
                    text(
                        "criteria.besides",
                        term=category.terms[setting.language],
                        name=setting.criterion_in_text(required),
                    )
                )
    return " ".join(sentence_start(line) for line in lines)


def consequences(
    setting: Setting, today: Status, this: tuple[Outcome, ...]
) -> tuple[LegalConsequence, ...]:
    """What follows by law from the likely place, if it is not today's."""
    for outcome in this:
        code = outcome.status.code
        if code == today.code or outcome.share < LIKELY or code not in setting.law.categories:
            continue
        return tuple(
            LegalConsequence(
                consequence.text[setting.language],
                citation(consequence.citation.cite),
                consequence.citation.evidence,
            )
            for consequence in setting.law.categories[code].consequences
        )
    return ()


@cache
def _dated() -> dict[str, dict[str, date]]:
    text = files("reports").joinpath("reservations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _known_from(reservation: str) -> date:
    return _dated()[reservation]["known_from"]


def _reservations(
    setting: Setting, rows: tuple[CriterionRow, ...], this: tuple[Outcome, ...]
) -> tuple[str, ...]:
    text = setting.text
    found = []
    if any(row.standing == "projected" for row in rows):
        names = [setting.criterion_in_text(row.code) for row in rows if row.standing == "projected"]
        found.append(sentence_start(text("reservation.projected", names=text.listed(names))))
    found.append(text("reservation.small"))
    if this:
        found.append(text("reservation.chance"))
    if "nonwestern" in setting.law.criteria and setting.as_of >= _known_from("origin"):
        found.append(text("reservation.origin"))
    if setting.law.assumed_unchanged(setting.this):
        found.append(text("reservation.law_unchanged", date=setting.numbers.date(setting.checked)))
    found.append(text("reservation.persons"))
    return tuple(found)
