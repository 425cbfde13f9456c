"""The manual's own example, read from docs/local-models.md and run word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel
from monitor.ingest.settings import read_settings
from monitor.local.choice import chosen_in
from monitor.local.sense import law_figures

MANUAL = (Path(__file__).parent.parent.parent / "docs" / "local-models.md").read_text("utf-8")


def block(kind: str, number: int = 0, of: int = 1) -> str:
    """A fenced block of a kind, of so many there are."""
    found = re.findall(rf"^```{kind}\n(.*?)^```", MANUAL, flags=re.DOTALL | re.MULTILINE)
    assert len(found) == of, kind
    return str(found[number])


def model() -> str:
    """The manual's own model."""
    return block("toml", 0, of=2)


def commands() -> list[str]:
    """Every command line of the manual."""
    blocks = re.findall(r"^```sh\n(.*?)^```", MANUAL, flags=re.DOTALL | re.MULTILINE)
    return [line for one in blocks for line in one.splitlines()]


def test_the_example_gives_what_the_manual_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nabolag.toml").write_text(model(), encoding="utf-8")
    (tmp_path / "tal.csv").write_text(block("csv"), encoding="utf-8")
    ran = {}
    for line in commands():
        program, *arguments = line.split()
        assert program == "forvarsel"
        result = CliRunner().invoke(forvarsel, arguments, obj="da", catch_exceptions=False)
        assert result.exit_code == 0, line
        ran[line] = result.output
    assert len(ran) == 4
    assert ran["forvarsel local check nabolag.toml"] == (
        "nabolag.toml er i orden. Antaget eller efter hukommelsen: 0.\n"
    )
    scored = ran["forvarsel local score nabolag.toml tal.csv --out resultat"]
    assert scored == f"{block('text')}Skrevet til resultat.\n"
    written = {path.name for path in (tmp_path / "resultat").iterdir()}
    for name in ("local_scores", "local_categories", "local_sensitivity"):
        assert f"`{name}`" in MANUAL
        assert {f"{name}.csv", f"{name}.parquet"} <= written


def test_the_models_of_a_folder_are_those_the_manual_names(tmp_path: Path) -> None:
    (tmp_path / "nabolag.toml").write_text(model(), encoding="utf-8")
    (tmp_path / "forvarsel.toml").write_text(block("toml", 1, of=2), encoding="utf-8")
    found = chosen_in(tmp_path)
    assert found is not None
    assert [one.id for one in found.models] == ["nabolag", "aarhus_style"]
    own, aarhus = found.models
    assert own.indicator("uden_job").law == "outside_labour_pct"
    assert [one.code for one in aarhus.indicators if not one.available] == ["health", "unsafe"]
    headings = read_settings(tmp_path).headings.values()
    assert {"local:skolefravaer", "local:foreningsliv"} == set(headings)


def test_the_manual_names_every_figure_of_the_law() -> None:
    assert all(f"`{figure}`" in MANUAL for figure in law_figures())


def test_the_manual_names_every_key_and_every_model() -> None:
    from monitor.local.keys import TABLES
    from monitor.local.load import shipped
    from monitor.local.model import RULES
    from monitor.local.parts import EVIDENCE

    for name in (*shipped(), *RULES, *EVIDENCE):
        assert f"`{name}`" in MANUAL, name
    for table, keys in TABLES.items():
        if table in ("target", "targets"):
            continue
        for key in keys:
            words = re.search(rf"\b{re.escape(key)}\b", MANUAL)
            assert words or key in ("remark",), f"{table}.{key}"
