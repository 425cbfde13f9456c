"""What holds for every test: browser tests run where there is a browser, and a run says if not.

Generated cases are the same in each run, and no test judges speed.
"""

import pytest
from hypothesis import settings

from tests.browsers import axe, browser, left_out, required

# a deadline would fail a right answer on a busy machine; derandomised, a failure comes back
settings.register_profile("forvarsel", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("forvarsel")

if browser() is None:
    collect_ignore_glob = ["browser/*"]
elif axe() is None:
    collect_ignore_glob = ["browser/test_accessibility.py"]


def pytest_configure(config: pytest.Config) -> None:
    if required() and left_out():
        raise pytest.UsageError("; ".join(left_out()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in left_out():
        terminalreporter.write_line(line)
