"""The what-if as one page: the table's numbers, in words of the house, the same bytes each time."""

import dataclasses
import hashlib
import io
import os
import subprocess
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pypdf
import pytest
from click.testing import CliRunner

from forecasts.whatif_asked import Asked, ask, changes_asked, lines
from monitor.cli import forvarsel
from monitor.disclosure import marking
from monitor.errors import OutputError
from monitor.folder_input import from_folder
from reports.whatif_page import page_bytes, whatif_page, write_page
from tests.reports.test_document import plain

ROOT = Path(__file__).parent.parent.parent
DEMO = ROOT / "fixtures" / "demo_kommune"
AMOUNTS = {"into_work": 10, "educated": 20, "moves_in": 30}
ENDINGS = (".pdf", ".html")
MINUS = "\u2212"


@pytest.fixture(scope="module")
def asked() -> Asked:
    inputs, _ = from_folder(DEMO)
    return ask(inputs, inputs.known, "Skitsebakken", changes_asked(AMOUNTS, replaced=True))


class Texts(HTMLParser):
    """Collects what stands between the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(content: bytes, ending: str) -> str:
    """The page's text on one line, as a search finds it."""
    if ending == ".pdf":
        (leaf,) = pypdf.PdfReader(io.BytesIO(content)).pages
        return plain(leaf.extract_text())
    parser = Texts()
    parser.feed(content.decode("utf-8"))
    return plain(" ".join(parser.texts))


def rounded(number: float, places: int) -> str:
    """A number as Danes print it, from its decimal digits alone."""
    unit = Decimal(1).scaleb(-places)
    return str(Decimal(repr(number)).quantize(unit, ROUND_HALF_UP)).replace(".", ",")


def whole_percent(share: float) -> str:
    if share < 0.01:
        return "under 1 pct."
    return "over 99 pct." if share > 0.99 else f"{rounded(100 * share, 0)} pct."


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_number_of_the_page_is_the_tables(asked: Asked, ending: str) -> None:
    text = read(page_bytes(asked, "da", ending), ending)
    rows = asked.table.filter(~pl.col("list_date").is_in(list(asked.locked)))
    assert rows.height > 0
    for row in rows.iter_rows(named=True):
        term = asked.laws[row["list_date"]].categories[row["category"]].terms["da"]
        start = text.index(f"{term[0].upper()}{term[1:]} ", text.index("Ændring, pct.point"))
        line = text[start : start + 160]
        before, after = row["probability_before"], row["probability_after"]
        moved = rounded(100 * abs(after - before), 1)
        sign = MINUS if after < before else "+" if after > before else ""
        said = f"{sign}{moved} ± {rounded(200 * row['change_error'], 1)}"
        places = [line.index(whole_percent(before))]
        places.append(line.index(whole_percent(after), places[-1] + 1))
        places.append(line.index(said, places[-1] + 1))
        if 0.02 < after < 0.98:
            low, high = (rounded(100 * (after + k * row["error"]), 1) for k in (-2, 2))
            assert places[1] < line.index(f"{low}–{high} pct.") < places[2]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_page_says_what_it_is(asked: Asked, ending: str) -> None:
    text = read(page_bytes(asked, "da", ending), ending)
    for wanted in (
        "Skitsebakken",
        "10 flere i arbejde (helårspersoner), 20 flere med godkendt uddannelse og 30 flere beboere",
        "Det er modellens svar, ikke en virkning, nogen har målt.",
        "De dækker ikke, at modellen kan tage fejl.",
        "Opdigtede tal. Demokøbing Kommune findes ikke.",
        "1. december 2026: de år, listen ser på, er forbi",
        "Loven af 2021",
        "Lov nr. 2157 af 27/11/2021",
        "Opgjort 30. september 2026",
    ):
        assert wanted in text, wanted


@pytest.mark.parametrize("ending", ENDINGS)
def test_in_english(asked: Asked, ending: str) -> None:
    text = read(page_bytes(asked, "en", ending), ending)
    assert "It is the model's answer, not an effect anyone has measured." in text
    assert "Invented figures. Demokøbing Municipality does not exist." in text
    assert "pct." not in text.replace("very high from 90 pct.", "")
    assert "sandsynlighed" not in text.lower()


def test_the_pdf_keeps_both_standards(asked: Asked) -> None:
    content = page_bytes(asked, "da", ".pdf")
    assert b"pdfuaid" in content
    assert b"pdfaid" in content
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/Lang"] == "da-DK"
    assert reader.metadata is not None
    assert reader.metadata.title == "Hvad nu hvis, Skitsebakken"


def test_the_html_fetches_nothing_and_holds_no_script(asked: Asked) -> None:
    text = page_bytes(asked, "da", ".html").decode("utf-8")
    assert "<script" not in text
    assert "http" not in text
    assert "src=" not in text


def test_figures_of_a_real_place_are_not_called_invented(asked: Asked) -> None:
    real = whatif_page(dataclasses.replace(asked, synthetic=False), "da")
    assert real.warning_text == marking("da", public=False)
    public = whatif_page(dataclasses.replace(asked, synthetic=False, internal=False), "da")
    assert public.warning_text == ""


def test_a_scenario_is_named(asked: Asked) -> None:
    under = whatif_page(dataclasses.replace(asked, scenario="fem-lister"), "da")
    assert "scenariet fem-lister" in under.scenario


def test_a_change_that_reaches_no_list_is_said_so(asked: Asked) -> None:
    nothing = whatif_page(dataclasses.replace(asked, locked=tuple(asked.laws)), "da")
    assert nothing.lists == ()
    assert nothing.lead == "Ændringen når ingen af de lister, der regnes på."


def test_a_change_that_moves_nothing_is_said_so(asked: Asked) -> None:
    still = asked.table.with_columns(probability_after=pl.col("probability_before"))
    said = whatif_page(dataclasses.replace(asked, table=still), "da")
    assert said.lead == "Ændringen flytter ingen sandsynlighed et helt procentpoint."


def test_who_is_not_replaced_is_said_to_leave(asked: Asked) -> None:
    leaving = dataclasses.replace(asked, changes=changes_asked({"educated": 5}, replaced=False))
    assert any("forlader området" in note for note in whatif_page(leaving, "da").notes)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "* _Demo_ #let $x$ @demo", "示範區"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_is_text_and_nothing_else(asked: Asked, ending: str, name: str) -> None:
    content = page_bytes(dataclasses.replace(asked, name=name), "da", ending)
    assert "Hvad nu hvis" in read(content, ending)
    if ending == ".html":
        assert b"<script" not in content
        assert name in read(content, ending)


def call(*arguments: object) -> tuple[str, BaseException | None]:
    told = CliRunner().invoke(forvarsel, [str(one) for one in arguments])
    return told.output, told.exception


def test_the_command_prints_the_same_lines_with_a_page_and_without(
    asked: Asked, tmp_path: Path
) -> None:
    given = ("whatif", "Skitsebakken", "--input", DEMO, "--into-work", 10, "--educated", 20)
    given += ("--moves-in", 30)
    page = tmp_path / "folder" / "svar.pdf"
    output, fault = call(*given, "--page", page)
    assert fault is None
    assert output.splitlines() == [*lines(asked, "da"), f"Siden er skrevet: {page}"]
    assert page.read_bytes() == page_bytes(asked, "da", ".pdf")
    assert [one.name for one in page.parent.iterdir()] == ["svar.pdf"]


def sentence(fault: BaseException | None) -> str:
    assert isinstance(fault, OutputError)
    return fault.sentence("da")


@pytest.mark.parametrize("name", ["svar.docx", "svar", "pdf"])
def test_another_ending_is_a_sentence_before_anything_is_worked_through(name: str) -> None:
    output, fault = call("whatif", "Skitsebakken", "--into-work", 10, "--page", name)
    assert output == ""
    assert sentence(fault) == (
        f"--page {name}: ventede et filnavn, der ender på .pdf eller .html, "
        "fx --page hvad-nu-hvis.pdf."
    )


def test_a_name_windows_keeps_is_refused() -> None:
    _, fault = call("whatif", "Skitsebakken", "--into-work", 10, "--page", "nul.pdf")
    assert "Windows" in sentence(fault)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_page_is_never_overwritten(asked: Asked, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"svar{ending}"
    assert write_page(path, asked, "da")
    assert not write_page(path, asked, "da")
    kept = path.read_bytes()
    with pytest.raises(OutputError) as told:
        write_page(path, asked, "en")
    assert told.value.sentence("da") == (
        f"{path} findes allerede med andet indhold og overskrives ikke. "
        "Vælg et andet navn med --page."
    )
    assert path.read_bytes() == kept


def test_a_folder_that_is_a_file_is_a_sentence(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as told:
        write_page(tmp_path / "fil" / "svar.html", asked, "da")
    assert "kan ikke skrives" in told.value.sentence("da")
    assert [one.name for one in tmp_path.iterdir()] == ["fil"]


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    told = []
    for seed in ("1", "2"):
        paths = [tmp_path / f"{seed}{ending}" for ending in ENDINGS]
        arguments = ["whatif", "Skitsebakken", "--input", str(DEMO), "--into-work", "10"]
        for path in paths:
            arguments += ["--page", str(path)]
        subprocess.run(
            [sys.executable, "-c", "from monitor.cli import main; main()", *arguments],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        told.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in paths])
    assert told[0] == told[1]


def test_the_date_on_the_page_is_the_data_s(asked: Asked) -> None:
    reader = pypdf.PdfReader(io.BytesIO(page_bytes(asked, "da", ".pdf")))
    assert reader.metadata is not None
    made = reader.metadata.creation_date
    assert made is not None
    assert made.date() == asked.as_of == date(2026, 9, 30)
