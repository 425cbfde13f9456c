"""Makes ``fixtures/transcribed/``: real tables in their printed form, from the public record.

Run from the repository's root: ``python tests/ingest/make_transcribed.py``. What is literal and
what is reconstructed stands in ``fixtures/transcribed/README.md``; a test runs this again and
compares.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import typst
import xlsxwriter

from monitor.record.load import areas, values

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "transcribed"
COMBINED_TITLE = (
    "Liste over almene boligområder pr. 1. december 2024, "
    "hvor reglerne om kombineret udlejning kan anvendes"
)
COMBINED = [
    "Område",
    "Kommune",
    "Beboere pr. 1. jan 2024",
    "Beboere udenfor arbejdsmarkedet 2023, pct.",
]
SOURCE = (
    "Kilde: Social- og Boligstyrelsen baseret på udtræk fra Danmarks Statistiks forskerordning."
)
NEW = {"bispehaven", "moelleparken-frederikshavn"}
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def danish(value: str, decimals: int) -> str:
    """A figure as the ministry prints it: 1.467 and 40,7."""
    whole, _, tail = value.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{tail.ljust(decimals, '0')}" if decimals else grouped


def of_list(day: date, on_list: str | None = None) -> dict[str, dict[str, tuple[str, int]]]:
    """Area -> indicator -> (value, decimals) as printed with a list."""
    frame = values().filter(pl.col("list_date") == day)
    if on_list is not None:
        frame = frame.filter(pl.col("on_list") == on_list)
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for row in frame.sort("area_id", "indicator").iter_rows(named=True):
        found.setdefault(row["area_id"], {})[row["indicator"]] = (row["value"], row["decimals"])
    return found


def name_of() -> dict[str, dict[str, Any]]:
    """Area -> its row in the record."""
    return {row["area_id"]: row for row in areas().iter_rows(named=True)}


def combined_rows() -> list[list[str]]:
    """The combined-letting list of 2024 as printed."""
    names = name_of()
    rows = []
    for area, figures in of_list(date(2024, 12, 1)).items():
        if "outside_labour_1yr_pct" not in figures:
            continue
        new = "Ny " if area in NEW else ""
        rows.append(
            [
                names[area]["name"],
                new + names[area]["municipality"],
                danish(*figures["residents"]),
                danish(*figures["outside_labour_1yr_pct"]),
            ]
        )
    return sorted(rows, key=lambda row: row[0])


MAIN = {
    "residents": "Beboere pr. 1. januar {y}",
    "nonwestern_pct": "Andel indvandrere og efterkommere fra ikke-vestlige lande "
    "pr. 1. januar {y}, pct.",
    "outside_labour_pct": "Andel 18-64-årige uden tilknytning til arbejdsmarked eller uddannelse "
    "(gns. {y2}-{y1}), pct.",
    "convicted_pct": "Dømte i pct. af beboere på 18 år og derover (gns. {y2}-{y1})",
    "basic_education_pct": "Andel 30-59-årige, der alene har en grunduddannelse, "
    "pr. 1. januar {y}, pct.",
    "income_pct_of_region": "Gennemsnitlig bruttoindkomst i pct. af gennemsnittet i regionen {y2}",
}


def main_headings(year: int) -> list[str]:
    """The reconstructed heading row of the ministry's main table."""
    told = {"y": year, "y1": year - 1, "y2": year - 2}
    return ["Område", "Kommune", *[text.format(**told) for text in MAIN.values()]]


def main_rows(day: date, on_list: str) -> list[list[str]]:
    """The areas on a list, or gone from it, with their values as printed."""
    names = name_of()
    rows = []
    for area, figures in of_list(day, on_list).items():
        cells = [danish(*figures[code]) if code in figures else ".." for code in MAIN]
        rows.append([names[area]["name"], names[area]["municipality"], *cells])
    return rows


def departments() -> list[list[str]]:
    """A reconstructed Bilag 1: departments of three areas (named as the record names the parts)."""
    return [
        ["Gellerupparken/Toveshøj", "Gellerupparken"],
        ["Gellerupparken/Toveshøj", "Toveshøj"],
        ["Skovvejen/Skovparken", "Skovvejen"],
        ["Skovvejen/Skovparken", "Skovparken"],
    ]


def write_csv(name: str, rows: list[list[str]], separator: str = ";") -> None:
    """Rows as a csv file, cells as they are."""
    text = "\n".join(separator.join(row) for row in rows) + "\n"
    (FOLDER / name).write_text(text, encoding="utf-8", newline="")


def main_workbook(day: date) -> None:
    """The list of a year as one sheet: Tabel 1, Tabel 2, Bilag 1 under one another."""
    with xlsxwriter.Workbook(str(FOLDER / f"reconstructed_list_{day.year}.xlsx")) as book:
        book.set_properties({"created": MADE, "title": "reconstructed"})
        sheet = book.add_worksheet("Liste")
        row = 0
        title = f"Liste over ghettoområder pr. 1. december {day.year}"
        for caption, on_list in (
            (f"Tabel 1. {title}", "yes"),
            ("Tabel 2. Områder, der er udgået af listen", "no"),
        ):
            sheet.write(row, 0, caption)
            row += 2
            for cells in (main_headings(day.year), *main_rows(day, on_list)):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell)
                row += 1
            sheet.write(row, 0, "Kilde: rekonstrueret efter den offentlige optegnelse.")
            row += 2
        sheet.write(row, 0, "Bilag 1. Almene boligafdelinger i områderne")
        row += 1
        for cells in (["Område", "Almene boligafdelinger"], *departments()):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
            row += 1


def _cells(rows: list[list[str]]) -> str:
    return ",\n".join(
        ", ".join(f"[#{json.dumps(cell, ensure_ascii=False)}]" for cell in row) for row in rows
    )


def pdf(name: str, parts: list[tuple[str, list[list[str]]]], title: str, stroke: str) -> None:
    """A note in the shape of the ministry's: letterhead, title, captioned tables, source line."""
    body = [
        '#set page(paper: "a4", flipped: true, '
        'footer: context [#counter(page).display("1/1", both: true)])',
        '#set text(lang: "da", size: 8pt, hyphenate: true)',
        "NOTAT #h(1fr) Rekonstrueret\n",
        f"= {title}",
    ]
    for caption, rows in parts:
        width = len(rows[0])
        body.append(f"\n*{caption}*\n")
        body.append(
            f"#table(columns: {width}, stroke: {stroke}, "
            f"table.header({_cells(rows[:1])}),\n{_cells(rows[1:])})"
        )
    body.append(f"\n{SOURCE}")
    source = FOLDER / "_source.typ"
    source.write_text("\n".join(body), encoding="utf-8")
    try:
        typst.compile(str(source), output=str(FOLDER / name), timestamp=0)
    finally:
        source.unlink()


STATBANK = [
    ("000", "Hele landet", 5_707_251, 285_000, 160_000),
    ("084", "Region Hovedstaden", 1_789_174, 130_000, 70_000),
    ("751", "Aarhus", 330_639, 25_000, 15_000),
]
"""Shape of an export, figures invented: the bank's own cannot be stored here (see README.md)."""


def statbank() -> None:
    """Exports of the bank in their literal layout, by code, by name and as the saved matrix."""
    head = "OMRÅDE;KØN;ALDER;HERKOMST;TID;INDHOLD"
    coded, named = [head], [head]
    for code, name, everyone, immigrants, descendants in STATBANK:
        for origin, text, number in (
            ("TOT", "I alt", everyone),
            ("25", "Indvandrere fra ikke-vestlige lande", immigrants),
            ("35", "Efterkommere fra ikke-vestlige lande", descendants),
        ):
            coded.append(f"{code};TOT;IALT;{origin};2016K1;{number}")
            named.append(f"{name};I alt;Alder i alt;{text};2016K1;{number}")
    (FOLDER / "invented_statbank_FOLK1E_code.csv").write_bytes(
        b"\xef\xbb\xbf" + ("\r\n".join(coded) + "\r\n").encode("utf-8")
    )
    (FOLDER / "invented_statbank_FOLK1E_value.csv").write_bytes(
        b"\xef\xbb\xbf" + ("\r\n".join(named) + "\r\n").encode("utf-8")
    )


PEOPLE = "Befolkningen den 1. i kvartalet efter område, køn, alder, herkomst og tid"
ORIGINS = (
    ("TOT", "I alt"),
    ("25", "Indvandrere fra ikke-vestlige lande"),
    ("35", "Efterkommere fra ikke-vestlige lande"),
)


def _numbers() -> list[int]:
    """The invented figures with the last variable fastest: place, then origin."""
    return [number for _, _, *told in STATBANK for number in told]


def bank_px() -> None:
    """The same figures as PX: ANSI, keywords of the format, a line of data a row of the stub."""

    def listed(values: list[str]) -> str:
        return ",".join(f'"{value}"' for value in values)

    data = _numbers()
    lines = [
        'CHARSET="ANSI";',
        'AXIS-VERSION="2000";',
        'LANGUAGE="da";',
        'CREATION-DATE="20160211 09:00";',
        'MATRIX="FOLK1E";',
        'SUBJECT-CODE="02";',
        'SUBJECT-AREA="Befolkning og valg";',
        "DECIMALS=0;",
        f'TITLE="{PEOPLE[:40]}"',
        f'"{PEOPLE[40:]}";',
        'CONTENTS="Befolkningen den 1. i kvartalet";',
        'UNITS="Antal";',
        'STUB="område","køn","alder","herkomst";',
        'HEADING="tid";',
        f'VALUES("område")={listed([name for _, name, *_ in STATBANK])};',
        'VALUES("køn")="I alt";',
        'VALUES("alder")="Alder i alt";',
        f'VALUES("herkomst")={listed([text for _, text in ORIGINS])};',
        'VALUES("tid")="2016K1";',
        f'CODES("område")={listed([code for code, *_ in STATBANK])};',
        'CODES("køn")="TOT";',
        'CODES("alder")="IALT";',
        f'CODES("herkomst")={listed([code for code, _ in ORIGINS])};',
        'CODES("tid")="2016K1";',
        'SOURCE="Danmarks Statistik; opdigtede tal";',
        "DATA=",
        *(f"{number} " for number in data[:-1]),
        f"{data[-1]};",
    ]
    text = "\r\n".join(lines) + "\r\n"
    (FOLDER / "invented_statbank_FOLK1E.px").write_bytes(text.encode("cp1252"))


def bank_json() -> None:
    """The same figures as JSON-stat, and the one cell the format guide of the API prints."""

    def dimension(label: str, values: list[tuple[str, str]]) -> dict[str, Any]:
        index = {code: at for at, (code, _) in enumerate(values)}
        return {"label": label, "category": {"index": index, "label": dict(values)}}

    dimensions = {
        "OMRÅDE": dimension("område", [(code, name) for code, name, *_ in STATBANK]),
        "KØN": dimension("køn", [("TOT", "I alt")]),
        "ALDER": dimension("alder", [("IALT", "Alder i alt")]),
        "HERKOMST": dimension("herkomst", list(ORIGINS)),
        "Tid": dimension("tid", [("2016K1", "2016K1")]),
    }
    order = {"id": list(dimensions), "size": [len(STATBANK), 1, 1, len(ORIGINS), 1]}
    _json("invented_statbank_FOLK1E.json", {**dimensions, **order}, _numbers(), PEOPLE)
    printed = {
        "OMRÅDE": dimension("område", [("000", "Hele landet")]),
        "KØN": dimension("køn", [("TOT", "I alt")]),
        "Tid": dimension("tid", [("2023K1", "2023K1")]),
    }
    _json("statbank_FOLK1A.json", printed, [5_932_654], "Befolkningen den 1. i kvartalet")


def _json(name: str, dimensions: dict[str, Any], numbers: list[int], label: str) -> None:
    tree = {"dimension": dimensions, "value": numbers, "label": label}
    tree |= {"source": "Danmarks Statistik", "updated": "2025-08-11T06:00:00Z"}
    text = json.dumps({"dataset": tree}, ensure_ascii=False, indent=2) + "\n"
    (FOLDER / name).write_text(text, encoding="utf-8", newline="")


def matrix_rows() -> list[list[str]]:
    """The figures as the bank's matrix: labels that repeat left blank, a column a quarter."""
    rows = [["", "", "", "", "2016K1", "2016K2"]]
    for _, name, *told in STATBANK:
        for (_, text), number in zip(ORIGINS, told, strict=True):
            first = not any(row[0] == name for row in rows)
            stubs = [name, "I alt", "Alder i alt"] if first else ["", "", ""]
            rows.append([*stubs, text, danish(str(number), 0), danish(str(number + 11), 0)])
    return rows


def bank_matrix() -> None:
    """The matrix as HTML and xlsx (the API's layout) and as the web's csv."""
    rows = matrix_rows()
    page = [
        "<HTML>",
        "<HEAD>",
        '<META http-equiv="content-type" content="text/html; charset=utf-8">',
        f"<TITLE>{PEOPLE}</TITLE>",
        "</HEAD>",
        "<BODY>",
        "<TABLE>",
        "<TR ALIGN=LEFT>",
        f"<TH COLSPAN=6>{PEOPLE}</TH>",
        "</TR>",
    ]
    for row in rows:
        heads = "".join(f"<TH ALIGN=LEFT VALIGN=TOP>{cell}</TH>" for cell in row[:4])
        tag = "TD" if row[3] else "TH"
        numbers = "".join(f"<{tag}>{cell}</{tag}>" for cell in row[4:])
        page += ["<TR ALIGN=RIGHT>", heads, numbers, "</TR>"]
    page += ["</TABLE>", "</BODY>", "</HTML>"]
    (FOLDER / "invented_statbank_FOLK1E_matrix.html").write_text(
        "\n".join(page) + "\n", encoding="utf-8", newline=""
    )
    with xlsxwriter.Workbook(str(FOLDER / "invented_statbank_FOLK1E_matrix.xlsx")) as book:
        book.set_properties({"created": MADE, "title": "invented"})
        sheet = book.add_worksheet("FOLK1E")
        sheet.write(0, 0, PEOPLE)
        for at, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                bare = cell.replace(".", "")
                if column > 3 and at > 2:
                    sheet.write_number(at, column, int(bare))
                elif cell:
                    sheet.write_string(at, column, cell)
        sheet.write(len(rows) + 3, 0, "Opdigtede tal")
    quoted = [f'"{PEOPLE}"', ""]
    for row in rows:
        cells = [f'"{cell or " "}"' for cell in row[:4]]
        numbers = [cell.replace(".", "") if row[3] else f'"{cell}"' for cell in row[4:]]
        quoted.append(",".join([*cells, *numbers]))
    (FOLDER / "invented_statbank_FOLK1E_matrix.csv").write_bytes(
        ("\r\n".join(quoted) + "\r\n").encode("cp1252")
    )


ONE_CELL = """<HTML>
<HEAD>
<META http-equiv="content-type" content="text/html; charset=utf-8">
<TITLE>Befolkningen den 1. i kvartalet efter område, køn, alder, civilstand og tid</TITLE>
</HEAD>
<BODY>
<TABLE>
<TR ALIGN=LEFT>
<TH COLSPAN=5>Befolkningen den 1. i kvartalet efter område, køn, alder, civilstand og tid</TH>
</TR>
<TR ALIGN=RIGHT>
<TH ALIGN=LEFT VALIGN=TOP>Hele landet</TH>
<TH ALIGN=LEFT VALIGN=TOP>I alt</TH>
<TH ALIGN=LEFT VALIGN=TOP>Alder i alt</TH>
<TH ALIGN=LEFT VALIGN=TOP>I alt</TH>
<TD>5.932.654</TD>
</TR>
</TABLE>
</BODY>
</HTML>
"""
"""The API's HTML as its format guide prints it: no time in the head."""
HEADLESS = [
    ("Personer i gruppen (antal)", "Hele landet", "338539,346705,351943,354453,353484"),
    ("Personer i gruppen (antal)", "København", "20313,20896,21376,21967,22270"),
    ("Indkomstbeløb (1.000 kr.)", "Hele landet", "14556491,13265655,12881554,12879359,12698673"),
    ("Indkomstbeløb (1.000 kr.)", "København", "894980,809381,780095,784947,779787"),
]
"""Four rows of a web export saved without headings (heholo/IDE, muni_income.csv), cut to five
years."""


def bank_without_time() -> None:
    """Two exports nobody can read a year from."""
    (FOLDER / "statbank_FOLK1A.html").write_text(ONE_CELL, encoding="utf-8", newline="")
    lines = [
        f'"Alle","Mænd og kvinder i alt","15-19 år","{unit}","{place}",{numbers}'
        for unit, place, numbers in HEADLESS
    ]
    (FOLDER / "statbank_INDKP105_headless.csv").write_bytes(
        ("\n".join(lines) + "\n").encode("cp1252")
    )


KEYS = {
    "residents": "residents",
    "outside_labour_pct": "unemployed",
    "nonwestern_pct": "immigrants",
    "convicted_pct": "prosecuted",
    "basic_education_pct": "education",
    "income_pct_of_region": "income",
}


def transcription() -> None:
    """Lists in the keys of heholo/IDE: a key a year, a misspelt one, a thousands point lost."""
    names = name_of()

    def rows(day: date, on_list: str, **keys: str) -> list[dict[str, Any]]:
        found = []
        for area, figures in list(of_list(day, on_list).items())[:6]:
            row: dict[str, Any] = {"ghetto": on_list == "yes", "id": names[area]["name"]}
            row |= {"municipality": names[area]["municipality"], "new": False}
            for code, (value, _) in figures.items():
                if code in KEYS:
                    row[keys.get(code, KEYS[code])] = float(value)
            found.append(row)
        return found

    december, october, january = date(2017, 12, 1), date(2013, 10, 1), date(2011, 1, 1)
    early = [
        {k: v for k, v in row.items() if k not in {"ghetto", "new"}}
        | {"residents": row["residents"] / 1000}
        for row in rows(january, "yes")
    ]
    tree = {
        "2017": [*rows(december, "yes"), *rows(december, "no")],
        "2013": rows(october, "yes", outside_labour_pct="unemplyed"),
        "2011": early,
    }
    text = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / "transcription_of_lists.json").write_text(text, encoding="utf-8", newline="")


def landlord_fund() -> None:
    """A workbook by department in the landlord fund's manner: merged headings, discretion marks."""
    with xlsxwriter.Workbook(str(FOLDER / "reconstructed_landlord_fund.xlsx")) as book:
        book.set_properties({"created": MADE, "title": "reconstructed, figures invented"})
        sheet = book.add_worksheet("Parallelsamfundskriterieværdier")
        sheet.write(
            0,
            0,
            "Parallelsamfundskriterieværdier 1. januar 2020 (rekonstrueret, tallene opdigtede)",
        )
        heads = [("Alle beboere", 1), ("Ikke-vestlige", 1), ("30-59-årige", 2)]
        column = 3
        for text, width in heads:
            if width > 1:
                sheet.merge_range(2, column, 2, column + width - 1, text)
            else:
                sheet.write(2, column, text)
            column += width
        for at, text in enumerate(
            ["LBF-nr.", "Afdelingsnavn", "Område", "Antal", "Antal", "I alt", "Kun grundskole"]
        ):
            sheet.write(3, at, text)
        rows = [
            ("0123-01", "Gellerupparken", "Gellerupparken/Toveshøj", 4120, 3301, 1702, 1190),
            ("0123-02", "Toveshøj", "Gellerupparken/Toveshøj", 1511, 1219, 633, 402),
            ("0456-07", "Bispehaven", "Bispehaven", 2215, 1484, 860, 626),
        ]
        for row, cells in enumerate(rows, start=4):
            for at, cell in enumerate(cells):
                sheet.write(row, at, cell)
        sheet.write(8, 0, "Anm.: Tal under 5 er diskretionerede.")


def make() -> None:
    """Write every fixture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_csv(
        "combined_letting_2024.csv", [[COMBINED_TITLE], [], COMBINED, *combined_rows(), [SOURCE]]
    )
    pdf(
        "reconstructed_combined_letting_2024.pdf",
        [("Tabel 1.", [COMBINED, *combined_rows()])],
        COMBINED_TITLE,
        "0.5pt",
    )
    for year in (2014, 2015, 2016):
        main_workbook(date(year, 12, 1))
    day = date(2017, 12, 1)
    title = "Liste over ghettoområder pr. 1. december 2017"
    parts = [
        (f"Tabel 1. {title}", [main_headings(2017), *main_rows(day, "yes")]),
        (
            "Tabel 2. Områder, der er udgået af listen siden sidste gang",
            [main_headings(2017), *main_rows(day, "no")],
        ),
        (
            "Bilag 1. Almene boligafdelinger i områderne",
            [["Område", "Almene boligafdelinger"], *departments()],
        ),
    ]
    pdf("reconstructed_list_2017.pdf", parts, title, "0.5pt")
    pdf("reconstructed_list_2017_unruled.pdf", parts[:2], title, "none")
    statbank()
    bank_px()
    bank_json()
    bank_matrix()
    bank_without_time()
    landlord_fund()
    transcription()


if __name__ == "__main__":
    make()
