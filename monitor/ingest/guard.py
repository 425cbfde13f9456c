"""Looks at an archive (xlsx, xlsm, ods) before anything reads it: bombs, links, error cells.

Everything here is counted, not kept: members are decompressed in pieces and thrown away, so that a
hostile file costs a sentence and not the machine.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from monitor.ingest.faults import refused_file
from monitor.outputs import MARK

MEMBER_BYTES = 150_000_000
TOTAL_BYTES = 300_000_000
MEMBERS = 5_000
RATIO = 400
RATIO_FROM = 10_000_000
DENSE_CELLS = 4_000_000
"""Cells a sheet's rectangle may hold: readers keep every one of them, empty or not."""
FILE_BYTES = 100_000_000
_PIECE = 1 << 20
_OVERLAP = 256

_FAR = re.compile(rb"[\"'](?:[A-Z]{2,3}[0-9]{1,7}|[A-Z][0-9]{6,7}|[0-9]{6,7})[\"']")
_COLUMN = re.compile(rb"[\"']([A-Z]{1,3})[0-9]{1,7}[\"']")
_ROW = re.compile(rb"[\"'][A-Z]{0,3}([0-9]{1,7})[\"']")
_ERROR = re.compile(
    rb"<c\b(?=[^>]*\bt=\"e\")[^>]*\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?"
    rb"<v>([^<]{1,20})</v>"
)
_NO_VALUE = re.compile(
    rb"<c\b[^>]*\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)"
    rb"(?:<v\s*/>|<v></v>)?</c>"
)
_REPEATED = re.compile(rb"number-(rows|columns)-repeated=[\"'](\d+)[\"']")


@dataclass
class Seen:
    """What a look into an archive found: per sheet file its error and uncalculated cells."""

    external_links: bool = False
    macros: bool = False
    ods_errors: bool = False
    own: bool = False
    errors: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    uncalculated: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)


def look_into(path: Path, shown: str) -> Seen:
    """Check an archive's members by size and content.

    Raises:
        UnreadableFileError: damaged, too large, a bomb, with entities, or a sheet too wide.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive, shown)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        KeyError,
        OSError,
        RuntimeError,
    ) as fault:
        if "password" in str(fault) or "encrypted" in str(fault):
            raise refused_file("file_password", shown) from fault
        raise refused_file("file_damaged", shown) from fault


def _members(archive: zipfile.ZipFile, shown: str) -> Seen:
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise refused_file("file_many_members", shown, members=len(members))
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    large = total > TOTAL_BYTES or any(member.file_size > MEMBER_BYTES for member in members)
    if large or (total > RATIO_FROM and total > RATIO * max(packed, 1)):
        raise refused_file("file_bomb", shown, size=total // 1_000_000)
    seen = Seen()
    names = {member.filename for member in members}
    seen.external_links = any(name.startswith("xl/externalLinks/") for name in names)
    seen.macros = any(name.endswith("vbaProject.bin") for name in names)
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            _member(archive, member, shown, seen)
    if "xl/workbook.xml" in names:
        seen.sheets = _sheet_files(archive, names)
    return seen


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, seen: Seen) -> None:
    name = member.filename
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    rows = columns = 1
    before = b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            text = before + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise refused_file("file_entities", shown)
            if is_sheet:
                wide, high = _extent(text)
                rows, columns = max(rows, high), max(columns, wide)
                _cells(text, name, seen)
            elif name == "docProps/core.xml":
                seen.own = MARK.encode() in text
            elif name == "content.xml":
                _repeats(text, shown)
                seen.ods_errors = (
                    seen.ods_errors or b">#" in text or b">Err:" in text or b">Fejl:" in text
                )
            before = text[-_OVERLAP:]
    if rows * columns > DENSE_CELLS:
        raise refused_file("file_too_wide", shown, rows=rows, columns=columns)


def _extent(text: bytes) -> tuple[int, int]:
    """(last column, last row) named in a piece of a sheet.

    Most sheets name nothing beyond column Z and row 99,999, whose rectangle is small enough: the
    exact extent is looked for only where something does.
    """
    if not _names_far(text):
        return 1, 1
    wide = max((column_number(letters) for letters in _COLUMN.findall(text)), default=1)
    high = max((int(row) for row in _ROW.findall(text)), default=1)
    return wide, high


def _names_far(text: bytes) -> bool:
    """Whether a quoted name is one of ``_FAR``: most are seen to be none by their first signs."""
    signs = np.frombuffer(text, dtype=np.uint8)
    marks = np.flatnonzero((signs == ord('"')) | (signs == ord("'")))
    apart = np.diff(marks) > 1
    quotes, ends = marks[:-1][apart], marks[1:][apart]
    first, second, length = signs[quotes + 1], signs[quotes + 2], ends - quotes - 1
    letter = (first >= ord("A")) & (first <= ord("Z"))
    letters = letter & (second >= ord("A")) & (second <= ord("Z")) & (length <= _LONGEST)
    digit = (first >= ord("0")) & (first <= ord("9"))
    maybe = np.flatnonzero(
        letters | (letter & (length >= _FAR_ROW + 1)) | digit & (length >= _FAR_ROW)
    )
    return any(_FAR.fullmatch(text[quotes[at] : ends[at] + 1]) for at in maybe.tolist())


_FAR_ROW = 6
"""Digits of a far row."""
_LONGEST = 10
"""Signs of the longest cell name: three letters, seven digits."""
_LETTERS = 26


def column_number(letters: bytes) -> int:
    """A, B, ... as 1, 2, ..."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _cells(text: bytes, name: str, seen: Seen) -> None:
    if b't="e"' in text:
        found = seen.errors.setdefault(name, {})
        for letters, row, value in _ERROR.findall(text):
            found[int(row), column_number(letters)] = value.decode("utf-8", "replace")
    if b"<f" in text and (b"</f></c>" in text or b"</f><v></v>" in text or b"</f><v/>" in text):
        cells = seen.uncalculated.setdefault(name, [])
        for letters, row in _NO_VALUE.findall(text):
            cells.append((int(row), column_number(letters)))


def _repeats(text: bytes, shown: str) -> None:
    """Repeats of an ods sheet; the empty tail of every sheet repeats up to the last row."""
    cells = 0
    for found in re.finditer(rb"<table:table-cell\b[^>]*>", text):
        tag = found.group(0)
        if b"office:value" in tag:
            repeats = _REPEATED.search(tag)
            cells += int(repeats.group(2)) if repeats else 1
    for found in re.finditer(rb"<table:table-row\b[^>]*>", text):
        tag = found.group(0)
        repeats = _REPEATED.search(tag)
        if repeats and int(repeats.group(2)) > _MANY:
            following = text[found.end() : found.end() + 2000].split(b"</table:table-row>")[0]
            if b"office:value" in following:
                cells += int(repeats.group(2)) * max(1, following.count(b"office:value-type"))
    if cells > DENSE_CELLS:
        raise refused_file("file_too_wide", shown, rows=cells, columns=1)


_MANY = 1000
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*\"([^\"]*)\"")


def _sheet_files(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Position of a sheet in the workbook -> its file, through the relations."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return {}
    targets = {}
    text = archive.read(relations).decode("utf-8", "replace")
    for found in re.findall(r"<Relationship\b[^>]*>", text):
        told = dict(_ATTRIBUTE.findall(found))
        target = told.get("Target", "").lstrip("/")
        targets[told.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    files = {}
    for position, found in enumerate(_SHEET.findall(book)):
        told = dict(_ATTRIBUTE.findall(found))
        files[str(position)] = targets.get(told.get("r:id", ""), "")
    return files
