"""The engine against the oracle: 10,000 random areas, every pattern of missing figures."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import oracle
from tests.drawn import LIST_DATES, NATION_SHARE, drawn, judged, slots
from tests.oracle import Facts

PER_VERSION = 2500


def disagreements(version: str, count: int, seed: int) -> tuple[int, list[str], set[str]]:
    """Areas tried, where engine and oracle differ, and which verdicts were seen."""
    year = LIST_DATES[version].year
    groups: dict[tuple[bool, ...], list[Facts]] = {}
    for nation, facts in drawn(version, count, seed):
        there = [back for back, known in zip((2, 1), nation, strict=True) if known]
        facts.nation_convicted = {year - back: NATION_SHARE[back] for back in there}
        groups.setdefault(nation, []).append(facts)
    tried, wrong, seen = 0, [], set()
    for areas in groups.values():
        for facts, verdict in zip(areas, judged(version, areas), strict=True):
            expected = oracle.classify(version, year, facts)
            got = {name: verdict.categories[name] for name in expected}
            seen |= {f"{name} {said}" for name, said in expected.items()}
            tried += 1
            if got != expected:
                wrong.append(f"{facts}: engine {got}, oracle {expected}")
    return tried, wrong, seen


@pytest.mark.parametrize("version", LIST_DATES)
def test_engine_and_oracle_agree(version: str) -> None:
    tried, wrong, seen = disagreements(version, PER_VERSION, seed=61)
    assert tried == PER_VERSION
    assert wrong == []
    lists = {entry.split()[0] for entry in seen}
    assert seen == {f"{name} {said}" for name in lists for said in ("yes", "no", "unknown")}


@pytest.mark.parametrize("version", LIST_DATES)
def test_every_pattern_of_missing_figures_is_among_them(version: str) -> None:
    assert 2 ** len(slots(version)) <= PER_VERSION
    lacking = {
        (
            facts.residents is None,
            facts.nonwestern is None,
            facts.schooling is None,
            facts.income_percent is None,
            *sorted(facts.outside),
            "and",
            *sorted(facts.convicted),
        )
        for _, facts in drawn(version, PER_VERSION, seed=61)
    }
    assert len(lacking) == 2 ** len(slots(version))


def test_the_oracle_imports_nothing_of_the_tool() -> None:
    tree = ast.parse((Path(__file__).parent / "oracle.py").read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert imported == {"__future__", "dataclasses", "fractions", "itertools"}
