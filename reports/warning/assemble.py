"""The whole warning from the tables: page 1, the areas by urgency, what closes the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.errors import UnknownNameError
from reports.language import citation, sentence_start
from reports.source import schema
from reports.warning import local, record, statuses
from reports.warning.area import LEVELS, LIKELY, area_warning
from reports.warning.local_lists import local_lists
from reports.warning.model import Follows, MunicipalWarning
from reports.warning.setting import Setting, separate, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from monitor.words import Language
    from reports.source import Row, Tables
    from reports.warning.model import AreaWarning

NOTABLE = 0.2
"""The headline's second area may rise with at least this probability."""
FOLLOWS = 4
"""Lines of what follows by law on page 1."""
QUIET = ("list_size", "figures", "local_targets", "preventive_work", "findings", "faults")
"""Tables whose absence takes nothing from the page."""


def warning(
    tables: Tables,
    language: Language,
    *,
    as_of: date | None = None,
    synthetic: bool = False,
    public: bool = False,
    areas: Sequence[str] = (),
) -> MunicipalWarning:
    """Everything the report says.

    Args:
        tables: of one run.
        language: of every text.
        as_of: the report's date, when the manifest does not stand yet.
        synthetic: whether the input says of itself that it is invented.
        public: leave out what stays inside the municipality: the local list and preventive work.
        areas: area ids or names to report on; all when empty.

    Raises:
        UnknownNameError: an area nobody knows.
        NothingToSayError: no table holds a date.
    """
    setting = settle(tables, language, as_of=as_of, public=public)
    places = _places(setting, areas)
    found = [area_warning(setting, place) for place in places]
    found.sort(key=lambda area: (-area.urgency, area.name, area.area_id))
    ordered = _own_files(found)
    text, numbers = setting.text, setting.numbers
    place = _place_name(setting, places)
    synthetic = (
        synthetic
        or bool(tables.manifest.get("synthetic"))
        or any(row["synthetic"] for row in places)
    )
    return MunicipalWarning(
        title=text("head.title"),
        place=place,
        one_municipality=len({row["municipality"] for row in places}) == 1,
        as_of=setting.as_of,
        as_of_text=text("head.as_of", date=numbers.date(setting.as_of)),
        list_text=numbers.date(setting.this),
        next_list_text=numbers.date(setting.next),
        synthetic=synthetic,
        synthetic_text=text("head.synthetic", place=place) if synthetic else "",
        headline=_headline(setting, ordered),
        lead=_lead(setting, ordered),
        counts=local.counts(setting, ordered),
        areas=ordered,
        row_term=setting.row_term,
        today_head=_today_head(setting),
        last_year=record.last_year(setting, {area.area_id: area.name for area in ordered}),
        ages=record.ages(setting),
        follows=_follows(setting, ordered),
        law_text=_law_text(setting, short=True),
        ladder=tuple(
            statuses.status(setting, setting.law, code)
            for code in (*reversed(setting.chain), *separate(setting.law))
        ),
        foot=_foot(setting, ordered),
        method=_method(setting),
        lacking=_lacking(setting),
        public=public,
        local_lists=None if public else local_lists(setting, ordered),
        local_note=text("local.assumption") if local.assumed(setting) else "",
    )


def _places(setting: Setting, wanted: Sequence[str]) -> list[Row]:
    """The areas reported on: the run's own table, else every area another table names."""
    rows = [row for row in setting.tables.rows("areas") if row["area_id"]]
    if not rows:
        ids: dict[str, None] = {}
        for table in ("categories", "outlook", "criteria", "local_categories", "family_share"):
            ids.update(dict.fromkeys(row["area_id"] for row in setting.tables.rows(table)))
        blank = dict.fromkeys(schema()["areas"])
        rows = [
            {**blank, "area_id": area_id, "name": area_id} for area_id in sorted(filter(None, ids))
        ]
    if not wanted:
        return rows
    found = []
    for name in wanted:
        hits = [
            row
            for row in rows
            if name.casefold() in (row["area_id"].casefold(), (row["name"] or "").casefold())
        ]
        if not hits:
            known = ", ".join((row["name"] or row["area_id"]) for row in rows[:12])
            raise UnknownNameError("report.unknown_area", name=name, known=known)
        found += [row for row in hits if row not in found]
    return found


def _own_files(areas: list[AreaWarning]) -> tuple[AreaWarning, ...]:
    """The areas with a file name of their own each, where ids differ only in letters left out."""
    taken: dict[str, int] = {}
    found = []
    for area in areas:
        taken[area.slug] = taken.get(area.slug, 0) + 1
        number = taken[area.slug]
        found.append(replace(area, slug=f"{area.slug}-{number}") if number > 1 else area)
    return tuple(found)


def _place_name(setting: Setting, places: Sequence[Row]) -> str:
    names = {row["municipality"] for row in places if row["municipality"]}
    if len(names) == 1:
        return setting.text("head.municipality", name=names.pop())
    return setting.text("head.many" if names else "head.unnamed", number=len(names))


def _rising(area: AreaWarning) -> bool:
    if area.likeliest is None:
        return False
    now = LEVELS.get(area.today.code, 0)
    return LEVELS.get(area.likeliest.status.code, 0) > now


def _falling(area: AreaWarning) -> bool:
    if area.likeliest is None or not area.today.known:
        return False
    return LEVELS.get(area.likeliest.status.code, 0) < LEVELS.get(area.today.code, 0)


def _headline(setting: Setting, areas: tuple[AreaWarning, ...]) -> str:
    """One sentence: the most urgent change, and the nearest other one."""
    text = setting.text
    if not areas:
        return text("headline.no_areas")
    if all(area.undecided for area in areas):
        return text("headline.undecided", date=setting.numbers.day_month(setting.this))
    day = setting.numbers.day_month(setting.this)
    first = next((area for area in areas if _rising(area)), None)
    if first is None:
        first = next((area for area in areas if _falling(area)), None)
    second = _near_second(setting, areas, first)
    if first is not None and first.likeliest is not None:
        key = "rising" if _rising(first) else "falling"
        if first.likeliest.status.level == 0 and not first.likeliest.status.ring:
            key = "off"
        said = text(
            f"headline.{key}",
            area=first.name,
            word=first.likeliest.probability.word,
            term=first.likeliest.status.full,
            now=first.today.full,
            date=day,
        )
        return text("headline.two", first=said, second=second) if second else said
    if second:
        return sentence_start(text("headline.only_near", second=second, date=day))
    listed = [area for area in areas if area.today.code not in ("none", "unknown")]
    if not listed:
        return text("headline.quiet", date=day)
    return text("headline.unchanged", date=day, number=text.count(len(listed)))


def _near_second(
    setting: Setting, areas: tuple[AreaWarning, ...], first: AreaWarning | None
) -> str:
    """The area with the largest chance of another, graver place, with its distance."""
    best: tuple[float, AreaWarning] | None = None
    for area in areas:
        if area is first or area.nearest is None or area.nearest.bad:
            continue
        now = LEVELS.get(area.today.code, 0)
        up = sum(outcome.share for outcome in area.this if LEVELS.get(outcome.status.code, 0) > now)
        if up >= NOTABLE and (best is None or up > best[0]):
            best = (up, area)
    if best is None or best[1].nearest is None:
        return ""
    area = best[1]
    grave = max(
        (outcome for outcome in area.this), key=lambda item: LEVELS.get(item.status.code, 0)
    )
    distance = best[1].nearest
    return setting.text(
        "headline.near",
        area=area.name,
        distance=distance.amount_in_words,
        list=setting.text.optional(
            f"list_name_then.{setting.law.id}.{grave.status.code}",
            setting.text(f"list_name.{grave.status.code}"),
        ),
    )


def _lead(setting: Setting, areas: tuple[AreaWarning, ...]) -> str:
    text = setting.text
    parts = []
    judged = [area for area in areas if area.local is not None]
    changed = [
        area
        for area in judged
        if area.local
        and area.local.code != area.local.last_code
        and area.local.last_code != local.UNDECIDED
    ]
    if judged and not setting.public:
        key = "lead.changed_one" if len(changed) == 1 else "lead.changed"
        parts.append(
            sentence_start(text(key, number=text.count(len(changed)), all=text.count(len(judged))))
        )
    undecided = [area for area in areas if area.undecided]
    if undecided and len(undecided) < len(areas):
        if len(undecided) == 1:
            area = undecided[0]
            lacking = len(area.missing)
            key = "lead.undecided_figures" if lacking else "lead.undecided_one"
            parts.append(text(key, area=area.name, number=text.count(lacking)))
        else:
            parts.append(
                sentence_start(text("lead.undecided_many", number=text.count(len(undecided))))
            )
    if not parts:
        parts.append(
            text("lead.areas", number=text.count(len(areas))) if areas else text("lead.none")
        )
    return " ".join(sentence_start(part) for part in parts)


def _today_head(setting: Setting) -> str:
    """The head of the newest known list: today's, or dated where a later list is not known."""
    newest = setting.known_lists[-1] if setting.known_lists else None
    if newest is None or newest.year >= setting.this.year - 1:
        return setting.text("table.today", term=setting.row_term)
    return setting.text("table.newest", year=newest.year)


def _follows(setting: Setting, areas: tuple[AreaWarning, ...]) -> tuple[Follows, ...]:
    found = []
    for area in areas:
        text = ""
        if area.consequences:
            own = [one for one in area.consequences if one.evidence != "inferred"] or list(
                area.consequences
            )
            text = " ".join(
                setting.text("follows.line", text=one.text.rstrip("."), citation=one.citation)
                for one in own[:1]
            )
            grave = next(
                (
                    outcome
                    for outcome in area.this
                    if outcome.status.code in setting.law.categories
                    and outcome.status.code != area.today.code
                    and outcome.share >= LIKELY
                ),
                None,
            )
            if grave is not None:
                text = setting.text("follows.becomes", term=grave.status.full, text=text)
        elif _falling(area):
            text = area.clock.rules_end
        if text:
            found.append(Follows(area.name, text))
    return tuple(found[:FOLLOWS])


def _law_text(setting: Setting, *, short: bool = False) -> str:
    law, text = setting.law, setting.text
    reading = ""
    if "population" in law.switches:
        reading = text.optional(f"reading.population.{law.switches['population'].value}", "")
    act = citation(law.act.cite)
    suffix = "_short" if short else ""
    if short:
        act = act.split(" (")[0]
    said = text(f"foot.law{suffix}", title=law.title[setting.language], act=act, reading=reading)
    if law.assumed_unchanged(setting.this):
        checked = setting.numbers.date(law.checked_until)
        said += " " + text(f"foot.law_unchanged{suffix}", date=checked)
    return said


def _foot(setting: Setting, areas: tuple[AreaWarning, ...]) -> tuple[str, ...]:
    text = setting.text
    lines = [text("foot.squares", term=setting.row_term)]
    if local.assumed(setting):
        lines.append(text("local.assumption_style"))
    lines.append(text("foot.words"))
    return tuple(lines)


def _method(setting: Setting) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The closing pages: head and paragraphs."""
    text, law = setting.text, setting.law
    definitions = tuple(
        text(
            "method.definition" if criterion.denominator else "method.definition_count",
            name=setting.criterion_name(code),
            law_name=criterion.name[setting.language],
            denominator=criterion.denominator.get(setting.language, ""),
            period=setting.numbers.period(criterion.period(setting.this)),
            cite=citation(criterion.citation.cite),
        )
        for code, criterion in law.criteria.items()
    )
    switches = tuple(
        text(
            "method.switch",
            name=text.optional(f"switch.{name}", name),
            value=text.optional(f"switch_value.{name}.{switch.value}", switch.value),
            cite=citation(switch.citation.cite),
        )
        for name, switch in law.switches.items()
    )
    backtest = record.backtest_sentences(setting)
    return (
        (text("method.head"), tuple(text(f"method.p{number}") for number in range(1, 6))),
        (text("method.definitions"), definitions),
        (
            text("method.law"),
            (_law_text(setting), *((text("method.switches"),) if switches else ()), *switches),
        ),
        (text("method.record"), backtest or (text("method.no_record"),)),
        (text("method.sources"), (text("method.sources_text"),)),
    )


def _lacking(setting: Setting) -> tuple[str, ...]:
    """What the report lacks because a table is missing or empty, in words."""
    text = setting.text
    found = []
    for table in schema():
        if table in QUIET or not text.has(f"lacking.{table}"):
            continue
        if setting.tables.frame(table).is_empty():
            key = "lacking.no_table" if table in setting.tables.missing else "lacking.empty"
            found.append(text(key, what=text(f"lacking.{table}"), table=table))
    return tuple(found)
