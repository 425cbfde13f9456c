"""The pages as files: whole, linked, self-contained; every word escaped."""

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from reports.build import build
from reports.maps import point_map, tiles
from reports.source import Tables, read_tables
from reports.warning.assemble import warning
from reports.warning.model import MunicipalWarning
from tests.reports.conftest import agrees_with_golden
from tests.reports.synthetic import AREAS, write


class Page(HTMLParser):
    """What a test asks of a page: links, headings, identifiers, text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.heads: list[str] = []
        self.ids: list[str] = []
        self.lang = ""
        self.words: list[str] = []
        self._silent = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.lang = values.get("lang") or ""
        if tag in ("script", "style"):
            self._silent += 1
        if re.fullmatch("h[1-6]", tag):
            self.heads.append(tag)
        if "id" in values:
            self.ids.append(values["id"] or "")
        self.links += [values[name] or "" for name in ("href", "src") if name in values]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.words).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def pages(report: Path) -> dict[str, Page]:
    return {path.name: Page(path) for path in sorted((report / "3-sider").glob("*.html"))}


def test_a_page_for_each_area_and_four_more(pages: dict[str, Page]) -> None:
    assert len(pages) == 10 + 4
    assert {"index.html", "lister.html", "lokal.html", "metode.html"} <= set(pages)


def test_every_link_leads_to_a_file_of_the_folder(report: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for link in page.links:
            target = link.split("#")[0]
            if target and not target.startswith("data:"):
                assert (report / "3-sider" / target).is_file(), (name, link)


def test_nothing_is_fetched_from_elsewhere(report: Path) -> None:
    for path in (report / "3-sider").glob("*.html"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org", "")
        assert "http://" not in text
        assert "https://" not in text
    style = (report / "3-sider" / "forvarsel.css").read_text(encoding="utf-8")
    assert set(re.findall(r"url\(\"?(\w+)", style)) == {"fonts"}


def test_one_heading_of_the_first_rank_and_no_rank_skipped(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        ranks = [int(head[1]) for head in page.heads]
        assert ranks[0] == 1, name
        assert ranks.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(ranks))
        assert page.lang == "da"


def test_no_identifier_twice(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_every_page_says_that_the_figures_are_invented(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert "Opdigtede tal. Demokøbing Kommune findes ikke." in page.text


def test_page_and_document_say_the_same(pages: dict[str, Page], danish: MunicipalWarning) -> None:
    for area in danish.areas:
        said = pages[f"{area.slug}.html"].text
        for sentence in (*area.summary, *area.reservations, *area.clock.sentences):
            assert sentence.replace("\u00a0", " ") in said
        for row in area.criteria:
            assert row.value_text.replace("\u00a0", " ") in said
            assert row.limit_text.replace("\u00a0", " ") in said


def test_the_text_of_the_start_page_is_the_one_kept(pages: dict[str, Page]) -> None:
    assert agrees_with_golden("start_da.txt", "\n".join(pages["index.html"].words) + "\n")


def test_without_script_the_charts_stand_and_their_numbers(
    report: Path, pages: dict[str, Page]
) -> None:
    text = (report / "3-sider" / "omr-demovej-demopark.html").read_text(encoding="utf-8")
    assert text.count('class="chart"') == 8
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') == 8
    assert "2,38" in pages["omr-demovej-demopark.html"].text


def test_the_chart_library_stands_once(report: Path) -> None:
    folder = report / "3-sider"
    assert (folder / "vega.js").stat().st_size > 500_000
    assert all(path.stat().st_size < 400_000 for path in folder.glob("*.html"))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'A "B" & C', "=1+1"])
def test_a_name_is_text_and_nothing_else(tmp_path: Path, name: str) -> None:
    import dataclasses

    named = dataclasses.replace(AREAS[1], name=name)
    build(write(tmp_path / "in", areas=(named,)), tmp_path / "out", only=["pages"])
    start = (tmp_path / "out" / "3-sider" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in start
    assert name in html.unescape(re.sub(r"</?(wbr|bdi)>", "", start))


def test_tiles_are_the_98_municipalities_each_on_its_own_square() -> None:
    from monitor.record.load import municipalities

    assert len({(tile.row, tile.column) for tile in tiles()}) == 98
    known = dict(municipalities().select("municipality_code", "municipality").iter_rows())
    assert {tile.code: tile.name for tile in tiles()} == known


def test_labels_of_the_map_never_cover_each_other(danish: MunicipalWarning) -> None:
    drawn = point_map(danish.areas)
    assert drawn is not None
    assert len(drawn.points) == 10
    places = {(point.label_x, point.label_y) for point in drawn.points}
    assert len(places) == 10


def test_the_map_takes_the_user_s_own_outlines(danish: MunicipalWarning, tmp_path: Path) -> None:
    square = tmp_path / "kommune.geojson"
    square.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        '{"type":"Polygon","coordinates":[[[9.4,55.4],[9.6,55.4],[9.6,55.5],[9.4,55.4]]]}}]}',
        encoding="utf-8",
    )
    drawn = point_map(danish.areas, square)
    assert drawn is not None
    assert len(drawn.outlines) == 1


def test_a_feature_that_names_an_area_puts_it_on_the_map(
    danish: MunicipalWarning, tmp_path: Path
) -> None:
    """By name at a point, by id at the middle of an outline; a stranger's name moves nothing."""
    first, second, *_ = bare = [replace(area, at=None) for area in danish.areas]
    features = [
        ({"navn": first.name}, "Point", [9.5, 55.4]),
        ({"id": second.area_id}, "Polygon", [[[9.4, 55.4], [9.6, 55.4], [9.6, 55.5], [9.4, 55.4]]]),
        ({"navn": "Et andet sted", "nr": 7}, "Point", [9.55, 55.45]),
    ]
    tree = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": at}}
            for said, kind, at in features
        ],
    }
    own = tmp_path / "kort.geojson"
    own.write_text(json.dumps(tree), encoding="utf-8")
    drawn = point_map(tuple(bare), own)
    assert drawn is not None
    assert [point.area.area_id for point in drawn.points] == [first.area_id, second.area_id]
    assert drawn.points[0].y > drawn.points[1].y


def test_outlines_that_are_no_geojson_are_a_sentence(
    danish: MunicipalWarning, tmp_path: Path
) -> None:
    from monitor.errors import UnreadableFileError

    wrong = tmp_path / "kort.geojson"
    wrong.write_text("not json", encoding="utf-8")
    with pytest.raises(UnreadableFileError) as fault:
        point_map(danish.areas, wrong)
    assert "Gem kortet som GeoJSON (WGS84)" in fault.value.sentence("da")


def test_the_public_edition_has_no_local_list(sources: Path, tmp_path: Path) -> None:
    build(sources, tmp_path, public=True, only=["pages"])
    for path in (tmp_path / "3-sider").glob("*.html"):
        text = Page(path).text
        assert "særligt udsat område" not in text
        assert "Jobteam" not in text


def test_the_lists_page_shows_every_earlier_list(pages: dict[str, Page], tables: Tables) -> None:
    text = pages["lister.html"].text
    for year in range(2014, 2026):
        assert f"1.12.{year}" in text


def test_english_pages_have_no_danish_sentence(sources: Path, tmp_path: Path) -> None:
    build(sources, tmp_path, "en", only=["pages"])
    page = Page(tmp_path / "3-sider" / "index.html")
    assert page.lang == "en"
    assert "Showing" not in page.text or "Viser" not in page.text
    said = warning(read_tables(sources), "en")
    assert said.headline.replace("\u00a0", " ") in page.text
