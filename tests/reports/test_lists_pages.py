"""The pages on the lists, from the record: what rounding hides, what has no figures."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from monitor.engine import run_inputs
from monitor.inputs import from_record
from reports.lists import ListsPages, write_lists

HEAD = (
    "category",
    "official",
    "found",
    "confirmed",
    "left",
    "contradicted",
    "undecided",
    "undecided_left",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of everything the record knows."""
    place = tmp_path_factory.mktemp("lister")
    inputs = from_record("en")
    names = dict(inputs.areas.select("area_id", "name").iter_rows())
    run = run_inputs(inputs, inputs.known, language="en")
    write_lists(ListsPages(run, None, names, inputs.lists, inputs.known), place, "en")
    return place


def summary(folder: Path, day: str) -> dict[str, dict[str, str]]:
    """Category -> column -> cell of a list's own table."""
    text = (folder / f"{day}.html").read_text(encoding="utf-8")
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    rows = [
        [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in body.split("</tr>")
        if "<td" in row
    ]
    return {row[0]: dict(zip(HEAD, row, strict=True)) for row in rows}


@pytest.mark.parametrize(("day", "hidden"), [("2014-12-01", "1"), ("2015-12-01", "2")])
def test_leavers_within_rounding_of_a_limit_are_counted(
    folder: Path, day: str, hidden: str
) -> None:
    """Aldersrogade in 2014, Degnegården and Bispeparken in 2015: off the list by a tie."""
    [row] = summary(folder, day).values()
    assert row["undecided_left"] == hidden
    assert row["contradicted"] == "none"


def test_a_list_without_values_shows_a_dash_and_not_nought(folder: Path) -> None:
    row = summary(folder, "2020-12-01")["ghetto area"]
    assert (row["found"], row["confirmed"], row["left"]) == ("15", "–", "1")
    assert row["contradicted"] == "–"


def test_a_list_not_known_says_nothing_of_what_was_undecided(folder: Path) -> None:
    for row in summary(folder, "2025-12-01").values():
        assert row["found"] == "not known"
        assert [row[name] for name in HEAD[3:]] == [""] * 5


def test_a_list_most_of_whose_areas_have_no_values_is_one_finding(folder: Path) -> None:
    index = (folder / "index.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert index.count("The list of 1 December 2019: 34 of the 39 areas on it have no") == 1
    assert "without published values" not in (folder / "2019-12-01.html").read_text("utf-8")


def test_a_tie_is_shown_as_it_was_printed(folder: Path) -> None:
    text = (folder / "2015-12-01.html").read_text(encoding="utf-8")
    assert re.search(r'<td class="n">50\.0</td><td class="n">&gt; 50</td>', text)
