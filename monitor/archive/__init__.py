"""The archive: one SQLite file, append-only, that knows what was known on any date."""

from monitor.archive.batches import Appended, Source, append, file_source
from monitor.archive.copies import backup, export
from monitor.archive.intake import take_in
from monitor.archive.knowledge import (
    difference,
    figures_known,
    lists_known,
    memberships_known,
    provenance,
)
from monitor.archive.outlooks import Outlook, outlooks, record_run, runs, seal_outlook
from monitor.archive.store import Archive, open_archive
from monitor.archive.tables import read_batches
from monitor.archive.tampering import Tampering, check, head

__all__ = [
    "Appended",
    "Archive",
    "Outlook",
    "Source",
    "Tampering",
    "append",
    "backup",
    "check",
    "difference",
    "export",
    "figures_known",
    "file_source",
    "head",
    "lists_known",
    "memberships_known",
    "open_archive",
    "outlooks",
    "provenance",
    "read_batches",
    "record_run",
    "runs",
    "seal_outlook",
    "take_in",
]
