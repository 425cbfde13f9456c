"""What cannot be so in a planner's files: each row's sentence, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from monitor.errors import ForvarselError
from monitor.target_record import study_of_folder
from monitor.target_study import TargetStudy

AS_OF = date(2026, 11, 24)
DWELLINGS = """area_id,date,indicator,value,unit
a,2026-01-01,dwellings_total,100,
a,2026-01-01,dwellings_family,60,
a,2026-01-01,demolished_not_replaced,0,
a,2026-01-01,commercial_m2,0,m2
b,2026-01-01,dwellings_total,50,
b,2026-01-01,dwellings_family,20,
b,2026-01-01,demolished_not_replaced,0,
b,2026-01-01,commercial_m2,0,
"""
PLAN = "area_id,lever,amount,unit,planned_date,status,date_done,note\n"

Folder = Callable[..., Path]


def met(study: TargetStudy, area: str) -> str:
    rows = study.share.filter((pl.col("area_id") == area) & pl.col("used"))
    return str(rows["met"][0])


DWELLING_FAULTS = [
    (
        "c,2026-01-01,dwellings_total,50,\nc,2026-01-01,dwellings_family,51,\n",
        "dwellings.csv, række 10, kolonne value: fandt 50, forventede mindst 51 boliger i alt, for "
        "så mange er familieboliger. Boligtal for c på den dato er ikke talt med; andelen kan ikke "
        "afgøres, før tallene er rettet.",
        "dwellings.csv, row 10, column value: found 50, expected at least 51 dwellings in all, for "
        "so many are family dwellings. The dwellings of c on that date are not counted; the share "
        "cannot be decided until the figures are corrected.",
    ),
    (
        "c,2026-01-01,dwellings_family,4500,m2\n",
        "dwellings.csv, række 10, kolonne unit: fandt m2, forventede enheden dwellings for "
        "dwellings_family. Rækken er ikke talt med; leddet er ukendt, indtil enheden er rettet.",
        "dwellings.csv, row 10, column unit: found m2, expected the unit dwellings for "
        "dwellings_family. The row is not counted; the term is unknown until the unit is "
        "corrected.",
    ),
    (
        "c,2026-01-01,dwellings_family,tres,\n",
        "dwellings.csv, række 10, kolonne value: fandt tres, forventede et helt tal. Rækken er "
        "ikke talt med; leddet er ukendt, indtil tallet er rettet.",
        "dwellings.csv, row 10, column value: found tres, expected a whole number. The row is not "
        "counted; the term is unknown until the number is corrected.",
    ),
    (
        "c,2026-01-01,dwellings_family,-4,\n",
        "dwellings.csv, række 10, kolonne value: fandt -4, forventede et antal på mindst 0. Rækken "
        "er ikke talt med; leddet er ukendt, indtil tallet er rettet.",
        "dwellings.csv, row 10, column value: found -4, expected a number of at least 0. The row "
        "is not counted; the term is unknown until the number is corrected.",
    ),
    (
        "c,1. januar,dwellings_family,4,\n",
        "dwellings.csv, række 10, kolonne date: fandt 1. januar, forventede en dato som "
        "2026-01-31. Rækken er ikke talt med; ret datoen.",
        "dwellings.csv, row 10, column date: found 1. januar, expected a date such as 2026-01-31. "
        "The row is not counted; correct the date.",
    ),
]


@pytest.mark.parametrize(("rows", "danish", "english"), DWELLING_FAULTS)
def test_a_bad_row_of_dwellings_is_named_and_the_rest_goes_on(
    folder: Folder, rows: str, danish: str, english: str
) -> None:
    study = study_of_folder(folder(dwellings=DWELLINGS + rows), AS_OF)
    assert [fault.sentence("da") for fault in study.faults] == [danish]
    assert [fault.sentence("en") for fault in study.faults] == [english]
    assert (met(study, "a"), met(study, "b")) == ("no", "yes")
    assert "c" not in study.area_ids


def test_a_figure_given_twice_counts_neither(folder: Folder) -> None:
    study = study_of_folder(
        folder(dwellings=DWELLINGS + "a,2026-01-01,dwellings_family,61,\n"), AS_OF
    )
    assert [fault.row for fault in study.faults] == [3, 10]
    assert "Rækkerne 3, 10 er ikke talt med; behold den rigtige." in study.faults[0].sentence("da")
    assert met(study, "a") == "unknown"


def test_kinds_that_do_not_add_up_leave_the_share_undecided(folder: Folder) -> None:
    """61 youth dwellings and 60 family dwellings are more than 100."""
    study = study_of_folder(
        folder(dwellings=DWELLINGS + "a,2026-01-01,dwellings_youth,61,\n"), AS_OF
    )
    assert [fault.kind for fault in study.faults] == ["kinds_above_all"]
    assert (met(study, "a"), met(study, "b")) == ("unknown", "yes")


PLAN_FAULTS = [
    (
        "a,sell,70,dwellings,2027-01-01,planned,,",
        "plan.csv, række 3, kolonne amount: fandt 70, forventede højst de 60 familieboliger, der "
        "er i a. Rækken er ikke fulgt; planens rækker tager tilsammen flere, end der er.",
    ),
    (
        "a,sell,7,dwellings,2026-01-01,done,2026-12-24,",
        "plan.csv, række 3, kolonne date_done: fandt 2026-12-24, forventede en dato senest "
        "2026-11-24. Rækken er ikke fulgt; ret datoen, eller vælg en senere dato for opgørelsen.",
    ),
    (
        "a,bombe,7,dwellings,2026-01-01,planned,,",
        "plan.csv, række 3, kolonne lever: fandt bombe, forventede et af redskaberne demolish, "
        "sell, relabel_youth, relabel_elderly, merge, build_private, build_youth, build_elderly, "
        "build_commercial, build_family. Rækken er ikke fulgt; ret redskabet.",
    ),
    (
        "a,sell,700,m2,2027-01-01,planned,,",
        "plan.csv, række 3, kolonne unit: fandt m2, forventede enheden dwellings for redskabet "
        "sell. Rækken er ikke fulgt; ret enheden eller redskabet.",
    ),
    (
        "a,build_commercial,700,dwellings,2027-01-01,planned,,",
        "plan.csv, række 3, kolonne unit: fandt dwellings, forventede enheden m2 for redskabet "
        "build_commercial. Rækken er ikke fulgt; ret enheden eller redskabet.",
    ),
    (
        "a,sell,5,dwellings,2025-06-01,done,2026-02-01,blok 1",
        "plan.csv, række 3, kolonne amount: fandt 5, forventede hver ændring én gang. Det er samme "
        "ændring som række 2; rækken er ikke fulgt. Er det to ændringer, så skriv forskellen i "
        "note.",
    ),
    (
        "x,sell,5,dwellings,2027-01-01,planned,,",
        "plan.csv, række 3, kolonne area_id: fandt x, forventede et område, der står i "
        "boligtabellen. Rækken er ikke fulgt; ret navnet, eller giv områdets boliger.",
    ),
    (
        "a,sell,5,dwellings,2026-02-01,done,,",
        "plan.csv, række 3, kolonne date_done: fandt et tomt felt, forventede datoen, hvor "
        "ændringen blev gennemført. Rækken er ikke fulgt; giv datoen, eller ret status.",
    ),
]


@pytest.mark.parametrize(("row", "sentence"), PLAN_FAULTS)
def test_a_bad_row_of_the_plan_is_named_and_the_rest_goes_on(
    folder: Folder, row: str, sentence: str
) -> None:
    good = "a,salg,5,dwellings,2025-06-01,done,2026-02-01,blok 1\n"
    study = study_of_folder(folder(dwellings=DWELLINGS, plan=f"{PLAN}{good}{row}\n"), AS_OF)
    assert [fault.sentence("da") for fault in study.faults] == [sentence]
    assert study.plan.select("lever", "amount").rows() == [("sell", 5)]


def test_a_row_marked_planned_and_done_is_the_same_row_twice(folder: Folder) -> None:
    rows = (
        "a,sell,5,dwellings,2025-06-01,planned,,\na,sell,5,dwellings,2025-06-01,done,2026-02-01,\n"
    )
    study = study_of_folder(folder(dwellings=DWELLINGS, plan=PLAN + rows), AS_OF)
    assert [fault.kind for fault in study.faults] == ["row_twice"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"dwellings": "area_id,date,value\n"},
            "Filen dwellings.csv mangler kolonnen indicator; den har area_id, date, value. Tilføj "
            "kolonnen.",
        ),
        (
            {"dwellings": " \n"},
            "Filen dwellings.csv er tom eller ikke en tekstfil. Gem den som csv.",
        ),
    ],
)
def test_a_file_that_cannot_be_read(folder: Folder, files: dict[str, str], sentence: str) -> None:
    with pytest.raises(ForvarselError) as fault:
        study_of_folder(folder(**files), AS_OF)
    assert fault.value.sentence("da") == sentence


def test_semicolons_and_danish_letters_of_windows(tmp_path: Path) -> None:
    text = DWELLINGS.replace(",", ";").replace("b;", "Ærø Øst;")
    (tmp_path / "dwellings.csv").write_bytes(text.encode("cp1252"))
    study = study_of_folder(tmp_path, AS_OF)
    assert study.faults == []
    assert study.area_ids == ["a", "Ærø Øst"]


def test_a_negative_price_is_refused(folder: Folder) -> None:
    study = study_of_folder(
        folder(dwellings=DWELLINGS, costs="lever,cost\nsell,-5\ndemolish,3\n"), AS_OF
    )
    assert [fault.sentence("da") for fault in study.faults] == [
        "costs.csv, række 2, kolonne cost: fandt -5, forventede en pris i kroner på mindst 0. "
        "Rækken er ikke brugt; sæt indtægter ved salg til 0."
    ]
    assert study.given.costs["lever"].to_list() == ["demolish"]
