"""What closes the report: method in words, definitions, the law as read, what is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.language import citation
from reports.source import schema
from reports.warning import local
from reports.warning.proof import record_line, record_tables

if TYPE_CHECKING:
    from reports.warning.setting import Setting

QUIET = (
    "list_size", "figures", "local_targets", "preventive_work", "findings", "faults", "came",
)  # fmt: skip
"""Tables whose absence takes nothing from the page."""


def law_text(setting: Setting, *, short: bool = False) -> str:
    """The version of the act the coming list is read under, and how far it is checked."""
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
        checked = setting.numbers.date(setting.checked)
        said += " " + text(f"foot.law_unchanged{suffix}", date=checked)
    return said


def foot(setting: Setting) -> tuple[str, ...]:
    """The key to marks and words, and how far off earlier warnings were."""
    text = setting.text
    lines = [text("foot.squares", term=setting.row_term)]
    if local.assumed(setting):
        lines.append(text("local.assumption_style"))
    lines.append(text("foot.words"))
    proof = record_line(setting)
    if proof:
        lines.append(proof)
    return tuple(lines)


def method(setting: Setting) -> tuple[tuple[str, tuple[str, ...]], ...]:
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
    recorded = text("record.intro") if record_tables(setting) else text("method.no_record")
    return (
        (text("method.head"), tuple(text(f"method.p{number}") for number in range(1, 6))),
        (text("method.definitions"), definitions),
        (
            text("method.law"),
            (law_text(setting), *((text("method.switches"),) if switches else ()), *switches),
        ),
        (text("method.sources"), (text("method.sources_text"),)),
        (text("method.record"), (recorded,)),
    )


def lacking(setting: Setting) -> tuple[str, ...]:
    """What the report lacks because a table is missing or empty, in words."""
    text = setting.text
    return tuple(
        text("lacking.line", what=text(f"lacking.{table}"))
        for table in schema()
        if table not in QUIET
        and text.has(f"lacking.{table}")
        and setting.tables.frame(table).is_empty()
    )
