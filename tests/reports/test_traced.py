"""Every number of every output has its origin in ``4-kilder``, the act or a fixed sentence.

The csv files are read as text here, and rounded by the test's own rule; nothing of ``reports`` is
asked but its sentences. How much the check is worth is measured by changing digits: where it would
let a wrong digit pass, the share below says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from random import Random

import pypdf
import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel
from monitor.law.load import law_on
from tests.reports.traced import (
    Check,
    Number,
    fan_cells,
    fixed,
    mutated,
    rounded,
    tokens,
    whatif_answers,
)

ROOT = Path(__file__).parent.parent.parent
CHANGED = 2000

Kind = Callable[[str], bool]
KINDS: dict[str, tuple[Kind, float]] = {
    "decimals": (lambda token: "." in token, 0.65),
    "whole, three digits and more": (
        lambda token: "." not in token and len(token) >= 3 and not token.startswith(("19", "20")),
        0.85,
    ),
}
"""Kinds of numbers, and the least share of changed digits the check must catch.

Whole numbers of one or two digits and years collide with others of the same area too often to
prove anything by value alone; they are traced all the same.
"""


def pages_of(check: Check) -> dict[str, Path]:
    """Area id -> its page, by the name on it."""
    names = {row["name"]: row["area_id"] for row in check.sources.rows("areas")}
    found = {}
    for path in sorted((check.run / "3-sider").glob("omr-*.html")):
        heading = re.search(r"<h1>(.*?)</h1>", path.read_text(encoding="utf-8"))
        assert heading is not None
        name = re.sub(r"</?(?:bdi|wbr)>", "", heading.group(1))
        if name in names:
            found[names[name]] = path
    assert found
    return found


def all_numbers(check: Check) -> list[Number]:
    found = [
        number for area, path in pages_of(check).items() for number in check.numbers(area, path)
    ]
    assert len(found) > 100
    return found


def no_number_without_origin(check: Check) -> None:
    lost = [number for number in all_numbers(check) if not check.traced(number)]
    assert lost == []


def caught(check: Check, kind: Kind) -> float:
    """The share of seeded changes of one digit that the check calls untraceable."""
    chance = Random(8)
    numbers = [number for number in all_numbers(check) if kind(number.token)]
    wrong = [
        replace(number, token=mutated(number.token, chance))
        for number in (chance.choice(numbers) for _ in range(CHANGED))
    ]
    return sum(not check.traced(number) for number in wrong) / CHANGED


def titles(language: str) -> dict[str, str]:
    """The criteria's names on a page -> their codes."""
    text = files("reports").joinpath("text", f"{language}.toml").read_text(encoding="utf-8")
    return {name: code for code, name in tomllib.loads(text)["criterion"]["long"].items()}


def charts_are_the_tables(check: Check) -> int:
    """Each interval of a chart's table is the trajectory's row of that year, in each digit."""
    names, seen = titles(check.language), 0
    law = law_on(date(check.coming, 12, 1))
    for area, path in pages_of(check).items():
        rows = {
            (row["indicator"], row["list_date"][:4]): row
            for row in check.sources.rows("trajectory", area)
            if row["area_id"] == area
        }
        for title, year, (_, _, interval) in fan_cells(path.read_text(encoding="utf-8")):
            said = tokens(interval.replace("\u00a0", " "), check.language)
            if not said:
                continue
            row = rows[law.criteria[names[title]].indicator, year]
            places = len(said[0].partition(".")[2])
            assert said == [rounded(row["q10"], places), rounded(row["q90"], places)], (area, title)
            seen += 1
    return seen


def look_up_is_the_grid(check: Check) -> int:
    """Each answer a page can look up is the row of ``whatif`` it names."""
    seen = 0
    for area, path in pages_of(check).items():
        rows = check.sources.rows("whatif", area)
        for answer in whatif_answers(path.read_text(encoding="utf-8")):
            same = [
                row
                for row in rows
                if (row["lever"], row["amount"]) == (answer["lever"], str(answer["amount"]))
            ]
            assert any(float(row["probability_after"]) == answer["share"] for row in same), answer
            said = tokens(str(answer["text"]).replace("\u00a0", " "), check.language)
            share = float(str(answer["share"]))
            expected = (
                "1" if share < 0.01 else "99" if share > 0.99 else rounded(repr(100 * share), 0)
            )
            assert said == [expected], answer
            seen += 1
    return seen


def document_says_what_the_pages_say(check: Check) -> int:
    """Each number of an area's sheet in the PDF stands on its page too, or is one of three kinds.

    The page's own number, the place in the running head, and the distance in points, which only
    paper has room for: it is worked out here from value and limit as printed beside it.
    """
    document = pypdf.PdfReader(check.run / "1-forvarsel.pdf")
    pages = pages_of(check)
    names = {row["name"]: row["area_id"] for row in check.sources.rows("areas")}
    seen = 0
    for place, leaf in enumerate(document.pages, start=1):
        text = re.sub("[\u00a0\u202f]", " ", leaf.extract_text().replace("\u200b", ""))
        head, _, body = text.partition("\n")
        area = max((name for name in names if f" {name} " in head), key=len, default=None)
        if area is None or names[area] not in pages:
            continue
        numbers = check.numbers(names[area], pages[names[area]])
        allowed = {number.token for number in numbers} | fixed(check.language)
        allowed |= {str(place), str(len(document.pages))}
        apart = points_apart(pages[names[area]], check.language)
        for sign in re.findall(r"(?<![\w-])[+\u2212]([\d.,]+)", body):
            assert set(tokens(sign, check.language)) <= apart, (area, place, sign)
        allowed |= {token for token in apart if not token.strip("0.")}
        for token in tokens(re.sub(r"[+\u2212][\d.,]+", " ", body), check.language):
            assert token in allowed, (area, place, token)
            seen += 1
    return seen


def points_apart(page: Path, language: str) -> set[str]:
    """The distances in points of a page's criteria: printed value less printed limit."""
    content = page.read_text(encoding="utf-8").replace("\u00a0", " ")
    table = content[content.index('id="criteria"') : content.index('id="fans"')]
    found = set()
    for row in table.split('<tr role="row">')[2:]:
        cells = [
            tokens(re.sub("<[^>]*>", " ", cell.partition('<span class="note">')[0]), language)
            for cell in row.split('<td role="cell" class="right">')[1:3]
        ]
        if all(cells):
            apart = abs(Decimal(cells[0][0]) - Decimal(cells[1][0]))
            found.add(f"{apart:f}")
    return found


@pytest.fixture(scope="module")
def invented(report: Path, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """The invented run with its sources beside its report."""
    check = Check(report, "da", 2026)
    check.sources.folder = sources
    return check


def test_every_number_of_the_area_pages_has_an_origin(invented: Check) -> None:
    no_number_without_origin(invented)


def test_the_intervals_of_the_charts_are_the_trajectory_s(invented: Check) -> None:
    assert charts_are_the_tables(invented) > 50


def test_the_look_up_s_answers_are_the_grid_s(invented: Check) -> None:
    assert look_up_is_the_grid(invented) > 50


def test_document_and_pages_say_the_same_numbers(invented: Check) -> None:
    assert document_says_what_the_pages_say(invented) > 500


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_digit_is_caught(invented: Check, kind: str) -> None:
    of_kind, least = KINDS[kind]
    assert caught(invented, of_kind) >= least


RUNS = {
    "demo": (["fixtures/demo_kommune"], "2026-11-24", 2026),
    "record of 2016": ([], "2016-11-23", 2016),
    "record of today": ([], "2026-11-24", 2025),
}


@pytest.mark.campaign
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", RUNS)
def test_whole_runs(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All areas of the demo and of the record then and now, in both languages."""
    given, as_of, coming = RUNS[name]
    monkeypatch.chdir(ROOT)
    told = CliRunner().invoke(
        forvarsel, ["--lang", language, "run", *given, "--out", str(tmp_path), "--as-of", as_of]
    )
    assert told.exit_code == 0, told.output
    check = Check(tmp_path / as_of, language, coming)
    no_number_without_origin(check)
    look_up_is_the_grid(check)
    charts_are_the_tables(check)
    assert document_says_what_the_pages_say(check) > 500
    for of_kind, least in KINDS.values():
        assert caught(check, of_kind) >= least
