"""The report by part, and as a ratio to the bare chart and document libraries on the same inputs.

python -m benchmarks.report [areas ...]   (10, 40 and 200 when none is named)

The libraries' share is what cannot be done without, on the report's own finished inputs: the charts
through vl-convert, the content through typst, the cells with as many formats and sheets through
xlsxwriter, the pages through jinja. Whole and libraries are taken in turn in one run, both warm, in
processor seconds; the first build of the process stands beside them by the clock. Each size has a
process of its own (most memory is that process's). Synthetic areas, the tables of one run: law and
forecast are measured by ``benchmarks.law`` and ``benchmarks.forecast``. Exit code 1 where the whole
is more than 1.5 times the libraries.
"""

from __future__ import annotations

import dataclasses
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import jinja2
import vl_convert as vlc
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")

MOST_TIMES = 1.5
SIZES = (10, 40, 200)
GUIDE = {10: 12.0, 40: 25.0, 200: 90.0}
"""Seconds on two cores, of everything a run does."""
GUIDE_MEMORY = 1.5
"""GB, of 200 areas."""
PARTS = ("read", "say", "charts", "pdf", "workbook", "pages")


@dataclass(frozen=True)
class Call:
    """One call of a library function, to be made again alone."""

    function: Callable[..., object]
    given: tuple[object, ...]
    named: dict[str, object]

    def again(self) -> None:
        """Make the call, nothing else."""
        self.function(*self.given, **self.named)


@contextmanager
def noted(owner: object, name: str) -> Iterator[list[Call]]:
    """Take down every call of ``owner.name`` in the block."""
    plain: Callable[..., object] = getattr(owner, name)
    calls: list[Call] = []

    def noting(*given: object, **named: object) -> object:
        calls.append(Call(plain, given, named))
        return plain(*given, **named)

    setattr(owner, name, noting)
    try:
        yield calls
    finally:
        setattr(owner, name, plain)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of all threads and of processes that ended, and the outcome."""
    start = spent()
    found = work()
    return spent() - start, found


def spent() -> float:
    """Processor seconds until now; others on the machine do not count."""
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in parts)


def invented(folder: Path, count: int) -> Path:
    """The tables of a run over ``count`` synthetic areas, no two with the same figures."""
    from tests.reports.synthetic import AREAS, write

    chance = random.Random(8)
    areas = []
    for number in range(count):
        like = AREAS[number % len(AREAS)]
        values = {
            code: value if value is None else value * chance.uniform(0.9, 1.1)
            for code, value in like.values.items()
        }
        name = f"Opdigtet {number} {like.name}"
        areas.append(
            dataclasses.replace(like, area_id=f"synthetic-{number:04d}", name=name, values=values)
        )
    return write(folder, areas=tuple(areas))


def by_part(tables_dir: Path, out: Path) -> dict[str, float]:
    """Seconds of each part of ``reports.build.build``, its parts called one by one."""
    from reports.document import document
    from reports.language import Text
    from reports.pages import write_pages
    from reports.pictures import Pictures
    from reports.source import read_tables
    from reports.volumes import volumes
    from reports.warning.assemble import warning
    from reports.workbook import created_on, workbook

    seconds: dict[str, float] = {}
    pictures = Pictures(Text("da"))
    seconds["read"], tables = timed(lambda: read_tables(tables_dir))
    seconds["say"], said = timed(lambda: warning(tables, "da"))

    def charts() -> None:
        for area in said.areas:
            pictures.of(area)

    seconds["charts"], _ = timed(charts)
    seconds["pdf"], pdf = timed(
        lambda: [document(said, "da", said.as_of, pictures, one) for one in volumes(said.areas)]
    )
    seconds["workbook"], book = timed(lambda: workbook(said, tables, "da", created_on(said.as_of)))
    out.mkdir()
    seconds["pages"], _ = timed(lambda: write_pages(out, said, "da", pictures))
    if not (pdf and book):
        raise SystemExit("nothing was written")
    return seconds


CELLS = ("_write_string", "_write_number", "_write_blank", "_write_datetime")

SETTER = """
import sys
from time import process_time
from reports.typeset import set_whole
content = sys.stdin.buffer.read().decode()
start = process_time()
set_whole(content)
print(process_time() - start)
"""
"""The document library's own seconds for one content."""


class Libraries:
    """The bare libraries' work for one report, taken down from a whole one."""

    def __init__(self, tables_dir: Path, out: Path) -> None:
        from reports import document
        from reports.build import build

        with ExitStack() as stack:
            self.charts = stack.enter_context(noted(vlc, "vega_to_svg"))
            self.typeset = stack.enter_context(noted(document, "set_apart"))
            self.pages = stack.enter_context(noted(jinja2.Template, "render"))
            self.cells = [(name, stack.enter_context(noted(Worksheet, name))) for name in CELLS]
            build(tables_dir, out)

    def workbook(self) -> None:
        """The same cells, as many formats and sheets, and no more."""
        book = Workbook(BytesIO(), {"in_memory": True})
        sheets: dict[int, Worksheet] = {}
        formats: dict[int, Format] = {}
        for name, calls in self.cells:
            for call in calls:
                sheet, *cell = call.given
                if id(sheet) not in sheets:
                    sheets[id(sheet)] = book.add_worksheet()
                for number, part in enumerate(cell):
                    if isinstance(part, Format):
                        if id(part) not in formats:
                            formats[id(part)] = book.add_format({"num_format": part.num_format})
                        cell[number] = formats[id(part)]
                getattr(sheets[id(sheet)], name)(*cell)
        book.close()

    def pdf(self) -> float:
        """The same contents through the setter alone, each in a fresh process (it remembers)."""
        return sum(
            float(
                subprocess.run(
                    [sys.executable, "-c", SETTER],
                    input=str(call.given[0]),
                    capture_output=True,
                    check=True,
                    encoding="utf-8",
                ).stdout
            )
            for call in self.typeset
        )

    def seconds(self) -> dict[str, float]:
        """Each library's part."""
        return {
            "charts": timed(lambda: again(self.charts))[0],
            "pdf": self.pdf(),
            "workbook": timed(self.workbook)[0],
            "pages": timed(lambda: again(self.pages))[0],
        }


def again(calls: list[Call]) -> None:
    """Make all calls again."""
    for call in calls:
        call.again()


def measure(count: int) -> int:
    """One size: print parts, ratios and memory; 1 where the ratio is not reached."""
    from reports.build import build

    rounds = 3 if count <= SIZES[0] else 1
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tables_dir = invented(place / "tables", count)
        start = perf_counter()
        build(tables_dir, place / "first")
        first = perf_counter() - start
        memory = [
            resource.getrusage(who).ru_maxrss / 1024**2
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        libraries = Libraries(tables_dir, place / "noted")
        wholes, bares, parts = [], [], []
        for number in range(rounds):
            wholes.append(timed(partial(build, tables_dir, place / f"whole-{number}"))[0])
            bares.append(libraries.seconds())
            parts.append(by_part(tables_dir, place / f"parts-{number}"))
    bare = {name: median(one[name] for one in bares) for name in bares[0]}
    own = {name: median(one[name] for one in parts) for name in PARTS}
    whole, ratio = median(wholes), median(wholes) / sum(bare.values())
    print(f"{count} synthetic areas: {first:.1f} s by the clock from a cold start", end="")
    print(f" (guide {GUIDE[count]:.0f} s of everything)" if count in GUIDE else "", end="")
    print(f", most memory {memory[0]:.2f} GB and the PDF's process", end="")
    print(f" {memory[1]:.2f} GB; warm, in processor seconds:")
    for name in PARTS:
        line = f"  {name:9s} {own[name]:7.2f} s"
        if name in bare:
            line += f"   bare {bare[name]:7.2f} s   {own[name] / bare[name]:5.2f} times"
        print(line)
    met = ratio <= MOST_TIMES
    print(
        f"  whole     {whole:7.2f} s   {ratio:.2f} times the libraries' sum (at most {MOST_TIMES})",
        end="",
    )
    print("" if met else "  NOT REACHED", flush=True)
    if count == SIZES[-1] and sum(memory) > GUIDE_MEMORY:
        print(f"  memory over the guide of {GUIDE_MEMORY} GB")
    return 0 if met else 1


def main() -> int:
    """Each size in a process of its own."""
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    if len(sizes) == 1:
        return measure(sizes[0])
    return max(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.report", str(size)], check=False
        ).returncode
        for size in sizes
    )


if __name__ == "__main__":
    sys.exit(main())
