"""PX and JSON-stat: tables without rows and columns, laid out as the bank's own long export.

Both name their variables, the values of each, and then the numbers in one run, the last variable
fastest. Here every number gets a row of its own with its variables before it, under one heading
row; a cell's place in a sentence is its place in that layout (the workbook of faults shows it).

Sources: the PX-file format of Statistics Sweden (keywords STUB, HEADING, VALUES, CODES, DATA);
JSON-stat 1 and 2 (dimension, id, size, value).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from monitor.ingest.encodings import decode
from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid
from monitor.ingest.guard import DENSE_CELLS

CONTENT = "INDHOLD"
_ENTRY = re.compile(
    r"\s*([A-Z][A-Z0-9-]*)(?:\[(\w+)\])?(?:\(((?:\"[^\"]*\"[,\s]*)+)\))?\s*=\s*", re.ASCII
)
_QUOTED = re.compile(r"\"([^\"]*)\"")
_LIST = re.compile(r"(?:\"[^\"]*\"\s*)+|[^,;\"\s][^,;\"]*")
_DATUM = re.compile(r"\"[^\"]*\"|[^\s,;]+")
_END = re.compile(r"(?:[^\";]++|\"[^\"]*\")*+;")
_CODE_PAGE = re.compile(rb"(?:CODEPAGE|CHARSET)\s*=\s*\"([^\"]{1,20})\"")
_KNOWN_PAGES = {"utf-8": "utf-8", "iso-8859-1": "cp1252", "iso-8859-15": "iso-8859-15"}


@dataclass(frozen=True)
class Cube:
    """Variables with their values, and as many cells as their product, the last one fastest."""

    name: str
    title: str
    variables: list[tuple[str, list[str]]]
    cells: list[object]

    def grid(self, shown: str, suffix: str) -> Grid:
        """The cube as a long table, a row a cell."""
        rows: list[list[object]] = [[*(name for name, _ in self.variables), CONTENT]]
        places = product(*(values for _, values in self.variables))
        rows += [[*place, cell] for place, cell in zip(places, self.cells, strict=True)]
        return Grid(shown, self.name, rows, suffix=suffix)


def read_px(path: Path, shown: str) -> tuple[list[Grid], list[str]]:
    """A PX file as one grid.

    Raises:
        UnreadableFileError: no PX, without data, or with data that do not fill its variables.
    """
    entries = _entries(_px_text(path.read_bytes(), shown), shown)
    stub = entries.get(("STUB", ""), [])
    variables = [*stub, *entries.get(("HEADING", ""), [])]
    if not variables or ("DATA", "") not in entries:
        raise refused_file("cube_unreadable", shown, what="STUB, HEADING, DATA")
    if any(keyword == "KEYS" for keyword, _ in entries):
        raise refused_file("cube_unreadable", shown, what="KEYS")
    told = []
    for name in variables:
        values = entries.get(("VALUES", name), [])
        told.append((name, _both(entries.get(("CODES", name), []), values)))
    cells = [_number(datum) for datum in entries[("DATA", "")]]
    name = (entries.get(("MATRIX", "")) or ["DATA"])[0]
    title = (entries.get(("TITLE", "")) or entries.get(("CONTENTS", "")) or [""])[0]
    return [_checked(Cube(name, title, told, cells), shown).grid(shown, ".px")], []


def _px_text(raw: bytes, shown: str) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        return decode(raw, shown)[0]
    page = "cp1252"
    for found in _CODE_PAGE.findall(raw[:4000]):
        page = _KNOWN_PAGES.get(found.decode("ascii", "replace").lower(), page)
    try:
        return raw.decode(page)
    except UnicodeDecodeError as fault:
        raise refused_file("file_not_text", shown) from fault


def _entries(text: str, shown: str) -> dict[tuple[str, str], list[str]]:
    """(keyword, variable) -> its texts, in the file's first language."""
    entries: dict[tuple[str, str], list[str]] = {}
    text, at = text.rstrip(), 0
    while at < len(text):
        head = _ENTRY.match(text, at)
        end = _END.match(text, head.end()) if head else None
        if head is None or end is None:
            if entries and head is not None and head[1] == "DATA":
                raise refused_file("cube_unreadable", shown, what="DATA")
            raise refused_file("file_another_kind", shown, suffix="px")
        keyword, language = head[1], head[2]
        body = text[head.end() : end.end() - 1]
        about = _QUOTED.findall(head[3] or "")
        if language is None:
            entries.setdefault(
                (keyword, about[0] if about else ""),
                _DATUM.findall(body) if keyword == "DATA" else _texts(body),
            )
        at = end.end()
    return entries


def _texts(body: str) -> list[str]:
    """A list of texts; texts beside each other without a comma are one."""
    found = []
    for part in _LIST.findall(body):
        quoted = _QUOTED.findall(part)
        found.append("".join(quoted) if quoted else part.strip())
    return found


def _number(datum: str) -> object:
    text = datum.strip('"')
    try:
        return float(text)
    except ValueError:
        return text


def _both(codes: list[str], values: list[str]) -> list[str]:
    """Values as the bank writes code and value ("25 Indvandrere ..."), once where they agree."""
    if len(codes) != len(values):
        return values
    return [
        value if code == value else f"{code} {value}"
        for code, value in zip(codes, values, strict=True)
    ]


def is_json_stat(tree: object) -> bool:
    """Whether a JSON tree is a JSON-stat dataset, bare or under ``dataset``."""
    inner = tree.get("dataset", tree) if isinstance(tree, dict) else None
    return isinstance(inner, dict) and "dimension" in inner and "value" in inner


def read_json_stat(tree: dict[str, Any], shown: str) -> list[Grid]:
    """A JSON-stat dataset as one grid.

    Raises:
        UnreadableFileError: its values do not fill its dimensions.
    """
    dataset = tree.get("dataset", tree)
    try:
        dimension = dataset["dimension"]
        order = dataset.get("id") or dimension.get("id") or list(dimension)
        told = [(str(name), _categories(dimension[name])) for name in order]
        size = _size(told, shown)
        value = dataset["value"]
        cells = (
            [value.get(str(at)) for at in range(size)] if isinstance(value, dict) else list(value)
        )
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise refused_file("cube_unreadable", shown, what="dimension, value") from fault
    known = [_plain_cell(cell) for cell in cells]
    cube = Cube("value", str(dataset.get("label", "")), told, known)
    return [_checked(cube, shown).grid(shown, ".json")]


def _categories(dimension: dict[str, Any]) -> list[str]:
    """A dimension's values in order, as code and label."""
    category = dimension["category"]
    labels = category.get("label", {})
    index = category.get("index") or list(labels)
    codes = sorted(index, key=lambda code: index[code]) if isinstance(index, dict) else list(index)
    return _both([str(code) for code in codes], [str(labels.get(code, code)) for code in codes])


def _plain_cell(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, bool | str):
        return cell
    return float(cell) if isinstance(cell, int | float) else str(cell)


def _checked(cube: Cube, shown: str) -> Cube:
    size = _size(cube.variables, shown)
    if not size or size != len(cube.cells):
        raise refused_file("cube_unfilled", shown, cells=len(cube.cells), size=size)
    return cube


def _size(variables: list[tuple[str, list[str]]], shown: str) -> int:
    """How many cells the variables span, refused before any is laid out."""
    size = prod(len(values) for _, values in variables)
    if size * (len(variables) + 1) > DENSE_CELLS:
        raise refused_file("file_too_wide", shown, rows=size, columns=len(variables) + 1)
    return size
