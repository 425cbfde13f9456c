"""Whose row it is, departments added up year by year, and what the coming lists still need."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from broken_files import write_files

from monitor.ingest.folder import Ingested, ingest_folder
from monitor.ingest.needed import coming_lists, latest_known, needed_figures

SPLIT = (
    "LBF-nr.;Område;Fra år;Til år\n"
    "01-1;Modelby;2010;2019\n01-2;Modelby;2010;2019\n"
    "01-1;Modelby Nord;2020;\n01-2;Modelby Syd;2020;\n"
)


def read(folder: Path, **files: str) -> Ingested:
    write_files(folder, {name.replace("__", "."): text for name, text in files.items()})
    return ingest_folder(folder)


def values(ingested: Ingested, code: str) -> dict[tuple[str, str], str]:
    rows = ingested.figures.filter(pl.col("indicator") == code)
    return {(a, p): v for a, p, v in rows.select("area_id", "period", "value").iter_rows()}


def test_a_split_changes_where_a_department_counts_from_its_year(tmp_path: Path) -> None:
    tal = "LBF-nr.;2018;2019;2020\n01-1;700;710;720\n01-2;500;505;510\n"
    ingested = read(tmp_path, afd__csv=SPLIT, tal__csv="Beboere\n" + tal)
    assert values(ingested, "residents") == {
        ("modelby", "2018-01-01"): "1200",
        ("modelby", "2019-01-01"): "1215",
        ("modelby-nord", "2020-01-01"): "720",
        ("modelby-syd", "2020-01-01"): "510",
    }


def test_a_missing_department_leaves_the_area_missing_and_is_named(tmp_path: Path) -> None:
    tal = "Beboere\nLBF-nr.;2018;2019\n01-1;700;710\n01-2;..;505\n"
    ingested = read(tmp_path, afd__csv=SPLIT, tal__csv=tal)
    assert values(ingested, "residents") == {("modelby", "2019-01-01"): "1215"}
    fault = next(f for f in ingested.faults if f.kind == "department_missing")
    assert fault.fields["names"] == "01-2"


def test_percentages_are_never_added_up(tmp_path: Path) -> None:
    tal = "LBF-nr.;År;Andel ikke-vestlige, pct.\n01-1;2018;60,0\n01-2;2018;70,0\n"
    ingested = read(tmp_path, afd__csv=SPLIT, tal__csv=tal)
    assert ingested.figures.is_empty()
    assert "department_percentages" in {f.kind for f in ingested.faults}


def test_the_one_department_of_an_area_stands_for_it(tmp_path: Path) -> None:
    tal = "LBF-nr.;Område;År;Andel ikke-vestlige, pct.\n09-1;Bispehaven;2018;60,0\n"
    assert values(read(tmp_path, tal__csv=tal), "nonwestern_pct") == {
        ("bispehaven", "2018-01-01"): "60.0"
    }


def test_a_printed_figure_does_not_replace_the_departments_sum(tmp_path: Path) -> None:
    liste = (
        "Liste over parallelsamfundsområder pr. 1. december 2019\n\n"
        "Område;Beboere pr. 1. januar 2019\nModelby;1.215\n"
    )
    tal = "Beboere\nLBF-nr.;2019\n01-1;710\n01-2;505\n".replace("LBF-nr.;2019", "LBF-nr.;2019;2018")
    tal = tal.replace("710\n", "710;700\n").replace("505\n", "505;500\n")
    ingested = read(tmp_path, afd__csv=SPLIT, liste__csv=liste, tal__csv=tal)
    rows = ingested.figures.filter(pl.col("period") == "2019-01-01")
    assert sorted(rows["list_date"].to_list(), key=str) == [date(2019, 12, 1), None]


def test_the_municipality_tells_two_areas_of_one_name_apart(tmp_path: Path) -> None:
    tal = (
        "Område;Kommune;År;Beboere\n"
        "Skovparken;Svendborg;2018;1.400\nSkovparken;Kolding;2018;1.700\n"
    )
    assert values(read(tmp_path, tal__csv=tal), "residents") == {
        ("byparken-skovparken", "2018-01-01"): "1400",
        ("skovvejen-skovparken", "2018-01-01"): "1700",
    }


def test_spellings_letters_and_marks_do_not_matter(tmp_path: Path) -> None:
    names = [
        "Taastrupgaard",
        "TÅSTRUPGÅRD",
        "Tåstrupgård1)",
        "Taastrupgård*",
        "Taastrupgaard Høje Taastrup",
    ]
    tal = "Område;År;Beboere\n" + "".join(
        f"{name};{2015 + at};2.{600 + at}\n" for at, name in enumerate(names)
    )
    ingested = read(tmp_path, tal__csv=tal)
    assert set(ingested.figures["area_id"]) == {"taastrupgaard"}
    assert ingested.figures.height == len(names)


def test_country_and_regions_are_read_like_the_rest(tmp_path: Path) -> None:
    tal = "Område;År;Dømte i pct. af beboere 18 år og derover\nHele landet;2018;0,73\n"
    region = "Område;År;Regionens bruttoindkomst, kr.\nRegion Midtjylland;2018;361.200\n"
    ingested = read(tmp_path, land__csv=tal, region__csv=region)
    assert values(ingested, "convicted_pct") == {("dk", "2018"): "0.73"}
    assert values(ingested, "income_region_kr") == {("region-082", "2018"): "361200"}


def test_the_coming_lists_after_a_day() -> None:
    assert coming_lists(date(2026, 11, 23)) == (date(2026, 12, 1), date(2027, 12, 1))
    assert coming_lists(date(2026, 12, 1)) == (date(2027, 12, 1), date(2028, 12, 1))


def test_needed_figures_by_area_criterion_and_reference_year(tmp_path: Path) -> None:
    tal = (
        "Område;Beboere 1. januar 2026;"
        "Uden tilknytning til arbejdsmarked eller uddannelse 2024, pct.;"
        "Uden tilknytning til arbejdsmarked eller uddannelse 2025, pct. (foreløbig)\n"
        "Bispehaven;2.215;41,0;\nVollsmose;9.143;52,0;\n"
    )
    ingested = read(tmp_path, tal__csv=tal)
    needed = needed_figures(ingested.figures, date(2026, 11, 23))
    coming = needed.filter(
        (pl.col("list_date") == date(2026, 12, 1)) & (pl.col("area_id") == "bispehaven")
    )
    told = {
        (criterion, period): standing
        for criterion, period, standing in coming.select(
            "criterion", "period", "standing"
        ).iter_rows()
    }
    assert told["outside_labour", "2024"] == "known"
    assert told["outside_labour", "2025"] == "missing"
    assert told["population", "2026-01-01"] == "known"
    assert told["income", "2024"] == "missing"
    nation = needed.filter(pl.col("area_id") == "dk")
    assert set(nation["criterion"]) == {"convicted"}
    assert set(needed.filter(pl.col("area_id") == "region-082")["criterion"]) == {"income"}


def test_nothing_known_later_counts(tmp_path: Path) -> None:
    tal = "Område;År;Beboere;Kendt fra\nBispehaven;2026;2.215;10. oktober 2026\n"
    ingested = read(tmp_path, tal__csv=tal)
    assert latest_known(ingested.figures) == date(2026, 10, 10)
    early = needed_figures(ingested.figures, date(2026, 9, 1))
    assert "known" not in set(early["standing"])


def test_indicators_of_local_models_name_themselves_in_a_long_table(tmp_path: Path) -> None:
    tal = "Område;År;Indikator;Værdi\nBispehaven;2023;children_measures;43,8\n"
    settings = '[headings]\n"Utrygge, pct." = "local:unsafe"\n'
    bred = "Område;År;Utrygge, pct.\nBispehaven;2023;21,5\n"
    ingested = read(tmp_path, tal__csv=tal, bred__csv=bred, forvarsel__toml=settings)
    assert set(ingested.local.select("indicator", "period", "value").iter_rows()) == {
        ("children_measures", "2023", "43.8"),
        ("unsafe", "2023", "21.5"),
    }


def test_a_plans_number_of_dwellings_is_an_amount_and_no_stock(tmp_path: Path) -> None:
    lines = [
        "Udviklingsplan, status 1. oktober 2025",
        "",
        "Område;Redskab;Antal boliger;Planlagt dato;Status",
        "Gellerupparken/Toveshøj;Nedrivning;120;31-12-2027;planlagt",
        "Gellerupparken/Toveshøj;Salg;80;2026;i gang",
    ]
    (tmp_path / "plan.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingested = ingest_folder(tmp_path)
    assert ingested.plans.select("lever", "amount", "status", "planned_date").rows() == [
        ("Nedrivning", 120, "planned", date(2027, 12, 31)),
        ("Salg", 80, "started", date(2026, 12, 31)),
    ]
    assert ingested.context.is_empty()
    assert ingested.errors == 0
