"""A faulty model file is explained by line; the sentences stand in model_faults.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import UnknownNameError, UnreadableFileError
from monitor.local.load import ModelFileError, load_model, read_model, shipped

HERE = Path(__file__).parent
BASE = (HERE / "model_faults_base.toml").read_text(encoding="utf-8")
CASES = tomllib.loads((HERE / "model_faults.toml").read_text(encoding="utf-8"))["case"]


def test_the_base_is_in_order() -> None:
    assert read_model(BASE, "base.toml").faults == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_fault_is_a_sentence_with_its_line(case: dict[str, Any]) -> None:
    assert BASE.count(case["replace"]) == 1
    reading = read_model(BASE.replace(case["replace"], case["with"]), "base.toml")
    assert reading.model is None
    assert [fault.sentence("base.toml") for fault in reading.faults] == case["says"]
    if "en" in case:
        assert [fault.sentence("base.toml", "en") for fault in reading.faults] == case["en"]


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_model_is_in_order_and_says_how_sure_it_is(name: str) -> None:
    model = load_model(name)
    assert model.id == name
    assert model.source
    for text in (model.name, model.about):
        assert text["da"]
        assert text["en"]
        assert text["da"] != text["en"]


def test_the_first_fault_is_raised_and_the_others_counted(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(BASE.replace('"low_is_bad"', '"x"').replace("from = 2", "form = 2"), "utf-8")
    with pytest.raises(ModelFileError) as fault:
        load_model(str(path))
    assert str(fault.value) == (
        'mine.toml, linje 16: "indicator[2].direction" er "x", men skal være en af high_is_bad, '
        "low_is_bad. Der er 1 fejl mere; forvarsel local check viser dem alle."
    )
    assert fault.value.exit_code == 13


def test_a_name_nobody_ships_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError) as fault:
        load_model("aarhus")
    assert str(fault.value) == (
        'Modellen "aarhus" kendes ikke. Modeller, der følger med: aarhus_style, belgian_key, '
        "berlin, copenhagen, england_imd, flanders, hamburg, rotterdam. Din egen model angives som "
        "en fil, der ender på .toml."
    )
    with pytest.raises(UnreadableFileError):
        load_model(str(tmp_path / "nowhere.toml"))
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "rød"'.encode("latin-1"))
    with pytest.raises(UnreadableFileError):
        load_model(str(latin))
