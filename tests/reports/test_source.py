"""The tables read back: any may be missing, none may be misread."""

from pathlib import Path

import polars as pl
import pytest

from monitor.errors import NothingToSayError, UnreadableFileError
from reports.source import read_tables, schema
from reports.warning.assemble import warning
from tests.reports.synthetic import tables as invented
from tests.reports.synthetic import write


def test_csv_and_parquet_read_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    from_parquet = read_tables(tmp_path)
    for path in tmp_path.glob("*.parquet"):
        path.unlink()
    from_csv = read_tables(tmp_path)
    for name in schema():
        assert from_csv.frame(name).equals(from_parquet.frame(name)), name


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    read = read_tables(write(tmp_path))
    for name, frame in invented().items():
        assert read.frame(name).equals(frame), name


@pytest.mark.parametrize("missing", sorted(schema()))
def test_a_report_stands_without_any_one_table(tmp_path: Path, missing: str) -> None:
    write(tmp_path)
    for suffix in ("csv", "parquet"):
        (tmp_path / f"{missing}.{suffix}").unlink()
    said = warning(read_tables(tmp_path), "da")
    assert len(said.areas) == 10
    assert said.headline


def test_what_is_missing_is_said_in_words(tmp_path: Path) -> None:
    write(tmp_path)
    for suffix in ("csv", "parquet"):
        (tmp_path / f"outlook.{suffix}").unlink()
    said = warning(read_tables(tmp_path), "da")
    assert "Sandsynlighederne: ingen oplysninger i denne kørsel." in said.lacking
    assert all(area.undecided for area in said.areas)


def test_an_empty_table_is_as_good_as_none(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "whatif.parquet").unlink()
    (tmp_path / "whatif.csv").write_text("area_id,lever,amount\n", encoding="utf-8")
    said = warning(read_tables(tmp_path), "da")
    assert "Følsomhed og »hvad nu hvis«: ingen oplysninger i denne kørsel." in said.lacking


def test_a_column_that_is_not_there_is_missing_not_wrong(tmp_path: Path) -> None:
    write(tmp_path)
    frame = pl.read_parquet(tmp_path / "margins.parquet").drop("locked", "persons_low")
    frame.write_parquet(tmp_path / "margins.parquet")
    read = read_tables(tmp_path).frame("margins")
    assert read["locked"].is_null().all()
    assert read["persons"].is_not_null().any()


def test_a_file_that_is_no_table_is_a_sentence(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "outlook.parquet").write_bytes(b"not a table")
    with pytest.raises(UnreadableFileError) as fault:
        read_tables(tmp_path)
    assert fault.value.sentence("da") == (
        f"Filen {tmp_path / 'outlook.parquet'} kan ikke læses som den tabel, dens navn siger. "
        "Kør kørslen igen, eller hent filen fra en kopi."
    )


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as fault:
        read_tables(tmp_path / "nowhere")
    assert "Angiv mappen 4-kilder i en kørsel." in fault.value.sentence("da")


def test_no_table_at_all_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NothingToSayError) as fault:
        warning(read_tables(tmp_path), "da")
    assert "intet at forvarsle om" in fault.value.sentence("da")
