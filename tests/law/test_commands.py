"""`forvarsel law show | diff | check` as a planner or a lawyer calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import forvarsel, main
from monitor.words import say


def told(*arguments: str) -> str:
    result = CliRunner().invoke(forvarsel, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["forvarsel", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_show_as_json_is_the_files_own_structure() -> None:
    law = json.loads(told("law", "show", "--on", "2021-12-01", "--json"))
    assert law["id"] == "2021"
    assert law["categories"]["transformation"]["lists_in_a_row"] == 5
    assert law["in_force_from"] == "2021-11-30"
    assert law["criteria"]["outside_labour"]["limits"]["exposed"]["value"] == 40


def test_decimals_in_json_stand_as_in_the_file() -> None:
    assert '"value": 2.7,' in told("law", "show", "--law", "2013", "--json")


def test_show_tells_a_lawyer_every_rule_with_its_words() -> None:
    text = told("law", "show", "--on", "2021-12-01")
    assert "Omdannelsesområde" in text
    assert "5 lister i træk som parallelsamfund, denne medregnet." in text
    assert "mindst 3 gange landsgennemsnittet" in text
    assert "under 65 pct. af regionens gennemsnit" in text
    assert "Gennemsnit over 2 kalenderår: listens år - 2, listens år - 1 (udledt). " in text
    assert "For listen af 1. december 2021: 2019-2020." in text
    assert "»som de seneste 5 år" not in text
    assert "som de seneste 5 år har opfyldt betingelserne i stk. 2.« [ordret set]" in text
    assert "https://danskelove.dk/almenboligloven/61a" in text
    assert "antages loven uændret" not in text
    assert "Følges i praksis i stedet for lovens ord:" in text


def test_show_for_a_list_to_come_says_the_act_is_assumed_unchanged() -> None:
    text = told("law", "show", "--on", "2026-12-01")
    assert "For listen af 1. december 2026 antages loven uændret." in text


def test_show_in_english() -> None:
    text = told("--lang", "en", "law", "show", "--law", "2018")
    assert "Transitional rule: 5 for the list of 1 December 2018." in text
    assert "at least 1,000 residents" in text


def test_show_under_a_scenario_says_that_it_is_not_the_act() -> None:
    text = told("law", "show", "--law", "2021", "--scenario", "other_limits")
    assert "SCENARIE other_limits: ikke gældende ret." in text
    assert "EKSEMPEL: andre grænser (opdigtede)" in text
    assert "mindst 2,5 gange landsgennemsnittet" in text
    assert "Ændret af scenariet other_limits; ordene er lovens, tallet er scenariets." in text


def test_diff_as_json() -> None:
    found = json.loads(told("law", "diff", "2018", "2021", "--json"))
    assert (found["from"], found["to"]) == ("2018", "2021")
    assert {
        "path": "categories.transformation.lists_in_a_row",
        "kind": "changed",
        "before": 4,
        "after": 5,
    } in found["changes"]


def test_diff_of_a_scenario() -> None:
    text = told("law", "diff", "2021", "2021", "--scenario", "four_in_a_row")
    assert text.splitlines()[2:] == ["  categories.transformation.lists_in_a_row: 5 -> 4"]


def test_check_counts_what_stands_in_the_files() -> None:
    lines = told("law", "check").splitlines()
    assert [line.split(":")[0] for line in lines[:4]] == ["2010", "2013", "2018", "2021"]
    assert "12 grænser" in lines[3]
    assert lines[-1].startswith("Lovfilerne er i orden: hver listedato har præcis én version.")


@pytest.mark.parametrize("command", ["show", "diff", "check"])
def test_every_command_explains_itself(command: str) -> None:
    assert "Usage:" in told("law", command, "--help")
    assert command in told("law", "--help")


def test_the_group_explains_itself() -> None:
    text = told("law", "--help")
    assert "The act as data: show a version, compare two, check them all." in text
    assert "  law" in told("--help")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (
            ("law", "show", "--on", "2009-12-01"),
            10,
            "Datoen 2009-12-01 er ikke dækket af nogen lovfil: lovfilerne dækker lister fra "
            "2010-10-26 og frem. Vælg en dato fra og med 2010-10-26.\n",
        ),
        (
            ("law", "show", "--on", "1/12/2021"),
            12,
            say("error.option_not_a_date", option="--on", found="1/12/2021") + "\n",
        ),
        (
            ("law", "show", "--law", "2019"),
            11,
            'Lovversionen "2019" kendes ikke. Kendte versioner: 2010, 2013, 2018, 2021.\n',
        ),
        (
            ("--lang", "en", "law", "diff", "2018", "2022"),
            11,
            'The version of the act "2022" is not known. Known versions: 2010, 2013, 2018, 2021.\n',
        ),
        (
            ("law", "show", "--law", "2021", "--scenario", "nothing"),
            11,
            'Scenariet "nothing" er hverken en fil eller et af de medfølgende: back_casting, '
            "four_in_a_row, no_origin, origin_replaced_by_streak, other_limits, "
            "population_by_text.\n",
        ),
    ],
)
def test_faults_are_one_sentence_and_a_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    assert called(monkeypatch, capsys, *arguments) == (code, "", sentence)


@pytest.mark.parametrize(
    "arguments",
    [
        ("law", "show"),
        ("law", "show", "--law", "2021", "--on", "2021-12-01"),
        ("law", "diff", "2018"),
    ],
)
def test_a_command_line_that_cannot_be_meant_exits_with_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    code, out, err = called(monkeypatch, capsys, *arguments)
    assert (code, out) == (2, "")
    assert "Usage: " in err


def test_a_scenario_file_with_a_fault_exits_with_13(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'id = "mine"\ntitle = { da = "a", en = "a" }\ndescription = { da = "a", en = "a" }\n'
        'base = ["2021"]\nremove = ["criteria.wealth"]\n',
        encoding="utf-8",
        newline="\n",
    )
    code, out, err = called(
        monkeypatch, capsys, "law", "show", "--law", "2021", "--scenario", str(file)
    )
    assert (code, out) == (13, "")
    assert err == (
        'mine.toml: "criteria.wealth" findes ikke i lovversionen 2021. Se stierne med: forvarsel '
        "law show --law 2021 --json.\n"
    )


def test_the_installed_command_prints_danish_letters_as_utf_8() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-c",
            "from monitor.cli import main; main()",
            "law",
            "check",
        ],
        capture_output=True,
        check=True,
    )
    assert "grænser" in done.stdout.decode("utf-8")
