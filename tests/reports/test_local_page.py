"""The local lists in document and pages: two models on the invented municipality, as run."""

import csv
import re
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pypdf
import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel
from tests.reports.test_document import plain

FIXTURES = Path(__file__).parents[2] / "fixtures"
ASSUMED = "Pointskala og grænser er antagelser og ikke Aarhus Kommunes"
OWN = "egen_liste_syntetisk.toml"
CHOICE = f'[local]\nmodels = ["aarhus_style", "{OWN}"]\ntargets = "safe_city"\n'


def choose(folder: Path, choice: str) -> None:
    """The folder's settings with other local models than its own two."""
    settings = folder / "forvarsel.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text[: text.index("[local]")] + choice, encoding="utf-8")


def run_on(folder: Path, out: Path, choice: str, *more: str) -> Path:
    """A run of the demo folder with models chosen; where it was written."""
    shutil.copytree(FIXTURES / "demo_kommune", folder)
    choose(folder, choice)
    asked = ["run", str(folder), "--out", str(out), "--only", "pages"]
    asked += more or ("--only", "pdf", "--only", "workbook")
    result = CliRunner().invoke(forvarsel, asked, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return out / "2026-09-30"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("two")
    return run_on(base / "folder", base / "out", CHOICE)


@pytest.fixture(scope="module")
def page(place: Path) -> str:
    text = (place / "3-sider" / "lokal.html").read_text(encoding="utf-8")
    return plain(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture(scope="module")
def leaves(place: Path) -> list[str]:
    return [plain(one.extract_text()) for one in pypdf.PdfReader(place / "1-forvarsel.pdf").pages]


def table(place: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(place / "4-kilder" / f"{name}.parquet")


def test_all_chosen_models_are_scored_and_the_first_is_the_pages(place: Path) -> None:
    models = table(place, "local_models")
    assert models.select("model", "place", "scored").rows() == [
        ("aarhus_style", 1, True),
        ("demo_egen", 2, True),
    ]
    for name in ("local_scores", "local_categories", "local_outlook", "local_counts"):
        assert set(table(place, name)["model"]) == {"aarhus_style", "demo_egen"}
    first = (place / "3-sider" / "index.html").read_text(encoding="utf-8")
    assert "særligt udsat område" in first
    with (place / "4-kilder" / "local_targets.csv").open(encoding="utf-8", newline="") as file:
        assert {row["indicator"] for row in csv.DictReader(file)} >= {"charged_15_17"}
    manifest = (place / "4-kilder" / "manifest.json").read_text(encoding="utf-8")
    assert f'"{OWN}"' in manifest


def test_areas_stand_by_points_with_last_years(page: str, place: Path) -> None:
    assert "De lokale lister" in page
    assert re.search(
        r"1 Fiktionsparken udsat område 14 af 24 ↓ udsat område 15 Kategorien er følsom", page
    )
    ranked = table(place, "local_categories").filter(
        pl.col("final") & (pl.col("model") == "aarhus_style") & (pl.col("year") == 2025)
    )
    names = dict(table(place, "areas").select("area_id", "name").iter_rows())
    order = [names[area] for area in ranked.sort("rank", "area_id")["area_id"]]
    places = [page.index(f" {name} ", page.index("Områderne efter point")) for name in order[:4]]
    assert places == sorted(places)


def test_what_would_move_a_category_is_named(page: str, place: Path) -> None:
    """Mønstergården stands on 11 points; the table has every shift, the page the first three."""
    moved = table(place, "local_sensitivity").filter(
        (pl.col("model") == "aarhus_style")
        & (pl.col("area_id") == "moenstergaarden")
        & (pl.col("year") == 2025)
    )
    assert moved.filter(pl.col("kind") == "break")["change"].to_list() == ["1.25 +10%", "1.75 +10%"]
    assert (
        "Kategorien er følsom. Knækket 1,25 en tiendedel op: risikoområde; knækket 1,75 en "
        "tiendedel op: risikoområde; uden Sundhed: risikoområde; og flere, i alt 5."
    ) in page
    # of the law's figures the counts are known, and with them how firm a rank is
    ranks = table(place, "local_ranks")
    assert set(ranks["model"]) == {"demo_egen"}
    assert "1 (1–2) Eksempelvej/Forsøgsvej" in page
    assert "hvor området kan ligge alene på grund af tællestøj" in page


def test_counts_per_colour_and_who_changed(page: str) -> None:
    assert "2025: 10 områder vurderet; ingen har skiftet kategori." in page
    assert "2025: 10 områder vurderet; to har skiftet kategori." in page
    assert "højt, værre i fjor 1 Kommet til: Eksempelvej/Forsøgsvej" in page
    assert "Ikke længere: Kopivænget" in page


def test_level_is_crossed_with_change(page: str, place: Path) -> None:
    assert "Niveau og ændring, Demokøbings egen liste (opdigtet), 2025" in page
    cells = table(place, "local_grid")
    assert cells.height == 9
    assert cells["areas"].sum() == 10
    worst = cells.filter(pl.col("cell") == "33").row(0, named=True)
    assert worst["area_ids"] == "eksempelvej-forsoegsvej|fiktionsparken"
    assert "Eksempelvej/Forsøgsvej og Fiktionsparken (kræver opmærksomhed)" in page


def test_what_may_come_stands_beside_no_change(page: str, place: Path) -> None:
    """The probability of each colour adds up; the law's own figures follow the outlook."""
    assert "Sandsynlighed i 2026" in page
    assert "Sandsynlighed i 2027" in page
    assert "samme kategori" in page
    assert "er lovens egne tal og følger prognosens trækninger" in page
    coming = table(place, "local_outlook")
    sums = coming.group_by("model", "year", "area_id").agg(pl.col("probability").sum())
    assert ((sums["probability"] - 1).abs() < 1e-6).all()


def test_agreement_and_warners_say_their_small_numbers(page: str, leaves: list[str]) -> None:
    sentence = (
        "I stil med Aarhus' egen liste og Demokøbings egen liste (opdigtet) placerer begge 10 "
        "områder i 2025. Begge advarer om 1, kun den første om 2, kun den anden om 1, ingen af dem "
        "om 6."
    )
    document = " ".join(leaves)
    for text in (page, document):
        assert sentence in text.replace("&#39;", "'")
        for warner in ("Prognosen", "Lovens egne grænser: højst ét kriterium fra"):
            assert warner in text
        assert "5 nye områder på listen" in text
        assert "for lidt til at rangordne varslerne" in text
        assert "0 af 88 udsagn er forseglet, før listen kom" in text
    assert "5 af 5 varslet, 0 overset, 0 ikke vurderet" in page


def test_the_assumption_stands_on_every_page_with_the_model(place: Path, leaves: list[str]) -> None:
    # an empty left-hand page before a sheet holds nothing of the model
    assert all(ASSUMED in leaf for leaf in leaves if leaf.strip())
    pages = sorted((place / "3-sider").glob("*.html"))
    assert len(pages) == 14
    for path in pages:
        assert ASSUMED in path.read_text(encoding="utf-8"), path.name


def test_the_assumption_stands_in_the_workbook(place: Path) -> None:
    with zipfile.ZipFile(place / "2-arbejdsark.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            assert f"{ASSUMED}.&amp;R" in book.read(name).decode("utf-8"), name
        texts = book.read("xl/sharedStrings.xml").decode("utf-8")
    # and over the table of the local indicators
    assert f"4-kilder/local_scores.csv {ASSUMED}" in texts


def test_the_radar_has_the_area_the_municipality_and_all_areas(place: Path) -> None:
    drawn = table(place, "local_radar").filter(pl.col("model") == "aarhus_style")
    assert drawn.filter(area_id="attrapgaarden").height == 8
    assert drawn.null_count().select("municipality", "all_areas").row(0) == (0, 0)
    sheet = (place / "3-sider" / "omr-attrapgaarden.html").read_text(encoding="utf-8")
    data = sheet[sheet.index('id="chart-data"') :]
    assert data.count('"kind":"others"') == 9  # eight axes, and closed


def test_a_model_of_ones_own_alone_is_the_pages_and_nothing_is_said_of_aarhus(
    tmp_path: Path,
) -> None:
    place = run_on(tmp_path / "folder", tmp_path / "out", f'[local]\nmodels = ["{OWN}"]\n')
    first = (place / "3-sider" / "index.html").read_text(encoding="utf-8")
    assert "højt, værre" in first
    assert all("Aarhus" not in one.read_text("utf-8") for one in (place / "3-sider").glob("*.html"))
    pdf = pypdf.PdfReader(place / "1-forvarsel.pdf")
    assert all("Aarhus" not in one.extract_text() for one in pdf.pages)
    warners = table(place, "warning_in_time")["warner"].to_list()
    assert warners == ["demo_egen", "law_margins", "outlook"]


def test_a_public_edition_holds_nothing_of_the_local_lists(tmp_path: Path) -> None:
    place = run_on(tmp_path / "folder", tmp_path / "out", CHOICE, "--public", "--only", "workbook")
    held = {path.stem for path in (place / "4-kilder").glob("*.csv")}
    assert {name for name in held if name.startswith("local_")} == {"local_models", "local_targets"}
    assert not (place / "3-sider" / "lokal.html").exists()
    first = (place / "3-sider" / "index.html").read_text(encoding="utf-8")
    assert "lokal.html" not in first
    assert ASSUMED not in first


def test_an_unknown_model_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(FIXTURES / "demo_kommune", folder)
    choose(folder, '[local]\nmodels = ["aarhus_stil"]\n')
    from monitor.errors import UnknownNameError

    with pytest.raises(UnknownNameError) as fault:
        CliRunner().invoke(
            forvarsel,
            ["run", str(folder), "--out", str(tmp_path / "out")],
            catch_exceptions=False,
            standalone_mode=False,
        )
    assert 'modellen "aarhus_stil" kendes ikke' in str(fault.value)
    assert not (tmp_path / "out").exists()
