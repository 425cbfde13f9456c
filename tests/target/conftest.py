"""What the tests of the 40 percent rule share: the rule in force, an invented municipality."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from monitor.law.load import law_on
from monitor.target_record import study_of_folder
from monitor.target_rule import TargetRule, target_rule
from monitor.target_study import TargetStudy

FIXTURE = Path(__file__).parents[2] / "fixtures" / "invented_target"
AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="session")
def rule() -> TargetRule:
    return target_rule(law_on(AS_OF))


@pytest.fixture(scope="session")
def invented() -> TargetStudy:
    return study_of_folder(FIXTURE, AS_OF)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a planner's folder: ``folder(dwellings="...", plan="...")``."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        return tmp_path

    return write
