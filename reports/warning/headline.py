"""Page 1's first lines: one sentence on the most urgent change, one on what cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.language import sentence_start
from reports.warning import local
from reports.warning.area import LEVELS

if TYPE_CHECKING:
    from reports.warning.model import AreaWarning
    from reports.warning.setting import Setting

NOTABLE = 0.2
"""The headline's second area may rise with at least this probability."""


def rising(area: AreaWarning) -> bool:
    """Whether the likeliest place on the coming list is a graver one than today's."""
    if area.likeliest is None:
        return False
    now = LEVELS.get(area.today.code, 0)
    return LEVELS.get(area.likeliest.status.code, 0) > now


def falling(area: AreaWarning) -> bool:
    """Whether the likeliest place is a lesser one; not being on one list is so for its members."""
    if area.likeliest is None or not area.today.known:
        return False
    then, now = area.likeliest.status.code, LEVELS.get(area.today.code, 0)
    if then.startswith("not_"):
        return now >= LEVELS.get(then.removeprefix("not_"), 0)
    return LEVELS.get(then, 0) < now


def headline(setting: Setting, areas: tuple[AreaWarning, ...]) -> str:
    """One sentence: the most urgent change, and the nearest other one."""
    text = setting.text
    if not areas:
        return text("headline.no_areas")
    day = setting.numbers.day_month(setting.this)
    if all(area.undecided for area in areas):
        return text("headline.undecided", date=day)
    first = next((area for area in areas if rising(area)), None)
    if first is None:
        first = next((area for area in areas if falling(area)), None)
    second = _near_second(setting, areas, first)
    if first is not None and first.likeliest is not None:
        then = first.likeliest.status
        key = "rising" if rising(first) else "falling"
        if then.code == "none":
            key = "off"
        elif then.code.startswith("not_"):
            key = "off_one"
        said = text(
            f"headline.{key}",
            area=first.name,
            word=first.likeliest.probability.word,
            term=then.full,
            list=_list_name(setting, then.code.removeprefix("not_")),
            now=first.today.full,
            date=day,
        )
        return text("headline.two", first=said, second=second) if second else said
    if second:
        return sentence_start(text("headline.only_near", second=second, date=day))
    listed = [area for area in areas if area.today.level or area.today.ring]
    if not listed:
        return text("headline.quiet", date=day)
    # an area we say nothing of is not one that stays
    said_of = [area for area in listed if not area.undecided and _stays(area)]
    if len(said_of) < len(listed):
        key = "unchanged_part"
    elif len(listed) == 1:
        key = "unchanged_one"
    else:
        key = "unchanged"
    return sentence_start(
        text(
            f"headline.{key}",
            date=day,
            number=text.count(len(said_of)),
            all=text.count(len(listed)),
            area=listed[0].name,
        )
    )


def _stays(area: AreaWarning) -> bool:
    return area.likeliest is not None and area.likeliest.status.code == area.today.code


def _list_name(setting: Setting, code: str) -> str:
    return setting.text.optional(
        f"list_name_then.{setting.law.id}.{code}", setting.text.optional(f"list_name.{code}", "")
    )


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
    grave = max(area.this, key=lambda item: LEVELS.get(item.status.code, 0))
    return setting.text(
        "headline.near",
        area=area.name,
        distance=area.nearest.amount_in_words if area.nearest else "",
        list=_list_name(setting, grave.status.code),
    )


def lead(setting: Setting, areas: tuple[AreaWarning, ...], lacking_everywhere: str) -> str:
    """How many changed colour, what cannot be decided, which figures all areas lack."""
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
        parts.append(text(key, number=text.count(len(changed)), all=text.count(len(judged))))
    undecided = [area for area in areas if area.undecided]
    if undecided and len(undecided) < len(areas):
        if len(undecided) == 1:
            area = undecided[0]
            key = "lead.undecided_figures" if area.missing else "lead.undecided_one"
            parts.append(text(key, area=area.name, number=text.count(len(area.missing))))
        else:
            parts.append(text("lead.undecided_many", number=text.count(len(undecided))))
    if not parts:
        parts.append(
            text("lead.areas", number=text.count(len(areas))) if areas else text("lead.none")
        )
    if lacking_everywhere:
        parts.append(text("lead.missing_everywhere", figures=lacking_everywhere))
    return " ".join(sentence_start(part) for part in parts)


def lacking_everywhere(areas: tuple[AreaWarning, ...]) -> tuple[str, ...]:
    """Figures that every area of the report lacks: said once, not on every line."""
    if not areas[1:]:
        return ()
    return tuple(one for one in areas[0].missing if all(one in area.missing for area in areas))
