"""What holds for every test: browser tests run where there is a browser, and a run says if not."""

import pytest

from tests.browsers import axe, browser, left_out, required

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
