"""Text files as grids: encoding, separator, quotes; comma, semicolon, tab, bar."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid

SEPARATORS = (";", "\t", "|", ",")
LONGEST_CELL = 100_000
_SAMPLE = 200
_TWICE = (
    "\u00c3\u00a6",
    "\u00c3\u00b8",
    "\u00c3\u00a5",
    "\u00c3\u0098",
    "\u00c3\u2020",
    "\u00c3\u0085",
)
_NULS = 3


def decode(raw: bytes, shown: str) -> tuple[str, list[str]]:
    """A text file's text and what must be said of its encoding.

    UTF-8 with and without byte order mark, UTF-16, else Windows-1252.

    Raises:
        UnreadableFileError: no text, or text of no encoding we know.
    """
    remarks: list[str] = []
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _as(raw, "utf-16", shown)
    elif raw[:400].count(0) * _NULS > len(raw[:400]):
        text = _as(raw, "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", shown)
    else:
        if 0 in raw:
            raise refused_file("file_not_text", shown)
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _as(raw, "cp1252", shown)
            remarks.append("encoding_old")
    if any(pair in text for pair in _TWICE):
        raise refused_file("file_encoded_twice", shown)
    if "\ufffd" in text:
        raise refused_file("file_letters_lost", shown)
    return text, remarks


def _as(raw: bytes, encoding: str, shown: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        raise refused_file("file_not_text", shown) from fault


def read_text(path: Path, shown: str) -> tuple[list[Grid], list[str]]:
    """A csv, txt or tsv file as one grid.

    Raises:
        UnreadableFileError: no text, an error message of the statistics bank, no table.
    """
    text, remarks = decode(path.read_bytes(), shown)
    bare = text.lstrip()
    if bare[:1] == "{" or (bare[:1] == "[" and bare[1:].lstrip()[:1] in "{["):
        return _from_json(text, shown), remarks
    if bare[:1] == "<":
        raise refused_file("file_is_web_page", shown)
    separator = separator_of(text)
    if text.count('"') % 2:
        remarks.append("quote_open")
    rows = _rows(text, separator, shown, strict='"' in text and "quote_open" not in remarks)
    if any("\n" in str(cell) and separator in str(cell) for row in rows for cell in row):
        # a cell that holds whole lines of the table: a quotation mark stands where none belongs
        remarks.append("quote_open")
        rows = _rows(text, separator, shown, strict=False)
    return [Grid(shown, "", rows, suffix=".csv")], remarks


def separator_of(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, two at least.

    A comma is a separator only where no other sign is: it is the decimal sign here.
    """
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]
    best, score = ",", 0.0
    for sign in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        told = max(counted.values()) / len(lines)
        if told > score + _SURE and (sign != "," or score < _HALF):
            best, score = sign, told
    return best


_SURE = 1e-9
_HALF = 0.5


def _rows(text: str, separator: str, shown: str, *, strict: bool) -> list[list[object]]:
    csv.field_size_limit(LONGEST_CELL)
    stream = io.StringIO(text, newline="")
    reader = (
        csv.reader(stream, delimiter=separator)
        if strict
        else csv.reader(stream, delimiter=separator, quoting=csv.QUOTE_NONE)
    )
    rows: list[list[object]] = []
    try:
        for row in reader:
            # a quoted cell may run over several lines: a row's number is its first line in the file
            rows.append(list(row))
            rows += [[] for _ in range(reader.line_num - len(rows))]
    except csv.Error as fault:
        raise refused_file("file_not_a_table", shown) from fault
    return rows


def _from_json(text: str, shown: str) -> list[Grid]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise refused_file("file_not_a_table", shown) from fault
    if isinstance(tree, dict) and "errorTypeCode" in tree:
        message = str(tree.get("message", ""))[:200]
        raise refused_file(
            "file_bank_error", shown, code=str(tree["errorTypeCode"])[:60], message=message
        )
    if isinstance(tree, list):
        return [_records(shown, "", tree)] if _is_records(tree) else []
    if isinstance(tree, dict) and tree and all(_is_records(part) for part in tree.values()):
        return [_records(shown, str(name), part) for name, part in tree.items()]
    raise refused_file("file_not_a_table", shown)


def _is_records(tree: object) -> bool:
    return isinstance(tree, list) and bool(tree) and all(isinstance(row, dict) for row in tree)


def _records(shown: str, sheet: str, records: list[dict[str, object]]) -> Grid:
    columns = list(dict.fromkeys(str(name) for record in records for name in record))
    rows: list[list[object]] = [list(columns)]
    for record in records:
        rows.append([_cell(record.get(name)) for name in columns])
    return Grid(shown, sheet, rows, suffix=".json")


def _cell(value: object) -> object:
    if value is None or isinstance(value, bool | str):
        return "" if value is None else value
    if isinstance(value, int | float):
        return float(value)
    return str(value)
