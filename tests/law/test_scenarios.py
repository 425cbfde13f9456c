"""Scenarios override the law files, run through the same checks, and say what they are."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from monitor.errors import LawFileError, UnknownNameError
from monitor.law.load import law_by_id, law_on, laws, laws_under, load_scenario, shipped_scenarios
from monitor.panel import FIGURE_COLUMNS, NATION, Panel
from monitor.verdicts import judge

HEAD = """
id = "mine"
title = { da = "Min", en = "Mine" }
description = { da = "Et forsøg.", en = "A trial." }
"""


def scenario_file(folder: Path, text: str) -> str:
    file = folder / "mine.toml"
    file.write_text(HEAD + text, encoding="utf-8", newline="\n")
    return str(file)


def test_six_scenarios_are_shipped() -> None:
    assert shipped_scenarios() == (
        "back_casting",
        "four_in_a_row",
        "no_origin",
        "origin_replaced_by_streak",
        "other_limits",
        "population_by_text",
    )


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_scenario_changes_its_bases_and_nothing_else(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.id == name
    for law, changed in zip(laws(), laws_under(scenario), strict=True):
        assert changed.scenario == name
        assert (changed.tree != law.tree) is (law.id in scenario.base)


def test_four_in_a_row() -> None:
    scenario = load_scenario("four_in_a_row")
    for year in range(2018, 2026):
        list_date = date(year, 12, 1)
        transformation = law_on(list_date, scenario).categories["transformation"]
        assert transformation.lists_needed(list_date) == 4
        assert transformation.citation.changed_by == "four_in_a_row"
        assert law_on(list_date).categories["transformation"].lists_needed(list_date) == 5


def test_without_the_origin_criterion_only_exposed_and_prevention_are_left() -> None:
    scenario = load_scenario("no_origin")
    law = law_by_id("2021", scenario)
    assert list(law.categories) == ["exposed", "prevention"]
    assert "nonwestern" not in law.criteria
    assert law.categories["prevention"].required == ("population",)
    assert law.categories["prevention"].needed == 2
    assert law.target is None
    assert law.release is None
    assert list(law_by_id("2018", scenario).categories) == ["exposed"]
    assert law_by_id("2013", scenario).criteria == law_by_id("2013").criteria


def test_with_the_streak_kept_parallel_is_exposed() -> None:
    scenario = load_scenario("origin_replaced_by_streak")
    for version in ("2018", "2021"):
        law = law_by_id(version, scenario)
        parallel = law.categories["parallel"]
        assert (parallel.within, parallel.counted, parallel.required) == ("exposed", (), ())
        transformation = law.categories["transformation"]
        assert transformation == law_by_id(version).categories["transformation"]
        assert law.target == law_by_id(version).target
        assert law.switch("earlier_lists") == "membership"


def test_other_limits_are_an_example_and_say_so() -> None:
    scenario = load_scenario("other_limits")
    assert scenario.title["da"].startswith("EKSEMPEL")
    assert scenario.title["en"].startswith("EXAMPLE")
    limit = law_by_id("2021", scenario).criteria["convicted"].limits["exposed"]
    assert (limit.value, limit.operator, limit.measure) == (2.5, ">=", "times_national")
    assert limit.citation.changed_by == "other_limits"
    untouched = law_by_id("2021", scenario).criteria["convicted"].limits["prevention"]
    assert untouched.citation.changed_by == ""


def test_back_casting() -> None:
    law = law_by_id("2021", load_scenario("back_casting"))
    assert law.switch("earlier_lists") == "recomputed"


def test_population_by_text_looks_at_2010() -> None:
    scenario = load_scenario("population_by_text")
    for list_date in (date(2018, 12, 1), date(2026, 12, 1)):
        population = law_on(list_date, scenario).criteria["population"]
        assert population.period(list_date) == "2010-01-01"
        assert law_on(list_date).criteria["population"].years(list_date) == (list_date.year,)


def test_a_scenario_of_ones_own_may_be_written_with_plain_or_quoted_paths(tmp_path: Path) -> None:
    plain = 'base = ["2021"]\n[set]\ncriteria.income.limits.exposed.value = 60\n'
    quoted = 'base = ["2021"]\n[set]\n"criteria.income.limits.exposed.value" = 60\n'
    for text in (plain, quoted):
        scenario = load_scenario(scenario_file(tmp_path, text))
        assert law_by_id("2021", scenario).criteria["income"].limits["exposed"].value == 60


def test_a_scenario_may_begin_with_a_list(tmp_path: Path) -> None:
    text = (
        'base = ["2021"]\nfrom = 2027-12-01\n[set]\ncategories.transformation.lists_in_a_row = 7\n'
    )
    scenario = load_scenario(scenario_file(tmp_path, text))
    for list_date, lists in ((date(2026, 12, 1), 5), (date(2027, 12, 1), 7)):
        law = law_on(list_date, scenario)
        assert law.scenario == "mine"
        assert law.categories["transformation"].lists_needed(list_date) == lists


REFUSED = [
    (
        "an unknown key of its own",
        'base = ["2021"]\ndelete = ["target"]\n',
        'mine.toml: nøglen "delete" kendes ikke. Tilladt her: id, title, description, base, from, '
        "set, remove, version. Ret eller fjern den.",
    ),
    (
        "an unknown version",
        'base = ["2022"]\nremove = ["target"]\n',
        'mine.toml: ved "base" står 2022. Forventet, hver højst én gang: 2010, 2013, 2018, 2021.',
    ),
    (
        "a first list that is no date",
        'base = ["2021"]\nfrom = "2027"\nremove = ["target"]\n',
        'mine.toml: ved "from" står 2027. Forventet: en dato som 2021-12-01.',
    ),
    (
        "no version",
        'base = []\nremove = ["target"]\n',
        'mine.toml: ved "base" står []. Forventet, hver højst én gang: 2010, 2013, 2018, 2021.',
    ),
    (
        "nothing to change",
        'base = ["2021"]\n',
        'mine.toml: "set" mangler. Tilføj den.',
    ),
    (
        "a path whose table does not exist",
        'base = ["2021"]\n[set]\n"categories.ghetto.needed" = 3\n',
        'mine.toml: "categories.ghetto.needed" findes ikke i lovversionen 2021. Se stierne med: '
        "forvarsel law show --law 2021 --json.",
    ),
    (
        "a removed path that does not exist",
        'base = ["2018", "2021"]\nremove = ["categories.transformation.transitional"]\n',
        'mine.toml: "categories.transformation.transitional" findes ikke i lovversionen 2021. Se '
        "stierne med: forvarsel law show --law 2021 --json.",
    ),
    (
        "a key the law files do not know",
        'base = ["2021"]\n[set]\nswitches.population.reading = "text"\n',
        'mine.toml (2021.toml): nøglen "switches.population.reading" kendes ikke. Tilladt her: '
        "value, options, cite, quote, summary, evidence, source, note. Ret eller fjern den.",
    ),
    (
        "a value that cannot be",
        'base = ["2021"]\n[set]\ncategories.exposed.needed = 5\n',
        'mine.toml (2021.toml): ved "categories.exposed.needed" står 5. Forventet: et tal fra 1 '
        'til 4, så mange som "counted" nævner (0, hvis den er tom).',
    ),
    (
        "text for a number",
        'base = ["2021"]\n[set]\ncriteria.income.limits.exposed.value = "60 pct."\n',
        'mine.toml (2021.toml): ved "criteria.income.limits.exposed.value" står 60 pct.. '
        "Forventet: et tal over nul.",
    ),
    (
        "a criterion gone that is still needed",
        'base = ["2018"]\nremove = ["criteria.nonwestern"]\n',
        'mine.toml (2018.toml): ved "categories.parallel.required" står nonwestern. Forventet, '
        "hver højst én gang: outside_labour, convicted, basic_education, income, population.",
    ),
    (
        "a gap between versions",
        'base = ["2018"]\n[set]\nin_force_until = 2021-11-01\n',
        "2021.toml: versionen begynder 2021-11-30, men 2018 gælder til og med 2021-11-01: der er "
        "et hul. Forventet: 2021-11-02.",
    ),
    (
        "a number that is none",
        'base = ["2021"]\n[set]\ncriteria.income.limits.exposed.value = nan\n',
        'mine.toml (2021.toml): ved "criteria.income.limits.exposed.value" står NaN. '
        "Forventet: et tal over nul.",
    ),
    (
        "a number nobody writes",
        'base = ["2021"]\n[set]\ncriteria.income.limits.exposed.value = 1e999999\n',
        'mine.toml (2021.toml): ved "criteria.income.limits.exposed.value" står 1E+999999. '
        "Forventet: et tal over nul.",
    ),
    (
        "a share above all there is",
        'base = ["2021"]\n[set]\ncriteria.nonwestern.limits.parallel.value = 150.5\n',
        'mine.toml (2021.toml): ved "criteria.nonwestern.limits.parallel.value" står 150,5. '
        "Forventet: en andel i procent, højst 100.",
    ),
    (
        "limits that point opposite ways",
        'base = ["2021"]\n[set]\ncriteria.income.limits.exposed.operator = ">"\n',
        'mine.toml (2021.toml): ved "criteria.income.limits" står >, <. Forventet: grænser for '
        "samme kriterium vender samme vej, så et tal, der opfylder den strenge, også opfylder den "
        "lempelige.",
    ),
    (
        "a change for a version that is not a base",
        'base = ["2021"]\n[version.2018]\nremove = ["target"]\n',
        'mine.toml: nøglen "version.2018" kendes ikke. Tilladt her: 2021. Ret eller fjern den.',
    ),
]


@pytest.mark.parametrize(
    ("text", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused_with_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(LawFileError) as refused:
        load_scenario(scenario_file(tmp_path, text))
    assert refused.value.sentence("da") == sentence


@pytest.mark.parametrize("name", ["../../evil", "CON", "a b", "", "x" * 41])
def test_an_id_that_cannot_be_part_of_a_folders_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine.toml"
    text = HEAD.replace('"mine"', f'"{name}"') + 'base = ["2021"]\nremove = ["target"]\n'
    file.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(LawFileError) as refused:
        load_scenario(str(file))
    assert refused.value.key in ("law.scenario_id", "law.not_text")
    if name == "CON":
        assert refused.value.sentence("da") == (
            "mine.toml: ved \"id\" står 'CON'. Forventet: små bogstaver a-z, tal og "
            "understregning, højst 40 tegn (id'et bliver en del af mappers navne)."
        )


def test_a_shipped_id_is_for_the_shipped_content_only(tmp_path: Path) -> None:
    shipped = files("monitor.law").joinpath("scenarios", "no_origin.toml").read_text("utf-8")
    file = tmp_path / "copy.toml"
    file.write_text(shipped, encoding="utf-8", newline="\n")
    assert load_scenario(str(file)).id == "no_origin"
    file.write_text(shipped + "# mine\n", encoding="utf-8-sig", newline="\n")
    assert load_scenario(str(file)).id == "no_origin"
    text = HEAD.replace('"mine"', '"no_origin"') + 'base = ["2021"]\nremove = ["target"]\n'
    file.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(LawFileError) as refused:
        load_scenario(str(file))
    assert refused.value.sentence("da") == (
        'copy.toml: id\'et "no_origin" er et medfølgende scenaries, men indholdet er et andet. '
        "Vælg et andet id."
    )


def test_a_fixed_limit_beside_a_multiple_of_the_nation(tmp_path: Path) -> None:
    """2.175 (3 x 0.725) and 1.45 (2 x 0.725) do not order 1.98: neither limit is laxer as written.

    Convicted 1.8: over 1.45 for prevention, under 1.98 for exposed; of the rest schooling is.
    """
    text = (
        'base = ["2021"]\n[set]\ncriteria.convicted.limits.exposed.measure = "fixed"\n'
        "criteria.convicted.limits.exposed.value = 1.98\n"
    )
    law = law_by_id("2021", load_scenario(scenario_file(tmp_path, text)))
    day = date(2022, 12, 1)
    one = {"residents": "1500", "nonwestern_pct": "40", "outside_labour_pct": "10"}
    two = {"convicted_pct": "1.8", "basic_education_pct": "70", "income_pct_of_region": "90"}
    rows = [("a", code, value) for code, value in (one | two).items()]
    rows.append((NATION, "convicted_pct", "0.725"))
    figures = pl.DataFrame(
        [
            {
                "area_id": area,
                "list_date": day,
                "indicator": code,
                "value": value,
                "standing": "known",
                "known_from": day,
            }
            for area, code, value in rows
        ],
        schema=FIGURE_COLUMNS,
    )
    [verdict] = judge(Panel(figures), law, day, ["a"])
    assert verdict.strict["exposed"] == "no"
    assert verdict.strict["prevention"] == "yes"
    met = {(why.category, why.criterion): why.met for why in verdict.why}
    assert met["exposed", "convicted"] == "no"
    assert met["prevention", "convicted"] == "yes"


def test_only_what_the_scenario_sets_is_waived_from_the_quotation(tmp_path: Path) -> None:
    text = (
        'base = ["2021"]\n[set]\ncriteria.income.limits.exposed.value = 60\n'
        'criteria.convicted.limits.exposed.quote = "mindst gange landsgennemsnittet"\n'
    )
    with pytest.raises(LawFileError, match=r"limits\.exposed\.value\" er 3, men citatet"):
        load_scenario(scenario_file(tmp_path, text))


def test_a_scenario_nobody_knows() -> None:
    with pytest.raises(UnknownNameError) as refused:
        load_scenario("five_in_a_row")
    assert refused.value.sentence("da") == (
        'Scenariet "five_in_a_row" er hverken en fil eller et af de medfølgende: back_casting, '
        "four_in_a_row, no_origin, origin_replaced_by_streak, other_limits, population_by_text."
    )
