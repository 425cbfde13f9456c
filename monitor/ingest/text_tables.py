"""Text files as grids: encoding, separator, quotes; comma, semicolon, tab, bar."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

from monitor.ingest.cubes import is_json_stat, read_json_stat
from monitor.ingest.encodings import decode
from monitor.ingest.faults import refused_file
from monitor.ingest.grid import Grid
from monitor.ingest.web_tables import page_tables

SEPARATORS = (";", "\t", "|", ",")
LONGEST_CELL = 100_000
_SAMPLE = 200


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
        return page_tables(text, shown), remarks
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
    if isinstance(tree, dict) and is_json_stat(tree):
        return read_json_stat(tree, shown)
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
