"""Writes docs/law-verified.md from the evidence marks in the law files.

python -m tests.law.verified_page
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.law.inventory import inventory
from monitor.law.load import laws
from monitor.law.model import EVIDENCE, Law

PAGE = Path(__file__).parents[2] / "docs" / "law-verified.md"
SURE = "verbatim"

HEAD = """# Law by law: what is verified

Written from the evidence marks in `monitor/law/*.toml` by \
`python -m tests.law.verified_page`; a test holds the two together. `forvarsel law show \
--law 2021` prints every rule with its words and source.

- **verbatim**: we saw the act's own words, and they stand as a quotation in the file; \
the loader refuses a number its quotation does not contain.
- **secondary**: somebody reports it (a ministry's note, an association, a newspaper).
- **inferred**: concluded from what is known, for example from the years printed on lists.
- **memory**: remembered, not seen.

No mark was raised for this page. A rule that is not verbatim is used all the same; \
reports print the mark of each limit in the workbook, and \
the legal reservations on each sheet.
"""


@dataclass(frozen=True)
class Mark:
    """One evidence mark: where it stands, what it cites, how sure, what is noted."""

    path: str
    cite: str
    evidence: str
    note: str
    source: str


def marks(branch: object, path: str = "") -> Iterator[Mark]:
    """Every mark of a version's tree, in the order of the file."""
    if isinstance(branch, list):
        for number, row in enumerate(branch, 1):
            yield from marks(row, f"{path}[{number}]")
        return
    if not isinstance(branch, dict):
        return
    for key in ("evidence", "reference_evidence"):
        if key in branch:
            start = key.removesuffix("evidence")
            note = branch.get(f"{start}note", "")
            place = f"{path}.reference_years" if start else path
            yield Mark(place, branch.get("cite", ""), branch[key], note, branch.get("source", ""))
    for key, inner in branch.items():
        yield from marks(inner, f"{path}.{key}" if path else key)


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *summary(), *(line for law in laws() for line in section(law))])


def summary() -> Iterator[str]:
    """How many citations of each version have each mark."""
    yield f"| version | lists | limits | {' | '.join(EVIDENCE)} | checked until |"
    yield f"|---|---|---|{'---|' * len(EVIDENCE)}---|"
    for law in laws():
        counted = inventory(law)
        last = law.in_force_until or "now"
        numbers = " | ".join(str(counted.evidence[mark]) for mark in EVIDENCE)
        yield (
            f"| {law.id} | {law.first_day} to {last} | {counted.limits} | {numbers} "
            f"| {law.checked_until} |"
        )
    yield ""


def section(law: Law) -> Iterator[str]:
    """One version: what rests on the act's own words, and everything that does not."""
    found = list(marks(law.tree))
    yield f"## {law.id}: {law.title['en']}"
    yield ""
    yield f"*{cell(law.act.cite)}*"
    yield ""
    sure = sorted({one.cite for one in found if one.evidence == SURE and one.cite})
    yield f"Seen verbatim: {'; '.join(sure)}."
    yield ""
    yield "| where in the file | paragraph | mark | note | source |"
    yield "|---|---|---|---|---|"
    for one in found:
        if one.evidence != SURE:
            yield (
                f"| `{one.path}` | {cell(one.cite)} | {one.evidence} | {cell(one.note)} "
                f"| {cell(one.source)} |"
            )
    yield ""


def cell(text: str) -> str:
    """Text that stays in its cell."""
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
