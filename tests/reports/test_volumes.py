"""A report of many areas stands in volumes: nothing is lost between them."""

import re
from pathlib import Path

import pypdf
import pytest

from reports import volumes
from reports.build import build
from reports.commands import beforehand
from reports.language import unbroken
from reports.source import read_tables
from reports.volumes import Volume
from reports.warning.assemble import warning
from tests.reports.synthetic import write

NAMES = [
    "1-forvarsel.pdf",
    "1-forvarsel-bind-2.pdf",
    "1-forvarsel-bind-3.pdf",
]
MARKING = "Kun til internt brug"


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten invented areas in volumes of four."""
    folder = tmp_path_factory.mktemp("parted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(volumes, "MOST_IN_ONE", 9)
        patch.setattr(volumes, "IN_A_VOLUME", 4)
        build(write(folder / "in"), folder / "out", marking=MARKING)
    return folder / "out"


def text_of(path: Path) -> list[str]:
    reader = pypdf.PdfReader(path)
    return [plain(page.extract_text()) for page in reader.pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unbroken(text).replace("\u00a0", " "))


def test_a_hundred_areas_are_one_file_and_one_more_is_three() -> None:
    areas = [None] * 101
    assert volumes.volumes(areas[:100]) == (Volume(1, 1, 0, 100),)
    assert [(one.start, one.stop) for one in volumes.volumes(areas)] == [
        (0, 50),
        (50, 100),
        (100, 101),
    ]


def test_each_area_has_its_sheet_in_one_volume_in_the_order_of_the_index(parted: Path) -> None:
    said = warning(read_tables(parted.parent / "in"), "da")
    leaves = [text_of(parted / name) for name in NAMES]
    for place, area in enumerate(said.areas):
        holding = [
            number
            for number, pages in enumerate(leaves)
            # a sheet's two pages carry the area's name in their running head
            if sum(plain(area.name) in page[:200] for page in pages[1:]) >= 2
        ]
        assert holding == [place // 4]


def test_the_first_volume_says_where_the_others_are(parted: Path) -> None:
    first = text_of(parted / NAMES[0])
    assert (
        "Rapporten er i 3 bind: arkene for de 4 mest påtrængende områder står i dette" in first[0]
    )
    assert first[1].count("bind 2") == 4
    assert first[1].count("bind 3") == 2
    assert "Metode, definitioner og forbehold" in first[-1]


def test_a_further_volume_says_what_stands_in_it(parted: Path) -> None:
    second = text_of(parted / NAMES[1])
    assert "Her står arkene for område 5 til 8 i den rækkefølge" in second[0]
    # its own index, then two sides an area, no blank leaf between
    assert len(second) == 1 + 2 * 4
    assert not any("Metode, definitioner og forbehold" in page for page in second)


@pytest.mark.parametrize("name", NAMES)
def test_every_volume_is_accessible_marked_and_says_which_it_is(parted: Path, name: str) -> None:
    reader = pypdf.PdfReader(parted / name)
    metadata = (parted / name).read_bytes()
    assert b"pdfuaid" in metadata
    assert b"pdfaid" in metadata
    assert f"bind {NAMES.index(name) + 1} af 3" in str(reader.metadata and reader.metadata.title)
    assert all(MARKING in page for page in text_of(parted / name) if page.strip())


def test_the_start_page_leads_to_every_volume(parted: Path) -> None:
    start = (parted / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in start for name in NAMES)
    assert "Forvarsel som PDF, bind 3" in start


def test_a_run_of_many_areas_says_beforehand_how_long_it_takes() -> None:
    assert beforehand(100, "da") == ""
    assert beforehand(1100, "da") == (
        "1.100 områder: forvarslet deles i 22 bind, og kørslen tager omkring 8 minutter."
    )
