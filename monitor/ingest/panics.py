"""Readers written in Rust give up with a panic: to a planner that is a damaged file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from monitor.ingest.faults import refused_file

_SCREEN = 2
_PANIC = "PanicException"


@contextmanager
def panics_refused(shown: str) -> Iterator[None]:
    """Turn a panic into a damaged file, and keep what it prints off the screen.

    Each extension module has a panic class of its own, outside ``Exception``, that cannot be
    imported: it is known by its name.

    Raises:
        UnreadableFileError: the reader gave up.
    """
    kept = -1
    with suppress(OSError):
        # there is no such stream where there is no console
        kept = os.dup(_SCREEN)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _SCREEN)
        os.close(nowhere)
    try:
        yield
    except BaseException as fault:
        if type(fault).__name__ != _PANIC:
            raise
        raise refused_file("file_damaged", shown) from fault
    finally:
        if kept >= 0:
            os.dup2(kept, _SCREEN)
            os.close(kept)
