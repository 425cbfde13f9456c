"""Runs read back: the newest by its as-of date and number, under the law in force first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.errors import UnreadableFileError
from monitor.law.load import load_scenario
from monitor.provenance import manifest, write_scenario
from monitor.runs import newest_run, read_run


def stored(out: Path, name: str, as_of: str, scenario: str = "") -> None:
    sources = out / name / "4-kilder"
    sources.mkdir(parents=True)
    text = json.dumps({"settings": {"as_of": as_of, "scenario": scenario}})
    (sources / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def test_the_newest_run_is_the_latest_date_and_number_without_a_scenario(tmp_path: Path) -> None:
    for name in ("2024-12-01", "2024-12-01-2", "2024-12-01-10"):
        stored(tmp_path, name, "2024-12-01")
    stored(tmp_path, "2023-12-01", "2023-12-01")
    stored(tmp_path, "2025-12-01-no_origin", "2025-12-01", "no_origin")
    assert read_run(tmp_path).folder.name == "2024-12-01-10"


def test_a_scenario_is_taken_where_there_is_nothing_else(tmp_path: Path) -> None:
    stored(tmp_path, "2024-12-01-no_origin", "2024-12-01", "no_origin")
    stored(tmp_path, "2024-12-01-no_origin-2", "2024-12-01", "no_origin")
    found = newest_run(tmp_path)
    assert found is not None
    assert found.name == "2024-12-01-no_origin-2"


def test_no_run_is_one_sentence(tmp_path: Path) -> None:
    assert newest_run(tmp_path) is None
    with pytest.raises(UnreadableFileError):
        read_run(tmp_path)


def test_the_scenario_of_a_run_is_read_back_from_beside_its_tables(tmp_path: Path) -> None:
    stored(tmp_path, "2024-12-01-no_origin", "2024-12-01", "no_origin")
    scenario = load_scenario("no_origin")
    write_scenario(tmp_path / "2024-12-01-no_origin" / "4-kilder", scenario)
    kept = read_run(tmp_path).scenario
    assert kept is not None
    assert load_scenario(str(kept)).set == scenario.set


def test_inputs_of_one_name_are_two_inputs(tmp_path: Path) -> None:
    for folder in ("nord", "syd"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tal.csv").write_text(folder, encoding="utf-8")
    files = [tmp_path / folder / "tal.csv" for folder in ("nord", "syd")]
    found = manifest(tmp_path / "nothing", files, {})["inputs"]
    assert isinstance(found, dict)
    assert list(found) == ["nord/tal.csv", "syd/tal.csv"]
    assert len(set(found.values())) == 2
