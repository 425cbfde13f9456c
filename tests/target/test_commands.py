"""`forvarsel target`: the record without input, the planner's areas with it, tables on disk."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from forecasts.kinds import kinds_by_year
from forecasts.target_outlook import paths
from forecasts.target_plans import FAMILY_PLANS
from forecasts.target_tables import tables
from monitor.cli import forvarsel
from monitor.outputs import write_tables
from monitor.plan_rows import checked_plan
from monitor.target_study import TargetStudy
from reports import palette
from reports.charts.kinds import kinds_rows, kinds_svg
from reports.source import read_tables
from reports.warning.kinds import kinds_chart
from reports.warning.setting import settle
from tests.target.conftest import FIXTURE

WITH = ["--input", str(FIXTURE), "--as-of", "2026-11-24"]


def printed(*arguments: str) -> str:
    ran = CliRunner().invoke(forvarsel, list(arguments), catch_exceptions=False)
    return ran.output.replace("\N{NO-BREAK SPACE}", " ")


def test_without_input_the_public_record() -> None:
    lines = printed("target").splitlines()
    assert len(lines) == 18
    assert lines[0].startswith("17 områder har været under en udviklingsplan")
    assert "Motalavej: 1 udsagn; eget mål 58 pct. (dispensation)." in "\n".join(lines)


def test_one_area_of_the_record_statement_by_statement() -> None:
    text = printed("target", "Stengårdsvej")
    assert "Andelen følger af udsagnets egne tal: 579 af 579 = 100 pct." in text
    assert "Andelen kan ikke efterregnes; der mangler familieboliger, boliger i alt." in text
    assert "Sources differ on planned sale: 256 (2019); 260 (2021)." in printed(
        "--lang", "en", "target", "mjoelnerparken"
    )


def test_a_planners_area_in_full() -> None:
    text = printed("target", "opdigtet-nord", *WITH)
    for sentence in (
        "600 almene familieboliger af 800 boliger = 75 pct. Målet, højst 40 pct. inden "
        "1. januar 2030: ikke opfyldt, 280 familieboliger for mange ved uændret boligtal.",
        "Læsning i lovfilen: nedrevne boliger talt med, erhvervsareal lagt sammen. Ellers: 75,09 "
        "pct. (nedrevne boliger talt med, erhvervsareal rundet ned pr. bygning: ikke opfyldt)",
        "  planens egne datoer: 2027: 67 pct., 2028: 52 pct., 2029: 41,6 pct., 2030: 40 pct.; nås "
        "1. juni 2029; ved fristen: opfyldt",
        "  salg: \N{MINUS SIGN}0,125 pct.point pr. bolig; alene kræves 280",
        "For få gennemførte ændringer til at give en sandsynlighed (2 gennemførte eller "
        "overskredne, mindst 20 kræves).",
        "Dispensation i særlige tilfælde (§ 168 a, stk. 3): nej",
    ):
        assert sentence in text


def test_plans_of_an_area() -> None:
    text = printed("target", "plans", "opdigtet-nord", *WITH)
    assert (
        "højst 75 nye boliger: 75 nye private boliger, 250 ommærkning til ungdomsboliger. Andel 40 "
        "pct.; 250 berørte boliger, heraf 0 nedrevet, 75 nye boligenheder. Udgift: 64.000.000 kr."
    ) in text
    assert "en plan ville være opdigtet" in printed("target", "plans", "opdigtet-syd", *WITH)


def test_every_table_is_written_with_its_columns_and_the_same_bytes(
    tmp_path: Path, invented: TargetStudy
) -> None:
    for place in ("one", "two"):
        printed("target", *WITH, "--out", str(tmp_path / place))
    first, second = (tmp_path / place / "2026-11-24" for place in ("one", "two"))
    names = sorted(path.name for path in first.iterdir())
    expected = tables(invented, "da")
    assert names == sorted(f"{name}.{kind}" for name in expected for kind in ("csv", "parquet"))
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes()
    contract = {
        "family_share": "date area_id reading family all demolished_counted commercial_units share "
        "over target deadline bound",
        "family_paths": "area_id path date lever amount share reached probability",
        "family_plans": "area_id plan date lever amount share reached probability",
    }
    for name, columns in contract.items():
        wanted = columns.split()
        assert pl.read_parquet(first / f"{name}.parquet").columns[: len(wanted)] == wanted
    assert expected["family_plans"].schema == pl.Schema(FAMILY_PLANS)


def test_the_documented_columns_are_the_tables(invented: TargetStudy) -> None:
    text = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
    for name, frame in tables(invented, "da").items():
        section = text.partition(f"### `{name}`")[2].partition("\n### ")[0]
        assert section, name
        missing = [column for column in frame.columns if column not in section]
        assert not missing, (name, missing)


def test_the_order_of_the_plans_rows_does_not_matter(invented: TargetStudy) -> None:
    shuffled = invented.given.plan.sample(fraction=1.0, shuffle=True, seed=7)
    again, faults = checked_plan(shuffled, invented.accounts, invented.as_of)
    assert faults == []
    changed = TargetStudy(**{**vars(invented), "plan": again})
    assert paths(changed).equals(paths(invented))


def test_the_bars_of_the_chart(invented: TargetStudy) -> None:
    bars = kinds_by_year(invented, "opdigtet-nord")
    assert [(bar.year, bar.known) for bar in bars] == [
        (2024, True),
        (2026, True),
        (2027, False),
        (2028, False),
        (2029, False),
        (2030, False),
    ]
    assert all(sum(bar.kinds.values()) == bar.all for bar in bars)
    assert kinds_by_year(invented, "opdigtet-syd") == []


def test_the_chart_says_every_number_it_rests_on(tmp_path: Path, invented: TargetStudy) -> None:
    """Through the table on disk, as a report reads it."""
    lists = pl.DataFrame({"list_date": [date(2026, 12, 1)], "area_id": ["opdigtet-nord"]})
    write_tables(tmp_path, {**tables(invented, "da"), "categories": lists})
    setting = settle(read_tables(tmp_path), "da", as_of=invented.as_of)
    kinds = kinds_chart(setting, "opdigtet-nord")
    assert kinds is not None
    rows = kinds_rows(kinds, setting.numbers)
    texts = {row["text"] for row in rows if row["kind"] == "text"}
    assert {"1.040", "41,6", "mål 40 pct.", "Private 284", "opgjort", "plan", "2030"} <= texts
    assert texts <= set(
        unescape(kinds_svg(kinds, setting.numbers)).replace("</text>", ">").split(">")
    )
    # each line lies at the target's share of its bar
    ticks = [row["y"] for row in rows if row["kind"] == "tick"]
    assert ticks == [pytest.approx(0.4 * bar.all) for bar in kinds.bars]
    tops = [row["y2"] for row in rows if row["kind"] == "part" and row["fill"] == palette.BLUE]
    assert tops[-1] == 416
    year, cells = kinds.table[-1]
    assert (year, cells[0], cells[-2:]) == ("2030", "416", ("1.040", "40,0\N{NO-BREAK SPACE}pct."))
    assert kinds_chart(setting, "opdigtet-syd") is None


def test_a_law_without_the_target_says_so() -> None:
    from monitor.errors import LawFileError
    from monitor.law.load import law_on
    from monitor.target_rule import target_rule

    with pytest.raises(LawFileError) as fault:
        target_rule(law_on(date(2016, 12, 1)))
    assert fault.value.sentence("da").startswith("Lovfilen 2013 kender intet mål")


def test_a_folder_of_workbooks_is_read_as_a_run_reads_it() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "demo_kommune"
    text = printed("target", "Attrapgården", "--input", str(folder))
    assert "730 almene familieboliger af 1.265 boliger = 57,71 pct." in text
    # bound by the folder's own lists: the area is invented, the record does not know it
    assert "Omfattet: omdannelsesområde på den nyeste liste" in text
    assert "række 17, kolonne Dato gennemført: fandt et tomt felt" in text


def test_a_folder_of_workbooks_without_dwellings_says_so(tmp_path: Path) -> None:
    (tmp_path / "tal.csv").write_text(
        "område;år;beboere\nVollsmose;2024;7000\n", encoding="utf-8", newline=""
    )
    ran = CliRunner().invoke(forvarsel, ["target", "--input", str(tmp_path)])
    assert ran.exit_code != 0
    assert "har en dato" in str(ran.exception) + ran.output


def test_an_account_that_is_a_range_has_no_plan_and_says_why(tmp_path: Path) -> None:
    """Bounds of a number are no number: a plan would be invented."""
    (tmp_path / "dwellings.csv").write_text(
        "area_id,date,indicator,value,at_least,at_most\n"
        "a,2026-01-01,dwellings_family,,55,60\na,2026-01-01,dwellings_total,100,,\n"
        "a,2026-01-01,demolished_not_replaced,0,,\na,2026-01-01,commercial_m2,0,,\n",
        encoding="utf-8",
        newline="",
    )
    text = printed("target", "plans", "a", "--input", str(tmp_path))
    assert text.startswith("Regnskabet for a er et spænd")
    assert "55-60 pct." in printed("target", "a", "--input", str(tmp_path))


def test_what_the_reading_in_use_does_not_count_stops_no_plan() -> None:
    """How floor area lies in buildings is not known; summed, it does not matter."""
    folder = Path(__file__).parents[2] / "fixtures" / "demo_kommune"
    text = printed("target", "plans", "Attrapgården", "--input", str(folder))
    assert "224 ommærkning til ungdomsboliger. Andel 40 pct." in text
    assert "57,71-59,49 pct. (nedrevne boliger talt med, erhvervsareal rundet ned" in printed(
        "target", "Attrapgården", "--input", str(folder)
    )
