"""Where the run cannot write: a sentence, and never half a folder."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from monitor.errors import OutputError
from monitor.inputs import from_record
from monitor.outputs import write_whole
from reports import run as whole_run

AS_OF = date(2016, 11, 23)


def failing(code: int) -> Callable[..., None]:
    """A report whose writing fails halfway, as the system would say it."""

    def build(sources: Path, folder: Path, *given: object, **named: object) -> None:
        (folder / "1-forvarsel.pdf").write_bytes(b"%PDF half")
        raise OSError(code, {errno.ENOSPC: "No space left on device"}.get(code, "Access denied"))

    return build


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES], ids=["full", "open elsewhere"])
def test_a_disk_that_fills_or_a_file_that_is_held_leaves_no_half_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(whole_run, "build", failing(code))
    with pytest.raises(OutputError) as fault:
        whole_run.run(from_record(), tmp_path / "out", AS_OF)
    sentence = fault.value.sentence("da")
    assert str(tmp_path / "out") in sentence
    assert list((tmp_path / "out").iterdir()) == []


def test_a_place_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError) as fault:
        write_whole(place, "2016-11-23", lambda folder: None)
    assert str(place) in fault.value.sentence("da")
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_may_not_be_written_to_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *given: object, **named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError) as fault:
        write_whole(tmp_path / "out", "2016-11-23", lambda folder: None)
    assert "Permission denied" in fault.value.sentence("en")
    assert not (tmp_path / "out").exists()
