"""Sentences in Danish and English, kept as data and filled in with fields.

A text file is TOML: one table per sentence with the keys ``da`` and ``en``, the same placeholders
in both. ``monitor/text.toml`` is always read; a part with many sentences of its own (the faults of
ingest, say) keeps them in a file beside its code and names it in ``FILES``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")

LOCALES: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}
NO_BREAK = "\N{NO-BREAK SPACE}"

FILES: tuple[tuple[str, str], ...] = (
    ("monitor", "text.toml"),
    ("monitor.record", "text.toml"),
    ("monitor.record", "findings.toml"),
    ("monitor.law", "text.toml"),
    ("monitor.archive", "text.toml"),
    ("monitor", "template_text.toml"),
    ("monitor", "disclosure.toml"),
    ("monitor.ingest", "faults.toml"),
    ("monitor", "target_text.toml"),
    ("monitor.local", "text.toml"),
    ("reports", "lists.toml"),
    ("reports", "errors.toml"),
    ("forecasts", "text.toml"),
)
"""(package, path inside it) of every file of sentences."""


@dataclass(frozen=True)
class Phrase:
    """A piece of text inside a sentence, said in the sentence's own language."""

    key: str
    fields: dict[str, object] = field(default_factory=dict)


@cache
def sentences() -> dict[str, dict[Language, str]]:
    """All sentences: dotted key -> language -> text with ``{placeholders}``."""
    found: dict[str, dict[Language, str]] = {}
    for package, path in FILES:
        tree = tomllib.loads(files(package).joinpath(path).read_text(encoding="utf-8"))
        _collect(tree, "", found)
    return found


def _collect(tree: dict[str, object], prefix: str, found: dict[str, dict[Language, str]]) -> None:
    if set(tree) == set(LANGUAGES):
        found[prefix] = cast("dict[Language, str]", tree)
        return
    for name, branch in tree.items():
        _collect(cast("dict[str, object]", branch), f"{prefix}.{name}" if prefix else name, found)


def say(key: str, language: Language = "da", **fields: object) -> str:
    """The sentence ``key`` in ``language`` with its placeholders filled in (a Phrase, said too).

    Raises:
        KeyError: there is no such sentence or a placeholder has no field (a fault of ours).
    """
    spoken = {
        name: say(value.key, language, **value.fields) if isinstance(value, Phrase) else value
        for name, value in fields.items()
    }
    return sentences()[key][language].format(**spoken)


def amount(
    value: Fraction | float, language: Language = "da", decimals: int = 2, least: int = 0
) -> str:
    """A figure as people write it: 2,7 in Danish and 2.7 in English, thousands marked.

    At most ``decimals`` places; a figure that needs fewer shows fewer, but not fewer than
    ``least``.
    """
    from babel.numbers import format_decimal

    places = "0" * least + "#" * (decimals - least)
    pattern = f"#,##0.{places}" if decimals else "#,##0"
    rounded = round(float(value), decimals)
    return format_decimal(rounded, format=pattern, locale=LOCALES[language])


def day_in_words(day: date, language: Language = "da") -> str:
    """A date as people write it: 1. december 2014, with no-break spaces."""
    from babel.dates import format_date

    written: str = format_date(day, format="long", locale=LOCALES[language])
    return written.replace(" ", NO_BREAK)
