"""As of a day nothing later is used: no law, no list, no figure, no finding, no area."""

from __future__ import annotations

import re
from datetime import date

import pytest

from monitor.engine import run_inputs
from monitor.inputs import from_record
from monitor.law.load import law_on, load_scenario
from monitor.record.load import areas

BEFORE_THE_ACT = date(2017, 12, 15)


def test_a_list_to_come_is_judged_by_the_act_as_it_was_known() -> None:
    """The act of 27 November 2018 is not known on 15 December 2017."""
    coming = date(2018, 12, 1)
    seen = law_on(coming, known=BEFORE_THE_ACT)
    assert (seen.id, seen.assumed_unchanged(coming)) == ("2013", True)
    assert law_on(coming, known=date(2018, 11, 27)).id == "2018"
    assert law_on(coming, known=date(2018, 11, 26)).id == "2013"
    assert not law_on(date(2016, 12, 1), known=BEFORE_THE_ACT).assumed_unchanged(date(2016, 12, 1))
    assert law_on(date(2017, 12, 1), known=coming).in_force_until == date(2018, 11, 30)


def test_the_first_list_is_judged_by_the_act_it_was_made_under() -> None:
    assert law_on(date(2010, 10, 26), known=date(2010, 10, 26)).id == "2010"


def test_a_scenario_is_known_with_its_version_only() -> None:
    scenario = load_scenario("no_origin")
    assert law_on(date(2018, 12, 1), scenario, known=BEFORE_THE_ACT).id == "2013"
    assert law_on(date(2018, 12, 1), scenario, known=BEFORE_THE_ACT).scenario == "no_origin"


@pytest.mark.parametrize(
    "as_of", [date(2010, 10, 26), date(2013, 11, 1), BEFORE_THE_ACT, date(2021, 6, 1)]
)
def test_nothing_later_stands_in_any_table(as_of: date) -> None:
    run = run_inputs(from_record(), as_of)
    coming = run.classification.list_dates[-1]
    assert coming > as_of
    assert all(day <= as_of for day in run.classification.list_dates[:-1])
    heard = set(areas().filter(areas()["known_from"] <= as_of)["area_id"])
    for name, frame in run.tables.items():
        ids = set(frame["area_id"]) - {""}
        assert ids <= heard | {"dk"} | {f"region-08{n}" for n in range(1, 6)}, name
    for name in ("criteria", "findings"):
        for source in run.tables[name]["source"]:
            dated = re.findall(r"(20[0-9]{2})-[0-9]{2}-[0-9]{2}", source)
            assert all(int(year) <= as_of.year for year in dated), (name, source)
    past = [finding for finding in run.findings if finding.list_date != coming]
    assert all((finding.list_date or as_of) <= as_of for finding in past)
    versions = set(run.tables["categories"]["version"])
    assert versions <= ({"2010", "2013", "2018"} if as_of.year > 2017 else {"2010", "2013"})


def test_an_area_stands_under_the_name_it_had() -> None:
    """Kvaglund became Hedelundgårdparken with the list of 2013, Agervang Grønneparken in 2022."""

    def named(as_of: date) -> dict[str, tuple[str, list[str]]]:
        frame = from_record().as_known(as_of).areas
        return {
            area: (name, aliases)
            for area, name, aliases in frame.select("area_id", "name", "aliases").iter_rows()
        }

    early, late = named(date(2012, 12, 1)), named(date(2024, 12, 1))
    assert early["hedelundgaardparken"][0] == "Kvaglund"
    assert "Hedelundgårdparken" not in early["hedelundgaardparken"][1]
    assert "Grønneparken" not in early["agervang"][1]
    assert late["hedelundgaardparken"][0] == "Hedelundgårdparken"
    assert "Grønneparken" in late["agervang"][1]
