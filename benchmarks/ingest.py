"""Ingest and archive against calamine's bare read of the same workbooks, in turn in one run.

Twenty workbooks of 1,100 areas x 12 indicators: ``python benchmarks/ingest.py``. Each round reads
the cells bare, then reads and checks the folder, then archives it; the best of the rounds are
compared, by the clock and by the processor's time (which other work on the machine does not
stretch). The peak memory of 10, 50 and 100 workbooks is that of a process of its own each.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from monitor.archive import open_archive, take_in
from monitor.ingest.folder import Ingested, ingest_folder

AREAS = 1_100
BOOKS = 20
ROUNDS = 5
GROWING = (10, 50, 100)
FIRST_YEAR = 1925
KNOWN = date(2026, 1, 1)
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


def archived(ingested: Ingested, folder: Path) -> None:
    """The folder's figures into a new archive, a batch per workbook."""
    with open_archive(folder / "archive.sqlite", create=True) as archive:
        take_in(archive, ingested.files, ingested.figures, ingested.memberships, KNOWN)


def both(folder: Path) -> Ingested:
    """Read, checked and archived."""
    ingested = ingest_folder(folder)
    with tempfile.TemporaryDirectory() as name:
        archived(ingested, Path(name))
    return ingested


class Times:
    """The least time of each kind of work, by the clock and by the processor."""

    def __init__(self) -> None:
        self.clock: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    def take(self, name: str, work: Callable[[], object]) -> None:
        """Do the work once and keep its time if it is the least."""
        clock, processor = time.perf_counter(), time.process_time()
        work()
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        self.clock[name] = min(clock, self.clock.get(name, clock))
        self.processor[name] = min(processor, self.processor.get(name, processor))


def books(folder: Path, count: int, first: int, draw: random.Random) -> None:
    """A folder of workbooks, one a year."""
    for number in range(count):
        workbook(folder / f"opdigtet_{first + number}.xlsx", first + number, draw)


def speed() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books(folder, BOOKS, 2000, random.Random(1))
        times = Times()
        ingested = ingest_folder(folder)
        for _ in range(ROUNDS):
            times.take("calamine alone", lambda: bare(folder))
            times.take("read and checked", lambda: ingest_folder(folder))
            with tempfile.TemporaryDirectory() as place:
                times.take("archived", lambda: archived(ingested, Path(place)))
            times.take("all of it", lambda: both(folder))
    for kind, taken in (("clock", times.clock), ("processor", times.processor)):
        for work, seconds in taken.items():
            ratio = seconds / taken["calamine alone"]
            print(f"{kind:10} {work:17} {seconds:6.3f} s  {ratio:5.1f} times")


def memory() -> None:
    """Print the peak memory of more and more workbooks, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books(folder, max(GROWING), FIRST_YEAR, random.Random(2))
        paths = sorted(folder.glob("*.xlsx"))
        for count in GROWING:
            with tempfile.TemporaryDirectory() as part:
                for path in paths[:count]:
                    (Path(part) / path.name).write_bytes(path.read_bytes())
                run = subprocess.run(
                    [sys.executable, __file__, part], check=True, capture_output=True, text=True
                )
            print(f"peak memory of {count:3} workbooks {run.stdout.strip()} MB")


def main() -> None:
    """Print ratios and memory; with a folder, read and archive it and print the peak memory."""
    if len(sys.argv) > 1:
        both(Path(sys.argv[1]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    # first, while this process is small: what it starts begins with its peak
    memory()
    speed()


if __name__ == "__main__":
    main()
