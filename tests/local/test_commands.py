"""The commands as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from monitor.cli import forvarsel
from monitor.errors import FigureError, UnknownNameError


def run(*arguments: str, lang: str = "da") -> Result:
    return CliRunner().invoke(
        forvarsel, ["--lang", lang, "local", *arguments], catch_exceptions=False
    )


def write(path: Path, frame: pl.DataFrame) -> str:
    frame.write_csv(path)
    return str(path)


@pytest.fixture
def aarhus_csv(
    tmp_path: Path, lines_of: Callable[..., list[str]], figures: Callable[..., pl.DataFrame]
) -> str:
    points = {"syntetisk-a": [3] * 8, "syntetisk-b": [1] * 8, "syntetisk-c": [0] * 8}
    lines = [*lines_of(2017, points), *lines_of(2018, points)]
    return write(tmp_path / "tal.csv", figures(lines))


def test_list_names_models_and_targets() -> None:
    said = run("list").output
    for name in ("aarhus_style", "england_imd", "copenhagen_halving", "safe_city"):
        assert f"  {name} " in said
    assert "In the style of Aarhus's own list" in run("list", lang="en").output


def test_show_says_what_is_assumed_and_prints_the_file() -> None:
    said = run("show", "aarhus_style").output
    assert "Pointskala og grænser er antagelser og ikke Aarhus Kommunes.\n" in said
    assert "  risikoområde: fra og med 5, under 11 [antaget]\n" in said
    assert "flere end 500 beboere [kilden ordret]" in said
    english = run("show", "berlin", lang="en").output
    assert "  low status: above 1, up to and including 1.5 [secondary source]\n" in english
    assert run("show", "berlin", "--toml").output.startswith("# Berlin")


def test_check_lists_every_fault_and_exits_with_13(tmp_path: Path) -> None:
    good = run("check", "aarhus_style")
    assert good.exit_code == 0
    assert good.output.splitlines()[0] == (
        "aarhus_style.toml er i orden. Antaget eller efter hukommelsen: 6."
    )
    path = tmp_path / "my.toml"
    path.write_text('id = "x"\nnaem = "y"\n', encoding="utf-8")
    bad = run("check", str(path))
    assert bad.exit_code == 13
    said = bad.output.splitlines()
    assert 'my.toml, linje 2: nøglen "naem" kendes ikke. Mente du "name"?' in said
    assert len(said) == 8


def test_score_writes_tables_and_a_manifest_and_never_twice(
    tmp_path: Path, aarhus_csv: str
) -> None:
    out = tmp_path / "ud"
    first = run("score", "aarhus_style", aarhus_csv, "--out", str(out))
    assert first.output.splitlines()[:4] == [
        "I stil med Aarhus' egen liste, 2018",
        "Pointskala og grænser er antagelser og ikke Aarhus Kommunes.",
        "1 særligt udsat område, 0 udsat område, 1 risikoområde, 1 uden for risiko; områder, der "
        "har skiftet kategori: 0.",
        "    1. syntetisk-a: særligt udsat område, 24/24 (24); kategorien er følsom",
    ]
    assert sorted(path.name for path in out.iterdir()) == [
        "local_categories.csv",
        "local_categories.parquet",
        "local_counts.csv",
        "local_counts.parquet",
        "local_radar.csv",
        "local_radar.parquet",
        "local_ranks.csv",
        "local_ranks.parquet",
        "local_scores.csv",
        "local_scores.parquet",
        "local_sensitivity.csv",
        "local_sensitivity.parquet",
        "manifest.json",
    ]
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = run("score", "aarhus_style", aarhus_csv, "--out", str(out))
    assert again.output.splitlines()[-1] == f"Intet nyt: {out} har allerede det samme."
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert json.loads((out / "manifest.json").read_text("utf-8"))


def test_score_without_an_indicator_the_municipality_does_not_have(
    tmp_path: Path, aarhus_csv: str
) -> None:
    frame = pl.read_csv(aarhus_csv).filter(pl.col("indicator") != "health")
    path = write(tmp_path / "syv.csv", frame)
    out = str(tmp_path / "ud")
    with pytest.raises(FigureError):
        run("score", "aarhus_style", path, "--out", out)
    said = run("score", "aarhus_style", path, "--out", out, "--without", "health").output
    assert "  1. syntetisk-a: særligt udsat område, 21/21 (21), 7 af 8 indikatorer" in said
    with pytest.raises(UnknownNameError):
        run("score", "aarhus_style", path, "--out", out, "--without", "helth")


def test_thresholds_are_the_users_own(tmp_path: Path, figures: Callable[..., pl.DataFrame]) -> None:
    codes = ("outside_labour", "no_education", "low_income", "nonwestern", "m2_per_resident")
    lines = [f"a 2025 {code} 40" for code in codes] + [f"b 2025 {code} 39.9" for code in codes]
    path = write(tmp_path / "tal.csv", figures(lines))
    without = run("score", "copenhagen", path, "--out", str(tmp_path / "uden")).output
    assert "Ingen kategorier: modellens grænser er dine egne" in without
    given = [f"--threshold={code}=40" for code in codes]
    said = run("score", "copenhagen", path, "--out", str(tmp_path / "med"), *given).output
    # 40 reaches 40; 39.9 square metres is little, 40 reaches it too (at or below)
    assert "  1. a: de fleste grænser nået, 5/5" in said
    assert "  2. b: nogle grænser nået, 1/5" in said
    with pytest.raises(FigureError) as fault:
        run("score", "copenhagen", path, "--out", "x", "--threshold", "outside_labour:40")
    assert str(fault.value) == (
        'Grænsen "outside_labour:40" forstås ikke. Skriv fx --threshold outside_labour=40.'
    )


def test_calibrate_shows_cutoffs_and_does_not_use_them(tmp_path: Path, aarhus_csv: str) -> None:
    wanted = "very_exposed=0,exposed=1,at_risk=1,outside_risk=1"
    out = str(tmp_path / "ud")
    said = run("score", "aarhus_style", aarhus_csv, "--out", out, "--calibrate", wanted).output
    assert (
        "Grænser, der giver fordelingen outside_risk=1, at_risk=1, exposed=1, very_exposed=0: fra "
        "og med at_risk 8, exposed 24, very_exposed 25. De er et hjælpemiddel og er ikke brugt her"
    ) in said
    assert "1 særligt udsat område, 0 udsat område" in said


def test_two_models_on_the_same_figures_are_compared(tmp_path: Path, aarhus_csv: str) -> None:
    text = run("show", "aarhus_style", "--toml").output
    text = text.replace('id = "aarhus_style"', 'id = "mild"').replace("from = 18", "from = 25")
    text = text.replace("below = 18", "below = 25").replace('code = "exposed"', 'code = "orange"')
    text = text.replace("from = 11\nbelow = 25\nflag = true", "from = 11\nbelow = 25")
    (tmp_path / "mild.toml").write_text(text, encoding="utf-8")
    out = tmp_path / "ud"
    also = f"--also={tmp_path / 'mild.toml'}"
    said = run("score", "aarhus_style", aarhus_csv, "--out", str(out), also)
    assert said.exit_code == 0
    table = pl.read_csv(out / "local_agreement.csv")
    # only the shipped model warns of the area with 24 points
    assert table.select("year", "areas", "both", "only_a", "only_b", "neither").rows() == [
        (2017, 3, 0, 1, 0, 2),
        (2018, 3, 0, 1, 0, 2),
    ]
    models = pl.read_csv(out / "local_categories.csv")["model"].unique().sort()
    assert models.to_list() == ["aarhus_style", "mild"]


def test_targets_and_allocation_are_written_beside(
    tmp_path: Path, figures: Callable[..., pl.DataFrame]
) -> None:
    lines = ["municipality 2019 unsafe 7.0"]
    for area in "ab":
        lines += [f"{area} 2022 {code} 10" for code in ("residents", "crimes", "disadvantaged")]
    path = write(tmp_path / "tal.csv", figures(lines[1:]))
    out = tmp_path / "ud"
    run(
        "score", "belgian_key", path, "--out", str(out), "--amount", "101", "--targets", "safe_city"
    )
    shared = pl.read_csv(out / "local_allocation.csv")
    assert shared["amount"].to_list() == [51, 50]
    assert pl.read_csv(out / "local_targets.csv")["target"].n_unique() == 6
