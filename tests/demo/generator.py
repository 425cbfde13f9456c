"""Writes the invented municipality, its truth, and whole countries of invented areas.

Run ``python -m tests.demo.generator`` from the project's root to write the fixture again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from tests.demo.municipality import NAME, Demo, by_year, demo
from tests.demo.places import boundaries
from tests.demo.rules import FIRST_LIST, LAST_LIST, history
from tests.demo.sheets import csv
from tests.demo.workbooks import Planted, folder, local_figures, new_list
from tests.demo.world import YEARS, national_levels, simulate

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "demo_kommune"
NEW_LIST = ROOT / "fixtures" / "demo_liste_2026"
TRUTH = Path(__file__).parent / "truth"

STOCKS = ("residents", "nonwestern_count", "basic_education_base", "basic_education_count")


@dataclass(frozen=True)
class Country:
    """Invented areas as plain frames, ready for a benchmark.

    ``figures`` has the columns area_id, indicator, period, value (text), decimals, unit, standing,
    known_from, file, sheet, row, column, batch of ``outputs.md``; ``memberships`` list_date,
    area_id, category.
    """

    figures: pl.DataFrame
    memberships: pl.DataFrame


def country(areas: int, seed: int = 1) -> Country:
    """A country of ``areas`` invented areas in five regions, 2012-2026, the same for a seed."""
    rng = np.random.default_rng(seed)
    levels = national_levels(areas, rng)
    world = simulate(levels, rng)
    names = [f"syntetisk-{number:04d}" for number in range(1, areas + 1)]
    frames = [
        pl.DataFrame(
            {
                "area_id": np.repeat(np.array(names), YEARS.size),
                "indicator": [code] * values.size,
                "period": [_period(code, int(year)) for year in YEARS] * areas,
                "value": values.ravel().astype(str),
            }
        )
        for code, values in sorted(world.counts.items())
    ]
    national, region = by_year(world.national_convicted_bp), by_year(world.region_income)
    rows = [
        ("dk", "convicted_pct", str(year), f"{value / 100:.2f}") for year, value in national.items()
    ]
    rows += [("region-083", "income_region_kr", str(year), str(v)) for year, v in region.items()]
    frames.append(pl.DataFrame(rows, schema=frames[0].schema, orient="row"))
    figures = pl.concat(frames).with_row_index("row", offset=2)
    figures = figures.select(
        "area_id",
        "indicator",
        "period",
        "value",
        decimals=pl.col("value")
        .str.extract(r"\.(\d+)$")
        .str.len_chars()
        .fill_null(0)
        .cast(pl.Int64),
        unit=pl.when(pl.col("indicator") == "income_kr")
        .then(pl.lit("kroner"))
        .otherwise(pl.lit("persons")),
        standing=pl.lit("known"),
        known_from=(pl.col("period").str.head(4).cast(pl.Int64) + 1)
        .cast(pl.String)
        .str.to_date("%Y"),
        file=pl.lit("syntetisk_land.csv"),
        sheet=pl.lit(""),
        row=pl.col("row").cast(pl.Int64),
        column=pl.lit(4, dtype=pl.Int64),
        batch=pl.lit(1, dtype=pl.Int64),
    )
    found = []
    for place, area in enumerate(names):
        of_area = {
            (code, int(year)): int(values[place, number])
            for code, values in world.counts.items()
            for number, year in enumerate(YEARS)
        }
        lists = history(of_area, range(FIRST_LIST, LAST_LIST), national, region)
        found += [
            (date(year, 12, 1), area, category)
            for year, categories in lists.items()
            for category in sorted(categories)
        ]
    schema = {"list_date": pl.Date, "area_id": pl.String, "category": pl.String}
    members = pl.DataFrame(found, schema=schema, orient="row")
    return Country(figures, members.sort("list_date", "area_id", "category"))


def _period(code: str, year: int) -> str:
    return f"{year}-01-01" if code in STOCKS else str(year)


def truth(made: Demo) -> dict[str, bytes]:
    """The clean figures behind the fixture, as csv files by name."""
    figures = [("area_id", "indicator", "period", "value")]
    for area, values in made.areas.items():
        figures += [
            (area, code, _period(code, year), str(value)) for (code, year), value in values.items()
        ]
    for year, value in made.national_bp.items():
        figures.append(("dk", "convicted_pct", str(year), f"{value / 100:.2f}"))
    for year, value in made.region.items():
        figures.append(("region-083", "income_region_kr", str(year), str(value)))
    departments = [("department", "indicator", "period", "value")]
    for number, values in made.departments.items():
        departments += [
            (number, code, _period(code, year), str(values[code, year]))
            for code, year in sorted(values)
            if code in ("residents", "nonwestern_count")
        ]
    lists = [("list_date", "area_id", "category")]
    for area, by_list in made.lists.items():
        lists += [
            (f"{year}-12-01", area, category)
            for year, found in by_list.items()
            for category in sorted(found)
        ]
    local = [("area_id", "year", "indicator", "value")]
    for (area, year, code), value in local_figures(made).items():
        printed = "" if value is None else f"{value:.1f}"
        local.append(("municipality" if area == NAME else area, str(year), code, printed))
    tables = {
        "figures": figures,
        "departments": departments,
        "memberships": lists,
        "local_indicators": local,
    }
    return {
        f"{name}_syntetisk.csv": csv(
            [rows[0], *sorted(rows[1:])], separator=",", encoding="utf-8"
        ).replace(b"\r\n", b"\n")
        for name, rows in tables.items()
    }


def planted(faults: list[Planted]) -> bytes:
    """The planted faults as TOML."""
    text = (
        "# Faults planted in fixtures/demo_kommune (synthetic): what stands there, and the truth.\n"
    )
    for fault in faults:
        text += "\n[[fault]]\n"
        for key in ("file", "sheet", "cell", "kind", "should_be", "stands"):
            text += f'{key} = "{getattr(fault, key)}"\n'
    tomllib.loads(text)
    return text.encode()


def everything() -> dict[Path, bytes]:
    """Every generated file of the fixture and its truth, by path."""
    made = demo()
    files = folder(made)
    listed = new_list(made, LAST_LIST)
    return (
        {FOLDER / name: content for name, content in files.files.items()}
        | {FOLDER / "kort_syntetisk.geojson": boundaries()}
        | {NEW_LIST / name: content for name, content in listed.files.items()}
        | {TRUTH / name: content for name, content in truth(made).items()}
        | {TRUTH / "planted_syntetisk.toml": planted(files.planted)}
    )


def main() -> None:
    """Write the fixture and its truth."""
    for path, content in everything().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
