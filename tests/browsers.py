"""Where the browser and axe-core are on this machine; both are for tests only.

``FORVARSEL_BROWSER`` and ``FORVARSEL_AXE`` name them; without, Chromium is looked for on the path
and axe-core in the folder ``.axe`` (``npm install --prefix .axe axe-core@4.14.1``).
"""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")


def browser() -> str | None:
    """The browser's path, None where there is none."""
    named = os.environ.get("FORVARSEL_BROWSER")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


def axe() -> Path | None:
    """axe-core's script, None where it was not fetched."""
    named = os.environ.get("FORVARSEL_AXE")
    path = Path(named) if named else ROOT / ".axe/node_modules/axe-core/axe.min.js"
    return path if path.is_file() else None


def required() -> bool:
    """Whether a missing browser is a fault (in CI) and not a reason to leave its tests out."""
    return os.environ.get("FORVARSEL_BROWSER_TESTS") == "required"


def left_out() -> list[str]:
    """What the last lines of a test run say about tests that were left out, and why."""
    lines = []
    if browser() is None:
        lines.append("tests/browser left out: no Chromium found (FORVARSEL_BROWSER names one)")
    elif axe() is None:
        lines.append(
            "tests/browser/test_accessibility.py left out: axe-core was not fetched "
            "(npm install --prefix .axe axe-core@4.14.1)"
        )
    return lines
