"""A whole run by size: an invented country read from csv, through law, forecast and report.

python -m benchmarks.run [areas ...]   (10, 40 and 200 when none is named)

Each size has a process of its own. Seconds by the clock stand beside processor seconds: on a
machine with other work only the second says anything. The guide on two cores with nothing else
to do is 10 areas in 12 s, 40 in 25 s, 200 in 90 s and 1.5 GB; the report alone, against the bare
libraries, is ``benchmarks.report``.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

import polars as pl

from tests.demo.generator import country

SIZES = {10: 12, 40: 25, 200: 90}
"""Areas, and the guide in seconds."""
MOST_MEMORY = 1.5
"""GB, of the largest."""
AS_OF = date(2026, 9, 30)


def folder_of(place: Path, areas: int) -> Path:
    """The invented country as a planner's folder: figures, lists, and that it is invented."""
    made = country(areas)
    place.mkdir()
    long = made.figures.with_columns(year=pl.col("period").str.head(4).cast(pl.Int64))
    own = pl.col("area_id").str.starts_with("syntetisk")
    wide = long.filter(own).pivot("indicator", index=["area_id", "year"], values="value")
    wide.sort("area_id", "year").rename({"area_id": "area"}).write_csv(place / "figures.csv")
    around = long.filter(~own).select("area_id", "indicator", "period", "value")
    for (area,), rows in around.group_by("area_id", maintain_order=True):
        name = {"dk": "Denmark"}.get(str(area), "Region Syddanmark")
        rows.select(
            area=pl.lit(name), year="period", **{rows["indicator"][0]: pl.col("value")}
        ).write_csv(place / f"{area}.csv")
    made.memberships.write_csv(place / "memberships.csv")
    (place / "forvarsel.toml").write_text(
        '[folder]\nmunicipality = "Syntetisk"\nregion = "083"\nsynthetic = true\n',
        encoding="utf-8",
        newline="\n",
    )
    return place


def main() -> None:
    """Measure and print each size."""
    for areas in [int(one) for one in sys.argv[1:]] or list(SIZES):
        with tempfile.TemporaryDirectory() as scratch:
            given = folder_of(Path(scratch) / "in", areas)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = perf_counter()
            subprocess.run(
                [
                    sys.executable, "-c", "from monitor.cli import main; main()", "run", str(given),
                    "--out", str(Path(scratch) / "out"), "--as-of", AS_OF.isoformat(),
                ],
                check=True,
            )  # fmt: skip
            clock = perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        line = f"{areas} invented areas: {clock:.1f} s by the clock, {busy:.1f} processor seconds"
        if areas in SIZES:
            line += f" (guide {SIZES[areas]} s by the clock)"
        line += f", most memory so far {after.ru_maxrss / 1024**2:.2f} GB"
        print(f"{line} (guide {MOST_MEMORY} GB)" if areas == max(SIZES) else line, flush=True)


if __name__ == "__main__":
    main()
