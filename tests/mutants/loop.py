"""A pytest plugin: instead of running the tests once, run them against every mutant.

Each mutant is applied in memory; the tests run, nearest first, until one fails. Its name is the
mutant's killer.
"""

from __future__ import annotations

import _thread
import json
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from _pytest.outcomes import OutcomeException
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

import monitor.law.load
from tests.mutants.engine import EngineMutant, all_engine_mutants, applied
from tests.mutants.law_files import LawMutant, law_mutants, mutated, refused

ENDLESS = 120.0
"""Seconds after which a mutant that does not end counts as killed."""
KEPT = ("monitor.record", "monitor.indicators", "monitor.words", "monitor.areas", "tests.mutants")
"""Modules whose caches hold data and neither law nor verdicts."""

settings.register_profile(
    "mutants", phases=[Phase.explicit, Phase.generate], database=None, derandomize=True
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutants-report", required=True, help="file to write the results to")
    parser.addoption("--mutants-sample", type=int, default=0, help="how many; 0 for all")
    parser.addoption("--mutants-seed", type=int, default=0)
    parser.addoption("--mutants-only", default="", help="those whose name contains this")


def pytest_runtestloop(session: pytest.Session) -> object:
    settings.load_profile("mutants")
    items = list(session.items)
    # the tests themselves run beside this one where it is a sample; the record's caches are filled
    sample = session.config.getoption("--mutants-sample")
    broken = first_failure([i for i in items if not sample or "tests/published" in i.nodeid])
    if broken:
        raise pytest.UsageError(f"the tests fail without any mutant: {broken}")
    kills: Counter[str] = Counter()
    results: list[dict[str, str]] = []
    report = Path(session.config.getoption("--mutants-report"))
    for mutant in chosen(session.config):
        killer, how = fate(mutant, items, kills)
        kills[killer] += 1
        results.append({"name": mutant.name, "kind": mutant.kind, "killer": killer, "how": how})
        # after each, so that a long run can be looked at while it goes
        report.write_text(json.dumps(results, indent=1), encoding="utf-8", newline="\n")
    return True


Mutant = LawMutant | EngineMutant


def every_mutant() -> list[Mutant]:
    """All mutants, law files first."""
    return [*law_mutants(), *all_engine_mutants()]


def chosen(config: pytest.Config) -> list[Mutant]:
    wanted = config.getoption("--mutants-only")
    found = [mutant for mutant in every_mutant() if wanted in mutant.name]
    count = config.getoption("--mutants-sample")
    if count and count < len(found):
        rng = random.Random(config.getoption("--mutants-seed"))
        picked = set(rng.sample(range(len(found)), count))
        found = [mutant for number, mutant in enumerate(found) if number in picked]
    return found


def fate(mutant: Mutant, items: list[pytest.Item], kills: Counter[str]) -> tuple[str, str]:
    """Who killed the mutant (nothing: it lives), and how."""
    if isinstance(mutant, LawMutant):
        # refused for its shape; a number its quotation does not bear out must be told by behaviour
        key = refused(mutant, quotations=False)
        if key:
            return f"the loader: {key}", "refused"
        changed = mutated(mutant)
        with under(lambda: law_files(changed)):
            killer = first_failure(nearest(items, mutant.tokens, kills))
        if not killer:
            key = refused(mutant, quotations=True)
            return (f"the loader: {key}", "refused by its quotation") if key else ("", "")
        return killer, "test"
    # tests of the law files' own words and numbers cannot tell anything of the engine
    near = [item for item in items if "tests/law/" not in item.nodeid]
    with under(lambda: applied(mutant)):
        return first_failure(nearest(near, mutant.tokens, kills)), "test"


def nearest(
    items: list[pytest.Item], tokens: tuple[str, ...], kills: Counter[str]
) -> list[pytest.Item]:
    """Tests that name what was changed first, then those that killed most."""

    def distance(item: pytest.Item) -> tuple[int, int]:
        return -sum(token in item.nodeid for token in tokens), -kills[item.nodeid]

    return sorted(items, key=distance)


def first_failure(items: list[pytest.Item]) -> str:
    for item in items:
        watch = threading.Timer(ENDLESS, _thread.interrupt_main)
        watch.start()
        try:
            if fails(item):
                return item.nodeid
        except KeyboardInterrupt:
            return f"{item.nodeid} (does not end)"
        finally:
            watch.cancel()
    return ""


def fails(item: pytest.Item) -> bool:
    """Set the test up, run it and take it down: a whole protocol with reports takes far longer."""
    if "tmp_path" in item.fixturenames:
        # its folder is taken down by what the reports say
        return any(r.failed for r in runtestprotocol(item, log=False, nextitem=None))
    state = item.session._setupstate
    try:
        item._initrequest()
        state.setup(item)
        item.runtest()
    except (Exception, OutcomeException):
        return True
    finally:
        state.teardown_exact(None)
        item._request = None
        item.funcargs = None
    return False


@contextmanager
def under(change: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    with change():
        forget()
        yield
    forget()


@contextmanager
def law_files(changed: tuple[Any, ...]) -> Iterator[None]:
    original = monitor.law.load.read_laws
    monitor.law.load.read_laws = lambda folder: changed
    try:
        yield
    finally:
        monitor.law.load.read_laws = original


def forget() -> None:
    """Empty every cache that may hold a law or a verdict."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(("monitor", "tests")) or name.startswith(KEPT):
            continue
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()
