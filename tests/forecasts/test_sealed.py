"""Sealed outlooks: written before the list, opened when it is known, scored beside no change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from forecasts.sealed import met_by_figures, outcomes, payload, score, scores_by, seal, seal_in
from forecasts.tables import forecast_tables
from monitor.archive import open_archive, outlooks
from monitor.cli import forvarsel
from monitor.errors import NothingToSayError
from monitor.folder_input import from_folder
from monitor.inputs import from_record

ROOT = Path(__file__).parent.parent.parent
DEMO = ROOT / "fixtures" / "demo_kommune"
RECORD = from_record()
DAY, LIST = date(2016, 11, 23), date(2016, 12, 1)


@pytest.fixture(scope="module")
def tables():
    return forecast_tables(RECORD, DAY, draws=500)


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive.sqlite", create=True) as opened:
        yield opened


def card(archive, inputs=RECORD):
    published = inputs.published(inputs.known)
    return score(archive, outcomes(archive, published), met_by_figures(inputs), published)


def test_an_outlook_is_sealed_once_and_opened_as_it_was(archive, tables):
    first = seal(archive, tables, DAY, DAY)
    again = seal(archive, tables, DAY, DAY)
    assert first is not None
    assert first.new
    assert again is not None
    assert not again.new
    (one,) = outlooks(archive)
    assert (one.as_of, one.list_date, one.before_list) == (DAY, LIST, True)
    assert one.payload == payload(tables, DAY)


def test_the_scorecard_is_the_square_of_what_was_said_less_what_came(archive, tables):
    seal(archive, tables, DAY, DAY)
    found = card(archive)["scorecard"]
    on = set(
        RECORD.memberships.filter(
            (pl.col("list_date") == LIST) & (pl.col("category") == "parallel")
        )["area_id"]
    )
    rows = found.filter(pl.col("list_date") == LIST)
    assert rows.height == tables["outlook"].filter(pl.col("list_date") == LIST).height
    for area, said, stays, came, brier, brier_stays in rows.select(
        "area_id", "probability", "stays", "outcome", "brier", "brier_stays"
    ).iter_rows():
        assert came == ("yes" if area in on else "no")
        assert brier == pytest.approx((said - (area in on)) ** 2, abs=1e-6)
        if stays is not None:
            assert brier_stays == (stays != (area in on))
    assert rows["brier"].mean() < rows["brier_stays"].mean()
    assert found["before_list"].all()


def test_a_look_back_is_marked(archive, tables):
    """Made for 2016 from input that holds the list of 2016: scored, and no forecast."""
    seal(archive, tables, DAY, RECORD.known)
    assert not card(archive)["scorecard"]["before_list"].any()


def test_criteria_are_scored_by_the_figures_that_came(archive, tables):
    seal(archive, tables, DAY, DAY)
    found = card(archive)["criterion_scorecard"].filter(pl.col("list_date") == LIST)
    assert set(found["criterion"]) > {"outside_labour", "convicted"}
    assert found["brier"].mean() < 0.15


def test_a_later_run_opens_what_an_earlier_one_sealed(tmp_path, tables):
    file = tmp_path / "archive.sqlite"
    assert scores_by(file, RECORD, LIST) == {}
    seal_in(file, tables, DAY, DAY)
    assert scores_by(file, RECORD, DAY) == {}
    first = scores_by(file, RECORD, LIST)["scorecard"]
    assert set(first["list_date"]) == {LIST}
    later = scores_by(file, RECORD, RECORD.known)["scorecard"]
    assert later.filter(pl.col("list_date") == LIST).equals(first)


def test_words_are_not_scored(archive, tables):
    seal(archive, tables, DAY, DAY)
    found = card(archive)["scorecard"]
    words = tables["outlook"].filter(pl.col("probability").is_null())
    both = found.join(words, on=["list_date", "area_id", "category"], how="semi")
    assert both.is_empty()


def test_nothing_sealed_and_no_list_yet_are_sentences(archive, tables):
    with pytest.raises(NothingToSayError) as told:
        card(archive)
    assert told.value.key == "forecast.nothing_sealed"
    seal(archive, tables, DAY, DAY)
    early = replace(
        RECORD,
        known=DAY,
        memberships=RECORD.memberships.filter(pl.col("list_date") <= DAY),
        lists=RECORD.lists.filter(pl.col("list_date") <= DAY),
    )
    with pytest.raises(NothingToSayError) as told:
        card(archive, early)
    assert "2016-12-01" in told.value.sentence("en")


def test_an_outlook_of_nothing_is_not_sealed(archive):
    empty = replace(RECORD, areas=RECORD.areas.clear())
    assert seal(archive, forecast_tables(empty, DAY, draws=50), DAY, DAY) is None


# --- the commands -------------------------------------------------------------------------------


def call(*arguments, lang="da"):
    return CliRunner().invoke(forvarsel, ["--lang", lang, *map(str, arguments)])


def test_forecast_outlook_and_score_from_one_folder(tmp_path):
    out = tmp_path / "out"
    made = call("forecast", "--out", out, "--as-of", "2016-11-23")
    assert made.exit_code == 0, made.output
    tables = out / "prognose" / "2016-11-23" / "4-kilder"
    assert {path.name for path in tables.glob("*.csv")} >= {"outlook.csv", "trajectory.csv"}
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    again = call("forecast", "--out", out, "--as-of", "2016-11-23")
    assert again.exit_code == 0
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before
    shown = call("outlook", "Agervang", "--from", out)
    assert shown.exit_code == 0, shown.output
    assert "alle bliver" in shown.output
    scored = call("score", "--from", out, lang="en")
    assert scored.exit_code == 0, scored.output
    assert "everyone stays" in scored.output
    assert (out / "scorecard" / "scorecard.csv").is_file()


def test_outlook_of_a_real_area_says_which_test_stands_behind_it():
    shown = call("outlook", "Gellerup", "--as-of", "2026-11-23", lang="en")
    assert shown.exit_code == 0, shown.output
    assert "is published, but not in the material" in shown.output
    assert "everyone stays" in shown.output
    assert "in words only" in shown.output


def test_whatif_speaks_of_before_and_after_and_of_what_is_over():
    told = call(
        "whatif", "Skitsebakken", "--input", DEMO, "--educated", 10, "--into-work", 5, lang="en"
    )
    assert told.exit_code == 0, told.output
    assert "before" in told.output
    assert "not an effect anybody has measured" in told.output


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("whatif", "Agervang", "--as-of", "2016-11-23"), "forecast.whatif_nothing"),
        (("whatif", "Agervang", "--into-work", "-3"), "forecast.whatif_amount"),
        (("whatif", "Gellerup", "--into-work", "3"), "forecast.whatif_no_figures"),
    ],
)
def test_a_what_if_that_cannot_be_answered_is_a_sentence(arguments, key):
    told = call(*arguments)
    assert told.exception is not None
    assert getattr(told.exception, "key", "") == key


def test_a_folder_without_a_forecast_is_a_sentence(tmp_path):
    told = call("outlook", "Agervang", "--from", tmp_path)
    assert getattr(told.exception, "key", "") == "forecast.no_outlook"


def test_the_demo_is_sealed_and_scored_by_its_own_list(tmp_path):
    inputs, _ = from_folder(DEMO)
    with open_archive(tmp_path / "archive.sqlite", create=True) as opened:
        seal(opened, forecast_tables(inputs, inputs.known, draws=500), inputs.known, inputs.known)
        came, _ = from_folder(ROOT / "fixtures" / "demo_liste_2026")
        published = came.published(came.known)
        found = score(opened, outcomes(opened, published), met_by_figures(came), published)
    assert set(found["scorecard"]["category"]) >= {"exposed", "parallel"}
