"""``python -m tests.mutants``: run every mutant, compare with the list of equivalent ones.

Exit code 1 where a mutant lives that is not listed, or one listed is killed or gone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KILL_TESTS = (
    "tests/scenarios/test_scenarios.py",
    "tests/law/test_values.py",
    "tests/law/test_dates.py",
    "tests/law/test_scenarios.py",
    "tests/published",
    "tests/test_panel.py",
    "tests/test_means.py",
    "tests/test_margins.py",
    "tests/test_clock.py",
    "tests/properties/test_comparisons.py",
    "tests/properties/test_streaks.py",
    "tests/properties/test_law_properties.py",
)


@dataclass(frozen=True)
class Outcome:
    """What became of the mutants that were run."""

    results: list[dict[str, str]]
    living: list[str]
    listed_but_killed: list[str]

    @property
    def good(self) -> bool:
        return not self.living and not self.listed_but_killed


def equivalent() -> dict[str, str]:
    """Mutants that change nothing a test could see: name -> reason."""
    tree = tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8"))
    return {row["mutant"]: row["reason"] for row in tree["equivalent"]}


def run(sample: int = 0, seed: int = 0, only: str = "") -> Outcome:
    """Run mutants in a process of their own.

    Raises:
        RuntimeError: the run itself failed; what it said is the message.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "mutants.json"
        made = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "tests.mutants.loop",
                "-p",
                "no:cacheprovider",
                "-n",
                "0",
                "-q",
                f"--mutants-report={report}",
                f"--mutants-sample={sample}",
                f"--mutants-seed={seed}",
                f"--mutants-only={only}",
                *KILL_TESTS,
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if not report.is_file():
            raise RuntimeError(made.stdout[-3000:] + made.stderr[-3000:])
        results = json.loads(report.read_text(encoding="utf-8"))
    known = equivalent()
    return Outcome(
        results=results,
        living=[r["name"] for r in results if not r["killer"] and r["name"] not in known],
        listed_but_killed=[r["name"] for r in results if r["killer"] and r["name"] in known],
    )


def summary(outcome: Outcome) -> str:
    """The result as a table in Markdown: counts by kind, and who killed most."""
    known = equivalent()
    lines = [
        "| place | kind | mutants | killed by a test | refused by the loader | equivalent |",
        "|---|---|---|---|---|---|",
    ]
    rows: dict[tuple[str, str], Counter[str]] = {}
    for result in outcome.results:
        place = "law files" if ".toml: " in result["name"] else "engine"
        count = rows.setdefault((place, result["kind"]), Counter())
        count["mutants"] += 1
        if result["name"] in known:
            count["equivalent"] += 1
        else:
            count[result["how"].split()[0] if result["how"] else "living"] += 1
    for (place, kind), count in sorted(rows.items()):
        lines.append(
            f"| {place} | {kind} | {count['mutants']} | {count['test']} | {count['refused']} |"
            f" {count['equivalent']} |"
        )
    total = sum((count for count in rows.values()), Counter[str]())
    lines.append(
        f"| all | | {total['mutants']} | {total['test']} | {total['refused']} |"
        f" {total['equivalent']} |"
    )
    killers = Counter(result["killer"].partition("::")[0] for result in outcome.results)
    lines += ["", "| killer | mutants |", "|---|---|"]
    lines += [
        f"| `{name}` | {count} |"
        for name, count in sorted(killers.items(), key=lambda pair: (-pair[1], pair[0]))
        if name
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="how many; all if not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="mutants whose name contains this")
    parser.add_argument("--json", type=Path, help="write every mutant and its killer here")
    asked = parser.parse_args()
    outcome = run(asked.sample, asked.seed, asked.only)
    if asked.json:
        text = json.dumps(outcome.results, indent=1)
        asked.json.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(summary(outcome) + "\n")
    for name in outcome.living:
        sys.stdout.write(f"LIVES: {name}\n")
    for name in outcome.listed_but_killed:
        sys.stdout.write(f"LISTED AS EQUIVALENT BUT KILLED: {name}\n")
    return 0 if outcome.good else 1


if __name__ == "__main__":
    sys.exit(main())
