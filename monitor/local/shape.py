"""Which keys each table of a model file may hold, and the faults of a file that says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import cast

from monitor.local.keys import TABLES, Key
from monitor.local.lines import Path, line_of
from monitor.words import LANGUAGES, Language, Phrase, say

Tree = dict[str, object]


@dataclass(frozen=True)
class Fault:
    """One fault of a model file: which sentence, on which line, with which fields."""

    line: int
    key: str
    fields: Mapping[str, object]

    def sentence(self, file: str, language: Language = "da") -> str:
        """The fault in words, beginning with file and line."""
        return say(self.key, language, file=file, line=self.line, **self.fields)


def shape_faults(tree: Tree, lines: dict[Path, int], schema: str = "model") -> list[Fault]:
    """Every unknown key, missing key and value of the wrong kind, in the order of the lines."""
    found: list[Fault] = []
    _table(tree, schema, (), lines, found)
    return sorted(found, key=lambda fault: fault.line)


def place(path: Path) -> str:
    """A path as it would be written: ``indicator[2].direction`` (places counted from 1)."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}" if words else part
    return words


def _table(tree: Tree, schema: str, path: Path, lines: dict[Path, int], found: list[Fault]) -> None:
    keys = TABLES[schema]
    for name, entry in tree.items():
        here = (*path, name)
        if name not in keys:
            near = get_close_matches(name, list(keys), n=1)
            advice = (
                Phrase("local.advice.near", {"near": near[0]})
                if near
                else Phrase("local.advice.known", {"known": ", ".join(keys)})
            )
            found.append(
                Fault(
                    line_of(lines, here),
                    "local.model.unknown_key",
                    {"entry": place(here), "advice": advice},
                )
            )
            continue
        _entry(entry, keys[name], here, lines, found)
    for name, key in keys.items():
        if key.required and name not in tree:
            options = ", ".join(key.options)
            sentence = "local.model.missing_choice" if options else "local.model.missing_key"
            where = place(path) or schema
            fields = {"entry": name, "table": where, "options": options}
            found.append(Fault(line_of(lines, path), sentence, fields))


def _entry(entry: object, key: Key, path: Path, lines: dict[Path, int], found: list[Fault]) -> None:
    if key.kind == "table" and isinstance(entry, dict):
        _table(cast("Tree", entry), key.of, path, lines, found)
        return
    if key.kind == "tables" and _tables(entry):
        for number, row in enumerate(cast("list[Tree]", entry)):
            _table(row, key.of, (*path, number), lines, found)
        return
    if key.kind == "named" and isinstance(entry, dict) and entry and _tables([*entry.values()]):
        for name, row in cast("dict[str, Tree]", entry).items():
            _table(row, key.of, (*path, name), lines, found)
        return
    line = line_of(lines, path)
    if key.kind in ("table", "tables", "named") or not fits(entry, key.kind):
        fields: dict[str, object] = {
            "entry": place(path),
            "found": _shown(entry),
            "expected": Phrase(f"local.kind.{key.kind}", {}),
        }
        found.append(Fault(line, "local.model.wrong_kind", fields))
    elif key.options and entry not in key.options:
        fields = {"entry": place(path), "found": entry, "options": ", ".join(key.options)}
        found.append(Fault(line, "local.model.not_an_option", fields))
    elif key.least is not None and cast("int", entry) < key.least:
        fields = {"entry": place(path), "found": entry, "least": key.least}
        found.append(Fault(line, "local.model.too_small", fields))


def _tables(entry: object) -> bool:
    return isinstance(entry, list) and bool(entry) and all(isinstance(row, dict) for row in entry)


def fits(entry: object, kind: str) -> bool:
    """Whether a value read from TOML is of ``kind``."""
    if kind in ("texts", "numbers", "wholes"):
        return (
            isinstance(entry, list) and bool(entry) and all(fits(part, kind[:-1]) for part in entry)
        )
    whole = isinstance(entry, int) and not isinstance(entry, bool)
    if kind == "number":
        return whole or (isinstance(entry, Decimal) and entry.is_finite())
    if kind == "words":
        if isinstance(entry, dict):
            return set(entry) == set(LANGUAGES) and all(
                fits(part, "text") for part in entry.values()
            )
        return fits(entry, "text")
    return {"text": isinstance(entry, str) and entry != "", "whole": whole}.get(
        kind, isinstance(entry, bool)
    )


def _shown(entry: object) -> str:
    return str(entry) if isinstance(entry, str | int | Decimal) else type(entry).__name__
