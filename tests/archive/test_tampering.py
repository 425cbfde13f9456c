"""What is changed behind the archive's back is found."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from monitor.archive import append, check, head, open_archive, outlooks, seal_outlook
from monitor.archive.columns import FEWEST
from monitor.archive.store import statements
from monitor.errors import ArchiveError
from tests.archive.samples import column, figures, memberships, source, whole_list

LIST = date(2024, 12, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    with open_archive(path, create=True) as archive:
        for number in range(3):
            rows = [(f"a{i}", "residents", "2024-01-01", str(1000 + i)) for i in range(4)]
            append(archive, source(f"f{number}.xlsx"), figures(*rows, *column(FEWEST)))
        append(
            archive,
            source("liste.pdf"),
            memberships=memberships(LIST, {"a1": "listed"}),
            lists=whole_list(LIST),
        )
        seal_outlook(archive, date(2025, 11, 24), date(2025, 12, 1), b"outlook")
    return path


def tamper(path: Path, statement: str) -> None:
    """Change the file with every guard taken off and put back."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    kept = guards.fetchall()
    for name, _ in kept:
        connection.execute(f"DROP TRIGGER {name}")
    connection.executescript(statement)
    for _, sql in kept:
        connection.execute(sql)
    connection.close()


def sentences(path: Path, expected_head: str | None = None) -> list[str]:
    with open_archive(path) as archive:
        return [found.sentence("da") for found in check(archive, expected_head)]


def test_an_untouched_archive_is_found_whole(path: Path) -> None:
    with open_archive(path) as archive:
        assert check(archive, head(archive)) == []


CONTENT_2 = "Indholdet af bidrag 2 (f1.xlsx) er ændret, siden det blev skrevet."
SEAL_2 = "Seglet på bidrag 2 (f1.xlsx) passer ikke til bidraget og seglet før det."


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE figures SET value = '999' WHERE batch = 2 AND line = 1", [CONTENT_2]),
        ("UPDATE figures SET known_from = '2020-01-01' WHERE batch = 2", [CONTENT_2]),
        ("DELETE FROM figures WHERE batch = 2 AND line = 4", [CONTENT_2]),
        ("UPDATE figures SET line = 9 WHERE batch = 2 AND line = 4", [CONTENT_2]),
        (
            "UPDATE figure_columns SET figures = replace(figures, '706', '707') WHERE batch = 2",
            [CONTENT_2],
        ),
        ("UPDATE figure_columns SET unit = 'kroner' WHERE batch = 2", [CONTENT_2]),
        ("DELETE FROM figure_columns WHERE batch = 2", [CONTENT_2]),
        ("UPDATE batches SET known_from = '2020-01-01' WHERE batch = 2", [SEAL_2]),
        ("UPDATE batches SET note = 'ok' WHERE batch = 2", [SEAL_2]),
        (
            "UPDATE memberships SET status = 'left'",
            ["Indholdet af bidrag 4 (liste.pdf) er ændret, siden det blev skrevet."],
        ),
        (
            "UPDATE lists SET whole = 0",
            ["Indholdet af bidrag 4 (liste.pdf) er ændret, siden det blev skrevet."],
        ),
        (
            "UPDATE outlooks SET payload = x'00'",
            [
                "Indholdet af bidrag 5 (outlook 2025-11-24 for 2025-12-01) er ændret, siden det"
                " blev skrevet.",
                "Den forseglede prognose i bidrag 5 er ændret.",
            ],
        ),
        (
            "DELETE FROM figures WHERE batch = 3; DELETE FROM figure_columns WHERE batch = 3;"
            "DELETE FROM seals WHERE batch = 3;"
            "DELETE FROM batches WHERE batch = 3",
            [
                "Efter bidrag 2 følger bidrag 4: der er fjernet bidrag.",
                "Seglet på bidrag 4 (liste.pdf) passer ikke til bidraget og seglet før det.",
            ],
        ),
        (
            "DELETE FROM seals WHERE batch = 5",
            ["Bidrag 5 (outlook 2025-11-24 for 2025-12-01) er ikke forseglet."],
        ),
    ],
)
def test_a_change_is_found_and_its_batch_named(
    path: Path, statement: str, expected: list[str]
) -> None:
    tamper(path, statement)
    assert sentences(path) == expected


def test_a_guard_that_was_taken_away_or_softened_is_found(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER figures_no_update")
    connection.execute("DROP TRIGGER figures_no_delete")
    connection.execute(
        "CREATE TRIGGER figures_no_delete BEFORE DELETE ON figures WHEN 0"
        " BEGIN SELECT RAISE(ABORT, ''); END"
    )
    connection.execute("CREATE TABLE extra (x)")
    connection.close()
    assert sentences(path) == [
        f"Tabellen, spærringen eller indekset {name} mangler, er ændret eller hører ikke til."
        for name in ("extra", "figures_no_delete", "figures_no_update")
    ]


def test_a_chain_rebuilt_from_the_first_seal_is_found_by_a_seal_noted_elsewhere(
    path: Path, tmp_path: Path
) -> None:
    with open_archive(path) as archive:
        noted = head(archive)
    forged = tmp_path / "forged.sqlite"
    with open_archive(forged, create=True) as archive:
        append(archive, source("f0.xlsx"), figures(("a0", "residents", "2024-01-01", "1")))
    assert sentences(forged) == []
    assert sentences(forged, noted) == [
        f"Seglet {noted} står ikke i arkivet: kæden er lavet om, eller arkivet er et andet."
    ]


def test_a_seal_noted_earlier_still_stands_after_new_batches(path: Path) -> None:
    with open_archive(path) as archive:
        noted = head(archive)
        append(archive, source("g.xlsx"), figures(("a0", "residents", "2025-01-01", "1")))
    assert sentences(path, noted) == []


def test_a_changed_outlook_is_not_opened(path: Path) -> None:
    tamper(path, "UPDATE outlooks SET payload = x'00'")
    with open_archive(path) as archive, pytest.raises(ArchiveError) as fault:
        outlooks(archive)
    assert fault.value.sentence("da") == (
        f"Den forseglede prognose i bidrag 5 af {path} er ændret, siden den blev forseglet, og"
        ' bruges ikke. Kør "forvarsel archive check", og hent den seneste sikkerhedskopi.'
    )


def test_a_page_overwritten_on_the_disk_is_found(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.rindex(b"1003")
    content[place : place + 4] = b"9003"
    path.write_bytes(bytes(content))
    assert any("er ændret, siden det blev skrevet" in text for text in sentences(path))


def test_the_schema_files_hold_whole_statements() -> None:
    assert all(sqlite3.complete_statement(text) for n in (1, 2) for text in statements(n))
