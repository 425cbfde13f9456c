"""The demo's pages worked out by hand: figures as read, the act's numbers, fractions; no engine.

From ``4-kilder/figures.csv`` and the law file's numbers alone: value, verdict, persons or kroner to
the limit, and the 40 percent share of all ten areas; lists in a row and the earliest date from the
lists as they were read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel
from tests.reports.traced import Sources, rounded, tokens

ROOT = Path(__file__).parent.parent.parent
YEAR = 2026
LAW: dict[str, Any] = tomllib.loads(
    files("monitor").joinpath("law", "2021.toml").read_text(encoding="utf-8")
)
SHARES = {
    "Outside work and education": "outside_labour",
    "Convicted": "convicted",
    "Basic schooling only": "basic_education",
    "Non-western share": "nonwestern",
}
BASES = {"nonwestern": "residents"}
PER_DWELLING = 75
"""Square metres of commercial floor that count as one dwelling."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo in English, its pages only."""
    out = tmp_path_factory.mktemp("demo")
    given = ["run", str(ROOT / "fixtures" / "demo_kommune"), "--out", str(out)]
    told = CliRunner().invoke(
        forvarsel, ["--lang", "en", *given, "--as-of", "2026-11-23", "--only", "pages"]
    )
    assert told.exit_code == 0, told.output
    return out / "2026-11-23"


@pytest.fixture(scope="module")
def sources(run: Path) -> Sources:
    return Sources(run / "4-kilder", "en")


def figures(sources: Sources, area: str) -> dict[tuple[str, int], Fraction]:
    return {
        (row["indicator"], int(row["period"][:4])): Fraction(row["value"])
        for row in sources.rows("figures")
        if row["area_id"] == area and row["value"]
    }


def page(run: Path, area: str) -> str:
    text = (run / "3-sider" / f"omr-{area}.html").read_text(encoding="utf-8")
    return re.sub("[\u00a0\u202f]", " ", text)


def criteria(content: str) -> Iterator[tuple[str, list[str]]]:
    """(name, cells) of the table of criteria: value, limit, met, this list, next list, chance."""
    table = content[content.index('id="criteria"') : content.index('id="fans"')]
    for row in table.split('<tr role="row">')[2:]:
        name = re.search(r'plainname">([^<]*)<', row)
        assert name is not None
        cells = re.findall(r'<span class="body[^"]*">(.*?)(?:<span class="note|</span>)', row)
        yield name.group(1), [re.sub("<[^>]*>", " ", cell).strip() for cell in cells]


def met(operator: str, value: Fraction, limit: Fraction) -> bool:
    return {">": value > limit, ">=": value >= limit, "<": value < limit}[operator]


def limit_on_page(code: str, said: str) -> tuple[str, Fraction]:
    """The limit as printed must be one the act names for this criterion."""
    number = Fraction(tokens(said, "en")[0])
    own = LAW["criteria"][code]["limits"].values()
    return next((one["operator"], number) for one in own if one["value"] == number)


def steps(value: Callable[[int], Fraction], operator: str, limit: Fraction) -> int:
    """The smallest whole number of persons that turns the verdict, tried one after the other."""
    now = met(operator, value(0), limit)
    sign = -1 if now else 1
    return next(n for n in range(1, 100_000) if met(operator, value(sign * n), limit) != now)


def mean_share(counts: list[Any], bases: list[Any]) -> Callable[[int], Fraction]:
    """The mean of the years' shares with so many persons more in each year, in percent."""
    pairs = tuple(zip(counts, bases, strict=True))
    return lambda more: 100 * sum((count + more) / base for count, base in pairs) / len(pairs)


AREAS = (
    "attrapgaarden", "demoparken", "eksempelvej-forsoegsvej", "fiktionsparken", "kopivaenget",
    "modelbyen-nord", "modelbyen-syd", "moenstergaarden", "proevelunden", "skitsebakken",
)  # fmt: skip


def test_the_ten_areas_are_all_there_are(sources: Sources) -> None:
    assert sorted(row["area_id"] for row in sources.rows("areas")) == sorted(AREAS)


@pytest.mark.parametrize("area", AREAS)
def test_value_verdict_and_persons(run: Path, sources: Sources, area: str) -> None:
    known = figures(sources, area)
    judged = 0
    for name, cells in criteria(page(run, area)):
        code = SHARES.get(name)
        if code is None:
            continue
        years = [YEAR + back for back in LAW["criteria"][code]["reference_years"]]
        bases = [known.get((BASES.get(code, f"{code}_base"), year)) for year in years]
        counts = [known.get((f"{code}_count", year)) for year in years]
        if None in bases or None in counts or code == "convicted":
            continue

        share = mean_share(counts, bases)
        operator, limit = limit_on_page(code, cells[1])
        now = met(operator, share(0), limit)
        assert tokens(cells[0], "en")[0] == rounded(f"{float(share(0)):.9f}", 1)
        assert cells[2] == ("yes" if now else "no")
        # the distance on the page is of the list in focus; the limit printed beside it is its own
        assert tokens(cells[3], "en") == [str(steps(share, operator, limit))], (name, cells)
        assert cells[3].endswith("over" if now else "under")
        judged += 1
    assert judged == 2


@pytest.mark.parametrize("area", AREAS)
def test_income_and_residents(run: Path, sources: Sources, area: str) -> None:
    known = figures(sources, area)
    cells = dict(criteria(page(run, area)))
    year = YEAR + LAW["criteria"]["income"]["reference_years"][0]
    own, region = known["income_kr", year], known["income_region_kr", year]
    operator, limit = limit_on_page("income", cells["Income"][1])
    value = 100 * own / region
    assert tokens(cells["Income"][0], "en")[0] == rounded(f"{float(value):.9f}", 1)
    assert cells["Income"][2] == ("yes" if met(operator, value, limit) else "no")
    apart = abs(limit * region / 100 - own)
    assert abs(Fraction(tokens(cells["Income"][3], "en")[0]) - apart) <= 1

    residents = known["residents", YEAR]
    operator, limit = limit_on_page("population", cells["Residents"][1])
    assert tokens(cells["Residents"][0], "en") == [str(residents)]
    turned = steps(lambda more: residents + more, operator, limit)
    assert tokens(cells["Residents"][3], "en") == [str(turned)]


@pytest.mark.parametrize("area", AREAS)
def test_family_dwellings(run: Path, sources: Sources, area: str) -> None:
    known = figures(sources, area)
    family = known["dwellings_family", YEAR]
    whole = known.get(("commercial_m2", YEAR), Fraction(0)) / PER_DWELLING
    whole += known.get(("demolished_not_replaced", YEAR), Fraction(0))
    whole += sum(
        n for (code, year), n in known.items() if code.startswith("dwell") and year == YEAR
    )
    text = page(run, area)
    share = rounded(f"{float(100 * family / whole):.9f}", 1)
    assert f"dwellings are social family dwellings: {share} pct" in text
    over = family - whole * 2 / 5
    if over > 0:
        assert f"That is {ceil(over):,} family dwellings over 40 pct." in text


@pytest.mark.parametrize("area", AREAS)
def test_lists_in_a_row(run: Path, sources: Sources, area: str) -> None:
    on = {
        int(row["list_date"][:4])
        for row in sources.rows("categories")
        if row["area_id"] == area and row["published_parallel"] == "yes"
    }
    streak = next(n for n in range(100) if YEAR - 1 - n not in on)
    needed = LAW["categories"]["transformation"].get("lists_in_a_row", 5)
    text = page(run, area)
    if streak:
        assert f"{streak} years in a row up to and including the list of 1 December 2025" in text
    if streak < needed:
        assert f"at the earliest on 1 December {YEAR - 1 + needed - streak}, when" in text
