"""Tables with damage of every kind, and an oracle that says what each damaged cell still means.

The oracle knows nothing of ingest: it reads a cell by two strict grammars (Danish and English), a
row's area by the exact name, its year by four digits, a column by its heading's exact text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import xlsxwriter

AREAS = {
    "Bispehaven": "bispehaven",
    "Vollsmose": "vollsmose",
    "Sundparken": "sundparken",
    "Finlandsparken": "finlandsparken",
    "Munkebo": "munkebo",
}
HEADINGS = {
    "Beboere": "residents",
    "Andel ikke-vestlige, pct.": "nonwestern_pct",
    "Dømte, pct.": "convicted_pct",
    "Beboere 18-64 år": "outside_labour_base",
    "Gennemsnitlig bruttoindkomst, kr.": "income_kr",
    "Kun grundskole, pct.": "basic_education_pct",
}
YEARLY = {"convicted_pct", "outside_labour_base", "income_kr"}
DANISH = re.compile(r"^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$")
ENGLISH = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$")
TAIL = re.compile(r"\s*(?:pct\.?|%|kr\.?)?\s*[*¹²]*$")


@dataclass
class Sheet:
    """A table as text: the heading row somewhere, a body below, lines around."""

    rows: list[list[str]]
    head: int = 0
    typed: bool = False
    notes: list[str] = field(default_factory=list)


def make(draw: random.Random) -> Sheet:
    """A sound table in Danish print."""
    headings = draw.sample(list(HEADINGS), draw.randrange(2, len(HEADINGS) + 1))
    rows = [["Område", "År", *headings]]
    for area in draw.sample(list(AREAS), draw.randrange(2, len(AREAS) + 1)):
        for year in range(2018, 2018 + draw.randrange(1, 4)):
            rows.append([area, str(year), *[_figure(HEADINGS[text], draw) for text in headings]])
    return Sheet(rows)


def _figure(code: str, draw: random.Random) -> str:
    if code == "residents":
        return _grouped(draw.randrange(1_000, 9_999))
    if code == "outside_labour_base":
        return _grouped(draw.randrange(600, 999))
    if code == "income_kr":
        return _grouped(draw.randrange(150_000, 260_000))
    places = 2 if code == "convicted_pct" else 1
    low, high = (80, 400) if code == "convicted_pct" else (300, 900)
    value = draw.randrange(low, high)
    return f"{value / 10**places:.{places}f}".replace(".", ",")


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", ".")


Damage = Callable[[Sheet, random.Random], None]


def _spot(sheet: Sheet, draw: random.Random) -> tuple[int, int]:
    body = [i for i in range(sheet.head + 1, len(sheet.rows)) if len(sheet.rows[i]) > 2]
    if not body:
        return sheet.head, 0
    row = draw.choice(body)
    return row, draw.randrange(2, len(sheet.rows[row]))


def _cell(change: Callable[[str, random.Random], str]) -> Damage:
    def damage(sheet: Sheet, draw: random.Random) -> None:
        for _ in range(draw.randrange(1, 4)):
            row, at = _spot(sheet, draw)
            sheet.rows[row][at] = change(sheet.rows[row][at], draw)

    return damage


def _insert(make_row: Callable[[Sheet, random.Random], list[str]]) -> Damage:
    def damage(sheet: Sheet, draw: random.Random) -> None:
        at = draw.randrange(0, len(sheet.rows) + 1)
        if at <= sheet.head:
            sheet.head += 1
        sheet.rows.insert(at, make_row(sheet, draw))

    return damage


def _columns_moved(sheet: Sheet, draw: random.Random) -> None:
    width = len(sheet.rows[sheet.head])
    order = list(range(width))
    draw.shuffle(order)
    for row in sheet.rows:
        if len(row) == width:
            row[:] = [row[at] for at in order]


def _row_moved(sheet: Sheet, draw: random.Random) -> None:
    if len(sheet.rows) - sheet.head > 2:
        at = draw.randrange(sheet.head + 1, len(sheet.rows))
        row = sheet.rows.pop(at)
        sheet.rows.insert(draw.randrange(sheet.head + 1, len(sheet.rows) + 1), row)


def _row_short(sheet: Sheet, draw: random.Random) -> None:
    row = draw.choice(sheet.rows)
    del row[draw.randrange(0, len(row) + 1) :]


def _row_long(sheet: Sheet, draw: random.Random) -> None:
    draw.choice(sheet.rows).extend(["7", "x"][: draw.randrange(1, 3)])


def _heading(change: Callable[[str, random.Random], str]) -> Damage:
    def damage(sheet: Sheet, draw: random.Random) -> None:
        row = sheet.rows[sheet.head]
        if row:
            at = draw.randrange(0, len(row))
            row[at] = change(row[at], draw)

    return damage


def _name(sheet: Sheet, draw: random.Random) -> None:
    row, _ = _spot(sheet, draw)
    if sheet.rows[row]:
        at = sheet.rows[sheet.head].index("Område") if "Område" in sheet.rows[sheet.head] else 0
        if at < len(sheet.rows[row]):
            sheet.rows[row][at] = _typo(sheet.rows[row][at], draw)


def _year(sheet: Sheet, draw: random.Random) -> None:
    row, _ = _spot(sheet, draw)
    at = sheet.rows[sheet.head].index("År") if "År" in sheet.rows[sheet.head] else 1
    if at < len(sheet.rows[row]):
        sheet.rows[row][at] = draw.choice(
            ["", "219", "20190", "snart", "19", "2O19", "31-02-2019", "-"]
        )


def _typo(text: str, draw: random.Random) -> str:
    if len(text) < 3:
        return text + "x"
    at = draw.randrange(1, len(text) - 1)
    return draw.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + draw.choice("abcdefghijklmnopqrstuvwxyzæøå0123456789 ") + text[at + 1 :],
        ]
    )


SIGNS = ["", "..", ".", "-", "*", "x", "u.o.", "<5", "n/a", "uoplyst", " ", "\u00a0", "–"]
WORDS = [
    "se note",
    "ca.",
    "#REF!",
    "=A1+B1",
    "nan",
    "inf",
    "1e9",
    "TRUE",
    "2,5,5",
    "1.2.3",
    "--",
    "½",
    "٤٥",
    "0x1F",
    "\u202e12",
    "I alt",
    "NULL",
    "None",
    "+",
    ",",
    "'",
    '"',
    "12/3",
    "3-4",
    "(5)",
    "5)",
]


def _decorated(text: str, draw: random.Random) -> str:
    return draw.choice(
        [
            f" {text} ",
            f"{text}*",
            f"\u00a0{text}",
            f"{text} pct.",
            f"{text} %",
            f"{text} kr.",
            f"{text}¹",
        ]
    )


def _digit(text: str, draw: random.Random) -> str:
    spots = [i for i, sign in enumerate(text) if sign.isdigit()]
    if not spots:
        return text
    at = draw.choice(spots)
    return text[:at] + str(draw.randrange(10)) + text[at + 1 :]


def _resigned(text: str, draw: random.Random) -> str:
    return draw.choice(
        [
            text.replace(",", "."),
            text.replace(".", ","),
            text.replace(".", ""),
            text.replace(".", " "),
        ]
    )


DAMAGE: dict[str, Damage] = {
    "missing sign": _cell(lambda _, draw: draw.choice(SIGNS)),
    "word": _cell(lambda _, draw: draw.choice(WORDS)),
    "decorated": _cell(_decorated),
    "typo in a figure": _cell(_typo),
    "digit": _cell(_digit),
    "decimal sign": _cell(_resigned),
    "minus": _cell(lambda text, _: f"-{text}"),
    "typo in a name": _name,
    "year": _year,
    "typo in a heading": _heading(_typo),
    "heading gone": _heading(lambda _text, _draw: ""),
    "heading over a line break": _heading(lambda text, _: text.replace(" ", "\n")),
    "heading in capitals": _heading(lambda text, _: text.upper()),
    "title line": _insert(lambda _sheet, _draw: ["Min egen opgørelse over områderne"]),
    "blank row": _insert(lambda _sheet, _draw: []),
    "source line": _insert(lambda _sheet, _draw: ["Kilde: egne tal"]),
    "total row": _insert(
        lambda sheet, draw: [
            "I alt",
            "",
            *[_grouped(draw.randrange(9_999)) for _ in sheet.rows[sheet.head][2:]],
        ]
    ),
    "heading again": _insert(lambda sheet, _: list(sheet.rows[sheet.head])),
    "caption": _insert(lambda _sheet, _draw: ["Tabel 2. Områder, der er udgået af listen"]),
    "columns moved": _columns_moved,
    "row moved": _row_moved,
    "row short": _row_short,
    "row long": _row_long,
}


def write(sheet: Sheet, path: Path, draw: random.Random) -> list[list[str]]:
    """Write as csv or xlsx; the rows as their cells stand in the file."""
    if path.suffix == ".csv":
        text = "\r\n".join(";".join(row) for row in sheet.rows)
        raw = text.encode(draw.choice(["utf-8", "utf-8-sig"]), "replace")
        if draw.random() < 0.15:
            raw = _bytes(raw, draw)
        path.write_bytes(raw)
        return [line.split(";") for line in _lines(raw)]
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        out = book.add_worksheet("Ark1")
        for row, cells in enumerate(sheet.rows):
            for at, cell in enumerate(cells):
                if DANISH.match(cell) and draw.random() < 0.5 and row > sheet.head and at > 0:
                    out.write_number(row, at, float(cell.replace(".", "").replace(",", ".")))
                elif cell:
                    out.write_string(row, at, cell)
    if draw.random() < 0.15:
        path.write_bytes(_bytes(path.read_bytes(), draw))
    return sheet.rows


def _lines(raw: bytes) -> list[str]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return re.split(r"\r\n|\r|\n", text)


def _bytes(raw: bytes, draw: random.Random) -> bytes:
    how = draw.randrange(4)
    at = draw.randrange(len(raw)) if raw else 0
    if how == 0:
        return raw[:at]
    if how == 1:
        return raw[:at] + bytes([draw.randrange(256)]) + raw[at + 1 :]
    if how == 2:
        return raw[:at] + bytes(draw.randrange(256) for _ in range(draw.randrange(1, 9))) + raw[at:]
    return bytes([draw.randrange(256)]) + raw[1:]


def meanings(cell: str) -> set[Decimal]:
    """The numbers a text can stand for, by the two grammars."""
    bare = TAIL.sub("", cell.replace("\u00a0", " ").strip()).strip()
    if re.fullmatch(r"-?\d{1,3}(?:([ '])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", bare):
        bare = bare.replace(" ", "").replace("'", "")
    found = set()
    if DANISH.match(bare):
        found.add(Decimal(bare.replace(".", "").replace(",", ".")))
    if ENGLISH.match(bare):
        found.add(Decimal(bare.replace(",", "")))
    return found
