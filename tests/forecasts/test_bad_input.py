"""Bad input to the forecast, each kind: a sentence, or a wide and marked outlook; never a NaN.

All figures are synthetic.
"""

from datetime import date

import polars as pl
import pytest
from click.testing import CliRunner

from forecasts.prior import read_prior
from forecasts.prior_text import prior_text
from forecasts.tables import forecast_tables
from monitor.cli import forvarsel
from monitor.errors import ForvarselError
from monitor.folder_input import from_folder
from monitor.law.load import load_scenario
from tests.forecasts.test_outlook import sound

SETTINGS = """\
[folder]
municipality = "Prøvekøbing"
region = "083"
synthetic = true

[areas]
"Prøveparken" = { id = "proeveparken", name = "Prøveparken", municipality = "Prøvekøbing" }
"Naboparken" = { id = "naboparken", name = "Naboparken", municipality = "Prøvekøbing" }
"""
HEAD = "area;indicator;period;value;known_from;note"
TODAY = date(2026, 9, 30)
SHARES = {
    "residents": ("-01-01", 1500),
    "outside_labour_count": ("", 380), "outside_labour_base": ("", 950),
    "convicted_count": ("", 24), "convicted_base": ("", 1100),
    "basic_education_count": ("-01-01", 330), "basic_education_base": ("-01-01", 560),
    "nonwestern_count": ("-01-01", 690),
    "income_kr": ("", 212000), "income_region_kr": ("", 401000),
}  # fmt: skip


def rows(years, area="Prøveparken", codes=tuple(SHARES)):
    found = []
    for year in years:
        for code in codes:
            day, value = SHARES[code]
            found.append(f"{area};{code};{year}{day};{value};{year + 1}-03-01;SYNTETISK")
    return found


def folder(tmp_path, lines):
    place = tmp_path / "ind"
    place.mkdir()
    (place / "forvarsel.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    text = "\n".join([HEAD, *lines]) + "\n"
    (place / "tal_syntetisk.csv").write_text(text, encoding="utf-8", newline="\n")
    return place


def made(place, as_of=TODAY, **more):
    inputs, _ = from_folder(place)
    tables = forecast_tables(inputs, as_of, draws=200, **more)
    sound(tables)
    assert (tables["outlook"]["standing"] != "").all()
    return tables


def command(*words):
    return CliRunner().invoke(forvarsel, [str(word) for word in words])


def test_no_history_at_all(tmp_path):
    """An area of which only dwellings are known: no outlook, and a sentence that says so."""
    lines = ["Prøveparken;dwellings_family;2026-01-01;600;2026-02-01;SYNTETISK"]
    lines += rows((2023, 2024, 2025), "Naboparken")
    tables = made(folder(tmp_path, lines))
    assert "proeveparken" not in set(tables["outlook"]["area_id"])
    told = tables["forecast_remarks"].filter(pl.col("area_id") == "proeveparken")
    assert told["kind"].to_list() == ["no_history"]
    assert told["text"][0].startswith("Prøveparken: ingen nyere tal og ingen listehistorik")


def test_a_single_year(tmp_path):
    """Answers for every list, about as wide as with six years or wider, and nothing pooled."""
    (tmp_path / "one").mkdir()
    (tmp_path / "six").mkdir()
    one = made(folder(tmp_path / "one", rows([2025])))
    six = made(folder(tmp_path / "six", rows(range(2020, 2026))))
    assert one["outlook"].height == six["outlook"].height > 0
    assert one["forecast_diagnostics"]["figures"].max() == 1
    assert not one["forecast_diagnostics"]["pooled"].any()

    def width(tables, code):
        last = (
            tables["trajectory"]
            .filter((pl.col("indicator") == code) & (pl.col("area_id") == "proeveparken"))
            .sort("list_date")
        )
        return float(last["q90"][-1] - last["q10"][-1])

    for code in ("residents", "outside_labour_pct", "nonwestern_pct"):
        assert width(one, code) > 0.9 * width(six, code) > 0


@pytest.mark.parametrize("code", ["residents", "nonwestern_count", "income_kr"])
def test_one_indicator_of_one_year(tmp_path, code):
    lines = rows([2025], codes=(code,))
    if code == "nonwestern_count":
        lines += rows([2025], codes=("residents",))
    if code == "income_kr":
        lines += rows([2025], codes=("income_region_kr",))
    tables = made(folder(tmp_path, lines))
    told = set(tables["outlook"]["area_id"]) | set(tables["forecast_remarks"]["area_id"])
    assert "proeveparken" in told
    assert tables["outlook"]["probability"].null_count() == tables["outlook"].height


def test_contradictory_published_and_yearly_figures(tmp_path):
    """40 per cent in both years against 47 printed as their mean: told, and wider than either."""
    calm = made(folder(tmp_path, rows((2022, 2023, 2024))))
    torn_rows = [
        *rows((2022, 2023, 2024)),
        "Prøveparken;outside_labour_pct;2023-2024;47,0;2025-12-01;SYNTETISK",
    ]
    (tmp_path / "torn").mkdir()
    torn = made(folder(tmp_path / "torn", torn_rows))
    told = torn["forecast_remarks"].filter(pl.col("kind") == "contradiction")
    assert told["period"].to_list() == ["2023-2024"]
    assert "47" in told["text"][0]
    assert "kan ikke begge være rigtige" in told["text"][0]
    assert "contradiction" not in set(calm["forecast_remarks"]["kind"])


@pytest.mark.parametrize(
    ("code", "value"), [("residents", 15000), ("convicted_count", 240), ("income_kr", 2120000)]
)
def test_a_series_that_jumps_tenfold(tmp_path, code, value):
    lines = rows(range(2018, 2026))
    lines += rows(range(2018, 2026), "Naboparken")
    day, right = SHARES[code]
    slip = f"Prøveparken;{code};2021{day};{right};"
    assert sum(line.startswith(slip) for line in lines) == 1
    lines = [line.replace(slip, f"Prøveparken;{code};2021{day};{value};") for line in lines]
    tables = made(folder(tmp_path, lines))
    told = tables["forecast_remarks"].filter(pl.col("kind") == "jump")
    assert set(told["area_id"]) == {"proeveparken"}
    assert "2021" in set(told["period"])
    assert all("Kontrollér tallet" in text for text in told["text"])


def test_an_as_of_before_the_first_figure(tmp_path):
    place = folder(tmp_path, rows((2023, 2024)))
    tables = made(place, as_of=date(2020, 6, 1))
    assert tables["outlook"].is_empty()
    assert tables["trajectory"].is_empty()
    assert set(tables["forecast_remarks"]["kind"]) >= {"no_history"}
    ran = command("forecast", place, "--out", tmp_path / "ud", "--as-of", "2020-06-01")
    assert ran.exit_code == 0, ran.output
    asked = command("outlook", "Prøveparken", "--from", tmp_path / "ud")
    assert "der siges intet om området" in asked.output


def test_an_as_of_before_any_law(tmp_path):
    place = folder(tmp_path, rows((2023, 2024)))
    ran = command("forecast", place, "--out", tmp_path / "ud", "--as-of", "1999-06-01")
    assert isinstance(ran.exception, ForvarselError)
    assert "1999" in ran.exception.sentence("da")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("own = 0.03295", "", "mangler tallet own under [residents]"),
        ("own = 0.03295", "own = -0.03295", "own = -0.03295 under [residents]; ventet > 0"),
    ],
)
def test_a_prior_file_with_a_missing_or_a_negative_scale(tmp_path, old, new, sentence):
    text = prior_text(read_prior())
    assert old in text
    prior = tmp_path / "prior.toml"
    prior.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    place = folder(tmp_path, rows((2023, 2024)))
    ran = command("forecast", place, "--out", tmp_path / "ud", "--prior", prior)
    assert isinstance(ran.exception, ForvarselError)
    assert sentence in ran.exception.sentence("da")
    assert not (tmp_path / "ud").exists()


def test_a_prior_of_one_s_own_is_used_and_named_and_not_sealed(tmp_path):
    wide = prior_text(read_prior()).replace("own = 0.03295", "own = 0.3295", 1)
    prior = tmp_path / "prior.toml"
    prior.write_text(wide, encoding="utf-8", newline="\n")
    place = folder(tmp_path, rows((2023, 2024, 2025)))
    ran = command("forecast", place, "--out", tmp_path / "ud", "--prior", prior)
    assert ran.exit_code == 0, ran.output
    assert not (tmp_path / "ud" / "archive.sqlite").exists()
    usual = made(place, prior=read_prior())["trajectory"]
    other = made(place, prior=read_prior(prior))["trajectory"]
    last = (pl.col("indicator") == "residents") & (pl.col("list_date") == usual["list_date"].max())
    one, two = (t.filter(last) for t in (usual, other))
    assert two["q90"][0] - two["q10"][0] > 3 * (one["q90"][0] - one["q10"][0])


SCENARIO = """\
id = "proeve"
base = ["2021"]

[title]
da = "Prøve"
en = "Trial"

[description]
da = "Et scenarie til en prøve."
en = "A scenario for a trial."

[set]
"""


def scenario(tmp_path, change):
    file = tmp_path / "proeve.toml"
    file.write_text(SCENARIO + change + "\n", encoding="utf-8", newline="\n")
    return file


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("categories.exposed.needed = 9", "Forventet: et tal fra 1 til 4"),
        ("categories.transformation.lists_in_a_row = 0", "et helt tal på mindst 1"),
        ("criteria.outside_labour.limits.exposed.value = -5", "et tal over nul"),
        ("criteria.outside_labour.limits.exposed.value = 4000", "højst 100"),
        ("criteria.outside_labour.limits.exposed.value = nan", "et tal over nul"),
        ("criteria.outside_labour.reference_years = [1, 2]", "år efter hinanden"),
        ("criteria.outside_labour.reference_years = []", "år efter hinanden"),
    ],
)
def test_a_law_scenario_that_makes_no_sense(tmp_path, change, sentence):
    place, file = folder(tmp_path, rows((2023, 2024))), scenario(tmp_path, change)
    ran = command("forecast", place, "--out", tmp_path / "ud", "--scenario", file)
    assert isinstance(ran.exception, ForvarselError)
    assert sentence in ran.exception.sentence("da")
    assert not (tmp_path / "ud").exists()


@pytest.mark.parametrize(
    "change",
    [
        "criteria.outside_labour.limits.exposed.value = 100",
        "criteria.population.limits.exposed.value = 1000000",
        "categories.transformation.lists_in_a_row = 50",
    ],
)
def test_a_scenario_no_area_can_meet_is_an_answer_and_says_it_is_a_scenario(tmp_path, change):
    under = load_scenario(str(scenario(tmp_path, change)))
    tables = made(folder(tmp_path, rows((2023, 2024, 2025))), scenario=under)
    assert set(tables["outlook"]["scenario"]) == {"proeve"}
    hard = tables["outlook"].filter(pl.col("category") == "transformation")
    assert set(hard["class"]) == {"very_low"}
