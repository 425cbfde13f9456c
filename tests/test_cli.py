"""The command line: help without imports, every command helped, one exit code per kind of fault."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from monitor.cli import COMMANDS, forvarsel

ROOT = Path(__file__).parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-c", "from monitor.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_has_help_and_an_example(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(import_module(module), attribute)
    assert command.help
    commands = command.commands.values() if isinstance(command, click.Group) else [command]
    for one in commands:
        assert one.help
        assert f"forvarsel {name}" in one.help


def test_the_list_of_commands_is_the_table() -> None:
    assert forvarsel.list_commands(click.Context(forvarsel)) == list(COMMANDS)


def test_help_imports_no_heavy_package() -> None:
    code = (
        "import sys\n"
        "from monitor.cli import forvarsel\n"
        "try:\n    forvarsel.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'polars', 'numpy', 'scipy', 'sklearn', 'statsmodels', 'altair', 'babel'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )
    assert "LOADED []" in ran.stdout
    assert "classify" in ran.stdout


FAULTS = [
    (
        ["explain", "Gellerup", "--on", "2006-12-01"],
        10,
        "Datoen 2006-12-01 er ikke dækket af nogen lovfil: lovfilerne dækker lister fra "
        "2010-10-26 og frem. Vælg en dato fra og med 2010-10-26.",
    ),
    (
        ["explain", "Gelerup", "--on", "2016-12-01"],
        11,
        'Området "Gelerup" kendes ikke. Mener du Gellerupparken/Toveshøj, Aarhus '
        "(gellerupparken-toveshoej)?",
    ),
    (
        ["--lang", "en", "explain", "Gellerup", "--on", "2016-12-02"],
        11,
        "No list is dated 2016-12-02. Known lists: 2010-10-26, 2011-01-01, 2011-10-01, "
        "2012-10-01, 2013-10-01, 2014-02-01, 2014-12-01, 2015-12-01, 2016-12-01, 2017-12-01, "
        "2018-12-01, 2019-12-01, 2020-12-01, 2021-12-01, 2022-12-01, 2023-12-01, 2024-12-01, "
        "2025-12-01. Choose one of them with --on.",
    ),
    (
        ["explain", "Gellerup", "--on", "1. december"],
        12,
        '--on: fandt "1. december"; forventede en dato som 2016-12-01.',
    ),
    (
        ["history", "Vollsmose", "--from", "no-such-run"],
        15,
        "Der ligger ingen kørsel i no-such-run; forventede en mappe skrevet af forvarsel run. "
        "Kør den først, eller ret stien.",
    ),
]


@pytest.mark.parametrize(("arguments", "code", "sentence"), FAULTS)
def test_a_fault_is_one_sentence_and_its_own_exit_code(
    arguments: list[str], code: int, sentence: str
) -> None:
    ran = run(*arguments)
    assert ran.stderr == f"{sentence}\n"
    assert ran.stdout == ""
    assert ran.returncode == code


def test_an_unknown_command_is_clicks_own_fault() -> None:
    ran = run("clasify")
    assert ran.returncode == 2
    assert "No such command" in ran.stderr
