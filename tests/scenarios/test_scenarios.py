"""Every scenario in this folder holds; those in ``failing`` fail with the sentence they name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.scenarios.runner import Scenario, ScenarioError, check, read

FOLDER = Path(__file__).parent
SCENARIOS = [scenario for path in sorted(FOLDER.glob("*.toml")) for scenario in read(path)]
FAILING = sorted((FOLDER / "failing").glob("*.toml"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_scenario(scenario: Scenario) -> None:
    check(scenario)


def test_every_sentence_is_said_once() -> None:
    sentences = [scenario.sentence for scenario in SCENARIOS]
    assert sorted(set(sentences)) == sorted(sentences)


def test_there_are_scenarios_that_must_fail() -> None:
    assert len(FAILING) >= 3


@pytest.mark.parametrize("path", FAILING, ids=lambda path: path.stem)
def test_the_runner_fails_where_it_must(path: Path) -> None:
    message = tomllib.loads(path.read_text(encoding="utf-8"))["message"]
    with pytest.raises(ScenarioError) as caught:
        for scenario in read(path):
            check(scenario)
    assert str(caught.value) == message
