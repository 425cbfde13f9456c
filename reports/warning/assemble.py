"""The whole warning from the tables: page 1, the areas by urgency, what closes the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.errors import UnknownNameError
from reports.source import schema
from reports.warning import local, record, statuses
from reports.warning.area import LIKELY, area_warning
from reports.warning.headline import falling, headline, lacking_everywhere, lead
from reports.warning.local_lists import local_lists
from reports.warning.method import foot, lacking, law_text, method
from reports.warning.model import Follows, MunicipalWarning
from reports.warning.proof import record_tables
from reports.warning.setting import Setting, separate, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from monitor.words import Language
    from reports.source import Row, Tables
    from reports.warning.model import AreaWarning

FOLLOWS = 4
"""Lines of what follows by law on page 1."""


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
    text, numbers = setting.text, setting.numbers
    everywhere = lacking_everywhere(tuple(found))
    ordered = _own_files([_own_missing(setting, area, everywhere) for area in found])
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
        headline=headline(setting, ordered),
        lead=lead(setting, ordered, text.listed(everywhere)),
        counts=local.counts(setting, ordered),
        areas=ordered,
        row_term=setting.row_term,
        today_head=_today_head(setting),
        last_year=record.last_year(setting, {area.area_id: area.name for area in ordered}),
        ages=record.ages(setting),
        follows=_follows(setting, ordered),
        law_text=law_text(setting, short=True),
        ladder=tuple(
            statuses.status(setting, setting.law, code)
            for code in (*reversed(setting.chain), *separate(setting.law))
        ),
        foot=foot(setting),
        came=record.came_then(setting, {area.area_id: area.name for area in ordered}),
        came_head=text("came.head", date=numbers.date(setting.this)),
        method=method(setting),
        record=record_tables(setting),
        lacking=lacking(setting),
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


def _own_missing(setting: Setting, area: AreaWarning, everywhere: tuple[str, ...]) -> AreaWarning:
    """The area's line on page 1 without what all areas lack; an undecided one says it all."""
    if area.undecided or not everywhere:
        return area
    rest = [one for one in area.missing if one not in everywhere]
    said = setting.text("missing.line", figures=setting.text.listed(rest)) if rest else ""
    return replace(area, missing_row=said)


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
        elif falling(area):
            text = area.clock.rules_end
        if text:
            found.append(Follows(area.name, text))
    return tuple(found[:FOLLOWS])
