"""Sealed outlooks: written with their hash before a list is out, opened when it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitor.archive.batches import Appended, Source, hash_bytes, write
from monitor.archive.store import Archive
from monitor.errors import ArchiveError


@dataclass(frozen=True)
class Outlook:
    """A sealed outlook: made ``as_of`` for lists from ``list_date`` on, with its bytes.

    ``before_list`` says whether the archive held no list of ``list_date`` when it was sealed; only
    then may its score be called a forecast's.
    """

    batch: int
    as_of: date
    list_date: date
    before_list: bool
    sha256: str
    payload: bytes


def seal_outlook(archive: Archive, as_of: date, list_date: date, payload: bytes) -> Appended:
    """Put an outlook into the archive before the list of ``list_date`` is known.

    The same bytes for the same dates are recognised. Another outlook for the same dates is sealed
    beside the first; neither replaces the other.

    Args:
        archive: open for writing.
        as_of: nothing known later went into it.
        list_date: the first list it speaks of.
        payload: the outlook as it is to be scored, in bytes that depend on nothing else.

    Raises:
        ArchiveError: ``as_of`` is not before ``list_date``, or the archive is locked.
    """
    if as_of >= list_date:
        raise ArchiveError(
            "error.archive_outlook_late",
            file=archive.path,
            as_of=as_of.isoformat(),
            list_date=list_date.isoformat(),
        )
    for known in outlooks(archive):
        if (known.as_of, known.list_date, known.payload) == (as_of, list_date, payload):
            ((digest,),) = archive.read("SELECT digest FROM seals WHERE batch = ?", known.batch)
            return Appended(known.batch, False, str(digest))
    out = archive.read(
        "SELECT 1 FROM lists WHERE list_date = ?1"
        " UNION ALL SELECT 1 FROM memberships WHERE list_date = ?1 LIMIT 1",
        list_date.isoformat(),
    )
    sha256 = hash_bytes(payload)
    row = (as_of.isoformat(), list_date.isoformat(), int(not out), sha256, payload)
    name = f"outlook {as_of.isoformat()} for {list_date.isoformat()}"
    return write(archive, Source("outlook", name, sha256, as_of), {"outlooks": [row]})


def outlooks(archive: Archive) -> list[Outlook]:
    """Every sealed outlook, in the order sealed.

    Raises:
        ArchiveError: an outlook's bytes no longer have the hash they were sealed with.
    """
    found = []
    for batch, as_of, list_date, before, sha256, payload in archive.read(
        "SELECT batch, as_of, list_date, before_list, sha256, payload FROM outlooks ORDER BY batch"
    ):
        if not isinstance(payload, bytes) or hash_bytes(payload) != sha256:
            raise ArchiveError("error.archive_outlook_changed", file=archive.path, batch=batch)
        found.append(
            Outlook(
                int(str(batch)),
                date.fromisoformat(str(as_of)),
                date.fromisoformat(str(list_date)),
                bool(before),
                str(sha256),
                payload,
            )
        )
    return found


def record_run(
    archive: Archive, as_of: date, folder: str, manifest: Mapping[str, object]
) -> Appended:
    """Note a finished run and its manifest; the same run again is recognised.

    Raises:
        ArchiveError: the archive is locked.
    """
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True)
    source = Source("run", folder, hash_bytes(text.encode()), as_of)
    return write(archive, source, {"runs": [(as_of.isoformat(), folder, text)]})


def runs(archive: Archive) -> list[tuple[int, date, str, dict[str, object]]]:
    """(batch, as of, folder, manifest) of every run, in order."""
    return [
        (int(str(batch)), date.fromisoformat(str(as_of)), str(folder), json.loads(str(manifest)))
        for batch, as_of, folder, manifest in archive.read(
            "SELECT batch, as_of, folder, manifest FROM runs ORDER BY batch"
        )
    ]
