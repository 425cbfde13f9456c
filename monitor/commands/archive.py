"""`forvarsel archive`: the log, what changed between two states, copies, the tamper check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import polars as pl

from monitor.archive import (
    Archive,
    backup,
    check,
    difference,
    export,
    figures_known,
    head,
    memberships_known,
    open_archive,
    read_batches,
)
from monitor.archive.knowledge import FIGURE_KEY, MEMBERSHIP_KEY
from monitor.errors import ArchiveError, OutputError, UnknownNameError
from monitor.words import Language, say

FILE_NAME = "archive.sqlite"
SHOWN_CHANGES = 40
SHOWN_HASH = 12


@click.group("archive")
def archive() -> None:
    """What was put in when, what was known on a date, copies, and whether it is untouched."""


_from = click.option(
    "--from",
    "where",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="The archive file, or the output folder that holds archive.sqlite.",
)


@archive.command("log")
@_from
@click.pass_obj
def log_command(language: Language, where: Path) -> None:
    """Every batch in the order it was put in, with its hash and the newest seal.

    Example: forvarsel archive log --from out
    """
    with _open(where) as opened:
        batches = read_batches(opened)
        if batches.is_empty():
            click.echo(say("archive.log.empty", language))
            return
        click.echo(say("archive.log.heading", language))
        for row in batches.iter_rows(named=True):
            parts = [
                f"#{row['batch']}",
                say(f"archive.kind.{row['kind']}", language),
                row["file"],
                row["known_from"].isoformat(),
                str(row["figures"]),
                str(row["memberships"]),
                row["sha256"][:SHOWN_HASH],
                "" if row["supersedes"] is None else f"#{row['supersedes']}",
            ]
            click.echo(" | ".join(parts).rstrip(" |"))
        click.echo(head(opened))


@archive.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@_from
@click.option("--out", type=click.Path(path_type=Path), help="Write all changes to this csv file.")
@click.pass_obj
def diff_command(
    language: Language, before: str, after: str, where: Path, out: Path | None
) -> None:
    """What changed from A to B: each a date (as known on it) or a batch (#3: once it was in).

    Example: forvarsel archive diff 2025-11-24 2026-11-24 --from out
    """
    with _open(where) as opened:
        old, new = _state(opened, before), _state(opened, after)
        figures = difference(
            figures_known(opened, *old), figures_known(opened, *new), FIGURE_KEY, "value"
        )
        members = difference(
            memberships_known(opened, *old),
            memberships_known(opened, *new),
            MEMBERSHIP_KEY,
            "status",
        )
    changes = pl.concat([_spoken(figures, FIGURE_KEY), _spoken(members, MEMBERSHIP_KEY)])
    counts = {
        kind: changes.filter(pl.col("change") == kind).height
        for kind in ("added", "changed", "removed")
    }
    click.echo(say("archive.diff.heading", language, before=before, after=after, **counts))
    for row in changes.head(SHOWN_CHANGES).iter_rows(named=True):
        click.echo(say(f"archive.diff.{row['change']}", language, **row))
    if changes.height > SHOWN_CHANGES:
        click.echo(say("archive.diff.more", language, count=changes.height - SHOWN_CHANGES))
    if out is not None:
        _write(out, changes.write_csv())


@archive.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@_from
@click.pass_obj
def export_command(language: Language, folder: Path, where: Path) -> None:
    """Write every table as csv and parquet into FOLDER, which must be empty or absent.

    Example: forvarsel archive export tables --from out
    """
    with _open(where) as opened:
        written = export(opened, folder)
    click.echo(say("archive.export.done", language, count=len(written), folder=folder))


@archive.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@_from
@click.pass_obj
def backup_command(language: Language, target: Path, where: Path) -> None:
    """Copy the whole archive to TARGET and check the copy.

    Example: forvarsel archive backup copy.sqlite --from out
    """
    with _open(where) as opened:
        backup(opened, target)
        expected = head(opened)
    with open_archive(target) as copy:
        _refuse_if_tampered(copy, language, expected)
    click.echo(say("archive.backup.done", language, target=target))


@archive.command("check")
@_from
@click.option("--head", "expected", help="A seal noted earlier that must still be in the chain.")
@click.pass_obj
def check_command(language: Language, where: Path, expected: str | None) -> None:
    """Whether anything was changed behind the archive's back (exit code 16 if so).

    Example: forvarsel archive check --from out
    """
    with _open(where) as opened:
        _refuse_if_tampered(opened, language, expected)
        batches = read_batches(opened)
        click.echo(
            say(
                "archive.check.ok",
                language,
                batches=batches.height,
                figures=batches["figures"].sum(),
                head=head(opened),
            )
        )


def _open(where: Path) -> Archive:
    return open_archive(where / FILE_NAME if where.is_dir() else where)


def _state(opened: Archive, name: str) -> tuple[date | None, int | None]:
    last = read_batches(opened).height
    if name.startswith("#") and name[1:].isdigit() and 1 <= int(name[1:]) <= last:
        return None, int(name[1:])
    try:
        return date.fromisoformat(name), None
    except ValueError:
        raise UnknownNameError("error.archive_state", name=name, last=last) from None


def _spoken(changes: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    spoken = pl.concat_str(
        [pl.col(name).cast(pl.String) for name in key], separator=", ", ignore_nulls=True
    )
    return changes.select(spoken.alias("what"), "before", "after", "change")


def _refuse_if_tampered(opened: Archive, language: Language, expected: str | None) -> None:
    found = check(opened, expected)
    for tampering in found:
        click.echo(tampering.sentence(language))
    if found:
        raise ArchiveError("error.archive_tampered", file=opened.path, count=len(found))


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as fault:
        raise OutputError("error.archive_target", target=path, reason=fault.strerror) from fault
