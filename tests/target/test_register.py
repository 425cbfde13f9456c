"""Dwellings by kind from the building register: OffentligStøtte 10, 25, 40, 42."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from monitor.target_record import study_of_folder

ADDRESSES = (
    "address;area_id\nBirkevej 1, 2. tv;a\nBirkevej 12, 1. tv;a\nBirkevej 14;a\nElmevej 2;b\n"
)


def write(folder: Path, register: str, heading: str = "enh046OffentligStøtte") -> Path:
    (folder / "register.csv").write_text(
        f"Adresse;{heading};enh023Boligtype\n{register}", encoding="utf-8-sig", newline=""
    )
    (folder / "addresses.csv").write_text(ADDRESSES, encoding="utf-8", newline="")
    (folder / "dwellings.csv").write_text(
        "area_id,date,indicator,value,building\n"
        "a,2026-01-01,demolished_not_replaced,0,\na,2026-01-01,commercial_m2,75,x\n"
        "b,2026-01-01,demolished_not_replaced,0,\nb,2026-01-01,commercial_m2,0,x\n",
        encoding="utf-8",
        newline="",
    )
    return folder


UNITS = (
    "Birkevej 1, 2. tv;10;1\n"
    "birkevej  12, 1. tv;10;1\n"
    "Birkevej 14;25;1\nBirkevej 14;40;1\nBirkevej 14;42;1\nBirkevej 14;0;1\n"
    "Birkevej 14;80;E\nBirkevej 14;10;E\n"
    "Elmevej 2;10;1\n"
)


def test_units_are_counted_by_area_and_kind(tmp_path: Path) -> None:
    """Two family, one youth, one elderly, one care, one without support: 2 of 6 + 1 for 75 m2."""
    study = study_of_folder(write(tmp_path, UNITS))
    assert study.faults == []
    rows = study.share.filter(pl.col("used")).select("area_id", "family", "all").rows()
    assert rows == [("a", 2, 7.0), ("b", 1, 1.0)]
    counted = study.given.dwellings.filter(pl.col("area_id") == "a")
    by_kind = dict(counted.select("indicator", "value").iter_rows())
    assert (by_kind["dwellings_elderly"], by_kind["dwellings_care"]) == (1, 1)
    # who owns the one without support nobody says
    assert "dwellings_owner" not in by_kind


def test_the_heading_may_be_the_bare_name(tmp_path: Path) -> None:
    study = study_of_folder(write(tmp_path, UNITS, "OffentligStøtte"))
    assert study.share.filter(pl.col("used"))["family"].to_list() == [2, 1]


def test_an_unknown_code_makes_a_range_and_an_unknown_address_is_named(tmp_path: Path) -> None:
    study = study_of_folder(write(tmp_path, f"{UNITS}Birkevej 14;;1\nAskevej 9;10;1\n"))
    assert [(fault.row, fault.kind) for fault in study.faults] == [
        (11, "unknown_support_code"),
        (12, "no_area_for_address"),
    ]
    row = study.share.filter((pl.col("area_id") == "a") & pl.col("used")).row(0, named=True)
    # 2 to 3 family dwellings of 8
    assert (row["share"], row["share_low"], row["share_high"]) == (None, 25.0, 37.5)
