"""Family dwellings against the target, and the paths there; only what the tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.words import Language, say, sentences
from reports.numbers import in_percent
from reports.warning.model import Family, FamilyPath, PathLine

if TYPE_CHECKING:
    from reports.source import Row
    from reports.warning.setting import Setting

PUBLISHED = "published"
PATHS = ("plan", "plan_late_1", "plan_late_2", "pace", "nothing")


def family(setting: Setting, area_id: str) -> Family | None:
    """The newest share; None where the run has no dwellings of the area."""
    rows = sorted(
        (row for row in setting.tables.rows("family_share", area_id) if _counted(row)),
        key=lambda row: row["date"],
    )
    if not rows:
        return None
    newest = [row for row in rows if row["date"] == rows[-1]["date"]]
    row = newest[0]
    text, numbers = setting.text, setting.numbers
    share, target = row["share"], row["target"]
    sentences = []
    if share is not None and row["family"] is not None and row["all"] is not None:
        sentences.append(
            text(
                "family.of",
                family=numbers.decimal(row["family"]),
                all=numbers.decimal(row["all"]),
                share=numbers.percent(share),
                date=numbers.date(row["date"]),
            )
        )
    if row["over"] is not None and target is not None:
        key = "family.over" if row["over"] > 0 else "family.met"
        sentences.append(
            text(key, number=numbers.decimal(abs(row["over"])), target=numbers.decimal(target))
        )
    for other in newest[1:]:
        if other["share"] is not None and other["reading"] and other["share"] != share:
            sentences.append(
                text(
                    "family.other_reading",
                    reading=_reading(other["reading"], setting.language),
                    share=numbers.percent(other["share"]),
                )
            )
    bound = row["bound"] == "yes"
    if bound and row["deadline"] is not None:
        sentences.append(text("family.bound", date=numbers.date(row["deadline"])))
    elif row["bound"] == "no":
        sentences.append(text("family.not_bound"))
    return Family(
        share=share,
        text=_share_text(setting, row),
        target=target,
        over=row["over"],
        over_text="" if row["over"] is None else numbers.signed(row["over"]),
        date_text=numbers.date(row["date"]),
        bound=bound,
        sentences=tuple(sentences),
    )


def _counted(row: Row) -> bool:
    """Whether a row is an account: what a source printed is told apart from it."""
    return row["date"] is not None and row["reading"] != PUBLISHED


def _reading(code: str, language: Language) -> str:
    """A reading of the act in words; a code of another tool's table stands as it is."""
    key = f"target.reading.{code}"
    return say(key, language) if key in sentences() else code


def _share_text(setting: Setting, row: Row) -> str:
    text, numbers = setting.text, setting.numbers
    if row["share"] is not None:
        return numbers.decimal(row["share"], 1)
    low, high = row["share_low"], row["share_high"]
    if low is None or high is None:
        return text("family.unknown")
    return text("family.range", low=numbers.decimal(low, 1), high=numbers.decimal(high, 1))


def path(setting: Setting, area_id: str, standing: Family | None) -> FamilyPath | None:
    """The paths to the target with the plan's levers; None where there are none."""
    rows = [
        row
        for row in setting.tables.rows("family_paths", area_id)
        if row["date"] is not None and row["share"] is not None
    ]
    if not rows or standing is None or standing.target is None:
        return None
    text, numbers = setting.text, setting.numbers
    start: tuple[tuple[int, float], ...] = ()
    first_year = min(row["date"].year for row in rows)
    if standing.share is not None and first_year > setting.as_of.year:
        start = ((setting.as_of.year, standing.share),)
    lines = []
    for code in dict.fromkeys((*PATHS, *(row["path"] for row in rows))):
        own = {row["date"].year: row["share"] for row in rows if row["path"] == code}
        if own:
            label = text.optional(f"path.{code}", code)
            lines.append(PathLine(code, label, (*start, *sorted(own.items()))))
    years, levers = _levers(setting, area_id)
    if levers:
        sentences = [_ends(setting, line) for line in lines if line.code in PATHS[:1]]
        sentences += _standing(setting, area_id)
        sentences += _chance(setting, setting.tables.rows("family_paths", area_id))
    else:
        sentences = [text("path.missing")]
    return FamilyPath(
        lines=tuple(lines),
        target=standing.target,
        years=years,
        levers=levers,
        sentences=tuple(sentences),
        description=text(
            "path.description",
            target=numbers.decimal(standing.target),
            ends="; ".join(f"{line.label} {numbers.percent(line.points[-1][1])}" for line in lines),
        ),
    )


def _ends(setting: Setting, line: PathLine) -> str:
    year, share = line.points[-1]
    return setting.text("path.plan_ends", share=setting.numbers.percent(share), year=year)


def _chance(setting: Setting, rows: list[Row]) -> list[str]:
    given = [row for row in rows if row["probability"] is not None]
    if not given:
        return [setting.text("path.no_probability")]
    last = given[-1]
    said = setting.numbers.probability(last["probability"]).said
    sentence = setting.text("path.probability", probability=said)
    if last["probability_low"] is None or last["probability_high"] is None:
        return [sentence]
    numbers = setting.numbers
    low, high = (numbers.decimal(in_percent(last[f"probability_{end}"])) for end in ("low", "high"))
    return [sentence, say("target.public.interval", setting.language, low=low, high=high)]


def _standing(setting: Setting, area_id: str) -> list[str]:
    """When the plan's own dates reach the target, and the pace needed from now."""
    rows = {row["path"]: row for row in setting.tables.rows("family_standing", area_id)}
    row = rows.get(PATHS[0])
    if row is None:
        return []
    language, numbers = setting.language, setting.numbers
    sentences = []
    if row["met_at_deadline"] != "unknown":
        day = row["reached_on"]
        key = "target.public.not_reached" if day is None else "target.public.reached"
        on = "" if day is None else numbers.date(day)
        sentences.append(say(key, language, on=on))
    if row["needed_a_year"] is not None:
        number = numbers.decimal(row["needed_a_year"])
        sentences.append(say("target.public.pace", language, number=number))
    if row["overdue"]:
        number = numbers.decimal(row["overdue"])
        sentences.append(say("target.public.overdue", language, number=number))
    return sentences


def _levers(
    setting: Setting, area_id: str
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    rows = [
        row
        for row in setting.tables.rows("family_plans", area_id)
        if row["plan"] == "plan" and row["amount"] is not None and row["date"] is not None
    ]
    years = sorted({row["date"].year for row in rows})[:5]
    levers = []
    for lever in dict.fromkeys(row["lever"] for row in rows):
        amounts = []
        for year in years:
            total = sum(
                row["amount"] for row in rows if row["lever"] == lever and row["date"].year == year
            )
            amounts.append(setting.numbers.decimal(total))
        levers.append((setting.text.optional(f"lever.{lever}", lever or ""), tuple(amounts)))
    return tuple(str(year) for year in years), tuple(levers)
