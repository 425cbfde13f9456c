"""One invented run, read and said once for all tests of the report."""

import os
from datetime import date
from pathlib import Path

import pytest

from reports.build import build
from reports.source import Tables, read_tables
from reports.warning.assemble import warning as assemble
from reports.warning.model import MunicipalWarning
from tests.reports.synthetic import write

GOLDEN = Path(__file__).parent.parent / "golden" / "report"


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="session")
def tables(sources: Path) -> Tables:
    return read_tables(sources)


@pytest.fixture(scope="session")
def danish(tables: Tables) -> MunicipalWarning:
    return assemble(tables, "da")


@pytest.fixture(scope="session")
def report(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole report of the invented run, in Danish."""
    out = tmp_path_factory.mktemp("report")
    build(sources, out)
    return out


def agrees_with_golden(name: str, text: str) -> bool:
    """Whether the text is the one kept; with UPDATE_GOLDEN=1 it is kept from now on."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8") == text


THE_LIST = date(2026, 12, 1)
