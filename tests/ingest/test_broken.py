"""Every kind of fault with an input that has it and the exact sentence a planner reads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from broken_files import write_files

from monitor.errors import UnreadableFileError
from monitor.ingest.faults import Fault, fault_of, gravities
from monitor.ingest.folder import ingest_folder
from monitor.words import LANGUAGES, sentences

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "fixtures" / "broken" / "cases.toml").read_text(
        encoding="utf-8"
    )
)["case"]


def faults_of(folder: Path) -> tuple[list[Fault], str]:
    """The faults of a folder, or the one that stopped it and its sentence."""
    try:
        return list(ingest_folder(folder).faults), ""
    except UnreadableFileError as error:
        return [fault_of(error)], error.sentence("da").replace(str(folder), "MAPPE")


@pytest.mark.parametrize("case", CASES, ids=[case["kind"] for case in CASES])
def test_the_sentence_word_for_word(tmp_path: Path, case: dict[str, Any]) -> None:
    write_files(tmp_path, case["files"])
    faults, stopped = faults_of(tmp_path)
    said = [fault.sentence("da") for fault in faults if fault.kind == case["kind"]]
    assert case["sentence"] in ([stopped] if stopped and said else said)


def test_at_least_eighty_kinds_have_a_case() -> None:
    assert len({case["kind"] for case in CASES}) >= 80


def test_every_kind_has_its_three_parts_and_a_gravity() -> None:
    for kind in gravities():
        for part in ("found", "expected", "advice"):
            assert set(sentences()[f"fault.{kind}.{part}"]) == set(LANGUAGES)


@pytest.mark.parametrize("case", CASES, ids=[case["kind"] for case in CASES])
def test_every_fault_can_be_said_in_both_languages(tmp_path: Path, case: dict[str, Any]) -> None:
    write_files(tmp_path, case["files"])
    faults, _ = faults_of(tmp_path)
    for fault in faults:
        for language in LANGUAGES:
            assert "{" not in fault.sentence(language)


def test_a_refused_figure_is_not_among_the_figures(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "tal.csv": "Område;År;Andel ikke-vestlige, pct.\n"
            "Vollsmose;2020;689\nBispehaven;2020;67,0\n"
        },
    )
    ingested = ingest_folder(tmp_path)
    assert ingested.figures["value"].to_list() == ["67.0"]
    assert ingested.errors == 1


def test_one_bad_row_does_not_hide_the_next(tmp_path: Path) -> None:
    lines = ["Område;År;Beboere", "Vollsmose;2019;x9", "Vollsmose;2020;y9", "Vollsmose;2021;9.143"]
    write_files(tmp_path, {"tal.csv": "\n".join(lines) + "\n"})
    ingested = ingest_folder(tmp_path)
    assert [f.place.cell for f in ingested.faults if f.kind == "not_a_number"] == ["C2", "C3"]
    assert ingested.figures["value"].to_list() == ["9143"]


def test_an_unclear_heading_is_answered_once_in_the_settings(tmp_path: Path) -> None:
    files = {
        "tal.csv": "Område;År;Ikke-vestlige dømte\nVollsmose;2020;3,10\n",
        "forvarsel.toml": '[headings]\n"Ikke-vestlige dømte" = "convicted_pct"\n',
    }
    write_files(tmp_path, files)
    ingested = ingest_folder(tmp_path)
    assert ingested.figures.select("indicator", "value").rows() == [("convicted_pct", "3.10")]
    assert ingested.understood[0].mark == "answered"
    assert not ingested.errors
