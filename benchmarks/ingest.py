"""Ingest against calamine's bare read of the same workbooks, side by side in one run.

Twenty workbooks of 1,100 areas x 12 indicators: ``python benchmarks/ingest.py``. What is compared
is read and checked figures against bare cells; the archive's share is measured with the archive.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from monitor.ingest.folder import ingest_folder

AREAS = 1_100
BOOKS = 20
HEADINGS = (
    "Beboere",
    "Ikke-vestlige, antal",
    "Ikke-vestlige, pct.",
    "Beboere 18-64 år",
    "Uden tilknytning til arbejdsmarked eller uddannelse, antal",
    "Uden tilknytning til arbejdsmarked eller uddannelse, pct.",
    "Beboere 18 år og derover",
    "Dømte, antal",
    "Dømte, pct.",
    "Beboere 30-59 år",
    "Kun grundskole, antal",
    "Kun grundskole, pct.",
)


def workbook(path: Path, year: int, draw: random.Random) -> None:
    """One year's figures of every area, invented."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Opdigtet")
        sheet.write_row(0, 0, ["Boligområde", "År", *HEADINGS])
        for row in range(1, AREAS + 1):
            # an area's own level, moved a little from year to year
            own = random.Random(row)
            people = round(own.randrange(1_000, 5_000) * draw.uniform(0.985, 1.015))
            cells: list[float] = []
            for part in (1.0, 0.62, 0.75, 0.4):
                base = round(people * part)
                share = own.uniform(0.01, 0.03) if part == 0.75 else own.uniform(0.35, 0.6)
                count = round(base * share * draw.uniform(0.985, 1.015))
                cells += [base, count, round(100 * count / base, 2)]
            sheet.write_row(row, 0, [f"Opdigtet område {row}", year, *cells])


def bare(folder: Path) -> None:
    """What calamine alone does."""
    for path in sorted(folder.glob("*.xlsx")):
        with CalamineWorkbook.from_path(path) as book:
            book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def best(work: Callable[[], object], times: int) -> float:
    """The fastest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    """Print the ratio and the memory."""
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(BOOKS):
            workbook(folder / f"opdigtet_{2000 + number}.xlsx", 2000 + number, draw)
        plain = best(lambda: bare(folder), 5)
        whole = best(lambda: ingest_folder(folder), 3)
        print(f"calamine alone  {plain:.2f} s")
        print(f"read + checked  {whole:.2f} s, {whole / plain:.1f} times")
        peaks = []
        for count in (5, 10, 20):
            with tempfile.TemporaryDirectory() as part:
                for path in sorted(folder.glob("*.xlsx"))[:count]:
                    (Path(part) / path.name).write_bytes(path.read_bytes())
                ingest_folder(Path(part))
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        print(
            f"peak memory {peaks} MB after 5, 10, 20 workbooks; median {statistics.median(peaks)}"
        )


if __name__ == "__main__":
    sys.exit(main())
