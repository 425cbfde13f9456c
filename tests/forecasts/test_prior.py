"""The frozen prior: read whole or refused with a sentence; learned from the record alone."""

import re
from datetime import date
from importlib.resources import files

import pytest
from click.testing import CliRunner

from forecasts.learn import learn_prior, leave_out
from forecasts.prior import read_prior
from forecasts.prior_text import prior_text
from forecasts.public import public_figures
from forecasts.scales import INDICATORS
from monitor.cli import forvarsel
from monitor.errors import LawFileError
from monitor.public_record import record_regions

SHIPPED = files("forecasts").joinpath("prior.toml").read_text(encoding="utf-8")
LEARNED_TO = date(2018, 5, 9)


def changed(tmp_path, old, new):
    assert len(re.findall(old, SHIPPED)) >= 1
    place = tmp_path / "prior.toml"
    place.write_text(re.sub(old, new, SHIPPED, count=1), encoding="utf-8", newline="\n")
    return place


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (r"level = [\d.]+\n", "", "mangler tallet level under [residents]"),
        (r"level = [\d.]+\n", 'level = "stor"\n', "mangler tallet level under [residents]"),
        (r"common = [\d.]+\n", "common = -0.01\n", "common = -0.01 under [residents]; ventet > 0"),
        (r"region = [\d.]+\n", "region = 0\n", "region = 0.0 under [residents]; ventet > 0"),
        (r"own = [\d.]+\n", "own = nan\n", "own = nan under [residents]"),
        (
            r"own_persistence = [\d.]+\n",
            "own_persistence = 1.0\n",
            "own_persistence = 1.0 under [residents]; ventet 0 ... < 1",
        ),
        (r"tail = [\d.]+\n", "tail = 2.0\n", "tail = 2.0 under [residents]; ventet > 2"),
        (r"\[income_pct_of_region\]", "[indkomst]", "[income_pct_of_region]"),
        (r"\[provenance\]", "[provenance", "kan ikke læses som TOML"),
        (r"shift_sd = [\d.]+\n", "shift_sd = -0.1\n", "shift_sd = -0.1 under [basic_education_pct"),
        (r"first_list = [\d-]+\n", "", "mangler tallet first_list under [basic_education_pct"),
        (r"shock = [\d.]+\n", "shock = -0.07\n", "shock = -0.07 under [national_convicted]"),
        (r"drift = 0.6\nlevel = -", "drift = 1.2\nlevel = -", "drift = 1.2 under [national_conv"),
        (r"centre = 0.3, sd = 0.7", "centre = 0.3, sd = -1.0", "sd = -1.0 under [learning.level]"),
    ],
)
def test_a_wrong_prior_is_refused_with_a_sentence(tmp_path, old, new, sentence):
    with pytest.raises(LawFileError) as fault:
        read_prior(changed(tmp_path, old, new))
    assert sentence in str(fault.value)
    assert "prior learn" in fault.value.sentence("en")


def test_a_prior_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(LawFileError, match="kan ikke læses"):
        read_prior(tmp_path / "ingen.toml")


def test_the_shipped_prior_is_what_the_command_learns(tmp_path):
    place = tmp_path / "learned.toml"
    result = CliRunner().invoke(forvarsel, ["prior", "learn", "--out", str(place)])
    assert result.exit_code == 0, result.output
    assert place.read_text(encoding="utf-8") == SHIPPED
    assert "1087 tal for 55 områder" in result.output


def test_text_and_file_go_round():
    assert prior_text(read_prior()) == SHIPPED


def test_a_prior_learned_without_a_list_holds_nothing_of_it():
    tested = date(2016, 12, 1)
    poisoned = public_figures()
    kept = leave_out(poisoned, tested)
    assert kept.filter(kept["list_date"] == tested).is_empty()
    nonsense = poisoned.with_columns(
        value=poisoned["value"].set((poisoned["list_date"] == tested).fill_null(value=False), "77")
    )
    one = learn_prior(poisoned, record_regions(), LEARNED_TO, read_prior(), without=tested)
    other = learn_prior(nonsense, record_regions(), LEARNED_TO, read_prior(), without=tested)
    assert prior_text(one) == prior_text(other)
    assert prior_text(one) != SHIPPED


def test_leaving_out_a_list_leaves_out_its_reprint_too():
    # the table of May 2018 repeats the periods of the list of 2017
    kept = leave_out(public_figures(), date(2017, 12, 1))
    assert kept.filter(kept["list_date"] == date(2018, 5, 9)).is_empty()


def test_nothing_of_the_prior_in_use_leaks_into_what_is_learned():
    frozen = read_prior()
    moved = {
        code: one.with_scales({"level": 3.0, "common": 0.5, "own": 0.5})
        for code, one in frozen.indicators.items()
    }
    from dataclasses import replace

    other = learn_prior(
        public_figures(), record_regions(), LEARNED_TO, replace(frozen, indicators=moved)
    )
    for code in INDICATORS:
        learned, shipped = other.indicators[code], frozen.indicators[code]
        assert learned.own == pytest.approx(shipped.own, rel=2e-3)
        assert learned.common == pytest.approx(shipped.common, rel=2e-3)


def test_the_redefinition_of_education_was_learned_from_ten_areas():
    change = read_prior().indicators["basic_education_pct"].redefinitions[0]
    assert 0.6 < change.shift < 1.1
    assert 0.05 < change.own_sd < 0.4


def test_an_impossible_date_or_place_is_a_sentence(tmp_path):
    run = CliRunner().invoke
    result = run(
        forvarsel, ["prior", "learn", "--out", str(tmp_path / "p.toml"), "--as-of", "i går"]
    )
    assert "i går" in str(result.exception)
    result = run(forvarsel, ["prior", "learn", "--out", str(tmp_path / "no" / "p.toml")])
    assert type(result.exception).__name__ == "OutputError"
