"""`forvarsel archive` as a planner meets it."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from monitor.archive import append, head, open_archive, seal_outlook
from monitor.cli import forvarsel
from monitor.errors import ArchiveError, ForvarselError, OutputError, UnknownNameError
from tests.archive.samples import figures, memberships, source, whole_list

LIST = date(2024, 12, 1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with an archive of two files, a list and a sealed outlook."""
    folder = tmp_path / "out"
    folder.mkdir()
    line = ("residents", "2024-01-01")
    with open_archive(folder / "archive.sqlite", create=True) as archive:
        first = figures(("a", *line, "1200"), ("b", *line, "900"), known_from=date(2024, 2, 1))
        append(archive, source("beboere.xlsx", date(2024, 2, 1)), first)
        second = figures(("a", *line, "1210"), known_from=date(2024, 8, 1))
        append(archive, source("rettelse.xlsx", date(2024, 8, 1)), second)
        append(
            archive,
            source("liste.pdf", LIST),
            memberships=memberships(LIST, {"a": "listed"}),
            lists=whole_list(LIST),
        )
        seal_outlook(archive, date(2025, 11, 24), date(2025, 12, 1), b"area_id\n")
    return folder


def call(*arguments: object) -> Result:
    return CliRunner().invoke(forvarsel, ["archive", *map(str, arguments)])


def said(*arguments: object) -> list[str]:
    result = call(*arguments)
    assert result.exit_code == 0, result.exception
    return result.output.splitlines()


def refused(kind: type[ForvarselError], *arguments: object) -> str:
    fault = call(*arguments).exception
    assert isinstance(fault, kind)
    return fault.sentence("da")


def test_the_log_names_every_batch_and_ends_with_the_newest_seal(out: Path) -> None:
    lines = said("log", "--from", out)
    assert lines[:4] == [
        "Bidrag | Slags | Fil | Kendt fra | Tal | Medlemskaber | SHA-256 | Erstatter",
        f"#1 | fil | beboere.xlsx | 2024-02-01 | 2 | 0 | {source('beboere.xlsx').sha256[:12]}",
        f"#2 | fil | rettelse.xlsx | 2024-08-01 | 1 | 0 | {source('rettelse.xlsx').sha256[:12]}",
        f"#3 | fil | liste.pdf | 2024-12-01 | 0 | 1 | {source('liste.pdf').sha256[:12]}",
    ]
    with open_archive(out / "archive.sqlite") as archive:
        assert lines[-1] == head(archive)


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    open_archive(tmp_path / "archive.sqlite", create=True).close()
    assert said("log", "--from", tmp_path) == ["Arkivet er tomt."]


def test_the_difference_of_two_dates_is_spoken(out: Path) -> None:
    assert said("diff", "2024-07-01", "2024-12-01", "--from", out) == [
        "Fra 2024-07-01 til 2024-12-01: 1 nye, 1 ændrede, 0 bortfaldne.",
        "ændret: a, residents, 2024-01-01: 1200 -> 1210",
        "ny: 2024-12-01, a, parallel: listed",
    ]


def test_the_difference_of_two_batches_goes_both_ways(out: Path) -> None:
    assert said("diff", "#2", "#1", "--from", out) == [
        "Fra #2 til #1: 0 nye, 1 ændrede, 0 bortfaldne.",
        "ændret: a, residents, 2024-01-01: 1210 -> 1200",
    ]


def test_a_long_difference_is_written_to_a_file(out: Path, tmp_path: Path) -> None:
    rows = [(f"c{number:03}", "residents", "2023-01-01", "1000") for number in range(60)]
    with open_archive(out / "archive.sqlite") as archive:
        append(archive, source("mange.xlsx"), figures(*rows))
    lines = said("diff", "#4", "#5", "--from", out, "--out", tmp_path / "diff.csv")
    assert len(lines) == 42
    assert lines[-1] == '... og 20 til; "--out fil.csv" skriver dem alle.'
    assert pl.read_csv(tmp_path / "diff.csv").height == 60


@pytest.mark.parametrize("name", ["#0", "#9", "i går", "2024-13-01", "#"])
def test_a_state_that_is_neither_date_nor_batch_is_a_sentence(out: Path, name: str) -> None:
    assert refused(UnknownNameError, "diff", name, "#1", "--from", out) == (
        f'"{name}" er hverken en dato (2026-11-24) eller et bidrag i arkivet (#1 til #4). Se'
        ' bidragene med "forvarsel archive log".'
    )


def test_export_writes_every_table_and_every_sealed_outlook(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "eksport"
    assert said("export", folder, "--from", out) == [f"9 filer skrevet i {folder}."]
    assert sorted(path.name for path in folder.iterdir()) == [
        "batches.csv",
        "batches.parquet",
        "figures.csv",
        "figures.parquet",
        "lists.csv",
        "lists.parquet",
        "memberships.csv",
        "memberships.parquet",
        "outlook-0004.bin",
    ]
    assert pl.read_parquet(folder / "figures.parquet")["value"].to_list() == ["1200", "900", "1210"]
    assert (folder / "outlook-0004.bin").read_bytes() == b"area_id\n"
    assert refused(OutputError, "export", folder, "--from", out) == (
        f"{folder} findes allerede og overskrives ikke. Vælg et andet navn."
    )


def test_export_gives_the_same_bytes_twice(out: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        said("export", folder, "--from", out)
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders
    )
    assert first == second


def test_a_backup_is_whole_and_is_not_overwritten(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "kopi.sqlite"
    assert said("backup", target, "--from", out) == [
        f"Arkivet er kopieret til {target}; kopien er prøvet og hel."
    ]
    assert said("log", "--from", target) == said("log", "--from", out)
    assert refused(OutputError, "backup", target, "--from", out) == (
        f"{target} findes allerede og overskrives ikke. Vælg et andet navn."
    )
    missing = tmp_path / "none" / "kopi.sqlite"
    assert refused(OutputError, "backup", missing, "--from", out).startswith(
        f"{missing} kan ikke skrives ("
    )


def test_check_speaks_of_an_untouched_archive_and_of_a_touched_one(
    out: Path, tmp_path: Path
) -> None:
    with open_archive(out / "archive.sqlite") as archive:
        noted = head(archive)
    assert said("check", "--from", out, "--head", noted) == [
        f"Arkivet er, som det blev skrevet: 4 bidrag, 3 tal, seneste segl {noted}."
    ]
    touched = Path(shutil.copy(out / "archive.sqlite", tmp_path / "touched.sqlite"))
    connection = sqlite3.connect(touched)
    connection.execute("DROP TRIGGER figures_no_update")
    connection.execute("UPDATE figures SET value = '1' WHERE batch = 1")
    connection.commit()
    connection.close()
    result = call("check", "--from", touched)
    assert result.output.splitlines() == [
        "Tabellen, spærringen eller indekset figures_no_update mangler, er ændret eller hører"
        " ikke til.",
        "Indholdet af bidrag 1 (beboere.xlsx) er ændret, siden det blev skrevet.",
    ]
    assert isinstance(result.exception, ArchiveError)
    assert result.exception.sentence("da") == (
        f"Arkivet {touched} er ikke, som det blev skrevet (2 fund ovenfor). Brug det ikke; hent"
        " den seneste sikkerhedskopi, og sammenlign."
    )


def test_every_subcommand_has_help() -> None:
    for name in ("log", "diff", "export", "backup", "check"):
        result = call(name, "--help")
        assert result.exit_code == 0
        assert len(result.output.split("\n\n")[1].strip()) > 20
