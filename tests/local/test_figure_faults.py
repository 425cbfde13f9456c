"""Figures that cannot be scored: a sentence that names the figure or the line of the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from monitor.errors import FigureError, NothingToSayError, UnreadableFileError
from monitor.local.figures import read_figures
from monitor.local.panel import panel
from monitor.local.score import Scored
from tests.local.conftest import indicator

AREAS = 'of = "areas"'
HEAD = "area_id,year,indicator,value,count,base\n"


def of_csv(tmp_path: Path, rows: str, head: str = HEAD) -> pl.DataFrame:
    path = tmp_path / "tal.csv"
    path.write_text(head + rows, encoding="utf-8")
    return read_figures(path)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "a,2024,x,1,,\nb,2024,x,ti,,\n",
            'Linje 3, b, x, 2024: værdien "ti" er ikke et tal. Lad feltet stå tomt, hvis tallet '
            "mangler.",
        ),
        (
            "a,2024,x,1,,\nb,2024,x,2,,\na,2024,x,1,,\n",
            "Linje 4: a har to tal for x i 2024; det andet står i linje 2. Fjern det ene.",
        ),
        (
            "a,2024,x,,3,0\n",
            "Linje 2, a, x, 2024: nævneren (base) er 0, men skal være over 0.",
        ),
        (
            "a,2024,x,26.0,25,100\n",
            "Linje 2, a, x, 2024: værdien 26.0 passer ikke med 25 af 100, som giver 25. Ret den, "
            "eller lad den stå tom.",
        ),
        (
            "a,2024,x,,2.5,100\n",
            'Linje 2, a, x, 2024: "2.5" i kolonnen count er ikke et helt tal.',
        ),
        (
            "a,2024,x,0.1234567890123456789,,\n",
            "Linje 2, a, x, 2024: værdien 0.1234567890123456789 har flere end 18 cifre. "
            "Afrund den.",
        ),
        (
            "a,2024,,1,,\n",
            "Linje 2: area_id, year eller indicator er tom. Udfyld alle tre.",
        ),
    ],
)
def test_a_faulty_figure_is_named_by_its_line(tmp_path: Path, rows: str, sentence: str) -> None:
    with pytest.raises(FigureError) as fault:
        panel(of_csv(tmp_path, rows))
    assert str(fault.value) == sentence


def test_a_year_that_is_none_and_a_missing_column(tmp_path: Path) -> None:
    with pytest.raises(FigureError) as fault:
        of_csv(tmp_path, "a,i fjor,x,1,,\n")
    assert str(fault.value) == 'Linje 2: "i fjor" er ikke et årstal. Skriv fx 2024.'
    with pytest.raises(FigureError) as fault:
        panel(of_csv(tmp_path, "a,2024,1\n", "area_id,year,value\n"))
    assert str(fault.value) == (
        'Tallene mangler kolonnen "indicator"; fundet: line, area_id, year, value. Brug kolonnerne '
        "area_id, year, indicator, value og om muligt count og base."
    )


def test_no_figures_no_file_and_not_text(tmp_path: Path) -> None:
    with pytest.raises(NothingToSayError):
        panel(of_csv(tmp_path, ""))
    with pytest.raises(UnreadableFileError):
        read_figures(tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    with pytest.raises(UnreadableFileError):
        read_figures(tmp_path / "empty.csv")
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(UnreadableFileError):
        read_figures(tmp_path / "odd.csv")


def test_danish_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    found = panel(of_csv(tmp_path, "a;2024;x;12,5\n", "area_id;year;indicator;value\n"))
    assert found.value[0, 0, 0] == 12.5


def test_a_small_number_written_with_an_exponent_is_read_exactly(tmp_path: Path) -> None:
    found = panel(of_csv(tmp_path, "a,2024,x,1.5e-05,,\n"))
    assert (found.num[0, 0, 0], found.den[0, 0, 0]) == (15, 1000000)


ZSCORE = 'rule = "zscore"\naggregate = "sum"'
CASES: list[tuple[list[str], dict[str, str], str]] = [
    (
        ["municipality 2024 y 1", "a 2024 y 1"],
        {},
        'small.toml, linje 9: modellen bruger "x", men ingen tal hedder det. Lever tallene, eller '
        "skriv available = false (i forvarsel.toml: without).",
    ),
    (
        ["a 2024 x 1"],
        {},
        'small.toml, linje 17: der er intet at sammenligne "x" med i 2024: rækken "municipality" '
        "har ikke tallet. Lever det, eller vælg en anden reference.",
    ),
    (
        ["municipality 2024 x 0", "a 2024 x 1"],
        {},
        'small.toml, linje 17: referencen for "x" i 2024 er 0, så reglen ratio ikke kan bruges. '
        "Vælg reglen difference.",
    ),
    (
        ["municipality 2024 x 1", "a 2024 x -1"],
        {},
        'small.toml, linje 22: a har -1 for "x" i 2024; reglen ratio kan ikke bruges på negative '
        "tal.",
    ),
    (
        ["a 2024 x 3", "b 2024 x 3", "c 2024 x 3"],
        {"reference": AREAS, "axis": ZSCORE},
        'small.toml, linje 22: alle områder har (næsten) samme tal for "x" i 2024, så reglen '
        "zscore ikke kan bruges: spredningen er 0.",
    ),
    (
        ["a 2024 x 0.1", "b 2024 x 0.1", "c 2024 x 0.1"],
        {"reference": AREAS, "axis": 'rule = "robust_z"\naggregate = "sum"'},
        'small.toml, linje 22: alle områder har (næsten) samme tal for "x" i 2024, så reglen '
        "robust_z ikke kan bruges: spredningen er 0.",
    ),
    (
        ["a 2024 x 3", "b 2024 x 4"],
        {"reference": AREAS, "axis": f"{ZSCORE}\nneeded_areas = 10"},
        'small.toml, linje 24: 2 områder har "x" i 2024, men reglen kræver mindst 10. Tag flere '
        "områder med, eller brug en regel, der sammenligner med kommunen.",
    ),
    (
        ["a 2024 x 10", "b 2024 x 20/100"],
        {"reference": 'of = "areas"\nmean = "pooled"'},
        'small.toml, linje 19: a har "x" i 2024 uden tæller og nævner, så områderne ikke kan '
        'lægges sammen. Lever count og base, eller skriv mean = "equal".',
    ),
    (
        ["municipality 2024 x 10", "a 2024 x 20"],
        {"reference": 'of = "municipality"\nyear = 2014'},
        "small.toml, linje 19: referenceåret 2014 er ikke blandt tallene, som dækker 2024-2024.",
    ),
    (
        ["a 2014 y 1", "a 2024 x 2", "a 2024 y 2", "b 2014 y 1", "b 2024 x 3", "b 2024 y 2"],
        {
            "reference": f'{AREAS}\nmean = "equal"\nyear = 2014',
            "indicators": indicator("x") + indicator("y"),
            "more": "[missing]\nat_least = 1\nevidence = 'own'",
        },
        'small.toml, linje 27: referencen for "x" i 2014 har ingen områder. Lever tallene, eller '
        "vælg en anden reference.",
    ),
    (
        ["a 2024 x 3", "b 2024 x 3", "c 2024 x 3"],
        {
            "reference": AREAS,
            "axis": 'rule = "value"\naggregate = "sum"\nstandardise = true',
        },
        'small.toml, linje 24: alle områder har samme sum på aksen "level" i 2024, så den ikke kan '
        "standardiseres.",
    ),
    (
        ["a 2024 x 0", "b 2024 x 0"],
        {"reference": AREAS, "axis": 'rule = "share"\naggregate = "sum"'},
        'small.toml, linje 21: summen af "x" i 2024 er 0, så der er ingen andele at fordele efter.',
    ),
]


@pytest.mark.parametrize(("lines", "parts", "sentence"), CASES, ids=lambda part: str(part)[:40])
def test_figures_that_do_not_fit_the_model_name_its_line(
    small: Callable[..., Scored], lines: list[str], parts: dict[str, str], sentence: str
) -> None:
    with pytest.raises(FigureError) as fault:
        small(lines, **parts)
    assert str(fault.value) == sentence


def test_figures_the_model_says_it_does_not_have(
    small: Callable[..., Scored], one_indicator: Callable[..., str]
) -> None:
    with pytest.raises(FigureError) as fault:
        small(
            ["municipality 2024 x 1", "a 2024 x 2"],
            indicators=one_indicator("x", more="available = false"),
        )
    assert str(fault.value) == (
        'small.toml, linje 9: modellen siger, at "x" ikke haves, men tallene har den. Skriv '
        "available = true, eller fjern tallene."
    )


def test_nobody_delivers_the_number_of_residents(aarhus: Callable[..., Scored]) -> None:
    from dataclasses import replace

    from monitor.local.score import score

    found = aarhus({"a": [1] * 8})
    place = found.panel.indicators.index("residents")
    names = tuple("x" if at == place else n for at, n in enumerate(found.panel.indicators))
    with pytest.raises(FigureError) as fault:
        score(found.model, replace(found.panel, indicators=names))
    assert str(fault.value) == (
        'aarhus_style.toml, linje 10: modellen bruger "residents", men ingen tal hedder det. Lever '
        "tallene, eller skriv available = false (i forvarsel.toml: without)."
    )
