"""Makes ``fixtures/formats/``: a workbook of invented figures, saved as every kind of workbook.

The reconstructed list of 2015 (``fixtures/transcribed``) is saved as xls and ods too.

Run from the repository's root: ``python tests/ingest/make_formats.py``. The xlsx is written here;
the others are that file saved by LibreOffice (``soffice`` must be on the path), as a planner with
an old Excel or with LibreOffice would have them. The tests read what is stored.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "formats"
SOURCE = "tal_syntetisk.xlsx"
SAVED = {
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "html": "html:HTML (StarCalc)",
}
"""Ending -> how LibreOffice calls it."""
LIST = FOLDER.parent / "transcribed" / "reconstructed_list_2015.xlsx"
ROWS = [
    ("Bispehaven", "Aarhus", date(2024, 1, 1), 2201, 0.671, 1477, 41.25, 250_123),
    ("Vollsmose", "Odense", date(2024, 1, 1), 9143, 0.689, 6300, 40.5, 212_345),
    ("Sundparken", "Horsens", date(2024, 1, 1), 1482, 0.602, 892, 39.75, 231_000),
]
"""Area, municipality, counted on, residents, non-western share, count, basic schooling, income."""


def write(path: Path) -> None:
    """The workbook: titles, merged group headings, typed cells, a formula, an error, a note."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        share = book.add_format({"num_format": "0.0%"})
        group = book.add_format({"align": "center", "bold": True})
        sheet = book.add_worksheet("Tal")
        sheet.write(0, 0, "Syntetiske tal (opdigtet), opgjort 1. januar 2024")
        sheet.merge_range(2, 4, 2, 5, "Ikke-vestlige", group)
        heads = ["Område", "Kommune", "Opgjort pr.", "Beboere", "Andel", "Antal"]
        heads += ["Kun grundskole, pct.", "Bruttoindkomst, kr."]
        sheet.write_row(3, 0, heads)
        for row, (area, place, counted, people, part, count, school, income) in enumerate(ROWS, 4):
            sheet.write_row(row, 0, [area, place])
            sheet.write_datetime(row, 2, counted, day)
            sheet.write_number(row, 3, people)
            sheet.write_number(row, 4, part, share)
            sheet.write_formula(row, 5, f"={count - 1}+1", None, count)
            sheet.write_number(row, 6, school)
            sheet.write_number(row, 7, income)
        sheet.write_string(7, 0, "Skovvejen/Skovparken")
        sheet.write_string(7, 1, "Kolding")
        sheet.write_datetime(7, 2, date(2024, 1, 1), day)
        sheet.write_formula(7, 3, "=1/0", None, "#DIV/0!")
        sheet.write_string(7, 4, "*")
        sheet.write_string(9, 0, "Anm.: Tallene er opdigtede.")
        hidden = book.add_worksheet("Kladde")
        hidden.write_row(0, 0, ["Område", "År", "Beboere"])
        hidden.write_row(1, 0, ["Vollsmose", 2023, 9100])
        hidden.hide()


def make(folder: Path = FOLDER) -> None:
    """Write the workbook and save it anew in every other kind."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / SOURCE)
    office = shutil.which("soffice")
    if office is None:
        return
    for ending, how in SAVED.items():
        arguments = [office, "--headless", "--convert-to", how, "--outdir", str(folder)]
        sources = [folder / SOURCE] if ending == "html" else [folder / SOURCE, LIST]
        subprocess.run([*arguments, *map(str, sources)], check=True, capture_output=True)


if __name__ == "__main__":
    make()
