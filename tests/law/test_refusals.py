"""What the loader refuses, each with its exact sentence.

Every broken file is a real one with one change of text.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ForvarselError, LawFileError, UnknownNameError, UnreadableFileError
from monitor.law.build import build_law
from monitor.law.load import law_by_id, laws, read_laws
from monitor.law.model import Law
from monitor.law.raw import with_set, without
from tests.law.broken import break_law, copy_laws

CATEGORY_KEYS = (
    "terms, within, needed, counted, required, lists_in_a_row, transitional, published_without, "
    "publication, cite, quote, summary, evidence, source, note, consequences"
)

REFUSED = [
    (
        "unknown key",
        "2021",
        "lists_in_a_row = 5",
        "lists_in_row = 5",
        f'2021.toml: nøglen "categories.transformation.lists_in_row" kendes ikke. Tilladt her: '
        f"{CATEGORY_KEYS}. Ret eller fjern den.",
    ),
    (
        "unknown criterion",
        "2013",
        "[criteria.income]",
        "[criteria.wealth]\n[criteria.income]",
        '2013.toml: nøglen "criteria.wealth" kendes ikke. Tilladt her: nonwestern, '
        "outside_labour, convicted, basic_education, income, population. Ret eller fjern den.",
    ),
    (
        "unknown switch",
        "2013",
        "[switches.two_year_mean]",
        "[switches.rounding]\n[switches.two_year_mean]",
        '2013.toml: nøglen "switches.rounding" kendes ikke. Tilladt her: population, '
        "two_year_mean, earlier_lists, demolished_counted, commercial_rounding. Ret eller fjern "
        "den.",
    ),
    (
        "missing key",
        "2013",
        'window_years = 2\nreference_years = [-2, -1]\nmoment = "calendar year"',
        'reference_years = [-2, -1]\nmoment = "calendar year"',
        '2013.toml: "criteria.outside_labour.window_years" mangler. Tilføj den.',
    ),
    (
        "missing citation",
        "2018",
        '[release]\nclean_lists = 4\nfailing = ["exposed", "transformation"]\n'
        "in_force_from = 2021-07-01\n"
        'rules = ["§ 51 c", "§ 59, stk. 6", "§ 59, stk. 7"]\ncite = "§ 168 a, stk. 6"\n',
        '[release]\nclean_lists = 4\nfailing = ["exposed", "transformation"]\n'
        'in_force_from = 2021-07-01\nrules = ["§ 51 c", "§ 59, stk. 6", "§ 59, stk. 7"]\n',
        '2018.toml: "release.cite" mangler. Tilføj den.',
    ),
    (
        "missing quotation",
        "2013",
        'quote = "fysisk sammenhængende almene boligafdelinger"\n',
        "",
        '2013.toml: "unit.quote" mangler. Tilføj den.',
    ),
    (
        "missing limit",
        "2021",
        "[criteria.nonwestern.limits.prevention]",
        "[criteria.nonwestern.limits.transformation]",
        '2021.toml: "criteria.nonwestern.limits.prevention" mangler. Tilføj den.',
    ),
    (
        "limit nobody tests",
        "2021",
        'required = ["nonwestern", "population"]',
        'required = ["population"]',
        '2021.toml: grænsen "criteria.nonwestern.limits.prevention" bruges ikke, for kategorien '
        'prøver ikke kriteriet. Nævn kriteriet under "counted" eller "required", eller fjern '
        "grænsen.",
    ),
    (
        "quotation without the number",
        "2013",
        "value = 2.7",
        "value = 2.8",
        '2013.toml: "criteria.convicted.limits.parallel.value" er 2,8, men citatet nævner det '
        "ikke, hverken i tal eller ord: »overstiger 2,7 pct. af antallet af beboere på 18 år og "
        "derover, opgjort som gennemsnit over de seneste 2 år«. Ret tallet eller citatet.",
    ),
    (
        "quotation without the window",
        "2010",
        "window_years = 4\nreference_years = [-4, -3, -2, -1]",
        "window_years = 3\nreference_years = [-3, -2, -1]",
        '2010.toml: "criteria.outside_labour.window_years" er 3, men citatet nævner det ikke, '
        "hverken i tal eller ord: »overstiger 40 procent i gennemsnit over de seneste fire år«. "
        "Ret tallet eller citatet.",
    ),
    (
        "quotation without the age",
        "2013",
        "ages = [30, 59]",
        "ages = [30, 64]",
        '2013.toml: "criteria.basic_education.ages" er 64, men citatet nævner det ikke, hverken '
        "i tal eller ord: »Andelen af beboere i alderen 30-59 år, der alene har en "
        "grundskoleuddannelse, overstiger 50 pct.«. Ret tallet eller citatet.",
    ),
    (
        "quotation without how many",
        "2013",
        "needed = 3",
        "needed = 4",
        '2013.toml: "categories.parallel.needed" er 4, men citatet nævner det ikke, hverken i tal '
        "eller ord: »Ved et ghettoområde forstås fysisk sammenhængende almene boligafdelinger med "
        "mindst 1.000 beboere, hvor mindst tre af følgende kriterier er opfyldt«. Ret tallet eller "
        "citatet.",
    ),
    (
        "quotation without the years in a row",
        "2021",
        "lists_in_a_row = 5",
        "lists_in_a_row = 4",
        '2021.toml: "categories.transformation.lists_in_a_row" er 4, men citatet nævner det ikke, '
        "hverken i tal eller ord: »Ved et omdannelsesområde forstås et boligområde, som de seneste "
        "5 år har opfyldt betingelserne i stk. 2.«. Ret tallet eller citatet.",
    ),
    (
        "quotation without the deadline",
        "2021",
        "date = 2030-01-01",
        "date = 2031-01-01",
        '2021.toml: "target.deadline.date" er 2031-01-01, men citatet nævner det ikke, hverken i '
        "tal eller ord: »inden den 1. januar 2030«. Ret tallet eller citatet.",
    ),
    (
        "quotation without the day of publication",
        "2013",
        "month = 12",
        "month = 11",
        '2013.toml: "publication.month" er 1/11, men citatet nævner det ikke, hverken i tal eller '
        "ord: »offentliggør hver den 1. december«. Ret tallet eller citatet.",
    ),
    (
        "verb of another comparison",
        "2018",
        'operator = ">="\nvalue = 3',
        'operator = ">"\nvalue = 3',
        '2018.toml: "criteria.convicted.limits.exposed.operator" er >, men citatet bruger et andet '
        "udsagnsord: »udgør mindst tre gange landsgennemsnittet«. Forventet: "
        "overstiger (>), mindst (>=), mindre end (<) eller højst (<=).",
    ),
    (
        "a multiple of the national mean that the words do not know",
        "2018",
        'value = 40\nmeasure = "fixed"',
        'value = 40\nmeasure = "times_national"',
        '2018.toml: "criteria.outside_labour.limits.exposed.measure" er times_national, men '
        "citatet måler mod noget andet: »overstiger 40 pct. opgjort som gennemsnittet over de "
        "seneste 2 år«. Forventet: times_national, når citatet siger landsgennemsnittet, og "
        "ellers ikke.",
    ),
    (
        "a number that is only a paragraph's",
        "2021",
        'needed = 2\ncounted = ["outside_labour", "convicted", "basic_education", "income"]\n'
        'required = ["nonwestern", "population"]',
        'needed = 3\ncounted = ["outside_labour", "convicted", "basic_education", "income"]\n'
        'required = ["nonwestern", "population"]',
        '2021.toml: "categories.prevention.needed" er 3, men citatet nævner det ikke, hverken i '
        "tal eller ord: »Ved et forebyggelsesområde forstås et boligområde, jf. § 61 a, stk. 3, "
        "hvor andelen af indvandrere og efterkommere fra ikkevestlige lande overstiger 30 pct., og "
        "hvor mindst to af følgende kriterier er opfyldt«. Ret tallet eller citatet.",
    ),
    (
        "persons for percent",
        "2013",
        'unit = "percent"',
        'unit = "persons"',
        '2013.toml: ved "criteria.nonwestern.unit" står persons. Forventet, hver højst én gang: '
        "percent.",
    ),
    (
        "not an operator",
        "2013",
        'operator = "<"\nvalue = 55',
        'operator = "=<"\nvalue = 55',
        '2013.toml: ved "criteria.income.limits.parallel.operator" står =<. Forventet, hver højst '
        "én gang: >, >=, <, <=.",
    ),
    (
        "not an evidence mark",
        "2013",
        'evidence = "verbatim"',
        'evidence = "certain"',
        '2013.toml: ved "act.evidence" står certain. Forventet, hver højst én gang: verbatim, '
        "secondary, inferred, memory.",
    ),
    (
        "text for a number",
        "2013",
        "value = 40",
        'value = "40"',
        '2013.toml: ved "criteria.outside_labour.limits.parallel.value" står 40. Forventet: et tal '
        "over nul.",
    ),
    (
        "a number below nought",
        "2013",
        "value = 40",
        "value = -40",
        '2013.toml: ved "criteria.outside_labour.limits.parallel.value" står -40. Forventet: et '
        "tal over nul.",
    ),
    (
        "half a list",
        "2021",
        "lists_in_a_row = 5",
        "lists_in_a_row = 4.5",
        '2021.toml: ved "categories.transformation.lists_in_a_row" står 4.5. Forventet: et helt '
        "tal på mindst 1.",
    ),
    (
        "more needed than counted",
        "2010",
        "needed = 2",
        "needed = 4",
        '2010.toml: ved "categories.parallel.needed" står 4. Forventet: et tal fra 1 til 3, så '
        'mange som "counted" nævner (0, hvis den er tom).',
    ),
    (
        "a criterion that does not exist",
        "2010",
        'counted = ["nonwestern", "outside_labour", "convicted"]',
        'counted = ["nonwestern", "outside_labour", "income"]',
        '2010.toml: ved "categories.parallel.counted" står income. Forventet, hver højst én gang: '
        "nonwestern, outside_labour, convicted, population.",
    ),
    (
        "a criterion counted twice",
        "2010",
        'counted = ["nonwestern", "outside_labour", "convicted"]',
        'counted = ["nonwestern", "outside_labour", "nonwestern"]',
        '2010.toml: ved "categories.parallel.counted" står nonwestern. Forventet, hver højst én '
        "gang: nonwestern, outside_labour, convicted, population.",
    ),
    (
        "within a category that comes later",
        "2018",
        'within = "exposed"',
        'within = "transformation"',
        '2018.toml: ved "categories.parallel.within" står transformation. Forventet, hver højst én '
        "gang: exposed.",
    ),
    (
        "reference years with a gap",
        "2013",
        "reference_years = [-2, -1]",
        "reference_years = [-3, -1]",
        '2013.toml: ved "criteria.outside_labour.reference_years" står [-3, -1]. Forventet: 2 år '
        "efter hinanden, talt fra listens år (0 er listens år, -1 året før), ældste først.",
    ),
    (
        "a reference year to come",
        "2013",
        "reference_years = [0]",
        "reference_years = [1]",
        '2013.toml: ved "criteria.nonwestern.reference_years" står [1]. Forventet: 1 år efter '
        "hinanden, talt fra listens år (0 er listens år, -1 året før), ældste først.",
    ),
    (
        "ages the wrong way round",
        "2013",
        "ages = [18, 64]",
        "ages = [64, 18]",
        '2013.toml: ved "criteria.outside_labour.ages" står [64, 18]. Forventet: [fra, til] eller '
        "[fra] for den alder og derover.",
    ),
    (
        "text for a date",
        "2021",
        "in_force_from = 2021-11-30",
        'in_force_from = "30/11/2021"',
        '2021.toml: ved "in_force_from" står 30/11/2021. Forventet: en dato som 2021-12-01.',
    ),
    (
        "an exception that is no date",
        "2010",
        "2011-01-01 = [-1]",
        "interim = [-1]",
        '2010.toml: ved "criteria.nonwestern.exceptions.interim" står interim. Forventet: en dato '
        "som 2021-12-01.",
    ),
    (
        "an exception for another version's list",
        "2010",
        "2011-01-01 = [-1]",
        "2015-12-01 = [-1]",
        '2010.toml: "criteria.nonwestern.exceptions" er 2015-12-01. Forventet: en dato, hvor '
        "versionen gælder, 2010-10-26 til 2014-01-31.",
    ),
    (
        "enacted after in force",
        "2018",
        "enacted = 2018-11-27",
        "enacted = 2018-12-02",
        '2018.toml: "enacted" er 2018-12-02. Forventet: senest ikrafttrædelsen 2018-12-01; en '
        'liste fra før loven står under "applied_from".',
    ),
    (
        "applied from a day after in force",
        "2010",
        "date = 2010-10-26",
        "date = 2011-01-01",
        '2010.toml: "applied_from.date" er 2011-01-01. Forventet: en liste fra før ikrafttrædelsen '
        '2010-12-22; ellers skal "applied_from" væk.',
    ),
    (
        "ends before it begins",
        "2018",
        "in_force_until = 2021-11-29",
        "in_force_until = 2017-11-29",
        '2018.toml: "in_force_until" er 2017-11-29. Forventet: tidligst ikrafttrædelsen '
        "2018-12-01.",
    ),
    (
        "overlap",
        "2018",
        "in_force_until = 2021-11-29",
        "in_force_until = 2021-12-01",
        "2021.toml: versionen begynder 2021-11-30, men 2018 gælder til og med 2021-12-01: de "
        "overlapper. Forventet: 2021-12-02.",
    ),
    (
        "gap",
        "2013",
        "in_force_until = 2018-11-30",
        "in_force_until = 2018-11-29",
        "2018.toml: versionen begynder 2018-12-01, men 2013 gælder til og med 2018-11-29: der er "
        "et hul. Forventet: 2018-11-30.",
    ),
    (
        "an earlier version without an end",
        "2013",
        "in_force_until = 2018-11-30\n",
        "",
        '2013.toml: "in_force_until" mangler. Kun den seneste version er uden slutdato, og 2018 er '
        "senere.",
    ),
    (
        "the latest version ends",
        "2021",
        "in_force_from = 2021-11-30\n",
        "in_force_from = 2021-11-30\nin_force_until = 2030-01-01\n",
        '2021.toml: "in_force_until" er 2030-01-01. Forventet: ingen slutdato på den seneste '
        "version.",
    ),
    (
        "another id than the file's name",
        "2018",
        'id = "2018"',
        'id = "2019"',
        '2018.toml: "id" er "2019". Forventet: filens navn uden .toml.',
    ),
    (
        "a date nobody has seen, and no note that says so",
        "2013",
        ', note = "Lovens nummer og dato er ikke set; lovforslaget blev fremsat den 31. oktober '
        '2013."',
        "",
        '2013.toml: "enacted" mangler. Tilføj den.',
    ),
    (
        "a reading the engine cannot follow",
        "2013",
        'options = ["shares", "counts"]',
        'options = ["shares", "medians"]',
        '2013.toml: ved "switches.two_year_mean.options" står medians. Forventet, hver højst én '
        "gang: shares, counts.",
    ),
    (
        "a reading in use that is not an option",
        "2013",
        'value = "practice"',
        'value = "text"',
        '2013.toml: ved "switches.population.value" står text. Forventet, hver højst én gang: '
        "practice.",
    ),
    (
        "quotation and summary together",
        "2018",
        'months = 6\ncite = "§ 168 a"\n',
        'months = 6\ncite = "§ 168 a"\nquote = "6 måneder"\n',
        '2018.toml: "target.plan.summary" står ved siden af et citat. Forventet: enten "quote" '
        '(ordene selv) eller "summary" (gengivelse).',
    ),
    (
        "words in one language only",
        "2013",
        'terms = { da = "ghettoområde", en = "ghetto area" }',
        'terms = { da = "ghettoområde" }',
        '2013.toml: "categories.parallel.terms.en" mangler. Tilføj den.',
    ),
    (
        "an empty source",
        "2013",
        'source = "https://eu.dk/samling/20131/lovforslag/l45/20131_l45_som_fremsat.htm"\n',
        'source = ""\n',
        "2013.toml: ved \"act.source\" står ''. Forventet: en tekst, som ikke er tom.",
    ),
    (
        "a value where a table belongs",
        "2013",
        'terms = { da = "ghettoområde", en = "ghetto area" }',
        'terms = "ghettoområde"',
        '2013.toml: ved "categories.parallel.terms" står ghettoområde. Forventet: en tabel med '
        "nøgler.",
    ),
    (
        "a value where a list belongs",
        "2013",
        'required = ["population"]',
        'required = "population"',
        '2013.toml: ved "categories.parallel.required" står population. Forventet: en liste i '
        "kantede parenteser.",
    ),
    (
        "published without, and no citation for it",
        "2021",
        "[categories.prevention.publication]",
        "[categories.prevention.consequences.publication]\nda = 'x'\nen = 'x'",
        '2021.toml: "categories.prevention.publication" mangler. Tilføj den.',
    ),
    (
        "years in a row of nothing",
        "2018",
        'within = "parallel"\n',
        "",
        '2018.toml: "categories.transformation.within" mangler. Tilføj den.',
    ),
    (
        "the target of a category that does not exist",
        "2018",
        'applies_to = "transformation"',
        'applies_to = "prevention"',
        '2018.toml: ved "target.applies_to" står prevention. Forventet, hver højst én gang: '
        "exposed, parallel, transformation.",
    ),
]


@pytest.mark.parametrize(
    ("version", "old", "new", "sentence"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_refused_with_one_sentence(
    tmp_path: Path, version: str, old: str, new: str, sentence: str
) -> None:
    break_law(tmp_path, version, old, new)
    with pytest.raises(LawFileError) as refused:
        read_laws(tmp_path)
    assert refused.value.sentence("da") == sentence
    assert refused.value.sentence("en") != sentence
    assert refused.value.exit_code == 13


def test_the_copied_files_are_accepted_unbroken(tmp_path: Path) -> None:
    copy_laws(tmp_path)
    assert [law.id for law in read_laws(tmp_path)] == [law.id for law in laws()]


@pytest.mark.parametrize("wrong", ["in_force_from = 2021-02-30", "id = 'x'\nid = 'y'"])
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, wrong: str) -> None:
    break_law(tmp_path, "2021", "in_force_from = 2021-11-30", wrong)
    with pytest.raises(LawFileError, match=r"^Filen 2021\.toml er ikke TOML: "):
        read_laws(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    copy_laws(tmp_path)
    file = tmp_path / "2013.toml"
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(UnreadableFileError) as refused:
        read_laws(tmp_path)
    assert refused.value.sentence("da") == (
        "Filen 2013.toml kan ikke læses som tekst i UTF-8. Gem den igen som UTF-8."
    )


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawFileError, match="er der ingen lovfiler"):
        read_laws(tmp_path)


def test_a_fault_in_english(tmp_path: Path) -> None:
    break_law(tmp_path, "2013", "value = 2.7", "value = 2.8")
    with pytest.raises(LawFileError) as refused:
        read_laws(tmp_path)
    assert refused.value.sentence("en").startswith(
        '2013.toml: "criteria.convicted.limits.parallel.value" is 2,8, but the quotation does not '
        "name it, neither in figures nor in words: »overstiger 2,7 pct."
    )


def test_an_unknown_version_names_those_there_are() -> None:
    with pytest.raises(UnknownNameError) as refused:
        law_by_id("2017")
    assert refused.value.sentence("da") == (
        'Lovversionen "2017" kendes ikke. Kendte versioner: 2010, 2013, 2018, 2021.'
    )


def limit_paths(law: Law) -> list[tuple[str, str]]:
    return [
        (law.id, f"criteria.{code}.limits.{category}")
        for code, criterion in law.criteria.items()
        for category in criterion.limits
    ]


ALL_LIMITS = [path for law in laws() for path in limit_paths(law)]


@given(st.sampled_from(ALL_LIMITS), st.sampled_from([1, 5, 10, 25, 45, 54, 99, 500, 999, 1001]))
def test_no_limit_changes_without_its_quotation(where: tuple[str, str], value: int) -> None:
    version, path = where
    tree, lost = with_set(law_by_id(version).tree, {f"{path}.value": value})
    assert lost == []
    with pytest.raises(LawFileError, match="citatet nævner det ikke"):
        build_law(tree, f"{version}.toml")


@given(st.sampled_from(ALL_LIMITS), st.sampled_from([">", ">=", "<", "<="]))
def test_no_operator_changes_without_its_quotation(where: tuple[str, str], operator: str) -> None:
    version, path = where
    law = law_by_id(version)
    _, code, _, category = path.split(".")
    tree, _ = with_set(law.tree, {f"{path}.operator": operator})
    if operator == law.criteria[code].limits[category].operator:
        assert build_law(tree, "x").criteria == law.criteria
    else:
        with pytest.raises(LawFileError, match="et andet udsagnsord"):
            build_law(tree, f"{version}.toml")


def required_paths(branch: dict[str, object], path: str = "") -> list[str]:
    found = []
    for key, value in branch.items():
        here = f"{path}.{key}" if path else key
        found.append(here)
        if isinstance(value, dict):
            found += required_paths(value, here)
    return found


@given(st.data())
def test_any_key_taken_out_or_made_nonsense_is_accepted_or_refused_but_never_a_traceback(
    data: st.DataObject,
) -> None:
    law = data.draw(st.sampled_from(laws()))
    path = data.draw(st.sampled_from(required_paths(law.tree)))
    nonsense = data.draw(st.sampled_from([None, "", 0, -1, [], {}, True, [[]], {"x": 1}]))
    if nonsense is None:
        tree, _ = without(law.tree, (path,))
    else:
        tree, _ = with_set(law.tree, {path: nonsense})
    refused = None
    try:
        build_law(tree, "x.toml")
    except ForvarselError as fault:
        refused = fault
    assert refused is None or refused.sentence("en")
