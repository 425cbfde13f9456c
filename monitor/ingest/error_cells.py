"""Cells that show an error (#DIV/0!) in xls and ods: the reader hands them on as empty.

Empty is missing and an error is a fault, so the places are looked up in the file itself: in xls the
records BOOLERR and FORMULA of each sheet ([MS-XLS] 2.4.24, 2.5.133; container [MS-CFB]), in ods the
cells whose text is an error. Whatever cannot be followed gives no error cells, never a traceback:
the reader proper has already judged the file.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from monitor.ingest.tokens import words_of

Errors = dict[tuple[int, int], str]
"""(row, column) from 1 -> the error as shown."""

CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_FREE = 0xFFFFFFF0
_BOF, _EOF, _BOUND, _ERROR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, {0x0006, 0x0206, 0x0406}
_HEADER = 512
_ENTRY = 128
_HOLDS_ERROR = 2


def xls_errors(path: Path) -> list[Errors]:
    """Error cells of each sheet of an xls file, in the order of its sheets."""
    try:
        stream = _workbook_stream(path.read_bytes())
        return [dict(_sheet(stream, start)) for start in _sheets(stream)]
    except (struct.error, IndexError, ValueError):
        return []


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[int]:
    """Where each sheet's records begin."""
    for kind, body in _records(stream, 0):
        if kind == _BOUND:
            yield struct.unpack_from("<I", body)[0]
        elif kind == _EOF:
            return


def _sheet(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    depth = 0
    for kind, body in _records(stream, start):
        # a chart inside a sheet begins and ends between its records
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth > 1:
            continue
        code = None
        if kind == _ERROR and body[7]:
            code = body[6]
        elif kind in _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _HOLDS_ERROR:
            code = body[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", body)
            yield (row + 1, column + 1), CODES.get(code, "#?")


def _workbook_stream(raw: bytes) -> bytes:
    """The workbook's stream out of its container."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    small = 1 << struct.unpack_from("<H", raw, 32)[0]
    first_directory, _, cutoff, first_small = struct.unpack_from("<IIII", raw, 48)
    table: list[int] = []
    for sector in _table_sectors(raw, size):
        table += struct.unpack_from(f"<{size // 4}I", raw, _HEADER + sector * size)

    def follow(first: int, chain: list[int], unit: int, source: bytes, base: int) -> bytes:
        parts, seen = [], set()
        while first < _FREE and first not in seen:
            seen.add(first)
            parts.append(source[base + first * unit : base + (first + 1) * unit])
            first = chain[first]
        return b"".join(parts)

    directory = follow(first_directory, table, size, raw, _HEADER)
    root = book = b""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[at : at + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
        if name == "root entry":
            root = entry
        elif name in {"workbook", "book"} and not book:
            book = entry
    start, length = struct.unpack_from("<II", book, 116)
    if length >= cutoff:
        return follow(start, table, size, raw, _HEADER)[:length]
    packed = follow(first_small, table, size, raw, _HEADER)
    chain = list(struct.unpack(f"<{len(packed) // 4}I", packed))
    pool = follow(struct.unpack_from("<I", root, 116)[0], table, size, raw, _HEADER)
    return follow(start, chain, small, pool, 0)[:length]


def _table_sectors(raw: bytes, size: int) -> Iterator[int]:
    """Sectors that hold the container's table: 109 in the header, the rest in a chain."""
    yield from (sector for sector in struct.unpack_from("<109I", raw, 76) if sector < _FREE)
    following, seen = struct.unpack_from("<I", raw, 68)[0], set()
    while following < _FREE and following not in seen:
        seen.add(following)
        *sectors, following = struct.unpack_from(f"<{size // 4}I", raw, _HEADER + following * size)
        yield from (sector for sector in sectors if sector < _FREE)


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}


def ods_errors(path: Path) -> list[Errors]:
    """Error cells of each sheet of an ods file (its XML has been looked into for entities)."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            # entities were refused before (guard.look_into)
            return list(_tables(ET.iterparse(content, events=("start", "end"))))  # noqa: S314
    except (ET.ParseError, KeyError, ValueError, zipfile.BadZipFile, OSError):
        return []


def _tables(events: Iterator[tuple[str, ET.Element]]) -> Iterator[Errors]:
    found: Errors = {}
    row = column = 1
    shown, numbered = words_of("errors")["shown"], tuple(words_of("errors")["numbered"])
    for event, element in events:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                found, row = {}, 1
            elif element.tag == f"{_TABLE}table-row":
                column = 1
        elif element.tag in _CELLS:
            text = element.findtext(_TEXT, "").strip()
            if text in shown or text.startswith(numbered):
                found[row, column] = text
            column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        elif element.tag == f"{_TABLE}table-row":
            row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield found
            element.clear()
