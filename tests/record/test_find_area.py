"""An area is found as a planner types it; what is ambiguous or unknown is refused."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.areas import changes, find_area, name_on
from monitor.errors import UnknownNameError
from monitor.folding import fold
from monitor.record.load import areas
from monitor.words import NO_BREAK

NAMES = [
    (row["area_id"], spelled)
    for row in areas().iter_rows(named=True)
    for spelled in (row["area_id"], row["name"], *row["aliases"])
]
AMBIGUOUS = {"Skovparken"}
TWO_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}
ONE_LETTER = {"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"}


def spelled_with(letters: dict[str, str], name: str) -> str:
    for letter, spelling in letters.items():
        name = name.replace(letter, spelling)
    return name


@pytest.mark.parametrize(("area_id", "name"), NAMES, ids=[f"{a}={n}" for a, n in NAMES])
def test_every_id_name_and_alias_finds_its_area(area_id: str, name: str) -> None:
    if name in AMBIGUOUS:
        with pytest.raises(UnknownNameError, match=area_id):
            find_area(name)
        return
    variants = {
        name,
        name.upper(),
        name.lower(),
        name.replace("/", " / "),
        name.replace("-", " "),
        f"  {name}  ",
        spelled_with(TWO_LETTERS, name),
        spelled_with(ONE_LETTER, name),
    }
    assert {find_area(variant) for variant in variants} == {area_id}


@given(st.sampled_from(NAMES), st.data())
def test_letters_may_be_mixed(pair: tuple[str, str], data: st.DataObject) -> None:
    area_id, name = pair
    if name in AMBIGUOUS:
        return
    typed = "".join(
        data.draw(st.sampled_from([letter, TWO_LETTERS[letter], ONE_LETTER[letter]]))
        if letter in TWO_LETTERS
        else data.draw(st.sampled_from([letter, letter.upper()]))
        for letter in name
    )
    assert find_area(typed) == area_id


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_any_text_is_found_or_refused_in_one_sentence(text: str) -> None:
    known = set(areas()["area_id"])
    fault: UnknownNameError | None = None
    found = ""
    try:
        found = find_area(text)
    except UnknownNameError as refusal:
        fault = refusal
    assert found in known or fault is not None
    if fault is not None:
        assert fault.exit_code == 11
        assert fault.sentence("da").count("\n") == text.count("\n")
        assert fault.sentence("en") != fault.sentence("da")


@pytest.mark.parametrize("name", ["Tåstrupgård", "Taastrupgaard", "Tastrupgard", "TAASTRUPGÅRD"])
def test_one_place_in_four_spellings(name: str) -> None:
    assert find_area(name) == "taastrupgaard"


@pytest.mark.parametrize(
    ("name", "area_id"),
    [
        ("Kvaglund", "hedelundgaardparken"),
        ("Grønneparken", "agervang"),
        ("Nørager / Søstjernevej m. fl.", "noerager-soestjernevej"),
        ("Nørager/Søstjernevej m.fl", "noerager-soestjernevej"),
        ("Stærevej", "staerevej"),
        ("Solbakken mv.", "solbakken"),
        ("Skovparken, Kolding", "skovvejen-skovparken"),
        ("Skovparken (Svendborg)", "byparken-skovparken"),
        ("Skovparken Svendborg", "byparken-skovparken"),
        ("Ringparken", "ringparken-slagelse"),
        ("Ringparken, Slagelse", "ringparken-slagelse"),
    ],
)
def test_names_planners_use(name: str, area_id: str) -> None:
    assert find_area(name) == area_id


def sentence(name: str, frame: pl.DataFrame | None = None) -> str:
    with pytest.raises(UnknownNameError) as fault:
        find_area(name, frame)
    return fault.value.sentence("da")


def test_an_ambiguous_name_is_refused_with_its_candidates() -> None:
    assert sentence("Skovparken") == (
        'Navnet "Skovparken" passer på flere områder: Byparken/Skovparken, Svendborg '
        "(byparken-skovparken); Skovvejen/Skovparken, Kolding (skovvejen-skovparken). Skriv "
        "områdets id, eller føj kommunen til navnet."
    )


def test_a_near_miss_is_suggested() -> None:
    assert sentence("Gelerup") == (
        'Området "Gelerup" kendes ikke. Mener du Gellerupparken/Toveshøj, Aarhus '
        "(gellerupparken-toveshoej)?"
    )


def test_a_doubtful_alias_is_suggested_and_never_matched() -> None:
    for doubtful in (
        areas().explode("doubtful_aliases").drop_nulls("doubtful_aliases").iter_rows(named=True)
    ):
        assert f"({doubtful['area_id']})" in sentence(doubtful["doubtful_aliases"])


def test_nothing_like_it_and_nothing_at_all() -> None:
    advice = "Skriv områdets navn, som det står på listen, eller dets id."
    assert sentence("Qwxz") == f'Området "Qwxz" kendes ikke. {advice}'
    assert sentence("") == f'Området "" kendes ikke. {advice}'
    assert sentence(" - ") == f'Området " - " kendes ikke. {advice}'


def test_areas_of_a_users_own_frame() -> None:
    own = pl.DataFrame({"area_id": ["a-1", "b-2"], "name": ["Søparken", "Ågården"]})
    assert find_area("soparken", own) == "a-1"
    assert find_area("AAGAARDEN", own) == "b-2"
    assert sentence("Vollsmose", own).startswith('Området "Vollsmose" kendes ikke.')


def test_two_areas_of_one_name_are_told_apart_by_their_municipality() -> None:
    own = pl.DataFrame(
        {
            "area_id": ["a-1", "b-2"],
            "name": ["Parkvej", "Parkvej"],
            "municipality": ["Vejle", "Odense"],
        }
    )
    assert "Parkvej, Vejle (a-1); Parkvej, Odense (b-2)" in sentence("parkvej", own)
    assert find_area("Parkvej, Odense", own) == "b-2"


def test_the_name_on_a_date() -> None:
    assert name_on("agervang", date(2021, 12, 1)) == "Agervang"
    assert name_on("agervang", date(2022, 12, 1)) == "Grønneparken"
    assert name_on("hedelundgaardparken", date(2012, 10, 1)) == "Kvaglund"
    assert name_on("hedelundgaardparken", date(2013, 10, 1)) == "Hedelundgårdparken"
    assert name_on("vollsmose", date(2024, 12, 1)) == "Vollsmose"
    with pytest.raises(UnknownNameError):
        name_on("nowhere-at-all", date(2024, 12, 1))


def plain(sentences: list[str]) -> list[str]:
    return [sentence.replace(NO_BREAK, " ") for sentence in sentences]


def test_splits_are_told_from_the_list_they_count_for() -> None:
    assert plain(changes("vollsmose", date(2017, 12, 1), date(2018, 12, 1))) == [
        "Vollsmose er delt (2018-11-02): fra listen af 1. december 2018 er området "
        "Vollsmose (Parkerne)."
    ]
    assert changes("vollsmose", date(2018, 12, 1), date(2024, 12, 1)) == []
    assert plain(changes("noejsomhed-sydvej", date(2017, 12, 1), date(2018, 12, 1), "en")) == [
        "Nøjsomhed/Sydvej was cut out of Helsingør Syd (2018-11) and stands by itself from the "
        "list of 1 December 2018 on."
    ]
    assert plain(changes("stengaardsvej", date(2018, 12, 1), date(2019, 12, 1))) == [
        "Afgrænsningen af Stengårdsvej er mindsket (2019), gældende fra listen af 1. december "
        "2019; tal før og efter kan ikke sammenlignes direkte."
    ]
