"""Setting a document with typst: accessible (PDF/UA-1), archivable (PDF/A-2a), the same bytes.

``python -m reports.typeset report.typ`` reads the template's data from standard input and writes
the PDF to standard output: the setter keeps some megabytes a page until its process ends, so a
report's volumes are set in processes of their own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import Literal

import typst

from monitor.errors import OutputError

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
INSTEAD = "?"
"""What stands for a letter no font of ours has (a Chinese name, an emoji)."""
TRIES = 40


def set_apart(content: str, template: str = "report.typ") -> bytes:
    """As ``set_whole``, in a process of its own whose memory is free when it ends.

    Raises:
        OutputError: the setter was stopped from outside, most often for want of memory.
        RuntimeError: the template cannot be set (a fault of ours); the setter's own words.
    """
    # -P: a planner's folder named reports is not taken for ours; nothing of the user's is run
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-m", "reports.typeset", template],
        input=content.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        # a fault of ours has a traceback; who is stopped, or finds no memory, has none
        if not said.startswith("Traceback"):
            raise OutputError("report.not_set", code=done.returncode)
        raise RuntimeError(said)
    return done.stdout


def set_whole(content: str, template: str = "report.typ") -> bytes:
    """Set a document; a letter no font has is replaced: the standards forbid empty boxes.

    Args:
        content: the template's data as JSON.
        template: a file of ``templates``.
    """
    for _ in range(TRIES):
        try:
            return _compiled(content, template)
        except typst.TypstError as fault:
            unshown = "".join(UNSHOWN.findall(str(fault)))
            if not unshown:
                raise
            content = without(content, unshown)
    return _compiled(content, template)


def without(content: str, unshown: str) -> str:
    """``content`` with these letters, and all others of their scripts, replaced."""
    scripts = {script(letter) for letter in unshown}
    return "".join(
        INSTEAD if ord(letter) > ord("~") and script(letter) in scripts else letter
        for letter in content
    )


@cache
def script(letter: str) -> str:
    """The first word of a letter's Unicode name: its script, for letters of a script."""
    return unicodedata.name(letter, letter).split(" ", maxsplit=1)[0]


def _compiled(content: str, template: str) -> bytes:
    reports = files("reports")
    with (
        as_file(reports.joinpath("templates")) as templates,
        as_file(reports.joinpath("fonts")) as fonts,
    ):
        pdf, _ = typst.compile_with_warnings(
            str(templates / template),
            root=str(templates),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"data": content},
            pdf_standards=list(STANDARDS),
        )
    return bytes(pdf)


def main() -> None:
    """Data in, PDF out."""
    content = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(set_whole(content, sys.argv[1]))


if __name__ == "__main__":
    main()
