"""Which local models a folder is scored by: what the planner writes in ``forvarsel.toml``."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from forecasts.local_tables import default_models
from monitor.errors import UnknownNameError, UnreadableFileError
from monitor.ingest.folder import ingest_folder
from monitor.local.choice import Chosen, chosen_in
from monitor.local.load import ModelFileError

FIXTURES = Path(__file__).parents[2] / "fixtures"
OWN = FIXTURES / "local" / "demo_egen_liste_syntetisk.toml"
SHIPPED = "aarhus_style, belgian_key, berlin, copenhagen, england_imd, flanders, hamburg, rotterdam"


def chosen(folder: Path, text: str) -> Chosen | None:
    (folder / "forvarsel.toml").write_text(text, encoding="utf-8")
    return chosen_in(folder)


def test_nothing_said_is_nothing_chosen(tmp_path: Path) -> None:
    assert chosen_in(tmp_path) is None
    assert chosen(tmp_path, "[folder]\nregion = '083'\n") is None


def test_models_come_in_the_order_they_are_named_with_the_planners_answers(tmp_path: Path) -> None:
    shutil.copy(OWN, tmp_path / "egen.toml")
    found = chosen(
        tmp_path,
        """
[local]
models = ["egen.toml", "copenhagen", "aarhus_style"]
without = ["unsafe", "m2_per_resident"]
targets = "safe_city"
[local.thresholds]
no_education = 25.5
[local.law]
nonwestern = "nonwestern_pct"
""",
    )
    assert found is not None
    assert [model.id for model in found.models] == ["demo_egen", "copenhagen", "aarhus_style"]
    assert found.files == (tmp_path / "egen.toml",)
    own, copenhagen, aarhus = found.models
    assert not own.indicator("unsafe").available
    assert not aarhus.indicator("unsafe").available
    assert aarhus.indicator("health").available
    assert not copenhagen.indicator("m2_per_resident").available
    assert copenhagen.indicator("no_education").breaks == (Fraction(51, 2),)
    assert copenhagen.indicator("nonwestern").law == "nonwestern_pct"
    assert own.indicator("uden_job").law == "outside_labour_pct"
    assert found.targets is not None
    assert found.targets.id == "safe_city"


def test_a_model_beside_the_settings_is_no_file_that_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "tal.csv").write_text("Område;År;Beboere\nVollsmose;2020;9143\n", encoding="utf-8")
    shutil.copy(OWN, tmp_path / "egen.toml")
    shutil.copy(OWN, tmp_path / "glemt.toml")
    chosen(tmp_path, '[local]\nmodels = ["egen.toml"]\n')
    kinds = [(fault.place.file, fault.kind) for fault in ingest_folder(tmp_path).faults]
    assert ("glemt.toml", "file_not_read") in kinds
    assert "egen.toml" not in {file for file, _ in kinds}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[local]\nmodels = ["aarhus"]\n',
            'forvarsel.toml, [local]: modellen "aarhus" kendes ikke. Skriv en af dem, der følger '
            f"med ({SHIPPED}), eller navnet på din egen fil ved siden af forvarsel.toml, som "
            "ender på .toml.",
        ),
        (
            '[local]\nmodels = ["min.toml"]\n',
            'forvarsel.toml, [local]: modellen "min.toml" kendes ikke. Skriv en af dem, der følger '
            f"med ({SHIPPED}), eller navnet på din egen fil ved siden af forvarsel.toml, som "
            "ender på .toml.",
        ),
        (
            '[local]\nmodels = ["berlin", "berlin"]\n',
            'forvarsel.toml, [local]: modellen "berlin" er valgt to gange. Fjern den ene, eller '
            "giv din egen model et andet id.",
        ),
        (
            '[local]\nmodels = ["belgian_key"]\nwithout = ["helbred"]\n',
            'forvarsel.toml, [local]: ingen af de valgte modeller har indikatoren "helbred". De '
            "har crimes, disadvantaged, residents.",
        ),
        (
            '[local]\nmodels = ["belgian_key"]\n[local.law]\ncrimes = "crime_pct"\n',
            'forvarsel.toml, [local.law]: loven ser ikke på "crime_pct". Den ser på '
            "basic_education_pct, convicted_pct, income_pct_of_region, nonwestern_pct, "
            "outside_labour_pct, residents.",
        ),
        (
            '[local]\nmodels = ["berlin"]\ntargets = "nowhere"\n',
            'Målfilen "nowhere" kendes ikke. Målfiler, der følger med: copenhagen_halving, '
            "safe_city. Din egen angives som en fil, der ender på .toml.",
        ),
    ],
)
def test_what_is_unknown_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UnknownNameError) as fault:
        chosen(tmp_path, text)
    assert str(fault.value) == sentence


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ('models = "aarhus_style"', "models"),
        ("models = [1]", "models"),
        ("targets = 3", "targets"),
        ("thresholds = { x = true }", "thresholds"),
        ("thresholds = 40", "thresholds"),
        ("law = { x = 1 }", "law"),
        ('model = ["aarhus_style"]', "model"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(tmp_path: Path, told: str, name: str) -> None:
    with pytest.raises(UnreadableFileError) as fault:
        chosen(tmp_path, f"[local]\n{told}\n")
    assert str(fault.value).startswith(f"forvarsel.toml: {name} under [local] kan ikke bruges")
    assert "docs/local-models.md" in str(fault.value)


def test_a_faulty_model_is_explained_by_line(tmp_path: Path) -> None:
    text = OWN.read_text(encoding="utf-8").replace('rule = "ratio"', 'rule = "ration"')
    (tmp_path / "egen.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelFileError) as fault:
        chosen(tmp_path, '[local]\nmodels = ["egen.toml"]\n')
    line = text.splitlines().index('rule = "ration"') + 1
    assert str(fault.value).startswith(f'egen.toml, linje {line}: "axis.level.rule" er "ration"')


def test_unasked_the_default_makes_do_with_what_the_folder_holds(tmp_path: Path) -> None:
    """Six of eight indicators are enough for the model; with two there is no local list."""
    codes = ("outside_labour", "free_daycare", "school_absence", "health", "youth_crime", "unsafe")

    def folder(held: tuple[str, ...]) -> Path:
        place = tmp_path / str(len(held))
        place.mkdir()
        heads = ";".join(f"Andel {code}, pct." for code in held)
        cells = ";".join("10" for _ in held)
        (place / "tal.csv").write_text(
            f"Område;År;{heads}\nVollsmose;2020;{cells}\n", encoding="utf-8"
        )
        answers = "\n".join(f'"Andel {code}, pct." = "local:{code}"' for code in held)
        (place / "forvarsel.toml").write_text(f"[headings]\n{answers}\n", encoding="utf-8")
        return place

    (model,) = default_models(ingest_folder(folder(codes))).models
    assert [entry.code for entry in model.indicators if not entry.available] == [
        "children_measures",
        "youth_education",
    ]
    assert default_models(ingest_folder(folder(codes[:2]))).models == ()
