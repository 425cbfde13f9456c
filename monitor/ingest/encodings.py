"""Bytes as text: UTF-8 with and without byte order mark, UTF-16, Windows-1252."""

from __future__ import annotations

from monitor.ingest.faults import refused_file

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
